"""People against roles and placements as three axes, each with its interval: fit, P(all musts met), growth.

Fit says what somebody can already do, growth what a placement would teach. Whoever fits best has least to learn there, so
the two are never added up and nothing is ranked by them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.needs import asked_of
from grader.placement.scores import Profiles, fit_scores, growth_scores, must_scores

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from grader.placement.scores import FitScores, Interval
    from grader.standard import Requirement, Standard

    Known = Mapping[str, Sequence[float]]
    Asked = Sequence[tuple[str, int, float, bool]]


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """Scores of N persons for R roles and P placements.

    Parameters
    ----------
    roles : FitScores of shape (N, R)
        Fit to the roles.
    musts : Interval of shape (N, R)
        Probability that all musts of a role are met.
    places : FitScores of shape (N, P)
        Fit to what the placements ask for.
    growth : Interval of shape (N, P)
        Share still to be gained of the levels that the placements develop.
    """

    roles: FitScores
    musts: Interval
    places: FitScores
    growth: Interval


def axes_of(
    known: Sequence[Known],
    roles: Mapping[str, Sequence[Requirement]],
    standard: Standard,
    *,
    levels: int,
) -> Axes:
    """Score every person for every role and every placement of the standard.

    Parameters
    ----------
    known : sequence of N mappings
        Of each person, by skill: P(level ≥ 1), P(level ≥ 2) …; a skill without evidence is not there.
    roles : mapping of str to sequence of Requirement
        What the roles ask for.
    standard : Standard
        Placements, and the ceilings of skills.
    levels : int
        Highest level.

    Returns
    -------
    Axes
        Roles in the order given, placements by id. Of several requirements of one skill the highest level counts.
    """
    needed = [_needed(needs) for needs in roles.values()]
    places = sorted(standard.placements)
    entry = [_needed(asked_of(standard, placement=place)) for place in places]
    aims = [
        [(aim.skill, aim.to, 1.0, False) for aim in standard.placements[place].develops]
        for place in places
    ]
    skills = sorted({skill for asked in (*needed, *entry, *aims) for skill, *_ in asked})
    p_at_least, measured = _levels(known, skills, levels)
    ceiling = np.array([standard.skills[skill].auto_ceiling for skill in skills], dtype=np.intp)
    profiles, entries, aimed = (_profiles(one, skills, ceiling) for one in (needed, entry, aims))
    return Axes(
        roles=fit_scores(p_at_least, measured, profiles=profiles),
        musts=must_scores(p_at_least, measured, profiles=profiles),
        places=fit_scores(p_at_least, measured, profiles=entries),
        growth=growth_scores(p_at_least, measured, aims=aimed),
    )


def _needed(needs: Iterable[Requirement]) -> Asked:
    return [(need.skill, need.level, need.weight, need.need == "must") for need in needs]


def _levels(
    known: Sequence[Known], skills: Sequence[str], levels: int
) -> tuple[list[NDArray[np.float64]], NDArray[np.bool_]]:
    """P(level ≥ k) of everybody, and what was measured."""
    column = {skill: index for index, skill in enumerate(skills)}
    p_at_least = np.zeros((levels, len(known), len(skills)))
    measured = np.zeros((len(known), len(skills)), dtype=np.bool_)
    for row, person in enumerate(known):
        for skill in person.keys() & column.keys():
            p_at_least[:, row, column[skill]] = person[skill]
            measured[row, column[skill]] = True
    return list(p_at_least), measured


def _profiles(asked: Sequence[Asked], skills: Sequence[str], ceiling: NDArray[np.intp]) -> Profiles:
    column = {skill: index for index, skill in enumerate(skills)}
    shape = (len(asked), len(skills))
    required, weight = np.zeros(shape, dtype=np.intp), np.zeros(shape)
    must = np.zeros(shape, dtype=np.bool_)
    for row, needs in enumerate(asked):
        for skill, level, weighs, is_must in sorted(needs):
            place = row, column[skill]
            required[place], weight[place], must[place] = level, weighs, is_must
    return Profiles(required, weight, ceiling, must)
