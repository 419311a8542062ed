"""Posterior distributions of ability on a grid, and what is read off them.

Nothing here knows about skills, lessons or files: tables of log probabilities go in, distributions
come out. Any model with discrete answers fits; the two-parameter logistic one is a table with one
node of the notebook effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logsumexp

from grader.measurement.drift import widen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Likelihoods = Sequence[tuple[Floats, Ints]]

# Rows worked on at once. A megabyte of them stays in the cache; four times as many take twice as long.
_CHUNK = 2048


@dataclass(frozen=True, slots=True)
class Grid:
    """Evenly spaced abilities and a prior on them.

    Parameters
    ----------
    theta : ndarray of shape (Q,)
        Abilities in logits, evenly spaced, ascending.
    log_prior : ndarray of shape (Q,)
        Log prior of each point, up to a constant.
    """

    theta: Floats
    log_prior: Floats

    @property
    def step(self) -> float:
        """Distance between two neighbouring points, logits."""
        return float(self.theta[1] - self.theta[0])

    @property
    def edges(self) -> Floats:
        """The Q + 1 borders of the cells around the points."""
        half = self.step / 2
        return np.append(self.theta - half, self.theta[-1] + half)


@dataclass(frozen=True, slots=True)
class Notebook:
    """The items of one notebook, which share an effect.

    Parameters
    ----------
    columns : sequence of int
        Their columns in the matrix of categories.
    tables : sequence of ndarray of shape (C, Q, G)
        log P(X = c | θ_q + γ_g) of each item.
    weights : ndarray of shape (G,)
        Weights of the nodes of the notebook effect, summing to 1.
    """

    columns: Sequence[int]
    tables: Sequence[Floats]
    weights: Floats


@dataclass(frozen=True, slots=True)
class Later:
    """What came after the first session of N persons.

    Parameters
    ----------
    drift : ndarray of shape (N,)
        SD of what may have changed since the session before, logits; 0 for nothing.
    categories : ndarray of shape (N, J)
        Answers of this session; −1 is missing. A row without any answer only drifts.
    """

    drift: Floats
    categories: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Summary:
    """What is read off the posteriors of N persons.

    Parameters
    ----------
    eap : ndarray of shape (N,)
        Posterior mean, logits.
    sd : ndarray of shape (N,)
        Posterior standard deviation, logits.
    low, high : ndarray of shape (N,)
        Ends of the central interval, logits.
    above : ndarray of shape (N, K)
        P(θ ≥ τ_k) for each cut, not increasing in k.
    """

    eap: Floats
    sd: Floats
    low: Floats
    high: Floats
    above: Floats


def normal_grid(low: float, high: float, *, points: int, mean: float, sd: float) -> Grid:
    """Return an even grid with a normal prior.

    Parameters
    ----------
    low, high : float
        First and last point, logits.
    points : int
        Number of points Q.
    mean, sd : float
        Of the prior, logits.

    Returns
    -------
    Grid
        Points and log N(θ; mean, sd²) up to a constant.

    Notes
    -----
    Sums over an even grid integrate smooth densities that vanish at both ends to an accuracy beyond
    any power of the step (trapezoidal rule).

    References
    ----------
    .. [1] R. D. Bock, R. J. Mislevy (1982), "Adaptive EAP estimation of ability in a microcomputer
       environment", Applied Psychological Measurement 6(4), 431–444.
    """
    theta = np.linspace(low, high, points)
    return Grid(theta, -0.5 * ((theta - mean) / sd) ** 2)


def pattern_ids(categories: NDArray[np.int8]) -> tuple[NDArray[np.int8], Ints]:
    """Find the distinct rows of a matrix of categories.

    Parameters
    ----------
    categories : ndarray of shape (N, J)
        Category per person and item; −1 is missing.

    Returns
    -------
    patterns : ndarray of shape (U, J)
        The distinct rows.
    ids : ndarray of shape (N,)
        Which of them each person has.

    Notes
    -----
    Rows are folded into one integer, column by column, and renumbered before it could overflow; this
    is ten times faster than comparing rows.
    """
    codes = np.zeros(categories.shape[0], dtype=np.int64)
    size = 1
    for column in categories.T.astype(np.int64) + 1:
        base = int(column.max(initial=0)) + 1
        if size > np.iinfo(np.int64).max // (4 * base):
            codes = np.unique(codes, return_inverse=True)[1].astype(np.int64)
            size = int(codes.max(initial=0)) + 1
        codes, size = codes * base + column, size * base
    _, first, ids = np.unique(codes, return_index=True, return_inverse=True)
    return categories[first], ids


def notebook_log_likelihood(patterns: NDArray[np.int8], notebook: Notebook) -> Floats:
    """Return the log likelihood of answer patterns in one notebook, its effect integrated out.

    Parameters
    ----------
    patterns : ndarray of shape (U, J_d)
        Category per pattern and item of the notebook, in the order of its tables; −1 is missing and
        carries no information.
    notebook : Notebook
        Its tables.

    Returns
    -------
    ndarray of shape (U, Q)
        log ∫ Π_{i∈d} P(x_i | θ + γ) N(γ; 0, σ_γ²) dγ at every grid point.

    References
    ----------
    .. [1] E. T. Bradlow, H. Wainer, X. Wang (1999), "A Bayesian random effects model for testlets",
       Psychometrika 64(2), 153–168.
    """
    out = [
        _integrated(patterns[start : start + _CHUNK], notebook)
        for start in range(0, max(len(patterns), 1), _CHUNK)
    ]
    return np.concatenate(out)


def _integrated(patterns: NDArray[np.int8], notebook: Notebook) -> Floats:
    total: Floats = np.zeros((len(patterns), *notebook.tables[0].shape[1:]))
    for column, table in zip(patterns.T, notebook.tables, strict=True):
        # The row of zeros stands last, so that category −1 (missing) reaches it and adds nothing.
        padded = np.concatenate([table, np.zeros((1, *table.shape[1:]))])
        total += padded[column]
    if notebook.weights.size == 1:
        return total[..., 0]
    integrated: Floats = logsumexp(total, b=notebook.weights, axis=2)
    return integrated


def summarise(
    categories: NDArray[np.int8],
    notebooks: Sequence[Notebook],
    *,
    grid: Grid,
    cuts: Sequence[float],
    interval: float,
    later: Sequence[Later] = (),
) -> Summary:
    """Return mean, spread, interval and probabilities over the cuts for every person.

    Parameters
    ----------
    categories : ndarray of shape (N, J)
        Category per person and item; −1 is missing.
    notebooks : sequence of Notebook
        Tables of the items, by notebook.
    grid : Grid
        Abilities and prior.
    cuts : sequence of float
        τ_1 < … < τ_K, logits.
    interval : float
        Probability inside the central interval, for example 0.9.
    later : sequence of Later
        Sessions after the first, in order; the last one may be nothing but drift.

    Returns
    -------
    Summary
        One row per person.

    Notes
    -----
    p(θ | x) ∝ prior(θ) · Π_d ∫ Π_{i∈d} P(x_i | θ + γ) N(γ; 0, σ_γ²) dγ, normalised on the grid. EAP
    and SD are its mean and standard deviation. The posterior of one session, widened by its drift, is
    the prior of the next. Probabilities and quantiles come from one distribution
    function, the masses spread evenly over the cells around the points, so that they agree: the
    interval lies above τ_k exactly if P(θ ≥ τ_k) is at least (1 + interval)/2.

    References
    ----------
    .. [1] R. D. Bock, R. J. Mislevy (1982), Applied Psychological Measurement 6(4), 431–444.
    """
    first = _likelihoods(categories, notebooks)
    after = [(one.drift, _likelihoods(one.categories, notebooks)) for one in later]
    parts = []
    for start in range(0, max(len(categories), 1), _CHUNK):
        rows = slice(start, start + _CHUNK)
        log_p = np.tile(grid.log_prior, (len(categories[rows]), 1))
        _observe(log_p, first, rows)
        for drift, likelihoods in after:
            log_p = widen(log_p, drift[rows] / grid.step)
            _observe(log_p, likelihoods, rows)
        parts.append(_read_off(log_p, grid, cuts, interval))
    columns = zip(*parts, strict=True)
    return Summary(*(np.concatenate(column) for column in columns))


def _likelihoods(categories: NDArray[np.int8], notebooks: Sequence[Notebook]) -> Likelihoods:
    """Log likelihood of each distinct pattern of each notebook, and who has which."""
    out = []
    for notebook in notebooks:
        patterns, ids = pattern_ids(categories[:, list(notebook.columns)])
        out.append((notebook_log_likelihood(patterns, notebook), ids))
    return out


def _observe(log_p: Floats, likelihoods: Likelihoods, rows: slice) -> None:
    for table, ids in likelihoods:
        log_p += table[ids[rows]]


def _read_off(
    log_p: Floats, grid: Grid, cuts: Sequence[float], interval: float
) -> tuple[Floats, ...]:
    log_p -= log_p.max(axis=1, keepdims=True)
    mass = np.exp(log_p, out=log_p)
    mass /= mass.sum(axis=1, keepdims=True)
    eap = mass @ grid.theta
    # Around the middle of the grid: the difference of two large numbers would lose digits.
    middle = grid.theta.mean()
    variance = mass @ (grid.theta - middle) ** 2 - (eap - middle) ** 2
    above = np.clip(mass @ share_above(grid, cuts), 0.0, 1.0)
    cumulative = np.cumsum(mass, axis=1)
    tail = (1 - interval) / 2
    low, high = _quantile(cumulative, tail, grid), _quantile(cumulative, 1 - tail, grid)
    return eap, np.sqrt(np.maximum(variance, 0.0)), low, high, above


def share_above(grid: Grid, cuts: Sequence[float]) -> Floats:
    """Return how much of each cell of a grid lies above each cut.

    Parameters
    ----------
    grid : Grid
        Grid of Q abilities.
    cuts : sequence of float
        K cuts, logits.

    Returns
    -------
    ndarray of shape (Q, K)
        From 0 to 1; masses times it are the probabilities of lying above the cuts.
    """
    edges = grid.edges
    step = edges[1] - edges[0]
    share: Floats = np.clip((edges[1:, None] - np.asarray(cuts)) / step, 0.0, 1.0)
    return share


def _quantile(cumulative: Floats, probability: float, grid: Grid) -> Floats:
    """Quantile of each row, interpolated inside its cell."""
    edges = grid.edges
    rows = np.arange(len(cumulative))
    cell = np.minimum((cumulative < probability).sum(axis=1), cumulative.shape[1] - 1)
    before = np.where(cell > 0, cumulative[rows, cell - 1], 0.0)
    inside = np.clip((probability - before) / (cumulative[rows, cell] - before), 0.0, 1.0)
    quantile: Floats = edges[cell] + inside * (edges[1] - edges[0])
    return quantile
