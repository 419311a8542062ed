"""Why somebody is placed there and not elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.placement.plan.sentences import cost_text
from grader.placement.plan.words import PRIVATE, PRIVATE_RULES, listed, number, said
from grader.placement.rules.catalogue import RULES
from grader.placement.rules.rows_skills import level_held
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from grader.placement.plan.model import Placed
    from grader.placement.plan.words import Names
    from grader.placement.problem.model import Candidate, Post, SkillNeed

    Cost = Sequence[tuple[str, float]]


RULE_NAMES = {rule.code: rule.name for rule in RULES}
"""Names of the rules by code."""


@dataclass(frozen=True, slots=True)
class Case:
    """One person in one plan, with what the reason may speak of.

    Parameters
    ----------
    person : Candidate
        The person.
    placed : Placed
        The place; its reason is not read.
    before, after : Post or None
        The posts.
    pinned : bool
        Whether HR decided on it.
    sole : SkillNeed or None
        A skill of the post before of which the person is the only holder there.
    blocked : tuple of str or None
        Codes of the rules that together leave no place; None for people with a place.
    """

    person: Candidate
    placed: Placed
    before: Post | None
    after: Post | None
    pinned: bool = False
    sole: SkillNeed | None = None
    blocked: tuple[str, ...] | None = None

    @property
    def stays(self) -> bool:
        """Whether the person keeps the post."""
        return self.after is not None and self.before == self.after


@dataclass(frozen=True, slots=True)
class Rival:
    """Why a post that was wished for went to others.

    Parameters
    ----------
    post : str
        Id of the post.
    seats : float
        Its seats.
    full : bool
        Whether the person would find no seat there.
    ahead : tuple of float
        By how many points each of those placed there is ahead, if ahead.
    cost : tuple of (str, float)
        Least loss by goal if the person went there.
    """

    post: str
    seats: float
    full: bool
    ahead: tuple[float, ...]
    cost: tuple[tuple[str, float], ...]


def cause(case: Case, names: Names) -> Text | None:
    """Say what decided on a place.

    Parameters
    ----------
    case : Case
        The person in the plan.
    names : Names
        Names of posts and skills.

    Returns
    -------
    Text or None
        One sentence on the first of these that holds: no place, pinned, not to be moved, back from a secondment, least years,
        only holder of a skill, most years, wish. None if nothing of it does. After the first year only the first and the last
        of them are known.
    """
    finders: tuple[Callable[[Case, Names], Text | None], ...] = (
        _no_place,
        _pinned,
        _not_moved,
        _comes_back,
        _least_years,
        _only_holder,
        _most_years,
        _wish,
    )
    if case.placed.year:  # years in the post, terms and pins are those of the first year
        finders = (_no_place, _wish)
    return next((found for find in finders if (found := find(case, names)) is not None), None)


def _no_place(case: Case, _: Names) -> Text | None:
    if case.blocked is None:
        return None
    shown = [RULE_NAMES[code] for code in case.blocked if code not in PRIVATE_RULES | {"P001"}]
    if not shown:
        return PRIVATE if PRIVATE_RULES & {*case.blocked} else None
    told = listed(Text(f"「{name.ja}」", f"“{name.en}”") for name in shown)
    return Text(
        f"規則{told.ja.replace('、', '')}をすべて守ると、配置できる席がありません。",
        f"With {told.en} all kept there is no seat.",
    )


def _pinned(case: Case, _: Names) -> Text | None:
    if not case.pinned:
        return None
    return Text("人事が確定した配置です。", "The personnel office has decided on this place.")


def _not_moved(case: Case, _: Names) -> Text | None:
    if case.person.movable or not case.stays:
        return None
    return Text("今回は異動の対象としていません。", "This person is not to be moved this time.")


def _comes_back(case: Case, _: Names) -> Text | None:
    if case.placed.kind != "return" or case.person.term_ends is None:
        return None
    day = case.person.term_ends
    return Text(
        f"派遣の期間が{day.year}年{day.month}月{day.day}日までのためです。",
        f"The secondment ends on {day.isoformat()}.",
    )


def _least_years(case: Case, _: Names) -> Text | None:
    least = case.before.min_years if case.before else None
    if not case.stays or least is None or case.person.years_in_post >= least:
        return None
    years = number(case.person.years_in_post)
    return Text(
        f"在課年数が{years}年で、下限の{number(least)}年に達していません。",
        f"{years} years in the post are less than the least of {number(least)}.",
    )


def _only_holder(case: Case, names: Names) -> Text | None:
    if not case.stays or case.sole is None:
        return None
    skill = names.skill(case.sole.skill)
    return Text(
        f"このポストで{skill.ja}（レベル{case.sole.level}以上）を担えるのは、現在この方だけです。",
        f"Nobody else in this post holds {skill.en} at level {case.sole.level} or above at present.",
    )


def _most_years(case: Case, _: Names) -> Text | None:
    most = case.before.max_years if case.before else None
    if case.stays or case.after is None or most is None or case.person.years_in_post < most:
        return None
    years = number(case.person.years_in_post)
    return Text(
        f"在課年数が{years}年となり、上限の{number(most)}年に達しています。",
        f"{years} years in the post have reached the most of {number(most)}.",
    )


def _wish(case: Case, _: Names) -> Text | None:
    if not case.placed.wish:
        return None
    if case.stays and case.person.wants_to_stay:
        return Text(
            "現在のポストに留まる希望のとおりです。",
            "It grants the wish to stay in the present post.",
        )
    return Text(
        f"本人の第{case.placed.wish}希望のとおりです。",
        f"It grants wish number {case.placed.wish}.",
    )


def declined(case: Case, why: Text, names: Names) -> Text | None:
    """Say that the first wish is not granted, and why.

    Parameters
    ----------
    case : Case
        The person in the plan.
    why : Text
        A sentence that says why.
    names : Names
        Names of posts.

    Returns
    -------
    Text or None
        None where there is no wish, or the first one is granted.
    """
    wish = first_wish(case.person)
    if wish is None or case.placed.wish == 1:
        return None
    place = names.place(wish)
    return Text(
        f"第1希望の{place}は、今回は見送りました。{why.ja}",
        f"The first wish, {place}, is not granted this time. {why.en}",
    )


def first_wish(person: Candidate) -> str | None:
    """Return where a person would like to be most.

    Parameters
    ----------
    person : Candidate
        The person.

    Returns
    -------
    str or None
        Id of a post or department; to stay is a first wish; None without one.
    """
    if person.wants_to_stay and person.post is not None:
        return person.post
    return person.wishes[0] if person.wishes else None


def shut_out_text(found: Iterable[tuple[str, Text]]) -> Text:
    """Say which rules shut a pair out.

    Parameters
    ----------
    found : iterable of (str, Text)
        Codes of the rules and what they say, as `why_not` gives them; not empty.

    Returns
    -------
    Text
        Their sentences; of private matters only, and once, that the personnel office rules it out.
    """
    told = [PRIVATE if code in PRIVATE_RULES else text for code, text in found]
    return said(*dict.fromkeys(told))


def rival_text(rival: Rival) -> Text:
    """Say why a post that is open to a person went to others.

    Parameters
    ----------
    rival : Rival
        The post, and who is ahead there.

    Returns
    -------
    Text
        One or two sentences.
    """
    cost = cost_text(rival.cost, exact=False)
    loss = Text(f"そこへ移すと、{cost.ja}。", f"Going there instead: {cost.en}.")
    if not rival.full:
        return loss
    seats = number(rival.seats)
    full = Text(f"定員{seats}人が埋まっています。", f"Its seats ({seats}) are taken.")
    if not rival.ahead:
        return Text(full.ja + loss.ja, f"{full.en} {loss.en}")
    least, most = number(min(rival.ahead)), number(max(rival.ahead))
    gap = least if least == most else f"{least}〜{most}"
    return Text(
        f"{full.ja}配置する方のうち{len(rival.ahead)}人は、得点が{gap}点高くなっています。",
        f"{full.en} {len(rival.ahead)} of the people placed there score {gap.replace('〜', ' to ')} points more.",
    )


def sole_holder(post: Post | None, there: Iterable[Candidate], met: float) -> dict[str, SkillNeed]:
    """Find the people of a post who alone hold a key skill of it now.

    Parameters
    ----------
    post : Post or None
        The post.
    there : iterable of Candidate
        Everybody who is there now.
    met : float
        A level is held from this probability on, 0 to 1.

    Returns
    -------
    dict of str to SkillNeed
        By person id: the first such skill.
    """
    people = list(there)
    sole: dict[str, SkillNeed] = {}
    for need in post.needs if post else ():
        holders = [one.person for one in people if holds(one, need, met)] if need.key else []
        if len(holders) == 1:
            sole.setdefault(holders[0], need)
    return sole


def holds(person: Candidate, need: SkillNeed, met: float) -> bool:
    """Tell whether a person holds a skill at the level that a post must keep.

    Parameters
    ----------
    person : Candidate
        The person.
    need : SkillNeed
        Skill and level; where only the sum counts, any level will do.
    met : float
        A level is held from this probability on, 0 to 1.

    Returns
    -------
    bool
        As the rules on skills see it.
    """
    return level_held(person, need.skill, met) >= max(1, need.level)
