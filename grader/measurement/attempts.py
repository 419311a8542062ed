"""From results files to scored answers: what counts, what is missing, what is set aside."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.findings import Finding
from grader.measurement.items import TOLERANCE, category
from grader.measurement.rules import E001, E002, E003, E005, E006
from grader.measurement.sittings import ResultFile, Sitting, choose_sittings
from grader.schema.store import read_json
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from grader.findings import Rule
    from grader.measurement.items import Item
    from grader.measurement.policy import Policy

# States that say nothing about the person: the answer is missing, never wrong.
_MISSING = frozenset({"could_not_run", "not_graded"})


@dataclass(frozen=True, slots=True)
class Answer:
    """One scored answer of one person.

    Parameters
    ----------
    person : str
        Person id.
    item : Item
        The exercise.
    category : int
        0 … categories − 1.
    points, max_points : float
        As graded.
    state : str
        State of the exercise in the result.
    misconceptions : tuple of str
        Misconceptions that the marks named.
    isolation : str
        How the submitted code was kept apart while it was graded, as in the result.
    form : int
        Form of the lesson, from 1.
    day : date or None
        Day in Japan on which it was handed in; None if nobody noted it.
    supervised : bool
        Whether somebody watched, and the rules for retakes were kept.
    """

    person: str
    item: Item
    category: int
    points: float
    max_points: float
    state: str
    misconceptions: tuple[str, ...]
    isolation: str
    form: int
    day: date | None
    supervised: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that counts, and all that does not.

    Parameters
    ----------
    persons : tuple of str
        Everybody with at least one graded result, sorted.
    answers : tuple of Answer
        Scored answers, by person, lesson, time and exercise; at most one per person, exercise and form.
    findings : tuple of Finding
        What could not be used, and why.
    """

    persons: tuple[str, ...]
    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...]


def load_results(folder: Path) -> tuple[list[ResultFile], list[Finding]]:
    """Read every `results.json` of a course.

    Parameters
    ----------
    folder : Path
        The results folder: ``<trainee>/<assignment>/results.json``.

    Returns
    -------
    list of ResultFile
        The readable ones, sorted by path.
    list of Finding
        Rule E001 or E006 for each other one; they never stop the rest.
    """
    files: list[ResultFile] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("*/*/results.json")):
        try:
            data = read_json(path, "results")
        except (InputError, OSError) as error:
            findings.append(Finding(E001, path, 1, _reason(error, path)))
            continue
        if data["trainee"] != path.parent.parent.name:
            findings.append(_stranger(path, data["trainee"]))
            continue
        files.append(ResultFile(path, data))
    return files, findings


def _reason(error: InputError | OSError, path: Path) -> Text:
    # Without the path: the finding has it, and the text must not depend on where the course stands.
    if isinstance(error, InputError):
        return Text(error.ja.removeprefix(f"{path}: "), error.en.removeprefix(f"{path}: "))
    return Text(f"読めません（{error.strerror}）。", f"cannot be read ({error.strerror}).")


def collect(
    results: Iterable[ResultFile],
    *,
    items: Iterable[Item],
    policy: Policy,
    supervised: Collection[tuple[str, str, int]] = frozenset(),
) -> Evidence:
    """Turn results into scored answers.

    Parameters
    ----------
    results : iterable of ResultFile
        In any order.
    items : iterable of Item
        The bank.
    policy : Policy
        Says whether a task left empty counts, and what the rules for retakes are.
    supervised : collection of (str, str, int)
        Person, lesson and form of each sitting that somebody watched.

    Returns
    -------
    Evidence
        Answers and findings.

    Notes
    -----
    Points are cut into categories at 0 and at the maximum. An exercise left empty in a submitted
    notebook is category 0 if `policy.empty_is_zero`, else missing. What could not run or was not
    graded is missing, and so is a notebook that was not submitted: missing is never zero. All forms of
    a lesson count, each of them once: see `choose_sittings`.
    """
    bank = {item.id: item for item in items}
    by_lesson: dict[tuple[str, str], list[ResultFile]] = defaultdict(list)
    findings: list[Finding] = []
    for result in results:
        if result.data["lesson"] is None:
            continue  # a foreign nbgrader assignment: graded, but it proves no skill
        if result.data["status"] != "graded":
            findings.append(_not_graded(result))
        else:
            by_lesson[result.data["trainee"], result.data["lesson"]].append(result)
    answers: list[Answer] = []
    for key in sorted(by_lesson):
        chosen, broken = choose_sittings(by_lesson[key], policy=policy, supervised=supervised)
        findings += broken
        for sitting in chosen:
            scored, problems = _answers(sitting, bank, policy)
            answers += scored
            findings += problems
    persons = sorted({person for person, _ in by_lesson})
    return Evidence(tuple(persons), tuple(answers), tuple(findings))


def _answers(
    sitting: Sitting, bank: Mapping[str, Item], policy: Policy
) -> tuple[list[Answer], list[Finding]]:
    answers: dict[str, Answer] = {}
    findings: list[Finding] = []
    result = sitting.result
    lost = result.lost
    for exercise in sorted(result.data["exercises"], key=lambda e: str(e["id"])):
        item = bank.get(exercise["id"])
        if item is None or item.lesson != result.data["lesson"]:
            findings.append(_unknown(result, exercise["id"]))
        elif not _usable(exercise) or item.id in answers:
            findings.append(_corrupt(result, exercise))
        elif item.id not in lost and not _is_missing(exercise["state"], policy):
            answers[item.id] = _answer(sitting, item, exercise)
    return list(answers.values()), findings


def _is_missing(state: str, policy: Policy) -> bool:
    return state in _MISSING or (state == "not_attempted" and not policy.empty_is_zero)


def _usable(exercise: Mapping[str, Any]) -> bool:
    """Points above the maximum are an instructor's extra credit; below zero they are a mistake."""
    points, top = exercise["points"], exercise["max_points"]
    try:
        finite = math.isfinite(points) and math.isfinite(top)
    except OverflowError:  # JSON allows whole numbers that no float can hold
        return False
    return bool(finite and top > 0 and points >= -TOLERANCE)


def _answer(sitting: Sitting, item: Item, exercise: Mapping[str, Any]) -> Answer:
    result = sitting.result
    points = 0.0 if exercise["state"] == "not_attempted" else exercise["points"]
    return Answer(
        person=result.data["trainee"],
        item=item,
        category=category(points, exercise["max_points"], categories=item.categories),
        points=max(0.0, float(points)),
        max_points=float(exercise["max_points"]),
        state=exercise["state"],
        misconceptions=tuple(exercise["misconceptions"]),
        isolation=result.data["isolation"],
        form=result.form,
        day=sitting.day,
        supervised=sitting.supervised,
    )


def _finding(rule: Rule, result: ResultFile, ja: str, en: str) -> Finding:
    return Finding(rule, result.path, 1, Text(ja, en))


def _unknown(result: ResultFile, exercise: str) -> Finding:
    lesson = result.data["lesson"]
    return _finding(
        E002,
        result,
        f"設問「{exercise}」は教材「{lesson}」の設問一覧にないため、数えません。",
        f"exercise “{exercise}” is not in the bank for lesson “{lesson}” and is not counted.",
    )


def _not_graded(result: ResultFile) -> Finding:
    return _finding(
        E003,
        result,
        "採点できなかった提出物です。0点ではなく、証拠なしとして扱います。",
        "this submission could not be graded; it counts as no evidence, not as zero.",
    )


def _corrupt(result: ResultFile, exercise: Mapping[str, Any]) -> Finding:
    return _finding(
        E005,
        result,
        f"設問「{exercise['id']}」の得点（{exercise['points']} / {exercise['max_points']}）か"
        "重複のため、数えません。",
        f"exercise “{exercise['id']}” is not counted: points {exercise['points']} of "
        f"{exercise['max_points']}, or it stands twice.",
    )


def _stranger(path: Path, trainee: str) -> Finding:
    return Finding(
        E006,
        path,
        1,
        Text(
            f"中身は「{trainee}」の結果です。どちらの人にも数えません。",
            f"the content is of “{trainee}”; it is counted for nobody.",
        ),
    )
