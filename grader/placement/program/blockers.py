"""Which rules stand in the way: irreducible sets of rules that cannot all hold.

References
----------
J. W. Chinneck, E. W. Dravnieks: Locating minimal infeasible constraint sets in linear programs. ORSA Journal on Computing
3 (1991): the deletion filter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from grader.errors import PlanError
from grader.placement.program.exact import TOLERANCE, whole_columns
from grader.placement.program.highs import Aim, Linear, search
from grader.placement.program.limits import Clock, Limits
from grader.placement.program.region import region_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from grader.placement.program.highs import Relaxed
    from grader.placement.program.model import Block, Program
    from grader.placement.program.region import Floats, Ints, Region
    from grader.placement.rules.model import PlanRule, Subject

    Empty = Callable[[Ints], bool]

_NAMED_IN_ERROR = 12
_NAMED_ROWS = (
    60  # a larger set of rows explains nothing to people: its rules alone are made irreducible
)


@dataclass(frozen=True, slots=True)
class Blocker:
    """One row that stands in the way.

    Parameters
    ----------
    rule : PlanRule
        Its rule.
    subject : Subject
        What it is about.
    """

    rule: PlanRule
    subject: Subject


class Blocking:
    """Asks of one plan, shortage by shortage, which rules stand in the way.

    Parameters
    ----------
    program : Program
        The program.
    values : ndarray of shape (columns,)
        The plan.
    limits : Limits, optional
        Limits of each question.

    Notes
    -----
    The shortage is forbidden. First all others may be as large as they can be: rules that even then contradict each other
    are the reason. If there are none, no other shortage may grow and no pair with a charge may be added: then rules
    compete, and to meet this one would cost another one.
    """

    def __init__(self, program: Program, values: Floats, *, limits: Limits | None = None) -> None:
        self.program, self.limits = program, limits or Limits(seconds=5.0)
        free = region_of(program)
        regions = (free, replace(free, upper=_held(program, values)))
        self.levels = [(each, Linear(each, Clock.started(self.limits))) for each in regions]

    def of(self, block: Block, row: int) -> tuple[Blocker, ...]:
        """Return the rows that leave no plan without a shortage.

        Parameters
        ----------
        block : Block
            A rule; a hard one has no shortages, and nothing stands in their way.
        row : int
            Which of its rows, from 0.

        Returns
        -------
        tuple of Blocker
            The other rows of an irreducible set; of a large one, those of an irreducible set of rules. Empty if the
            shortage can be avoided, if its own row alone is in the way (no pair is left that could help), or if no
            answer was found in time.
        """
        if block.shortages is None:
            return ()
        column, own = block.shortages.start + row, block.rows.start + row
        clock = Clock.started(self.limits)
        for region, linear in self.levels:
            linear.clock = clock
            linear.bound([column], [0.0], [0.0])
            relaxed = linear.again()
            linear.bound([column], [0.0], [float(region.upper[column])])
            closed = region.fixed(np.arange(len(region.upper)) == column, 0 * region.upper)
            if not relaxed.feasible:
                break
        rows = _conflict(self.program, closed, relaxed, clock)
        return tuple(_named(self.program, [each for each in rows if each != own]))


def blockers(program: Program, values: Floats, block: Block, row: int) -> tuple[str, ...]:
    """Return the codes of the rules that stand in the way of one shortage.

    Parameters
    ----------
    program : Program
        The program.
    values : ndarray of shape (columns,)
        The plan.
    block : Block
        A soft rule.
    row : int
        Which of its rows, from 0.

    Returns
    -------
    tuple of str
        Codes, sorted; see `Blocking.of`.
    """
    found = Blocking(program, values).of(block, row)
    return tuple(sorted({each.rule.code for each in found}))


def no_plan(program: Program) -> PlanError:
    """Return the error that names hard rules which contradict each other.

    Parameters
    ----------
    program : Program
        A program without any plan, or one for which none was found in time.

    Returns
    -------
    PlanError
        To be raised.
    """
    clock = Clock.started(Limits(seconds=60.0))
    region = region_of(program)
    rows = _conflict(program, region, Linear(region, clock).again(), clock)
    found = list(_named(program, rows))
    if not found:
        return PlanError(
            "時間内に案が見つかりませんでした。時間の上限を延ばすか、候補を減らしてください。",
            "No plan was found in time. Allow more time, or look at fewer candidates.",
        )
    rules = {each.rule.code: each.rule.name for each in found}
    subjects = "; ".join(dict.fromkeys(_words(each) for each in found[:_NAMED_IN_ERROR]))
    return PlanError(
        f"次の規則がすべて必須のため、案を作れません：{'、'.join(f'{c} {n.ja}' for c, n in rules.items())}"
        f"（{subjects}）。assessments/planning.yaml でいずれかを soft にするか、対象の設定を見直してください。",
        f"No plan can satisfy these hard rules together: {', '.join(f'{c} {n.en}' for c, n in rules.items())} "
        f"({subjects}). Make one of them soft in assessments/planning.yaml, or change what they are about.",
    )


def _words(blocker: Blocker) -> str:
    """The ids that a row is about."""
    about = blocker.subject
    parts = (about.person, about.other, about.post, about.skill)
    return " ".join([blocker.rule.code, *filter(None, parts)])


def _named(program: Program, rows: Iterable[int]) -> Iterator[Blocker]:
    """The rules and subjects of rows."""
    for row in rows:
        for block in program.blocks:
            if block.rows.start <= row < block.rows.stop:
                yield Blocker(block.rule, block.subjects[row - block.rows.start])


def _held(program: Program, values: Floats) -> Floats:
    """Upper bounds under which no shortage grows and no pair with a charge is added."""
    upper = program.upper.copy()
    upper[program.whole :] = values[program.whole :]
    for objective in program.objectives:
        if set(objective.goal.weights) == {"fill"}:
            charged = objective.cost[: program.whole] > 0
            upper[: program.whole][charged] = values[: program.whole][charged]
    return upper


def _conflict(program: Program, region: Region, relaxed: Relaxed, clock: Clock) -> list[int]:
    """An irreducible set of rows that leaves a region empty; none if it is not, or the time runs out."""
    support = np.flatnonzero(np.abs(relaxed.prices) > TOLERANCE)
    if not relaxed.feasible and _no_numbers(region, clock)(support):
        return _irreducible(program, support, _no_numbers(region, clock))
    empty = _no_whole_numbers(program, region, clock)
    every = np.arange(len(region.row_lower))
    return _irreducible(program, every, empty) if empty(every) else []


def _irreducible(program: Program, rows: Ints, empty: Empty) -> list[int]:
    """Leave out rule by rule, then row by row, what is not needed for a region to be empty."""
    groups = [rows[(rows >= b.rows.start) & (rows < b.rows.stop)] for b in program.blocks]
    rows = _filtered(rows, groups, empty)
    return list(_filtered(rows, rows[:, None], empty) if len(rows) <= _NAMED_ROWS else rows)


def _filtered(rows: Ints, groups: Iterable[Ints], empty: Empty) -> Ints:
    """The deletion filter."""
    for group in groups:
        fewer = np.setdiff1d(rows, group)
        if len(fewer) < len(rows) and empty(fewer):
            rows = fewer
    return rows


def _no_numbers(region: Region, clock: Clock) -> Empty:
    """Whether some rows leave no numbers at all."""
    return lambda rows: not Linear(region.rows(rows)[1], clock).again().feasible


def _no_whole_numbers(program: Program, region: Region, clock: Clock) -> Empty:
    """Whether some rows leave no whole numbers."""
    whole = whole_columns(program)

    def empty(rows: Ints) -> bool:
        columns, part = region.rows(rows)
        found = search(part, np.zeros(len(columns)), whole[columns], Aim(), clock)
        return found.bound == np.inf

    return empty
