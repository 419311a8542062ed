"""From a diagnosis to the modules worth taking, in order, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.diagnosis import words
from grader.placement import Module, PersonEvidence, recommend
from grader.standard import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.authoring import Lesson
    from grader.diagnosis.result import Result, SkillResult
    from grader.diagnosis.session import Diagnostic
    from grader.placement import Advice
    from grader.text import Text


@dataclass(frozen=True, slots=True)
class Suggestion:
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
    advice : tuple of Suggestion
        Modules in the order in which to take them.
    without : tuple of str
        Skills that are wanted and that no module teaches yet.
    """

    advice: tuple[Suggestion, ...]
    without: tuple[str, ...]


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
        With a role, towards its requirements; without one, towards the next level of each skill. In the order of
        `grader.placement.recommend`.
    """
    levels = {
        skill.skill: level for skill in result.skills if (level := _wanted(diagnostic, skill))
    }
    steps = recommend(
        PersonEvidence("", {skill.skill: skill.estimate.p_at_least for skill in result.skills}),
        [Requirement(skill, level, 1.0, "must") for skill, level in levels.items()],
        modules,
        ceilings=diagnostic.ceilings,
        policy=diagnostic.model.policy,
    )
    taught = {skill for module in modules for skill in module.teaches}
    return Plan(
        tuple(suggestion for step in steps for suggestion in _suggestions(diagnostic, step)),
        tuple(skill for skill in levels if skill not in taught),
    )


def _wanted(diagnostic: Diagnostic, skill: SkillResult) -> int | None:
    """Return the level to reach in a skill; None where there is nothing to reach."""
    need = diagnostic.requirements.get(skill.skill)
    if need is not None and skill.decision != "met":
        return min(need.level, diagnostic.ceilings[skill.skill])
    if diagnostic.role is not None:
        return None
    return min(skill.estimate.level + 1, diagnostic.ceilings[skill.skill])


def _suggestions(diagnostic: Diagnostic, step: Advice) -> Iterator[Suggestion]:
    for before in step.first:
        yield Suggestion(before, words.filled(words.WHY_BEFORE, title=step.module.title))
    gain = step.gains[0]
    reason = words.filled(
        words.WHY_MODULE,
        skill=diagnostic.skill_names[gain.skill],
        level=gain.level,
        share=words.percent(gain.before),
    )
    yield Suggestion(step.module, reason)
