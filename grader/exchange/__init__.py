"""The exchange between instructor and trainee: release, open, submit."""

from __future__ import annotations

from grader.exchange.desk import Desk, desk
from grader.exchange.preview import preview
from grader.exchange.release import Handout, release
from grader.exchange.schedule import RULES, check_schedule, read_deadlines
from grader.exchange.submit import Receipt, submit

__all__ = [
    "RULES",
    "Desk",
    "Handout",
    "Receipt",
    "check_schedule",
    "desk",
    "preview",
    "read_deadlines",
    "release",
    "submit",
]
