"""Bid rules as records: clauses made of the words of `words`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from grader.standard.model import Citation
    from grader.text import Text


@dataclass(frozen=True, slots=True)
class Named:
    """A condition in words, to which a case answers with true, false or nothing.

    Parameters
    ----------
    id : str
        The key under which the case answers.
    text : Text
        The condition.
    """

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A point that the source leaves open.

    Parameters
    ----------
    aspect : str
        A word of `ASPECTS`.
    values : tuple of str
        Words to which it applies; empty for the aspects ``judged_on``, ``breaks`` and ``ended``.
    question : Text
        What would have to be decided.
    """

    aspect: str
    values: tuple[str, ...]
    question: Text


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: when all that it names holds, its effect follows.

    Parameters
    ----------
    id : str
        Id by which a ruling cites it.
    text : Text
        The clause in one sentence, paraphrased.
    effect : {'barred', 'act_forbidden'}
        Whether the bidder is barred, or only the person may not act.
    scope, methods, acts, ties : frozenset of str, or None
        What it covers; None where it names nothing, so that everything is covered.
    reach : frozenset of str
        Which companies are concerned, seen from the company with which the person has a tie.
    toward : {'bidder', 'anyone'}
        Whether the tie must lead to the bidder.
    years_held : int
        How long the tie must have lasted; 0: any time.
    years_after : int or None
        For how many years after its end the tie still counts; None: for ever.
    judged_on : tuple of str
        Day on which the tie is looked at. Several days are several readings: they must agree.
    breaks : {'start_again', 'add_up', 'unsettled'}
        Whether interrupted ties are added up to reach `years_held`.
    facts : tuple of Named
        Facts that must be so.
    unsettled : tuple of Unsettled
        What the source leaves open.
    sources : tuple of Citation
        Where it stands, if not where the whole rule stands.
    """

    id: str
    text: Text
    effect: Literal["barred", "act_forbidden"]
    scope: frozenset[str] | None
    methods: frozenset[str] | None
    acts: frozenset[str] | None
    ties: frozenset[str] | None
    reach: frozenset[str]
    toward: Literal["bidder", "anyone"]
    years_held: int
    years_after: int | None
    judged_on: tuple[str, ...]
    breaks: Literal["start_again", "add_up", "unsettled"]
    facts: tuple[Named, ...]
    unsettled: tuple[Unsettled, ...]
    sources: tuple[Citation, ...]

    def certain(self, aspect: str) -> frozenset[str] | None:
        """Return what the clause surely covers in one aspect.

        Parameters
        ----------
        aspect : {'scope', 'methods', 'acts', 'ties', 'reach'}
            The aspect.

        Returns
        -------
        frozenset of str or None
            Words; None where everything is covered.
        """
        covered: frozenset[str] | None = getattr(self, aspect)
        return covered

    def open(self, aspect: str) -> tuple[Unsettled, ...]:
        """Return what the clause leaves open in one aspect.

        Parameters
        ----------
        aspect : str
            A word of `ASPECTS`.

        Returns
        -------
        tuple of Unsettled
            Empty if nothing.
        """
        return tuple(item for item in self.unsettled if item.aspect == aspect)

    def questions(self, aspect: str) -> tuple[Text, ...]:
        """Return the questions that the clause leaves open in one aspect.

        Parameters
        ----------
        aspect : str
            A word of `ASPECTS`.

        Returns
        -------
        tuple of Text
            Empty if nothing.
        """
        return tuple(item.question for item in self.open(aspect))


@dataclass(frozen=True, slots=True)
class BidRule:
    """One bid restriction.

    Parameters
    ----------
    id : str
        Id such as ``digital-agency``.
    name : Text
        Name.
    document : Text
        Kind of document in which it stands.
    consequence : Text
        What happens when it applies.
    clauses : tuple of Clause
        Any of them suffices.
    exemption : tuple of Named
        Conditions that must all be met to apply for an exemption; empty if there is none.
    valid_from, valid_until : date or None
        First and last day; None where the source names none.
    verification : str
        How it was checked.
    note : Text or None
        What a reader of a ruling must know about the rule.
    sources : tuple of Citation
        Where it stands.
    """

    id: str
    name: Text
    document: Text
    consequence: Text
    clauses: tuple[Clause, ...]
    exemption: tuple[Named, ...]
    valid_from: date | None
    valid_until: date | None
    verification: str
    note: Text | None
    sources: tuple[Citation, ...]
