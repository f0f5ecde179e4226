"""Engines: where submissions are graded. One protocol; the local one is a pool of processes.

An engine's process is never the isolation: every submission runs in a confined worker of its own.
"""

from grader.engines.base import Chunk, Engine, Graded, Piece

__all__ = ["Chunk", "Engine", "Graded", "Piece"]
