"""The papers of a plan for an HR office: workbooks, draft appointment orders, and the way back into pins."""

from __future__ import annotations

from grader.placement.exports.papers import Basis, Papers
from grader.placement.exports.reading import Move, new_pins, read_moves
from grader.placement.exports.rules import RULES
from grader.placement.exports.stage import Exported, export_plan
from grader.placement.exports.wording import Wording, check_wording, read_wording

__all__ = [
    "RULES",
    "Basis",
    "Exported",
    "Move",
    "Papers",
    "Wording",
    "check_wording",
    "export_plan",
    "new_pins",
    "read_moves",
    "read_wording",
]
