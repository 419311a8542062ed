"""The estimates document: what later stages read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.measurement.attempts import collect
from grader.measurement.decide import level_at
from grader.measurement.estimate import MISSING, estimate
from grader.measurement.items import bank_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from grader.findings import Finding
    from grader.measurement.attempts import Answer, Evidence, ResultFile
    from grader.measurement.estimate import SkillEstimates
    from grader.measurement.items import Item
    from grader.measurement.policy import Policy

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


def measure(results: Iterable[ResultFile], *, items: Sequence[Item], policy: Policy) -> Measurement:
    """Estimate every skill of everybody who handed in.

    Parameters
    ----------
    results : iterable of ResultFile
        In any order.
    items : sequence of Item
        The bank.
    policy : Policy
        Measurement policy.

    Returns
    -------
    Measurement
        The document lists persons and skills in sorted order. Only skills with at least one scored
        item are listed: one that is not listed has no evidence, which is not level 0. Levels are
        taken from the rounded probabilities, so that they can be recomputed from the file.
    """
    evidence = collect(results, items=items, policy=policy)
    ordered = sorted(items, key=lambda item: item.id)
    estimates = estimate(_matrix(evidence, ordered), items=ordered, policy=policy)
    by_person: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in evidence.answers:
        by_person[answer.person, answer.item.skill].append(answer)
    persons = [
        {
            "person": person,
            "skills": [
                _skill(estimates[skill], row, by_person[person, skill], policy)
                for skill in estimates
                if (person, skill) in by_person
            ],
        }
        for row, person in enumerate(evidence.persons)
    ]
    document = {
        "format_version": 1,
        "policy": asdict(policy),
        "bank": bank_document(ordered)["items"],
        "persons": persons,
    }
    return Measurement(document, evidence.findings)


def _matrix(evidence: Evidence, items: Sequence[Item]) -> NDArray[np.int8]:
    rows = {person: row for row, person in enumerate(evidence.persons)}
    columns = {item.id: column for column, item in enumerate(items)}
    matrix = np.full((len(rows), len(columns)), MISSING, dtype=np.int8)
    for answer in evidence.answers:
        matrix[rows[answer.person], columns[answer.item.id]] = answer.category
    return matrix


def _skill(
    estimates: SkillEstimates, row: int, answers: Sequence[Answer], policy: Policy
) -> Mapping[str, Any]:
    p_at_least = [_rounded(p) for p in estimates.p_at_least[row]]
    n_items, n_notebooks = int(estimates.n_items[row]), int(estimates.n_notebooks[row])
    # Beyond the hardest task taken there is only the prior, and a prior is nobody's level.
    hardest = max(answer.item.level for answer in answers)
    ceiling = min(policy.notebook_ceiling, hardest)
    return {
        "skill": estimates.skill,
        "n_items": n_items,
        "n_notebooks": n_notebooks,
        "eap": _rounded(estimates.eap[row]),
        "sd": _rounded(estimates.sd[row]),
        "interval": [_rounded(estimates.low[row]), _rounded(estimates.high[row])],
        "p_at_least": p_at_least,
        "level": level_at(p_at_least, threshold=policy.point, ceiling=ceiling),
        "confirmed_level": level_at(p_at_least, threshold=policy.confirmed, ceiling=ceiling),
        "provisional": n_items < policy.min_items or n_notebooks < policy.min_notebooks,
        "evidence": [_evidence(answer) for answer in answers],
    }


def _evidence(answer: Answer) -> Mapping[str, Any]:
    return {
        "lesson": answer.item.lesson,
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
