"""From results files to scored answers: what counts, what is missing, what is set aside."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.findings import Finding
from grader.measurement.items import TOLERANCE, category
from grader.measurement.rules import E001, E002, E003, E004, E005, E006
from grader.schema.store import read_json
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from grader.findings import Rule
    from grader.measurement.items import Item
    from grader.measurement.policy import Policy

# States that say nothing about the person: the answer is missing, never wrong.
_MISSING = frozenset({"could_not_run", "not_graded"})


@dataclass(frozen=True, slots=True)
class ResultFile:
    """One `results.json` that was read.

    Parameters
    ----------
    path : Path
        Where it stands.
    data : mapping
        Its content; fits the schema ``results``.
    """

    path: Path
    data: Mapping[str, Any]


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
    """

    person: str
    item: Item
    category: int
    points: float
    max_points: float
    state: str
    misconceptions: tuple[str, ...]
    isolation: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that counts, and all that does not.

    Parameters
    ----------
    persons : tuple of str
        Everybody with at least one graded result, sorted.
    answers : tuple of Answer
        Scored answers, by person, lesson and exercise; at most one per person and exercise.
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


def collect(results: Iterable[ResultFile], *, items: Iterable[Item], policy: Policy) -> Evidence:
    """Turn results into scored answers.

    Parameters
    ----------
    results : iterable of ResultFile
        In any order.
    items : iterable of Item
        The bank.
    policy : Policy
        Says whether a task left empty counts.

    Returns
    -------
    Evidence
        Answers and findings.

    Notes
    -----
    Points are cut into categories at 0 and at the maximum. An exercise left empty in a submitted
    notebook is category 0 if `policy.empty_is_zero`, else missing. What could not run or was not
    graded is missing, and so is a notebook that was not submitted: missing is never zero. Of several
    results of one lesson (two languages, or the same form again) the first submitted counts; one in
    which nothing at all was attempted gives way to another edition.
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
        first, *others = sorted(by_lesson[key], key=_order)
        findings += [_set_aside(other, first) for other in others]
        scored, problems = _answers(first, bank, policy)
        answers += scored
        findings += problems
    persons = sorted({person for person, _ in by_lesson})
    return Evidence(tuple(persons), tuple(answers), tuple(findings))


def _order(result: ResultFile) -> tuple[bool, bool, float, str]:
    lost = _lost(result)
    untouched = all(
        exercise["state"] == "not_attempted" or exercise["id"] in lost
        for exercise in result.data["exercises"]
    )
    moment = _moment(result.data["submitted_at"])
    return untouched, moment is None, moment or 0.0, result.data["assignment"]


def _lost(result: ResultFile) -> set[str]:
    """Exercises whose notebook was not handed in: nbgrader gives them 0 points, we know nothing."""
    absent = set(result.data["missing_notebooks"])
    cells = result.data["cells"]
    return {cell["grade_id"].removesuffix("-marks") for cell in cells if cell["notebook"] in absent}


def _moment(text: str | None) -> float | None:
    """Seconds since 1970; a time without zone is UTC, as nbgrader writes it."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _answers(
    result: ResultFile, bank: Mapping[str, Item], policy: Policy
) -> tuple[list[Answer], list[Finding]]:
    answers: dict[str, Answer] = {}
    findings: list[Finding] = []
    lost = _lost(result)
    for exercise in sorted(result.data["exercises"], key=lambda e: str(e["id"])):
        item = bank.get(exercise["id"])
        if item is None or item.lesson != result.data["lesson"]:
            findings.append(_unknown(result, exercise["id"]))
        elif not _usable(exercise) or item.id in answers:
            findings.append(_corrupt(result, exercise))
        elif item.id not in lost and not _is_missing(exercise["state"], policy):
            answers[item.id] = _answer(result.data, item, exercise)
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


def _answer(result: Mapping[str, Any], item: Item, exercise: Mapping[str, Any]) -> Answer:
    points = 0.0 if exercise["state"] == "not_attempted" else exercise["points"]
    return Answer(
        person=result["trainee"],
        item=item,
        category=category(points, exercise["max_points"], categories=item.categories),
        points=max(0.0, float(points)),
        max_points=float(exercise["max_points"]),
        state=exercise["state"],
        misconceptions=tuple(exercise["misconceptions"]),
        isolation=result["isolation"],
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


def _set_aside(result: ResultFile, first: ResultFile) -> Finding:
    counted, aside = first.data["assignment"], result.data["assignment"]
    return _finding(
        E004,
        result,
        f"同じ教材の「{counted}」を数え、「{aside}」は数えません。",
        f"“{counted}” of the same lesson counts, “{aside}” does not.",
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
