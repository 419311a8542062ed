"""Which modules bring a person nearest to a role, per hour."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any

from scipy.special import ndtr

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from grader.measurement import Policy
    from grader.placement.evidence import PersonEvidence
    from grader.standard import Requirement

    Steps = Sequence[float]

REQUIRED = frozenset({"must", "should"})
"""What has to be met; what is only nice to have does not count."""
_SMALLEST = 0.01
"""A gain below this share of what there was is no reason to send anybody anywhere."""
_SMALLEST_STEPS = 0.05
"""Nor is one below so many expected levels, over all requirements, where P(all) does not rise."""


@dataclass(frozen=True, slots=True)
class Module:
    """A lesson as something that can be taken.

    Parameters
    ----------
    lesson : str
        Slug.
    title : Text
        Title.
    minutes : int
        Minutes for the whole lesson, above 0.
    teaches : mapping of str to int
        Highest level of its tasks, by skill.
    requires : tuple of str
        Slugs of lessons that come first.
    """

    lesson: str
    title: Text
    minutes: int
    teaches: Mapping[str, int]
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gain:
    """What a module does for one requirement.

    Parameters
    ----------
    skill : str
        Skill id.
    level : int
        Highest level, up to the one that the role asks for, that the module makes likelier.
    before, after : float
        P(level ≥ that) before and after.
    """

    skill: str
    level: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Advice:
    """One step of the way to a role.

    Parameters
    ----------
    module : Module
        What to take next.
    first : tuple of Module
        Lessons that it requires and that have not been taken; they are part of the step.
    minutes : int
        Minutes of the step.
    before, after : float
        P(all requirements met) before and after the step.
    gains : tuple of Gain
        The requirements that it brings nearer, largest gain first.
    steps : float
        Gain in expected levels, Σ E min(level, required), over all requirements.
    """

    module: Module
    first: tuple[Module, ...]
    minutes: int
    before: float
    after: float
    gains: tuple[Gain, ...] = field(default=())

    steps: float = 0.0

    @property
    def per_hour(self) -> float:
        """Gain in P(all requirements met) per hour."""
        return 60 * (self.after - self.before) / self.minutes

    @property
    def steps_per_hour(self) -> float:
        """Gain in expected levels per hour."""
        return 60 * self.steps / self.minutes


@dataclass(frozen=True, slots=True)
class AdviceView:
    """The way of one person to a role or placement.

    Parameters
    ----------
    goal : Text
        Name of the role or placement.
    steps : tuple of Advice
        What to take, in order.
    skills : mapping of str to Text
        Names of the skills that it asks for.
    """

    goal: Text
    steps: tuple[Advice, ...]
    skills: Mapping[str, Text]


def after_module(p_at_least: Steps, level: int, *, share: float) -> list[float]:
    """Return the level probabilities that are expected after a module.

    Parameters
    ----------
    p_at_least : sequence of float
        P(level ≥ 1), P(level ≥ 2) … before it.
    level : int
        Highest level of its tasks.
    share : float
        Share λ of those just below a level who reach it through a module that teaches it, in [0, 1].

    Returns
    -------
    list of float
        The same probabilities after it, never lower.

    Notes
    -----
    P*_k = P_k + λ·(P_{k−1} − P_k) for k ≤ level, with P_0 = 1: a module lifts by one level at most, and nobody beyond
    its own tasks. λ is a policy, not a measurement: it scales all gains alike and hardly changes their order.

    Examples
    --------
    >>> after_module([0.9, 0.5, 0.1], 2, share=0.5)
    [0.95, 0.7, 0.1]
    """
    below = [1.0, *p_at_least]
    return [
        now + share * (before - now) if step <= level else now
        for step, (before, now) in enumerate(zip(below, p_at_least, strict=False), start=1)
    ]


def recommend(
    person: PersonEvidence,
    needs: Iterable[Requirement],
    modules: Iterable[Module],
    *,
    ceilings: Mapping[str, int],
    policy: Policy,
    taken: Collection[str] = (),
) -> tuple[Advice, ...]:
    """Plan the modules that raise P(all requirements met) most per hour.

    Parameters
    ----------
    person : PersonEvidence
        What was measured; a skill without evidence stands at everybody's prior.
    needs : iterable of Requirement
        What the role asks for. What is only nice to have, and levels above a skill's ceiling, which a person must
        attest, do not count.
    modules : iterable of Module
        What can be taken.
    ceilings : mapping of str to int
        Highest level of each skill that notebooks alone may show.
    policy : Policy
        Prior, and share λ of `after_module`.
    taken : collection of str
        Slugs of lessons that were taken already: they count as prerequisites and are not advised again.

    Returns
    -------
    tuple of Advice
        In the order in which to take them: each is the best from where the one before it leads. Of equals the one with
        the smaller slug comes first. Empty if nothing on offer helps.

    Notes
    -----
    P(all) = Π_s P(level_s ≥ required_s): skills are estimated independently of each other. The best step is the largest
    (P(all after) − P(all before)) / hours, prerequisites that are still missing included in both. Where no step raises
    P(all), as for somebody two levels below, the best is the largest gain in expected levels per hour: it makes the
    next step worth taking.
    """
    wanted = {
        need.skill: need.level
        for need in needs
        if need.need in REQUIRED and need.level <= ceilings.get(need.skill, 0)
    }
    now = {skill: _steps(person, skill, policy) for skill in wanted}
    offered = {module.lesson: module for module in modules}
    done, way = set(taken), []
    while best := _best(now, wanted, offered, done, policy):
        way.append(best)
        for module in (*best.first, best.module):
            now = _after(now, module, policy)
            done.add(module.lesson)
    return tuple(way)


def _best(
    now: Mapping[str, Steps],
    wanted: Mapping[str, int],
    offered: Mapping[str, Module],
    done: Collection[str],
    policy: Policy,
) -> Advice | None:
    options = [
        _advice(now, wanted, offered[slug], _missing(slug, offered, done), policy)
        for slug in sorted(offered)
        if slug not in done
    ]
    raising = [option for option in options if option.after > option.before * (1 + _SMALLEST)]
    if raising:
        return max(raising, key=lambda option: option.per_hour)
    nearing = [option for option in options if option.steps >= _SMALLEST_STEPS]
    return max(nearing, key=lambda option: option.steps_per_hour, default=None)


def _advice(
    now: Mapping[str, Steps],
    wanted: Mapping[str, int],
    module: Module,
    first: tuple[Module, ...],
    policy: Policy,
) -> Advice:
    then = dict(now)
    for one in (*first, module):
        then = _after(then, one, policy)
    gains = [
        gain
        for skill, level in wanted.items()
        if (gain := _gain(skill, now[skill][:level], then[skill][:level]))
    ]
    return Advice(
        module,
        first,
        sum(one.minutes for one in (*first, module)),
        prod(now[skill][level - 1] for skill, level in wanted.items()),
        prod(then[skill][level - 1] for skill, level in wanted.items()),
        tuple(sorted(gains, key=lambda gain: (gain.before - gain.after, gain.skill))),
        sum(sum(then[skill][:level]) - sum(now[skill][:level]) for skill, level in wanted.items()),
    )


def _gain(skill: str, now: Steps, then: Steps) -> Gain | None:
    raised = [k for k, (a, b) in enumerate(zip(now, then, strict=True), start=1) if b > a]
    if not raised:
        return None
    top = raised[-1]
    return Gain(skill, top, now[top - 1], then[top - 1])


def _missing(slug: str, offered: Mapping[str, Module], done: Collection[str]) -> tuple[Module, ...]:
    """Return the lessons that have to be taken before one, first things first."""
    order: list[Module] = []
    seen = {slug, *done}  # whoever requires each other is visited once

    def visit(name: str) -> None:
        for before in offered[name].requires:
            if before in offered and before not in seen:
                seen.add(before)
                visit(before)
                order.append(offered[before])

    visit(slug)
    return tuple(order)


def _after(now: Mapping[str, Steps], module: Module, policy: Policy) -> dict[str, Steps]:
    return {
        skill: after_module(steps, module.teaches[skill], share=policy.module_share)
        if skill in module.teaches
        else steps
        for skill, steps in now.items()
    }


def _steps(person: PersonEvidence, skill: str, policy: Policy) -> Steps:
    measured = person.p_at_least.get(skill)
    if measured is not None:
        return measured
    return prior_steps(policy)


def prior_steps(policy: Policy) -> tuple[float, ...]:
    """Return the level probabilities of somebody of whom nothing was measured.

    Parameters
    ----------
    policy : Policy
        Mean and SD of everybody's prior, and the number of levels.

    Returns
    -------
    tuple of float
        P(level ≥ 1), P(level ≥ 2) …
    """
    levels = range(1, policy.levels + 1)
    return tuple(float(ndtr((policy.prior_mean - k) / policy.prior_sd)) for k in levels)


def read_modules(bank: Mapping[str, Any]) -> tuple[Module, ...]:
    """Return the lessons of a bank as modules.

    Parameters
    ----------
    bank : mapping
        Content of ``build/items.json``.

    Returns
    -------
    tuple of Module
        In the order in which they are offered; empty for a bank that does not name its lessons.
    """
    teaches: dict[str, dict[str, int]] = {}
    for item in bank["items"]:
        skills = teaches.setdefault(item["lesson"], {})
        skills[item["skill"]] = max(item["level"], skills.get(item["skill"], 0))
    return tuple(
        Module(
            lesson["lesson"],
            Text(**lesson["title"]),
            lesson["minutes"],
            teaches.get(lesson["lesson"], {}),
            tuple(lesson["requires"]),
        )
        for lesson in bank.get("lessons", ())
    )
