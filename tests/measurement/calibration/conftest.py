"""LSAT7, a slow likelihood that shares no code with the fast one, and answers drawn from known items."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

LSAT7 = Path(__file__).with_name("lsat7_counts.csv")


def draw(seed, persons, slopes, thresholds, *, mean=0.0, sd=1.0, missing=0.0):
    """Draw answers from the generalised partial credit model."""
    rng = np.random.default_rng(seed)
    theta = mean + sd * rng.standard_normal(persons)
    columns = []
    for slope, steps in zip(slopes, thresholds, strict=True):
        sums = np.cumsum(slope * (theta[:, None] - np.asarray(steps)), axis=1)
        weights = np.exp(np.column_stack([np.zeros(persons), sums]))
        borders = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)[:, :-1]
        columns.append((rng.random(persons)[:, None] > borders).sum(axis=1))
    answers = np.column_stack(columns)
    answers[rng.random(answers.shape) < missing] = -1
    return answers


def slow_log_likelihood(answers, counts, slopes, intercepts):
    """Add up the integral of each row over 1,601 abilities from −10 to 10, item by item."""
    theta = np.linspace(-10, 10, 1601)
    density = np.exp(-(theta**2) / 2) / np.sqrt(2 * np.pi) / 80
    total = 0.0
    for row, count in zip(answers, counts, strict=True):
        likelihood = density
        for category, slope, steps in zip(row, slopes, intercepts, strict=True):
            if category >= 0:
                terms = [np.exp(c * slope * theta + d) for c, d in enumerate([0.0, *steps])]
                likelihood = likelihood * terms[category] / sum(terms)
        total += count * math.log(likelihood.sum())
    return total


@pytest.fixture(scope="session")
def lsat7():
    """Patterns and their counts."""
    table = np.loadtxt(LSAT7, delimiter=",", skiprows=3, dtype=int)
    return table[:, :5], table[:, 5]


@pytest.fixture(scope="session")
def drawn():
    """The drawer of answers."""
    return draw


@pytest.fixture(scope="session")
def slow():
    """The slow likelihood."""
    return slow_log_likelihood
