"""Make a plan: from a problem to people in posts, with reasons and shortages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

import grader
from grader.placement.plan.change import placements
from grader.placement.plan.model import Plan
from grader.placement.plan.placing import Placing
from grader.placement.plan.shortages import missing, shortages
from grader.placement.plan.words import Names
from grader.placement.problem.document import problem_sha256
from grader.placement.problem.pairs import is_beside
from grader.placement.program import Blocking, Session, Solution, assemble, solve
from grader.placement.program.exact import TOLERANCE, completed, violation
from grader.placement.rules.make_board import make_board
from grader.placement.rules.pairs import pair_rules
from grader.placement.rules.rows import row_rules
from grader.placement.rules.rows_hand import differs
from grader.placement.rules.years import over_years
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from grader.placement.plan.model import Placed
    from grader.placement.plan.shortages import Missing
    from grader.placement.problem.board import Board
    from grader.placement.problem.model import Problem
    from grader.placement.program import Limits, Losses, Program
    from grader.placement.rules.model import Charge
    from grader.standard import Standard

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Placements = tuple[tuple[str, int, str], ...]
    Told = Callable[[Text, int, int], None]

BOARD = Text("候補を調べています", "Looking at pairs")
GOALS = Text("案を求めています", "Solving")
BLOCKED = Text("不足の原因を調べています", "Finding what stands in the way")
REASONS = Text("理由を書いています", "Writing reasons")
MOST_QUESTIONS = 10
"""For so many shortages, the heaviest, the rules that stand in the way are worked out."""


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A plan, and what is needed to go on working with it.

    Parameters
    ----------
    problem : Problem
        The problem.
    standard : Standard
        The standard.
    board : Board
        The pairs.
    program : Program
        The program.
    solution : Solution
        Its solution.
    plan : Plan
        The plan.
    warm : Session
        Its linear program, ready for questions.
    limits : Limits
        Limits of the solver.
    """

    problem: Problem
    standard: Standard
    board: Board
    program: Program
    solution: Solution
    plan: Plan
    warm: Session
    limits: Limits


def make_plan(
    problem: Problem,
    standard: Standard,
    *,
    name: str,
    limits: Limits,
    progress: Told | None = None,
) -> Made:
    """Make the best plan for a problem.

    Parameters
    ----------
    problem : Problem
        People, posts and policy.
    standard : Standard
        The standard with its rulebook.
    name : str
        Name of the plan.
    limits : Limits
        Seconds, gap and threads; the seed is that of the problem.
    progress : callable, optional
        Takes the step, how much of it is done, and how much there is.

    Returns
    -------
    Made
        The plan, and what is needed to go on. The same for the same problem, standard and limits, unless the time runs
        out.

    Raises
    ------
    InputError
        If the policy or the standard cannot be used.
    PlanError
        If hard rules contradict each other.
    """
    told = progress or (lambda *_: None)
    limits = replace(limits, seed=problem.seed)
    told(BOARD, 0, 1)
    board, complete, charges, program = _prepared(problem, standard)
    told(BOARD, 1, 1)
    told(GOALS, 0, 1)
    solution = solve(program, limits=limits, start=_start(program, announced_pairs(board)))
    warm = Session(program, solution, limits)
    told(GOALS, 1, 1)
    found = missing(board, program, charges, solution.values)
    blocked = _blocked(program, solution, found, told)
    told(REASONS, 0, 1)
    plan = Plan(
        name=name,
        appointed_on=problem.appointed_on,
        years=problem.years,
        engine=grader.__version__,
        solver=_solver(),
        input_sha256=problem_sha256(problem),
        seed=problem.seed,
        stages=solution.stages,
        placed=_placed(board, solution, standard, warm.losses, blocked),
        shortages=shortages(found, blocked, Names(problem, standard)),
        pairs=len(board),
        complete=complete,
        seconds=limits.seconds,
        gap=limits.gap,
        threads=limits.threads,
    )
    told(REASONS, 1, 1)
    return Made(problem, standard, board, program, solution, plan, warm, limits)


def taken_up(plan: Plan, problem: Problem, standard: Standard, *, limits: Limits) -> Made | None:
    """Go on working with a stored plan, without solving it again.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    standard : Standard
        The standard with its rulebook.
    limits : Limits
        Limits of the solver for questions; the seed is that of the problem.

    Returns
    -------
    Made or None
        The plan, and what is needed to go on. None if it was made by another version, from another problem, or its values
        do not come out again from who is where: a standard that has changed, or several years, which need more than that.

    Raises
    ------
    InputError
        If the policy or the standard cannot be used.
    """
    made_by = (plan.engine, plan.solver, plan.input_sha256)
    if made_by != (grader.__version__, _solver(), problem_sha256(problem)):
        return None
    board, complete, _, program = _prepared(problem, standard)
    there = announced_pairs(board, placements(plan))
    values = completed(program, np.append(there, np.zeros(len(program.upper) - len(there))))
    told = [stage.value for stage in plan.stages]
    same = len(told) == len(program.objectives) and np.allclose(
        [each.cost @ values for each in program.objectives], told, rtol=1e-9, atol=TOLERANCE
    )
    looked_at = (len(board), complete) == (plan.pairs, plan.complete)
    if not (same and looked_at and violation(program, values) <= TOLERANCE):
        return None
    limits, solution = replace(limits, seed=problem.seed), Solution(values, plan.stages)
    warm = Session(program, solution, limits)
    return Made(problem, standard, board, program, solution, plan, warm, limits)


def _solver() -> str:
    return f"HiGHS {version('highspy')}"


def _prepared(
    problem: Problem, standard: Standard
) -> tuple[Board, bool, Sequence[Charge], Program]:
    """The pairs, whether these are all, what they are charged, and the program."""
    first, complete = make_board(problem, standard)
    board = over_years(first, standard)
    _, charges = pair_rules(board, standard)
    return board, complete, charges, _program(board, charges)


def _program(board: Board, charges: Sequence[Charge]) -> Program:
    problem = board.problem
    rows = row_rules(board)
    if problem.differ:
        beside = {post.id for post in problem.posts if is_beside(post)}
        other = {
            person: post
            for person, year, post in problem.announced
            if year == 0 and post not in beside
        }
        rows += [row for row in [differs(board, other, problem.differ)] if row is not None]
    return assemble(board, rows, charges, announced=announced_pairs(board))


def _start(program: Program, announced: Bools) -> Floats | None:
    """The plan announced, without what is no longer possible in it: a good start where little has changed."""
    if not announced.any():
        return None
    return np.concatenate([announced, np.zeros(len(program.upper) - len(announced))])


def _blocked(
    program: Program, solution: Solution, found: Sequence[Missing], told: Told
) -> dict[Missing, tuple[str, ...]]:
    """Work out what stands in the way of the heaviest shortages."""
    asked = [one for one in found if one.block is not None][:MOST_QUESTIONS]
    if not asked:
        return {}
    blocking, blocked = Blocking(program, solution.values), {}
    for done, one in enumerate(asked):
        told(BLOCKED, done, len(asked))
        if one.block is not None:
            rules = blocking.of(one.block, one.row)
            blocked[one] = tuple(sorted({each.rule.code for each in rules}))
    told(BLOCKED, len(asked), len(asked))
    return blocked


def _placed(
    board: Board,
    solution: Solution,
    standard: Standard,
    losses: Losses,
    blocked: Mapping[Missing, tuple[str, ...]],
) -> tuple[Placed, ...]:
    without = {
        (one.subject.person, one.subject.year): codes
        for one, codes in blocked.items()
        if one.rule.code == "P001"
    }
    used = solution.values[: len(board)] > 0.5  # noqa: PLR2004  # whole numbers
    return Placing(board, used, standard, losses, without).people()


def announced_pairs(board: Board, announced: Placements | None = None) -> Bools:
    """Mark the pairs of a plan.

    Parameters
    ----------
    board : Board
        The pairs.
    announced : tuple of (str, int, str), optional
        Person, year and post. Default: those of the earlier plan that the problem names.

    Returns
    -------
    ndarray of bool of shape (n,)
        True for its pairs.
    """
    problem = board.problem
    posts = {post.id: number for number, post in enumerate(problem.posts)}
    people = {one.person: number for number, one in enumerate(problem.people)}
    shape = (problem.years, len(people), len(posts))
    wanted = [
        np.ravel_multi_index((year, people[person], posts[post]), shape)
        for person, year, post in (problem.announced if announced is None else announced)
        if person in people and post in posts and year < problem.years
    ]
    keys = np.ravel_multi_index((board.year, board.person, board.post), shape)
    return np.isin(keys, np.array(wanted, dtype=np.intp))
