"""Submissions whose normalised syntax trees are alike: for a person to look at, never a verdict."""

from grader.similar.pairs import Hand, Pair, Seen, pairs
from grader.similar.reader import Reader

__all__ = ["Hand", "Pair", "Reader", "Seen", "pairs"]
