"""What other frameworks say, beside ours: official personas, and how their ids relate to our skills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.standard.model import Verification
    from grader.text import Text


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of an official table, checked by a person who held the document.

    Parameters
    ----------
    section : {'duty', 'technical_skills', 'human_skills', 'experience', 'qualifications'}
        Part of the table.
    item : Text
        What the cell is about.
    text : Text or None
        What stands there; None where the table has only the item.
    mark : {'must', 'preferred', 'none', 'unclear'}
        How strongly the table asks for it.
    page : int
        Page of the document, from 1.
    verified_by, verified_on : str
        Who checked it, and the day (``YYYY-MM-DD``).
    """

    section: str
    item: Text
    text: Text | None
    mark: str
    page: int
    verified_by: str
    verified_on: str


@dataclass(frozen=True, slots=True)
class Persona:
    """What is known about one persona of an official standard; never a yardstick for people.

    Parameters
    ----------
    id : str
        Id with the edition, such as ``mic-2022:producer``.
    name : Text
        Name.
    verification : {'verified', 'secondary', 'recalled', 'none'}
        How it was checked; ``verified`` only if nothing is pending.
    disclaimer : Text
        That this is not official data.
    duties : tuple of (str, str, Text)
        Stage of the document, date, wording.
    main_skills : tuple of Text
        Main skills named by the sources.
    pending : tuple of str
        Parts of the official table that nobody here has seen whole.
    cells : tuple of Cell
        Cells of the official table that were checked, in the order of the file.
    """

    id: str
    name: Text
    verification: Verification
    disclaimer: Text
    duties: tuple[tuple[str, str, Text], ...]
    main_skills: tuple[Text, ...]
    pending: tuple[str, ...]
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One row of a crosswalk: how an id of another scheme relates to one of ours.

    Parameters
    ----------
    scheme : str
        Prefix of the other scheme, such as ``nice``.
    subject : str
        The other id, without its prefix.
    predicate : str
        SKOS predicate; ``skos:broadMatch`` means that ours is the broader one.
    skill : str
        Id of our skill.
    confidence : float
        0 to 1, the mapper's own.
    label : str
        Name of the other id; empty where its owner lets nobody repeat it.
    justification : str
        How the match was found, as a semapv term.
    verification : {'verified', 'secondary', 'recalled', 'none'}
        How the other id and its name were checked.
    """

    scheme: str
    subject: str
    predicate: str
    skill: str
    confidence: float
    label: str = ""
    justification: str = ""
    verification: str = "none"
