"""A plan as JSON data and back: what stands in ``plan.json``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from grader.placement.plan.model import Flag, NextBest, Placed, Plan, Shortage
from grader.placement.program.model import Stage
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Amounts = tuple[tuple[str, float], ...]

# Solvers on two machines may differ in the last bits of a number; nobody decides by a millionth of a point.
DIGITS = 6


def plan_document(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON data.

    Parameters
    ----------
    plan : Plan
        The plan.

    Returns
    -------
    dict
        Fits the schema ``plan``; numbers have six decimals. The same plan always gives the same data.
    """
    return {
        "format_version": 1,
        "name": plan.name,
        "appointed_on": plan.appointed_on.isoformat(),
        "years": plan.years,
        "engine": plan.engine,
        "solver": plan.solver,
        "input_sha256": plan.input_sha256,
        "seed": plan.seed,
        "stages": [_stage(stage) for stage in plan.stages],
        "placed": [_placed(placed) for placed in plan.placed],
        "shortages": [_shortage(shortage) for shortage in plan.shortages],
        "pairs": plan.pairs,
        "complete": plan.complete,
        "limits": {"seconds": plan.seconds, "gap": plan.gap, "threads": plan.threads},
    }


def plan_from(data: Mapping[str, Any]) -> Plan:
    """Return the plan that stands in a document.

    Parameters
    ----------
    data : mapping
        Fits the schema ``plan``.

    Returns
    -------
    Plan
        The plan.

    Raises
    ------
    ValueError
        If the day of appointment is no day.
    """
    return Plan(
        name=data["name"],
        appointed_on=date.fromisoformat(data["appointed_on"]),
        years=data["years"],
        engine=data["engine"],
        solver=data["solver"],
        input_sha256=data["input_sha256"],
        seed=data["seed"],
        stages=tuple(Stage(**stage) for stage in data["stages"]),
        placed=tuple(_placed_from(placed) for placed in data["placed"]),
        shortages=tuple(_shortage_from(shortage) for shortage in data["shortages"]),
        pairs=data["pairs"],
        complete=data["complete"],
        **data["limits"],
    )


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "goal": stage.goal,
        "value": _rounded(stage.value),
        "bound": _rounded(stage.bound),
        "status": stage.status,
        "method": stage.method,
        "given_up": _rounded(stage.given_up),
    }


def _placed(placed: Placed) -> dict[str, Any]:
    best = placed.next_best
    return {
        "person": placed.person,
        "year": placed.year,
        "before": placed.before,
        "after": placed.after,
        "kind": placed.kind,
        "fit": _or_none(placed.fit),
        "fit_low": _or_none(placed.fit_low),
        "fit_high": _or_none(placed.fit_high),
        "growth": _rounded(placed.growth),
        "wish": placed.wish,
        "met": list(placed.met),
        "unmet": list(placed.unmet),
        "unknown": list(placed.unknown),
        "points": _amounts(placed.points),
        "reason": _text(placed.reason),
        "flags": [{"rule": flag.rule, "text": _text(flag.text)} for flag in placed.flags],
        "next_best": best and {"post": best.post, "cost": _amounts(best.cost), "exact": best.exact},
    }


def _shortage(shortage: Shortage) -> dict[str, Any]:
    return {
        "rule": shortage.rule,
        "person": shortage.person,
        "post": shortage.post,
        "skill": shortage.skill,
        "level": shortage.level,
        "year": shortage.year,
        "amount": _rounded(shortage.amount),
        "text": _text(shortage.text),
        "blocked_by": list(shortage.blocked_by),
        "remedy": _text(shortage.remedy),
    }


def _placed_from(data: Mapping[str, Any]) -> Placed:
    best = data["next_best"]
    return Placed(
        **{
            **data,
            "met": tuple(data["met"]),
            "unmet": tuple(data["unmet"]),
            "unknown": tuple(data["unknown"]),
            "points": _amounts_from(data["points"]),
            "reason": Text(**data["reason"]),
            "flags": tuple(Flag(flag["rule"], Text(**flag["text"])) for flag in data["flags"]),
            "next_best": best
            and NextBest(best["post"], _amounts_from(best["cost"]), exact=best["exact"]),
        }
    )


def _shortage_from(data: Mapping[str, Any]) -> Shortage:
    texts = {name: Text(**data[name]) for name in ("text", "remedy")}
    return Shortage(**{**data, "blocked_by": tuple(data["blocked_by"]), **texts})


def _amounts(amounts: Amounts) -> list[dict[str, Any]]:
    return [{"goal": goal, "value": _rounded(value)} for goal, value in amounts]


def _amounts_from(data: Sequence[Mapping[str, Any]]) -> Amounts:
    return tuple((entry["goal"], entry["value"]) for entry in data)


def _text(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}


def _or_none(value: float | None) -> float | None:
    return None if value is None else _rounded(value)


def _rounded(value: float) -> float:
    # + 0.0 turns −0.0 into 0.0
    return round(float(value), DIGITS) + 0.0
