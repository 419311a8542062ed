"""When a sub-score says more than the total, against regressions on known true scores."""

from __future__ import annotations

import numpy as np
import pytest

from grader.errors import MeasurementError
from grader.measurement.quality import cronbach_alpha, haberman, subscore_value


def test_prmse_is_the_regression_on_true_scores():
    """With known true covariances, both PRMSEs are R² of the regression of a true sub-score."""
    true = np.array([[4.0, 1.5, 0.5], [1.5, 3.0, 1.0], [0.5, 1.0, 2.0]])
    error = np.array([1.0, 2.0, 3.0])
    found = haberman(true + np.diag(error), np.diag(true) / (np.diag(true) + error))
    draws = np.linalg.cholesky(true) @ np.random.default_rng(1).normal(size=(3, 400_000))
    seen = draws + np.sqrt(error)[:, None] * np.random.default_rng(2).normal(size=draws.shape)
    for s in range(3):
        own = np.corrcoef(draws[s], seen[s])[0, 1] ** 2
        total = np.corrcoef(draws[s], seen.sum(axis=0))[0, 1] ** 2
        assert found.prmse_subscore[s] == pytest.approx(own, abs=0.01)
        assert found.prmse_total[s] == pytest.approx(total, abs=0.01)


def test_by_hand():
    """Two sub-scores, variances 10, covariance 4, reliability .8 and .3: .8 against .72/.6, by hand."""
    found = haberman([[10, 4], [4, 10]], [0.8, 0.3])
    # Cov(s_t, x) = 8 + 4 and 3 + 4, Var(x) = 28: 144/(8·28) and 49/(3·28)
    assert found.prmse_total == pytest.approx([144 / 224, 49 / 84])
    assert found.show.tolist() == [True, False]
    assert found.names == (0, 1)


def sums(rng, shared):
    """Return 20 items in two groups whose abilities correlate by `shared`."""
    general, own = rng.normal(size=(3000, 1)), rng.normal(size=(3000, 2))
    ability = np.sqrt(shared) * general + np.sqrt(1 - shared) * own
    p = 1 / (1 + np.exp(-1.5 * np.repeat(ability, 10, axis=1)))
    return (rng.random(p.shape) < p).astype(int)


def test_sub_scores_of_one_ability_are_not_shown():
    """Two halves of one test are not shown; two abilities with correlation .2 are."""
    rng = np.random.default_rng(6)
    groups = ["security"] * 10 + ["law"] * 10
    assert subscore_value(sums(rng, 1.0), groups).show.tolist() == [False, False]
    found = subscore_value(sums(rng, 0.2), groups)
    assert found.show.tolist() == [True, True]
    assert found.names == ("security", "law")


def test_answers_and_covariances_agree(lsat7):
    """From answers: covariances of the sums and alphas of the groups."""
    groups = ["a", "b", "a", "b", "a"]
    parts = [lsat7[:, [0, 2, 4]], lsat7[:, [1, 3]]]
    observed = np.cov([part.sum(axis=1) for part in parts])
    expected = haberman(observed, [cronbach_alpha(part) for part in parts])
    found = subscore_value(lsat7, groups)
    assert found.reliability == pytest.approx(expected.reliability)
    assert found.prmse_total == pytest.approx(expected.prmse_total)


def test_one_item_is_no_sub_score(lsat7):
    """A group of one item has no reliability and is not shown; sizes that do not fit are refused."""
    found = subscore_value(lsat7, ["a", "a", "a", "a", "b"])
    assert np.isnan([found.reliability[1], found.prmse_total[1]]).all()
    assert not found.show[1]
    with pytest.raises(MeasurementError):
        subscore_value(lsat7, ["a", "b"])
    with pytest.raises(MeasurementError):
        haberman(np.eye(3), [0.5, 0.5])
