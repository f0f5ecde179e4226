"""`learn dev`: for authors of exercises."""

from __future__ import annotations

import click


@click.group("dev", short_help="For authors of exercises.")
def command() -> None:
    """For authors of exercises."""
