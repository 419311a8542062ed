"""Odds ratios over strata, against what R prints and what scipy computes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chi2_contingency
from scipy.stats.contingency import odds_ratio

from grader.errors import MeasurementError
from grader.measurement.quality import (
    MantelHaenszel,
    empirical_bayes,
    ets_class,
    ets_class_polytomous,
    mantel_haenszel,
    mantel_test,
)

# Admissions to the University of California, Berkeley, 1973, six departments: men admitted and
# rejected, women admitted and rejected. P. J. Bickel, E. A. Hammel, J. W. O'Connell (1975), "Sex bias
# in graduate admissions", Science 187, 398–403; R's data set UCBAdmissions.
BERKELEY = np.array(
    [
        [[512, 313], [89, 19]],
        [[353, 207], [17, 8]],
        [[120, 205], [202, 391]],
        [[138, 279], [131, 244]],
        [[53, 138], [94, 299]],
        [[22, 351], [24, 317]],
    ]
).transpose(1, 2, 0)

# Penicillin and rabbits, cured and died by delay of injection, five doses: A. Agresti (1990),
# Categorical Data Analysis, 231–237; the example of R's mantelhaen.test.
RABBITS = np.array([0, 0, 6, 5, 3, 0, 3, 6, 6, 2, 0, 4, 5, 6, 1, 0, 2, 5, 0, 0]).reshape(
    (2, 2, 5), order="F"
)


def test_the_berkeley_admissions_as_r_prints_them():
    """R's mantelhaen.test: 1.4269, p .2323, common odds ratio .9046968, interval .7719 to 1.0603."""
    found = mantel_haenszel(BERKELEY)
    ends = found.odds_ratio * np.exp(np.array([-1.959964, 1.959964]) * found.se_log)
    assert found.odds_ratio == pytest.approx(0.9046968, abs=1e-7)
    assert found.chi_square == pytest.approx(1.4269, abs=1e-4)
    assert found.p_value == pytest.approx(0.2323, abs=1e-4)
    assert ends == pytest.approx([0.7719074, 1.0603298], abs=1e-6)
    assert found.d_dif == pytest.approx(-2.35 * np.log(0.9046968), abs=1e-6)
    assert found.se_d_dif == pytest.approx(2.35 * found.se_log)


def test_the_rabbits_as_r_prints_them():
    """R prints p = .047 and odds ratio 7, although two of five strata say nothing."""
    found = mantel_haenszel(RABBITS)
    assert found.p_value == pytest.approx(0.04747, abs=1e-5)
    assert found.odds_ratio == pytest.approx(7.0)


@given(arrays(np.int64, (2, 2), elements=st.integers(1, 40)))
def test_one_stratum_is_a_plain_table(table):
    """With one stratum: scipy's odds ratio and Yates' χ² times (T − 1)/T, SE² the sum of inverses."""
    found, total = mantel_haenszel(table), table.sum()
    assert found.odds_ratio == pytest.approx(odds_ratio(table, kind="sample").statistic)
    assert found.chi_square == pytest.approx(chi2_contingency(table)[0] * (total - 1) / total)
    assert found.se_log**2 == pytest.approx((1 / table).sum())


@given(arrays(np.int64, (2, 2, 4), elements=st.integers(0, 12)))
def test_two_categories_of_mantel_are_mantel_haenszel(tables):
    """Mantel's test of two categories is Mantel–Haenszel's without correction."""
    odds = mantel_haenszel(tables, correction=False)
    assume(np.isfinite(odds.chi_square))
    assert mantel_test(tables).chi_square == pytest.approx(odds.chi_square, abs=1e-9)


@given(arrays(np.int64, (2, 2, 3), elements=st.integers(1, 12)))
def test_turning_groups_round_turns_the_sign(tables):
    """Reference and focal group exchanged: −D-DIF, −SMD in sign, the same χ² and SE."""
    one, other = mantel_haenszel(tables), mantel_haenszel(tables[::-1])
    assert other.d_dif == pytest.approx(-one.d_dif)
    assert other.chi_square == pytest.approx(one.chi_square)
    assert other.se_d_dif == pytest.approx(one.se_d_dif)


def test_mantel_in_one_stratum_is_a_correlation():
    """χ² = (T − 1)·r² of group and score; SMD is the plain difference of means (N. Mantel 1963)."""
    table = np.array([[10, 20, 30], [25, 15, 10]])
    scores = np.repeat([0, 1, 2, 0, 1, 2], table.ravel())
    focal = np.repeat([0, 1], table.sum(axis=1))
    found = mantel_test(table)
    r = np.corrcoef(focal, scores)[0, 1]
    difference = scores[focal == 1].mean() - scores[focal == 0].mean()
    assert found.chi_square == pytest.approx((scores.size - 1) * r**2)
    assert found.smd == pytest.approx(difference)
    assert found.effect == pytest.approx(difference / scores.std(ddof=1))
    # In one stratum the test of SMD is Mantel's.
    assert (found.smd / found.se_smd) ** 2 == pytest.approx(found.chi_square)


def test_a_stratum_of_one_group_changes_nothing():
    """Persons without anybody to compare with are not counted against the item."""
    alone = np.concatenate([BERKELEY, [[[9], [4]], [[0], [0]]]], axis=2)
    assert mantel_haenszel(alone) == mantel_haenszel(BERKELEY)
    assert mantel_test(alone).smd == pytest.approx(mantel_test(BERKELEY).smd)


def test_what_the_tables_do_not_determine_is_no_number():
    """Nobody wrong: NaN; one group never wrong: infinite, and then no standard error or class."""
    nobody, never = mantel_haenszel([[9, 0], [9, 0]]), mantel_haenszel([[9, 0], [5, 4]])
    assert np.isnan([nobody.odds_ratio, nobody.chi_square, nobody.d_dif]).all()
    assert never.odds_ratio == np.inf
    assert np.isnan(never.se_d_dif)
    with pytest.raises(MeasurementError):
        ets_class(never)
    assert np.isnan(mantel_test([[9, 0, 0], [9, 0, 0]]).effect)


@pytest.mark.parametrize("shape", [(6, 2, 2), (2, 3, 4), (2,), (2, 2, 2, 2)])
def test_another_shape_is_refused(shape):
    """K×2×2 and three answers are errors, not silently something else."""
    with pytest.raises(MeasurementError):
        mantel_haenszel(np.ones(shape))


@pytest.mark.parametrize(
    ("d_dif", "se", "p", "expected"),
    [
        (-3.0, 0.2, 0.001, "C"),
        (3.0, 0.2, 0.001, "C"),
        (1.6, 0.5, 0.001, "B"),  # not significantly above 1
        (1.49, 0.01, 0.001, "B"),
        (0.99, 0.01, 0.001, "A"),  # significant but small
        (2.5, 1.4, 0.08, "A"),  # large but not significant
        (1.83, 0.5, 0.001, "C"),  # 1.83 − 1.645·.5 = 1.0075
        (1.82, 0.5, 0.001, "B"),  # 1.82 − 1.645·.5 = .9975
    ],
)
def test_the_classes_follow_significance_and_size(d_dif, se, p, expected):
    """The rule of ETS: A below 1 or not significant, C from 1.5 on and surely above 1, else B."""
    result = MantelHaenszel(1.0, se / 2.35, 1.0, p, d_dif, se)
    assert ets_class(result) == expected


def test_the_classes_of_partial_credit_follow_the_effect():
    """|SMD/SD| above .25 is C, above .17 B, else A; and A whatever its size if not significant."""
    big = mantel_test(np.array([[10, 20, 30], [25, 15, 10]]))
    middle = mantel_test(1000 * np.array([[10, 10, 10], [12, 10, 8]]))
    few = mantel_test(np.array([[1, 2, 3], [2, 2, 1]]))
    assert [ets_class_polytomous(x) for x in (big, middle, few)] == ["C", "A", "A"]
    assert round(abs(middle.effect), 2) == 0.16


def test_shrinking_by_hand():
    """D = −1, 0, 4 with SE 1: μ = 1, τ² = 7 − 1, W = 6/7; an unknown item gets μ and τ."""
    found = empirical_bayes([-1.0, 0.0, 4.0, np.nan], [1.0, 1.0, 1.0, np.nan])
    assert found.prior_mean == pytest.approx(1.0)
    assert found.prior_sd**2 == pytest.approx(6.0)
    assert found.mean == pytest.approx([1 - 12 / 7, 1 - 6 / 7, 1 + 18 / 7, 1.0])
    assert found.sd**2 == pytest.approx([6 / 7, 6 / 7, 6 / 7, 6.0])
    assert found.p_class.sum(axis=1) == pytest.approx(np.ones(4))


def test_no_more_spread_than_error_shrinks_to_the_mean():
    """Estimates that differ by no more than their errors are all the mean, surely in its class."""
    found = empirical_bayes([0.1, -0.1, 0.0], [1.0, 1.0, 1.0])
    assert found.prior_sd == 0
    assert found.mean == pytest.approx(np.zeros(3), abs=1e-12)
    assert found.p_class.tolist() == [[1.0, 0.0, 0.0]] * 3
    with pytest.raises(MeasurementError):
        empirical_bayes([1.0, np.nan], [1.0, 1.0])


def test_shrunken_estimates_of_small_groups_are_nearer_the_truth():
    """Over 400 items with true SD .6 and SE 1, the mean squared error falls by more than half."""
    rng = np.random.default_rng(5)
    truth = rng.normal(0, 0.6, 400)
    seen = truth + rng.normal(0, 1, 400)
    found = empirical_bayes(seen, np.ones(400))
    assert ((found.mean - truth) ** 2).mean() < 0.5 * ((seen - truth) ** 2).mean()
