"""Libraries that only some engines need: imported when asked for, missed with the pip command."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from grader.errors import UsageError


def extra(name: str, library: str) -> ModuleType:
    """The library of an engine.

    Args:
        name: of the extra: dask.
        library: its module: distributed.

    Raises UsageError where it is not installed.
    """
    try:
        return import_module(library)
    except ModuleNotFoundError as error:
        raise UsageError(
            f"--engine {name} needs the library {library}",
            str(error),
            f"pip install 'learn-torch[{name}]'",
        ) from None
