"""The demo: real notebooks of a class that never was, and the same bytes every time."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from click.testing import CliRunner

from grader.authoring import active_lessons
from grader.cli import main
from grader.demo import PLAN, planned, run_demo
from grader.placement.plan.store import list_plans, load_plan
from grader.records import read_roster
from grader.schema.store import read_json
from grader.workspace import Workspace, find_workspace

pytestmark = [pytest.mark.kernel, pytest.mark.nbgrader, pytest.mark.checkout, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
CONTENT = ("skills_standard", "curriculum", "assessments")
TRAINEES, SEED = 3, 7
STAFF = 330
"""A smaller city than the demo's 720, to save time."""
KEPT = "kept/by/somebody.txt"


@dataclass(frozen=True)
class Run:
    """One run of the demo, what it returned and what it told on the way."""

    workspace: Workspace
    result: object
    told: list


def _run(folder):
    for name in CONTENT:
        shutil.copytree(ROOT / name, folder / name)
    shutil.copyfile(ROOT / "workspace.yaml", folder / "workspace.yaml")
    workspace = find_workspace(folder)
    real = workspace.records / KEPT
    real.parent.mkdir(parents=True)
    real.write_text("real", encoding="utf-8")
    told = []
    result = run_demo(
        workspace,
        trainees=TRAINEES,
        seed=SEED,
        workers=2,
        report=lambda step, done, total: told.append((step, done, total)),
    )
    return Run(workspace, result, told)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Two runs with the same seed in two places: paths and the clock must not show."""
    elsewhere = tmp_path_factory.mktemp("real") / "records.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planned, "STAFF", STAFF)
        patch.setenv("KAKEHASHI_RECORDS_URL", f"sqlite:///{elsewhere.as_posix()}")
        found = [_run(tmp_path_factory.mktemp(f"demo{n}")) for n in (1, 2)]
    assert not elsewhere.exists()
    return found


@pytest.fixture(scope="module")
def run(runs):
    """The first of them."""
    return runs[0]


@pytest.fixture(scope="module")
def answers(run):
    """From person and exercise to the kind of answer that was handed in."""
    document = read_json(run.result.workspace.records / "simulated.json", "simulated")
    return {
        (person["person"], exercise): kind
        for person in document["persons"]
        for exercise, kind in person["answers"].items()
    }


@pytest.fixture(scope="module")
def marked(run):
    """From person and exercise to what the graded notebook says of it."""
    documents = [
        read_json(path, "results")
        for path in sorted(run.result.workspace.results.glob("*/*/results.json"))
    ]
    return {(d["trainee"], e["id"]): e for d in documents for e in d["exercises"]}


def files_of(folder, pattern):
    """Bytes of the files of a folder that fit a pattern."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob(pattern))}


# ---- the same bytes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern", ["results.json", "estimates.json", "fit.json", "simulated.json", "plans/**/*.*"]
)
def test_second_run_writes_the_same_files(runs, pattern):
    """Results, estimates, fits, the truth behind them, the plan and its papers are the same, byte for byte."""
    first, second = (files_of(r.result.workspace.records, pattern) for r in runs)

    assert first
    assert first == second


def test_second_run_writes_the_same_pages(runs):
    """Every file of the dashboard is the same, byte for byte."""
    first, second = (files_of(r.result.workspace.dashboard, "*.*") for r in runs)

    assert "index.html" in first
    assert sorted(first) == sorted(second)
    assert [] == [name for name in first if first[name] != second[name]]


def test_second_run_hands_out_the_same(runs):
    """Notebooks and data of every trainee are the same too."""
    first, second = (files_of(r.result.workspace.handouts, "*.*") for r in runs)

    assert first == second


# ---- real notebooks --------------------------------------------------------------------------------


def test_everybody_hands_in_every_lesson(run):
    """Three trainees, each with every active lesson, all graded."""
    lessons = active_lessons(run.workspace)[0]

    assert TRAINEES * len(lessons) == len(run.result.report.having("graded"))
    assert [] == list(run.result.report.having("failed"))


def test_every_answer_was_marked(answers, marked):
    """No answer was lost between the class and the results."""
    assert answers
    assert sorted(answers) == sorted(marked)


def test_right_answers_earn_everything(answers, marked):
    """What was drawn as right is right in the graded notebook."""
    right = [marked[key] for key, kind in answers.items() if kind == "right"]

    assert right
    assert [] == [e["id"] for e in right if (e["state"], e["points"]) != ("right", e["max_points"])]


def test_untouched_exercises_earn_nothing_and_say_so(answers, marked):
    """What was left alone is “not attempted”, with no points and no misconception."""
    left = [marked[key] for key, kind in answers.items() if kind == "untouched"]

    assert left
    assert [] == [
        e["id"]
        for e in left
        if (e["state"], e["points"], e["misconceptions"]) != ("not_attempted", 0, [])
    ]


def test_wrong_answers_earn_less_and_are_recognised(answers, marked):
    """Each known wrong answer is told the misconception that it shows."""
    wrong = [(kind, marked[key]) for key, kind in answers.items() if kind.startswith("M-")]

    assert wrong
    assert [] == [
        (e["id"], kind)
        for kind, e in wrong
        if e["points"] >= e["max_points"] or kind not in e["misconceptions"]
    ]


def test_scores_are_the_sum_of_the_answers(run):
    """The score of a submission is what its exercises earned."""
    for path in run.result.workspace.results.glob("*/*/results.json"):
        document = read_json(path, "results")
        points = [e["points"] for e in document["exercises"]]
        assert document["score"] == pytest.approx(sum(points), abs=1e-9)


# ---- plan ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plan(run):
    """The plan and its problem, as a later command finds them in build/demo."""
    return load_plan(find_workspace(run.workspace.build / "demo"), PLAN)


def test_demo_can_be_opened_as_a_workspace(run):
    """build/demo has a workspace.yaml that leads to the demo's records and policies, and to the real content."""
    found = find_workspace(run.workspace.build / "demo")

    assert (PLAN,) == list_plans(found)
    assert run.result.workspace.records == found.records
    assert run.workspace.standard.samefile(found.standard)
    assert run.workspace.curriculum.samefile(found.curriculum)
    assert not run.workspace.assessments.samefile(found.assessments)


def test_plan_places_the_whole_city(plan):
    """Everybody of the city stands in the plan, each goal has a bound that its value does not beat."""
    made, problem = plan
    staff = {one.person for one in problem.people if one.origin == "internal"}

    assert STAFF == len(staff)
    assert {f"s{n:03d}" for n in range(1, TRAINEES + 1)} <= staff
    assert ["fill", "fit", "wishes", "growth", "moves"] == [stage.goal for stage in made.stages]
    assert [] == [stage.goal for stage in made.stages if stage.bound > stage.value + 1e-6]


def test_plan_goes_by_levels_of_the_class_and_of_earlier_years(run, plan):
    """The problem has the levels of the class as they were estimated, and simulated ones of 150 others."""
    document = read_json(run.result.workspace.records / "estimates.json", "estimates")
    known = {one.person: one.levels for one in plan[1].people if one.levels}
    of_class = {
        person["person"]: {s["skill"]: tuple(s["p_at_least"]) for s in person["skills"]}
        for person in document["persons"]
    }

    assert of_class == {person: known.pop(person) for person in of_class}
    assert planned.EARLIER == len(known)


def test_papers_of_the_plan_open(run):
    """Four workbooks without a formula and a PDF lie in the folder that the demo names."""
    papers = files_of(run.result.papers, "*.*")
    assert papers.pop("辞令案.pdf").startswith(b"%PDF-")
    for name, data in papers.items():
        book = ZipFile(BytesIO(data))
        cells = b"".join(book.read(n) for n in book.namelist() if n.startswith("xl/worksheets/"))
        assert openpyxl.load_workbook(BytesIO(data), read_only=True).sheetnames, name
        assert [] == [tag for tag in (b"<f>", b"<f ") if tag in cells]
    assert 4 == len(papers)


# ---- records ---------------------------------------------------------------------------------------


def test_the_audit_of_the_demo_fits(run, audited):
    """The chain verifies; it begins with the pages of the class and ends with the papers of the plan."""
    root = run.workspace.build / "demo"
    told = CliRunner().invoke(main, ["--workspace", str(root), "audit", "verify"])
    assert 0 == told.exit_code, told.output

    found = audited(run.result.workspace.records)
    assert ("dashboard", ("s001", "s002", "s003")) == (found[0].what, found[0].subjects)
    assert ["city", "estimates", "earlier levels", "plan 案1"] == [one.what for one in found[1:]]
    assert {"見本 / demo"} == {one.purpose for one in found}


def test_real_records_are_not_touched(run):
    """Everything that the demo writes stands under build/demo; the records of the workspace stay."""
    root = run.workspace.root
    written = {p.relative_to(root).parts[:2] for p in root.rglob("*") if p.is_file()}

    assert ["kept"] == [path.name for path in run.workspace.records.iterdir()]
    assert "real" == (run.workspace.records / KEPT).read_text(encoding="utf-8")
    assert {"demo"} == {parts[1] for parts in written if parts[0] == "build"}
    assert run.result.workspace.records.is_relative_to(run.workspace.build / "demo")


def test_the_gradebook_knows_nobody_but_by_id(run):
    """No byte of the gradebook is a name or reading of the roster, and of a trainee it holds the id only: the id joins the two."""
    workspace = run.result.workspace
    people = read_roster(workspace.records / "roster.csv").persons
    stored = b"".join(path.read_bytes() for path in sorted(workspace.course.glob("gradebook.db*")))
    names = {text for one in people for text in (one.name, one.kana) if text}
    with closing(sqlite3.connect(workspace.course / "gradebook.db")) as book:
        book.row_factory = sqlite3.Row
        known = [dict(row) for row in book.execute("SELECT * FROM student")]

    assert len(people) <= len(names)
    assert set() == {text for text in names if text.encode() in stored}
    assert sorted(one.person for one in people) == sorted(row.pop("id") for row in known)
    assert {None} == {value for row in known for value in row.values()}


def test_class_is_a_roster_without_findings(run):
    """The synthetic class is written as any roster would be."""
    read = read_roster(run.result.workspace.records / "roster.csv")

    assert () == tuple(read.findings)
    assert TRAINEES == len(read.persons)


def test_every_step_is_told_to_its_end(run):
    """Each progress bar of the demo ends full and never goes back."""
    steps = {}
    for step, done, total in run.told:
        steps.setdefault(step, []).append((done, total))

    assert 5 == len(steps)
    for seen in steps.values():
        assert sorted(seen) == seen
        assert seen[-1][0] == seen[-1][1]


def test_page_to_look_at_is_there(run):
    """The demo names a page that exists, and counts intervals that exist."""
    assert run.result.page.is_file()
    assert 0 < run.result.covered <= run.result.estimates
