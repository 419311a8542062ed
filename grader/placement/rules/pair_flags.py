"""What somebody has to look at before an appointment (要確認), pair by pair."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.problem.pairs import pairs_of
from grader.placement.rules.model import Flag
from grader.placement.rules.pair_words import gate_names, missing_pledges, quoted, restrictions
from grader.placement.rules.pairs_gates import ACCESS, gates_of, is_outside, pledges, suitability
from grader.placement.rules.pairs_ties import rulebook_of, to_confirm
from grader.placement.rules.policy import rule_in
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from grader.placement.problem.board import Board
    from grader.placement.problem.model import Candidate, Post, Problem
    from grader.placement.problem.pairs import Pairs
    from grader.standard import Standard

    Bools = NDArray[np.bool_]
    Notice = tuple[
        Callable[[Pairs, Standard], Bools], Callable[[Candidate, Post, Problem, Standard], Text]
    ]

AGREEMENTS = ("consent.home", "agreement.secondment", "agreement.purpose")
OWN_RESTRICTION = "bid_restrictions.municipal"
_YEAR = timedelta(days=365)


def flags(board: Board, standard: Standard) -> dict[int, tuple[Flag, ...]]:
    """Say what has to be looked at before somebody is appointed.

    Parameters
    ----------
    board : Board
        The board.
    standard : Standard
        The standard with its rulebook.

    Returns
    -------
    dict of int to tuple of Flag
        By index of the pair, in order of the rules; pairs without flags are not there. Rules that the policy switched
        off raise none.

    Raises
    ------
    InputError
        As of `rule_in` and of the rulebook.
    """
    problem, pairs = board.problem, pairs_of(board)
    found: dict[int, list[Flag]] = {}
    for code, notices in NOTICES.items():
        if rule_in(problem.policy, code).strength == "off":
            continue
        for marks, words in notices:
            for index in np.flatnonzero(marks(pairs, standard)).tolist():
                person, post = problem.people[pairs.person[index]], problem.posts[pairs.post[index]]
                flag = Flag(code, words(person, post, problem, standard))
                found.setdefault(index, []).append(flag)
    return {index: tuple(found[index]) for index in sorted(found)}


def _at_posts(pairs: Pairs, which: Callable[[Post], bool]) -> Bools:
    found: Bools = np.broadcast_to(pairs.posts(which, np.bool_), pairs.stay.shape)
    return found


def _without_own_restriction(pairs: Pairs, _: Standard) -> Bools:
    if pairs.problem.bid_rules:
        return np.zeros(pairs.stay.shape, dtype=np.bool_)
    return _at_posts(pairs, lambda post: OWN_RESTRICTION in post.gates)


def _own_restriction(_: Candidate, post: Post, __: Problem, standard: Standard) -> Text:
    name = gate_names([OWN_RESTRICTION], post, standard)
    return Text(f"{name.ja}を定めてください。", f"Lay down {name.en} first.")


def _bids(person: Candidate, post: Post, problem: Problem, standard: Standard) -> Text:
    names = restrictions(person, post, problem, standard)
    return Text(
        f"{names.ja}に当たるか、担当する調達ごとに確かめてください。",
        f"Find out for each procurement whether {names.en} applies.",
    )


def _pledge_missing(pairs: Pairs, _: Standard) -> Bools:
    return pledges(pairs)


def _pledge(person: Candidate, post: Post, _: Problem, standard: Standard) -> Text:
    names = gate_names(missing_pledges(person, post), post, standard)
    return Text(
        f"{names.ja}を発令日までに提出してもらってください。",
        f"Have {names.en} signed before the day of appointment.",
    )


def _limited(pairs: Pairs, standard: Standard) -> Bools:
    """Posts with limited information, for people from outside and staff with a side job."""
    found: Bools = pairs.people(_has_two_masters, np.bool_) & pairs.posts(
        lambda post: bool(_limits(post, standard)), np.bool_
    )
    return found


def _has_two_masters(person: Candidate) -> bool:
    return is_outside(person) or any(tie.kind == "side_job" for tie in person.ties)


def _limits(post: Post, standard: Standard) -> list[Text]:
    """Name the limits of access that practice knows for what one reaches in a post."""
    if not post.access:
        return []
    limits = rulebook_of(standard).access_limits.values()
    return [limit.name for limit in limits if post.access & {*limit.applies_to}]


def _limit(_: Candidate, post: Post, __: Problem, standard: Standard) -> Text:
    names = quoted(_limits(post, standard))
    return Text(
        f"扱う情報の制限を決めてください（例：{names.ja}）。",
        f"Decide on limits of access (such as {names.en}).",
    )


def _doubtful_work(pairs: Pairs, standard: Standard) -> Bools:
    return _at_posts(pairs, lambda post: suitability(post, standard) in {"hard", "conditional"})


def _work(_: Candidate, post: Post, __: Problem, standard: Standard) -> Text:
    work = rulebook_of(standard).side_jobs[post.work]
    if work.condition:
        return Text(
            f"「{work.name.ja}」は、{work.condition.ja}か確かめてください。",
            f"“{work.name.en}”: find out whether {work.condition.en}.",
        )
    return Text(
        f"「{work.name.ja}」は副業になじみにくい業務です。{work.reason.ja}",
        f"“{work.name.en}” hardly suits a side job. {work.reason.en}",
    )


def _access_gate(pairs: Pairs, _: Standard) -> Bools:
    return _at_posts(pairs, lambda post: bool(gates_of(post, ACCESS)))


def _access(_: Candidate, post: Post, __: Problem, standard: Standard) -> Text:
    names = gate_names(gates_of(post, ACCESS), post, standard)
    return Text(f"{names.ja}を受入先と確かめてください。", f"Settle with the host: {names.en}.")


def _ends_soon(pairs: Pairs, _: Standard) -> Bools:
    last = pairs.problem.appointed_on + _YEAR
    ending = pairs.people(lambda one: bool(one.term_ends and one.term_ends < last), np.bool_)
    found: Bools = pairs.main & ending
    return found


def _term(person: Candidate, _: Post, __: Problem, ___: Standard) -> Text:
    return Text(
        f"派遣期間が{person.term_ends}に終わります。その後の配置を決めてください。",
        f"The term ends on {person.term_ends}. Decide on what follows.",
    )


def _agreement_needed(pairs: Pairs, _: Standard) -> Bools:
    found: Bools = ~pairs.stay & pairs.posts(lambda post: bool(_agreements(post)), np.bool_)
    return found


def _agreements(post: Post) -> list[str]:
    return [gate for gate in post.gates if gate in AGREEMENTS]


def _agree(_: Candidate, post: Post, __: Problem, standard: Standard) -> Text:
    names = gate_names(_agreements(post), post, standard)
    return Text(f"{names.ja}を整えてください。", f"Settle before: {names.en}.")


NOTICES: Mapping[str, tuple[Notice, ...]] = {
    "P014": ((to_confirm, _bids), (_without_own_restriction, _own_restriction)),
    "P015": ((_pledge_missing, _pledge),),
    "P016": ((_limited, _limit), (_doubtful_work, _work), (_access_gate, _access)),
    "P018": ((_ends_soon, _term),),
    "P026": ((_agreement_needed, _agree),),
}
"""By code of a rule: which pairs to look at, and what to say about each."""
