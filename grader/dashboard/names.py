"""Names of skills, roles and levels out of the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.dashboard.view import Names

if TYPE_CHECKING:
    from grader.standard.model import Standard


def names_of(standard: Standard, *, notebook_ceiling: int) -> Names:
    """Take from the standard what the pages print.

    Parameters
    ----------
    standard : Standard
        The standard.
    notebook_ceiling : int
        Highest level that any notebook can show; a skill's own ceiling may be lower.

    Returns
    -------
    Names
        Names and statements, in the order of the standard.
    """
    return Names(
        skills={key: skill.name for key, skill in standard.skills.items()},
        statements={
            (key, level.level): level.statement
            for key, skill in standard.skills.items()
            for level in skill.levels
        },
        roles={key: role.name for key, role in standard.roles.items()},
        ceilings={
            key: min(skill.auto_ceiling, notebook_ceiling) for key, skill in standard.skills.items()
        },
        levels=tuple(
            (level.level, level.name)
            for level in sorted(standard.scale.levels, key=lambda one: one.level)
        ),
        disclaimer=standard.disclaimer,
        places={key: place.name for key, place in standard.placements.items()},
    )
