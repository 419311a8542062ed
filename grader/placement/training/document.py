"""A training plan as JSON data: what stands in ``training.json`` beside the plan that it serves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.placement.training.model import Demand, Missing, Terms, TrainingPlan, TrainingRow
    from grader.text import Lang, Text

# Solvers on two machines may differ in the last bits of a number.
DIGITS = 6


def training_document(
    made: TrainingPlan, demands: Sequence[Demand], *, plan: str, input_sha256: str
) -> dict[str, Any]:
    """Return a training plan as JSON data.

    Parameters
    ----------
    made : TrainingPlan
        The training plan.
    demands : sequence of Demand
        What it was asked for.
    plan : str
        Name of the plan of placements that it serves.
    input_sha256 : str
        Hash of that plan's problem.

    Returns
    -------
    dict
        Fits the schema ``training_plan``. The same plan always gives the same data.
    """
    return {
        "format_version": 1,
        "plan": plan,
        "input_sha256": input_sha256,
        "terms": _terms(made.terms),
        "demands": [_demand(demand, made.already[demand.id]) for demand in demands],
        "rows": [_row(row) for row in made.rows],
        "missing": [_missing(one) for one in made.missing],
        "stages": [
            {
                "goal": stage.goal,
                "value": _rounded(stage.value),
                "bound": _rounded(stage.bound),
                "status": stage.status,
            }
            for stage in made.stages
        ],
        "persons": made.persons,
        "minutes": made.minutes,
        "complete": made.complete,
    }


def modules_of(data: Mapping[str, Any], lang: Lang) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the titles of the modules of a stored training plan.

    Parameters
    ----------
    data : mapping
        Fits the schema ``training_plan``.
    lang : {'ja', 'en'}
        Language of the titles.

    Returns
    -------
    dict of (str, str) to tuple of str
        By person and skill that a module teaches, in the order in which to take them.
    """
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in data["rows"]:
        for skill in row["teaches"]:
            key = row["person"], skill
            found[key] = (*found.get(key, ()), row["title"][lang])
    return found


def _terms(terms: Terms) -> dict[str, Any]:
    return {
        "by": terms.by.isoformat(),
        "chance": terms.chance,
        "share": terms.share,
        "prior": [_rounded(p) for p in terms.prior],
        "minutes": terms.minutes,
        "one_each": terms.one_each,
        "assumption": _text(terms.assumption),
    }


def _demand(demand: Demand, already: int) -> dict[str, Any]:
    return {
        "id": demand.id,
        "name": demand.name,
        "people": demand.people,
        "already": already,
        "needs": [{"skill": skill, "level": level} for skill, level in demand.needs],
        "attested": list(demand.attested),
        "persons": None if demand.persons is None else sorted(demand.persons),
    }


def _row(row: TrainingRow) -> dict[str, Any]:
    module = row.module
    return {
        "person": row.person,
        "lesson": module.lesson,
        "title": _text(module.title),
        "minutes": module.minutes,
        "teaches": dict(module.teaches),
        "purposes": [
            {"demand": p.demand, "before": _rounded(p.before), "after": _rounded(p.after)}
            for p in row.purposes
        ],
    }


def _missing(one: Missing) -> dict[str, Any]:
    return {
        "demand": one.demand,
        "people": one.people,
        "best": _rounded(one.best),
        "text": _text(one.text),
        "remedy": _text(one.remedy),
    }


def _text(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}


def _rounded(value: float) -> float:
    # + 0.0 turns −0.0 into 0.0
    return round(float(value), DIGITS) + 0.0
