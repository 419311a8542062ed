"""What if somebody went elsewhere: the loss by goal, as a bound at once or exactly on demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.plan.hand import check_pair
from grader.placement.plan.reasons import shut_out_text
from grader.placement.plan.sentences import cost_text
from grader.placement.plan.words import Names
from grader.placement.rules.pair_words import why_not
from grader.text import Text

if TYPE_CHECKING:
    from grader.placement.plan.make import Made

NOT_LOOKED_AT = Text(
    "この組合せは候補に入っていません。確定（pin）を加えて案を作り直すと確かめられます。",
    "This pair was not among the candidates. Pin it and make the plan again to find out.",
)
_ANYWAY = Text("", "")
_UNLESS = Text("（前の順位の目標が悪化しない場合）", ", unless a goal before it gets worse")
NO_PLAN = Text("この配置を含む案はありません。", "There is no plan with this placement.")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What it would cost to place a person elsewhere.

    Parameters
    ----------
    person, post : str
        Ids.
    possible : bool
        Whether the pair can be used at all.
    cost : tuple of (str, float)
        Loss by goal; empty where it is not possible. A bound ends with the first goal that must get worse.
    exact : bool
        Whether the plan was solved again for it; else these are lower bounds.
    text : Text
        The answer in a sentence.
    """

    person: str
    post: str
    possible: bool
    cost: tuple[tuple[str, float], ...]
    exact: bool
    text: Text


def what_if(made: Made, person: str, post: str, *, exact: bool = False) -> WhatIf:
    """Ask what it would cost to place a person in a post in the first year.

    Parameters
    ----------
    made : Made
        The plan.
    person, post : str
        Ids.
    exact : bool
        Whether to solve once more; else the answer is a lower bound, at once.

    Returns
    -------
    WhatIf
        Loss by goal, or which rules shut the pair out.

    Raises
    ------
    InputError
        If the person or the post is unknown.
    PlanError
        If the exact answer was asked for and no plan has this placement.
    """
    check_pair(made.problem, person, post)
    pair = _pair(made, person, post)
    if pair is None:
        shut = why_not(made.problem, made.standard, person=person, post=post)
        return _impossible(person, post, shut_out_text(shut) if shut else NOT_LOOKED_AT)
    if made.solution.values[pair] > 0.5:  # noqa: PLR2004  # whole numbers
        there = Text("この案の配置のとおりです。", "That is what the plan does.")
        return WhatIf(person, post, possible=True, cost=(), exact=True, text=there)
    least = made.warm.least(pair)
    if any(np.isinf(loss) for _, loss in least):
        return _impossible(person, post, NO_PLAN)
    cost = made.warm.exact([pair]) if exact else least
    told, note = cost_text(cost, exact=exact), _ANYWAY
    if not exact and len(cost) > 1 and cost[-1][1] > 0:
        note = _UNLESS
    place = Names(made.problem, made.standard).place(post)
    text = Text(
        f"{place}へ移すと、{told.ja}{note.ja}。", f"Going to {place} instead: {told.en}{note.en}."
    )
    return WhatIf(person, post, possible=True, cost=cost, exact=exact, text=text)


def _impossible(person: str, post: str, text: Text) -> WhatIf:
    return WhatIf(person, post, possible=False, cost=(), exact=True, text=text)


def _pair(made: Made, person: str, post: str) -> int | None:
    board, problem = made.board, made.problem
    who = next(k for k, one in enumerate(problem.people) if one.person == person)
    where = next(k for k, one in enumerate(problem.posts) if one.id == post)
    found = np.flatnonzero((board.person == who) & (board.post == where) & (board.year == 0))
    return int(found[0]) if len(found) else None
