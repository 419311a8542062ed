"""What rules say in Japanese and English."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from grader.placement.problem.model import Budget, Candidate, PlanPolicy, Post, Problem, SkillNeed
from grader.placement.rules.catalogue import RULES
from grader.placement.rules.model import PlanRule, Subject
from grader.placement.rules.sentences import describe, remedy
from grader.placement.rules.words import SHORT, STATES
from grader.text import Text

BY_CODE = {rule.code: rule for rule in RULES}
POST = Post(
    "p",
    "情報係",
    "d",
    seats=4,
    mandatory=3,
    max_leavers=2,
    needs=(SkillNeed("S", level=2, people=3), SkillNeed("S", level=0, people=0, total=7)),
)
PERSON = Candidate("a", "N1", "青葉 花子", "", "主事", "d", "p", days_per_week=1.5)
PROBLEM = Problem(
    date(2027, 4, 1), (PERSON,), (POST,), PlanPolicy("1", ()), budgets=(Budget("home", 12_345_678),)
)


class Names:
    """Names as they stand in the problem."""

    def person(self, person: str) -> Text:
        """Name a person."""
        return {"a": Text("青葉 花子さん", "Hanako Aoba")}[person]

    def place(self, target: str) -> str:
        """Name a post."""
        return {"p": "情報係"}[target]

    def skill(self, skill: str) -> Text:
        """Name a skill."""
        return {"S": Text("本人確認", "Identity")}[skill]


def said(code: str, amount: float, problem: Problem = PROBLEM, **subject) -> Text:
    """Describe a shortage of a rule."""
    return describe(BY_CODE[code], Subject(**subject), amount, problem, Names())


@pytest.mark.parametrize(
    ("code", "subject", "amount", "ja"),
    [
        ("P001", {"person": "a"}, 1, "青葉 花子さんの配置先がありません。"),
        ("P005", {"post": "p"}, 1.5, "情報係は、必置の3席のうち1.5席が空きます。"),
        (
            "P006",
            {"person": "a", "post": "p"},
            1,
            "青葉 花子さんは、在課年数の下限に満たないまま情報係へ異動します。",
        ),
        (
            "P008",
            {"post": "p", "skill": "S", "level": 2},
            2,
            "情報係は、本人確認のレベル2以上の人が3人必要ですが、2人足りません。",
        ),
        (
            "P009",
            {"post": "p", "skill": "S"},
            4,
            "情報係は、本人確認のレベルが合計で7必要ですが、4足りません。",
        ),
        (
            "P010",
            {"post": "p", "skill": "S", "level": 2},
            1,
            "情報係では、本人確認（レベル2以上）の担い手が、後任のないままいなくなります。",
        ),
        (
            "P010",
            {"skill": "S", "level": 2},
            1,
            "庁内に、本人確認（レベル2以上）の担い手がいなくなります。",
        ),
        ("P021", {"person": "a", "post": "p"}, 1, "青葉 花子さんは、戻り先の情報係に戻れません。"),
        ("P021", {"post": "p"}, 1, "情報係から派遣に出る人の後任が、1席分足りません。"),
        ("P022", {"post": "p"}, 1, "情報係から同時に出る人は、上限の2人を1人超えます。"),
        (
            "P019",
            {"person": "a"},
            0.5,
            "青葉 花子さんが本務のほかに充てる日数は、上限の週1.5日を0.5日超えます。",
        ),
        (
            "P020",
            {"other": "home"},
            100,
            "自団体が負担する費用は、予算の年1,234.57万円を100万円超えます。",
        ),
    ],
)
def test_shortages_are_told_with_numbers(code: str, subject: dict, amount: float, ja: str) -> None:
    """A shortage says who or what is short, of how much, and by how much."""
    assert ja == said(code, amount, **subject).ja


def test_money_is_told_in_yen_in_english() -> None:
    """A row of money counts in 10,000 yen; the English sentence says yen."""
    assert (
        "The costs of the payer (home) exceed the yearly budget of 12,345,678 yen by 1,000,000 yen."
        == said("P020", 100, other="home").en
    )


def test_limit_is_told_where_nothing_is_short() -> None:
    """Without a shortage a rule says what it asks for, as when it stands in the way."""
    assert "情報係の定員は4席です。" == said("P004", 0, post="p").ja


@pytest.mark.parametrize("code", ["P011", "P012", "P013"])
@pytest.mark.parametrize("amount", [0, 1])
def test_private_matters_are_not_told(code: str, amount: float) -> None:
    """About kin, evaluators and consideration nothing is said, and nobody named."""
    told = said(code, amount, person="a", other="b", post="p")

    assert "人事の定めにより配置できません。" == told.ja


def test_softened_rule_on_pairs_has_a_sentence() -> None:
    """A rule without words of its own, softened by a city, names itself, the person and the post."""
    told = said("P003", 1, person="a", post="p")

    assert "青葉 花子さんの情報係への配置は、規則「級」に合いません。" == told.ja


def test_year_is_told_in_plans_over_several_years() -> None:
    """In a plan over three years, a sentence says which year it is about."""
    problem = replace(PROBLEM, years=3)

    assert (
        "2年目：青葉 花子さんの配置先がありません。"
        == said("P001", 1, problem, person="a", year=1).ja
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize("amount", [0, 1])
def test_every_rule_speaks_both_languages(rule: PlanRule, amount: float) -> None:
    """Each rule has a sentence for its rows and shortages, and a remedy, with nothing left to fill in."""
    subject = Subject(person="a", post="p", skill="S", level=2, other="home")
    texts = (describe(rule, subject, amount, PROBLEM, Names()), remedy(rule))

    for text in texts:
        assert "。" == text.ja[-1]
        assert "." == text.en[-1]
        assert not {"{", "}"} & {*text.ja, *text.en}


def test_words_belong_to_rules() -> None:
    """No sentence is kept for a rule that does not exist."""
    assert {key[:4] for key in (*SHORT, *STATES) if key} <= set(BY_CODE)
