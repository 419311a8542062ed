"""From a course to the report: every figure, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.measurement import MISSING
from grader.measurement.parameters import expert_parameters
from grader.measurement.quality import expected_scores, person_fit
from grader.quality.difficulty import learn_difficulties
from grader.quality.groups import compare_groups
from grader.quality.items import learned_of, lesson_items
from grader.quality.model import Report
from grader.quality.pairs import find_pairs
from grader.quality.scales import lesson_scale, skill_scale, subscore_figures, unusual_persons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from grader.authoring.registers import Misconception
    from grader.measurement import Bank, Policy
    from grader.quality.course import Course
    from grader.quality.items import Learned
    from grader.quality.model import Place, ScaleReport
    from grader.text import Text

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Context:
    """What stands beside the answers.

    Parameters
    ----------
    name : Text
        Of the workspace.
    policy : Policy
        Measurement policy.
    bank : Bank
        What levels are estimated with.
    lessons, skills : mapping of str to Text
        Titles by slug, names by skill id.
    ceilings : mapping of str to int
        Highest level that notebooks may show, by skill id.
    places : mapping of str to Place
        By exercise id.
    misconceptions : mapping of str to Misconception
        The register.
    """

    name: Text
    policy: Policy
    bank: Bank
    lessons: Mapping[str, Text]
    skills: Mapping[str, Text]
    ceilings: Mapping[str, int]
    places: Mapping[str, Place]
    misconceptions: Mapping[str, Misconception]


def make_report(
    course: Course,
    context: Context,
    *,
    groups: Mapping[Text, Mapping[str, str]],
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Report:
    """Reckon everything.

    Parameters
    ----------
    course : Course
        First attempts.
    context : Context
        What stands beside them.
    groups : mapping of Text to mapping
        Groupings, see `groups_of`.
    progress : callable, optional
        Told how many skills are done, and how many there are.

    Returns
    -------
    Report
        Without any name.
    """
    learned, expected, fits = _learn(course, context.policy, progress)
    pairs = find_pairs(course, expected)
    groupings = tuple(compare_groups(course, variable, of) for variable, of in groups.items())
    dif = [row for grouping in groupings for row in grouping.rows]
    lessons = list(dict.fromkeys(item.lesson for item in course.items))
    items = [
        report
        for lesson in lessons
        for report in lesson_items(
            course,
            course.columns(lesson=lesson),
            learned=learned,
            pairs=pairs,
            dif=dif,
            places=context.places,
            misconceptions=context.misconceptions,
        )
    ]
    unusual, judged = unusual_persons(course, fits)
    return Report(
        name=context.name,
        persons=len(course.persons),
        answers=int((course.answers >= 0).sum()),
        bank_version=context.bank.version,
        policy_version=context.policy.version,
        items=tuple(items),
        scales=tuple(_scales(course, context, lessons)),
        pairs=pairs,
        groupings=groupings,
        unusual=unusual,
        judged=judged,
        set_aside=course.set_aside,
    )


def _learn(
    course: Course, policy: Policy, progress: Callable[[int, int], None]
) -> tuple[dict[str, Learned], Floats, list[tuple[Sequence[int], Floats]]]:
    """Learn difficulties skill by skill: what items proved to be, what is expected of everybody, l_z."""
    learned: dict[str, Learned] = {}
    expected = np.zeros(course.answers.shape)
    sound = course.answers.copy()
    sound[:, sorted(course.broken())] = MISSING
    fits: list[tuple[Sequence[int], Floats]] = []
    skills = sorted({item.skill for item in course.items})
    progress(0, len(skills))
    for done, skill in enumerate(skills, start=1):
        columns = course.columns(skill=skill)
        items = [course.items[column] for column in columns]
        answers = course.answers[:, columns]
        declared = [expert_parameters(item.level, item.categories, policy) for item in items]
        known = sound[:, columns]
        notebooks = [item.lesson for item in items]
        found = learn_difficulties(known, declared, notebooks=notebooks, policy=policy)
        rows = learned_of(answers, known, found, [one.difficulty for one in declared], policy)
        learned.update(zip((item.id for item in items), rows, strict=True))
        expected[:, columns] = expected_scores(found.curves, found.masses)
        fits.append((columns, person_fit(known, found.curves, found.masses)))
        progress(done, len(skills))
    return learned, expected, fits


def _scales(course: Course, context: Context, lessons: Sequence[str]) -> Iterator[ScaleReport]:
    for lesson in lessons:
        yield lesson_scale(course, lesson, context.lessons[lesson])
    values = subscore_figures(course)
    for skill in sorted(values):
        yield skill_scale(
            course,
            skill,
            context.skills[skill],
            bank=context.bank,
            policy=context.policy,
            value=values[skill],
            ceiling=context.ceilings[skill],
        )
