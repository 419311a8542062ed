"""From a diagnosis to the modules worth taking, in order, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.diagnosis import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.authoring import Lesson
    from grader.diagnosis.result import Result, SkillResult
    from grader.diagnosis.session import Diagnostic
    from grader.text import Text

_WORTH = 0.1  # expected steps, weighted: below this a module has nothing left to teach
_HOUR = 60.0


@dataclass(frozen=True, slots=True)
class Module:
    """A lesson as something to learn from.

    Parameters
    ----------
    slug : str
        Its folder.
    title : Text
        Its title.
    minutes : int
        Time planned.
    teaches : mapping of str to int
        Highest level of its exercises, by skill.
    requires : tuple of str
        Lessons that come before it.
    """

    slug: str
    title: Text
    minutes: int
    teaches: Mapping[str, int]
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommended module.

    Parameters
    ----------
    module : Module
        The module.
    reason : Text
        Why.
    """

    module: Module
    reason: Text


@dataclass(frozen=True, slots=True)
class Plan:
    """What to learn next.

    Parameters
    ----------
    advice : tuple of Advice
        Modules in the order in which to take them.
    without : tuple of str
        Skills that are wanted and that no module teaches yet.
    """

    advice: tuple[Advice, ...]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Want:
    """A skill, the level to reach, and how much it counts."""

    result: SkillResult
    level: int
    weight: float

    def steps(self, top: int) -> float:
        """Expected steps still to go, as far as a module reaches."""
        return sum(1 - p for p in self.result.estimate.p_at_least[: min(self.level, top)])


def module_of(lesson: Lesson) -> Module:
    """Return a lesson as something to learn from.

    Parameters
    ----------
    lesson : Lesson
        The lesson.

    Returns
    -------
    Module
        With the skills and levels of all its exercises.
    """
    front = lesson.front.data["lesson"]
    teaches: dict[str, int] = {}
    for exercise in lesson.exercises:
        for skill, level in exercise.skills.items():
            teaches[skill] = max(level, teaches.get(skill, 0))
    return Module(lesson.slug, lesson.title, front["minutes"], teaches, tuple(front["requires"]))


def plan_for(diagnostic: Diagnostic, result: Result, modules: Sequence[Module]) -> Plan:
    """Say what to learn next.

    Parameters
    ----------
    diagnostic : Diagnostic
        What was sat.
    result : Result
        What it says.
    modules : sequence of Module
        All there are, in the order in which they are offered.

    Returns
    -------
    Plan
        With a role, towards its requirements; without one, towards the next level of each skill.
    """
    wants = [want for skill in result.skills if (want := _want(diagnostic, skill)) is not None]
    ordered = _ordered(modules, wants)
    reasons = {module.slug: _reason(diagnostic, module, wants) for module in ordered}
    taught = {skill for module in modules for skill in module.teaches}
    without = (want.result.skill for want in wants if want.steps(want.level) >= _WORTH)
    return Plan(
        tuple(_with_requirements(ordered, modules, reasons)),
        tuple(skill for skill in without if skill not in taught),
    )


def _want(diagnostic: Diagnostic, skill: SkillResult) -> _Want | None:
    need = diagnostic.requirements.get(skill.skill)
    if need is not None and skill.decision != "met":
        return _Want(skill, need.level, need.weight)
    if diagnostic.role is not None:
        return None
    return _Want(skill, min(skill.estimate.level + 1, diagnostic.ceilings[skill.skill]), 1.0)


def _ordered(modules: Sequence[Module], wants: Sequence[_Want]) -> list[Module]:
    """Modules by weighted expected steps per hour."""
    worth = {m.slug: sum(w for _, w in _helped(m, wants)) for m in modules}
    useful = [module for module in modules if worth[module.slug] >= _WORTH]
    return sorted(useful, key=lambda m: -worth[m.slug] / (m.minutes / _HOUR))


def _helped(module: Module, wants: Sequence[_Want]) -> list[tuple[_Want, float]]:
    return [
        (want, want.weight * want.steps(module.teaches[want.result.skill]))
        for want in wants
        if want.result.skill in module.teaches
    ]


def _reason(diagnostic: Diagnostic, module: Module, wants: Sequence[_Want]) -> Text:
    want, _ = max(_helped(module, wants), key=lambda pair: pair[1])
    skill = want.result.skill
    level = min(want.level, module.teaches[skill])
    share = words.percent(want.result.estimate.p_at_least[level - 1])
    return words.filled(
        words.WHY_MODULE, skill=diagnostic.skill_names[skill], level=level, share=share
    )


def _with_requirements(
    ordered: Sequence[Module], modules: Sequence[Module], reasons: Mapping[str, Text]
) -> Iterator[Advice]:
    """Put what a module requires before it."""
    known = {module.slug: module for module in modules}
    told: set[str] = set()

    def put(module: Module, reason: Text) -> Iterator[Advice]:
        if module.slug in told:
            return
        told.add(module.slug)
        for slug in module.requires:
            if slug in known:
                before = words.filled(words.WHY_BEFORE, title=module.title)
                yield from put(known[slug], reasons.get(slug, before))
        yield Advice(module, reason)

    for module in ordered:
        yield from put(module, reasons[module.slug])
