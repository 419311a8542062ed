"""Moves of a plan as lines to read on a screen: by department, with reasons, and chain by chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.placement.plan.chains import chain_text, chains
from grader.placement.plan.words import Names, number, percent
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.placement.plan.model import Placed, Plan
    from grader.placement.problem.model import Problem
    from grader.standard import Standard


def heading(plan: Plan, year: int, text: Text) -> Text:
    """Head some lines, with the year where a plan has several.

    Parameters
    ----------
    plan : Plan
        The plan.
    year : int
        Year of the plan, from 0.
    text : Text
        What follows.

    Returns
    -------
    Text
        One line.
    """
    if plan.years == 1:
        return Text(f"■ {text.ja}", f"■ {text.en}")
    when = plan.appointed_on.year + year
    return Text(
        f"■ {text.ja}（{year + 1}年目、{when}年）", f"■ {text.en} (year {year + 1}, {when})"
    )


def placed_in(
    plan: Plan, problem: Problem, *, department: str | None = None, whole: bool = False
) -> tuple[Placed, ...]:
    """Choose the placements to tell.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    department : str, optional
        Id of the department that people come to or go from; all if not given.
    whole : bool
        Whether those who stay are told as well.

    Returns
    -------
    tuple of Placed
        By year, department after (those who only leave last), and reading of the name.
    """
    home = {post.id: post.department for post in problem.posts}
    kana = {one.person: one.kana or one.name for one in problem.people}

    def order(one: Placed) -> tuple[int, bool, str, str, str]:
        place = home.get(one.after or "", "")
        away = department is not None and place != department
        return one.year, away, place, kana[one.person], one.person

    chosen = (
        one
        for one in plan.placed
        if (whole or one.kind != "stay")
        and (
            department is None
            or department in (home.get(one.before or ""), home.get(one.after or ""))
        )
    )
    return tuple(sorted(chosen, key=order))


def move_lines(
    plan: Plan, problem: Problem, standard: Standard, chosen: Sequence[Placed]
) -> Iterator[Text]:
    """Tell placements with their reasons, under the department that people come to.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    standard : Standard
        Names of skills.
    chosen : sequence of Placed
        As of `placed_in`.

    Yields
    ------
    Text
        A heading for each department; for each person the reason, fit and growth, and what is to be confirmed.
    """
    names, last = Names(problem, standard), None
    for placed in chosen:
        place = placed.year, names.department(placed.after)
        if place != last:
            last, into = place, names.place(place[1])
            yield heading(
                plan,
                placed.year,
                Text(f"{into}へ", f"To {into}") if into else Text("配置先なし", "Without a place"),
            )
        who = names.person(placed.person)
        yield Text(f"・{who.ja}：{placed.reason.ja}", f"- {who.en}: {placed.reason.en}")
        yield _axes(placed)
        yield from flag_lines(placed)


def _axes(placed: Placed) -> Text:
    """Fit and growth, side by side and never added up, and the wish."""
    if placed.fit_low is None or placed.fit_high is None:
        fit = Text("要件なし", "nothing asked for")
    else:
        low, high = percent(placed.fit_low), percent(placed.fit_high)
        known = (
            Text("証拠なし", "no evidence")
            if placed.fit is None
            else Text(percent(placed.fit), percent(placed.fit))
        )
        fit = Text(f"{known.ja}（{low}〜{high}）", f"{known.en} ({low} to {high})")
    wish = Text(f"第{placed.wish}希望", f"wish {placed.wish}") if placed.wish else Text("–", "–")
    growth = number(placed.growth)
    return Text(
        f"　　適合 {fit.ja}　成長 {growth}レベル　希望 {wish.ja}",
        f"    fit {fit.en}; growth {growth} levels; wish granted: {wish.en}",
    )


def flag_lines(placed: Placed) -> Iterator[Text]:
    """Tell what must be confirmed about a placement.

    Parameters
    ----------
    placed : Placed
        The placement.

    Yields
    ------
    Text
        A line for each flag.
    """
    for flag in placed.flags:
        yield Text(f"　　要確認：{flag.text.ja}", f"    to be confirmed: {flag.text.en}")


def chain_lines(
    plan: Plan, problem: Problem, standard: Standard, *, person: str | None = None
) -> Iterator[Text]:
    """Tell who takes whose seat, year by year.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    standard : Standard
        Names of skills.
    person : str, optional
        Person id; only chains with this person are told.

    Yields
    ------
    Text
        A line for each chain.
    """
    names = Names(problem, standard)
    for year in range(plan.years):
        for chain in chains(plan, year=year):
            if person is None or person in chain.people:
                told = chain_text(chain, names)
                when = Text(f"{year + 1}年目 ", f"year {year + 1}, ") if year else Text("", "")
                yield Text(f"○ {when.ja}{told.ja}", f"○ {when.en}{told.en}")
