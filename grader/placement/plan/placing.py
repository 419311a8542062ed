"""From the values of a solution to people in posts, with their reasons."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.plan.look import look, wish_rank
from grader.placement.plan.model import NextBest, Placed
from grader.placement.plan.reasons import (
    Case,
    Rival,
    cause,
    declined,
    first_wish,
    rival_text,
    shut_out_text,
    sole_holder,
)
from grader.placement.plan.sentences import move_sentence
from grader.placement.plan.words import Names, said
from grader.placement.problem.pairs import is_beside
from grader.placement.rules.pair_flags import flags
from grader.placement.rules.pair_words import why_not
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from grader.placement.plan.model import MoveKind
    from grader.placement.problem.board import Board
    from grader.placement.problem.model import Candidate, Post, SkillNeed
    from grader.placement.program import Losses
    from grader.placement.rules.model import Flag
    from grader.standard import Standard

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.intp]
    Floats = NDArray[np.float64]

_AWAY: dict[str, MoveKind] = {
    "secondment": "secondment",
    "private-secondment": "private-secondment",
    "concurrent": "concurrent",
    "sharing": "sharing",
    "side-job": "side-job",
}
_SECONDMENTS = frozenset({"secondment", "private-secondment"})
_SEAT = 1e-6  # a seat may be a sum of shares such as 0.2 + 0.4
_NOTHING = Text("", "")


class Placing:
    """The people of a plan, one by one.

    Parameters
    ----------
    board : Board
        The pairs.
    used : ndarray of bool of shape (n,)
        The pairs that the plan uses.
    standard : Standard
        Skills and rules.
    losses : Losses
        What the other pairs would cost.
    blocked : mapping of (str, int) to tuple of str
        By person and year without a place: codes of the rules that stand in the way, as far as they are known.
    """

    def __init__(
        self,
        board: Board,
        used: Bools,
        standard: Standard,
        losses: Losses,
        blocked: Mapping[tuple[str, int], tuple[str, ...]],
    ) -> None:
        self.board, self.used, self.standard, self.losses = board, used, standard, losses
        self.blocked = blocked
        self.problem = board.problem
        self.names = Names(self.problem, standard)
        self.posts = {post.id: number for number, post in enumerate(self.problem.posts)}
        self.pins = frozenset(self.problem.pins)
        self.points: Floats = board.fit + board.wish + board.growth
        beside = np.array([is_beside(post) for post in self.problem.posts], dtype=np.bool_)
        self.main: Bools = ~beside[board.post]

    def people(self) -> tuple[Placed, ...]:
        """Tell where everybody is.

        Returns
        -------
        tuple of Placed
            By year, person and post; staff without a place have an entry without a post.
        """
        board = self.board
        cases = [
            self._case(board.person[pair], int(board.year[pair]), pair)
            for pair in np.flatnonzero(self.used).tolist()
        ]
        years = range(self.problem.years)
        cases += [
            self._case(person, year, None) for year in years for person in self._without(year)
        ]
        cases.sort(key=lambda c: (c.placed.year, c.placed.person, c.placed.after or ""))
        return tuple(replace(case.placed, reason=self._reason(case)) for case in cases)

    def _without(self, year: int) -> list[int]:
        """Own staff that stays and has no main place."""
        there = self.used & self.main & (self.board.year == year)
        placed = set(self.board.person[there].tolist())
        return [
            number
            for number, one in enumerate(self.problem.people)
            if number not in placed and one.origin == "internal" and not one.leaves
        ]

    # ---- facts ----

    def _case(self, number: int, year: int, pair: int | None) -> Case:
        person = self.problem.people[number]
        post = None if pair is None else self.problem.posts[self.board.post[pair]]
        before = self._before.get((number, year), person.post if year == 0 else None)
        if post is not None and is_beside(post) and post.id != before:
            before = None
        home = self._post(before)
        return Case(
            person=person,
            placed=self._placed(person, (before, home, post), year, pair),
            before=home,
            after=post,
            pinned=post is not None and (person.person, post.id) in self.pins,
            sole=self._sole.get(person.person),
            blocked=self.blocked.get((person.person, year), ()) if post is None else None,
        )

    @cached_property
    def _before(self) -> dict[tuple[int, int], str]:
        """By person and year: the main place of the year before."""
        board = self.board
        return {
            (int(board.person[pair]), int(board.year[pair]) + 1): self.problem.posts[
                board.post[pair]
            ].id
            for pair in np.flatnonzero(self.used & self.main).tolist()
        }

    def _placed(
        self,
        person: Candidate,
        posts: tuple[str | None, Post | None, Post | None],
        year: int,
        pair: int | None,
    ) -> Placed:
        before, home, post = posts
        seen = post and look(person, post, self.standard, met=self.problem.policy.met)
        main = pair is None or bool(self.main[pair])
        return Placed(
            person=person.person,
            year=year,
            before=before,
            after=post.id if post else None,
            kind=kind_of(before, home, post),
            fit=seen.expected if seen else None,
            fit_low=seen.low if seen else None,
            fit_high=seen.high if seen else None,
            growth=seen.growth if seen else 0.0,
            wish=wish_rank(person, post),
            met=seen.met if seen else (),
            unmet=seen.unmet if seen else (),
            unknown=seen.unknown if seen else (),
            points=() if pair is None else self._points(pair),
            reason=_NOTHING,
            flags=() if pair is None else self._flags.get(pair, ()),
            next_best=self._next_best.get((person.person, year)) if main else None,
        )

    def _points(self, pair: int) -> tuple[tuple[str, float], ...]:
        board = self.board
        parts = (("fit", board.fit), ("wishes", board.wish), ("growth", board.growth))
        return tuple((goal, float(points[pair])) for goal, points in parts)

    def _post(self, post: str | None) -> Post | None:
        return self.names.posts.get(post or "")

    @cached_property
    def _flags(self) -> Mapping[int, tuple[Flag, ...]]:
        index = np.flatnonzero(self.used)
        return {int(index[k]): f for k, f in flags(self.board.take(index), self.standard).items()}

    @cached_property
    def _sole(self) -> dict[str, SkillNeed]:
        there: defaultdict[str, list[Candidate]] = defaultdict(list)
        for one in self.problem.people:
            there[one.post or ""].append(one)
        sole: dict[str, SkillNeed] = {}
        for post in self.problem.posts:
            sole |= sole_holder(post, there[post.id], self.problem.policy.met)
        return sole

    @cached_property
    def _next_best(self) -> dict[tuple[str, int], NextBest]:
        """By person and year: the main pair that would cost least."""
        board, open_ = self.board, np.flatnonzero(~self.used & self.main)
        losses = [column[open_] for column in self.losses.least.T.round(6)]
        keys = (board.post[open_], -self.points[open_], *losses[::-1])
        order = open_[np.lexsort((*keys, board.person[open_], board.year[open_]))]
        best: dict[tuple[str, int], NextBest] = {}
        for pair in order.tolist():
            key = self.problem.people[board.person[pair]].person, int(board.year[pair])
            if key not in best:
                post = self.problem.posts[board.post[pair]].id
                best[key] = NextBest(post, self.losses.of(pair))
        return best

    # ---- reasons ----

    def _reason(self, case: Case) -> Text:
        move = move_sentence(case.placed, self.names)
        if self.problem.years > 1:
            year = case.placed.year + 1
            move = Text(f"{year}年目：{move.ja}", f"Year {year}: {move.en}")
        if case.after is not None and is_beside(case.after) and not case.stays:
            return said(move, cause(case, self.names))
        return said(move, cause(case, self.names), self._declined(case))

    def _declined(self, case: Case) -> Text | None:
        wish = first_wish(case.person)
        if wish is None or case.placed.wish == 1:
            return None
        why = self._why_declined(case, wish)
        return why and declined(case, why, self.names)

    def _why_declined(self, case: Case, wish: str) -> Text | None:
        pair = self._best_pair(case, wish)
        if pair is not None:
            return rival_text(self._rival(pair))
        targets = [post.id for post in self.problem.posts if wish in (post.id, post.department)]
        found = [
            why_not(self.problem, self.standard, person=case.person.person, post=post)
            for post in targets
        ]
        shut = sorted((one for one in found if one), key=len)
        return shut_out_text(shut[0]) if shut else None

    def _best_pair(self, case: Case, wish: str) -> int | None:
        """The pair with the most points that would grant a wish."""
        number = self._numbers[case.person.person]
        span = self._spans[number]
        pairs = [
            pair
            for pair in self._by_person[span].tolist()
            if wish in self._places(pair) and self.board.year[pair] == case.placed.year
        ]
        return max(pairs, key=lambda pair: (self.points[pair], -pair)) if pairs else None

    def _places(self, pair: int) -> tuple[str, str]:
        post = self.problem.posts[self.board.post[pair]]
        return post.id, post.department

    def _rival(self, pair: int) -> Rival:
        board, post = self.board, self.problem.posts[self.board.post[pair]]
        there = self.used & (board.post == board.post[pair]) & (board.year == board.year[pair])
        ahead = self.points[there] - self.points[pair]
        return Rival(
            post=post.id,
            seats=post.seats,
            full=bool(board.load[there].sum() + board.load[pair] > post.seats + _SEAT),
            ahead=tuple(sorted(ahead[ahead > 0].tolist())),
            cost=self.losses.of(pair),
        )

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {one.person: number for number, one in enumerate(self.problem.people)}

    @cached_property
    def _by_person(self) -> Ints:
        return np.argsort(self.board.person, kind="stable")

    @cached_property
    def _spans(self) -> list[slice]:
        people = np.arange(len(self.problem.people) + 1)
        start = np.searchsorted(self.board.person[self._by_person], people)
        return [slice(a, b) for a, b in pairwise(start)]


def kind_of(before: str | None, home: Post | None, post: Post | None) -> MoveKind:
    """Name the kind of a move.

    Parameters
    ----------
    before : str or None
        Id of the post before; None for new people, and for a place beside the main post.
    home : Post or None
        The same post, as far as it is in the problem.
    post : Post or None
        The post after.

    Returns
    -------
    str
        Kind of move.
    """
    if post is None:
        return "unplaced"
    if post.id == before:
        return "stay"
    if post.kind in _AWAY:
        return _AWAY[post.kind]
    if before is None:
        return "new"
    return "return" if home is not None and home.kind in _SECONDMENTS else "rotation"
