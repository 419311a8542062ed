"""The exchange between instructor and trainee: release, open, submit."""

from __future__ import annotations

from grader.exchange.desk import Desk, desk
from grader.exchange.release import Handout, release
from grader.exchange.submit import Receipt, submit

__all__ = ["Desk", "Handout", "Receipt", "desk", "release", "submit"]
