"""Estimate every skill of every person from the categories of their answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.errors import MeasurementError
from grader.measurement.bank import expert_bank
from grader.measurement.posterior import Notebook, summarise
from grader.measurement.tables import item_table, notebook_nodes, policy_grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from grader.measurement.bank import Bank
    from grader.measurement.items import Item
    from grader.measurement.policy import Policy
    from grader.measurement.posterior import Later

MISSING = -1


@dataclass(frozen=True, slots=True)
class SkillEstimates:
    """One skill of N persons, on the level coordinate 1 + θ/Δ.

    Parameters
    ----------
    skill : str
        Skill id.
    eap : ndarray of shape (N,)
        Posterior mean, level coordinate.
    sd : ndarray of shape (N,)
        Posterior standard deviation, levels.
    low, high : ndarray of shape (N,)
        Ends of the interval, level coordinate.
    p_at_least : ndarray of shape (N, K)
        P(level ≥ 1) … P(level ≥ K).
    n_items : ndarray of shape (N,)
        Scored answers of all sessions; 0 means that the row is the prior and must not be shown as a
        result.
    n_notebooks : ndarray of shape (N,)
        Notebooks with at least one scored answer; another form of a lesson is the same notebook.
    """

    skill: str
    eap: NDArray[np.float64]
    sd: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    p_at_least: NDArray[np.float64]
    n_items: NDArray[np.intp]
    n_notebooks: NDArray[np.intp]


def estimate(
    responses: NDArray[np.int8],
    *,
    items: Sequence[Item],
    policy: Policy,
    bank: Bank | None = None,
    later: Sequence[Later] = (),
) -> dict[str, SkillEstimates]:
    """Estimate every skill that the items prove.

    Parameters
    ----------
    responses : ndarray of shape (N, J)
        Category of each person (row) on each item (column), 0 … categories − 1; −1 is missing.
    items : sequence of Item
        The J items.
    policy : Policy
        Measurement policy.
    bank : Bank, optional
        Parameters of the items; by default what their authors declared.
    later : sequence of Later
        Sessions after the first, in order, with the same persons and items; none by default.

    Returns
    -------
    dict of str to SkillEstimates
        By skill id, sorted. Persons are independent of each other, and the order of the items does
        not matter.

    Raises
    ------
    MeasurementError
        If the shape or a category does not fit the items, or the bank lacks one of them.

    Notes
    -----
    For each skill by itself: p(θ | x) ∝ N(θ; prior) · Π_d ∫ Π_{i∈d} [∫ P(x_i | θ + γ, δ) N(δ; δ_i,
    sd_i²) dδ] N(γ; 0, σ_γ²) dγ, over the notebooks d of a session. Each session has notebook effects
    of its own; the posterior of one, widened by N(0, drift²), is the prior of the next.

    References
    ----------
    .. [1] R. D. Bock, R. J. Mislevy (1982), Applied Psychological Measurement 6(4), 431–444.
    """
    for part in (responses, *(one.categories for one in later)):
        _check(part, items)
    bank = bank or expert_bank(items, policy)
    tables = [item_table(bank.curve(item.id), policy) for item in items]
    by_skill: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        by_skill[item.skill].append(index)
    _, weights = notebook_nodes(policy)
    found = {}
    for skill in sorted(by_skill):
        groups = _by_notebook(by_skill[skill], items)
        notebooks = [Notebook(group, [tables[c] for c in group], weights) for group in groups]
        found[skill] = _estimate_skill(skill, responses, notebooks, policy, later)
    return found


def _check(responses: NDArray[np.int8], items: Sequence[Item]) -> None:
    if responses.ndim != 2 or responses.shape[1] != len(items):  # noqa: PLR2004  # persons × items
        raise MeasurementError(
            f"回答の表は 人数×{len(items)} のはずですが、{responses.shape} です。",
            f"responses must be persons × {len(items)}; the shape is {responses.shape}.",
        )
    tops = np.array([item.categories - 1 for item in items], dtype=np.int64)
    bad = np.argwhere((responses < MISSING) | (responses > tops))
    if bad.size:
        row, column = map(int, bad[0])
        raise MeasurementError(
            f"{row + 1}人目の設問「{items[column].id}」の区分 {responses[row, column]} はありません。",
            f"person {row + 1}, item “{items[column].id}”: there is no category {responses[row, column]}.",
        )


def _by_notebook(columns: Sequence[int], items: Sequence[Item]) -> list[list[int]]:
    by_lesson: dict[str, list[int]] = defaultdict(list)
    # Sorted by id, so that the order in which items come cannot change the last digit.
    for column in sorted(columns, key=lambda c: (items[c].lesson, items[c].id)):
        by_lesson[items[column].lesson].append(column)
    return list(by_lesson.values())


def _estimate_skill(
    skill: str,
    responses: NDArray[np.int8],
    notebooks: Sequence[Notebook],
    policy: Policy,
    later: Sequence[Later],
) -> SkillEstimates:
    cuts = [policy.cut(level) for level in range(1, policy.levels + 1)]
    result = summarise(
        responses,
        notebooks,
        grid=policy_grid(policy),
        cuts=cuts,
        interval=policy.interval,
        later=later,
    )
    n_items, n_notebooks = _counts([responses, *(one.categories for one in later)], notebooks)
    return SkillEstimates(
        skill=skill,
        eap=1 + result.eap / policy.width,
        sd=result.sd / policy.width,
        low=1 + result.low / policy.width,
        high=1 + result.high / policy.width,
        p_at_least=result.above,
        n_items=n_items,
        n_notebooks=n_notebooks,
    )


def _counts(
    sessions: Sequence[NDArray[np.int8]], notebooks: Sequence[Notebook]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    scored = [
        sum((part[:, list(notebook.columns)] != MISSING).sum(axis=1) for part in sessions)
        for notebook in notebooks
    ]
    return np.sum(scored, axis=0), np.sum([part > 0 for part in scored], axis=0)
