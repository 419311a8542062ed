"""How sure are scores and levels: reliability, standard errors, accuracy and consistency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from grader.errors import MeasurementError
from grader.measurement.quality.lordwingersky import lord_wingersky_polytomous

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Classification:
    """How well persons are sorted into classes.

    Parameters
    ----------
    accuracy : float
        Probability of the true class, over all persons or abilities.
    consistency : float
        Probability that two parallel tests give the same class.
    kappa : float
        Consistency beyond chance, (consistency − chance)/(1 − chance); NaN if all are in one class.
    accuracy_at, consistency_at : ndarray of shape (Q,)
        The same at each ability (or person).

    Notes
    -----
    Chance is the consistency of two tests that know the shares of the classes only: Σ_k (mean p_k)².
    """

    accuracy: float
    consistency: float
    kappa: float
    accuracy_at: Floats
    consistency_at: Floats


def eap_reliability(eap: ArrayLike, sd: ArrayLike) -> float:
    """Return the reliability of posterior means.

    Parameters
    ----------
    eap : array_like of shape (N,)
        Posterior means; any scale.
    sd : array_like of shape (N,)
        Posterior standard deviations, same scale.

    Returns
    -------
    float
        From 0 to 1; NaN for fewer than two persons.

    Notes
    -----
    Var(EAP) / (Var(EAP) + mean(SD²)), with the unbiased variance (N − 1).

    References
    ----------
    .. [1] R. J. Adams (2005), "Reliability as a measurement design effect", Studies in Educational
       Evaluation 31(2–3), 162–172.
    """
    means, spreads = np.asarray(eap, dtype=np.float64), np.asarray(sd, dtype=np.float64)
    if means.size < 2:  # noqa: PLR2004  # one person has no spread
        return float("nan")
    between = means.var(ddof=1)
    return float(between / (between + (spreads**2).mean()))


def sem_by_level(
    sd: ArrayLike, levels: ArrayLike, *, highest: int
) -> tuple[Floats, NDArray[np.intp]]:
    """Return the standard error of measurement at each level.

    Parameters
    ----------
    sd : array_like of shape (N,)
        Posterior standard deviation of each person.
    levels : array_like of shape (N,)
        Level of each person, 0 … `highest`.
    highest : int
        Highest level K.

    Returns
    -------
    sem : ndarray of shape (K + 1,)
        √mean(SD²) over the persons of the level; NaN if there is nobody.
    n : ndarray of shape (K + 1,)
        Persons of the level.
    """
    at = np.asarray(levels, dtype=np.intp)
    n = np.bincount(at, minlength=highest + 1)
    squares = np.bincount(at, weights=np.asarray(sd, dtype=np.float64) ** 2, minlength=highest + 1)
    sem: Floats = np.sqrt(squares / np.where(n > 0, n, np.nan))
    return sem, n


def expected_accuracy(probabilities: ArrayLike, assigned: ArrayLike | None = None) -> float:
    """Return the share of right levels that the posteriors themselves promise.

    Parameters
    ----------
    probabilities : array_like of shape (N, K + 1)
        Posterior probability of each level 0 … K, rows summing to 1. From P(level ≥ k):
        ``-np.diff(p_at_least, axis=1, prepend=1, append=0)``.
    assigned : array_like of shape (N,), optional
        Level given to each person; by default the highest k with P(level ≥ k) ≥ .5.

    Returns
    -------
    float
        Mean posterior probability of the assigned level.

    Notes
    -----
    If the model holds and persons come from its prior, the expectation of the share of persons who
    are at their assigned level is this number.

    References
    ----------
    .. [1] L. M. Rudner (2005), "Expected classification accuracy", Practical Assessment, Research &
       Evaluation 10(13).
    """
    p = np.asarray(probabilities, dtype=np.float64)
    if assigned is None:
        at_least = np.cumsum(p[:, ::-1], axis=1)[:, ::-1]
        assigned = (at_least[:, 1:] >= 0.5).sum(axis=1)  # noqa: PLR2004  # more likely than not
    return float(p[np.arange(len(p)), np.asarray(assigned, dtype=np.intp)].mean())


def rudner(theta: ArrayLike, se: ArrayLike, cuts: ArrayLike) -> Classification:
    """Return Rudner's expected accuracy and consistency from abilities and standard errors.

    Parameters
    ----------
    theta : array_like of shape (N,)
        Ability of each person; the class given is that of this number.
    se : array_like of shape (N,)
        Its standard error, above 0.
    cuts : array_like of shape (K,) or float
        Cuts, ascending, on the scale of `theta`; a class begins at its cut.

    Returns
    -------
    Classification
        Means over the persons.

    Raises
    ------
    MeasurementError
        If cuts do not ascend.

    Notes
    -----
    With p_k = Φ((τ_{k+1} − θ)/SE) − Φ((τ_k − θ)/SE), τ_0 = −∞, τ_{K+1} = ∞: accuracy is the mean of
    p at the given class, consistency the mean of Σ_k p_k².

    References
    ----------
    .. [1] L. M. Rudner (2001), "Computing the expected proportions of misclassified examinees",
       Practical Assessment, Research & Evaluation 7(14).
    .. [2] L. M. Rudner (2005), Practical Assessment, Research & Evaluation 10(13).

    Examples
    --------
    >>> round(rudner([1.0], [1.0], 0.0).accuracy, 4)
    0.8413
    """
    ability, spread = np.asarray(theta, dtype=np.float64), np.asarray(se, dtype=np.float64)
    borders = np.concatenate([[-np.inf], _cuts(cuts), [np.inf]])
    below = ndtr((borders[:, None] - ability) / spread)
    given = np.searchsorted(borders[1:-1], ability, side="right")
    return _classification(np.diff(below, axis=0), given, np.ones(ability.size))


def lee(
    category_probabilities: Sequence[ArrayLike],
    cuts: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    true_classes: ArrayLike | None = None,
) -> Classification:
    """Return Lee's accuracy and consistency of classes made by cutting the summed score.

    Parameters
    ----------
    category_probabilities : sequence of J array_likes of shape (C_i, Q)
        P(X_i = c | θ_q) at Q abilities. Right-or-wrong items have the rows 1 − p and p; for items
        that share a notebook effect give `notebook_curve` of each notebook.
    cuts : array_like of shape (K,) or float
        Summed scores at which a higher class begins, ascending: class k has cuts[k−1] ≤ score <
        cuts[k].
    weights : array_like of shape (Q,), optional
        Weight of each ability, for example masses of a distribution; normalised here. By default all
        alike, as for a sample of Q persons.
    true_classes : array_like of shape (Q,), optional
        True class of each ability, 0 … K; by default the class of its expected summed score.

    Returns
    -------
    Classification
        Over all abilities, and at each.

    Raises
    ------
    MeasurementError
        If cuts do not ascend, or the probabilities of an item do not sum to 1.

    Notes
    -----
    p_k(θ) = Σ_{s in class k} f(s | θ) with f by the Lord–Wingersky recursion. Accuracy at θ is p at
    the true class, consistency Σ_k p_k(θ)²; both are averaged over the weights.

    References
    ----------
    .. [1] W.-C. Lee (2010), "Classification consistency and accuracy for complex assessments using
       item response theory", Journal of Educational Measurement 47(1), 1–17.

    Examples
    --------
    >>> lee([[[0.5], [0.5]], [[0.5], [0.5]]], cuts=1).consistency
    0.625
    """
    f = lord_wingersky_polytomous(category_probabilities)
    f = f.reshape(len(f), -1)
    scores, borders = np.arange(len(f)), _cuts(cuts)
    classes = np.searchsorted(borders, scores, side="right")
    p = np.array([f[classes == k].sum(axis=0) for k in range(borders.size + 1)])
    if true_classes is None:
        true_classes = np.searchsorted(borders, scores @ f, side="right")
    mass = np.ones(f.shape[1]) if weights is None else np.asarray(weights, dtype=np.float64)
    return _classification(p, np.asarray(true_classes, dtype=np.intp), mass)


def _classification(p: Floats, true: NDArray[np.intp], weights: Floats) -> Classification:
    """Classes in rows, abilities in columns."""
    w = weights / weights.sum()
    accuracy_at = p[true, np.arange(p.shape[1])]
    consistency_at = (p**2).sum(axis=0)
    consistency, chance = float(consistency_at @ w), float(((p @ w) ** 2).sum())
    beyond = (consistency - chance) / (1 - chance) if chance < 1 else float("nan")
    return Classification(float(accuracy_at @ w), consistency, beyond, accuracy_at, consistency_at)


def _cuts(cuts: ArrayLike) -> Floats:
    borders = np.atleast_1d(np.asarray(cuts, dtype=np.float64))
    if not (np.diff(borders) > 0).all():
        raise MeasurementError(
            f"境界は小さい順に並べてください（いまは {borders.tolist()}）。",
            f"cuts must ascend; they are {borders.tolist()}.",
        )
    return borders


def closed_form_accuracy(reliability: float) -> float:
    """Return the accuracy of a decision at the mean of a normal population.

    Parameters
    ----------
    reliability : float
        ρ = squared correlation of true and observed score, from 0 to 1.

    Returns
    -------
    float
        ½ + asin(√ρ)/π: probability that true and observed score lie on the same side of the mean;
        from .5 to 1.

    Raises
    ------
    MeasurementError
        If `reliability` is not between 0 and 1.

    References
    ----------
    .. [1] W. F. Sheppard (1899), "On the application of the theory of error to cases of normal
       distribution and normal correlation", Philosophical Transactions A 192, 101–167.

    Examples
    --------
    >>> round(closed_form_accuracy(0.8), 4)
    0.8524
    """
    return float(0.5 + np.arcsin(np.sqrt(_share(reliability))) / np.pi)


def closed_form_consistency(reliability: float) -> float:
    """Return the consistency of two decisions at the mean of a normal population.

    Parameters
    ----------
    reliability : float
        ρ = correlation of two parallel observed scores, from 0 to 1.

    Returns
    -------
    float
        ½ + asin(ρ)/π: probability that both observed scores lie on the same side of the mean; from
        .5 to 1.

    Raises
    ------
    MeasurementError
        If `reliability` is not between 0 and 1.

    References
    ----------
    .. [1] W. F. Sheppard (1899), Philosophical Transactions A 192, 101–167.

    Examples
    --------
    >>> round(closed_form_consistency(0.8), 4)
    0.7952
    """
    return float(0.5 + np.arcsin(_share(reliability)) / np.pi)


def _share(reliability: float) -> float:
    if not 0 <= reliability <= 1:
        raise MeasurementError(
            f"信頼性は0以上1以下の数にしてください（いまは {reliability}）。",
            f"reliability must lie between 0 and 1 (it is {reliability}).",
        )
    return reliability
