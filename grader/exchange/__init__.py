"""The exchange between instructor and trainee: release, open, submit, receive."""

from __future__ import annotations

from grader.exchange.desk import Desk, desk
from grader.exchange.forms import Retake, given_at
from grader.exchange.intake.receipt import Receipt
from grader.exchange.preview import preview
from grader.exchange.release import Handout, release
from grader.exchange.retakes import JAPAN, RetakeRules, retake_warnings
from grader.exchange.schedule import RULES, check_schedule, read_deadlines
from grader.exchange.submit import Delivered, course_store, settle, submit

__all__ = [
    "JAPAN",
    "RULES",
    "Delivered",
    "Desk",
    "Handout",
    "Receipt",
    "Retake",
    "RetakeRules",
    "check_schedule",
    "course_store",
    "desk",
    "given_at",
    "preview",
    "read_deadlines",
    "release",
    "retake_warnings",
    "settle",
    "submit",
]
