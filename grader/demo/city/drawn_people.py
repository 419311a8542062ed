"""People drawn at random for posts that were drawn: where they are, what they can, what they wish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from grader.demo.city.drawn_posts import BANDS, FAMILIES, post_id
from grader.placement.problem.model import Candidate
from grader.standard import Tie

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from grader.demo.city.drawn_posts import DrawnPosts
    from grader.placement.problem.model import Post

    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

LEVELS = 4
MEAN, SD, ERROR = 1.9, 1.2, 0.4
"""Of true levels, whose whole part is the level, and of what is known of each."""
MEASURED = 0.7
NEW, PART_TIME, ON_LEAVE, LEAVING, STAYING, BARRED, TIED, WILLING = (
    0.02,
    0.02,
    0.01,
    0.01,
    0.15,
    0.01,
    0.05,
    0.03,
)
"""Shares of people: new, part-time, on leave, leaving, wishing to stay, barred from a post, tied to a company, willing
to be seconded."""
MOST_YEARS, WISHES = 7, 3
_OPEN_FAMILIES, _OPEN_SHARES = ("事務", "情報", "土木", "保健師"), (0.88, 0.04, 0.05, 0.03)
"""Job families of those in posts that are open to all."""


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """N people as arrays of shape (N,).

    Parameters
    ----------
    drawn : DrawnPosts
        The posts.
    present : ndarray of int
        Present post; −1 for new people.
    years : ndarray of int
        Years in it.
    grade : ndarray of int
        級.
    family : ndarray of str
        職種.
    wishes : ndarray of int of shape (N, 3)
        Posts wished for.
    levels : ndarray of shape (N, S, 4)
        P(level ≥ 1) … P(level ≥ 4).
    measured : ndarray of bool of shape (N, S)
        Which skills there is evidence of.
    is_ : mapping of str to ndarray of bool
        Who is part-time, on leave, and so on.
    company, barred, away : ndarray of int
        A company, a post and a secondment, for those who have to do with one.
    day : date
        Day of appointment.
    companies : tuple of str
        Names of the companies.
    """

    drawn: DrawnPosts
    present: Ints
    years: Ints
    grade: Ints
    family: NDArray[np.str_]
    wishes: Ints
    levels: Floats
    measured: Bools
    is_: dict[str, Bools]
    company: Ints
    barred: Ints
    away: Ints
    day: date
    companies: tuple[str, ...]

    def candidates(self, posts: Sequence[Post]) -> tuple[Candidate, ...]:
        """Make the people.

        Parameters
        ----------
        posts : sequence of Post
            The posts, by index.

        Returns
        -------
        tuple of Candidate
            By person id.
        """
        levels, hardest = self._levels()
        return tuple(
            self._candidate(i, posts, levels[i], hardest[i]) for i in range(len(self.present))
        )

    def _levels(self) -> tuple[list[dict[str, tuple[float, ...]]], list[dict[str, int]]]:
        """Return what is known of each person; the hardest task taken lies one above the level that is likely."""
        likely = np.rint(self.levels).sum(axis=2).astype(int)
        hardest = np.minimum(likely + 1, LEVELS).tolist()
        known = [np.flatnonzero(row).tolist() for row in self.measured]
        values, skills = self.levels.tolist(), self.drawn.skills
        return (
            [
                {skills[s]: tuple(row[s]) for s in some}
                for row, some in zip(values, known, strict=True)
            ],
            [{skills[s]: row[s] for s in some} for row, some in zip(hardest, known, strict=True)],
        )

    def _candidate(
        self,
        i: int,
        posts: Sequence[Post],
        levels: dict[str, tuple[float, ...]],
        hardest: dict[str, int],
    ) -> Candidate:
        is_ = {name: bool(who[i]) for name, who in self.is_.items()}
        present = posts[self.present[i]] if self.present[i] >= 0 else None
        away = posts[self.away[i]] if is_["willing"] and self.away[i] >= 0 else None
        wishes = dict.fromkeys(int(w) for w in self.wishes[i] if w >= 0 and w != self.present[i])
        own = [away.id] if away else []
        return Candidate(
            person=f"s{i + 1:05d}",
            staff_number=f"{100001 + i}",
            name=f"職員 {i + 1:05d}",
            kana="",
            title="",
            department=present.department if present else "",
            post=present.id if present else None,
            employment="reappointed" if is_["part_time"] else "regular",
            grade=int(self.grade[i]),
            job_family=str(self.family[i]),
            share=0.6 if is_["part_time"] else 1.0,
            years_in_post=float(self.years[i]),
            movable=not is_["on_leave"],
            leaves=is_["leaving"],
            wishes=(*own, *(post_id(w) for w in wishes if post_id(w) not in own))[:WISHES],
            wants_to_stay=is_["staying"],
            barred=frozenset({post_id(int(self.barred[i]))} if is_["barred"] else ()),
            consents=frozenset({away.id, away.placement or ""} if away else ()),
            pledges=frozenset({"digital-agency"} if away else ()),
            ties=self._ties(i) if is_["tied"] else (),
            levels=levels,
            hardest=hardest,
        )

    def _ties(self, i: int) -> tuple[Tie, ...]:
        since = self.day - timedelta(days=365 * (2 + i % 9))
        return (Tie("side_job", self.companies[self.company[i]], since),)


def draft_people(
    rng: np.random.Generator,
    drawn: DrawnPosts,
    *,
    people: int,
    companies: Sequence[str],
    day: date,
) -> Draft:
    """Draw people for posts.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    drawn : DrawnPosts
        The posts; with seats for all of them.
    people : int
        How many.
    companies : sequence of str
        For whom some of them work beside.
    day : date
        Day of appointment.

    Returns
    -------
    Draft
        The people.
    """
    inside = drawn.inside
    post = rng.permutation(np.repeat(np.arange(inside), drawn.seats[:inside]))[:people]
    lowest, highest = np.array(BANDS)[drawn.band[post]].T
    grade = rng.integers(lowest, highest + 1)
    asked = np.array(FAMILIES)[drawn.family[post]]
    family = np.where(asked == "", rng.choice(_OPEN_FAMILIES, people, p=_OPEN_SHARES), asked)
    new = rng.random(people) < NEW
    levels, measured = _draw_levels(rng, people, len(drawn.skills))
    seconded = inside + rng.integers(0, max(1, len(drawn.away)), people)
    return Draft(
        drawn,
        np.where(new, -1, post),
        np.where(new, 0, rng.integers(1, MOST_YEARS + 1, people)),
        grade,
        family,
        _wishes(rng, drawn, grade, family),
        levels,
        measured,
        _who(rng, people),
        rng.integers(0, len(companies), people),
        rng.integers(0, inside, people),
        seconded if drawn.away else np.full(people, -1),
        day,
        tuple(companies),
    )


def _draw_levels(rng: np.random.Generator, people: int, skills: int) -> tuple[Floats, Bools]:
    """P(level ≥ k) = Φ((estimate − k) / error), as of an estimate with a normal error."""
    estimate = rng.normal(MEAN, np.hypot(SD, ERROR), (people, skills, 1))
    levels = ndtr((estimate - np.arange(1, LEVELS + 1)) / ERROR).round(4)
    return levels, rng.random((people, skills)) < MEASURED


def _who(rng: np.random.Generator, people: int) -> dict[str, Bools]:
    shares = {
        "part_time": PART_TIME,
        "on_leave": ON_LEAVE,
        "leaving": LEAVING,
        "staying": STAYING,
        "barred": BARRED,
        "tied": TIED,
        "willing": WILLING,
    }
    return {name: rng.random(people) < share for name, share in shares.items()}


def _wishes(
    rng: np.random.Generator, drawn: DrawnPosts, grade: Ints, family: NDArray[np.str_]
) -> Ints:
    """Draw three posts that suit the grade and job family of each person; −1 where there is none."""
    wishes = np.full((len(grade), WISHES), -1, dtype=np.intp)
    lowest, highest = np.array(BANDS)[drawn.band[: drawn.inside]].T
    asked = np.array(FAMILIES)[drawn.family[: drawn.inside]]
    for level in np.unique(grade):
        for kind in np.unique(family):
            who = np.flatnonzero((grade == level) & (family == kind))
            open_ = (lowest <= level) & (level <= highest) & ((asked == "") | (asked == kind))
            if len(who) and open_.any():
                wishes[who] = rng.choice(np.flatnonzero(open_), (len(who), WISHES))
    return wishes
