"""Hidden suite of 21_alphabet."""

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=10,
    hints=(
        "Same text, same ids, tomorrow too: what gives a set's characters a fixed order?",
        "Sort the different characters once; a dict leads there, the sorted list back.",
        "sorted(set(text)), {c: i for i, c in enumerate(...)}, torch.tensor(..., dtype=...)",
    ),
)
LETTERS = "etaoinshrdlucmfwypvbgkqjxz"
OTHERS = "AZQaz09 \n\t.,;!'\"\\_-~\u00e9\u00df\u00f8e\u0301\u0416\u05d0"
OTHERS += "\u4e2d\u3042\u200d\ufeff\U0001f600\U0001f9e0"


def text_of(rng, alphabet, length):
    """Random text over an alphabet."""
    return "".join(alphabet[i] for i in rng.integers(length, high=len(alphabet)).tolist())


@probe
def used(submission, torch, texts, several, ids):
    """For each text's tokenizer: vocab_size, the ids of some texts, the texts of some ids."""
    toks = [submission.CharTokenizer(text) for text in texts]
    return [
        (tok.vocab_size, [tok.encode(s) for s in some], [tok.decode(i) for i in numbers])
        for tok, some, numbers in zip(toks, several, ids, strict=True)
    ]


def check(submission, agree, text, *some):
    """Fails unless a tokenizer made from text is right about its size and about some texts."""
    check_all(submission, agree, [text], [some])


def check_all(submission, agree, texts, several):
    """The same for tokenizers that exist side by side."""
    orders = [sorted(set(text)) for text in texts]
    ids = [
        [torch.tensor([order.index(c) for c in s], dtype=torch.int64) for s in some]
        for order, some in zip(orders, several, strict=True)
    ]
    answers = submission.run(used, texts, several, ids)
    compare(agree, orders, several, ids, answers)


def compare(agree, orders, several, ids, answers):
    """Fails unless sizes, ids and texts are right."""
    for order, some, right, (size, encoded, decoded) in zip(
        orders, several, ids, answers, strict=True
    ):
        if type(size) is not int:
            raise Failure("vocab_size is no int", "self.vocab_size = ..., or a property")
        if size != len(order):
            raise Failure(f"vocab_size is {size}, expected {len(order)}: the different characters")
        for s, mine, true, back in zip(some, encoded, right, decoded, strict=True):
            agree.ignoring("device").value(mine, true, f"encode({s[:20]!r})")
            if type(back) is not str:
                raise Failure(f"decode gives a {type(back).__name__}, not a str", "''.join(...)")
            if back != s:
                raise Failure(f"decode gives {back[:30]!r} for the ids of {s[:30]!r}")


@pytest.mark.once
@pytest.mark.visible
def test_example(submission, agree):
    """hello and back"""
    check(submission, agree, "hello\n", "hole", "hello\n")


@pytest.mark.points(3)
@pytest.mark.hint("sorted by code point: capitals come before small letters")
def test_sorted_ids(submission, agree, rng):
    """ids in sorted order, whatever the order in the text"""
    for alphabet in (LETTERS, LETTERS + OTHERS):
        text = text_of(rng, alphabet, 300)
        check(submission, agree, text, text, text_of(rng, sorted(set(text)), 20), text[:1])


@pytest.mark.once
@pytest.mark.points(2)
def test_every_character_is_kept(submission, agree):
    """blanks, newlines, capitals, accents, emoji"""
    text = "\n \t" + OTHERS + "aA bB  \n\n\r\0\uf600"
    some = (text, "\r\n\r\0", " \n", "\n\n  ", "e\u0301\u00e9", "Aa", "\U0001f600\U0001f9e0", "\t")
    check(submission, agree, text, *some)


@pytest.mark.once
def test_nothing(submission, agree):
    """empty texts, a single character"""
    check(submission, agree, "abc", "", "b", "")
    check(submission, agree, "", "")
    check(submission, agree, "aaaa", "aa", "")


@pytest.mark.points(2)
@pytest.mark.hint("KeyError, with the character in its message")
def test_unknown_characters(submission, rng):
    """an unknown character raises KeyError"""
    text = text_of(rng, LETTERS, 80)
    known = rng.choice(text)
    for unknown in ("\u00a7", "\u03a9", "7"):
        for s in (unknown, known + unknown, unknown + known, known + unknown + known):
            with submission.raises(KeyError, naming=(unknown,)):
                submission.run(used, [text], [[known, s]], [[]])
    with submission.raises(KeyError, naming=("a",)):
        submission.run(used, [""], [["a"]], [[]])


def test_two_tokenizers(submission, agree, rng):
    """tokenizers side by side"""
    texts = [text_of(rng, LETTERS[:18], 60), text_of(rng, LETTERS[8:], 60), "b", "abc"]
    check_all(submission, agree, texts, [(text, text[:9]) for text in texts])


def test_ids_of_a_part(submission, rng):
    """ids that are every third of a tensor"""
    text = text_of(rng, LETTERS, 100)
    order = sorted(set(text))
    ids = rng.integers(50, high=len(order))[::3]
    [(_, _, [got])] = submission.run(used, [text], [[]], [[ids]])
    right = "".join(order[i] for i in ids.tolist())
    if got != right:
        raise Failure(f"decode gives {got!r:.60}, expected {right!r:.60}")
