"""A summary as JSON; ``schema`` rises when an older reader would misread it."""

from __future__ import annotations

from datetime import datetime, timezone

from grader.progress.summary import Row, Stretch, Stuck, Summary

SCHEMA = 1


def record_of(summary: Summary) -> dict[str, object]:
    """The summary in plain values: times in seconds, moments in UTC, days as the learner's."""
    whole = summary.whole
    return {
        "schema": SCHEMA,
        "passed": whole.passed,
        "total": len(whole.rows),
        "seconds": round(whole.seconds),
        "streak": {"days": summary.streak, "longest": summary.longest},
        "parts": [_part(part) for part in summary.parts],
        "exercises": [_exercise(row) for row in summary.rows],
        "stuck": [_stuck(place) for place in summary.stuck],
        "days": [
            {
                "day": day.day.isoformat(),
                "attempts": day.attempts,
                "passes": day.passes,
                "seconds": round(day.seconds),
            }
            for day in summary.days
        ],
    }


def _part(part: Stretch) -> dict[str, object]:
    return {
        "title": part.title,
        "passed": part.passed,
        "total": len(part.rows),
        "seconds": round(part.seconds),
    }


def _exercise(row: Row) -> dict[str, object]:
    standing = row.standing
    return {
        "slug": row.slug,
        "title": row.title,
        "status": row.status.value,
        "attempts": standing.attempts,
        "repeats": standing.repeats,
        "hints": standing.hints,
        "first_pass": moment(standing.first_pass),
        "devices": standing.devices,
        "revealed": standing.revealed,
        "seconds": round(row.seconds),
    }


def _stuck(place: Stuck) -> dict[str, object]:
    return {
        "slug": place.slug,
        "case": place.case,
        "fails": place.fails,
        "passed": place.passed,
    }


def moment(at: float | None) -> str | None:
    """A moment as ISO 8601 has it, in UTC, to the second."""
    if at is None:
        return None
    return datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
