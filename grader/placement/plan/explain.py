"""A person in a plan, told in sentences that can be read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.placement.plan.sentences import (
    fit_sentence,
    growth_sentence,
    must_sentence,
    next_best_sentence,
    points_sentence,
)
from grader.placement.plan.words import Names

if TYPE_CHECKING:
    from grader.placement.plan.model import Placed, Plan
    from grader.placement.problem.model import Problem
    from grader.standard import Standard
    from grader.text import Text


def explain_person(
    plan: Plan, problem: Problem, standard: Standard, person: str
) -> tuple[Text, ...]:
    """Tell why a person is placed there: reason, score, fit, must-haves, growth, the next best post, what to look at.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    standard : Standard
        Names of skills.
    person : str
        Person id.

    Returns
    -------
    tuple of Text
        Whole sentences, in the order in which they are read.

    Raises
    ------
    InputError
        If the plan does not speak of this person.
    """
    found = [placed for placed in plan.placed if placed.person == person]
    if not found:
        raise InputError(
            f"案「{plan.name}」に「{person}」さんは出てきません。受講者番号を確かめてください。",
            f"Plan {plan.name} does not speak of {person}. Check the person id.",
        )
    names = Names(problem, standard)
    return tuple(sentence for placed in found for sentence in _told(placed, names))


def _told(placed: Placed, names: Names) -> list[Text]:
    post = names.posts.get(placed.after or "")
    told = (
        placed.reason,
        points_sentence(placed),
        fit_sentence(placed, post),
        must_sentence(placed, post, names),
        growth_sentence(placed, post),
        next_best_sentence(placed.next_best, names),
        *(flag.text for flag in placed.flags),
    )
    return [sentence for sentence in told if sentence is not None]
