"""Curves of items on the ability grid, and the posteriors of persons there.

A curve is an array of shape (C, Q): P(X = c | θ_q). Whatever is not known besides ability (difficulty,
notebook effect) is integrated out of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.measurement.posterior import Notebook, notebook_log_likelihood
from grader.measurement.quality.lordwingersky import lord_wingersky_polytomous
from grader.measurement.quality.matrix import category_matrix
from grader.measurement.tables import item_table, notebook_nodes, policy_grid

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from grader.measurement.parameters import ItemParameters
    from grader.measurement.policy import Policy

    Floats = NDArray[np.float64]


def marginal_curves(parameters: Sequence[ItemParameters], policy: Policy) -> list[Floats]:
    """Return the curve of each item, difficulty and notebook effect integrated out.

    Parameters
    ----------
    parameters : sequence of ItemParameters
        The J items.
    policy : Policy
        Grid of Q abilities, nodes, SD of the notebook effect.

    Returns
    -------
    list of J ndarrays of shape (C_i, Q)
        P(X = c | θ_q) for a person and a notebook of which nothing else is known.
    """
    _, weights = notebook_nodes(policy)
    return [np.exp(item_table(item, policy)) @ weights for item in parameters]


def notebook_curve(category_probabilities: Sequence[ArrayLike], weights: ArrayLike) -> Floats:
    """Return the curve of the sum of the items of one notebook.

    Parameters
    ----------
    category_probabilities : sequence of array_likes of shape (C_i, Q, G)
        P(X = c | θ_q + γ_g) of each item of the notebook.
    weights : array_like of shape (G,)
        Weights of the nodes γ_g of the notebook effect, summing to 1.

    Returns
    -------
    ndarray of shape (S + 1, Q)
        P(sum = s | θ_q). A notebook is then one item of S + 1 categories, independent of the others:
        give these curves to `lord_wingersky_polytomous` and `lee`.

    Notes
    -----
    P(s | θ) = ∫ f(s | θ + γ) N(γ; 0, σ_γ²) dγ with f by the Lord–Wingersky recursion.

    References
    ----------
    .. [1] L. Cai (2015), "Lord–Wingersky algorithm version 2.0 for hierarchical item factor models
       with applications in test scoring, scale alignment, and model fit testing", Psychometrika
       80(2), 535–559.
    """
    curve: Floats = lord_wingersky_polytomous(category_probabilities) @ np.asarray(weights)
    return curve


def posterior_masses(answers: Any, curves: Sequence[ArrayLike], prior: ArrayLike) -> Floats:
    """Return the posterior of every person, items independent given ability.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        Category of each person on each item; missing is −1, NaN or None.
    curves : sequence of J array_likes of shape (C_i, Q)
        P(X = c | θ_q) of each item.
    prior : array_like of shape (Q,)
        Prior mass of each ability; need not sum to 1.

    Returns
    -------
    ndarray of shape (N, Q)
        Rows sum to 1; without answers the prior.

    Raises
    ------
    MeasurementError
        If an answer is not a category of its item.

    Notes
    -----
    p(θ_q | x) ∝ prior_q · Π_i P(x_i | θ_q).
    """
    tables = [np.asarray(curve, dtype=np.float64) for curve in curves]
    categories = category_matrix(answers, [len(table) for table in tables])
    with np.errstate(divide="ignore"):  # what is impossible has log probability −∞
        log_p = np.tile(np.log(np.asarray(prior, dtype=np.float64)), (len(categories), 1))
        for column, table in zip(categories.T, tables, strict=True):
            log_p += _with_missing(np.log(table))[column]
    return _normalised(log_p)


def ability_posterior(
    answers: Any,
    parameters: Sequence[ItemParameters],
    *,
    notebooks: Sequence[Hashable],
    policy: Policy,
) -> Floats:
    """Return the posterior of every person under the policy's model, notebook effects integrated out.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        Category of each person on each item of one skill; missing is −1, NaN or None.
    parameters : sequence of ItemParameters
        The J items.
    notebooks : sequence of hashable
        Notebook of each item, for example its lesson.
    policy : Policy
        Measurement policy.

    Returns
    -------
    ndarray of shape (N, Q)
        Rows sum to 1; abilities are those of `policy_grid(policy)`.

    Raises
    ------
    MeasurementError
        If an answer is not a category of its item.
    """
    categories = category_matrix(answers, [item.categories for item in parameters])
    _, weights = notebook_nodes(policy)
    log_p = np.tile(policy_grid(policy).log_prior, (len(categories), 1))
    for name in dict.fromkeys(notebooks):
        columns = [i for i, notebook in enumerate(notebooks) if notebook == name]
        tables = [item_table(parameters[i], policy) for i in columns]
        patterns = categories[:, columns].astype(np.int8)
        log_p += notebook_log_likelihood(patterns, Notebook(columns, tables, weights))
    return _normalised(log_p)


def _with_missing(table: Floats) -> Floats:
    # The row of zeros stands last, so that category −1 (missing) reaches it and adds nothing.
    return np.concatenate([table, np.zeros((1, table.shape[1]))])


def _normalised(log_p: Floats) -> Floats:
    mass: Floats = np.exp(log_p - log_p.max(axis=1, keepdims=True))
    mass /= mass.sum(axis=1, keepdims=True)
    return mass
