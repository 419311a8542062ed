"""A kernel that never began is nobody's fault: it is started again, a few times."""

from __future__ import annotations

import pytest
from nbclient.exceptions import DeadKernelError

from grader.grading.model import Submission
from grader.grading.nbgrader_adapter import Attempt, never_began, open_course

DIED = RuntimeError("Kernel died before replying to kernel_info")
SLOW = RuntimeError("Kernel didn't respond in 60 seconds")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (DIED, True),
        (SLOW, True),
        (RuntimeError("x"), False),
        (DeadKernelError("Kernel died"), False),
        (None, False),
    ],
)
def test_only_a_kernel_that_did_not_answer_never_began(error, expected):
    """What a submission does to its kernel is another error, and no error is none."""
    assert expected is never_began(error)


@pytest.mark.parametrize(
    ("errors", "tried", "left"),
    [
        ([None], 1, None),
        ([DIED, None], 2, None),
        ([DIED, SLOW, None], 3, None),
        ([DIED, DIED, DIED], 3, DIED),
        ([ValueError("x"), None], 1, ValueError),
    ],
)
def test_a_kernel_that_never_began_is_started_again(tmp_path, monkeypatch, errors, tried, left):
    """Up to three times; whatever else goes wrong is reported at once."""
    course = open_course(tmp_path)
    rest = list(errors)
    monkeypatch.setattr(course, "_run", lambda *_: Attempt(rest.pop(0), ""))

    attempt = course.autograde(Submission("s001", "a1", tmp_path))

    assert tried == len(errors) - len(rest)
    assert attempt.error is left or type(attempt.error) is left
