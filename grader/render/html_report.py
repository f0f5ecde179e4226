"""A report as HTML: a fragment for a notebook, and a whole page around one or many of them.

No script, nothing loaded, light and dark. Words carry the state, colour only repeats it, so that
it can still be read where a viewer drops the style. Everything that came from the submission is
cleaned and escaped.
"""

from __future__ import annotations

from pathlib import Path

from grader.render.cases import WORDS, absent_devices, failure_of, remark_of, said_by, title_of
from grader.render.clean import clean_record, cut, one_line
from grader.render.foot import LONGEST_PRINT, MOST_PRINTS, devices_of, points_of, weakness_of
from grader.render.html_failure import failure_html
from grader.render.layout import counted
from grader.render.learner import PRACTICE, for_learner
from grader.render.markup import EMPTY_HTML, Html, element, joined
from grader.render.terminal import NO_EXTRAS, Extras, nothing_to_check, place_of
from grader.report import Case, Report, Verdict

# Browsers load nothing, and run nothing, whatever might have slipped through.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def style() -> Html:
    """The style of all fragments; a page needs it once."""
    return element("style", Html(Path(__file__).with_name("report.css").read_text("utf-8")))


def report_fragment(
    report: Report,
    *,
    extras: Extras = NO_EXTRAS,
    policy: str = PRACTICE,
    styled: bool = True,
    below: str = "",
) -> Html:
    """The report as one element that fits into any page.

    Args:
        report: shown as the policy allows.
        extras: what is said beside it.
        policy: practice or exam.
        styled: with the style in front of it.
        below: what the caller adds at its end.

    Raises:
        UsageError: the policy is unknown.
    """
    report = clean_record(for_learner(report, policy=policy))
    extras = clean_record(extras)
    missing = nothing_to_check(report)
    if missing is not None:
        body = element("div", failure_html(missing), class_="learn-open")
    else:
        body = _cases(report)
    parts = (_header(report, extras), body, _prints(report), _foot(report, extras), below)
    return card(*parts, state=_state(report), styled=styled)


def card(*parts: str, state: str = "", styled: bool = True) -> Html:
    """A frame around parts; its edge shows the state, a word of the style's."""
    framed = element("div", *parts, class_=f"learn-card {state}".strip())
    return joined(style() if styled else EMPTY_HTML, framed)


def report_page(report: Report, *, extras: Extras = NO_EXTRAS, policy: str = PRACTICE) -> str:
    """The report as a page of its own.

    Raises:
        UsageError: the policy is unknown.
    """
    fragment = report_fragment(report, extras=extras, policy=policy, styled=False)
    title = clean_record(f"{_name(report)}: {_word(report)}")
    return page(title, fragment)


def page(title: str, *fragments: str, more: Html = EMPTY_HTML) -> str:
    """A self-contained page around fragments that come without the style; ``more`` in its head."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("title", title),
        element("link", rel="icon", href="data:,"),
        style(),
        more,
    )
    body = element("body", element("main", *fragments), class_="learn-page")
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _state(report: Report) -> str:
    """good, bad or ours: whose turn it is; nothing before anybody's."""
    if report.passed:
        return "good"
    if report.exit_code == 3:
        return "ours"
    return "" if _untouched(report) else "bad"


def _name(report: Report) -> str:
    return one_line(f"{report.exercise.partition('_')[0]} {report.title}", 200)


def _word(report: Report) -> str:
    if report.passed:
        return "passed"
    if report.faults:
        return "the grader failed, not you"
    if report.exit_code == 3:
        return "not run"
    return "not started" if _untouched(report) else "not passed yet"


def _untouched(report: Report) -> bool:
    missing = nothing_to_check(report)
    return missing is not None and missing.rationale.startswith("not started")


def _header(report: Report, extras: Extras) -> Html:
    facts = [place_of(report)]
    if extras.attempt is not None:
        facts.append(f"attempt {extras.attempt}")
    if report.seconds and any(device.ran for device in report.devices):
        facts.append(f"{report.seconds:.2f} s")
    return element(
        "div",
        element("span", _name(report), class_="learn-title"),
        " ",
        element("span", _word(report), class_="learn-badge"),
        " ",
        element("span", *_spaced(facts), class_="learn-facts"),
        class_="learn-head",
    )


def _spaced(facts: list[str]) -> list[str]:
    """Each fact in an element of its own, with something between them where there is no style."""
    return [joined(*(element("span", fact) for fact in facts), between=" \u00b7 ")]


# --------------------------------------------------------------------------- cases


def _cases(report: Report) -> Html:
    several = len({case.device for case in report.cases}) > 1
    absent = absent_devices(report.cases)
    shown = [case for case in report.cases if case.device not in absent]
    opened = report.first_failure or next(iter(report.faults), None)
    rows = [_case(case, title_of(case, several), opened is case) for case in shown]
    for device, count in absent.items():
        word = WORDS[Verdict.UNAVAILABLE][0]
        remark = f"{counted(count, 'case')} on {device}: not run"
        rows.append(element("li", _line(word, "", remark), class_="quiet"))
    if not rows:
        return EMPTY_HTML
    listed = element("ul", *rows, class_="learn-cases")
    if not report.passed:
        return listed
    summary = element("summary", f"{counted(len(shown), 'case')}, all ok")
    return element("details", summary, listed, class_="learn-all")


def _case(case: Case, title: str, opened: bool) -> Html:
    word, style = WORDS[case.verdict]
    remark = remark_of(case, opened)
    line = _line(word, title, remark)
    if style not in ("bad", "ours"):
        return element("li", line, class_=style)
    body = failure_html(failure_of(case), said=said_by(case, remark))
    if not body:
        return element("li", line, class_=style)
    seed = f"seed {case.seed}" if case.seed is not None else ""
    inside = element("div", body, _quiet(seed), class_="learn-open")
    details = element("details", element("summary", line), inside, open="" if opened else None)
    return element("li", details, class_=style)


def _line(word: str, title: str, remark: str) -> Html:
    parts = [element("b", word, class_="learn-word")]
    parts += [element("span", title, class_="learn-case")] if title else []
    parts += [element("span", remark, class_="learn-remark")] if remark else []
    return element("span", joined(*parts, between=" "), class_="learn-line")


def _quiet(text: str) -> Html:
    return element("div", text, class_="learn-quiet") if text else EMPTY_HTML


# --------------------------------------------------------------------------- below the cases


def _prints(report: Report) -> Html:
    """The last lines that the submission printed, labelled as its own."""
    if not report.prints.strip():
        return EMPTY_HTML
    lines = report.prints.strip("\n").split("\n")
    dropped = len(lines) - MOST_PRINTS
    head = "your prints"
    if dropped > 0:
        head += f" ({counted(dropped, 'earlier line')} not shown)"
    text = "\n".join(cut(line, LONGEST_PRINT) for line in lines[-MOST_PRINTS:])
    label = element("div", head, class_="learn-label")
    return element("div", label, element("pre", text), class_="learn-prints")


def _foot(report: Report, extras: Extras) -> Html:
    facts: list[Html] = []
    if nothing_to_check(report) is None:
        facts.append(element("span", points_of(report), class_="learn-points"))
    facts += [element("span", text, class_=style or None) for text, style in devices_of(report)]
    rows = [element("div", joined(*facts, between=" \u00b7 "))]
    weak = weakness_of(report)
    rows += [element("div", f"isolation: {weak}")] if weak else []
    rows += [element("div", one_line(text)) for text in (*report.notes, *extras.remarks)]
    labelled = (
        (("next", extras.next_line),)
        if report.passed
        else (("again", extras.again), ("hint", extras.hint_line))
    )
    for label, text in labelled:
        if text:
            named = element("span", label, class_="learn-label")
            rows.append(element("div", named, " ", element("code", one_line(text))))
    if extras.progress is not None:
        rows.append(progress_html(*extras.progress))
    return element("div", *rows, class_="learn-foot")


def progress_html(done: int, total: int, *, words: bool = True) -> Html:
    """How many of all exercises are passed, as a bar, with its numbers in ``words`` beside it."""
    share = 100 * min(max(done, 0), total) // max(total, 1)
    bar = element(
        "span",
        element("i", style=f"width: {share}%"),
        class_="learn-bar",
        role="img",
        aria_label=f"{done} of {total} exercises passed",
    )
    said = element("span", f"{done} of {total} exercises passed", aria_hidden="true")
    return element("div", bar, *((" ", said) if words else ()), class_="learn-progress")
