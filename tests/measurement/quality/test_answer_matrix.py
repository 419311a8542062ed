"""Answers in any form become one matrix; covariances use what is there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from grader.errors import MeasurementError
from grader.measurement.quality import answer_matrix, pairwise_covariance
from grader.measurement.quality.matrix import category_matrix, pairwise_correlation

EXPECTED = [[0.0, np.nan], [2.0, 1.0]]


@pytest.mark.parametrize(
    "answers",
    [
        np.array([[0, -1], [2, 1]], dtype=np.int8),
        np.array([[0, np.nan], [2, 1]]),
        [[0, None], [2, 1]],
        [[0, -1], [2, 1]],
        pd.DataFrame({"q1": [0, 2], "q2": pd.array([pd.NA, 1], dtype="Int8")}),
        pd.DataFrame({"q1": [0, 2], "q2": [-1, 1]}),
    ],
    ids=["int8", "nan", "none", "list", "nullable frame", "frame"],
)
def test_every_form_of_a_missing_answer_is_nan(answers):
    """Arrays, lists and frames give the same floats, and stay as they were themselves."""
    assert answer_matrix(answers) == pytest.approx(np.array(EXPECTED), nan_ok=True)
    if isinstance(answers, np.ndarray):
        answer_matrix(answers)[0, 0] = 9
        assert answers[0, 0] == 0


@pytest.mark.parametrize(
    "answers",
    [[1, 0, 1], [[1, -2]], [[1, np.inf]], [["right", "wrong"]], [[1], [1, 0]]],
    ids=["one row", "negative", "infinite", "words", "ragged"],
)
def test_what_is_no_table_of_answers_is_refused(answers):
    """One dimension, other negatives, infinity and words are errors that say where."""
    with pytest.raises(MeasurementError) as error:
        answer_matrix(answers)
    assert error.value.ja
    assert error.value.en


def test_a_category_that_the_item_does_not_have_is_refused():
    """Category 2 of a right-or-wrong item, half a category, and another number of items are errors."""
    for answers, sizes in ([[0, 2]], [2, 2]), ([[0.5]], [2]), ([[0, 1]], [2]):
        with pytest.raises(MeasurementError):
            category_matrix(answers, sizes)
    assert category_matrix([[1, None]], [2, 3]).tolist() == [[1, -1]]


@given(arrays(np.int8, (7, 4), elements=st.integers(0, 3)))
def test_complete_answers_have_the_usual_covariances(answers):
    """Without missing answers both ways of covering them give numpy's covariance matrix."""
    expected = np.cov(answers.T)
    assert pairwise_covariance(answers) == pytest.approx(expected, abs=1e-12)
    assert pairwise_covariance(answers, missing="complete") == pytest.approx(expected, abs=1e-12)


def test_pairs_use_the_persons_who_answered_both():
    """Each covariance and correlation is that of the rows which have both columns."""
    rng = np.random.default_rng(1)
    answers = rng.integers(0, 3, (60, 4)).astype(float)
    answers[rng.random(answers.shape) < 0.2] = np.nan
    both = answers[~np.isnan(answers[:, [0, 2]]).any(axis=1)][:, [0, 2]]
    whole = answers[~np.isnan(answers).any(axis=1)]
    assert pairwise_covariance(answers)[0, 2] == pytest.approx(np.cov(both.T)[0, 1])
    assert pairwise_covariance(answers, missing="complete") == pytest.approx(np.cov(whole.T))
    assert pairwise_correlation(answers) == pytest.approx(pd.DataFrame(answers).corr().to_numpy())


def test_pairs_without_two_persons_are_unknown():
    """Two items that nobody answered together have no covariance, and no number is made up."""
    covariance = pairwise_covariance([[1, -1], [0, -1], [-1, 1], [-1, 0]])
    assert np.isnan(covariance).tolist() == [[False, True], [True, False]]
