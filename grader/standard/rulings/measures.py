"""Everything that is no bid restriction: pledges, access, side jobs, coverage of skills, funding, statistics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from grader.standard.model import Citation
    from grader.text import Text

Suitability = Literal["suitable", "hard", "unsuitable", "conditional", "to_be_confirmed"]


@dataclass(frozen=True, slots=True)
class PledgeForm:
    """A pledge that people sign.

    Parameters
    ----------
    id : str
        Id such as ``digital-agency``.
    name : Text
        Name.
    items : mapping of str to Text
        What is promised, by id, in the order of the form.
    refers_to : tuple of Text
        Documents that the form names.
    sources : tuple of Citation
        Where it stands.
    """

    id: str
    name: Text
    items: Mapping[str, Text]
    refers_to: tuple[Text, ...]
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """One item of a pledge that somebody signed.

    Parameters
    ----------
    item : str
        Id of the item.
    signed_on : date or None
        Day of the signature; None if not known.
    expires_on : date or None
        Last day on which it holds; None if it does not expire.
    version : str or None
        Version of the form; None if not known.
    """

    item: str
    signed_on: date | None
    expires_on: date | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class PledgeGap:
    """An item that does not hold on the day in question.

    Parameters
    ----------
    item : str
        Id of the item.
    name : Text
        Its name.
    state : {'not_signed', 'not_yet', 'expired', 'other_version', 'to_be_confirmed'}
        Why.
    label : Text
        The state in words.
    """

    item: str
    name: Text
    state: str
    label: Text


@dataclass(frozen=True, slots=True)
class AccessLimit:
    """One limit to what an external or side-job person may see or do.

    Parameters
    ----------
    id : str
        Id.
    name, description : Text
        What it is.
    applies_to : tuple of str
        Kinds of information or situations.
    status : {'practised', 'open'}
        Whether a source practises it, or calls it a task for the future.
    sources : tuple of Citation
        Where it stands.
    """

    id: str
    name: Text
    description: Text
    applies_to: tuple[str, ...]
    status: str
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class SideJob:
    """Whether a kind of security work suits a side job.

    Parameters
    ----------
    id : str
        Id of the work.
    name : Text
        The work.
    suitability : {'suitable', 'hard', 'unsuitable', 'conditional', 'to_be_confirmed'}
        ``conditional`` in the rulebook; in an answer the condition has been looked at.
    reason : Text
        Why.
    condition : Text or None
        On what it depends.
    sources : tuple of Citation
        Where it stands.
    """

    id: str
    name: Text
    suitability: Suitability
    reason: Text
    condition: Text | None
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class CoverageRule:
    """When the cover of a skill is thin.

    Parameters
    ----------
    id : str
        Id.
    name : Text
        Name.
    holders : int
        It applies where exactly so many people hold the skill at the required level.
    unless_backed_up : bool
        Whether a named successor or outside partner lifts the alert.
    message, remedy : Text
        What to say to the organisation. Never about a person.
    sources : tuple of Citation
        Where it comes from.
    """

    id: str
    name: Text
    holders: int
    unless_backed_up: bool
    message: Text
    remedy: Text
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class CoverageAlert:
    """A skill whose cover is thin. It speaks about the organisation and names nobody.

    Parameters
    ----------
    rule : str
        Id of the coverage rule.
    skill : str
        Id of the skill.
    level : int
        Level required.
    holders : int
        People known to hold it at that level.
    unassessed : int
        People whose level of it is not known; assessing them may lift the alert.
    message, remedy : Text
        What to say to the organisation.
    """

    rule: str
    skill: str
    level: int
    holders: int
    unassessed: int
    message: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class CostItem:
    """A kind of cost that a grant covers.

    Parameters
    ----------
    id : str
        Id.
    name : Text
        Name.
    since : date or None
        First day of the fiscal year from which it is covered.
    cap_yen : int or None
        Most that counts, in yen; None if there is no limit.
    """

    id: str
    name: Text
    since: date | None
    cap_yen: int | None


@dataclass(frozen=True, slots=True)
class GrantRule:
    """A funding rule.

    Parameters
    ----------
    id : str
        Id.
    name : Text
        Name.
    bodies : tuple of str
        Who may get it.
    rate : float
        Share of the cost, 0 to 1.
    items : tuple of CostItem
        Covered cost.
    valid_from, valid_until : date or None
        First and last day.
    expiry_note : Text or None
        What is known about the time after it.
    sources : tuple of Citation
        Where it stands.
    """

    id: str
    name: Text
    bodies: tuple[str, ...]
    rate: float
    items: tuple[CostItem, ...]
    valid_from: date | None
    valid_until: date | None
    expiry_note: Text | None
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Grant:
    """What the formula of a funding rule gives.

    Parameters
    ----------
    amount_yen : int
        Amount in yen, rounded down.
    in_force : bool
        Whether the rule is in force on the day asked for. If not, the amount is what the formula would give.
    warnings : tuple of Text
        What must be told with the amount.
    sources : tuple of Citation
        Where the rule stands.
    """

    amount_yen: int
    in_force: bool
    warnings: tuple[Text, ...]
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a statistic.

    Parameters
    ----------
    id : str
        Id within the statistic.
    name : Text
        What was counted.
    value : int or float
        The number, in the unit of the statistic.
    of : int or None
        Denominator of the percentage.
    percent : float or None
        Percentage as published.
    about : str or None
        ``about``, ``at_least`` or ``at_most`` where the source gives no exact number.
    """

    id: str
    name: Text
    value: float
    of: int | None
    percent: float | None
    about: str | None


@dataclass(frozen=True, slots=True)
class Statistic:
    """Figures of one survey, with their day and their sources.

    Parameters
    ----------
    id : str
        Id.
    name : Text
        Name.
    as_of : str or None
        Day or month that the figures describe.
    unit : Text
        Unit.
    figures : mapping of str to Figure
        By id.
    verification : str
        How they were checked.
    contradiction : Text or None
        Where the source disagrees with itself.
    note : Text or None
        What a reader must know.
    sources : tuple of Citation
        Where they stand.
    """

    id: str
    name: Text
    as_of: str | None
    unit: Text
    figures: Mapping[str, Figure]
    verification: str
    contradiction: Text | None
    note: Text | None
    sources: tuple[Citation, ...]
