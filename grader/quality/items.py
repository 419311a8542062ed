"""The figures of every exercise, and the verdict on each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.measurement.quality import item_fit, item_statistics
from grader.quality.intervals import Z95, correlation_interval, share_interval
from grader.quality.model import Belief, Figure, ItemReport
from grader.quality.thresholds import limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from grader.authoring.registers import Misconception
    from grader.measurement import Item, Policy
    from grader.measurement.quality import ItemStatistics
    from grader.quality.course import Course
    from grader.quality.difficulty import Difficulties
    from grader.quality.model import DifRow, Pair, Place, Verdict


@dataclass(frozen=True, slots=True)
class Learned:
    """What answers said about one exercise beyond its lesson.

    Parameters
    ----------
    shift : float
        Learned minus declared difficulty, levels; NaN if not known.
    sd : float
        Its SD, levels.
    surprise : float
        The shift in SDs of what authors' errors explain.
    infit, outfit : float
        Mean squares.
    """

    shift: float
    sd: float
    surprise: float
    infit: float
    outfit: float


def learned_of(  # answers, model, and what was learned
    answers: NDArray[np.int8],
    sound: NDArray[np.int8],
    found: Difficulties,
    declared: Sequence[float],
    policy: Policy,
) -> list[Learned]:
    """Gather what is known of the items of one skill.

    Parameters
    ----------
    answers : ndarray of shape (N, J)
        Answers to these items.
    sound : ndarray of shape (N, J)
        Those that abilities were learned from: nothing of broken items.
    found : Difficulties
        See `learn_difficulties`.
    declared : sequence of float
        Difficulties that the declared levels say, logits.
    policy : Policy
        Width of a level.

    Returns
    -------
    list of Learned
        One per item.
    """
    fit = item_fit(answers, found.curves, found.masses)
    # An answer that the posterior never knew cannot be taken out of it.
    apart = item_fit(answers, found.curves, found.masses, leave_own_out=False)
    unused = ~(sound >= 0).any(axis=0)
    infit = np.where(unused, apart.infit, fit.infit)
    outfit = np.where(unused, apart.outfit, fit.outfit)
    shift = (found.mean - np.asarray(declared)) / policy.width
    columns = (shift, found.sd / policy.width, found.surprise, infit, outfit)
    return [Learned(*map(float, row)) for row in zip(*columns, strict=True)]


def lesson_items(  # noqa: PLR0913  # one value per part of the report
    course: Course,
    columns: Sequence[int],
    *,
    learned: Mapping[str, Learned],
    pairs: Sequence[Pair],
    dif: Sequence[DifRow],
    places: Mapping[str, Place],
    misconceptions: Mapping[str, Misconception],
) -> list[ItemReport]:
    """Report the exercises of one lesson.

    Parameters
    ----------
    course : Course
        The answers.
    columns : sequence of int
        The exercises of the lesson.
    learned : mapping of str to Learned
        By exercise id.
    pairs : sequence of Pair
        Dependent exercises of the whole course.
    dif : sequence of DifRow
        Comparisons of groups.
    places : mapping of str to Place
        By exercise id.
    misconceptions : mapping of str to Misconception
        The register.

    Returns
    -------
    list of ItemReport
        In the order of the columns.
    """
    items = [course.items[column] for column in columns]
    tops = [item.categories - 1 for item in items]
    statistics = item_statistics(course.answers[:, list(columns)], tops=tops)
    reports = []
    for index, item in enumerate(items):
        figures = [
            *_classical(statistics, index),
            *_modelled(item, learned[item.id], int(statistics.n[index])),
            *_shares(course.states.get(item.id, {})),
            _pair(item, pairs, int(statistics.n[index])),
            _dif(item, dif),
        ]
        beliefs = _beliefs(
            course.beliefs.get(item.id, {}), int(statistics.n[index]), misconceptions
        )
        by_key = {figure.key: figure for figure in figures}
        reports.append(ItemReport(item, places[item.id], by_key, beliefs))
    return reports


def _judged(n: int, case: str, *, surely: bool, enough: str = "answers") -> tuple[Verdict, str]:
    """Few answers give no verdict, unless even the interval lies beyond the limit."""
    if case and (surely or n >= limit(enough)):
        return "review", case
    return ("good" if n >= limit(enough) else "too_few"), ""


def _unknown(key: str, n: int, **args: object) -> Figure:
    """A figure that the answers do not determine: too few of them, or something else."""
    verdict: Verdict = "unknown" if n >= limit("answers") else "too_few"
    return Figure(key, math.nan, verdict, n=n, args=args)


def _classical(statistics: ItemStatistics, index: int) -> Iterable[Figure]:
    n, share = int(statistics.n[index]), float(statistics.facility[index])
    yield _facility(n, share)
    r = float(statistics.item_rest[index])
    yield _item_rest(n, r)
    alpha, without = statistics.alpha, float(statistics.alpha_if_deleted[index])
    if math.isnan(without):
        yield _unknown("alpha_if_deleted", n)
        return
    gain = "alpha_gain" if without - alpha > limit("alpha_gain") else ""
    verdict, case = _judged(n, gain, surely=False)
    yield Figure("alpha_if_deleted", without, verdict, n=n, case=case, args={"alpha": alpha})


def _facility(n: int, share: float) -> Figure:
    if not n:
        return Figure("facility", math.nan, "too_few")
    low, high = share_interval(share, n)
    below, above = limit("facility_low"), limit("facility_high")
    case = "facility_low" if share < below else "facility_high" if share > above else ""
    verdict, case = _judged(n, case, surely=high < below or low > above)
    return Figure("facility", share, verdict, low, high, n, case)


def _item_rest(n: int, r: float) -> Figure:
    if math.isnan(r):
        return _unknown("item_rest", n)
    low, high = correlation_interval(r, n)
    case = "item_rest_negative" if r < 0 else "item_rest_low" if r < limit("item_rest") else ""
    verdict, case = _judged(n, case, surely=high < 0)
    return Figure("item_rest", r, verdict, low, high, n, case)


def _modelled(item: Item, known: Learned, n: int) -> Iterable[Figure]:
    yield _difficulty(item, known, n)
    low = known.infit < limit("fit_low")
    case = "fit_high" if known.infit > limit("fit_high") else "fit_low" if low else ""
    verdict, case = _judged(n, case, surely=False, enough="answers_fit")
    yield Figure("infit", known.infit, verdict, n=n, case=case)
    case = "fit_high" if known.outfit > limit("outfit_high") else ""
    verdict, case = _judged(n, case, surely=False, enough="answers_fit")
    yield Figure("outfit", known.outfit, verdict, n=n, case=case)


def _difficulty(item: Item, known: Learned, n: int) -> Figure:
    if n < limit("answers") or math.isnan(known.surprise):
        return _unknown("difficulty", n, level=item.level)
    value, half = item.level + known.shift, Z95 * known.sd
    far = abs(known.surprise) > limit("difficulty")
    case = ("difficulty_hard" if known.shift > 0 else "difficulty_easy") if far else ""
    args = {"level": item.level, "sds": abs(known.surprise)}
    verdict: Verdict = "review" if far else "good"
    return Figure("difficulty", value, verdict, value - half, value + half, n, case, args)


def _shares(states: Mapping[str, int]) -> Iterable[Figure]:
    n = sum(states.values())
    for key in ("not_attempted", "could_not_run"):
        if not n:
            yield Figure(key, math.nan, "too_few")
            continue
        share = states.get(key, 0) / n
        low, high = share_interval(share, n)
        case = key if share > limit(key) else ""
        verdict, case = _judged(n, case, surely=low > limit(key))
        yield Figure(key, share, verdict, low, high, n, case)


def _pair(item: Item, pairs: Sequence[Pair], n: int) -> Figure:
    for pair in pairs:
        if item in {pair.first, pair.second}:
            other = pair.second if pair.first == item else pair.first
            args = {"other": other.id, "title": other.title}
            return Figure("q3", pair.excess, "review", n=n, case="q3", args=args)
    return Figure("q3", math.nan, "good" if n >= limit("answers_fit") else "too_few", n=n)


def _dif(item: Item, rows: Sequence[DifRow]) -> Figure:
    mine = [row for row in rows if row.item == item]
    if not mine:
        return Figure("dif", math.nan, "unknown" if rows else "too_few")
    worst = max(mine, key=lambda row: (row.verdict == "review", row.ets, abs(row.size)))
    args = {
        "ets": worst.ets,
        "variable": worst.variable,
        "reference": worst.reference,
        "focal": worst.focal,
        "harder": worst.size < 0,
    }
    if worst.verdict == "review":
        return Figure("dif", worst.size, "review", case="dif", args=args)
    return Figure("dif", worst.size, "good", args=args)


def _beliefs(
    counts: Mapping[str, int], n: int, register: Mapping[str, Misconception]
) -> tuple[Belief, ...]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        Belief(name, register[name].belief, count, n, register[name].remedy)
        for name, count in ordered
        if name in register
    )
