"""The estimates document: what later stages read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.measurement.attempts import collect
from grader.measurement.bank import expert_bank, parameters_record
from grader.measurement.decide import level_at
from grader.measurement.estimate import MISSING, estimate
from grader.measurement.items import bank_document
from grader.measurement.posterior import Later
from grader.measurement.sessions import idle_drift, split_sessions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from grader.findings import Finding
    from grader.measurement.attempts import Answer
    from grader.measurement.bank import Bank
    from grader.measurement.estimate import SkillEstimates
    from grader.measurement.items import Item
    from grader.measurement.policy import Policy
    from grader.measurement.sessions import Session
    from grader.measurement.sittings import ResultFile

# Enough to recompute every decision from the file, few enough to be the same on every machine.
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Measurement:
    """Estimates and what was left out of them.

    Parameters
    ----------
    document : dict
        Fits the schema ``estimates``.
    findings : tuple of Finding
        Results that could not be used, and why.
    """

    document: dict[str, Any]
    findings: tuple[Finding, ...]


def measure(
    results: Iterable[ResultFile],
    *,
    items: Sequence[Item],
    policy: Policy,
    bank: Bank | None = None,
    supervised: Collection[tuple[str, str, int]] = frozenset(),
    as_of: date | None = None,
) -> Measurement:
    """Estimate every skill of everybody who handed in.

    Parameters
    ----------
    results : iterable of ResultFile
        In any order.
    items : sequence of Item
        The exercises.
    policy : Policy
        Measurement policy.
    bank : Bank, optional
        Parameters of the items; by default what their authors declared.
    supervised : collection of (str, str, int)
        Person, lesson and form of each sitting that somebody watched.
    as_of : date, optional
        Day for which the levels are stated: what was measured long before has aged. By default, and
        if it lies before it, the day of the last result that counts, so that the same results give
        the same bytes.

    Returns
    -------
    Measurement
        The document lists persons and skills in sorted order. Only skills with at least one scored
        item are listed: one that is not listed has no evidence, which is not level 0. Levels are
        taken from the rounded probabilities, so that they can be recomputed from the file.

    Raises
    ------
    MeasurementError
        If the bank lacks an item.
    """
    ordered = sorted(items, key=lambda item: item.id)
    bank = bank or expert_bank(ordered, policy)
    evidence = collect(results, items=items, policy=policy, supervised=supervised)
    days = [*(answer.day for answer in evidence.answers), as_of]
    desk = _Desk(ordered, policy, bank, max((day for day in days if day), default=None))
    by_skill: dict[str, dict[str, list[Answer]]] = defaultdict(lambda: defaultdict(list))
    for answer in evidence.answers:
        by_skill[answer.item.skill][answer.person].append(answer)
    skills: dict[str, list[Mapping[str, Any]]] = {person: [] for person in evidence.persons}
    for skill in sorted(by_skill):
        for person, record in _of_skill(skill, by_skill[skill], desk):
            skills[person].append(record)
    document = {
        "format_version": 1,
        "policy": asdict(policy),
        "bank_version": bank.version,
        "bank": [
            {**row, "parameters": parameters_record(bank.curve(row["id"]))}
            for row in bank_document(ordered)["items"]
        ],
        "persons": [{"person": person, "skills": rows} for person, rows in skills.items()],
    }
    return Measurement(document, evidence.findings)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every estimate of one run needs."""

    items: Sequence[Item]
    policy: Policy
    bank: Bank
    as_of: date | None


def _of_skill(
    skill: str, answers: Mapping[str, Sequence[Answer]], desk: _Desk
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    items = [item for item in desk.items if item.skill == skill]
    histories = [split_sessions(mine, desk.policy) for mine in answers.values()]
    ageing = [idle_drift(_last(one), desk.as_of, desk.policy) for one in histories]
    first, later = _steps(histories, ageing, items, desk.policy)
    found = estimate(first, items=items, policy=desk.policy, bank=desk.bank, later=later)[skill]
    for row, (person, mine) in enumerate(answers.items()):
        yield (
            person,
            {
                **_levels(found, row, mine, desk.policy),
                **_history(histories[row], ageing[row], desk.as_of),
                "evidence": [_evidence(answer) for answer in mine],
            },
        )


def _last(sessions: Iterable[Session]) -> date | None:
    return max((session.last for session in sessions if session.last), default=None)


def _steps(
    histories: Sequence[Sequence[Session]],
    ageing: Sequence[float],
    items: Sequence[Item],
    policy: Policy,
) -> tuple[NDArray[np.int8], list[Later]]:
    """Line up the sessions of all persons: the first of everybody, the second, …, and the ageing."""
    columns = {item.id: column for column, item in enumerate(items)}
    most = max(map(len, histories))
    answered = np.full((most + 1, len(histories), len(items)), MISSING, dtype=np.int8)
    drift = np.zeros((most + 1, len(histories)))
    for row, sessions in enumerate(histories):
        for number, session in enumerate(sessions):
            drift[number, row] = session.drift
            for answer in session.answers:
                answered[number, row, columns[answer.item.id]] = answer.category
    drift[most] = ageing
    later = [
        Later(policy.width * drift[number], answered[number])
        for number in range(1, most + 1)
        if number < most or drift[most].any()
    ]
    return answered[0], later


def _levels(
    estimates: SkillEstimates, row: int, answers: Sequence[Answer], policy: Policy
) -> dict[str, Any]:
    p_at_least = [_rounded(p) for p in estimates.p_at_least[row]]
    n_items, n_notebooks = int(estimates.n_items[row]), int(estimates.n_notebooks[row])
    # Beyond the hardest task taken there is only the prior, and a prior is nobody's level.
    hardest = max(answer.item.level for answer in answers)
    ceiling = min(policy.notebook_ceiling, hardest)
    reasons = _provisional_reasons(n_items, n_notebooks, answers, policy)
    return {
        "skill": estimates.skill,
        "n_items": n_items,
        "n_notebooks": n_notebooks,
        "hardest": hardest,
        "eap": _rounded(estimates.eap[row]),
        "sd": _rounded(estimates.sd[row]),
        "interval": [_rounded(estimates.low[row]), _rounded(estimates.high[row])],
        "p_at_least": p_at_least,
        "level": level_at(p_at_least, threshold=policy.point, ceiling=ceiling),
        "confirmed_level": level_at(p_at_least, threshold=policy.confirmed, ceiling=ceiling),
        "provisional": bool(reasons),
        "provisional_reasons": reasons,
    }


def _provisional_reasons(
    n_items: int, n_notebooks: int, answers: Iterable[Answer], policy: Policy
) -> list[str]:
    holds = {
        "few_items": n_items < policy.min_items,
        "few_notebooks": n_notebooks < policy.min_notebooks,
        "unproctored": not all(answer.supervised for answer in answers),
    }
    return [reason for reason, is_so in holds.items() if is_so]


def _history(sessions: Sequence[Session], ageing: float, as_of: date | None) -> dict[str, Any]:
    return {
        "as_of": _day(as_of),
        "ageing": _rounded(ageing),
        "sessions": [
            {"drift": _rounded(session.drift), "sittings": _sittings(session.answers)}
            for session in sessions
        ],
    }


def _sittings(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    sittings = {(a.item.lesson, a.form): a for a in answers}
    return [
        {"lesson": lesson, "form": form, "day": _day(a.day), "supervised": a.supervised}
        for (lesson, form), a in sittings.items()
    ]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _evidence(answer: Answer) -> Mapping[str, Any]:
    return {
        "lesson": answer.item.lesson,
        "form": answer.form,
        "exercise": answer.item.id,
        "category": answer.category,
        "max_category": answer.item.categories - 1,
        "points": answer.points,
        "max_points": answer.max_points,
        "state": answer.state,
        "misconceptions": list(answer.misconceptions),
        "isolation": answer.isolation,
    }


def _rounded(value: float) -> float:
    # Adding 0 turns −0.0 into 0.0: the same number, and the same bytes.
    return round(float(value), DIGITS) + 0.0
