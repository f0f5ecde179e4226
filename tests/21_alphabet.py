"""Hidden suite of 21_alphabet."""

import pytest
import torch

from grader.suite import Failure

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


def check_ids(submission, agree, tok, text, s):
    """Fails unless s gets the ids of text's sorted characters, and comes back from them."""
    order = sorted(set(text))
    right = torch.tensor([order.index(c) for c in s], dtype=torch.int64)
    agree.ignoring("device").value(tok.encode(s), right, f"encode({s[:20]!r})")
    got = tok.decode(right)
    if type(got) is not str:
        raise Failure(f"decode gives a {type(got).__name__}, not a str", "''.join(...)")
    if got != s:
        raise Failure(f"decode gives {got[:30]!r} for the ids of {s[:30]!r}")


def check_size(tok, right):
    """Fails unless vocab_size is that int."""
    got = tok.vocab_size
    if type(got) is not int:
        raise Failure("vocab_size is no int", "self.vocab_size = ..., or a property")
    if got != right:
        raise Failure(f"vocab_size is {got}, expected {right}", "different characters count once")


@pytest.mark.visible
def test_example(submission, agree):
    """hello and back"""
    tok = submission.CharTokenizer("hello\n")
    check_size(tok, 5)
    check_ids(submission, agree, tok, "hello\n", "hole")
    check_ids(submission, agree, tok, "hello\n", "hello\n")


@pytest.mark.points(3)
@pytest.mark.hint("sorted by code point: capitals come before small letters")
def test_sorted_ids(submission, agree, rng):
    """ids in sorted order, whatever the order in the text"""
    for alphabet in (LETTERS, LETTERS + OTHERS):
        text = text_of(rng, alphabet, 300)
        tok = submission.CharTokenizer(text)
        check_size(tok, len(set(text)))
        check_ids(submission, agree, tok, text, text)
        check_ids(submission, agree, tok, text, text_of(rng, sorted(set(text)), 20))


@pytest.mark.points(2)
def test_every_character_is_kept(submission, agree, rng):
    """blanks, newlines, capitals, accents, emoji"""
    text = "\n \t" + OTHERS + "aA bB  \n\n"
    tok = submission.CharTokenizer(text)
    check_size(tok, len(set(text)))
    for s in (text, " \n", "\n\n  ", "e\u0301\u00e9", "Aa", "\U0001f600\U0001f9e0", "\t"):
        check_ids(submission, agree, tok, text, s)


def test_nothing(submission, agree):
    """empty texts"""
    check_ids(submission, agree, submission.CharTokenizer("abc"), "abc", "")
    tok = submission.CharTokenizer("")
    check_size(tok, 0)
    check_ids(submission, agree, tok, "", "")
    tok = submission.CharTokenizer("aaaa")
    check_size(tok, 1)
    check_ids(submission, agree, tok, "aaaa", "aa")


@pytest.mark.points(2)
@pytest.mark.hint("KeyError, with the character in its message")
def test_unknown_characters(submission, agree, rng):
    """an unknown character raises KeyError"""
    text = text_of(rng, LETTERS, 80)
    tok = submission.CharTokenizer(text)
    known = rng.choice(text)
    for unknown in ("\u00a7", "\u03a9", "7"):
        for s in (unknown, known + unknown, unknown + known, known + unknown + known):
            with submission.raises(KeyError, naming=(unknown,)):
                tok.encode(s)
    with submission.raises(KeyError):
        submission.CharTokenizer("").encode("a")
    check_size(tok, len(set(text)))
    check_ids(submission, agree, tok, text, text)


def test_two_tokenizers(submission, agree, rng):
    """two tokenizers side by side"""
    texts = [text_of(rng, LETTERS[:18], 60), text_of(rng, LETTERS[8:], 60)]
    toks = [submission.CharTokenizer(text) for text in texts]
    for tok, text in zip(toks, texts, strict=True):
        check_size(tok, len(set(text)))
        check_ids(submission, agree, tok, text, text[:30])


def test_ids_from_elsewhere(submission, rng):
    """decode of ids that come from a model"""
    text = text_of(rng, LETTERS, 100)
    order = sorted(set(text))
    tok = submission.CharTokenizer(text)
    ids = rng.integers(50, high=len(order))
    for some in (ids, ids[::3], ids[:1]):
        right = "".join(order[i] for i in some.tolist())
        got = tok.decode(some)
        if got != right:
            raise Failure(f"decode gives {got!r:.60}, expected {right!r:.60}")
