"""What runs where marks are given: worlds with their truth, item types, the score sheet."""

from __future__ import annotations

from grader.marking.practice import mark
from grader.marking.sheet import marks
from grader.marking.world import World
from grader.marking.worlds import city, make_world, practising, seed_of, write_data

__all__ = ["World", "city", "make_world", "mark", "marks", "practising", "seed_of", "write_data"]
