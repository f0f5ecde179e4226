from __future__ import annotations

import math

import pytest

from grader.shows import bigram, texts
from grader.shows.loaded import NotShown

NO_TABLE = """

class Bigram(Bigram):
    def forward(self, idx):
        return super().forward(idx)[0] if len(idx) == 1 else super().forward(idx)
"""
SHORT = "\n\ndef generate(model, idx, n, generator):\n    return idx\n"
NO_TOKEN = "\n\ndef generate(model, idx, n, generator):\n    return torch.full((len(idx), idx.shape[1] + n), -1)\n"
SILENT = "\n\ndef generate(model, idx, n, generator):\n    return torch.full((len(idx), idx.shape[1] + n), 2)\n"


def test_the_show_compares_with_the_counts_and_invents_names(heard, loaded):
    assert bigram.play(loaded("25"), heard, steps=300, seed=1) is None
    (_, nothing), (_, counted), (_, own) = heard.rows
    assert counted < own < counted + 0.2 < nothing
    [invented] = heard.quoted
    names = invented.split("\n")
    assert 1 <= len(names) <= bigram.SHOWN
    assert not set(names) & set(texts.emoji_names())
    assert "after Q comes U" in " ".join(heard.said)


def test_the_bar_counts_passes_and_shows_no_loss_of_pairs_out_of_order(heard, loaded):
    bigram.play(loaded("25"), heard, steps=3, seed=1)
    assert [passes for passes, _ in heard.passes] == [1, 2, 3]
    assert all(math.isnan(loss) for _, loss in heard.passes)


@pytest.mark.parametrize(
    ("behind", "says"),
    [
        (NO_TABLE, "your Bigram gave back"),
        (SHORT, "your generate gave back [64, 1], and the show needs ids of shape [64, 41]"),
        (NO_TOKEN, "your generate gave back an id that is no token"),
        ("\n\nBigram = None\n", "your train_bigram raised, so the show stops here"),
    ],
)
def test_an_answer_that_cannot_go_on_is_told_which_part(heard, loaded, behind, says):
    with pytest.raises(NotShown) as caught:
        bigram.play(loaded("25", behind=behind), heard, steps=2, seed=1)
    failure = caught.value.failure
    assert failure.rationale.startswith(says), failure


def test_names_that_never_end_are_said_to_be_missing(heard, loaded):
    bigram.play(loaded("25", behind=SILENT), heard, steps=2, seed=1)
    assert heard.said[-1] == "it brought no name to an end: more steps may help"
    assert heard.quoted == []
