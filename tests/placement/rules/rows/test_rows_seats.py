"""One place for each person, seats, and mandatory seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.placement.rules.rows import row_rules

if TYPE_CHECKING:
    from grader.placement.problem.board import Board


def two_posts(town, **given) -> Board:
    """Two people, two posts of one seat; both are better in p, a by more."""
    fit = {"a-p": 500, "a-q": 100, "b-p": 400, "b-q": 50}
    return town.board(
        [town.person("a"), town.person("b")], [town.post("p", **given), town.post("q")], fit
    )


def test_only_seats_keep_two_people_out_of_one_post(town) -> None:
    """P004: with one seat, the person with more to gain gets it; without the rule both would."""
    board = two_posts(town)

    assert ("a-p b-q", {}) == town.best(board)
    assert ("a-p b-p", {}) == town.best(board, without="P004")


def test_half_time_people_share_a_seat(town) -> None:
    """P004: two people who work half of the week take one seat together."""
    people = [town.person("a", share=0.5), town.person("b", share=0.5)]
    board = town.board(
        people, [town.post("p"), town.post("q")], {"a-p": 5, "a-q": 1, "b-p": 4, "b-q": 1}
    )

    assert ("a-p b-p", {}) == town.best(board)


def test_only_one_place_keeps_a_person_from_two(town) -> None:
    """P001: one person cannot fill two posts, however well both would fit."""
    board = town.board(
        [town.person("a")], [town.post("p"), town.post("q")], {"a-p": 500, "a-q": 400}
    )

    assert ("a-p", {}) == town.best(board)
    assert ("a-p a-q", {}) == town.best(board, without="P001")


def test_too_few_seats_leave_somebody_without_a_place(town) -> None:
    """P001: of two people for one seat, one is named as without a place."""
    board = town.board([town.person("a"), town.person("b")], [town.post("p")], {"a-p": 5, "b-p": 4})

    assert ("a-p", {"P001": 1.0}) == town.best(board)


def test_staff_without_any_pair_are_short_of_a_place(town) -> None:
    """P001: a person for whom no post is possible still has a row, so that the plan names the person."""
    board = town.board([town.person("a"), town.person("b")], [town.post("p")], {"a-p": 5})

    assert ("a-p", {"P001": 1.0}) == town.best(board)


def test_people_from_outside_need_no_place(town) -> None:
    """P001: a person from outside may stay without a place, and gets no more than one."""
    outside = town.person("b", origin="external", employment="external")
    posts = [town.post("p"), town.post("q"), town.post("r")]
    board = town.board([town.person("a"), outside], posts, {"a-p": 5, "b-q": 2, "b-r": 1})
    crowded = town.board([town.person("a"), outside], posts[:1], {"a-p": 5, "b-p": 4})

    assert ("a-p b-q", {}) == town.best(board)
    assert ("a-p", {}) == town.best(crowded)


def test_who_leaves_needs_no_place(town) -> None:
    """P001: for a person who leaves the organisation there is no row."""
    board = town.board(
        [town.person("a"), town.person("z", leaves=True)], [town.post("p")], {"a-p": 5}
    )

    assert ("a-p", {}) == town.best(board)


def test_days_beside_the_main_place_come_on_top(town) -> None:
    """P001: a second post for some days of the week is no second main place."""
    posts = [town.post("p"), town.post("x", kind="concurrent", days_per_week=2)]
    board = town.board([town.person("a")], posts, {"a-p": 5, "a-x": 4})

    assert ("a-p a-x", {}) == town.best(board)


def test_only_mandatory_seats_hold_a_person_back(town) -> None:
    """P005: a mandatory seat is filled although the person would fit better elsewhere."""
    posts = [town.post("p", mandatory=1), town.post("q")]
    board = town.board([town.person("a")], posts, {"a-p": 100, "a-q": 500})

    assert ("a-p", {}) == town.best(board)
    assert ("a-q", {}) == town.best(board, without="P005")


def test_mandatory_seats_that_nobody_can_fill_are_counted(town) -> None:
    """P005: with three mandatory seats, one person, and one who works half of the week, one and a half are empty."""
    people = [town.person("a"), town.person("b", share=0.5)]
    board = town.board(people, [town.post("p", seats=3, mandatory=3)], {"a-p": 5, "b-p": 5})

    assert ("a-p b-p", {"P005": 1.5}) == town.best(board)


def test_people_on_leave_fill_no_mandatory_seat(town) -> None:
    """P005: a person on leave keeps the seat, but does no work in it."""
    posts = [town.post("p", seats=2, mandatory=1), town.post("q")]
    away, there = town.person("a", "p", movable=False), town.person("b")
    board = town.board([away, there], posts, {"a-p": 0, "b-p": 100, "b-q": 500})

    assert ("a-p b-p", {}) == town.best(board)


def test_each_year_has_its_own_rows(town) -> None:
    """Rows of the second year are about pairs of the second year only."""
    people, posts = [town.person("a"), town.person("b")], [town.post("p", mandatory=1)]
    board = town.board(people, posts, {"a-p": 5, "b-p": 4}, years=2)
    rows = {each.rule.code: each for each in row_rules(board)}

    assert [0, 0, 1, 1] == [subject.year for subject in rows["P001"].subjects]
    assert [[1, 1, 0, 0], [0, 0, 1, 1]] == rows["P004"].matrix.toarray().tolist()
    assert [[1, 1, 0, 0], [0, 0, 1, 1]] == rows["P005"].matrix.toarray().tolist()
