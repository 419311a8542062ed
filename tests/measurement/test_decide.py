"""Words for probabilities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.measurement import Policy, decide, level_at

POLICY = Policy()


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        (1.0, "met"),
        (0.9, "met"),
        (0.899999, "undecided"),
        (0.100001, "undecided"),
        (0.1, "not_met"),
        (0.0, "not_met"),
        (None, "no_evidence"),
    ],
)
def test_where_the_words_begin(probability, expected):
    """Met from .9 on, not met up to .1, undecided between; nothing known is a word of its own."""
    assert decide(probability, POLICY) == expected


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_the_confirmed_level_is_never_above_the_point_level(values):
    """What .9 confirms, .5 shows too."""
    p = sorted(values, reverse=True)
    shown = level_at(p, threshold=POLICY.point, ceiling=4)
    assert level_at(p, threshold=POLICY.confirmed, ceiling=4) <= shown


def test_the_ceiling_holds():
    """However sure, notebooks show level 3 at most."""
    assert level_at([1.0, 1.0, 1.0, 0.99], threshold=0.5, ceiling=3) == 3


def test_nothing_reached_is_level_zero():
    """With all probabilities under the threshold the level is 0."""
    assert level_at([0.4, 0.2, 0.1, 0.0], threshold=0.5, ceiling=3) == 0
