"""Evidence that no notebook gives: qualifications, supervisors' observations, documents, past postings.

It stands beside the measured level and never enters it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from grader.standard.qualifications import whole_months

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from grader.standard.model import Standard

Kind = Literal["qualification", "registration", "observation", "document", "placement"]
KINDS: tuple[Kind, ...] = get_args(Kind)
State = Literal["not_yet", "valid", "expiring", "expired", "to_confirm"]
STATES: tuple[State, ...] = get_args(State)
Agreement = Literal["one_rater", "agree", "disagree"]

EXPIRING_DAYS = 90
"""So many days before its end an office is told that evidence is about to expire."""
RATERS = 2
"""Supervisors whose observations are more than one person's word."""
APART = 1
"""Levels by which raters may differ and still agree."""


@dataclass(frozen=True, slots=True)
class OtherEvidence:
    """One row of the file of other evidence.

    Parameters
    ----------
    person : str
        Person id.
    kind : {'qualification', 'registration', 'observation', 'document', 'placement'}
        A pass of an examination, an entry in its register, a supervisor's observation, a document made at work,
        a past posting.
    skills : tuple of str
        Ids of the skills that it says something of; exactly one for an observation, none for a qualification
        of which nobody has said.
    level : int or None
        Level observed, 0 to 4, by the skill's level statements; None for every other kind.
    title : str
        Id of the qualification, or the name of a document or posting; may be empty for an observation.
    day : date
        Day of the pass, registration, observation, document, or end of the posting.
    until : date or None
        Last day on which it is valid; None if its papers name none.
    rater : str
        Who observed; empty for other kinds.
    grounds : str
        What was seen, or where the papers are kept; may be empty except for an observation.
    """

    person: str
    kind: Kind
    skills: tuple[str, ...]
    level: int | None
    title: str
    day: date
    until: date | None = None
    rater: str = ""
    grounds: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """What supervisors together say of one skill of one person.

    Parameters
    ----------
    low, high : int
        Lowest and highest level observed. They are never averaged.
    raters : int
        Number of raters.
    agreement : {'one_rater', 'agree', 'disagree'}
        Whether it is one person's word, or whether the levels differ by more than one.
    """

    low: int
    high: int
    raters: int
    agreement: Agreement


def state_on(evidence: OtherEvidence, day: date, *, months: int | None = None) -> State:
    """Say what evidence amounts to on a day.

    Parameters
    ----------
    evidence : OtherEvidence
        The evidence.
    day : date
        The day.
    months : int, optional
        Months after which such evidence is usually renewed, as `usual_months` says; None if it does not age.

    Returns
    -------
    {'not_yet', 'valid', 'expiring', 'expired', 'to_confirm'}
        `not_yet` before its day; `expired` after its last day, which still counts; `expiring` in the last 90
        days. Without a last day it is `to_confirm` once the usual time is over: nobody has said that it ended.
    """
    if day < evidence.day:
        return "not_yet"
    if evidence.until is None:
        aged = months is not None and whole_months(evidence.day, day) >= months
        return "to_confirm" if aged else "valid"
    left = (evidence.until - day).days
    return "expired" if left < 0 else "expiring" if left <= EXPIRING_DAYS else "valid"


def usual_months(evidence: OtherEvidence, standard: Standard, skill: str = "") -> int | None:
    """Return after how many months evidence is usually renewed.

    Parameters
    ----------
    evidence : OtherEvidence
        The evidence.
    standard : Standard
        Times of renewal of registrations, and times after which evidence of a skill should be renewed.
    skill : str, optional
        Skill for which the evidence is looked at.

    Returns
    -------
    int or None
        None if it does not age, as a pass; 0 for a registration whose time is not known.
    """
    if evidence.kind == "qualification":
        return None
    if evidence.kind == "registration":
        exam = standard.qualifications.get(evidence.title)
        return exam.renewal.months if exam and exam.renewal else 0
    known = standard.skills.get(skill)
    return known.validity_months if known else None


def in_force(
    rows: Iterable[OtherEvidence], standard: Standard, skill: str, day: date
) -> tuple[OtherEvidence, ...]:
    """Keep what counts on a day.

    Parameters
    ----------
    rows : iterable of OtherEvidence
        Evidence of one skill.
    standard : Standard
        Knows after what time evidence of the skill is usually renewed.
    skill : str
        The skill.
    day : date
        The day.

    Returns
    -------
    tuple of OtherEvidence
        In the order given: what is valid, also what is about to expire.
    """
    return tuple(
        row
        for row in rows
        if state_on(row, day, months=usual_months(row, standard, skill)) in {"valid", "expiring"}
    )


def newest_by_rater(observations: Iterable[OtherEvidence]) -> tuple[OtherEvidence, ...]:
    """Keep the newest observation of each rater.

    Parameters
    ----------
    observations : iterable of OtherEvidence
        Observations of one skill of one person.

    Returns
    -------
    tuple of OtherEvidence
        By rater.
    """
    newest = {who_key(one.rater): one for one in sorted(observations, key=lambda one: one.day)}
    return tuple(newest[key] for key in sorted(newest))


def panel(observations: Iterable[OtherEvidence]) -> Panel | None:
    """Put together what raters observed of one skill of one person.

    Parameters
    ----------
    observations : iterable of OtherEvidence
        Those that count on the day in question; of each rater the newest is taken.

    Returns
    -------
    Panel or None
        None without any.
    """
    levels = [one.level for one in newest_by_rater(observations) if one.level is not None]
    if not levels:
        return None
    low, high = min(levels), max(levels)
    agreed: Agreement = "agree" if high - low <= APART else "disagree"
    return Panel(low, high, len(levels), agreed if len(levels) >= RATERS else "one_rater")


def who_key(name: str) -> str:
    """Return a form of a name or person id by which two writings of it are the same.

    Parameters
    ----------
    name : str
        As somebody wrote it.

    Returns
    -------
    str
        Without spaces, width and case.

    Examples
    --------
    >>> who_key("Aoba  Hanako")
    'aobahanako'
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()
