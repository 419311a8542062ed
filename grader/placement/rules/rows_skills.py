"""Skills that a post must keep: people with a level, levels in sum, and the only holder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.problem.pairs import present_posts
from grader.placement.rules.model import Subject
from grader.placement.rules.rows_base import (
    at_least,
    is_main,
    pairs_by,
    places,
    stacked,
    years_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from grader.placement.problem.board import Board
    from grader.placement.problem.model import Candidate, SkillNeed
    from grader.placement.rules.model import PlanRule, Rows

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.intp]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One need of one post in one year."""

    post: int
    year: int
    need: SkillNeed

    @property
    def key_level(self) -> int:
        """Level that makes somebody a holder; where only the sum counts, any level does."""
        return max(1, self.need.level)


def level_held(person: Candidate, skill: str, met: float) -> int:
    """Return the highest level that a person holds for the purposes of a plan.

    Parameters
    ----------
    person : Candidate
        The person.
    skill : str
        Id of the skill.
    met : float
        How sure the level must be, 0 to 1.

    Returns
    -------
    int
        Highest level l with P(level ≥ l) ≥ met, and not above the hardest task taken; 0 without evidence.
    """
    sure = sum(p >= met for p in person.levels.get(skill, ()))
    return min(sure, person.hardest.get(skill, 0))


def levels_held(board: Board, skills: Iterable[str]) -> dict[str, Ints]:
    """Return the levels that everybody holds.

    Parameters
    ----------
    board : Board
        The pairs, and the people.
    skills : iterable of str
        Ids of skills.

    Returns
    -------
    dict of str to ndarray of int, shape (people,)
        By skill: `level_held` of each person who works; 0 for people on leave.
    """
    people, met = board.problem.people, board.problem.policy.met
    return {
        skill: np.array(
            [level_held(one, skill, met) * one.movable for one in people], dtype=np.intp
        )
        for skill in sorted(set(skills))
    }


def people_with_skill(board: Board, rule: PlanRule) -> Rows | None:
    """P008: enough people of a post have a skill at the level asked for.

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        A row for each such need and year: people who hold the level + shortage ≥ people.
    """
    return _need_rows(
        board,
        rule,
        needed=lambda need: need.people if need.level else 0,
        worth=lambda need, held: (held >= need.level).astype(np.float64),
    )


def sum_of_skill(board: Board, rule: PlanRule) -> Rows | None:
    """P009: the levels of the people of a post reach a sum.

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        A row for each such need and year: Σ level held + shortage ≥ total.

    Notes
    -----
    A single level above the total counts as the total: the same plans, and a tighter relaxation.
    """
    return _need_rows(
        board,
        rule,
        needed=lambda need: need.total,
        worth=lambda need, held: np.minimum(held, need.total).astype(np.float64),
    )


def only_holder(board: Board, rule: PlanRule) -> Rows | None:
    """P010: the last holder of a key skill does not leave without a successor (ひとり情シス).

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        A row for each post whose key skill somebody in the post holds today, and one for each key skill whose
        holders could all go away on secondment; year 0.

    Notes
    -----
    Holders who stay in the post or arrive there + shortage ≥ 1, whether one or several hold the skill today. A post
    where nobody holds it has nobody to lose; filling it is P008. Holders anywhere in the organisation + shortage ≥ 1,
    unless the row of a post inside already says so.
    """
    asked = [one for one in _asked(board, years=1) if one.need.key]
    held = levels_held(board, (one.need.skill for one in asked))
    present = present_posts(board.problem)
    in_posts = [
        one for one in asked if (held[one.need.skill][present == one.post] >= one.key_level).any()
    ]
    lost = _could_be_lost(board, asked, in_posts, held)
    at = pairs_by(places(board), years_of(board) * len(board.problem.posts))
    home = np.flatnonzero(_at_home(board) & (board.year == 0))
    rows = [_holding(board, at(one.post), held[one.need.skill], one.key_level) for one in in_posts]
    rows += [_holding(board, home, held[skill], level) for skill, level in lost]
    subjects = [_subject(board, one, one.key_level) for one in in_posts]
    subjects += [Subject(skill=skill, level=level) for skill, level in lost]
    matrix = stacked(rows, [np.ones(len(row)) for row in rows], len(board))
    return at_least(rule, matrix, np.ones(len(rows)), subjects)


def _asked(board: Board, *, years: int) -> list[_Asked]:
    return [
        _Asked(index, year, need)
        for year in range(years)
        for index, post in enumerate(board.problem.posts)
        for need in post.needs
    ]


def _subject(board: Board, asked: _Asked, level: int) -> Subject:
    post = board.problem.posts[asked.post].id
    return Subject(post=post, skill=asked.need.skill, level=level, year=asked.year)


def _need_rows(
    board: Board,
    rule: PlanRule,
    *,
    needed: Callable[[SkillNeed], int],
    worth: Callable[[SkillNeed, Ints], Floats],
) -> Rows | None:
    years, posts = years_of(board), len(board.problem.posts)
    asked = [one for one in _asked(board, years=years) if needed(one.need) > 0]
    held = levels_held(board, (one.need.skill for one in asked))
    at = pairs_by(places(board), years * posts)
    rows, values = [], []
    for one in asked:
        pairs = at(one.year * posts + one.post)
        value = worth(one.need, held[one.need.skill][board.person[pairs]])
        rows.append(pairs[value > 0])
        values.append(value[value > 0])
    limits = np.array([needed(one.need) for one in asked], dtype=np.float64)
    subjects = [_subject(board, one, one.need.level) for one in asked]
    return at_least(rule, stacked(rows, values, len(board)), limits, subjects)


def _holding(board: Board, pairs: Ints, held: Ints, level: int) -> Ints:
    return pairs[held[board.person[pairs]] >= level]


def _at_home(board: Board) -> Bools:
    inside = np.array([post.kind == "rotation" for post in board.problem.posts], dtype=np.bool_)
    return inside[board.post]


def _could_be_lost(
    board: Board, asked: Sequence[_Asked], in_posts: Sequence[_Asked], held: Mapping[str, Ints]
) -> list[tuple[str, int]]:
    """Return the key skills that somebody in the organisation holds today and nobody may hold afterwards."""
    posts = board.problem.posts
    inside = [one for one in in_posts if posts[one.post].kind == "rotation"]
    kept = {(one.need.skill, level) for one in inside for level in range(1, one.key_level + 1)}
    wanted = sorted({(one.need.skill, one.key_level) for one in asked} - kept)
    today, can_go = _staff_at_home(board), _can_go_away(board)
    holders = {(skill, level): today & (held[skill] >= level) for skill, level in wanted}
    return [key for key in wanted if holders[key].any() and can_go[holders[key]].all()]


def _staff_at_home(board: Board) -> Bools:
    inside = np.array([*(p.kind == "rotation" for p in board.problem.posts), False], dtype=np.bool_)
    return inside[present_posts(board.problem)]


def _can_go_away(board: Board) -> Bools:
    """Tell who leaves for good, or has a main place outside to go to."""
    away = np.array([one.leaves for one in board.problem.people], dtype=np.bool_)
    away[board.person[is_main(board) & ~_at_home(board) & (board.year == 0)]] = True
    return away
