"""What a training plan is asked for, and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from grader.placement.problem.model import Post
    from grader.placement.program import Stage
    from grader.placement.recommend import Module


@dataclass(frozen=True, slots=True)
class Trainee:
    """Somebody who can be trained.

    Parameters
    ----------
    person : str
        Person id.
    levels : mapping of str to sequence of float
        By skill: P(level ≥ 1), P(level ≥ 2) …; a skill without evidence is not there.
    taken : collection of str
        Slugs of the modules taken already: their effect is in the levels.
    hardest : mapping of str to int, optional
        By skill: level of the hardest task taken; None: the levels were shown up to the top.
    """

    person: str
    levels: Mapping[str, Sequence[float]]
    taken: Collection[str] = ()
    hardest: Mapping[str, int] | None = None

    def has_shown(self, skill: str, level: int) -> bool:
        """Tell whether a task of a level was taken: beyond that there is only the prior, and a prior is nobody's level.

        Parameters
        ----------
        skill : str
            Id of the skill.
        level : int
            Level.

        Returns
        -------
        bool
            Whether the person may count for that level without a module that teaches it.
        """
        if self.hardest is None:
            return skill in self.levels
        return self.hardest.get(skill, 0) >= level


@dataclass(frozen=True, slots=True)
class Demand:
    """So many people who are to be eligible for a post or role.

    Parameters
    ----------
    id, name : str
        Id and name of the post or role.
    people : int
        How many, 1 or more.
    needs : tuple of (str, int)
        Skills and levels that make one eligible, all of which notebooks can show.
    attested : tuple of str
        Skills that are musts as well but whose level only a person can attest; the plan says nothing about them.
    persons : frozenset of str or None
        Who may be counted; None: everybody.
    """

    id: str
    name: str
    people: int
    needs: tuple[tuple[str, int], ...]
    attested: tuple[str, ...] = ()
    persons: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a training plan assumes, and how much may be asked of a person.

    Parameters
    ----------
    by : date
        Day by which people are to be eligible.
    chance : float
        Somebody counts as eligible from this P(all musts met) on, above 0, at most 1.
    share : float
        Share λ of those just below a level who reach it through a module that teaches it; ``module_share`` of the
        measurement policy. It is assumed, not measured.
    prior : tuple of float
        P(level ≥ 1), P(level ≥ 2) … of somebody of whom nothing was measured.
    minutes : int or None
        Most minutes of one person until that day; None: no limit.
    one_each : bool
        Whether a person counts for one demand only.
    """

    by: date
    chance: float
    share: float
    prior: tuple[float, ...]
    minutes: int | None = None
    one_each: bool = False

    @property
    def assumption(self) -> Text:
        """What is assumed, for the sheet on which the plan is printed."""
        share, chance = f"{self.share:.0%}", f"{self.chance:.0%}"
        return Text(
            f"教材を受けると、一つ下のレベルにいる人の{share}が次のレベルに届くと仮定しています（module_share）。この割合は実測した値ではありません。"
            f"必須の技能がすべて求めるレベルにある確率が{chance}以上の人を、条件を満たす見込みと数えます。技能どうしは独立とみなしています。"
            "まだ課題を受けたことのないレベルは、それを扱う教材を受ける人だけを数えます。",
            f"A module is assumed to bring {share} of those just below a level to it (module_share); this share was not measured. "
            f"Somebody counts as eligible when the probability of meeting all musts is at least {chance}. Skills are taken to be independent. "
            "For a level of which somebody has taken no task yet, they count only if they take a module that teaches it.",
        )


@dataclass(frozen=True, slots=True)
class Purpose:
    """What training does for one person and one demand.

    Parameters
    ----------
    demand : str
        Id of the post or role.
    before, after : float
        P(all musts met) before any of it, and expected after all modules that the plan gives the person.
    """

    demand: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One module for one person.

    Parameters
    ----------
    person : str
        Person id.
    module : Module
        The module.
    purposes : tuple of Purpose
        The demands for which the person is trained.
    """

    person: str
    module: Module
    purposes: tuple[Purpose, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A demand that training cannot meet.

    Parameters
    ----------
    demand : str
        Id of the post or role.
    people : int
        People short.
    best : float
        The highest P(all musts met) that any person who does not count can be brought to; 0 if nobody is left, or no
        module teaches what nobody has shown.
    text, remedy : Text
        The shortage with its numbers, and what would mend it.
    """

    demand: str
    people: int
    best: float
    text: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """The cheapest modules that make enough people eligible.

    Parameters
    ----------
    terms : Terms
        What was assumed.
    rows : tuple of TrainingRow
        By person, in the order in which to take the modules.
    already : mapping of str to int
        By demand: people who are eligible without training.
    missing : tuple of Missing
        Demands that cannot be met.
    stages : tuple of Stage
        Shortage, then minutes: value, bound and status.
    complete : bool
        Whether everything of use was looked at for each demand. If not, a cheaper plan may exist, and the bounds hold
        for what was looked at.
    """

    terms: Terms
    rows: tuple[TrainingRow, ...]
    already: Mapping[str, int]
    missing: tuple[Missing, ...]
    stages: tuple[Stage, ...]
    complete: bool

    @property
    def minutes(self) -> int:
        """Minutes of staff time in all."""
        return sum(row.module.minutes for row in self.rows)

    @property
    def persons(self) -> int:
        """People who are trained."""
        return len({row.person for row in self.rows})


def demand_of(
    post: Post,
    people: int,
    *,
    ceilings: Mapping[str, int],
    persons: Collection[str] | None = None,
) -> Demand:
    """Ask for people who meet the musts of a post.

    Parameters
    ----------
    post : Post
        The post.
    people : int
        How many.
    ceilings : mapping of str to int
        Highest level of each skill that notebooks alone may show.
    persons : collection of str, optional
        Who may be counted, as those whom grade and job family allow there; everybody if not given.

    Returns
    -------
    Demand
        Musts above a ceiling stand among the attested ones.
    """
    musts = [need for need in post.requires if need.need == "must"]
    return Demand(
        post.id,
        post.name,
        people,
        tuple((n.skill, n.level) for n in musts if n.level <= ceilings.get(n.skill, 0)),
        tuple(n.skill for n in musts if n.level > ceilings.get(n.skill, 0)),
        None if persons is None else frozenset(persons),
    )
