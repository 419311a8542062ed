"""All rules that are written as rows over the pairs of a board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.placement.rules.policy import rule_in
from grader.placement.rules.rows_apart import evaluation, kin
from grader.placement.rules.rows_days import days, money
from grader.placement.rules.rows_hand import forbids, pins
from grader.placement.rules.rows_moves import leavers, return_and_backfill
from grader.placement.rules.rows_seats import mandatory, one_place, seats
from grader.placement.rules.rows_skills import only_holder, people_with_skill, sum_of_skill
from grader.placement.rules.years import year_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.placement.problem.board import Board
    from grader.placement.rules.model import PlanRule, Rows

ROW_RULES: Mapping[str, Callable[[Board, PlanRule], Rows | None]] = {
    "P001": one_place,
    "P004": seats,
    "P005": mandatory,
    "P008": people_with_skill,
    "P009": sum_of_skill,
    "P010": only_holder,
    "P011": kin,
    "P012": evaluation,
    "P019": days,
    "P020": money,
    "P021": return_and_backfill,
    "P022": leavers,
    "P023": pins,
    "P024": forbids,
    "P028": year_rows,
}
"""How each rule is written, in the order of codes. P027 compares with another plan: `rows_hand.differs`."""


def row_rules(board: Board) -> list[Rows]:
    """Write all rules of a problem's policy over the pairs of a board.

    Parameters
    ----------
    board : Board
        The pairs.

    Returns
    -------
    list of Rows
        In the order of codes; rules that are off, or that no plan could break, are not there.
    """
    policy = board.problem.policy
    rules = ((rule_in(policy, code), write) for code, write in ROW_RULES.items())
    found = (write(board, rule) for rule, write in rules if rule.strength != "off")
    return [rows for rows in found if rows is not None]
