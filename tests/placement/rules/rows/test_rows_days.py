"""Days of the week, and money."""

from __future__ import annotations

from grader.placement.problem.model import Budget, PlanPolicy
from grader.placement.rules.rows import row_rules


def beside(town, **given):
    """Show a, who has a main post and could take two others beside it: 2 days and 1 day."""
    posts = [
        town.post("p"),
        town.post("x", kind="concurrent", days_per_week=2),
        town.post("y", kind="sharing", days_per_week=1),
    ]
    return town.board([town.person("a", **given)], posts, {"a-p": 5, "a-x": 4, "a-y": 3})


def test_only_days_keep_a_person_from_two_posts_beside(town) -> None:
    """P019: with two days to give, a person takes the post of two days and not the one of one day as well."""
    board = beside(town, days_per_week=2)

    assert ("a-p a-x", {}) == town.best(board)
    assert ("a-p a-x a-y", {}) == town.best(board, without="P019")


def test_days_that_suffice_are_no_row(town) -> None:
    """P019: with three days to give, both posts are possible and the rule asks for nothing."""
    board = beside(town, days_per_week=3)

    assert ("a-p a-x a-y", {}) == town.best(board)
    assert "P019" not in {each.rule.code for each in row_rules(board)}


def test_who_is_away_all_week_has_no_days_to_give(town) -> None:
    """P019: a full secondment and a post at home for some days do not go together; one of less than a week does."""
    posts = [town.post("s", kind="secondment"), town.post("x", kind="concurrent", days_per_week=1)]
    whole = town.board([town.person("a")], posts, {"a-s": 5, "a-x": 4})
    posts = [
        town.post("p"),
        town.post("s", kind="secondment", days_per_week=2),
        town.post("x", kind="concurrent", days_per_week=1),
    ]
    part = town.board([town.person("a")], posts, {"a-p": 1, "a-s": 5, "a-x": 4})

    assert ("a-s", {}) == town.best(whole)
    assert ("a-s a-x", {}) == town.best(whole, without="P019")
    assert ("a-p a-s a-x", {}) == town.best(part)


def test_days_may_be_exceeded_by_a_soft_rule(town) -> None:
    """P019: a city that softens the rule gets the days that are too many as a shortage."""
    board = beside(town, days_per_week=0.5)
    policy = PlanPolicy("1", (), rules={"P019": "soft"}, weights={"P019": 1.0})
    rows = next(
        each for each in row_rules(town.with_policy(board, policy)) if each.rule.code == "P019"
    )

    assert [2.5] == rows.shortage.tolist()


def paid(town, *budgets: Budget, **given):
    """Show two people for two seats of 6,000,000 yen a year, at the expense of the city."""
    posts = [
        town.post("p", seats=2),
        town.post("s", kind="secondment", seats=2, payer="home", yearly_cost=6_000_000, **given),
    ]
    people = [town.person("a"), town.person("b")]
    fit = {"a-p": 1, "a-s": 500, "b-p": 1, "b-s": 400}
    return town.board(people, posts, fit, budgets=budgets)


def test_only_money_keeps_the_second_person_at_home(town) -> None:
    """P020: a budget of 10,000,000 yen pays for one person, not for two."""
    board = paid(town, Budget("home", 10_000_000))

    assert ("a-s b-p", {}) == town.best(board)
    assert ("a-s b-s", {}) == town.best(board, without="P020")


def test_money_of_others_and_no_limit_ask_for_nothing(town) -> None:
    """P020: budgets of other payers, budgets that suffice, and payers without a budget are no row."""
    for budgets in ((), (Budget("state", 1),), (Budget("home", 12_000_000),)):
        assert "P020" not in {each.rule.code for each in row_rules(paid(town, *budgets))}


def test_money_that_no_plan_can_spend_asks_for_nothing(town) -> None:
    """P020: with one seat only one person can be paid, whatever the number of candidates."""
    board = town.board(
        [town.person("a"), town.person("b")],
        [town.post("s", kind="secondment", yearly_cost=6_000_000)],
        {"a-s": 5, "b-s": 4},
        budgets=(Budget("home", 6_000_000),),
    )

    assert "P020" not in {each.rule.code for each in row_rules(board)}
