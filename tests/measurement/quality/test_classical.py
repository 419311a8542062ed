"""Facility, item-rest correlation and alpha, against published and plainly computed numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from grader.measurement.quality import (
    alpha_if_deleted,
    cronbach_alpha,
    facility,
    item_rest_correlation,
    item_statistics,
)


def test_lsat7_has_the_published_statistics(lsat7):
    """Alpha .453409 and item-rest correlations as R prints them; facilities by counting."""
    found = item_statistics(lsat7)
    assert found.alpha == pytest.approx(0.453409, abs=1e-6)
    assert np.round(found.item_rest, 3).tolist() == [0.246, 0.247, 0.313, 0.223, 0.175]
    assert found.facility == pytest.approx([0.828, 0.658, 0.772, 0.606, 0.843])
    assert found.n.tolist() == [1000] * 5


def test_statistics_are_those_of_the_plain_formulas(lsat7):
    """Each statistic equals its definition, computed person by person."""
    for item in range(5):
        rest = np.delete(lsat7, item, axis=1)
        correlation = np.corrcoef(lsat7[:, item], rest.sum(axis=1))[0, 1]
        assert item_rest_correlation(lsat7)[item] == pytest.approx(correlation)
        assert alpha_if_deleted(lsat7)[item] == pytest.approx(cronbach_alpha(rest))
    variances, total = lsat7.var(axis=0, ddof=1), lsat7.sum(axis=1).var(ddof=1)
    assert cronbach_alpha(lsat7) == pytest.approx(5 / 4 * (1 - variances.sum() / total))


def test_alpha_of_partial_credit_does_not_depend_on_the_form(lsat7):
    """Lists, frames and arrays of categories 0, 1, 2 have one alpha."""
    answers = lsat7[:200, :3] + lsat7[:200, 1:4]
    expected = cronbach_alpha(answers)
    assert cronbach_alpha(answers.tolist()) == expected
    assert cronbach_alpha(pd.DataFrame(answers)) == expected


def test_missing_at_random_leaves_the_statistics_near(lsat7):
    """With 15 % missing, alpha stays within .05 pairwise, and that of complete cases is theirs."""
    holes = np.random.default_rng(3).random(lsat7.shape) < 0.15
    answers = np.where(holes, -1, lsat7)
    complete = lsat7[~holes.any(axis=1)]
    assert cronbach_alpha(answers) == pytest.approx(cronbach_alpha(lsat7), abs=0.05)
    assert cronbach_alpha(answers, missing="complete") == pytest.approx(cronbach_alpha(complete))
    assert item_statistics(answers).n.tolist() == (~holes).sum(axis=0).tolist()


def test_an_item_without_answers_takes_nothing_from_the_others(lsat7):
    """A column of missing answers has no statistics, and those of the other items stay."""
    found = item_statistics(np.insert(lsat7, 2, -1, axis=1))
    alone = item_statistics(lsat7)
    assert found.alpha == pytest.approx(alone.alpha)
    assert found.item_rest == pytest.approx(np.insert(alone.item_rest, 2, np.nan), nan_ok=True)
    assert found.alpha_if_deleted == pytest.approx(
        np.insert(alone.alpha_if_deleted, 2, alone.alpha)
    )


def test_facility_is_the_share_of_the_points():
    """Partial credit counts in part, missing answers not at all; nobody right is 0, nobody at all NaN."""
    answers = [[2, 0, -1], [1, 0, -1], [-1, 0, -1]]
    assert facility(answers, tops=[2, 1, 1]) == pytest.approx([0.75, 0.0, np.nan], nan_ok=True)
    assert facility(answers) == pytest.approx([0.75, 0.0, np.nan], nan_ok=True)


def test_what_has_no_spread_has_no_statistic():
    """Items that everybody answers alike, one item, or no person give NaN, without warnings."""
    constant = [[1, 0], [1, 1], [1, 0]]
    assert np.isnan(item_rest_correlation(constant)).all()
    assert np.isnan(cronbach_alpha([[1], [0]]))
    assert np.isnan(cronbach_alpha(np.zeros((0, 3))))
    assert np.isnan(cronbach_alpha([[1, 1], [1, 1]]))
    assert np.isnan(alpha_if_deleted(constant)).all()
