"""Tombstones: what became of an id that is gone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.standard.files import Files
    from grader.standard.versions.delta import Change

Fate = Literal["exact", "merge", "split", "narrower", "none"]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The end of one id.

    Parameters
    ----------
    id : str
        The id that is gone; never used again.
    type : {'exact', 'merge', 'split', 'narrower', 'none'}
        Whether its successor means the same, unites several, is one of several, is a part of it; or none.
    replaced_by : tuple of str
        Ids of the successors.
    withdrawn_in : str
        Version in which it is gone.
    deprecated_in : str or None
        Version that announced it; None for what was only a draft.
    reason : Text
        Why.
    """

    id: str
    type: Fate
    replaced_by: tuple[str, ...]
    withdrawn_in: str
    deprecated_in: str | None
    reason: Text

    @property
    def told(self) -> Text:
        """Type, successors and reason in one line, such as ``split → A, B (…)``."""
        where = f"{self.type} → {', '.join(self.replaced_by) or '–'}"
        return Text(f"{where}（{self.reason.ja}）", f"{where} ({self.reason.en})")


def read_tombstones(files: Files) -> dict[str, Tombstone]:
    """Return the tombstones of a standard.

    Parameters
    ----------
    files : Files
        Files that have their shape.

    Returns
    -------
    dict of str to Tombstone
        By the id that is gone.
    """
    return {
        entry.data["id"]: Tombstone(
            id=entry.data["id"],
            type=entry.data["type"],
            replaced_by=tuple(entry.data["replaced_by"]),
            withdrawn_in=entry.data["withdrawn_in"],
            deprecated_in=entry.data.get("deprecated_in"),
            reason=Text(entry.data["reason"].get("ja", ""), entry.data["reason"].get("en", "")),
        )
        for entry in files.entries("tombstones")
    }


def turns_in_circles(id: str, tombstones: Mapping[str, Tombstone]) -> bool:
    """Tell whether the successors of an id lead back to it.

    Parameters
    ----------
    id : str
        An id that is gone.
    tombstones : mapping of str to Tombstone
        All tombstones by id.

    Returns
    -------
    bool
        True if no way along ``replaced_by`` that returns may be followed to an end.
    """
    seen: set[str] = set()
    ahead = list(tombstones[id].replaced_by)
    while ahead:
        successor = ahead.pop()
        if successor == id:
            return True
        if successor in tombstones and successor not in seen:
            seen.add(successor)
            ahead += tombstones[successor].replaced_by
    return False


def with_successors(
    changes: Iterable[Change], tombstones: Mapping[str, Tombstone]
) -> tuple[Change, ...]:
    """Tell of what was removed where it went.

    Parameters
    ----------
    changes : iterable of Change
        Changes between two releases.
    tombstones : mapping of str to Tombstone
        What became of ids.

    Returns
    -------
    tuple of Change
        The same; where an id was removed, `new` says how its successors relate to it.
    """
    return tuple(
        replace(change, new=tombstones[change.id].told)
        if change.happened == "removed" and change.id in tombstones
        else change
        for change in changes
    )
