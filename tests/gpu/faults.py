"""Submissions that break what they run on, each followed by a right one whose verdict must hold."""

from __future__ import annotations

from pathlib import Path

from grader.report import Verdict

REFERENCE = Path(__file__).resolve().parents[2] / "solutions" / "03_matmul.py"
FAULTS = {
    "out of memory": "return torch.empty(1 << 46, device=A.device)[:1]",
    "memory of the whole share, in pieces": """
        kept = []
        while True:
            kept.append(torch.ones(1 << 26, device=A.device))
    """,
    "an index beyond the end (a device-side assert)": """
        return A[torch.tensor([1 << 20], device=A.device)].sum(0)
    """,
    "a kernel that does not end": """
        if A.is_cuda:
            torch.cuda._sleep(1 << 50)
            return A @ B + torch.zeros((), device=A.device)
        while True:
            pass
    """,
    "an address that is nobody's (an illegal access)": """
        if A.is_cuda:
            wild = torch._C._construct_storage_from_data_pointer(1 << 44, A.device, 4096)
            return torch.empty(0, device=A.device).set_(wild, 0, (1024,), (1,)).sum()
        import ctypes
        return ctypes.string_at(0)
    """,
    "a worker that leaves": """
        import os
        os._exit(0)
    """,
    "an abort": """
        import os
        os.abort()
    """,
}
NOT_PASSED = (Verdict.RAISED, Verdict.CRASHED, Verdict.TIMEOUT, Verdict.WRONG)


def broken(body: str) -> str:
    """The reference with another matmul below it."""
    lines = [line.strip("\n") for line in body.strip("\n").splitlines()]
    indent = min((len(x) - len(x.lstrip()) for x in lines if x.strip()), default=0)
    text = "\n".join("    " + line[indent:] for line in lines)
    return f"{REFERENCE.read_text('utf-8')}\n\ndef matmul(A, B):\n{text}\n"


def faults(asked, say) -> bool:
    """What each fault is told as, and that the next submission is graded as if nothing was."""
    good = True
    from grader.proof.trial import trial

    exercise = trial(asked.grader.course.find("03"), 1, ruled=False)
    right = ("right.py", REFERENCE.read_text("utf-8"))
    for name, body in FAULTS.items():
        texts = [("broken.py", broken(body)), right]
        bad, after = asked.reports(exercise, texts, asked.device)
        case = next((c for c in bad.cases if c.verdict in NOT_PASSED), None)
        told = f"{case.verdict.value}: {case.failure.rationale}" if case and case.failure else "-"
        held = case is not None and not bad.passed and not bad.faults and after.passed
        good = good and held
        say(f"{name:<48} {'next ok' if after.passed else 'NEXT BROKEN'}  {told}"[:160])
    return good
