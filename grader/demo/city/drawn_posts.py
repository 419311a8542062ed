"""Posts drawn at random: seats, grades, and the skills that they ask for and must keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.problem.model import Post, SkillNeed
from grader.standard import Development, Requirement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from grader.standard import Placement, Standard

    Ints = NDArray[np.intp]
    Floats = NDArray[np.float64]

SKILLS, PROFILES, HIGHEST = 30, 30, 3
"""Skills, kinds of posts, and the highest level that any of them asks for."""
LARGE = 10
"""Seats from which a post needs one more head with each skill."""
SPARE_SEATS = 1.04
"""Seats for each person."""
MANDATORY, MAX_YEARS, LEAVERS = 0.8, 6.0, 0.35
BANDS, BAND_SHARES = ((1, 4), (3, 5), (5, 7)), (0.75, 0.2, 0.05)
"""Lowest and highest grade of a post; neighbours overlap, so that people can rise."""
FAMILIES, FAMILY_SHARES = ("", "土木", "保健師", "情報"), (0.85, 0.08, 0.05, 0.02)
"""Job family that a post asks for; empty: any will do."""
AWAY_SHARE = 0.02
"""Share of the posts that are secondments."""
AWAY_COST = 600_000
ASKED_SHARE, BIDDER_SHARE, TOTAL_SHARE = 0.2, 0.2, 0.3
DEPARTMENT = 5
"""Posts in a department; the first one evaluates the others."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPosts:
    """P posts as arrays of shape (P,), the secondments last, and what they ask for.

    Parameters
    ----------
    seats, band, family, profile, bidder : ndarray of int
        Seats, and indices into `BANDS`, `FAMILIES`, `profiles` and the companies (−1: none).
    skills : tuple of str
        Ids of the skills.
    profiles : tuple of (tuple of Requirement)
        What posts ask for.
    away : tuple of Placement
        Placements of the last posts.
    needs : tuple of (tuple of SkillNeed)
        What each post must keep.
    companies : tuple of str
        Names of the companies.
    """

    seats: Ints
    band: Ints
    family: Ints
    profile: Ints
    bidder: Ints
    skills: tuple[str, ...]
    profiles: tuple[tuple[Requirement, ...], ...]
    away: tuple[Placement, ...]
    needs: tuple[tuple[SkillNeed, ...], ...]
    companies: tuple[str, ...]

    @property
    def inside(self) -> int:
        """How many of the posts are no secondments."""
        return len(self.seats) - len(self.away)

    def posts(self, present: Ints, years: Ints) -> tuple[Post, ...]:
        """Make the posts, now that it is known who is there.

        Parameters
        ----------
        present : ndarray of int of shape (N,)
            Present post of each person, −1 for none.
        years : ndarray of int of shape (N,)
            Years in it.

        Returns
        -------
        tuple of Post
            By id. 35 % may leave at once, and always one more than must.
        """
        there = np.bincount(present[present >= 0], minlength=len(self.seats))
        due = present[(present >= 0) & (years >= MAX_YEARS)]
        forced = np.bincount(due, minlength=len(self.seats))
        leavers = np.maximum(np.maximum(1, np.rint(LEAVERS * there)), forced + 1).astype(int)
        own = [self._inside(i, int(leavers[i])) for i in range(self.inside)]
        return (*own, *(self._away(self.inside + i, place) for i, place in enumerate(self.away)))

    def _inside(self, i: int, leavers: int) -> Post:
        seats, asked = int(self.seats[i]), self.profiles[self.profile[i]]
        bids = self.bidder[i] >= 0
        department = i // DEPARTMENT
        last = min(department * DEPARTMENT + DEPARTMENT, self.inside)
        return Post(
            id=post_id(i),
            name=f"第{i + 1}係",
            department=f"d{department + 1:03d}",
            seats=float(seats),
            mandatory=float(int(MANDATORY * seats)),
            grades=BANDS[self.band[i]],
            job_families=frozenset({FAMILIES[self.family[i]]} - {""}),
            max_years=MAX_YEARS,
            max_leavers=leavers,
            needs=self.needs[i],
            requires=asked,
            develops=tuple(Development(need.skill, need.level) for need in asked[:3]),
            acts=("draft_specification", "review_or_evaluate") if bids else (),
            bidders=(self.companies[self.bidder[i]],) if bids else (),
            evaluates=frozenset(post_id(j) for j in range(i + 1, last))
            if i % DEPARTMENT == 0
            else frozenset(),
        )

    def _away(self, i: int, place: Placement) -> Post:
        return Post(
            id=post_id(i),
            name=place.name.ja,
            department="d999",
            kind="private-secondment" if place.type == "private-secondment" else "secondment",
            placement=place.id,
            requires=place.requires,
            develops=place.develops,
            gates=tuple(
                gate for gate in place.gates if gate in {"consent.person", "pledges.digital-agency"}
            ),
            host=place.host.ja if place.type == "private-secondment" else "",
            payer=place.payer or "home",
            yearly_cost=0 if place.payer == "state" else AWAY_COST,
            term_months=int(place.term_months.max) if place.term_months else None,
        )


def post_id(i: int) -> str:
    """Return the id of the post with an index from 0.

    Parameters
    ----------
    i : int
        The index.

    Returns
    -------
    str
        Such as ``p0001``; ids sort as indices do, up to 10,000 posts.
    """
    return f"p{i + 1:04d}"


def draw_posts(
    standard: Standard,
    rng: np.random.Generator,
    *,
    people: int,
    posts: int,
    companies: Sequence[str],
    hard: bool,
) -> DrawnPosts:
    """Draw posts for so many people.

    Parameters
    ----------
    standard : Standard
        Skills, roles and placements to draw from.
    rng : Generator
        Source of chance.
    people, posts : int
        How many.
    companies : sequence of str
        Who may bid.
    hard : bool
        As in `city_problem`.

    Returns
    -------
    DrawnPosts
        The posts.
    """
    places = [p for p in standard.placements.values() if p.type.endswith("secondment")]
    places = [p for p in places if p.days_per_week in {None, 5}]
    away = tuple(places[i % len(places)] for i in range(int(AWAY_SHARE * posts))) if places else ()
    inside = posts - len(away)
    skills = tuple(sorted(s.id for s in standard.skills.values() if s.auto_ceiling > 1))[:SKILLS]
    profiles = _profiles(standard, rng, skills)
    profile = rng.integers(0, len(profiles), posts)
    seats = np.append(_seats(rng, people, inside), np.ones(len(away), dtype=np.intp))
    needs = [
        _needs(rng, profiles[profile[i]], skills, seats=int(seats[i]), hard=hard)
        for i in range(inside)
    ]
    return DrawnPosts(
        seats,
        rng.choice(len(BANDS), posts, p=BAND_SHARES),
        rng.choice(len(FAMILIES), posts, p=FAMILY_SHARES),
        profile,
        np.where(rng.random(posts) < BIDDER_SHARE, rng.integers(0, len(companies), posts), -1),
        skills,
        profiles,
        away,
        tuple(needs),
        tuple(companies),
    )


def _seats(rng: np.random.Generator, people: int, posts: int) -> Ints:
    seats = np.maximum(1, rng.poisson(people / posts, posts))
    missing = max(0, int(np.ceil(SPARE_SEATS * people)) - int(seats.sum()))
    return (seats + rng.multinomial(missing, np.full(posts, 1 / posts))).astype(np.intp)


def _profiles(
    standard: Standard, rng: np.random.Generator, skills: Sequence[str]
) -> tuple[tuple[Requirement, ...], ...]:
    """The roles of the standard first, as far as notebooks can show their levels, then others."""
    roles = [
        tuple(need for need in role.requirements if need.skill in skills and need.level <= HIGHEST)
        for role in standard.roles.values()
    ]
    needs = ((3.0, "must"), (2.0, "should"), (1.0, "nice"))
    while len(roles) < PROFILES:
        asked = rng.permutation(len(skills))[: max(3, round(ASKED_SHARE * len(skills)))]
        levels, kinds = rng.integers(1, HIGHEST + 1, len(asked)), rng.integers(0, 3, len(asked))
        roles.append(
            tuple(
                Requirement(skills[skill], int(level), *needs[kind])  # type: ignore[arg-type]
                for skill, level, kind in zip(asked, levels, kinds, strict=True)
            )
        )
    return tuple(roles)


def _needs(
    rng: np.random.Generator,
    asked: Sequence[Requirement],
    skills: Sequence[str],
    *,
    seats: int,
    hard: bool,
) -> tuple[SkillNeed, ...]:
    """Three skills to cover; where it is hard a sum of levels in some posts, and one skill never to lose."""
    covered = asked[:3]
    heads = min(seats, 1 + (seats >= LARGE) + hard)
    needs = [SkillNeed(n.skill, min(HIGHEST, n.level + hard), heads) for n in covered]
    if hard:
        others = [skill for skill in skills if all(skill != n.skill for n in covered)]
        summed, key = (others[i] for i in rng.permutation(len(others))[:2])
        if rng.random() < TOTAL_SHARE:
            total = int(1.9 * max(1, MANDATORY * seats))
            needs.append(SkillNeed(summed, 0, 0, total))
        needs.append(SkillNeed(key, HIGHEST, 1, key=True))
    return tuple(needs)
