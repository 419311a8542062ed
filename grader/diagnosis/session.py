"""One person's sitting: frozen, and the same for the same seed, answers and times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from grader.diagnosis.answers import category
from grader.diagnosis.selection import answered, begin, next_items, standing_of, stop_reasons

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.diagnosis.answers import Response
    from grader.diagnosis.items import ShortItem
    from grader.diagnosis.model import Model
    from grader.diagnosis.selection import Goal, Sitting, Stop
    from grader.standard import Requirement
    from grader.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class Diagnostic:
    """What a person sits: a track, for a role or for none.

    Parameters
    ----------
    track : str
        Domain of the standard.
    name : Text
        Its name.
    role : str or None
        Id of the role.
    role_name : Text or None
        Its name.
    requirements : mapping of str to Requirement
        What the role asks for in this track, by skill.
    skill_names : mapping of str to Text
        Names of the skills.
    ceilings : mapping of str to int
        Highest level of each skill that a diagnosis may show.
    model : Model
        The items.
    goal : Goal
        What is to be found out.
    """

    track: str
    name: Text
    role: str | None
    role_name: Text | None
    requirements: Mapping[str, Requirement]
    skill_names: Mapping[str, Text]
    ceilings: Mapping[str, int]
    model: Model
    goal: Goal


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer.

    Parameters
    ----------
    item : str
        Item id.
    response : float or tuple of int or None
        A number; positions of options; None for “I do not know”.
    """

    item: str
    response: Response


@dataclass(frozen=True, slots=True)
class Session:
    """A sitting so far.

    Parameters
    ----------
    seed : int
        Decides between items that tell about as much.
    answers : tuple of Answered
        In the order given.
    minutes : float
        Minutes spent up to the last answer.
    """

    seed: int
    answers: tuple[Answered, ...] = ()
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next.

    Parameters
    ----------
    item : ShortItem or None
        The next item; None when the sitting is over.
    number : int
        Its number, from 1.
    stop : str
        Why it is over; empty while it goes on.
    """

    item: ShortItem | None
    number: int
    stop: Stop


def sitting_of(diagnostic: Diagnostic, session: Session) -> Sitting:
    """Return what the answers so far say.

    Parameters
    ----------
    diagnostic : Diagnostic
        What is sat.
    session : Session
        The answers.

    Returns
    -------
    Sitting
        Of one person.
    """
    model, sitting = diagnostic.model, begin(diagnostic.model)
    places = {item.id: place for place, item in enumerate(model.items)}
    for answer in session.answers:
        place = places[answer.item]
        got = category(model.items[place], answer.response, part=model.settings.part)
        sitting = answered(model, sitting, np.array([place]), np.array([got]))
    return sitting


def next_step(diagnostic: Diagnostic, session: Session, *, minutes: float | None = None) -> Step:
    """Choose the next item, or end the sitting.

    Parameters
    ----------
    diagnostic : Diagnostic
        What is sat.
    session : Session
        The answers so far.
    minutes : float, optional
        Minutes since the beginning; those of the last answer if not given.

    Returns
    -------
    Step
        The same for the same session.
    """
    model, goal = diagnostic.model, diagnostic.goal
    standing = standing_of(model, sitting_of(diagnostic, session))
    number = len(session.answers) + 1
    spent = session.minutes if minutes is None else minutes
    stop: Stop = stop_reasons(model, goal, standing, spent).tolist()[0]
    if stop:
        return Step(None, number, stop)
    draw = np.random.default_rng([session.seed, number]).random(1)
    return Step(model.items[int(next_items(model, goal, standing, draw)[0])], number, "")


def with_answer(session: Session, item: str, response: Response, *, minutes: float) -> Session:
    """Add an answer.

    Parameters
    ----------
    session : Session
        The answers so far.
    item : str
        Item id.
    response : float or tuple of int or None
        The answer.
    minutes : float
        Minutes since the beginning.

    Returns
    -------
    Session
        With one answer more.
    """
    answers = (*session.answers, Answered(item, response))
    return replace(session, answers=answers, minutes=max(session.minutes, minutes))
