"""A round in which people choose among posts with seats, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.text import Text


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post that takes people in a round.

    Parameters
    ----------
    post : str
        Id.
    name : str
        Name, for reasons.
    seats : int
        People that it takes, 0 or more.
    points : mapping of str to float
        Points of each person that it may take; more come first. Who is not there does not fulfil the conditions.
    """

    post: str
    name: str
    seats: int
    points: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Round:
    """What people wish for, and what posts can take.

    Parameters
    ----------
    wishes : mapping of str to tuple of str
        By person: posts in order of preference. A post that is not named is not wanted at all.
    vacancies : mapping of str to Vacancy
        By post.
    seed : int
        Seed of the lottery among people with the same points.
    """

    wishes: Mapping[str, tuple[str, ...]]
    vacancies: Mapping[str, Vacancy]
    seed: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a round gave one person.

    Parameters
    ----------
    person : str
        Person id.
    post : str or None
        Post; None if none of those wished for.
    rank : int
        Rank of the wish granted, from 1; 0: none.
    lot : int
        Number drawn, from 1; a smaller one comes first among the same points.
    reason : Text
        Why, wish by wish.
    """

    person: str
    post: str | None
    rank: int
    lot: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of a round.

    Parameters
    ----------
    answers : mapping of str to Answer
        By person.
    unfilled : mapping of str to int
        By post: seats that nobody who wished for them could take, of posts that have some.
    seed : int
        Seed of the lottery; with the same seed the lottery can be drawn again before witnesses.
    """

    answers: Mapping[str, Answer]
    unfilled: Mapping[str, int] = field(default_factory=dict)
    seed: int = 0

    @property
    def matching(self) -> dict[str, str | None]:
        """Person to post."""
        return {person: answer.post for person, answer in self.answers.items()}
