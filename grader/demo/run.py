"""The main job from end to end, on a synthetic class and real notebooks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from grader import dashboard, measurement, placement
from grader.authoring.build import active_lessons, build, write_notebook
from grader.authoring.notebooks import Edition, answered_notebook
from grader.demo import labels
from grader.demo.classroom import NOON, Chosen, choose, persons
from grader.demo.own_workspace import make_workspace
from grader.demo.planned import ACCESS, make_plan_of_demo, own_database
from grader.demo.side_evidence import side_evidence
from grader.errors import GradingError
from grader.exchange.release import release
from grader.exchange.submit import submit
from grader.grading import grade_course, sync_course
from grader.grading.sandbox import choose_sandbox
from grader.measurement import load_items, load_policy, simulate
from grader.records.evidence_file import FILE_NAME
from grader.records.evidence_sheet import evidence_sheet
from grader.records.roster import write_roster
from grader.schema.store import read_json, write_json, write_text
from grader.standard import load_standard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.authoring.lesson import Lesson
    from grader.authoring.registers import Registers
    from grader.grading import GradeReport, Progress
    from grader.measurement import Simulated
    from grader.records.roster import Person
    from grader.standard import Standard
    from grader.text import Lang, Text
    from grader.workspace import Workspace

    Report = Callable[[Text, int, int], None]


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo made.

    Parameters
    ----------
    workspace : Workspace
        The demo's own build and records.
    report : GradeReport
        What grading said.
    covered, estimates : int
        How many of the estimates' 90 % intervals hold the true level, and of how many.
    page : Path
        The page to look at.
    papers : Path
        Folder of the papers of the plan.
    """

    workspace: Workspace
    report: GradeReport
    covered: int
    estimates: int
    page: Path
    papers: Path


def run_demo(
    workspace: Workspace,
    *,
    trainees: int,
    seed: int,
    workers: int,
    report: Report,
    lang: Lang = "ja",
) -> DemoResult:
    """Build, hand out, answer, submit, grade, measure, place, show, plan.

    Parameters
    ----------
    workspace : Workspace
        Where the content stands.
    trainees : int
        Size of the class.
    seed : int
        The same seed gives the same results and pages, byte for byte.
    workers : int
        Processes that grade.
    report : callable
        Told the step, how much of it is done, and how much there is.
    lang : {'ja', 'en'}
        Language of the plan's papers.

    Returns
    -------
    DemoResult
        Where to look, and how well the estimates hold the truth.

    Raises
    ------
    KakehashiError
        If the content of the workspace is broken.
    """
    demo = make_workspace(workspace)
    standard = load_standard(demo.standard, demo.overlay)
    lessons, registers = _build(demo, standard, report)
    people = persons(demo.curriculum, seed=seed, count=trainees)
    write_roster(demo.records / "roster.csv", people)
    truth = _simulate(demo, people, seed)
    _write_evidence(demo, standard, people, truth, seed)
    school = _School(lessons, registers, people, truth, seed)
    _hand_in(demo, school, report)
    graded = _grade(demo, workers, report)
    page = _show(demo, report)
    papers = make_plan_of_demo(
        demo, standard, trainees=trainees, seed=seed, lang=lang, report=report
    )
    covered, estimates = _coverage(demo, people, truth)
    return DemoResult(demo, graded, covered, estimates, page, papers)


def _build(demo: Workspace, standard: Standard, report: Report) -> tuple[list[Lesson], Registers]:
    lessons, registers = active_lessons(demo)
    names = {skill.id: skill.name for skill in standard.skills.values()}
    done: list[str] = []

    def told(assignment: str) -> None:
        done.append(assignment)
        report(labels.BUILD, len(done), 2 * len(lessons))

    build(demo, skill_names=names, progress=told)
    return lessons, registers


def _simulate(demo: Workspace, people: list[Person], seed: int) -> Simulated:
    items = load_items(demo.build / "items.json")
    policy = load_policy(demo.assessments / "measurement.yaml")
    return simulate(items, policy=policy, persons=len(people), seed=seed)


def _write_evidence(
    demo: Workspace, standard: Standard, people: list[Person], truth: Simulated, seed: int
) -> None:
    levels = {
        person.person: dict(zip(truth.skills, map(float, row), strict=True))
        for person, row in zip(people, truth.coordinate, strict=True)
    }
    rows = side_evidence(people, standard, levels, seed=seed, day=NOON.date())
    text = evidence_sheet(rows, standard, people, lang="ja")
    write_text(demo.records / FILE_NAME, text)


@dataclass(frozen=True, slots=True)
class _School:
    """What is needed to let a class answer."""

    lessons: list[Lesson]
    registers: Registers
    people: list[Person]
    truth: Simulated
    seed: int


def _hand_in(demo: Workspace, school: _School, report: Report) -> None:
    columns = {item.id: i for i, item in enumerate(load_items(demo.build / "items.json"))}
    answers: dict[str, dict[str, str]] = {}
    for row, person in enumerate(school.people):
        drawn = {name: int(school.truth.categories[row, i]) for name, i in columns.items()}
        handouts = release(demo, trainee=person.person, lang=person.lang)
        for lesson, given in zip(school.lessons, handouts, strict=True):
            chosen = choose(
                lesson,
                curriculum=demo.curriculum,
                trainee=person.person,
                categories=drawn,
                seed=school.seed,
            )
            _work(given.folder, Edition(lesson, person.lang, school.registers), chosen)
            submit(given.folder, course=demo.course, now=NOON + timedelta(minutes=row))
            kinds = {name: answer.kind for name, answer in chosen.items()}
            answers.setdefault(person.person, {}).update(kinds)
        report(labels.ANSWER, row + 1, len(school.people))
    truth = _truth(school.people, school.truth, answers)
    write_json(demo.records / "simulated.json", truth, "simulated")


def _work(folder: Path, edition: Edition, chosen: dict[str, Chosen]) -> None:
    answers = {name: answer.source for name, answer in chosen.items()}
    notebook = answered_notebook(edition, "assess", answers, hidden=False)
    write_notebook(folder / "assess.ipynb", notebook)


def _truth(
    people: list[Person], truth: Simulated, chosen: dict[str, dict[str, str]]
) -> dict[str, Any]:
    rows = [
        {
            "person": person.person,
            "levels": {
                skill: round(float(truth.coordinate[row, column]), 6)
                for column, skill in enumerate(truth.skills)
            },
            "answers": chosen[person.person],
        }
        for row, person in enumerate(people)
    ]
    return {"format_version": 1, "persons": rows}


def _grade(demo: Workspace, workers: int, report: Report) -> GradeReport:
    sync_course(demo)

    def told(progress: Progress) -> None:
        report(labels.GRADE, progress.done, progress.total)

    return grade_course(
        demo.course,
        workspace=demo,
        progress=told,
        workers=workers,
        trusted=_must_trust(),
        clock=lambda: NOON,
    )


def _must_trust() -> bool:
    """Tell whether nothing on this machine isolates; the work of the synthetic class, our own, runs even there."""
    try:
        choose_sandbox()
    except GradingError:
        return True
    return False


def _show(demo: Workspace, report: Report) -> Path:
    measurement.run(demo)
    placement.run(demo)
    with own_database():
        return dashboard.run(
            demo,
            access=replace(ACCESS, when=NOON.astimezone(ACCESS.when.tzinfo)),
            as_of=NOON.date().isoformat(),
            progress=lambda done, total: report(labels.SHOW, done, total),
        )


def _coverage(demo: Workspace, people: list[Person], truth: Simulated) -> tuple[int, int]:
    document = read_json(demo.records / "estimates.json", "estimates")
    rows = {person.person: row for row, person in enumerate(people)}
    inside = []
    for entry in document["persons"]:
        for skill in entry["skills"]:
            column = truth.skills.index(skill["skill"])
            low, high = skill["interval"]
            inside.append(low <= truth.coordinate[rows[entry["person"]], column] <= high)
    return sum(inside), len(inside)
