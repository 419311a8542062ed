"""What a role and a placement ask of whoever goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.standard import role_in_context

if TYPE_CHECKING:
    from grader.standard import Requirement, Standard


def asked_of(
    standard: Standard, *, role: str | None = None, placement: str | None = None, context: str = ""
) -> tuple[Requirement, ...]:
    """Return what a placement asks for, a role, or both.

    Parameters
    ----------
    standard : Standard
        The standard.
    role : str, optional
        Id of a role; that of the placement if not given.
    placement : str, optional
        Id of a placement.
    context : str
        Kind of municipality, for the levels of the role; empty for the role as it is.

    Returns
    -------
    tuple of Requirement
        The placement's own requirements first, then those of the role: with a placement those for people from outside
        the place, without one those for internal staff. Ids that the standard does not have ask for nothing.
    """
    place = standard.placements.get(placement or "")
    asked = standard.roles.get(role or (place.role if place else None) or "")
    own = place.requires if place else ()
    if asked is None:
        return own
    origin = "external" if place else "internal"
    needs = role_in_context(asked, context).requirements
    return (*own, *(need for need in needs if origin in need.applies_to))
