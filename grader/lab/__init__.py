"""What runs inside a trainee's notebook. Nothing secret lives here."""

from __future__ import annotations

from grader.lab.checks import attempted, check, expect, hint, misconception
from grader.lab.explain import solution
from grader.lab.forms import form
from grader.lab.session import open_lesson

__all__ = [
    "attempted",
    "check",
    "expect",
    "form",
    "hint",
    "misconception",
    "open_lesson",
    "solution",
]
