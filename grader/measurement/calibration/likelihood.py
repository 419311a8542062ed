"""The marginal likelihood of answers under generalised partial credit curves, with its exact derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Rows worked on at once: what they need stays in the cache.
_CHUNK = 2048
# A posterior mass that no sum of squares can feel.
_NOTHING = 1e-20


@dataclass(frozen=True, slots=True)
class Quadrature:
    """Nodes and weights for integrals over N(0, 1).

    Parameters
    ----------
    theta : ndarray of shape (Q,)
        Evenly spaced abilities, ascending.
    log_weights : ndarray of shape (Q,)
        Logarithms of their weights, which sum to 1.
    """

    theta: Floats
    log_weights: Floats


def even_quadrature(nodes: int, reach: float = 8.0) -> Quadrature:
    """Return evenly spaced nodes.

    Parameters
    ----------
    nodes : int
        Number of nodes Q, above 1.
    reach : float
        First and last node are −reach and +reach. Beyond 8 lies a mass of 1e-15.

    Returns
    -------
    Quadrature
        Nodes and weights.

    Notes
    -----
    The trapezoidal rule on an even grid integrates analytic functions that vanish at both ends with
    an error that falls exponentially in the number of nodes [1]_.

    References
    ----------
    .. [1] L. N. Trefethen, J. A. C. Weideman (2014), "The exponentially convergent trapezoidal rule",
       SIAM Review 56(3), 385–458.

    Examples
    --------
    >>> rule = even_quadrature(61)
    >>> round(float(np.exp(rule.log_weights) @ rule.theta**2), 12)
    1.0
    """
    theta = np.linspace(-reach, reach, nodes)
    weights = np.exp(-0.5 * theta**2)
    return Quadrature(theta, np.log(weights) - np.log(weights.sum()))


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some patterns: chosen categories (U, C), answered items (U, J), counts (U,)."""

    chosen: Floats
    answered: Floats
    counts: Floats
    complete: bool

    def over_answered(self, log_zero: Floats) -> Floats:
        """Sum a table of the items (J, Q) over those that each pattern answered (U, Q), or for all alike (Q,)."""
        total: Floats = log_zero.sum(axis=0) if self.complete else self.answered @ log_zero
        return total

    def answering(self, weighted: Floats) -> Floats:
        """Count who answered each item at each node (J, Q), or any of them where nobody left one out (Q,)."""
        count: Floats = weighted.sum(axis=0) if self.complete else self.answered.T @ weighted
        return count


class MarginalLikelihood:
    """Likelihood of answer patterns, abilities N(0, 1) integrated out.

    Curves are given by intercepts and slopes: log P(X = c | θ) = c·a·θ + d_c − log Σ_c' exp(…), d_0 = 0.
    Every number is a valid one: nothing is bounded and no logarithm is taken, so that the maximum can
    be reached wherever it lies.

    Parameters
    ----------
    patterns : ndarray of shape (U, J)
        Category of each pattern on each item, 0 … m_j; −1 is missing.
    counts : ndarray of shape (U,)
        Weight of each pattern, above 0.
    tops : sequence of int
        Highest category m_j of each item, from 1.

    Attributes
    ----------
    item : ndarray of shape (C,)
        Item of each intercept; the C = Σ m_j intercepts stand item by item.
    score : ndarray of shape (C,)
        Category of each intercept, from 1.
    size : int
        Number of patterns U.
    shares : tuple of ndarray
        Answers to each item (J,), and those in each category from 1 on (C,).
    """

    def __init__(self, patterns: NDArray[np.int8], counts: Floats, tops: Sequence[int]) -> None:
        self.item = np.repeat(np.arange(len(tops)), tops)
        self.score = np.concatenate([np.arange(1.0, top + 1) for top in tops])
        self._starts = np.concatenate([[0], np.cumsum(tops)[:-1]]).astype(np.intp)
        self._chunks = [
            self._chunk(patterns[start : start + _CHUNK], counts[start : start + _CHUNK])
            for start in range(0, len(patterns), _CHUNK)
        ]
        self.size = len(patterns)
        self.shares = self._shares()

    def _chunk(self, patterns: NDArray[np.int8], counts: Floats) -> _Chunk:
        chosen = (patterns[:, self.item] == self.score).astype(float)
        answered = patterns >= 0
        return _Chunk(chosen, answered.astype(float), counts, bool(answered.all()))

    def _shares(self) -> tuple[Floats, Floats]:
        answered = sum(chunk.counts @ chunk.answered for chunk in self._chunks)
        chosen = sum(chunk.counts @ chunk.chosen for chunk in self._chunks)
        return np.asarray(answered), np.asarray(chosen)

    def _curves(
        self, intercepts: Floats, slopes: Floats, theta: Floats
    ) -> tuple[Floats, Floats, Floats]:
        """Return logits (C, Q), log P of category 0 (J, Q), and P of the others (C, Q)."""
        logits = (self.score * slopes[self.item])[:, None] * theta + intercepts[:, None]
        largest = np.maximum(np.maximum.reduceat(logits, self._starts, axis=0), 0.0)
        rest = np.add.reduceat(np.exp(logits - largest[self.item]), self._starts, axis=0)
        log_zero = -largest - np.log(np.exp(-largest) + rest)
        return logits, log_zero, np.exp(logits + log_zero[self.item])

    def _posteriors(
        self, logits: Floats, log_zero: Floats, rule: Quadrature
    ) -> Iterator[tuple[_Chunk, Floats, Floats]]:
        """Yield each chunk with its log likelihoods (U,) and posteriors (U, Q)."""
        for chunk in self._chunks:
            mass = chunk.chosen @ logits
            mass += chunk.over_answered(log_zero) + rule.log_weights
            largest = mass.max(axis=1, keepdims=True)
            np.exp(mass - largest, out=mass)
            total = mass.sum(axis=1, keepdims=True)
            mass /= total
            yield chunk, (largest + np.log(total))[:, 0], mass

    def value_and_gradient(
        self, intercepts: Floats, slopes: Floats, rule: Quadrature
    ) -> tuple[float, Floats, Floats]:
        """Return the log likelihood and its first derivatives.

        Parameters
        ----------
        intercepts : ndarray of shape (C,)
            Intercepts d.
        slopes : ndarray of shape (J,)
            Slopes a, of either sign.
        rule : Quadrature
            Nodes over N(0, 1).

        Returns
        -------
        value : float
            Σ_u counts_u · log ∫ Π_j P(x_uj | θ) φ(θ) dθ; missing answers leave the product.
        by_intercept : ndarray of shape (C,)
            Its derivatives by the intercepts.
        by_slope : ndarray of shape (J,)
            Its derivatives by the slopes.

        Notes
        -----
        By Fisher's identity the derivatives are those of the complete-data likelihood, averaged over
        the posterior: Σ_u n_u ∫ (1[x_u = c] − P_c(θ)) p(θ | x_u) dθ for d_c, and the same times c·θ,
        summed over c, for a.

        References
        ----------
        .. [1] R. D. Bock, M. Aitkin (1981), "Marginal maximum likelihood estimation of item
           parameters: application of an EM algorithm", Psychometrika 46(4), 443–459.
        """
        logits, log_zero, likely = self._curves(intercepts, slopes, rule.theta)
        value = 0.0
        chosen, answered = np.zeros_like(logits), np.zeros_like(log_zero)
        for chunk, log_likelihood, posterior in self._posteriors(logits, log_zero, rule):
            value += float(chunk.counts @ log_likelihood)
            weighted = posterior * chunk.counts[:, None]
            chosen += chunk.chosen.T @ weighted
            answered += chunk.answering(weighted)
        residual = chosen - answered[self.item] * likely
        by_slope = np.add.reduceat(self.score * (residual @ rule.theta), self._starts)
        return value, residual.sum(axis=1), by_slope

    def information(self, intercepts: Floats, slopes: Floats, rule: Quadrature) -> Floats:
        """Return the observed information: minus the second derivatives of the log likelihood.

        Parameters
        ----------
        intercepts : ndarray of shape (C,)
            Intercepts d.
        slopes : ndarray of shape (J,)
            Slopes a.
        rule : Quadrature
            Nodes over N(0, 1).

        Returns
        -------
        ndarray of shape (C + J, C + J)
            Symmetric; intercepts first, then slopes.

        Notes
        -----
        Louis' identity, exact at every point: the complete-data information, minus the second moment
        of the complete-data score, plus the square of its mean; moments over the posterior of each
        pattern.

        References
        ----------
        .. [1] T. A. Louis (1982), "Finding the observed information matrix when using the EM
           algorithm", Journal of the Royal Statistical Society B 44(2), 226–233.
        """
        logits, log_zero, likely = self._curves(intercepts, slopes, rule.theta)
        size = len(self.item)
        # The score of a slope is θ times that of the intercepts: sums over 1, θ and θ² are enough.
        moments = np.zeros((3, size, size))
        answered = np.zeros_like(log_zero)
        squares = np.zeros((size + len(slopes),) * 2)
        for chunk, _, posterior in self._posteriors(logits, log_zero, rule):
            mean = self._mean_score(chunk, posterior, likely, rule.theta)
            squares += mean.T @ (mean * chunk.counts[:, None])
            weighted = posterior * chunk.counts[:, None]
            answered += chunk.answering(weighted)
            moments -= self._score_moments(chunk, weighted, likely, rule.theta)
        moments += self._complete(answered, likely, rule.theta)
        by_score = self._by_score(len(slopes))
        cross = moments[1] @ by_score
        return (
            np.block([[moments[0], cross], [cross.T, by_score.T @ moments[2] @ by_score]]) + squares
        )

    def _by_score(self, items: int) -> Floats:
        """Matrix (C, J) that sums the scores of an item's intercepts into that of its slope."""
        out = np.zeros((len(self.item), items))
        out[np.arange(len(self.item)), self.item] = self.score
        return out

    def _mean_score(
        self, chunk: _Chunk, posterior: Floats, likely: Floats, theta: Floats
    ) -> Floats:
        answered = chunk.answered[:, self.item]
        first = chunk.chosen - answered * (posterior @ likely.T)
        second = chunk.chosen * (posterior @ theta)[:, None]
        second -= answered * ((posterior * theta) @ likely.T)
        return np.hstack([first, second @ self._by_score(chunk.answered.shape[1])])

    def _score_moments(
        self, chunk: _Chunk, weighted: Floats, likely: Floats, theta: Floats
    ) -> Floats:
        """Sum the squares of the scores of the intercepts, times 1, θ and θ²."""
        answered = chunk.answered[:, self.item]
        out = np.zeros((3, len(self.item), len(self.item)))
        for node, ability in enumerate(theta):
            rows = np.flatnonzero(weighted[:, node] > _NOTHING)
            score = chunk.chosen[rows] - answered[rows] * likely[:, node]
            score *= np.sqrt(weighted[rows, node])[:, None]
            square = score.T @ score
            out += np.multiply.outer([1.0, ability, ability**2], square)
        return out

    def _complete(self, answered: Floats, likely: Floats, theta: Floats) -> Floats:
        """Complete-data information of the intercepts, times 1, θ and θ²."""
        same = self.item[:, None] == self.item
        out = []
        for power in range(3):
            weight = answered[self.item] * likely * theta**power
            out.append(np.diag(weight.sum(axis=1)) - same * (weight @ likely.T))
        return np.array(out)

    def abilities(
        self, intercepts: Floats, slopes: Floats, rule: Quadrature
    ) -> tuple[Floats, Floats]:
        """Return mean and standard deviation of the ability of each pattern.

        Parameters
        ----------
        intercepts : ndarray of shape (C,)
            Intercepts d.
        slopes : ndarray of shape (J,)
            Slopes a.
        rule : Quadrature
            Nodes over N(0, 1).

        Returns
        -------
        mean : ndarray of shape (U,)
            Posterior means (EAP).
        sd : ndarray of shape (U,)
            Posterior standard deviations.
        """
        logits, log_zero, _ = self._curves(intercepts, slopes, rule.theta)
        means, sds = [], []
        for _, _, posterior in self._posteriors(logits, log_zero, rule):
            mean = posterior @ rule.theta
            means.append(mean)
            # Around each mean: the difference of two large numbers would lose digits.
            away = (rule.theta - mean[:, None]) ** 2
            sds.append(np.sqrt((posterior * away).sum(axis=1)))
        return np.concatenate(means), np.concatenate(sds)
