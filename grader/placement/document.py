"""The fit document: gap and fit of each person to each role, with the parts shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.measurement import Policy
from grader.placement.axes import axes_of
from grader.placement.evidence import read_evidence
from grader.placement.parts import Part, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.placement.axes import Axes
    from grader.placement.scores import FitScores, Interval
    from grader.standard import Applies, Standard

FORMAT_VERSION = 2
# Parts are rounded alone, so that a sum of parts and its total agree to one part in a million.
DIGITS = 9
# Nothing is summed up over axes, and their intervals are far wider than this.
_AXIS_DIGITS = 4
_NEEDS = ("must", "should", "nice")


def fit(
    standard: Standard, estimates: Mapping[str, Any], *, origin: Applies = "internal"
) -> dict[str, Any]:
    """Hold every person with estimates against every role of the standard.

    Parameters
    ----------
    standard : Standard
        Roles, and the ceilings of skills.
    estimates : mapping
        Content of ``records/estimates.json``; its policy decides what is met.
    origin : {'internal', 'external'}
        Requirements for staff of the other origin are left out.

    Returns
    -------
    dict
        Fits the schema ``fit``. Persons by id; roles in the order of the standard, without those that
        ask nothing of staff of this origin; placements by id, with fit and growth side by side and never in one number.
        The contributions of the parts add up to the scores.
    """
    policy = Policy(**estimates["policy"])
    roles = {
        role: [need for need in profile.requirements if origin in need.applies_to]
        for role, profile in standard.roles.items()
    }
    roles = {role: needs for role, needs in roles.items() if needs}
    people = read_evidence(estimates)
    known = [person.p_at_least for person in people]
    axes = axes_of(known, roles, standard, levels=policy.levels)
    musts, places = _intervals(axes.musts), _placements(axes, standard)
    ceilings = {skill.id: skill.auto_ceiling for skill in standard.skills.values()}
    persons = [
        {
            "person": person.person,
            "roles": [
                {
                    "role": role,
                    **_judged(
                        [
                            person.judged(need, ceiling=ceilings[need.skill], policy=policy)
                            for need in needs
                        ]
                    ),
                    **_totals(axes.roles, row, column),
                    "p_all_musts": musts[row][column],
                }
                for column, (role, needs) in enumerate(roles.items())
            ],
            "placements": places[row],
        }
        for row, person in enumerate(people)
    ]
    return {"format_version": FORMAT_VERSION, **_stamp(standard), "persons": persons}


def _stamp(standard: Standard) -> dict[str, Any]:
    overlay = standard.overlay
    told = {"id": overlay.id, "sha256": overlay.sha256} if overlay else None
    return {"standard_version": standard.version, "overlay": told}


def _judged(parts: Sequence[Part]) -> dict[str, Any]:
    total = sum(part.requirement.weight * part.requirement.level for part in parts)
    measured = sum(part.requirement.weight * part.known_steps for part in parts)
    return {
        "label": label(parts),
        "parts": [_part(part, total, measured) for part in sorted(parts, key=_order)],
    }


def _order(part: Part) -> tuple[bool, int, float, str]:
    need = part.requirement
    unmet = need.need == "must" and part.decision == "not_met"
    return not unmet, _NEEDS.index(need.need), -need.weight, need.skill


def _part(part: Part, total: float, measured: float) -> dict[str, Any]:
    need = part.requirement
    got = need.weight * part.expected_steps
    seen = part.known_steps > 0
    return {
        "skill": need.skill,
        "required": need.level,
        "need": need.need,
        "weight": need.weight,
        "needs": part.needs,
        "decision": part.decision,
        "p_met": part.p_met,
        "expected_level": _or_none(part.expected_level),
        "expected_gap": _rounded(part.known_steps - part.expected_steps) if seen else None,
        "contribution_low": _rounded(got / total),
        "contribution_expected": _rounded(got / measured) if seen else 0.0,
        "contribution_high": _rounded(need.weight * part.possible_steps / total),
    }


def _totals(scores: FitScores, row: int, column: int) -> dict[str, Any]:
    return {
        "fit_low": _rounded(scores.low[row, column]),
        "fit_expected": _or_none(scores.expected[row, column]),
        "fit_high": _rounded(scores.high[row, column]),
        "measured_share": _rounded(scores.measured_share[row, column]),
        "expected_gap": _or_none(scores.expected_gap[row, column]),
    }


def _placements(axes: Axes, standard: Standard) -> list[list[dict[str, Any]]]:
    places = sorted(standard.placements)
    return [
        [
            {"placement": place, "fit": fit_, "growth": growth}
            for place, fit_, growth in zip(places, fits, growths, strict=True)
        ]
        for fits, growths in zip(_intervals(axes.places), _intervals(axes.growth), strict=True)
    ]


def _intervals(scores: FitScores | Interval) -> list[list[dict[str, float | None]]]:
    """Write scores of everybody; a place that asks for nothing, and what was not measured, has none."""
    found = np.stack([scores.low, scores.expected, scores.high], axis=-1)
    return [
        [
            {
                name: None if value != value else value  # noqa: PLR0124  # NaN
                for name, value in zip(("low", "expected", "high"), three, strict=True)
            }
            for three in person
        ]
        for person in np.maximum(np.round(found, _AXIS_DIGITS), 0.0).tolist()
    ]


def _rounded(value: float) -> float:
    # Rounding may leave −0.0, or a probability a hair over 1.
    return max(0.0, round(float(value), DIGITS))


def _or_none(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else _rounded(value)
