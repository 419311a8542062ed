"""Estimates of a published data set, against R's ltm and mirt."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from grader.measurement import (
    GeneralizedPartialCredit,
    OneParameterLogistic,
    TwoParameterLogistic,
)

# Exact marginal maximum likelihood under N(0, 1): R's ltm with 61 Gauss-Hermite points.
SLOPES = [0.987546, 1.080837, 1.707478, 0.764990, 0.735673]
DIFFICULTIES = [-1.879260, -0.747541, -1.057236, -0.635302, -2.520764]
SLOPE_ERRORS = [0.1772, 0.1688, 0.3211, 0.1341, 0.1511]
DIFFICULTY_ERRORS = [0.2640, 0.1093, 0.1154, 0.1301, 0.4463]
# mirt's reference page for LSAT7.
MIRT_INTERCEPTS = [1.856, 0.808, 1.804, 0.486, 1.855]
ONE_SLOPE = 1.011268
ONE_DIFFICULTIES = [-1.847449, -0.782193, -1.444701, -0.515695, -1.970769]
# mirt's tests: itemtype "Rasch".
RASCH_INTERCEPTS = [1.86802, 0.79089, 1.46078, 0.52142, 1.99271]


def test_two_parameter_estimates_are_those_of_ltm(lsat7):
    """Slopes, difficulties and log likelihood agree to all printed digits."""
    model = TwoParameterLogistic().fit(*lsat7)

    assert SLOPES == pytest.approx(model.slopes_, abs=1e-6)
    assert DIFFICULTIES == pytest.approx(model.difficulties_, abs=1e-6)
    assert MIRT_INTERCEPTS == pytest.approx(model.intercepts_, abs=2e-3)
    assert -2658.805114 == pytest.approx(model.log_likelihood_, abs=1e-6)
    assert ("converged",) * 5 == model.status_


def test_standard_errors_are_those_of_ltm(lsat7):
    """Standard errors of slopes and difficulties agree to the printed digits."""
    errors = TwoParameterLogistic().fit(*lsat7).standard_errors_

    assert SLOPE_ERRORS == pytest.approx(errors.slopes, abs=1e-4)
    assert DIFFICULTY_ERRORS == pytest.approx(errors.difficulties, abs=1e-4)


def test_one_parameter_estimates_are_those_of_ltm(lsat7):
    """The common slope, the difficulties and the log likelihood agree to all printed digits."""
    model = OneParameterLogistic().fit(*lsat7)

    assert [ONE_SLOPE] * 5 == pytest.approx(model.slopes_, abs=1e-6)
    assert ONE_DIFFICULTIES == pytest.approx(model.difficulties_, abs=1e-6)
    assert -2664.900891 == pytest.approx(model.log_likelihood_, abs=1e-6)
    assert 6 == model.n_parameters_


def test_rasch_is_the_same_model_in_other_words(lsat7):
    """With slope 1 the persons' SD is the common slope, and intercepts and likelihood stay."""
    rasch = OneParameterLogistic(slope=1.0, person_sd=None).fit(*lsat7)
    common = OneParameterLogistic().fit(*lsat7)

    assert ONE_SLOPE == pytest.approx(rasch.person_sd_, abs=1e-6)
    assert common.standard_errors_.slopes[0] == pytest.approx(rasch.standard_errors_.person_sd)
    assert RASCH_INTERCEPTS == pytest.approx(rasch.intercepts_, abs=3e-4)
    assert common.log_likelihood_ == pytest.approx(rasch.log_likelihood_, abs=1e-9)
    assert [0.0] * 5 == rasch.standard_errors_.slopes.tolist()


def test_persons_are_those_of_ltm(lsat7):
    """EAP and SD of five patterns agree with ltm's factor.scores to the printed digits."""
    patterns = [[0] * 5, [0, 0, 0, 0, 1], [0, 0, 0, 1, 0], [1, 1, 1, 1, 0], [1] * 5]

    eap, sd = TwoParameterLogistic().fit(*lsat7).eap(patterns)

    assert [-1.86978, -1.52726, -1.51397, 0.28210, 0.72718] == pytest.approx(eap, abs=1e-5)
    assert [0.69270, 0.67363, 0.67308, 0.75527, 0.80093] == pytest.approx(sd, abs=1e-5)


def test_rasch_persons_are_on_the_rasch_scale(lsat7):
    """EAPs of the Rasch wording are those of the common slope, stretched by the persons' SD."""
    patterns, counts = lsat7
    rasch = OneParameterLogistic(slope=1.0, person_sd=None).fit(patterns, counts)
    common = OneParameterLogistic().fit(patterns, counts)

    stretched = [values * rasch.person_sd_ for values in common.eap(patterns)]
    assert np.array(stretched) == pytest.approx(np.array(rasch.eap(patterns)), abs=1e-7)


def test_two_categories_are_the_two_parameter_model(lsat7):
    """The partial credit model of right-or-wrong items gives the same numbers."""
    two, credit = TwoParameterLogistic().fit(*lsat7), GeneralizedPartialCredit().fit(*lsat7)

    assert two.difficulties_.tolist() == credit.difficulties_.tolist()
    assert two.intercepts_.tolist() == credit.intercepts_[:, 0].tolist()
    assert credit.difficulties_.tolist() == credit.thresholds_[:, 0].tolist()
    assert [0.0] * 5 == credit.steps_[:, 0].tolist()


def test_counts_are_repeated_rows_in_any_order(lsat7):
    """A thousand shuffled rows, as lists, an array or a DataFrame, give what 32 counted patterns give."""
    patterns, counts = lsat7
    rows = np.random.default_rng(1).permutation(np.repeat(patterns, counts, axis=0))
    expected = TwoParameterLogistic().fit(patterns, counts)

    for answers in (rows.tolist(), rows, pd.DataFrame(rows, columns=list("abcde"))):
        model = TwoParameterLogistic().fit(answers)
        assert expected.slopes_ == pytest.approx(model.slopes_, abs=1e-9)
        assert expected.log_likelihood_ == pytest.approx(model.log_likelihood_, abs=1e-9)
    assert tuple("abcde") == model.items_


def test_order_of_items_is_without_meaning(lsat7):
    """Columns in reverse order give estimates in reverse order."""
    patterns, counts = lsat7

    forth = TwoParameterLogistic().fit(patterns, counts)
    back = TwoParameterLogistic().fit(patterns[:, ::-1], counts)

    assert forth.difficulties_ == pytest.approx(back.difficulties_[::-1], abs=1e-7)
    assert forth.standard_errors_.slopes == pytest.approx(
        back.standard_errors_.slopes[::-1], abs=1e-7
    )


def test_twice_the_persons_have_smaller_errors_by_the_root_of_two(lsat7):
    """Doubled counts leave the estimates and shrink each standard error by √2."""
    patterns, counts = lsat7

    once = TwoParameterLogistic().fit(patterns, counts)
    twice = TwoParameterLogistic().fit(patterns, 2 * counts)

    assert once.slopes_ == pytest.approx(twice.slopes_, abs=1e-6)
    assert once.standard_errors_.slopes / np.sqrt(2) == pytest.approx(
        twice.standard_errors_.slopes, rel=1e-5
    )


def test_doubling_the_nodes_changes_nothing(lsat7):
    """The check of the quadrature is reported, and finds no difference."""
    check = TwoParameterLogistic().fit(*lsat7).quadrature_

    assert check.nodes >= 61
    assert 0.0 == pytest.approx(check.log_likelihood_change, abs=1e-9)
    assert 0.0 == pytest.approx(check.move, abs=2e-5)
