"""What runs where marks are given: worlds with their truth, item types, the score sheet."""

from __future__ import annotations

from grader.marking.sheet import marks
from grader.marking.world import World
from grader.marking.worlds import city, make_world, seed_of, write_data

__all__ = ["World", "city", "make_world", "marks", "seed_of", "write_data"]
