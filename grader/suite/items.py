"""What a collected pytest item is to us: its case's name and title, its device, its marks."""

from __future__ import annotations

from typing import Any

import pytest

from grader.declared import case_title


def device_of(item: pytest.Item) -> str:
    """The device that the case runs on."""
    callspec = getattr(item, "callspec", None)
    return callspec.params.get("learn_device", "cpu") if callspec else "cpu"


def name_of(item: pytest.Item) -> str:
    """The test's name, the same on every device."""
    return getattr(item, "originalname", item.name)


def title_of(item: pytest.Item) -> str:
    """What learners call the case."""
    return case_title(name_of(item), getattr(item, "function", item).__doc__)


def mark_of(item: pytest.Item, name: str, default: Any) -> Any:
    """The first argument of a marker, else the default."""
    marker = item.get_closest_marker(name)
    return marker.args[0] if marker and marker.args else default


def simple(text: str) -> str:
    """A case's name as a person may type it: case, hyphens and underscores do not matter."""
    return text.lower().removeprefix("test_").replace("_", " ").replace("-", " ").strip()


def is_wanted(item: pytest.Item, texts: set[str]) -> bool:
    """Whether one of these simple names is the case's name or its title."""
    return bool({simple(name_of(item)), simple(title_of(item))} & texts)
