"""The integer program of a plan, and how it is solved: HiGHS through `highspy`."""

from __future__ import annotations

from grader.placement.program.assemble import assemble
from grader.placement.program.blockers import Blocker, Blocking, blockers
from grader.placement.program.limits import Limits
from grader.placement.program.model import Block, Objective, Program, Solution, Stage
from grader.placement.program.session import Losses, Session, pinned
from grader.placement.program.solve import solve

__all__ = [
    "Block",
    "Blocker",
    "Blocking",
    "Limits",
    "Losses",
    "Objective",
    "Program",
    "Session",
    "Solution",
    "Stage",
    "assemble",
    "blockers",
    "pinned",
    "solve",
]
