"""What stands below the cases: prints, devices, points, isolation."""

from __future__ import annotations

from grader.promises import broken_in, ran
from grader.render.clean import cut, one_line
from grader.render.layout import Page, Span, counted
from grader.report import Device, Report, Verdict

MOST_PRINTS = 20  # lines
LONGEST_PRINT = 400  # characters of one line
BAR = "  | "  # in front of every printed line, so that none can pass for one of ours


def add_prints(page: Page, prints: str) -> None:
    """Add the last lines that the submission printed, each behind a bar."""
    lines = prints.strip("\n").split("\n")
    page.row("", "your prints", "strong")
    dropped = len(lines) - MOST_PRINTS
    if dropped > 0:
        page.row("  ", f"({counted(dropped, 'earlier line')} not shown)", "quiet")
    for line in lines[-MOST_PRINTS:]:
        page.raw(BAR, cut(line, LONGEST_PRINT))


def add_devices(page: Page, report: Report) -> None:
    """Add what ran on each device and what did not; there always is such a line."""
    page.items(devices_of(report), indent=2)


def devices_of(report: Report) -> list[Span]:
    """What became of each device, in a few words; never empty."""
    known = {device.name for device in report.devices}
    extra = dict.fromkeys(case.device for case in report.cases if case.device not in known)
    devices = [*report.devices, *(Device(name, ran=_ran(report, name)) for name in extra)]
    return [_device(report, device) for device in devices] or [("no device: nothing ran", "")]


def add_points(page: Page, report: Report) -> None:
    """Add the score, and what is missing in it because a device is not here."""
    page.row("  ", points_of(report))


def points_of(report: Report) -> str:
    """The score in words."""
    absent = [case for case in report.cases if case.verdict is Verdict.UNAVAILABLE]
    line = f"{number(report.points)} of {points(report.possible)}"
    open_points = sum(case.possible for case in report.faults)
    if open_points:
        line += f"; {number(open_points)} could not be checked: the grader failed, not you"
    possible = sum(case.possible for case in absent)
    if possible:
        names = ", ".join(dict.fromkeys(one_line(case.device, 40) for case in absent))
        if report.policy == "graded":
            line += f"; {number(possible)} need {names}, which is missing here: not your doing"
        else:
            line += f"; {number(possible)} more on {names}"
    return line


def add_isolation(page: Page, report: Report) -> None:
    """Add a line where the code ran behind less than every layer of isolation."""
    weak = weakness_of(report)
    if weak:
        page.row("  isolation: ", weak)


def weakness_of(report: Report) -> str:
    """What the isolation lacked and did not promise; empty where it was full, or nothing ran."""
    if not ran(report):
        return ""
    weak = [layer for layer in report.isolation if not layer.in_force]
    if len(weak) == len(report.isolation):
        return "none, your code ran with all of your rights"
    names = [f"{x.name} ({x.detail})" if x.detail else x.name for x in weak]
    broken = broken_in(report)
    lacks = [f"not promised: {'; '.join(broken)}"] if broken else []
    lacks += [f"without {', '.join(names)}"] if weak else []
    return one_line(f"weaker than full, {'; '.join(lacks)}") if lacks else ""


def number(value: float) -> str:
    """Points without needless zeros: 3, 2.5, 0.33."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text if text != "-0" else "0"


def points(value: float) -> str:
    """``1 point``, ``2.5 points``."""
    return f"{number(value)} point{'' if value == 1 else 's'}"


def _ran(report: Report, name: str) -> bool:
    return any(case.verdict.counts_as_run for case in report.cases if case.device == name)


def _device(report: Report, device: Device) -> Span:
    """``cpu ok (9 cases, 3 seeds)`` or ``cuda: not run, no GPU here``."""
    simulated = device.name == "simulated"
    name = "device check" if simulated else one_line(device.name, 40)
    detail = one_line(device.detail, 200)
    cases = [case for case in report.cases if case.device == device.name]
    if not device.ran:
        return f"{name}: not run" + (f", {detail}" if detail else ""), "quiet"
    if not cases:
        return f"{name}: no case", ""
    passed = sum(case.verdict is Verdict.PASSED for case in cases)
    ok = passed == len(cases)
    if simulated:
        text = "ok" if ok else f"{passed} of {counted(len(cases), 'case')} ok"
        how = f"simulated, {detail}" if detail else "simulated"
        return f"{name}: {text} ({how})", "good" if ok else ""
    more = [counted(len(report.seeds), "seed")] if report.seeds else []
    more += [detail] if detail else []
    if ok:
        return f"{name} ok ({', '.join([counted(len(cases), 'case'), *more])})", "good"
    behind = f" ({', '.join(more)})" if more else ""
    return f"{name}: {passed} of {counted(len(cases), 'case')} ok{behind}", ""
