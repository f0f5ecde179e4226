from __future__ import annotations

import math

import pytest

from grader.shows import texts, tiny_gpt
from grader.shows.loaded import NotShown

pytestmark = pytest.mark.usefixtures("short")
NO_MODEL = "\n\ndef train_gpt(ids, steps=600):\n    return 7\n"
NO_TEXT = "\n\ndef recite(model, prompt, n, generator=None):\n    return prompt\n"
NO_TOKEN = "\n\ndef recite(model, prompt, n, generator=None):\n    return torch.full((len(prompt) + n,), 999)\n"
HALF = "\n\nclass Half(GPT):\n    def forward(self, idx):\n        return super().forward(idx)[..., :2]\n\n\nGPT = Half\n"


def test_the_whole_show_in_a_few_steps(heard, loaded):
    curve = tiny_gpt.play(loaded("32"), heard, steps=4, seed=1)
    assert curve is not None
    assert heard.curves == [curve]
    assert (len(curve.values), curve.unit) == (4, "steps")
    v = len(set("the cat sat on the mat. "))
    assert curve.values[0] == pytest.approx(math.log(v), rel=0.1)
    (_, nothing), (_, pairs), (weights, own) = heard.rows
    assert nothing == math.log(v)
    assert 0 < pairs < own < 1.2 * nothing
    assert "weights" in weights
    assert [passes for passes, _ in heard.passes] == [1, 2, 3, 4] * 2  # two models are trained
    sample, zen = heard.quoted
    assert len(sample) == len("T") + tiny_gpt.SAMPLE  # no capital T in this text
    assert zen.startswith(texts.zen()[: tiny_gpt.T])
    assert len(zen) == len(texts.zen())
    assert "it knows nothing by heart yet; more steps may help" in heard.said


def test_the_same_seed_gives_the_same_show(heard, loaded):
    file = loaded("32")
    for _ in range(2):
        tiny_gpt.play(file, heard, steps=2, seed=5)
    half = len(heard.quoted) // 2
    assert heard.quoted[:half] == heard.quoted[half:]
    assert heard.curves[0] == heard.curves[1]


def test_enough_steps_recite_everything(heard, loaded):
    tiny_gpt.play(loaded("32"), heard, steps=120, seed=1)
    assert heard.quoted[-1].startswith("Beautiful is better than ugly. Now is better.")
    assert any("right up to character" in s or "characters are right" in s for s in heard.said)


@pytest.mark.parametrize(
    ("behind", "says"),
    [
        (NO_MODEL, "your train_gpt gave back a int, and the show needs the trained GPT"),
        (NO_TEXT, "your recite gave back shape [1], and the show needs ids of shape [401]"),
        (NO_TOKEN, "your recite gave back an id that is no token"),
        (HALF, "your train_gpt raised, so the show stops here"),
    ],
)
def test_an_answer_that_cannot_go_on_is_told_which_part(heard, loaded, behind, says):
    with pytest.raises(NotShown) as caught:
        tiny_gpt.play(loaded("32", behind=behind), heard, steps=2, seed=1)
    assert caught.value.failure.rationale.startswith(says)


def test_a_training_that_shows_nothing_has_no_curve(heard, loaded):
    behind = (
        "\n\ndef train_gpt(ids, steps=600):\n    return GPT(int(ids.max()) + 1, 32, 64, 4, 2)\n"
    )
    assert tiny_gpt.play(loaded("32", behind=behind), heard, steps=2, seed=1) is None
    assert any(said.startswith("no curve") for said in heard.said)
    assert heard.curves == []


def test_what_the_held_out_tenth_alone_has_is_left_out():
    kept, held, chars = tiny_gpt._encoded("ab" * 9 + "za")
    assert chars == ["a", "b"]
    assert (len(kept), held.tolist()) == (18, [0])
