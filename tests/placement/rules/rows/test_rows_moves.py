"""Who leaves, who comes back, and who takes over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from grader.placement.rules.rows import row_rules

MARCH = date(2027, 3, 31)


def rows_of(board, code: str):
    """Return what a rule adds."""
    return next((each for each in row_rules(board) if each.rule.code == code), None)


def back(town, ends=MARCH, **given):
    """Show a, whose secondment to s ends, and who would be better in q than in the return post p."""
    posts = [town.post("p"), town.post("q"), town.post("s", kind="secondment")]
    person = town.person("a", "s", term_ends=ends, return_post="p", **given)
    return town.board([person], posts, {"a-p": 100, "a-q": 500})


def test_only_the_return_post_decides(town) -> None:
    """P021: whoever comes back goes to the return post."""
    assert ("a-p", {}) == town.best(back(town))
    assert ("a-q", {}) == town.best(back(town), without="P021")


def test_return_post_that_is_not_possible_is_named(town) -> None:
    """P021: a return post that the board does not offer is a shortage about this person and post."""
    person = town.person("a", "s", term_ends=MARCH, return_post="gone")
    board = town.board([person], [town.post("q"), town.post("s", kind="secondment")], {"a-q": 5})

    assert ("a-q", {"P021": 1.0}) == town.best(board)
    assert ("a", "gone") == (
        rows_of(board, "P021").subjects[0].person,
        rows_of(board, "P021").subjects[0].post,
    )


@pytest.mark.parametrize(("days", "returns"), [(0, True), (1, True), (2, False)])
def test_term_that_goes_on_asks_for_no_return(town, days, returns) -> None:
    """P021: a term that ends by the day of appointment asks for the return, a later one does not."""
    assert returns == (rows_of(back(town, MARCH + timedelta(days)), "P021") is not None)


def test_who_leaves_does_not_come_back(town) -> None:
    """P021: a person who leaves the organisation has no return post."""
    assert rows_of(back(town, leaves=True), "P021") is None


def seconded(town, **given):
    """Show a, who can be sent from p to s, and b, who can take over in p or fill the empty post q instead."""
    posts = [
        town.post("p", mandatory=1, **given),
        town.post("q", mandatory=1),
        town.post("s", kind="secondment", mandatory=1),
    ]
    people = [town.person("a", "p"), town.person("b")]
    return town.board(people, posts, {"a-p": 100, "a-s": 900, "b-p": 100, "b-q": 500})


def test_only_the_backfill_decides_where_the_seat_stays_empty(town) -> None:
    """P021: when one mandatory seat must stay empty, it is not that of the person who was sent out."""
    board = seconded(town)

    assert ("a-s b-p", {"P005": 1.0}) == town.best(board)
    assert ("a-s b-q", {"P005": 1.0}) == town.best(board, without="P021")


def test_seats_that_can_be_spared_need_no_backfill(town) -> None:
    """P021: a post with one person more than its mandatory seats can send one out without a successor."""
    people = [town.person("a", "p"), town.person("b", "p")]
    posts = [town.post("p", seats=2, mandatory=1), town.post("s", kind="secondment")]
    fit = {"a-p": 1, "a-s": 5, "b-p": 1, "b-s": 5}
    spare = town.board(people, posts, fit)
    retires = town.board(
        [town.person("a", "p"), town.person("z", "p", leaves=True)], posts, {"a-p": 1, "a-s": 5}
    )

    assert [1.0] == rows_of(spare, "P021").shortage.tolist()
    assert [-1.0] == rows_of(spare, "P021").lower.tolist()
    assert [0.0] == rows_of(retires, "P021").lower.tolist()


def test_part_of_the_week_needs_no_backfill(town) -> None:
    """P021: whoever is away for two days a week does not leave the seat."""
    posts = [town.post("p", mandatory=1), town.post("s", kind="secondment", days_per_week=2)]
    board = town.board([town.person("a", "p")], posts, {"a-p": 1, "a-s": 5})

    assert ("a-p a-s", {}) == town.best(board)
    assert rows_of(board, "P021") is None


def leaving(town, *more, **given):
    """Show two people in p, who are both better in q."""
    people = [town.person("a", "p"), town.person("b", "p"), *more]
    posts = [town.post("p", seats=3, max_leavers=1), town.post("q", seats=3)]
    return town.board(people, posts, {"a-p": 100, "a-q": 500, "b-p": 100, "b-q": 400}, **given)


def test_only_the_limit_of_leavers_keeps_the_second_person(town) -> None:
    """P022: of two people who would be better elsewhere, one leaves."""
    assert ("a-q b-p", {}) == town.best(leaving(town))
    assert ("a-q b-q", {}) == town.best(leaving(town), without="P022")


def test_leavers_that_nobody_can_stop_are_named(town) -> None:
    """P022: two who retire from a post that may lose one are a shortage of one, and nobody else leaves."""
    retired = [town.person(name, "p", leaves=True) for name in "yz"]

    assert ("a-p b-p", {"P022": 1.0}) == town.best(leaving(town, *retired))


def test_hard_limit_of_leavers_asks_only_for_those_who_can_stay(town) -> None:
    """P022: made hard, the rule still leaves a plan where people retire."""
    retired = [town.person(name, "p", leaves=True) for name in "yz"]
    board = leaving(town, *retired, rules={"P022": "hard"})

    assert ("a-p b-p", {}) == town.best(board)


def test_posts_without_a_limit_are_no_row(town) -> None:
    """P022: a post that sets no limit, or one that cannot be passed, has no row."""
    posts = [town.post("p", seats=2), town.post("q", seats=2, max_leavers=0)]
    board = town.board([town.person("a", "p")], posts, {"a-p": 1, "a-q": 5})

    assert ("a-q", {}) == town.best(board)
    assert rows_of(board, "P022") is None
