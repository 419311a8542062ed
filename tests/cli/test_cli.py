"""The command line: what is printed, in which language, with which exit code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.cli.content import _rules
from grader.schema.store import read_json

TESTS = Path(__file__).parents[1]
POLICY = TESTS.parent / "assessments" / "measurement.yaml"
COMMANDS = sorted(main.commands)
HEADER = "職員番号,氏名,ふりがな,所属,職名,目標役割,言語"
HANAKO = "s001,青葉 花子,あおば はなこ,情報政策課,主事,engineer,ja"
TARO = "s002,若葉 太郎,わかば たろう,市民課,係長,,en"


def files_of(folder):
    """All files of a folder with their bytes."""
    return {p: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def roster_file(tmp_path):
    """The writer of a roster."""

    def written(*rows):
        path = tmp_path / "roster-in.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8-sig")
        return path

    return written


# ---- every command ---------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_shows_an_example(run, command):
    """Each help ends with a line to type."""
    told = run(*command.split(), "--help").output

    assert "例 / example" in told
    assert f"kakehashi {command}".strip() in told.split("例 / example")[1]


@pytest.mark.parametrize("command", ["lint", "build", "selftest", "measure", "fit", "dashboard"])
@pytest.mark.parametrize(
    ("lang", "expected"),
    [("ja", "workspace.yaml が見つかりません"), ("en", "no workspace.yaml here")],
)
def test_outside_a_workspace_one_sentence_says_so(tmp_path, monkeypatch, command, lang, expected):
    """Exit 1 and one line on standard error, no traceback."""
    monkeypatch.chdir(tmp_path)

    purpose = ["--purpose", "試し"] if command == "dashboard" else []

    result = CliRunner().invoke(main, ["--lang", lang, command, *purpose])

    assert (1, "") == (result.exit_code, result.stdout)
    assert expected in result.stderr
    assert 1 == len(result.stderr.splitlines())


@pytest.mark.parametrize("module", ["grader.cli"])
def test_python_dash_m_is_the_same_program(module):
    """Where the script is not on the path, ``python -m grader.cli`` works."""
    done = subprocess.run(
        [sys.executable, "-m", module, "--version"], capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("kakehashi")


def test_help_is_quick_because_imports_wait():
    """``--help`` loads neither pandas nor nbgrader nor plotly."""
    code = "import sys, grader.cli; print(sorted({'pandas', 'nbgrader', 'plotly', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "[]" == done.stdout.strip()


def test_installed_command_prints_errors_without_a_traceback(tmp_path):
    """As a user meets it: exit 1, one sentence."""
    done = subprocess.run(
        [sys.executable, "-m", "grader.cli", "--lang", "en", "lint"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )

    assert 1 == done.returncode
    assert "Traceback" not in done.stderr
    assert "no workspace.yaml here" in done.stderr


# ---- language --------------------------------------------------------------------------------------


def test_language_is_japanese_unless_asked(run):
    """The option wins over the environment, the environment over the default."""
    assert "件の誤り" in run("lint").stdout
    assert "0 errors" in run("--lang", "en", "lint").stdout
    assert "0 errors" in run("lint", env={"KAKEHASHI_LANG": "en"}).stdout
    assert "件の誤り" in run("--lang", "ja", "lint", env={"KAKEHASHI_LANG": "en"}).stdout


# ---- lint ------------------------------------------------------------------------------------------


def test_lint_of_a_clean_workspace(run):
    """Nothing but the counts, exit 0."""
    result = run("--lang", "en", "lint", "--today", "2026-11-22")

    assert (0, "0 errors, 0 warnings\n") == (result.exit_code, result.stdout)


def test_lint_tells_file_line_rule_and_remedy(run, minimal):
    """One line for each finding, paths from the workspace, exit 1."""
    path = minimal.curriculum / "tiny-counts" / "lesson.md"
    path.write_text(path.read_text(encoding="utf-8").replace("1 week", "2 weeks"), encoding="utf-8")

    result = run("--lang", "en", "lint")
    first, last = result.stdout.splitlines()

    assert 1 == result.exit_code
    assert first.startswith("curriculum/tiny-counts/lesson.md:17: [L003] The numbers differ")
    assert " → Write what stands in one language only" in first
    assert "1 errors, 0 warnings" == last


def test_warnings_do_not_fail(run):
    """A fact that has expired is told; exit 0."""
    result = run("lint", "--today", "2100-01-01")

    assert 0 == result.exit_code
    assert "[L014]" in result.stdout
    assert "0 件の誤り、3 件の注意" in result.stdout


def test_broken_standard_does_not_hide_the_lessons(run, minimal):
    """Skills are not checked then, but the lessons still are."""
    path = minimal.curriculum / "tiny-counts" / "lesson.md"
    path.write_text(path.read_text(encoding="utf-8").replace("1 week", "2 weeks"), encoding="utf-8")
    (minimal.standard / "scale.yaml").write_text("levels: [\n", encoding="utf-8")

    result = run("lint")

    assert 1 == result.exit_code
    assert "[Y001]" in result.stdout
    assert "[L003]" in result.stdout


def test_missing_registers_are_findings(run, minimal):
    """No traceback where a register is missing."""
    (minimal.curriculum / "facts.yaml").unlink()

    result = run("lint")

    assert 1 == result.exit_code
    assert "curriculum/facts.yaml:1: [X001]" in result.stdout


@pytest.mark.parametrize("rule", sorted(_rules()))
def test_every_rule_can_be_explained(run, rule):
    """Its title and remedy in both languages; capital letters do not matter."""
    result = run("lint", "--explain", rule.lower())
    told = _rules()[rule]

    assert 0 == result.exit_code
    assert result.stdout.startswith(f"{rule} ({told.severity})")
    for text in (told.title.ja, told.title.en, told.remedy.ja, told.remedy.en):
        assert text in result.stdout


def test_unknown_rule_is_wrong_use(run):
    """Exit 2."""
    result = run("--lang", "en", "lint", "--explain", "Z999")

    assert 2 == result.exit_code
    assert "There is no rule Z999" in result.stderr


@pytest.mark.parametrize("rule", sorted(_rules()))
def test_every_rule_is_tested(rule):
    """Rules of content have a broken workspace; those of notebooks, people and measurement are in the tests of their stage."""
    stages = {
        "A": "authoring/testing",
        "R": "records",
        "E": "measurement",
        "K": "placement",
        "W": "placement",
    }
    stage = stages.get(rule[0])
    if stage is None:
        assert (TESTS / "workspaces" / "broken" / rule).is_dir()
    else:
        tests = [p.read_text(encoding="utf-8") for p in (TESTS / stage).rglob("test_*.py")]
        assert any(rule in text for text in tests)


@pytest.mark.parametrize(
    "rule", sorted(p.parent.name for p in (TESTS / "workspaces" / "broken").glob("*/change.yaml"))
)
def test_broken_workspace_is_told_on_the_command_line(run, break_as, rule):
    """The line printed names file, line, rule and remedy; only errors make the exit code 1."""
    fixture = break_as(rule)

    result = run("--lang", "en", "lint", "--today", "2026-11-22")

    start = f"{fixture['file']}:{fixture['line']}: [{rule}] "
    told = [line for line in result.stdout.splitlines() if line.startswith(start)]
    assert told
    assert all(f"→ {_rules()[rule].remedy.en}" in line for line in told)
    assert (_rules()[rule].severity == "error") == result.exit_code


# ---- build and self-test ---------------------------------------------------------------------------


def test_build_says_what_comes_next(run, minimal):
    """Two assignments, with the names of skills from the standard."""
    result = run("build")
    text = (minimal.build / "course/release/tiny-counts-ja/assess.ipynb").read_text(
        encoding="utf-8"
    )

    assert 0 == result.exit_code
    assert "2 件" in result.stdout
    assert "kakehashi release" in result.stdout
    assert "SEC-LOG ログ分析" in text


def test_build_of_a_broken_lesson_is_one_sentence(run, minimal):
    """File and line, exit 1, and nothing is built."""
    path = minimal.curriculum / "tiny-counts" / "lesson.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    ### BEGIN SOLUTION\n", "", 1), encoding="utf-8")

    result = run("build")

    assert 1 == result.exit_code
    assert result.stderr.startswith("curriculum/tiny-counts/lesson.md:36: [L017]")
    assert not minimal.build.exists()


def test_selftest_counts_its_runs(run):
    """58 proofs in one world."""
    result = run("--lang", "en", "selftest", "tiny-counts", "--worlds", "1")

    assert 0 == result.exit_code
    assert result.stdout.startswith("58 runs, 0 not as expected")


def test_selftest_names_the_line(run, minimal):
    """What fails is told with file, line, exercise, answer and world; exit 1."""
    path = minimal.curriculum / "tiny-counts" / "lesson.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("expect(got > 0", "expect(got < 0", 1), encoding="utf-8")

    result = run("--lang", "en", "selftest", "--worlds", "1")

    assert 1 == result.exit_code
    assert result.stdout.startswith(
        "curriculum/tiny-counts/lesson.md:132: tst-1-q3 right (selftest-1): "
    )


def test_selftest_of_an_unknown_lesson_names_the_known(run):
    """One sentence, exit 1."""
    result = run("--lang", "en", "selftest", "nothing")

    assert 1 == result.exit_code
    assert "There is no lesson “nothing”; there are tiny-counts.\n" == result.stderr


# ---- trainees --------------------------------------------------------------------------------------


def test_dry_run_changes_nothing(run, minimal, roster_file):
    """A good roster is read and left alone."""
    before = files_of(minimal.root)

    result = run("roster", roster_file(HANAKO, TARO), "--dry-run")

    assert 0 == result.exit_code
    assert "2 人を読み、0 件の指摘" in result.stdout
    assert before == files_of(minimal.root)


def test_broken_roster_changes_nothing(run, minimal, roster_file):
    """Findings with line and rule, exit 1, and the roster stays as it was."""
    before = files_of(minimal.root)

    result = run("roster", roster_file(HANAKO, HANAKO))

    assert 1 == result.exit_code
    assert "roster-in.csv:3: [R0" in result.stdout
    assert before == files_of(minimal.root)


def test_good_roster_is_taken_over(run, minimal, roster_file):
    """And decides who gets which edition."""
    assert 0 == run("roster", roster_file(HANAKO, TARO)).exit_code
    assert 0 == run("build").exit_code

    result = run("release")

    assert 0 == result.exit_code
    assert ["s001/tiny-counts-ja", "s002/tiny-counts-en"] == sorted(
        p.parent.relative_to(minimal.handouts).as_posix()
        for p in minimal.handouts.rglob("assess.ipynb")
    )


def test_release_needs_somebody(run):
    """Without roster and without a trainee it is wrong use: exit 2."""
    run("build")

    result = run("--lang", "en", "release")

    assert 2 == result.exit_code
    assert "Give --trainee" in result.stderr


def test_release_before_build_says_what_to_do(run):
    """One sentence, exit 1."""
    result = run("--lang", "en", "release", "--trainee", "s001")

    assert 1 == result.exit_code
    assert "run the command of the stage before this one first" in result.stderr


def test_work_is_never_overwritten(run, minimal):
    """A second release counts no new lessons and leaves the notebook alone."""
    run("build")
    run("release", "--trainee", "s001")
    notebook = minimal.handouts / "s001" / "tiny-counts-ja" / "assess.ipynb"
    notebook.write_text("my work", encoding="utf-8")

    result = run("--lang", "en", "release", "--trainee", "s001")

    assert "Handed out 0 lessons to 1 trainees" in result.stdout
    assert "my work" == notebook.read_text(encoding="utf-8")


@pytest.mark.parametrize("trainee", ["../s001", "nul", "s 001"])
def test_trainee_ids_are_folder_names(run, trainee):
    """What cannot name a folder everywhere is refused in one sentence."""
    run("build")

    result = run("--lang", "en", "release", "--trainee", trainee)

    assert 1 == result.exit_code
    assert "cannot be a trainee id" in result.stderr


def test_submission_is_received_and_replaced(run, minimal):
    """The receipt names attempt, time and SHA-256; the same work again is the same, other work is kept beside."""
    run("build")
    run("release", "--trainee", "s001")
    folder = minimal.handouts / "s001" / "tiny-counts-ja"

    first, again = (run("--lang", "en", "submit", folder) for _ in range(2))
    with (folder / "assess.ipynb").open("a", encoding="utf-8") as notebook:
        notebook.write("\n")
    second = run("--lang", "en", "submit", folder)

    shape = (
        r"Received: tiny-counts-ja of s001 \(attempt 1\)\.\n"
        r"Receipt: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d, SHA-256 [0-9a-f]{12}…\n"
    )
    assert re.fullmatch(shape, first.stdout)
    assert first.stdout == again.stdout
    assert "attempt 2" in second.stdout
    assert "The earlier submission is kept in" in second.stdout
    assert (minimal.course / "submitted/s001/tiny-counts-ja/assess.ipynb").is_file()


def test_submitting_something_else_is_one_sentence(run, tmp_path):
    """A folder that was not handed out is refused, exit 1."""
    result = run("--lang", "en", "submit", tmp_path)

    assert 1 == result.exit_code
    assert "not a folder that was handed out" in result.stderr


# ---- from results to fit ---------------------------------------------------------------------------


def test_measure_and_fit_say_what_comes_next(run, graded):
    """Both write their file and name the next command."""
    measured, fitted = run("--lang", "en", "measure"), run("--lang", "en", "fit")

    assert (0, 0) == (measured.exit_code, fitted.exit_code)
    assert "Wrote estimates of 1 people" in measured.stdout
    assert "Next: kakehashi fit" in measured.stdout
    assert 'Next: kakehashi dashboard --purpose "…".' in fitted.stdout
    assert ["s001"] == [
        p["person"] for p in read_json(graded.records / "fit.json", "fit")["persons"]
    ]


def test_measure_states_levels_of_a_day(run, graded):
    """The day given stands in the estimates; without one, and without dated results, none does."""
    found = []
    for options in ([], ["--as-of", "2027-04-01"]):
        run("measure", *options)
        (person,) = read_json(graded.records / "estimates.json", "estimates")["persons"]
        found.append(person["skills"][0]["as_of"])

    assert [None, "2027-04-01"] == found


def test_measure_without_a_policy_is_one_sentence(run):
    """The file that is missing is named, exit 1."""
    run("build")

    result = run("--lang", "en", "measure")

    assert 1 == result.exit_code
    assert "measurement.yaml" in result.stderr
    assert "Traceback" not in result.stderr


def test_fit_before_measure_says_what_to_do(run):
    """One sentence, exit 1."""
    result = run("--lang", "en", "fit")

    assert 1 == result.exit_code
    assert "run the command of the stage before this one first" in result.stderr


def test_team_is_shown_and_no_member_is_named(run, graded, audited):
    """A team and a role: a line for each requirement, in both languages, no person, no file; the members are in the audit."""
    run("measure")
    asked = ("fit", "--team", "engineer", "--members", "s001", "--purpose")

    ja, en, blank = (
        run("--lang", *given)
        for given in (("ja", *asked, "体制"), ("en", *asked, "team"), ("ja", *asked[:-1]))
    )

    assert (0, 0) == (ja.exit_code, en.exit_code)
    assert ["SEC-LOG", "SEC-IAM"] == [x.split()[0] for x in ja.stdout.splitlines()[1:3]]
    assert "要件 2 件のうち、一人に依存" in ja.stdout
    assert "of 2 requirements depend on one person" in en.stdout
    assert "s001" not in ja.stdout + en.stdout
    assert (1, "") == (blank.exit_code, blank.stdout)
    assert [("fit --team engineer", why, ("s001",)) for why in ("体制", "team")] == [
        (entry.what, entry.purpose, entry.subjects) for entry in audited(graded.records)
    ]
    assert not (graded.records / "fit.json").exists()


def test_members_without_a_team_are_wrong_use(run):
    """Exit 2: without a role there is nothing to hold them against."""
    result = run("fit", "--members", "s001")

    assert 2 == result.exit_code
    assert "--team" in result.stderr


def test_results_that_cannot_be_used_are_told(run, graded):
    """A results file that is not JSON is named, the other people are still measured, exit 1."""
    broken = graded.results / "s002" / "tiny-counts-ja" / "results.json"
    broken.parent.mkdir(parents=True)
    broken.write_text("{", encoding="utf-8")

    result = run("--lang", "en", "measure")

    assert 1 == result.exit_code
    assert "s002/tiny-counts-ja/results.json: [E0" in result.stdout
    assert "Wrote estimates of 1 people" in result.stdout


def test_demo_needs_the_city(run):
    """A workspace without the synthetic city is told where to run the demo."""
    result = run("--lang", "en", "demo", "--trainees", "1")

    assert 1 == result.exit_code
    assert "has no synthetic city (aobano), which demo needs" in result.stderr


def test_dashboard_names_the_page_to_open(run, graded, roster_file):
    """After roster, measure and fit the pages can be written."""
    for command in (["roster", roster_file(HANAKO)], ["measure"], ["fit"]):
        assert 0 == run(*command).exit_code

    result = run("--lang", "en", "dashboard", "--purpose", "course")

    assert 0 == result.exit_code
    assert f"Open {graded.dashboard / 'index.html'} in a browser.\n" == result.stdout
    assert (graded.dashboard / "index.html").is_file()


def test_dashboard_without_a_roster_says_what_is_missing(run, graded):
    """One sentence, exit 1."""
    for command in ("measure", "fit"):
        run(command)

    result = run("--lang", "en", "dashboard", "--purpose", "course")

    assert 1 == result.exit_code
    assert "there is no roster" in result.stderr
    assert graded.records.is_dir()


def test_lab_opens_jupyter_on_the_handouts(run, minimal, monkeypatch):
    """The trainee's own folder, the learn notebook first, offline; the exit code is Jupyter's."""
    run("build")
    started = []

    def start(command, **_):
        started.append(command)
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", start)

    result = run("--lang", "en", "lab", "--trainee", "s001", "--no-browser")

    assert 3 == result.exit_code
    assert f"--ServerApp.root_dir={minimal.handouts / 's001'}" in started[0]
    assert "--LabApp.default_url=/lab/tree/tiny-counts-ja/learn.ipynb" in started[0]
    assert "--no-browser" in started[0]


def test_lab_without_lessons_opens_an_empty_folder(run, minimal, monkeypatch):
    """Where no lesson is active nothing is opened first, and nothing is raised."""
    path = minimal.curriculum / "registry.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("active", "wip"), encoding="utf-8")
    run("build")
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 0)
    )

    assert 0 == run("lab", "--trainee", "s001").exit_code


def test_grading_nothing_is_no_failure(run):
    """A course without submissions: three zeros, exit 0."""
    run("build")

    result = run("--lang", "en", "grade")

    assert (0, "0 graded, 0 unchanged since, 0 failed.\n") == (result.exit_code, result.stdout)
