"""Known items come back from their answers, whatever they are like."""

from __future__ import annotations

import numpy as np
import pytest

from grader.measurement import (
    GeneralizedPartialCredit,
    OneParameterLogistic,
    TwoParameterLogistic,
)

THRESHOLDS = [[-0.5], [0.4, 1.2], [-1.6, -0.2, 0.9], [-1.0, 1.0], [1.1, 0.3], [-0.7, 0.1, 0.8, 1.9]]
SLOPES = [1.5, 0.9, 1.2, 0.7, 1.0, 1.3]


def standardised(estimates, truth, errors):
    """Return how many standard errors the estimates are from the truth."""
    return np.abs((estimates - truth) / errors)[~np.isnan(estimates)]


def test_partial_credit_items_come_back(drawn):
    """Six items of two to five categories, one with reversed thresholds, 4,000 persons: within four errors."""
    model = GeneralizedPartialCredit().fit(drawn(11, 4000, SLOPES, THRESHOLDS))
    truth = np.full(model.thresholds_.shape, np.nan)
    for row, steps in zip(truth, THRESHOLDS, strict=True):
        row[: len(steps)] = steps
    errors = model.standard_errors_

    assert np.isnan(truth).tolist() == np.isnan(model.thresholds_).tolist()
    assert standardised(model.slopes_, np.array(SLOPES), errors.slopes).max() < 4
    assert standardised(model.thresholds_, truth, errors.thresholds).max() < 4
    assert np.nanmean(truth, axis=1) == pytest.approx(model.difficulties_, abs=0.15)
    assert model.steps_ + model.difficulties_[:, None] == pytest.approx(
        model.thresholds_, nan_ok=True
    )


def test_partial_credit_with_one_slope_estimates_the_spread_of_persons(drawn):
    """Masters' model: slope 1, persons with SD 1.6, which comes back within three errors."""
    model = GeneralizedPartialCredit(slope=1.0, person_sd=None)

    model.fit(drawn(12, 3000, [1.0] * 6, THRESHOLDS, sd=1.6))

    assert 1.6 == pytest.approx(model.person_sd_, abs=3 * model.standard_errors_.person_sd)


def test_standard_errors_are_the_scatter_of_estimates(drawn):
    """Over 40 samples of 400 persons the mean standard error is the SD of the estimates, within three tenths."""
    fits = [
        TwoParameterLogistic().fit(drawn(seed, 400, [1.0, 1.5, 1.2, 0.8], [[-1], [0], [0.5], [1]]))
        for seed in range(40)
    ]
    estimates = np.array([fit.intercepts_ for fit in fits])
    errors = np.array([fit.standard_errors_.intercepts for fit in fits])

    assert np.nanmean(errors, axis=0) == pytest.approx(np.nanstd(estimates, axis=0), rel=0.3)


def test_a_hopeless_item_has_its_true_maximum(drawn, slow):
    """A slope of nearly zero puts the difficulty far out; it is estimated, with its huge error, and not cut off."""
    slopes = [1.0, 1.2, 0.8, 1.5, 0.05]
    answers = drawn(0, 600, slopes, [[-1], [0], [1], [0.5], [13.0]])

    counted = np.unique(answers, axis=0, return_counts=True)
    model = TwoParameterLogistic().fit(*counted)

    assert ("converged",) * 5 == model.status_
    assert abs(model.difficulties_[4]) > 8
    assert model.standard_errors_.difficulties[4] > 5
    best = slow(*counted, model.slopes_, model.intercepts_[:, None])
    assert best == pytest.approx(model.log_likelihood_, abs=1e-8)
    for step in (-0.01, 0.01):
        assert slow(*counted, [*model.slopes_, 0, 0, 0, 0, step], model.intercepts_[:, None]) < best


def test_a_negative_slope_is_estimated(drawn):
    """An item whose key is wrong gets the negative of the slope that it has with the right key."""
    answers = drawn(4, 800, [1.0, 1.2, 0.8, 1.5, 1.1], [[-1], [0], [1], [0.5], [0.2]])
    turned = answers.copy()
    turned[:, 4] = 1 - turned[:, 4]

    right, wrong = TwoParameterLogistic().fit(answers), TwoParameterLogistic().fit(turned)

    assert right.slopes_ * [1, 1, 1, 1, -1] == pytest.approx(wrong.slopes_, abs=1e-6)
    assert right.difficulties_ == pytest.approx(wrong.difficulties_, abs=1e-6)
    assert right.log_likelihood_ == pytest.approx(wrong.log_likelihood_, abs=1e-8)


def test_an_item_that_all_but_one_solve_is_estimated(drawn):
    """One wrong answer in a thousand is enough for a finite difficulty."""
    answers = drawn(6, 1000, [1.0, 1.2, 0.8, 1.5], [[-1], [0], [1], [0.5]])
    answers[:, 0] = 1
    answers[answers[:, 1:].sum(axis=1).argmin(), 0] = 0

    model = OneParameterLogistic().fit(answers)

    assert "converged" == model.status_[0]
    assert -12 < model.difficulties_[0] < -5


def test_missing_by_design_costs_precision_only(drawn):
    """Two booklets with common items: estimates within four errors, and errors larger than without gaps."""
    slopes, thresholds = [1.0, 1.3, 0.8, 1.1, 1.2, 0.9], [[-1], [0], [1], [0.5], [-0.5], [0.2]]
    answers = drawn(8, 3000, slopes, thresholds)
    gaps = answers.astype(float)
    gaps[:1500, 4:] = np.nan
    gaps[1500:, :2] = np.nan

    whole, booklets = TwoParameterLogistic().fit(answers), TwoParameterLogistic().fit(gaps)

    errors = booklets.standard_errors_
    assert standardised(booklets.slopes_, np.array(slopes), errors.slopes).max() < 4
    assert (errors.intercepts > whole.standard_errors_.intercepts).all()


def test_rows_without_answers_say_nothing(lsat7):
    """Persons who answered nothing, and rows that stand for nobody, change no number."""
    patterns, counts = lsat7
    rows = np.vstack([patterns, np.full((2, 5), -1), [[1, 0, 1, 0, 1]]])

    expected = TwoParameterLogistic().fit(patterns, counts)
    model = TwoParameterLogistic().fit(rows, [*counts, 50, 7, 0])

    assert expected.slopes_.tolist() == model.slopes_.tolist()
    assert expected.log_likelihood_ == model.log_likelihood_


def test_many_steep_items_need_a_finer_grid(drawn):
    """With 40 steep items the posteriors are narrow; the grid grows until it changes nothing."""
    slopes = np.full(40, 4.0)
    answers = drawn(9, 500, slopes, np.linspace(-1.5, 1.5, 40)[:, None])

    check = TwoParameterLogistic().fit(answers).quadrature_

    assert 0.0 == pytest.approx(check.move, abs=2e-5)
