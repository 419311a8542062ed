"""Answers to single conditions: yes, no, or a question; and how they combine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.text import Text


class Truth(IntEnum):
    """Kleene's three values; “and” is the least, “or” the greatest."""

    NO = 0
    UNKNOWN = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a condition.

    Parameters
    ----------
    truth : Truth
        Whether it holds.
    why : tuple of Text
        Reasons for a yes or a no; the open questions if unknown.
    """

    truth: Truth
    why: tuple[Text, ...] = ()


def yes(*why: Text) -> Answer:
    """Say that a condition holds.

    Parameters
    ----------
    *why : Text
        Reasons.

    Returns
    -------
    Answer
        A yes.
    """
    return Answer(Truth.YES, why)


def no(*why: Text) -> Answer:
    """Say that a condition does not hold.

    Parameters
    ----------
    *why : Text
        Reasons.

    Returns
    -------
    Answer
        A no.
    """
    return Answer(Truth.NO, why)


def unknown(*questions: Text) -> Answer:
    """Say what would have to be known.

    Parameters
    ----------
    *questions : Text
        The questions.

    Returns
    -------
    Answer
        Neither yes nor no.
    """
    return Answer(Truth.UNKNOWN, questions)


def all_of(answers: Iterable[Answer]) -> Answer:
    """Combine conditions that must all hold.

    Parameters
    ----------
    answers : iterable of Answer
        At least one.

    Returns
    -------
    Answer
        The least of them, with what those said that decided. A question next to a no is not asked.
    """
    listed = list(answers)
    return _those(listed, min(answer.truth for answer in listed))


def any_of(answers: Iterable[Answer]) -> Answer:
    """Combine conditions of which one suffices.

    Parameters
    ----------
    answers : iterable of Answer
        At least one.

    Returns
    -------
    Answer
        The greatest of them, with what those said that decided. A question next to a yes is not asked.
    """
    listed = list(answers)
    return _those(listed, max(answer.truth for answer in listed))


def agreed(answers: Iterable[Answer], question: Iterable[Text]) -> Answer:
    """Combine the answers under several readings of a text.

    Parameters
    ----------
    answers : iterable of Answer
        One for each reading, at least one.
    question : iterable of Text
        Which reading is meant; asked where one says yes and another no.

    Returns
    -------
    Answer
        The common answer, or unknown if there is none.
    """
    listed = list(answers)
    truths = {answer.truth for answer in listed}
    if len(truths) == 1:
        return all_of(listed)
    open_ones = [q for answer in listed if answer.truth is Truth.UNKNOWN for q in answer.why]
    return unknown(*open_ones, *(question if {Truth.NO, Truth.YES} <= truths else ()))


def at_most_unknown(answer: Answer, questions: Iterable[Text]) -> Answer:
    """Weaken a yes that rests on something that the text leaves open.

    Parameters
    ----------
    answer : Answer
        The answer if the open point were settled in favour of a yes.
    questions : iterable of Text
        The open point.

    Returns
    -------
    Answer
        Never a yes.
    """
    if answer.truth is Truth.NO:
        return answer
    return unknown(*questions, *(answer.why if answer.truth is Truth.UNKNOWN else ()))


def _those(answers: list[Answer], truth: Truth) -> Answer:
    told = dict.fromkeys(text for a in answers if a.truth is truth for text in a.why)
    return Answer(truth, tuple(told))
