"""What a course answered at first attempt: the matrix that every figure is made from."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.errors import InputError
from grader.measurement import MISSING, collect, load_items, load_results
from grader.measurement.quality import item_rest_correlation
from grader.measurement.sittings import choose_sittings
from grader.quality import labels
from grader.quality.intervals import correlation_interval
from grader.quality.model import SetAside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from grader.findings import Finding
    from grader.measurement import Evidence, Item, Policy
    from grader.measurement.sittings import ResultFile
    from grader.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Course:
    """The first attempts of a course.

    Parameters
    ----------
    items : tuple of Item
        The J exercises, by lesson and id.
    persons : tuple of str
        The N persons; never printed.
    answers : ndarray of shape (N, J)
        Category of each answer; −1 is missing.
    states : mapping of str to Counter
        For each exercise, how often each state was reported, missing answers included.
    beliefs : mapping of str to Counter
        For each exercise, how often each misconception was recognised.
    edition : mapping of str to str
        Language of each person's editions; empty where somebody took both.
    set_aside : tuple of SetAside
        What did not count.
    """

    items: tuple[Item, ...]
    persons: tuple[str, ...]
    answers: NDArray[np.int8]
    states: Mapping[str, Counter[str]]
    beliefs: Mapping[str, Counter[str]]
    edition: Mapping[str, str]
    set_aside: tuple[SetAside, ...]

    def columns(self, *, lesson: str | None = None, skill: str | None = None) -> list[int]:
        """Return the columns of a lesson or a skill.

        Parameters
        ----------
        lesson, skill : str, optional
            Which; all if not given.

        Returns
        -------
        list of int
            Columns of `answers`.
        """
        return [
            column
            for column, item in enumerate(self.items)
            if lesson in {None, item.lesson} and skill in {None, item.skill}
        ]

    def broken(self) -> frozenset[int]:
        """Return the exercises whose key or test seems to be wrong.

        Returns
        -------
        frozenset of int
            Columns whose answers surely correlate negatively with the rest of the lesson. They say
            nothing about ability, so that figures of other exercises are made without them.
        """
        found: set[int] = set()
        for lesson in dict.fromkeys(item.lesson for item in self.items):
            columns = self.columns(lesson=lesson)
            answers = self.answers[:, columns]
            rest = item_rest_correlation(answers)
            n = (answers >= 0).sum(axis=0)
            found.update(
                column
                for column, r, count in zip(columns, rest, n, strict=True)
                if r < 0 and correlation_interval(float(r), int(count))[1] < 0
            )
        return frozenset(found)


def read_course(workspace: Workspace, policy: Policy, *, lesson: str | None = None) -> Course:
    """Read the first attempts of a workspace.

    Parameters
    ----------
    workspace : Workspace
        Reads ``build/items.json`` and the results of the course.
    policy : Policy
        Whether an exercise left empty counts as 0.
    lesson : str, optional
        Only this lesson.

    Returns
    -------
    Course
        Everything that counts; persons without any answer are left out.

    Raises
    ------
    InputError
        If there is no usable bank, or the lesson has no exercises in it.
    """
    bank = load_items(workspace.build / "items.json")
    items = tuple(sorted((i for i in bank if lesson in {None, i.lesson}), key=_place))
    if not items:
        known = ", ".join(sorted({item.lesson for item in bank}))
        raise InputError(
            f"教材「{lesson}」の設問がありません（あるのは {known}）。名前を確かめて、kakehashi build を実行してください。",
            f"There are no exercises of lesson “{lesson}” (there are {known}). Check its name, and run kakehashi build.",
        )
    files, findings = load_results(workspace.results)
    wanted = [file for file in files if lesson in {None, file.data["lesson"]}]
    first, later = _first_attempts(wanted, policy)
    findings = [*findings, *collect(wanted, items=items, policy=policy).findings]
    evidence = collect(first, items=items, policy=policy)
    persons = tuple(sorted({answer.person for answer in evidence.answers}))
    return Course(
        items=items,
        persons=persons,
        answers=_matrix(evidence, persons, items),
        states=_states(first),
        beliefs=_beliefs(evidence),
        edition=_editions(first),
        set_aside=_set_aside(findings, later),
    )


def _place(item: Item) -> tuple[str, int, str]:
    # By length first, so that q10 comes after q9.
    return item.lesson, len(item.id), item.id


def _first_attempts(files: Iterable[ResultFile], policy: Policy) -> tuple[list[ResultFile], int]:
    """Return the first sitting of each person and lesson, and how many later ones there are."""
    taken: dict[tuple[str, str], list[ResultFile]] = defaultdict(list)
    for file in files:
        if file.data["lesson"] is not None and file.data["status"] == "graded":
            taken[file.data["trainee"], file.data["lesson"]].append(file)
    sittings = [
        choose_sittings(taken[key], policy=policy, supervised=frozenset())[0]
        for key in sorted(taken)
    ]
    return [one[0].result for one in sittings], sum(len(one) - 1 for one in sittings)


def _matrix(evidence: Evidence, persons: Sequence[str], items: Sequence[Item]) -> NDArray[np.int8]:
    rows = {person: row for row, person in enumerate(persons)}
    columns = {item.id: column for column, item in enumerate(items)}
    matrix = np.full((len(rows), len(columns)), MISSING, dtype=np.int8)
    for answer in evidence.answers:
        matrix[rows[answer.person], columns[answer.item.id]] = answer.category
    return matrix


def _states(files: Iterable[ResultFile]) -> Mapping[str, Counter[str]]:
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        lost = file.lost
        for exercise in file.data["exercises"]:
            if exercise["id"] not in lost:
                states[exercise["id"]][exercise["state"]] += 1
    return states


def _beliefs(evidence: Evidence) -> Mapping[str, Counter[str]]:
    beliefs: dict[str, Counter[str]] = defaultdict(Counter)
    for answer in evidence.answers:
        beliefs[answer.item.id].update(answer.misconceptions)
    return beliefs


def _editions(files: Iterable[ResultFile]) -> Mapping[str, str]:
    taken: dict[str, set[str]] = defaultdict(set)
    for file in files:
        taken[file.data["trainee"]].add(file.data["lang"] or "")
    return {person: next(iter(langs)) if len(langs) == 1 else "" for person, langs in taken.items()}


def _set_aside(findings: Iterable[Finding], later: int) -> tuple[SetAside, ...]:
    """By rule only: the findings themselves name people."""
    counts = Counter(finding.rule for finding in findings)
    told = [SetAside(r.id, r.title, r.remedy, n) for r, n in counts.items()]
    if later:
        told.append(SetAside("–", labels.LATER, labels.LATER_REMEDY, later))
    return tuple(sorted(told, key=lambda one: one.rule))
