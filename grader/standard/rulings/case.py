"""A case: one procurement, one bidder, one person, and what is known about the three."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from grader.errors import InputError
from grader.standard.rulings import words
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Tie:
    """What a person has, or had, to do with a company.

    Parameters
    ----------
    kind : str
        A word of `TIES`. ``contract`` means that the company itself advises the municipality.
    company : str
        Name of the company.
    since : date or None
        First day. None: not known, but before every day of the case.
    until : date, 'lasting' or 'unknown'
        Last day; for a contract the day on which it was completed.
    interrupted : bool
        Whether there were breaks inside, on days that are not known. Breaks on known days are several ties.
    """

    kind: str
    company: str
    since: date | None = None
    until: date | Literal["lasting", "unknown"] = "lasting"
    interrupted: bool = False

    def __post_init__(self) -> None:
        words.known([self.kind], words.TIES, Text("関係", "tie"))
        if isinstance(self.until, str):
            words.known([self.until], words.ENDS, Text("関係の終わり", "end of a tie"))
        if self.since and isinstance(self.until, date) and self.until < self.since:
            raise InputError(
                f"「{self.company}」との関係が、始まる前に終わっています。",
                f"The tie with “{self.company}” ends before it begins.",
            )


@dataclass(frozen=True, slots=True)
class Link:
    """What one company is to another: ``Link("A", "subsidiary_of", "B")``.

    Parameters
    ----------
    company : str
        The one.
    kind : str
        A word of `LINKS`.
    other : str
        The other.
    """

    company: str
    kind: str
    other: str

    def __post_init__(self) -> None:
        words.known([self.kind], words.LINKS, Text("企業間の関係", "link"))


@dataclass(frozen=True, slots=True)
class BidCase:
    """One question to a bid rule: whether a company may take part, and whether a person may act.

    What is not known is None or left out. It leads to “to be confirmed” where the answer depends on it.

    Parameters
    ----------
    bidder : str
        The company that bids or is to be given the contract, or is expected to.
    on : date
        Day of the bid or contract.
    procurement : str or None
        A word of `SCOPES`; None if not known.
    acts : tuple of str, or None
        What the person did in this procurement, words of `ACTS`. Empty: nothing at all. None: not known.
    ties : tuple of Tie
        The person and companies.
    links : tuple of Link
        Companies and companies.
    method : str or None
        A word of `METHODS`; None if not known.
    applied_on : date or None
        Day on which the person applied for the post; None if not known.
    acted_on : date or None
        Day on which the person acted in this procurement; None if not known.
    facts : mapping of str to (bool or None)
        Other facts that a rule asks for, by the name in the rule.
    exemption : mapping of str to (bool or None), or None
        Whether each condition of an exemption is met; None if nobody applies for one.
    """

    bidder: str
    on: date
    procurement: str | None = None
    acts: tuple[str, ...] | None = None
    ties: tuple[Tie, ...] = ()
    links: tuple[Link, ...] = ()
    method: str | None = None
    applied_on: date | None = None
    acted_on: date | None = None
    facts: Mapping[str, bool | None] = field(default_factory=dict)
    exemption: Mapping[str, bool | None] | None = None

    def __post_init__(self) -> None:
        words.known(self.values("scope") or (), words.SCOPES, Text("調達の種類", "procurement"))
        words.known(self.values("methods") or (), words.METHODS, Text("契約の方法", "method"))
        words.known(self.acts or (), words.ACTS, Text("行為", "act"))

    def values(self, aspect: str) -> frozenset[str] | None:
        """Return what the case says to one aspect of a clause.

        Parameters
        ----------
        aspect : {'scope', 'methods', 'acts'}
            The aspect.

        Returns
        -------
        frozenset of str or None
            Words; None if not known.
        """
        if aspect == "acts":
            return None if self.acts is None else frozenset(self.acts)
        value = self.procurement if aspect == "scope" else self.method
        return None if value is None else frozenset({value})

    def day(self, name: str) -> date | None:
        """Return one of the days that rules refer to.

        Parameters
        ----------
        name : str
            A word of `DAYS`.

        Returns
        -------
        date or None
            None if not known.
        """
        return {"procurement": self.on, "application": self.applied_on, "act": self.acted_on}[name]
