"""A proof in words for an author, and as plain data for machines."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from grader.proof.record import Answer, Outcome, Proof

SCHEMA = 1
WIDTH = 100


def block(proof: Proof, every: bool = False) -> str:
    """One exercise: a line when all holds, and each finding in full.

    ``every``: each answer with the case that caught it, too.
    """
    count = len(proof.findings)
    word = "ok" if proof.ok else "1 finding" if count == 1 else f"{count} findings"
    head = f"{proof.slug[:2]} {proof.title or proof.slug:<40.40} {word:<12}"
    facts = ", ".join(_facts(proof))
    lines = [f"{head}{facts}{', ' if facts else ''}{proof.seconds:.1f} s"]
    for finding in proof.findings:
        lines.append(_hanging(f"  {finding.rule:<10} ", finding.what))
        for text in (finding.found, finding.next_step):
            lines += [_hanging(" " * 13, line) for line in text.splitlines()]
    if every:
        lines += [f"    {_answer(answer)}" for answer in proof.answers]
    return "\n".join(lines)


def _facts(proof: Proof) -> Iterator[str]:
    if proof.cases:
        yield f"{proof.cases} cases"
    if proof.seeds:
        yield f"{proof.seeds} seeds"
    for kind, noun in (("right", "rights"), ("wrong", "wrongs"), ("generic", "generic")):
        answers = proof.of(kind)
        if answers:
            counts = Counter(answer.outcome for answer in answers)
            told = {o.value: counts[o] for o in _TOLD if counts[o]}
            more = ", ".join(f"{n} {what}" for what, n in told.items())
            noun = noun.removesuffix("s") if len(answers) == 1 else noun
            yield f"{len(answers)} {noun}" + (f" ({more})" if more else "")


# The outcomes that a line mentions besides the number of answers.
_TOLD = (Outcome.EXCUSED, Outcome.NO_EFFECT, Outcome.NOT_HERE)


def _answer(answer: Answer) -> str:
    name = (
        answer.name.rpartition("/")[2].removesuffix(".py")
        if answer.kind != "generic"
        else answer.name
    )
    text = f"{answer.kind:<9} {name:<40} {answer.outcome.value}"
    if answer.case:
        text += f' by "{answer.case}" ({answer.verdict})'
    if answer.cause:
        named = {"own": "its own", "other": "another's", "none": "no"}[answer.cause]
        text += f", {named} sentence is shown"
    if answer.kind in ("reference", "right"):
        text += f", {answer.seconds:.1f} s"
    return text


def _hanging(head: str, text: str) -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=head, subsequent_indent=" " * len(head), break_long_words=False
    )


def summary(proofs: Sequence[Proof]) -> str:
    """``33 exercises: 31 ok, 2 with findings``."""
    good = sum(proof.ok for proof in proofs)
    noun = "exercise" if len(proofs) == 1 else "exercises"
    return f"{len(proofs)} {noun}: {good} ok, {len(proofs) - good} with findings"


def as_data(proofs: Sequence[Proof]) -> dict[str, Any]:
    """The proofs as lists, dicts, text and numbers, for JSON."""
    return {
        "schema": SCHEMA,
        "ok": all(proof.ok for proof in proofs),
        "summary": summary(proofs),
        "exercises": [_exercise(proof) for proof in proofs],
    }


def _exercise(proof: Proof) -> dict[str, Any]:
    return {
        "slug": proof.slug,
        "title": proof.title,
        "ok": proof.ok,
        "cases": proof.cases,
        "seeds": proof.seeds,
        "seconds": round(proof.seconds, 3),
        "findings": [
            {"rule": f.rule, "what": f.what, "found": f.found, "next": f.next_step}
            for f in proof.findings
        ],
        "answers": [
            {
                "kind": a.kind,
                "name": a.name,
                "outcome": a.outcome.value,
                "case": a.case,
                "verdict": a.verdict,
                "cause": a.cause,
                "seconds": round(a.seconds, 3),
            }
            for a in proof.answers
        ],
    }
