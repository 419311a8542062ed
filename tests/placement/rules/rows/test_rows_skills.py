"""Skills that a post keeps."""

from __future__ import annotations

import pytest

from grader.placement.problem.model import SkillNeed
from grader.placement.rules.rows import row_rules
from grader.placement.rules.rows_skills import level_held

KEY = SkillNeed("S", level=2, people=0, key=True)


@pytest.mark.parametrize(
    ("levels", "hardest", "expected"),
    [
        ((0.9, 0.8, 0.79, 0.1), 4, 2),
        ((0.9, 0.8, 0.79, 0.1), 1, 1),
        ((0.7, 0.1, 0.0, 0.0), 4, 0),
        (None, 4, 0),
        ((1.0, 1.0, 1.0, 1.0), None, 0),
    ],
)
def test_level_held_needs_certainty_and_a_task_of_that_level(
    town, levels, hardest, expected
) -> None:
    """A level is held at P ≥ 0.8, and never above the hardest task taken; without evidence it is 0."""
    person = town.person("a", skills={"S": 1})
    person.levels.clear()
    person.hardest.clear()
    if levels is not None:
        person.levels["S"] = levels
    if hardest is not None:
        person.hardest["S"] = hardest

    assert expected == level_held(person, "S", 0.8)


def skilled(town, need: SkillNeed):
    """Whoever knows S at level 2 is better in q, whoever knows it at level 1 in p."""
    people = [town.person("a", skills={"S": 2}), town.person("b", skills={"S": 1})]
    fit = {"a-p": 100, "a-q": 500, "b-p": 300, "b-q": 50}
    return town.board(people, [town.post("p", needs=(need,)), town.post("q")], fit)


def test_only_the_number_of_holders_holds_a_person_back(town) -> None:
    """P008: somebody with level 2 goes to the post that needs one, although fit alone says otherwise."""
    board = skilled(town, SkillNeed("S", level=2))

    assert ("a-p b-q", {}) == town.best(board)
    assert ("a-q b-p", {}) == town.best(board, without="P008")


def test_missing_holders_are_counted(town) -> None:
    """P008: with one seat and three people of level 2 asked for, two are missing."""
    board = skilled(town, SkillNeed("S", level=2, people=3))

    assert ("a-p b-q", {"P008": 2.0}) == town.best(board)


def test_need_without_a_level_asks_for_no_heads(town) -> None:
    """P008: level 0 says that only the sum counts."""
    board = skilled(town, SkillNeed("S", level=0, people=2, total=1))

    assert {"P001", "P004", "P009"} == {each.rule.code for each in row_rules(board)}


def test_only_the_sum_of_levels_holds_a_person_back(town) -> None:
    """P009: two levels in sum are asked for, so the person with level 2 stays there."""
    board = skilled(town, SkillNeed("S", level=0, people=0, total=2))

    assert ("a-p b-q", {}) == town.best(board)
    assert ("a-q b-p", {}) == town.best(board, without="P009")


def test_missing_levels_are_counted(town) -> None:
    """P009: of five levels, the best single person brings two."""
    board = skilled(town, SkillNeed("S", level=0, people=0, total=5))

    assert ("a-p b-q", {"P009": 3.0}) == town.best(board)


def test_a_level_above_the_sum_counts_as_the_sum(town) -> None:
    """P009: coefficients are no larger than the sum, which keeps the relaxation tight."""
    board = skilled(town, SkillNeed("S", level=0, people=0, total=1))
    row = next(each for each in row_rules(board) if each.rule.code == "P009")

    assert [[1, 0, 1, 0]] == row.matrix.toarray().tolist()


def holder(town, *others, **given):
    """Show a, who holds S in p today and is better in q, and others."""
    people = [town.person("a", "p", skills={"S": 2}, **given), *others]
    names = {f"{one.person}-{post}": 100 for one in others for post in "pq"}
    fit = {"a-p": 100, "a-q": 500, **names}
    return town.board(people, [town.post("p", needs=(KEY,)), town.post("q")], fit)


def test_only_holder_stays(town) -> None:
    """P010: the only holder does not leave, since nobody else holds the skill."""
    board = holder(town, town.person("b", skills={"S": 1}))

    assert ("a-p b-q", {}) == town.best(board)
    assert ("a-q b-p", {}) == town.best(board, without="P010")


def test_only_holder_leaves_when_a_successor_comes(town) -> None:
    """P010: the only holder may go where another holder arrives in the post."""
    board = holder(town, town.person("b", skills={"S": 2}))

    assert ("a-q b-p", {}) == town.best(board)


def test_only_holder_who_retires_is_named(town) -> None:
    """P010: when the only holder retires and nobody follows, the plan says so."""
    people = [town.person("a", "p", skills={"S": 2}, leaves=True), town.person("b")]
    board = town.board(people, [town.post("p", needs=(KEY,))], {"b-p": 1})

    assert ("b-p", {"P010": 1.0}) == town.best(board)


def test_post_without_a_holder_has_nobody_to_lose(town) -> None:
    """P010: where nobody holds the skill today, also because the holder is on leave, there is no row."""
    nobody = town.board([town.person("a", "p")], [town.post("p", needs=(KEY,))], {"a-p": 1})
    leave = town.board(
        [town.person("a", "p", skills={"S": 2}, movable=False)],
        [town.post("p", needs=(KEY,))],
        {"a-p": 1},
    )

    assert {"P001"} == {each.rule.code for each in row_rules(nobody)}
    assert {"P001"} == {each.rule.code for each in row_rules(leave)}


def sent_out(town, *others):
    """Show a, the holder in r, who would like to go on secondment; S is a key skill of p, where nobody holds it."""
    posts = [
        town.post("p", needs=(KEY,), seats=3),
        town.post("r"),
        town.post("s", kind="secondment"),
    ]
    people = [town.person("a", "r", skills={"S": 2}), *others]
    fit = {"a-r": 100, "a-s": 500, **{f"{one.person}-p": 100 for one in others}}
    return town.board(people, posts, fit)


def test_only_holder_of_the_organisation_is_not_sent_out(town) -> None:
    """P010: nobody is sent out who alone in the organisation holds a key skill, wherever they sit."""
    board = sent_out(town)

    assert ("a-r", {}) == town.best(board)
    assert ("a-s", {}) == town.best(board, without="P010")


def test_holder_may_be_sent_out_where_another_is_at_home(town) -> None:
    """P010: with a second holder at home, the first may go on secondment."""
    board = sent_out(town, town.person("b", "p", skills={"S": 3}))

    assert ("a-s b-p", {}) == town.best(board)
