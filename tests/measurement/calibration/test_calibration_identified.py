"""What the answers do not determine is said, and never given a number."""

from __future__ import annotations

import numpy as np
import pytest

from grader.errors import MeasurementError
from grader.measurement import (
    GeneralizedPartialCredit,
    OneParameterLogistic,
    TwoParameterLogistic,
)
from grader.measurement.calibration import labels

ITEMS = [1.0, 1.3, 0.8, 1.1, 1.2], [[-1], [0], [1], [0.5], [-0.5]]


@pytest.fixture
def answers(drawn):
    """Six hundred persons, five items."""
    return drawn(21, 600, *ITEMS)


@pytest.mark.parametrize("model", [OneParameterLogistic, TwoParameterLogistic])
@pytest.mark.parametrize("category", [0, 1])
def test_all_right_or_all_wrong(answers, model, category):
    """An item that everybody or nobody solves is not identified; the others are as without it."""
    rest = model().fit(answers[:, 1:])
    answers[:, 0] = category

    found = model().fit(answers)

    assert ("not_identified", *["converged"] * 4) == found.status_
    assert (labels.ONE_CATEGORY, *[None] * 4) == found.reasons_
    assert np.isnan([found.slopes_[0], found.difficulties_[0], found.intercepts_[0]]).all()
    assert np.isnan(found.standard_errors_.slopes[0])
    assert rest.slopes_ == pytest.approx(found.slopes_[1:], abs=1e-6)
    assert rest.log_likelihood_ == pytest.approx(found.log_likelihood_, abs=1e-9)


def test_persons_are_estimated_from_the_items_that_are_known(answers):
    """Answers to an item that is not identified leave a person's estimate as it is."""
    answers[:, 0] = 1
    model = TwoParameterLogistic().fit(answers)

    eap, _ = model.eap([[1, 1, 0, 1, 0], [0, 1, 0, 1, 0]])

    assert eap[0] == eap[1]


@pytest.mark.parametrize("unseen", [0, 1, 2])
def test_a_category_that_nobody_is_in(drawn, unseen):
    """Its thresholds run off: not identified, whichever category it is."""
    answers = drawn(22, 400, [1.0, 1.2, 0.9], [[-0.5, 0.5]] * 3)
    answers[answers[:, 0] == unseen, 0] = (unseen + 1) % 3

    model = GeneralizedPartialCredit().fit(answers, categories=3)

    assert ("not_identified", "converged", "converged") == model.status_
    assert labels.UNSEEN_CATEGORY == model.reasons_[0]
    assert np.isnan(model.thresholds_[0]).all()


def test_an_item_nobody_answered(answers):
    """No answers, no estimate."""
    answers[:, 2] = -1

    model = TwoParameterLogistic().fit(answers)

    assert labels.NO_ANSWERS == model.reasons_[2]
    assert 4 == model.status_.count("converged")


def test_items_without_common_persons(drawn):
    """Of two parts of a design that nobody links the smaller one is not put on the scale of the larger."""
    answers = drawn(23, 900, [1.0, 1.2, 0.9, 1.1, 1.3, 0.8, 1.0], np.linspace(-1, 1, 7)[:, None])
    answers[:600, 4:] = -1
    answers[600:, :4] = -1

    model = TwoParameterLogistic().fit(answers)

    assert ("converged",) * 4 + ("not_identified",) * 3 == model.status_
    assert {labels.DISCONNECTED} == set(model.reasons_[4:])


def test_two_equal_parts_have_no_common_scale(drawn):
    """Where neither part is the larger one, none is preferred."""
    answers = drawn(24, 600, [1.0] * 6, np.linspace(-1, 1, 6)[:, None])
    answers[:300, 3:] = -1
    answers[300:, :3] = -1

    model = TwoParameterLogistic().fit(answers)

    assert {labels.DISCONNECTED} == set(model.reasons_)
    assert np.isnan(model.log_likelihood_)
    assert model.quadrature_ is None
    assert np.isnan(model.eap(answers[:2])[1]).all()


def test_two_items_do_not_determine_two_slopes(answers):
    """Four shares cannot give four parameters: they have three degrees of freedom."""
    model = TwoParameterLogistic().fit(answers[:, :2])

    assert (labels.FLAT, labels.FLAT) == model.reasons_


def test_one_item_does_not_determine_the_common_slope(answers):
    """One share cannot give two parameters; with a given slope it gives the difficulty."""
    alone = answers[:, :1]

    assert ("not_identified",) == OneParameterLogistic().fit(alone).status_
    assert ("converged",) == OneParameterLogistic(slope=1.0).fit(alone).status_


def test_the_same_item_twice_has_no_finite_slope(answers):
    """Two columns that never differ have a likelihood that rises with their slope for ever."""
    model = TwoParameterLogistic().fit(np.column_stack([answers, answers[:, 0]]))

    assert (labels.STEEP, labels.STEEP) == (model.reasons_[0], model.reasons_[5])
    assert ("converged",) * 4 == model.status_[1:5]


@pytest.mark.parametrize("model", [OneParameterLogistic, TwoParameterLogistic])
def test_a_perfect_scale_has_no_maximum(model):
    """Guttman's pattern, in which nobody fails an easier item than one solved, fits no finite slope."""
    patterns = np.tril(np.ones((6, 5)), -1)

    found = model().fit(patterns, counts=[10, 20, 20, 20, 10, 5])

    assert ("not_identified",) * 5 == found.status_


def test_answers_that_have_nothing_in_common():
    """If all patterns are equally frequent the slope is zero, and difficulty has no meaning."""
    patterns = [[i >> k & 1 for k in range(4)] for i in range(16)]

    model = OneParameterLogistic().fit(patterns, counts=[10] * 16)

    assert ("not_identified",) * 4 == model.status_
    assert np.isnan(model.difficulties_).all()


def test_eight_persons_are_too_few_for_slopes(drawn):
    """A handful of answers gives no clamped numbers and no warning, but a status for each item."""
    model = TwoParameterLogistic().fit(drawn(25, 8, *ITEMS))

    for status, slope in zip(model.status_, model.slopes_, strict=True):
        assert (status == "not_identified") == np.isnan(slope)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([[0, 1], [1, 0.5]], "row 2, column 2: 0.5 is no category"),
        ([[0, 1], [1, -2]], "row 2, column 2: -2 is no category"),
        ([[0, 1], [1, float("inf")]], "row 2, column 2: inf is no category"),
        ([[0, 2], [1, 0]], "there is no category 2"),
        ([0, 1], "persons × items"),
        ([["right", "wrong"]], "cannot be read as a table of numbers"),
        (np.zeros((0, 3)), "persons × items"),
    ],
)
def test_what_is_no_table_of_answers_is_refused(answers, said):
    """The message says where and what."""
    with pytest.raises(MeasurementError) as caught:
        TwoParameterLogistic().fit(answers)

    assert said in caught.value.en


def test_categories_counted_from_one_are_refused(drawn):
    """Answers 1 to 3 are told to begin at 0, and are not taken for an unseen category."""
    answers = drawn(26, 200, [1.0, 1.2, 0.9], [[-0.5, 0.5]] * 3)

    with pytest.raises(MeasurementError) as caught:
        GeneralizedPartialCredit().fit(answers + 1)

    assert "subtract 1" in caught.value.en
    assert ("converged",) * 3 == GeneralizedPartialCredit().fit(answers).status_


@pytest.mark.parametrize("counts", [[1, 2], [1, -1, 1], [1, float("nan"), 1]])
def test_counts_must_be_numbers_of_persons(counts):
    """One for each row, not negative."""
    with pytest.raises(MeasurementError) as caught:
        TwoParameterLogistic().fit([[0, 1], [1, 0], [1, 1]], counts)

    assert "each of the 3 rows" in caught.value.en


@pytest.mark.parametrize(
    "model",
    [
        OneParameterLogistic("common", None),
        GeneralizedPartialCredit("own", 2.0),
        GeneralizedPartialCredit("other"),
        OneParameterLogistic(0.0),
        OneParameterLogistic(1.0, -1.0),
    ],
)
def test_something_must_hold_the_scale(answers, model):
    """Slope and spread of the persons cannot both be free, and neither can be nonsense."""
    with pytest.raises(MeasurementError):
        model.fit(answers)


def test_a_model_must_be_fitted_first():
    """Asked for persons before, it says so."""
    with pytest.raises(MeasurementError) as caught:
        TwoParameterLogistic().eap([[0, 1]])

    assert "fit first" in caught.value.en
