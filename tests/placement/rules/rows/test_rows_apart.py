"""People kept apart."""

from __future__ import annotations

import pytest

from grader.placement.problem.model import Relation
from grader.placement.rules.rows import row_rules

KIN = (Relation("kin", "a", "b"),)
NO_EVALUATION = (Relation("no-evaluation", "a", "b"),)


def rows_of(board, code: str) -> list[list[float]]:
    """Return the rows of a rule."""
    found = [each.matrix.toarray().tolist() for each in row_rules(board) if each.rule.code == code]
    return found[0] if found else []


def one_department(town, relations=KIN, **given):
    """Posts p and q are in one department; a and b are better there than in r."""
    posts = [
        town.post("p", department="d", **given),
        town.post("q", department="d"),
        town.post("r"),
    ]
    people = [town.person("a"), town.person("b")]
    fit = {"a-p": 500, "a-q": 400, "a-r": 10, "b-p": 300, "b-q": 300, "b-r": 100}
    return town.board(people, posts, fit, relations=relations)


def test_only_kinship_keeps_two_people_apart(town) -> None:
    """P011: kin do not come into one department, even in different posts."""
    board = one_department(town)

    assert ("a-p b-r", {}) == town.best(board)
    assert ("a-p b-q", {}) == town.best(board, without="P011")


def test_kin_share_one_row_for_a_department(town) -> None:
    """P011: one row stands for all posts of a department, which is tighter than one for each two posts."""
    assert [[0, 0, 1, 0, 0, 1], [1, 1, 0, 1, 1, 0]] == sorted(rows_of(one_department(town), "P011"))


def test_people_who_must_not_evaluate_may_share_a_department(town) -> None:
    """P011: only kin are kept out of one department."""
    assert ("a-p b-q", {}) == town.best(one_department(town, NO_EVALUATION))


def test_two_places_of_one_person_are_no_kin(town) -> None:
    """P011: a second post in the department of the main post breaks no rule while the other person is elsewhere."""
    posts = [
        town.post("p", department="d"),
        town.post("r"),
        town.post("x", department="d", kind="concurrent", days_per_week=1),
    ]
    fit = {"a-p": 5, "a-x": 5, "b-r": 1, "b-x": 1}
    board = town.board([town.person("a"), town.person("b")], posts, fit, relations=KIN)

    assert ("a-p a-x b-r", {}) == town.best(board)


def test_two_hosts_of_one_department_are_two_places(town) -> None:
    """P011: kin may be seconded to different hosts that stand under one department on paper."""
    away = {"kind": "private-secondment", "department": "hr"}
    posts = [town.post("p", host="A", **away), town.post("q", host="B", **away)]
    board = town.board(
        [town.person("a"), town.person("b")], posts, {"a-p": 2, "b-q": 2}, relations=KIN
    )

    assert ("a-p b-q", {}) == town.best(board)


@pytest.mark.parametrize("relations", [KIN, NO_EVALUATION])
@pytest.mark.parametrize("names", ["ab", "ba"])
def test_only_evaluation_keeps_two_people_apart(town, relations, names) -> None:
    """P012: nobody is evaluated by kin, or by somebody who must not evaluate them, whichever of the two is above."""
    boss, other = names
    posts = [town.post("m", evaluates=frozenset({"p"})), town.post("p"), town.post("q")]
    people = [town.person("a"), town.person("b")]
    fit = {f"{boss}-m": 500, f"{other}-p": 400, f"{other}-q": 100}
    board = town.board(people, posts, fit, relations=relations)

    assert {f"{boss}-m", f"{other}-q"} == set(town.best(board)[0].split())
    assert {f"{boss}-m", f"{other}-p"} == set(town.best(board, without="P012")[0].split())


def test_evaluation_is_one_row_for_all_posts_below(town) -> None:
    """P012: the posts that one post evaluates share a row, which is tighter than one for each."""
    posts = [
        town.post("m", evaluates=frozenset({"p", "q"})),
        town.post("p"),
        town.post("q"),
        town.post("r"),
    ]
    fit = {"a-p": 1, "a-q": 1, "a-r": 1, "b-m": 1}
    board = town.board([town.person("a"), town.person("b")], posts, fit, relations=NO_EVALUATION)

    assert [[1, 1, 0, 1]] == rows_of(board, "P012")


def test_people_are_kept_apart_in_each_year(town) -> None:
    """P011: where the one was last year does not matter."""
    posts = [town.post("p", department="d"), town.post("q", department="d")]
    board = town.board(
        [town.person("a"), town.person("b")], posts, {"a-p": 1, "b-q": 1}, years=2, relations=KIN
    )

    assert [[1, 1, 0, 0], [0, 0, 1, 1]] == sorted(rows_of(board, "P011"), reverse=True)


def test_relation_with_a_stranger_is_no_row(town) -> None:
    """P011: a relation of somebody whom the plan does not place asks for nothing."""
    board = one_department(town, (Relation("kin", "a", "z"),))

    assert [] == rows_of(board, "P011")
