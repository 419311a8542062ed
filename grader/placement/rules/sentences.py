"""What a rule asks, and what a plan could not do, in sentences with numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from grader.placement.rules.rows_days import YEN
from grader.placement.rules.words import BREAKS, PRIVATE, REMEDIES, SHORT, STATES
from grader.records.sheets.catalogue import PAYERS
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.placement.problem.model import Problem
    from grader.placement.rules.model import PlanRule, Subject


class Namer(Protocol):
    """How people, places and skills are called.

    Parameters
    ----------
    *args, **kwargs : Any
        Of whatever class takes its place.
    """

    def person(self, person: str, /) -> Text:
        """Name a person.

        Parameters
        ----------
        person : str
            Person id.

        Returns
        -------
        Text
            Name.
        """
        ...

    def place(self, target: str, /) -> str:
        """Name a post.

        Parameters
        ----------
        target : str
            Id of the post.

        Returns
        -------
        str
            Name.
        """
        ...

    def skill(self, skill: str, /) -> Text:
        """Name a skill.

        Parameters
        ----------
        skill : str
            Id of the skill.

        Returns
        -------
        Text
            Name.
        """
        ...


def describe(
    rule: PlanRule, subject: Subject, amount: float, problem: Problem, names: Namer
) -> Text:
    """Say what a plan could not do, or what a rule asks for.

    Parameters
    ----------
    rule : PlanRule
        The rule.
    subject : Subject
        What its row, or the pair that breaks it, is about.
    amount : float
        The shortage; 0 for what the rule asks for, as when it stands in the way of something.
    problem : Problem
        Where the limits stand.
    names : Namer
        How people, places and skills are called.

    Returns
    -------
    Text
        One sentence. About kin, evaluators and consideration it says no more than that the personnel office has
        decided so, and names nobody.
    """
    if rule.code in PRIVATE:
        return PRIVATE[rule.code]
    words = _words(rule, subject, short=amount > 0)
    values = _values(rule, subject, amount, problem)
    told = Text(
        words.ja.format(**values, **_named(rule, subject, names, "ja")),
        words.en.format(**values, **_named(rule, subject, names, "en")),
    )
    if problem.years == 1:
        return told
    return Text(f"{subject.year + 1}年目：{told.ja}", f"Year {subject.year + 1}: {told.en}")


def remedy(rule: PlanRule) -> Text:
    """Say what would mend the shortages of a rule.

    Parameters
    ----------
    rule : PlanRule
        The rule.

    Returns
    -------
    Text
        One or two sentences.
    """
    return REMEDIES[rule.code]


def _words(rule: PlanRule, subject: Subject, *, short: bool) -> Text:
    key = rule.code
    if key == "P010" and not subject.post:
        key = "P010-all"
    if key == "P021" and not subject.person:
        key = "P021-backfill"
    if short and subject.person and subject.post and key not in SHORT:
        return BREAKS
    table = SHORT if short else STATES
    return table.get(key, table[""])


def _values(rule: PlanRule, subject: Subject, amount: float, problem: Problem) -> Mapping[str, str]:
    limit = LIMITS[rule.code](subject, problem) if rule.code in LIMITS else 0.0
    return {
        "amount": _number(amount),
        "limit": _number(limit),
        "amount_yen": _number(amount * YEN),
        "limit_yen": _number(limit * YEN),
        "level": str(subject.level),
    }


def _named(rule: PlanRule, subject: Subject, names: Namer, lang: str) -> Mapping[str, str]:
    payer = dict(PAYERS).get(subject.other)
    words = {
        "rule": rule.name,
        "person": names.person(subject.person) if subject.person else None,
        "skill": names.skill(subject.skill) if subject.skill else None,
        "payer": payer,
    }
    told = {key: word.ja if lang == "ja" else word.en for key, word in words.items() if word}
    return told | {"post": names.place(subject.post) if subject.post else ""}


def _number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _of_post(value: Callable[..., float | None]) -> Callable[[Subject, Problem], float]:
    def look(subject: Subject, problem: Problem) -> float:
        return next((value(one) or 0.0 for one in problem.posts if one.id == subject.post), 0.0)

    return look


def _of_need(name: str) -> Callable[[Subject, Problem], float]:
    def look(subject: Subject, problem: Problem) -> float:
        needs = (need for one in problem.posts if one.id == subject.post for need in one.needs)
        asked = [
            float(getattr(need, name))
            for need in needs
            if (need.skill, need.level) == (subject.skill, subject.level)
        ]
        return max(asked, default=0.0)

    return look


def _days(subject: Subject, problem: Problem) -> float:
    found = (one.days_per_week for one in problem.people if one.person == subject.person)
    return next(found, 0.0)


def _budget(subject: Subject, problem: Problem) -> float:
    return next((one.yen / YEN for one in problem.budgets if one.payer == subject.other), 0.0)


LIMITS: Mapping[str, Callable[[Subject, Problem], float]] = {
    "P004": _of_post(lambda post: post.seats),
    "P005": _of_post(lambda post: post.mandatory),
    "P008": _of_need("people"),
    "P009": _of_need("total"),
    "P019": _days,
    "P020": _budget,
    "P022": _of_post(lambda post: post.max_leavers),
}
"""By code: the number with which a row is compared, as a sentence says it."""
