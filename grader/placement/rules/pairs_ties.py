"""Bid restrictions (入札制限) on single pairs: a person with ties to companies, a post that deals with bidders."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from grader.errors import InputError
from grader.standard import BidCase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from grader.placement.problem.model import Candidate, Post, Problem
    from grader.placement.problem.pairs import Pairs
    from grader.standard import Link, Standard
    from grader.standard.rulings.bid import Ruling
    from grader.standard.rulings.rulebook import Rulebook

    Bools = NDArray[np.bool_]

_FORBIDS = ("act_forbidden", "barred")


class Standing(IntEnum):
    """What the bid restrictions come to; the greater, the heavier."""

    CLEAR = 0
    TO_CONFIRM = 1
    BARRED = 2


def bid_restriction(pairs: Pairs, standard: Standard) -> Bools:
    """Mark pairs in which a bid restriction bars a bidder for the sake of the person, or forbids what one does there.

    Parameters
    ----------
    pairs : Pairs
        The pairs.
    standard : Standard
        The standard, whose rulebook has the restrictions that the problem names.

    Returns
    -------
    ndarray of bool
        Pairs of which that is certain. What has to be confirmed is a matter of `to_confirm`.

    Raises
    ------
    InputError
        If a restriction is not in the rulebook.
    """
    found: Bools = _standings(pairs, standard) == Standing.BARRED
    return found


def to_confirm(pairs: Pairs, standard: Standard) -> Bools:
    """Mark pairs of which the bid restrictions leave something open, or let one apply for an exemption.

    Parameters
    ----------
    pairs : Pairs
        The pairs.
    standard : Standard
        The standard with its rulebook.

    Returns
    -------
    ndarray of bool
        Pairs that somebody has to look at.

    Raises
    ------
    InputError
        If a restriction is not in the rulebook.
    """
    found: Bools = _standings(pairs, standard) == Standing.TO_CONFIRM
    return found


def bid_rulings(
    person: Candidate, post: Post, *, problem: Problem, rules: Rulebook
) -> tuple[Ruling, ...]:
    """Ask the bid restrictions that apply here about one person in one post.

    Parameters
    ----------
    person : Candidate
        The person with ties to companies.
    post : Post
        The post with bidders and acts.
    problem : Problem
        Links between companies, restrictions, and the day.
    rules : Rulebook
        The restrictions.

    Returns
    -------
    tuple of Ruling
        One for each bidder, kind of procurement and restriction.

    Raises
    ------
    InputError
        If a restriction is not in the rulebook.

    Notes
    -----
    Of the procurements to come no day is known. They are looked at as if they were on the day of appointment: the
    strictest for ties that have ended, since with each later day more of them no longer count.
    """
    return tuple(
        rules.bid(rule, case)
        for case in _cases(person, post, problem)
        for rule in problem.bid_rules
    )


def standing_of(rulings: Iterable[Ruling]) -> Standing:
    """Say what several rulings come to.

    Parameters
    ----------
    rulings : iterable of Ruling
        Rulings on one pair.

    Returns
    -------
    Standing
        Barred if one is certain to bar a company or forbid an act; else to be confirmed if one may.
    """
    standing = Standing.CLEAR
    for ruling in rulings:
        if ruling.at_least in _FORBIDS:
            return Standing.BARRED
        if ruling.at_most != "not_barred":
            standing = Standing.TO_CONFIRM
    return standing


def rulebook_of(standard: Standard) -> Rulebook:
    """Return the rulebook of a standard.

    Parameters
    ----------
    standard : Standard
        The standard.

    Returns
    -------
    Rulebook
        Its rules.

    Raises
    ------
    InputError
        If it was put together without one: no rule may pass unread.
    """
    if standard.rulebook is None:
        raise InputError(
            "スキル標準に規則がありません。load_standard で読み込んでください。",
            "The skill standard comes without its rules. Read it with load_standard.",
        )
    return standard.rulebook


def _standings(pairs: Pairs, standard: Standard) -> NDArray[np.int8]:
    problem = pairs.problem
    table = np.zeros((len(problem.people), len(problem.posts)), dtype=np.int8)
    if problem.bid_rules:
        known: dict[object, Standing] = {}
        rules = rulebook_of(standard)
        for row, column in _to_ask(problem, rules):
            person, post = problem.people[row], problem.posts[column]
            key = person.ties, post.acts, post.bidders, post.procures
            if key not in known:
                rulings = bid_rulings(person, post, problem=problem, rules=rules)
                known[key] = standing_of(rulings)
            table[row, column] = known[key]
    found: NDArray[np.int8] = table[pairs.person, pairs.post]
    return found


def _to_ask(problem: Problem, rules: Rulebook) -> Iterator[tuple[int, int]]:
    """Yield the people and posts that a restriction can concern at all: no link, no ruling."""
    group = _groups(problem.links)
    posts = [
        (column, {group.get(name, name) for name in post.bidders})
        for column, post in enumerate(problem.posts)
        if post.bidders
    ]
    everybody = _concerns_anyone(problem, rules)
    for row, person in enumerate(problem.people):
        own = {group.get(tie.company, tie.company) for tie in person.ties}
        for column, bidders in posts:
            if own & bidders or everybody:
                yield row, column


def _concerns_anyone(problem: Problem, rules: Rulebook) -> bool:
    """Tell whether a restriction bars companies with which the person has nothing to do."""
    return any(
        clause.toward == "anyone" or clause.ties is None
        for rule in problem.bid_rules
        if rule in rules.bid_rules
        for clause in rules.bid_rules[rule].clauses
    )


def _groups(links: Iterable[Link]) -> Mapping[str, str]:
    """Name for each company one of all companies that links of any kind lead to."""
    members: dict[str, set[str]] = {}
    for link in links:
        joined = members.get(link.company, {link.company}) | members.get(link.other, {link.other})
        for company in joined:
            members[company] = joined
    return {company: min(joined) for company, joined in members.items()}


def _cases(person: Candidate, post: Post, problem: Problem) -> Iterator[BidCase]:
    for bidder in post.bidders:
        for procurement in post.procures or (None,):
            yield BidCase(
                bidder,
                on=problem.appointed_on,
                procurement=procurement,
                acts=post.acts,
                ties=person.ties,
                links=problem.links,
                method="bid",  # a bidder is somebody who bids
                acted_on=problem.appointed_on,
                facts={"participation_expected": True},
            )
