"""Fit, musts and growth of many persons and many roles, by matrix products.

Fit says what somebody can already do for a place, growth what the place would teach. They are two axes: whoever fits
best has least to learn there. Nothing here adds them up, and a ranking by their sum would mean nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Bools = NDArray[np.bool_]

BLOCK = 8192
"""Rows worked on at once: few enough to stay in a processor's cache."""
_TINY = 1e-30
"""A probability of 0 is taken for this: its logarithm is finite, and no product of it is seen."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """What R roles ask of S skills.

    Parameters
    ----------
    required : ndarray of shape (R, S)
        Level asked for; 0 where the role does not ask for the skill.
    weight : ndarray of shape (R, S)
        Weight of the requirement; 0 where there is none.
    ceiling : ndarray of shape (S,)
        Highest level of each skill that notebooks alone may show.
    must : ndarray of bool of shape (R, S), optional
        Which requirements are musts; None: none is.
    """

    required: NDArray[np.intp]
    weight: Floats
    ceiling: NDArray[np.intp]
    must: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class FitScores:
    """Scores of N persons for R roles; all arrays have shape (N, R).

    Parameters
    ----------
    low : ndarray
        Fit with everything unknown at level 0.
    expected : ndarray
        Fit over what was measured; NaN where nothing was.
    high : ndarray
        Fit with everything unknown as high as it can be.
    measured_share : ndarray
        Share of the weights with evidence.
    expected_gap : ndarray
        Weighted mean of the expected gaps that were measured, in levels; NaN where nothing was.
    """

    low: Floats
    expected: Floats
    high: Floats
    measured_share: Floats
    expected_gap: Floats


@dataclass(frozen=True, slots=True)
class Interval:
    """A score of N persons for R roles, and how far it may be off; all arrays have shape (N, R), 0 to 1.

    Parameters
    ----------
    low : ndarray
        With everything unknown at its worst.
    expected : ndarray
        Over what was measured; NaN where nothing was.
    high : ndarray
        With everything unknown at its best.
    """

    low: Floats
    expected: Floats
    high: Floats


def fit_scores(p_at_least: Sequence[Floats], measured: Bools, *, profiles: Profiles) -> FitScores:
    """Score every person for every role.

    Parameters
    ----------
    p_at_least : sequence of K ndarrays of shape (N, S)
        P(level ≥ 1) … P(level ≥ K); rows and columns without evidence are not read. All scores are computed in the
        precision of these arrays, 32 or 64 bits.
    measured : ndarray of shape (N, S)
        Whether there is evidence.
    profiles : Profiles
        The roles.

    Returns
    -------
    FitScores
        Five arrays of shape (N, R); NaN for a role that asks for nothing.

    Notes
    -----
    min(level, r) = Σ_{k≤r} [level ≥ k], so E min(level, r) = Σ_{k≤r} P_k: one matrix product for each
    level. A step k is known if the skill was measured and k is not above its ceiling. With weights w,

    - low = Σ w·(known steps' P_k) / Σ w·r
    - expected = Σ w·(known steps' P_k) / Σ w·(known steps up to r)
    - high = Σ w·(known P_k, and for each unknown step its upper bound) / Σ w·r

    The upper bound is 1 without evidence. With evidence a step above the ceiling c cannot be likelier
    than the ceiling itself: P_k ≤ P_c. Where every requirement lies within its ceiling, `expected` is
    Σ w·E min(level, r) / Σ w·r over the measured skills.
    """
    form = _FitForm(p_at_least, profiles)
    found = FitScores(*form.empty(len(measured), 5))
    for rows in _blocks(len(measured)):
        got, bound, known, doubtful, seen = form.sums(p_at_least, measured, rows)
        _ratio(got, form.total, found.low[rows])
        _ratio(got, known, found.expected[rows])
        _ratio(form.total - doubtful + bound, form.total, found.high[rows])
        _ratio(seen, form.weight, found.measured_share[rows])
        _ratio(known - got, seen, found.expected_gap[rows])
    return found


def growth_scores(p_at_least: Sequence[Floats], measured: Bools, *, aims: Profiles) -> Interval:
    """Say how much every person would gain at every place, as a share of all that the place teaches.

    Parameters
    ----------
    p_at_least : sequence of K ndarrays of shape (N, S)
        As for `fit_scores`.
    measured : ndarray of shape (N, S)
        Whether there is evidence.
    aims : Profiles
        What the places develop: the levels with which one leaves as `required`, and their weights.

    Returns
    -------
    Interval
        Shares of Σ w·to; times `weighted_levels` they are levels. Low: whatever is unknown is there already, or as
        likely as it can be. High: nothing of it is. NaN for a place that develops nothing.

    Notes
    -----
    Gained is Σ w·E max(0, to − level) = Σ w·to − Σ w·E min(level, to), so growth is one less the fit to what the place
    develops; it lies between 0 and Σ w·to. It assumes that everybody leaves with the levels aimed at, which is what the
    standard proposes and nobody has measured: it says who has much to gain, and promises nothing.
    """
    form = _FitForm(p_at_least, aims)
    found = Interval(*form.empty(len(measured), 3))
    for rows in _blocks(len(measured)):
        got, bound, known, doubtful, _ = form.sums(p_at_least, measured, rows)
        _ratio(doubtful - bound, form.total, found.low[rows])
        _ratio(known - got, known, found.expected[rows])
        _ratio(form.total - got, form.total, found.high[rows])
    return found


def weighted_levels(profiles: Profiles) -> Floats:
    """Return the levels that each role or place asks for or develops, Σ w·r.

    Parameters
    ----------
    profiles : Profiles
        Roles or places.

    Returns
    -------
    ndarray of shape (R,)
        Sums.
    """
    total: Floats = (profiles.weight * profiles.required).sum(axis=1)
    return total


def must_scores(p_at_least: Sequence[Floats], measured: Bools, *, profiles: Profiles) -> Interval:
    """Return the probability that every person meets all musts of every role.

    Parameters
    ----------
    p_at_least : sequence of K ndarrays of shape (N, S)
        As for `fit_scores`.
    measured : ndarray of shape (N, S)
        Whether there is evidence.
    profiles : Profiles
        The roles, with their musts.

    Returns
    -------
    Interval
        Low: 0 where a must is unknown. Expected: over the musts that are known, NaN where none is. High: an unknown must
        is met for certain without evidence, and above the ceiling c of notebooks as likely as the ceiling. A role
        without musts has 1 everywhere.

    Notes
    -----
    P(all) = Π_s P(level_s ≥ r_s) = exp Σ_s log P_{r_s}: matrix products of logarithms. It takes the levels of different
    skills to be independent given what was measured. Who is good at one is often good at another, so where several musts
    are in doubt the product is rather too low; it is exact where all but one are certain.
    """
    form = _MustForm(p_at_least, profiles)
    found = Interval(*form.empty(len(measured), 3))
    for rows in _blocks(len(measured)):
        usable = form.usable(measured[rows])
        known, bound = np.split(form.logarithms([p[rows] for p in p_at_least], usable), 2, axis=1)
        count = usable @ form.provable
        product = np.exp(known)
        found.low[rows] = product * (count == form.musts)
        _ratio(product, (count > 0) | (form.musts == 0), found.expected[rows])
        found.high[rows] = np.exp(bound)
    return found


class _Form:
    """What is the same for all persons."""

    def __init__(self, p_at_least: Sequence[Floats], profiles: Profiles) -> None:
        self.dtype = np.result_type(*p_at_least, np.float32)
        self.roles = len(profiles.weight)
        self.steps = range(1, len(p_at_least) + 1)
        self.ceiling = profiles.ceiling

    def usable(self, measured: Bools) -> Floats:
        """1 where notebooks say something about a skill, else 0."""
        return (measured & (self.ceiling > 0)).astype(self.dtype)

    def empty(self, persons: int, arrays: int) -> Iterator[Floats]:
        """Make room for scores."""
        return (np.empty((persons, self.roles), self.dtype) for _ in range(arrays))


class _FitForm(_Form):
    """Coefficients of the sums of a fit, in step probabilities and in what was measured."""

    def __init__(self, p_at_least: Sequence[Floats], profiles: Profiles) -> None:
        super().__init__(p_at_least, profiles)
        ceiling = profiles.ceiling
        needed = [profiles.weight * (profiles.required >= k) for k in self.steps]
        provable = [one * (k <= ceiling) for k, one in zip(self.steps, needed, strict=True)]
        known, doubtful = sum(provable), sum(needed) * (ceiling > 0)
        bounds = [
            sum(
                one * (np.minimum(k, ceiling) == step)
                for k, one in zip(self.steps, needed, strict=True)
            )
            for step in self.steps
        ]
        self.of_steps = [
            np.vstack(pair).T.astype(self.dtype) for pair in zip(provable, bounds, strict=True)
        ]
        self.of_usable = np.vstack((known, doubtful, profiles.weight)).T.astype(self.dtype)
        self.total = weighted_levels(profiles).astype(self.dtype)
        self.weight = profiles.weight.sum(axis=1).astype(self.dtype)

    def sums(self, p_at_least: Sequence[Floats], measured: Bools, rows: slice) -> list[Floats]:
        """Return sums over the skills for each role and each person of a block.

        Σ w·P over known steps, Σ w·P over the steps up to r of measured skills, with bounds for those above the ceiling,
        Σ w of the former steps, Σ w of the latter steps, and Σ w of the measured skills.
        """
        usable = self.usable(measured[rows])
        total = np.zeros((len(usable), 2 * self.roles), self.dtype)
        for p, of in zip(p_at_least, self.of_steps, strict=True):
            total += _read(p[rows], usable, 0) @ of
        return [*np.split(total, 2, axis=1), *np.split(usable @ self.of_usable, 3, axis=1)]


class _MustForm(_Form):
    """Coefficients of the sums of logarithms, of those skills only that some role asks for as a must."""

    def __init__(self, p_at_least: Sequence[Floats], profiles: Profiles) -> None:
        super().__init__(p_at_least, profiles)
        required, ceiling = profiles.required, profiles.ceiling
        must = np.zeros_like(required, dtype=bool) if profiles.must is None else profiles.must
        must = must & (required > 0)
        within = must & (required <= ceiling)
        self.musts = must.sum(axis=1)
        self.provable = within.T.astype(self.dtype)
        known = [within & (required == k) for k in self.steps]
        bounds = [must & (np.minimum(required, ceiling) == k) for k in self.steps]
        self.columns = [np.flatnonzero(bound.any(axis=0)) for bound in bounds]
        self.of_steps = [
            np.vstack(pair).T[columns].astype(self.dtype)
            for *pair, columns in zip(known, bounds, self.columns, strict=True)
        ]

    def logarithms(self, p_at_least: Sequence[Floats], usable: Floats) -> Floats:
        """Σ log P over the known musts, then over all with their bounds; both for each role."""
        total = np.zeros((len(usable), 2 * self.roles), self.dtype)
        for p, columns, of in zip(p_at_least, self.columns, self.of_steps, strict=True):
            seen = usable[:, columns]
            total += np.log(_read(p[:, columns], seen, 1 - seen + _TINY)) @ of
        return total


def _read(p: Floats, usable: Floats, least: Floats | float) -> Floats:
    """P where it may be used, and at least something; `fmax` passes over a NaN, and is ten times as quick as `where`."""
    read: Floats = np.fmax(p * usable, least)
    return read


def _blocks(persons: int) -> Iterator[slice]:
    return (slice(start, start + BLOCK) for start in range(0, persons, BLOCK))


def _ratio(above: Floats, below: Floats | Bools, out: Floats) -> None:
    out[:] = np.nan
    np.divide(above, below, out=out, where=below > 0)
