"""A real lesson sat twice: handed out, received, graded and returned as two forms, each in its own world."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.authoring.build import build_lessons, named_lessons, write_notebook
from grader.authoring.literal import written
from grader.authoring.notebooks import Edition, answered_notebook
from grader.cli import main
from grader.exchange import Retake, release, submit
from grader.feedback import give_back
from grader.grading import grade_course, sync_course
from grader.marking.sheet import _marker_of_kernel
from grader.marking.worlds import make_world, seed_of
from grader.measurement.attempts import load_results
from grader.schema.store import read_json
from grader.workspace import find_workspace

pytestmark = [
    pytest.mark.checkout,
    pytest.mark.nbgrader,
    pytest.mark.sandbox,
    pytest.mark.slow,
    pytest.mark.usefixtures("report"),
]

ROOT = Path(__file__).parents[2]
LESSON = "security-phishing"
FIRST, SECOND = f"{LESSON}-ja", f"{LESSON}-ja-form2"
NOON = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=14)
HONEST, COPIER, UNINVITED = "s001", "s002", "s003"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The workspace of this repository, with one lesson built."""
    root = tmp_path_factory.mktemp("forms")
    for name in ("skills_standard", "curriculum", "assessments"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copyfile(ROOT / "workspace.yaml", root / "workspace.yaml")
    workspace = find_workspace(root)
    build_lessons(workspace, *named_lessons(workspace, [LESSON]), skill_names={})
    return workspace


def answers(place, trainee, form):
    """Write out the right answers for one form of somebody's."""
    (lesson,), _ = named_lessons(place, [LESSON])
    own = make_world(place.curriculum, LESSON, seed_of(LESSON, trainee, form))
    return {e.id: written(e, e.one("answer"), own) for e in lesson.assessed}


def fill(place, folder, told):
    """Put answers into the assessment notebook of a folder."""
    (lesson,), registers = named_lessons(place, [LESSON])
    notebook = answered_notebook(Edition(lesson, "ja", registers), "assess", told, hidden=False)
    write_notebook(folder / "assess.ipynb", notebook)


def sit(place, trainee, form, *, answered, when):
    """Hand out a form, fill in the right answers of another or the same, and hand it in."""
    (given,) = release(place, trainee=trainee, lang="ja", retake=Retake(form, when))
    fill(place, given.folder, answers(place, trainee, answered))
    submit(given.folder, course=place.course, now=when)


@pytest.fixture(scope="module")
def report(place):
    """Two who sit both forms, one of them with the answers of the first; one who was never given the second."""
    for trainee in (HONEST, COPIER):
        sit(place, trainee, 1, answered=1, when=NOON)
    sit(place, HONEST, 2, answered=2, when=LATER)
    sit(place, COPIER, 2, answered=1, when=LATER)
    folder = place.course / "submitted" / UNINVITED / SECOND
    folder.mkdir(parents=True)
    fill(place, folder, answers(place, UNINVITED, 2))
    sync_course(place)
    return grade_course(place.course, workspace=place, clock=lambda: LATER)


def result(place, trainee, assignment):
    """Return a result, which fits its schema."""
    return read_json(place.results / trainee / assignment / "results.json", "results")


def states(place, trainee, assignment):
    """Return the state of each exercise."""
    found = result(place, trainee, assignment)["exercises"]
    return {exercise["id"]: exercise["state"] for exercise in found}


def test_both_forms_are_graded_each_in_its_own_world(place):
    """The right answers of each form, with that form's data in them, have full points, and the times are those of receipt."""
    found = [result(place, HONEST, name) for name in (FIRST, SECOND)]
    assert [1.0, 1.0] == [one["score"] / one["max_score"] for one in found]
    assert [None, 2] == [one.get("form") for one in found]
    assert [(LESSON, "ja")] * 2 == [(one["lesson"], one["lang"]) for one in found]
    assert ["2026-04-01T03:00:00Z", "2026-04-15T03:00:00Z"] == [o["submitted_at"] for o in found]


def test_the_forms_have_different_data(place):
    """No data file with people's data of the first form is that of the second."""
    folders = [place.handouts / HONEST / name / "data" for name in (FIRST, SECOND)]
    tables = [{p.name: p.read_bytes() for p in folder.glob("*.csv")} for folder in folders]
    assert tables[0].keys() == tables[1].keys() != set()
    assert [] == [name for name in tables[0] if tables[0][name] == tables[1][name]]


def test_copied_answers_of_the_first_form_are_wrong_in_the_second(place):
    """Answers that hold the first form's data earn nothing in the second; code that reads its data keeps its points."""
    one, two = (answers(place, COPIER, form) for form in (1, 2))
    literal = {name for name in one if one[name] != two[name]}
    found = states(place, COPIER, SECOND)
    assert {"right"} == set(states(place, COPIER, FIRST).values())
    assert literal
    assert set() == {name for name in literal if found[name] == "right"}
    assert {"right"} == {found[name] for name in found if name not in literal}


def test_a_form_that_was_not_handed_out_is_not_graded(place, report):
    """Whoever puts work under the name of a form is told that it was never handed out to them."""
    (outcome,) = report.having("failed")
    assert (UNINVITED, SECOND) == (outcome.trainee, outcome.assignment)
    assert "kakehashi release --form" in outcome.error.en
    assert "failed" == result(place, UNINVITED, SECOND)["status"]


def test_the_release_says_which_form_was_graded(place):
    """The two forms of one lesson are different releases: grading one anew does not ask for the other."""
    digests = {result(place, HONEST, name)["release_sha256"] for name in (FIRST, SECOND)}
    assert 2 == len(digests)


def test_measurement_finds_both_sittings(place):
    """All results are read, with the form of each."""
    files, findings = load_results(place.results)
    assert [] == findings
    graded = [file.data for file in files if file.data["status"] == "graded"]
    assert [(HONEST, 1), (HONEST, 2), (COPIER, 1), (COPIER, 2)] == [
        (data["trainee"], data.get("form", 1)) for data in graded
    ]


def test_measurement_sees_two_sittings_of_which_one_was_watched(place):
    """`kakehashi measure` pools both forms, knows the supervised one by the record, and names a row that it cannot use."""
    header, row = "職員番号,教材,回,実施日,監督者", f"{HONEST},{LESSON},2,2026-04-15,若葉 太郎"
    lines = [header, row, row.replace(",2,", ",1,")]
    (place.records / "sittings.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    told = CliRunner().invoke(main, ["--workspace", str(place.root), "--lang", "en", "measure"])
    assert 1 == told.exit_code
    assert (
        "records/sittings.csv:3: [R027] held on 2026-04-15, but received on 2026-04-01."
        in told.stdout
    )
    persons = read_json(place.records / "estimates.json", "estimates")["persons"]
    skills = {one["person"]: one["skills"] for one in persons}[HONEST]
    sat = [[s for session in skill["sessions"] for s in session["sittings"]] for skill in skills]
    days = [{"lesson": LESSON, "form": 1, "day": "2026-04-01", "supervised": False}]
    days += [{"lesson": LESSON, "form": 2, "day": "2026-04-15", "supervised": True}]
    assert [days] * len(skills) == sat


def test_both_forms_are_returned(place):
    """Each form has its page of feedback in its own folder, which leads to the page to read again."""
    returned = give_back(place, now=LATER, trainees=[COPIER])
    assert [FIRST, SECOND] == [one.assignment for one in returned]
    folders = [place.handouts / COPIER / name for name in (FIRST, SECOND)]
    assert folders == [one.page.parent for one in returned]
    page = returned[1].page.read_text(encoding="utf-8")
    assert f"build/reading/{LESSON}-ja.html#" in page


def test_nbgrader_grades_the_form_too(place, grades):
    """`nbgrader autograde` with our judge gives a form the points that `kakehashi grade` gives."""
    before = {key: row for key, row in grades(place.course).items() if key[1] == SECOND}
    course = place.course
    tools = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    command = ["autograde", SECOND, "--student", HONEST, "--force"]
    subprocess.run(
        [sys.executable, "-m", "nbgrader", *command],
        cwd=course,
        env={**os.environ, "PATH": tools, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
        capture_output=True,
    )
    assert before == {key: row for key, row in grades(course).items() if key[1] == SECOND}


@pytest.mark.parametrize(("assignment", "form"), [(FIRST, 1), (SECOND, 2)])
def test_a_kernel_knows_the_form_by_its_folder(tmp_path, monkeypatch, assignment, form):
    """Without our judge the name of the folder that nbgrader made decides the world."""
    folder = tmp_path / "autograded" / HONEST / assignment
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("KAKEHASHI_CURRICULUM", str(ROOT / "curriculum"))
    monkeypatch.delenv("KAKEHASHI_TRAINEE", raising=False)
    marker = _marker_of_kernel(None)
    assert (HONEST, form) == (marker.trainee, marker.form)
