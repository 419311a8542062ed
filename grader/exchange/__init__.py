"""The exchange between instructor and trainee: release, open, submit."""

from __future__ import annotations

from grader.exchange.jupyter import lab_command
from grader.exchange.release import Handout, release
from grader.exchange.submit import Receipt, submit

__all__ = ["Handout", "Receipt", "lab_command", "release", "submit"]
