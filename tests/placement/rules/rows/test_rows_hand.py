"""What HR decides by hand."""

from __future__ import annotations

import pytest

from grader.errors import InputError
from grader.placement.rules.rows import row_rules
from grader.placement.rules.rows_hand import differs

FIT = {"a-p": 500, "a-q": 100, "b-p": 100, "b-q": 500}


def two(town, **given):
    """Show two people who are better in one post each."""
    return town.board(
        [town.person("a"), town.person("b")], [town.post("p"), town.post("q")], FIT, **given
    )


def test_only_the_pin_decides(town) -> None:
    """P023: a pinned pair comes together although the plan is worse for it."""
    board = two(town, pins=(("a", "q"),))

    assert ("a-q b-p", {}) == town.best(board)
    assert ("a-p b-q", {}) == town.best(board, without="P023")


@pytest.mark.parametrize("pin", [("a", "z"), ("z", "p")])
def test_pin_that_cannot_be_kept_is_named(town, pin) -> None:
    """P023: a pin whose pair is not on the board is a shortage, and the plan comes out all the same."""
    assert ("a-p b-q", {"P023": 1.0}) == town.best(two(town, pins=(pin,)))


def test_pins_against_each_other_leave_one_out(town) -> None:
    """P023: two people pinned to one seat: one pin is kept, the other is named."""
    _, short = town.best(two(town, pins=(("a", "p"), ("b", "p"))))

    assert {"P023": 1.0} == short


def test_pins_concern_the_first_year(town) -> None:
    """P023: in a plan over several years, a pin is about the coming appointment."""
    rows = next(
        each
        for each in row_rules(two(town, pins=(("a", "q"),), years=2))
        if each.rule.code == "P023"
    )

    assert [1] == rows.matrix.indices.tolist()


def test_only_the_ban_decides(town) -> None:
    """P024: a forbidden pair does not come together."""
    board = two(town, forbids=(("a", "p"), ("z", "p")))

    assert ("a-q b-p", {}) == town.best(board)
    assert ("a-p b-q", {}) == town.best(board, without="P024")


def test_bans_hold_in_every_year(town) -> None:
    """P024: in a plan over several years a forbidden pair is forbidden throughout."""
    rows = next(
        each
        for each in row_rules(two(town, forbids=(("a", "p"),), years=2))
        if each.rule.code == "P024"
    )

    assert [0, 4] == rows.matrix.indices.tolist()


def test_another_plan_differs_in_as_many_people_as_asked(town) -> None:
    """P027: with the best plan given, the next one places both people elsewhere."""
    board = two(town)
    rows = [*row_rules(board), differs(board, {"a": "p", "b": "q"}, 1)]

    assert ("a-q b-p", {}) == town.best_of(board, rows)


def test_people_who_cannot_be_where_they_were_differ(town) -> None:
    """P027: a pair of the other plan that is no longer possible counts as a difference."""
    assert differs(two(town), {"a": "z", "b": "q"}, 1) is None


@pytest.mark.parametrize("k", [0, 3])
def test_another_plan_differs_in_a_sensible_number_of_people(town, k: int) -> None:
    """P027: no difference at all, or more than there are people, is an error that names the number."""
    with pytest.raises(InputError, match=rf"違いの人数 {k} "):
        differs(two(town), {"a": "p", "b": "q"}, k)


def test_another_plan_may_be_asked_for_only_if_the_rule_is_on(town) -> None:
    """P027: a city that has the rule off gets no row."""
    assert differs(two(town, rules={"P027": "off"}), {"a": "p", "b": "q"}, 1) is None
