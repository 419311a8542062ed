"""Give marked work back: one page per submission, for the person who handed it in."""

from __future__ import annotations

from grader.feedback.stage import Returned, give_back

__all__ = ["Returned", "give_back"]
