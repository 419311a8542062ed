"""Ask whether a person's ties lead to a bidder in the way that a clause describes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.standard.rulings import words
from grader.standard.rulings.answers import (
    Answer,
    agreed,
    all_of,
    any_of,
    at_most_unknown,
    no,
    unknown,
    yes,
)
from grader.standard.rulings.companies import reach
from grader.standard.rulings.periods import (
    broken_runs_last,
    merged,
    one_run_lasts,
    within_years_after,
)
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from grader.standard.rulings.case import BidCase, Tie
    from grader.standard.rulings.clause import Clause
    from grader.standard.rulings.periods import Span


def standing(clause: Clause, case: BidCase) -> Answer:
    """Ask whether some tie of the person meets the clause.

    Parameters
    ----------
    clause : Clause
        The clause.
    case : BidCase
        The case.

    Returns
    -------
    Answer
        Yes if one company suffices; companies with which the person has no tie of the kinds named are passed over.
    """
    if clause.ties is None:
        return yes()
    kinds = clause.ties.union(*(item.values for item in clause.open("ties")))
    companies = sorted({tie.company for tie in case.ties if tie.kind in kinds})
    if not companies:
        named = words.names(kinds, words.TIES)
        return no(
            Text(f"関係（{named.ja}）のある企業がない", f"no company with a tie ({named.en})")
        )
    return any_of(
        all_of([_linked(clause, company, case), _held(clause, company, case)])
        for company in companies
    )


def _linked(clause: Clause, company: str, case: BidCase) -> Answer:
    """Ask whether the bidder is that company, or near enough to it."""
    if clause.toward == "anyone":
        return yes()
    found = reach(company, case.bidder, case.links)
    link = words.names(found & clause.reach, words.REACH)
    near = Text(
        f"{case.bidder}は{company}の{link.ja}", f"{case.bidder} is linked to {company}: {link.en}"
    )
    far = Text(
        f"{case.bidder}は、条項が挙げる{company}の関係会社ではない",
        f"{case.bidder} is not linked to {company} as the clause names",
    )
    perhaps = [unknown(item.question) for item in clause.open("reach") if found & set(item.values)]
    if found & clause.reach:
        return yes() if company == case.bidder else yes(near)
    return any_of([no(far), *perhaps])


def _held(clause: Clause, company: str, case: BidCase) -> Answer:
    """Ask whether the ties with one company count, those of the kinds named and those perhaps meant."""
    own = [tie for tie in case.ties if tie.company == company]
    sure = [tie for tie in own if tie.kind in (clause.ties or ())]
    items = [x for x in clause.open("ties") if any(tie.kind in x.values for tie in own)]
    answers = [_on_days(clause, sure, case)] if sure else []
    if items:
        more = sure + [tie for tie in own if any(tie.kind in item.values for item in items)]
        answers.append(
            at_most_unknown(_on_days(clause, more, case), [item.question for item in items])
        )
    return any_of(answers)


def _on_days(clause: Clause, ties: Sequence[Tie], case: BidCase) -> Answer:
    """Look at ties on the day of the clause; where several days may be meant they must agree."""
    readings = [_on(clause, ties, case, day) for day in clause.judged_on]
    answers = [agreed(readings, clause.questions("judged_on"))]
    for item in clause.open("days"):
        other = any_of(_on(clause, ties, case, day) for day in item.values)
        answers.append(at_most_unknown(other, [item.question]))
    return any_of(answers)


def _on(clause: Clause, ties: Sequence[Tie], case: BidCase, name: str) -> Answer:
    day = case.day(name)
    if day is None:
        asked = words.DAYS[name]
        return unknown(Text(f"{asked.ja}はいつか。", f"When was {asked.en}?"))
    return all_of(
        [any_of(_recent(clause, tie, day) for tie in ties), _long_enough(clause, ties, day)]
    )


def _recent(clause: Clause, tie: Tie, day: date) -> Answer:
    """Ask whether a tie lasts on a day, or ended so lately that it still counts."""
    kind = words.TIES[tie.kind]
    told = Text(f"{tie.company}との関係（{kind.ja}）", f"the tie with {tie.company} ({kind.en})")
    if tie.since and day < tie.since:
        return no(Text(f"{told.ja}は、{day}にはまだない", f"{told.en} had not begun on {day}"))
    if tie.until == "unknown":
        question = Text(f"{told.ja}はいつ終わったか。", f"When did {told.en} end?")
        return yes(told) if clause.years_after is None else unknown(question)
    if tie.until == "lasting" or day <= tie.until or clause.years_after is None:
        return yes(told)
    if within_years_after(tie.until, day, clause.years_after):
        return yes(Text(f"{told.ja}（{tie.until}まで）", f"{told.en} (until {tie.until})"))
    ended = Text(
        f"{told.ja}は{tie.until}に終わり、{day}には数えない",
        f"{told.en} ended on {tie.until} and no longer counts on {day}",
    )
    return any_of([no(ended), *(unknown(q) for q in clause.questions("ended"))])


def _long_enough(clause: Clause, ties: Sequence[Tie], day: date) -> Answer:
    """Ask whether the ties with one company lasted the years that the clause asks for."""
    years = clause.years_held
    if not years:
        return yes()
    begun = [tie for tie in ties if tie.since is None or tie.since <= day]
    known, possible = merged(_known(begun, day)), merged(_possible(begun, day))
    add_up, may_add_up = clause.breaks == "add_up", clause.breaks != "start_again"
    if one_run_lasts(known, years) or (add_up and broken_runs_last(known, years)):
        return yes(Text(f"{years}年以上", f"{years} years or more"))
    if (
        any(tie.since is None for tie in begun)
        or one_run_lasts(possible, years)
        or (may_add_up and broken_runs_last(possible, years))
    ):
        return unknown(*_length_questions(clause, begun, broken=len(possible) > 1))
    return no(Text(f"{ties[0].company}とは{years}年に満たない", f"less than {years} years"))


def _length_questions(clause: Clause, ties: Sequence[Tie], *, broken: bool) -> list[Text]:
    """Ask whether breaks count, and for the days if they are not known."""
    questions: list[Text] = []
    if broken or any(tie.interrupted for tie in ties):
        questions += clause.questions("breaks")
    if not questions or any(tie.since is None or tie.until == "unknown" for tie in ties):
        name = ties[0].company
        questions.append(
            Text(f"{name}との関係は何年続いたか。", f"How long did the tie with {name} last?")
        )
    return questions


def _known(ties: Iterable[Tie], day: date) -> list[Span]:
    """Return the days on which ties surely lasted, up to a day."""
    return [
        (tie.since, day if tie.until == "lasting" else min(tie.until, day))
        for tie in ties
        if tie.since and tie.until != "unknown" and not tie.interrupted
    ]


def _possible(ties: Iterable[Tie], day: date) -> list[Span]:
    """Return the days on which ties may have lasted, up to a day."""
    return [
        (tie.since, day if isinstance(tie.until, str) else min(tie.until, day))
        for tie in ties
        if tie.since
    ]
