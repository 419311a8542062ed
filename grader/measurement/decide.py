"""From level probabilities to words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.measurement.policy import Policy

Decision = Literal["met", "not_met", "undecided", "no_evidence"]


def decide(probability: float | None, policy: Policy) -> Decision:
    """Say whether a requirement is met.

    Parameters
    ----------
    probability : float or None
        P(level ≥ required); None if nothing was measured.
    policy : Policy
        Where the two lines are drawn.

    Returns
    -------
    {'met', 'not_met', 'undecided', 'no_evidence'}
        `met` from `policy.met` on, `not_met` up to `policy.not_met`, `undecided` between; without
        evidence `no_evidence`, which is neither.

    Examples
    --------
    >>> from grader.measurement.policy import Policy
    >>> [decide(p, Policy()) for p in (0.95, 0.5, 0.05, None)]
    ['met', 'undecided', 'not_met', 'no_evidence']
    """
    if probability is None:
        return "no_evidence"
    if probability >= policy.met:
        return "met"
    return "not_met" if probability <= policy.not_met else "undecided"


def level_at(p_at_least: Sequence[float], *, threshold: float, ceiling: int) -> int:
    """Return the highest level reached with some probability.

    Parameters
    ----------
    p_at_least : sequence of float
        P(level ≥ 1) … P(level ≥ K), not increasing.
    threshold : float
        Probability asked for.
    ceiling : int
        Highest level that this kind of evidence may show.

    Returns
    -------
    int
        min(ceiling, max{k : P_k ≥ threshold}), 0 if there is none.

    Examples
    --------
    >>> level_at([0.99, 0.8, 0.4, 0.1], threshold=0.5, ceiling=3)
    2
    """
    reached = sum(p >= threshold for p in p_at_least)
    return min(ceiling, reached)
