"""Published answers, and answers drawn from known curves."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.special import expit

# LSAT7, section 7 of the Law School Admission Test: how many persons gave each pattern of five answers,
# from 00000, 00001, 00010 to 11111, as printed by Bock and Lieberman in 1970: "Fitting a response
# model for n dichotomously scored items", Psychometrika 35(2), pages 179 to 197.
_LSAT7 = (
    *(12, 19, 1, 7, 3, 19, 3, 17, 10, 5, 3, 7, 7, 23, 8, 28),
    *(7, 39, 11, 34, 14, 51, 15, 90, 6, 25, 7, 35, 18, 136, 32, 308),
)


@pytest.fixture(scope="session")
def lsat7():
    """The 1000 × 5 answers of LSAT7."""
    return np.repeat(list(product((0, 1), repeat=5)), _LSAT7, axis=0).astype(np.int8)


def draw(theta, difficulties, *, seed, slope=1.0):
    """Return right-or-wrong answers of the one-slope logistic model, persons × items."""
    p = expit(slope * (np.asarray(theta)[:, None] - np.asarray(difficulties)))
    return (np.random.default_rng(seed).random(p.shape) < p).astype(np.int8)


@pytest.fixture
def drawn():
    """The drawer of answers."""
    return draw
