"""Submissions that break what they run on, each followed by a right one whose verdict must hold."""

from __future__ import annotations

from pathlib import Path

from grader.report import Verdict
from grader.worker.share import LAYER

REFERENCE = Path(__file__).resolve().parents[2] / "solutions" / "03_matmul.py"
SHARE = 0.25  # of the GPU, for each submission
# Memory that PyTorch's bound does not see. It is held for a while and given no answer for: a watch
# that sees it ends the process, and where the driver does not tell whose memory it is none can.
PAST_THE_SHARE = {
    "memory past the share (cudaMalloc)": """
        import ctypes, time
        cuda, place = ctypes.CDLL("libcuda.so.1"), ctypes.c_void_p()
        most = torch.cuda.get_device_properties(A.device).total_memory
        if cuda.cuMemAlloc_v2(ctypes.byref(place), ctypes.c_size_t(most * 6 // 10)):
            raise MemoryError("the GPU had not that much left")
        time.sleep(2)
        return A @ B
    """,
    "memory past the share (the bound set anew)": """
        import time
        torch.cuda.set_per_process_memory_fraction(1.0)
        most = torch.cuda.get_device_properties(A.device).total_memory
        kept = torch.empty(most * 6 // 10, dtype=torch.uint8, device=A.device)
        time.sleep(2)
        return A @ B
    """,
}
FAULTS = {
    **PAST_THE_SHARE,
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
        bad, after = asked.reports(exercise, texts, asked.device, share=SHARE)
        case = next((c for c in bad.cases if c.verdict in NOT_PASSED), None)
        told = f"{case.verdict.value}: {case.failure.rationale}" if case and case.failure else "-"
        held = case is not None and not bad.passed and not bad.faults and after.passed
        if name in PAST_THE_SHARE and asked.device == "cuda":
            watch = next((layer for layer in bad.isolation if layer.name == LAYER), None)
            if watch is not None and not watch.in_force:
                held, told = after.passed, f"not to be seen here: {watch.detail}"
            else:
                held = held and "share is" in told
        good = good and held
        say(f"{name:<48} {'next ok' if after.passed else 'NEXT BROKEN'}  {told}"[:160])
    return good
