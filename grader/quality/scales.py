"""Lessons and skills as a whole: do the points hang together, and how sure are the levels?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from grader.measurement.quality import (
    ability_posterior,
    cronbach_alpha,
    eap_reliability,
    expected_accuracy,
    lee,
    mean_by_level,
    notebook_curve,
    rudner,
    sem_by_level,
    skill_information,
    subscore_value,
)
from grader.measurement.tables import item_table, notebook_nodes, policy_grid
from grader.quality.intervals import alpha_interval
from grader.quality.model import Figure, LevelRow, ScaleReport
from grader.quality.thresholds import limit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from grader.measurement import Bank, Item, Policy
    from grader.measurement.quality import Classification
    from grader.quality.course import Course
    from grader.quality.model import Verdict
    from grader.text import Text

    Floats = NDArray[np.float64]


def lesson_scale(course: Course, lesson: str, title: Text) -> ScaleReport:
    """Report a lesson: its points, which are no level.

    Parameters
    ----------
    course : Course
        The answers.
    lesson : str
        Slug.
    title : Text
        Its name.

    Returns
    -------
    ScaleReport
        Mean share of the points and alpha.
    """
    answers, items = _part(course, course.columns(lesson=lesson))
    figures = [_alpha(answers)]
    return ScaleReport("lesson", lesson, title, len(answers), len(items), _by_key(figures))


def skill_scale(  # noqa: PLR0913  # what is measured, and with what
    course: Course,
    skill: str,
    title: Text,
    *,
    bank: Bank,
    policy: Policy,
    value: Figure,
    ceiling: int,
) -> ScaleReport:
    """Report a skill: how sure its levels are, and where tasks are missing.

    Parameters
    ----------
    course : Course
        The answers.
    skill : str
        Skill id.
    title : Text
        Its name.
    bank : Bank
        Curves of the items, as levels are estimated with.
    policy : Policy
        Measurement policy.
    value : Figure
        Whether the skill says something apart from the total, see `subscore_figures`.
    ceiling : int
        Highest level that notebooks may show of this skill; no tasks are missing above it.

    Returns
    -------
    ScaleReport
        With a row per level.
    """
    answers, items = _part(course, course.columns(skill=skill))
    parameters = [bank.parameters[item.id] for item in items]
    notebooks = [item.lesson for item in items]
    masses = ability_posterior(answers, parameters, notebooks=notebooks, policy=policy)
    theta = policy_grid(policy).theta
    eap = masses @ theta
    sd = np.sqrt(masses @ theta**2 - eap**2)
    level = np.clip(np.floor(1 + theta / policy.width), 0, policy.levels).astype(np.intp)
    shares = np.array([masses[:, level == k].sum(axis=1) for k in range(policy.levels + 1)]).T
    figures = [
        _alpha(answers),
        _above("eap_reliability", eap_reliability(eap, sd), len(answers)),
        _above("accuracy", _known(expected_accuracy, shares), len(answers)),
        *_rudner(eap, sd, policy),
        *_lee(items, bank, policy, masses),
        value,
    ]
    rows = _levels(items, bank, policy, ceiling, (sd / policy.width, shares.argmax(axis=1)))
    return ScaleReport(
        "skill", skill, title, len(answers), len(items), _by_key(figures), tuple(rows)
    )


def subscore_figures(course: Course) -> dict[str, Figure]:
    """Say for each skill whether its points tell more than the total does.

    Parameters
    ----------
    course : Course
        The answers.

    Returns
    -------
    dict
        From skill id to the figure ``prmse``.

    Notes
    -----
    Haberman's rule on all skills together, see `subscore_value`; covariances are pairwise, so that
    people who took other lessons count where they can.
    """
    skills = [item.skill for item in course.items]
    n = len(course.answers)
    found = subscore_value(course.answers, skills)
    figures = {}
    rows = zip(found.names, found.prmse_subscore, found.prmse_total, found.show, strict=True)
    for name, own, total, show in rows:
        known = not (math.isnan(own) or math.isnan(total))
        verdict: Verdict = "good" if known and show else "review" if known else "unknown"
        verdict = verdict if n >= limit("answers_fit") else "too_few"
        case = "prmse" if verdict == "review" else ""
        figures[str(name)] = Figure(
            "prmse", float(own), verdict, n=n, case=case, args={"total": float(total)}
        )
    return figures


def unusual_persons(
    course: Course, fits: Sequence[tuple[Sequence[int], Floats]]
) -> tuple[int | None, int]:
    """Count persons whose answers go against the order of difficulty.

    Parameters
    ----------
    course : Course
        The answers.
    fits : sequence of (columns, ndarray of shape (N,))
        Columns of each skill, and l_z of every person on them.

    Returns
    -------
    int or None
        How many; None if they are some, but fewer than may be shown.
    int
        Persons who answered enough to be judged.

    Notes
    -----
    Skills are independent given abilities: l_z of a person is Σ_s l_zs / √S over the S skills with at
    least two answers.
    """
    total, count = np.zeros(len(course.answers)), np.zeros(len(course.answers))
    for columns, fit in fits:
        told = (course.answers[:, list(columns)] >= 0).sum(axis=1) > 1
        total[told] += fit[told]
        count[told] += 1
    judged = count > 0
    found = int((total[judged] / np.sqrt(count[judged]) < limit("unusual")).sum())
    return (None if 0 < found < limit("small_cell") else found), int(judged.sum())


def _part(course: Course, columns: Sequence[int]) -> tuple[NDArray[np.int8], list[Item]]:
    answers = course.answers[:, list(columns)]
    return answers[(answers >= 0).any(axis=1)], [course.items[column] for column in columns]


def _by_key(figures: Sequence[Figure]) -> Mapping[str, Figure]:
    return {figure.key: figure for figure in figures}


def _known(figure: Callable[[Floats], float], values: Floats) -> float:
    return figure(values) if len(values) else math.nan


def _alpha(answers: NDArray[np.int8]) -> Figure:
    n, items = answers.shape
    alpha = cronbach_alpha(answers)
    if math.isnan(alpha) or n < 2:  # noqa: PLR2004  # nothing to agree
        return Figure("alpha", alpha, "too_few" if n < limit("answers") else "unknown", n=n)
    low, high = alpha_interval(alpha, n, items)
    if n < limit("answers") and not high < limit("alpha"):
        return Figure("alpha", alpha, "too_few", low, high, n)
    review = alpha < limit("alpha")
    verdict: Verdict = "review" if review else "good"
    return Figure("alpha", alpha, verdict, low, high, n, "alpha" if review else "")


def _above(key: str, value: float, n: int, name: str = "", case: str = "") -> Figure:
    """Give the verdict on a figure that ought to be above its limit."""
    if n < limit("answers") or math.isnan(value):
        return Figure(key, value, "too_few" if n < limit("answers") else "unknown", n=n)
    low = value < limit(name or key)
    return Figure(
        key, value, "review" if low else "good", n=n, case=(case or name or key) if low else ""
    )


def _classified(key: str, found: Classification | None, n: int) -> Iterator[Figure]:
    for name in ("accuracy", "consistency"):
        value = getattr(found, name) if found else math.nan
        case = "points" if key == "lee" else ""
        yield _above(f"{key}_{name}", value, n, name, case)


def _rudner(eap: Floats, sd: Floats, policy: Policy) -> Iterator[Figure]:
    cuts = [policy.cut(level) for level in range(1, policy.levels + 1)]
    yield from _classified("rudner", rudner(eap, sd, cuts) if len(eap) else None, len(eap))


def _lee(items: Sequence[Item], bank: Bank, policy: Policy, masses: Floats) -> Iterator[Figure]:
    """By summed points, cut where the expected sum at the beginning of each level lies."""
    _, weights = notebook_nodes(policy)
    curves = [
        notebook_curve(
            [np.exp(item_table(bank.parameters[i.id], policy)) for i in items if i.lesson == name],
            weights,
        )
        for name in dict.fromkeys(item.lesson for item in items)
    ]
    theta = policy_grid(policy).theta
    expected = sum(np.arange(len(curve)) @ curve for curve in curves)
    starts = [policy.cut(level) for level in range(1, policy.levels + 1)]
    cuts = np.ceil(np.interp(starts, theta, expected))
    found = None
    # Where two levels begin at the same sum of points, points cannot tell them apart.
    if len(masses) and (np.diff(cuts) > 0).all():
        true = np.clip(np.floor(1 + theta / policy.width), 0, policy.levels)
        found = lee(curves, cuts, masses.mean(axis=0), true_classes=true)
    yield from _classified("lee", found, len(masses))


def _levels(
    items: Sequence[Item],
    bank: Bank,
    policy: Policy,
    ceiling: int,
    seen: tuple[Floats, NDArray[np.intp]],
) -> Iterator[LevelRow]:
    theta = policy_grid(policy).theta
    told = skill_information(
        [bank.parameters[item.id] for item in items],
        notebooks=[item.lesson for item in items],
        theta=theta,
        policy=policy,
    )
    planned = 1 / (policy.width * np.sqrt(mean_by_level(told, theta, policy=policy)))
    sem, persons = sem_by_level(*seen, highest=policy.levels)
    shown = _shown(persons)
    for level in range(policy.levels + 1):
        judged = 1 <= level <= ceiling
        yield LevelRow(
            level=level,
            tasks=sum(item.level == level for item in items),
            planned=float(planned[level]),
            persons=int(persons[level]) if shown[level] else None,
            seen=float(sem[level]) if shown[level] else math.nan,
            judged=judged,
            verdict="review" if judged and planned[level] > limit("sem") else "good",
        )


def _shown(persons: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Hide small numbers, and one more where the total would give the only hidden one away."""
    shown: NDArray[np.bool_] = (persons == 0) | (persons >= limit("small_cell"))
    others = np.flatnonzero(shown & (persons > 0))
    if (~shown).sum() == 1 and others.size:
        shown[others[persons[others].argmin()]] = False
    return shown
