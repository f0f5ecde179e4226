"""HTML that cannot be broken out of: what is not markup of ours is escaped where it goes in."""

from __future__ import annotations

from html import escape

EMPTY = frozenset({"br", "col", "meta", "link"})


class Html(str):
    """Text that is markup already; `element` and `joined` alone make it."""

    __slots__ = ()


EMPTY_HTML = Html()


def text(value: str) -> Html:
    """The text as markup, whatever is in it."""
    return value if isinstance(value, Html) else Html(escape(value, quote=True))


def joined(*parts: str, between: str = "") -> Html:
    """The parts one after the other; those that are no markup are escaped."""
    return Html(text(between).join(text(part) for part in parts))


def element(tag: str, /, *parts: str, **attributes: str | None) -> Html:
    """An element around its parts.

    Args:
        tag: the name of the element.
        parts: its content; what is no markup is escaped.
        attributes: by name, ``_`` for ``-`` and one at the end dropped (``class_``); None leaves
            one out, an empty text gives its name alone.
    """
    opened = tag
    for key, value in attributes.items():
        if value is not None:
            opened += f" {key.rstrip('_').replace('_', '-')}"
            opened += f'="{text(value)}"' if value else ""
    if tag in EMPTY:
        return Html(f"<{opened}>")
    return Html(f"<{opened}>{joined(*parts)}</{tag}>")
