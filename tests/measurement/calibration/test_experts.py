"""Authors' real error is told apart from the error of the estimates."""

from __future__ import annotations

import numpy as np
import pytest

from grader.measurement import expert_error

LEVELS = np.tile([1, 1, 2, 2, 3, 3, 4, 4], 3)
SKILLS = np.repeat(["A", "B", "C"], 8)


def judged(seed, *, width=2.1, sd=0.6):
    """Draw estimates whose standard errors differ; each skill has an origin of its own."""
    rng = np.random.default_rng(seed)
    errors = rng.uniform(0.1, 0.6, 24)
    origin = np.repeat(rng.normal(0, 1, 3), 8)
    truth = width * LEVELS + origin + sd * rng.standard_normal(24)
    return truth + errors * rng.standard_normal(24), errors


def test_width_and_error_come_back_on_average():
    """Over 400 banks width and SD are right on average, and 90 % intervals cover in 87 to 93 of 100."""
    found = [expert_error(LEVELS, *judged(seed), groups=SKILLS) for seed in range(1000, 1400)]

    assert 2.1 == pytest.approx(np.mean([one.width for one in found]), abs=0.03)
    assert 0.6 == pytest.approx(np.mean([one.sd for one in found]), abs=0.04)
    for name, truth in (("width", 2.1), ("sd", 0.6)):
        ends = [getattr(one, f"{name}_interval") for one in found]
        assert 0.87 <= np.mean([low <= truth <= high for low, high in ends]) <= 0.93


def test_scatter_that_is_only_error_of_the_estimates_is_not_the_authors():
    """Authors without error get an SD near zero, with an interval that begins there."""
    found = [expert_error(LEVELS, *judged(seed, sd=0.0), groups=SKILLS) for seed in range(40)]

    assert np.mean([one.sd for one in found]) < 0.15
    assert np.mean([one.sd_interval[0] == 0.0 for one in found]) > 0.8


def test_without_error_of_the_estimates_it_is_ordinary_regression():
    """With standard errors of zero, slope and residual SD are those of least squares."""
    difficulties, _ = judged(1)
    design = np.column_stack([LEVELS, SKILLS[:, None] == np.array(["A", "B", "C"])]).astype(float)
    line, squares, _, _ = np.linalg.lstsq(design, difficulties, rcond=None)

    found = expert_error(LEVELS, difficulties, np.full(24, 1e-9), groups=SKILLS)

    assert line[0] == pytest.approx(found.width, abs=1e-5)
    assert np.sqrt(squares[0] / (24 - 4)) == pytest.approx(found.sd, abs=1e-4)
    assert (24, 3) == (found.items, found.groups)


def test_items_without_an_estimate_are_left_out():
    """NaN says nothing about the authors."""
    difficulties, errors = judged(2)
    holes = difficulties.copy()
    holes[[0, 9]] = np.nan
    known = ~np.isnan(holes)

    found = expert_error(LEVELS, holes, errors, groups=SKILLS)

    assert found == expert_error(
        LEVELS[known], difficulties[known], errors[known], groups=SKILLS[known]
    )


@pytest.mark.parametrize(
    ("levels", "difficulties"),
    [([1, 2, 3], [0.0, 2.0, 4.0]), ([2] * 8, list(range(8))), ([1, 2], [np.nan, np.nan])],
)
def test_too_few_items_say_nothing(levels, difficulties):
    """Without items to spare, or without two levels, there is no answer."""
    assert expert_error(levels, difficulties, [0.1] * len(levels)) is None
