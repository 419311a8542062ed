"""The commands of an author: what they print, and what they leave alone."""

from __future__ import annotations

import subprocess

import pytest

from grader.authoring import load_registers
from grader.authoring.scaffold import PREFIX
from grader.cli.authors import TRACKS


def test_tracks_offered_are_the_known_ones():
    """The command knows them without loading the engine."""
    assert tuple(PREFIX) == TRACKS


def test_new_says_what_it_wrote_and_what_comes_next(run, minimal):
    """Files relative to the workspace, then the next commands; lint still passes."""
    result = run("--lang", "en", "new", "counter-forms", "--track", "bpr", "--title-ja", "様式")

    assert 0 == result.exit_code
    assert "curriculum/counter-forms/lesson.md" in result.stdout.splitlines()
    assert (
        "Made BPR-1 “counter-forms” (wip). Next: kakehashi selftest counter-forms" in result.stdout
    )
    entry = load_registers(minimal.curriculum).lessons[-1]
    assert ("counter-forms", "BPR-1", "wip") == (entry.slug, entry.code, entry.status)
    assert 0 == run("lint").exit_code


def test_new_dry_run_writes_nothing(run, minimal):
    """The same list of files, and none of them there."""
    result = run("new", "counter-forms", "--track", "bpr", "--dry-run")

    assert 0 == result.exit_code
    assert "curriculum/registry.yaml" in result.stdout
    assert "何も書いていません" in result.stdout
    assert not (minimal.curriculum / "counter-forms").exists()


def test_new_refuses_in_one_sentence(run):
    """An existing lesson: exit 1. An unknown track: exit 2."""
    there = run("--lang", "en", "new", "tiny-counts", "--track", "bpr")
    unknown = run("new", "counter-forms", "--track", "magic")

    assert (1, 2) == (there.exit_code, unknown.exit_code)
    assert 1 == len(there.stderr.splitlines())


def test_a_new_lesson_can_be_proven_by_name(run):
    """A lesson in progress is proven when it is named, and left out otherwise."""
    run("new", "counter-forms", "--track", "bpr")
    lesson = run("selftest", "counter-forms", "--worlds", "1")
    active, everything = (
        run("selftest", "tiny-counts", "--worlds", "1"),
        run("selftest", "--worlds", "1"),
    )

    assert (0, 0) == (lesson.exit_code, everything.exit_code)
    assert active.stdout.split("通り")[0] == everything.stdout.split("通り")[0]


@pytest.fixture
def started(monkeypatch):
    """Commands that would have been started."""
    found = []

    def start(command, *, env, **_):
        found.append((command, env))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", start)
    return found


def test_preview_opens_what_a_trainee_sees(run, minimal, started):
    """JupyterLab on the preview's own handouts, the learn notebook first, in the edition asked for."""
    result = run("--lang", "ja", "preview", "tiny-counts", "--lang", "en", "--no-browser")

    assert 0 == result.exit_code
    ((command, env),) = started
    place = minimal.build / "preview" / "tiny-counts"
    assert f"--ServerApp.root_dir={place / 'records' / 'handouts' / 'preview'}" in command
    assert "--LabApp.default_url=/lab/tree/tiny-counts-en/learn.ipynb" in command
    assert "--no-browser" in command
    assert str(place) == env["KAKEHASHI_WORKSPACE"]
    assert not minimal.records.exists()


def test_preview_speaks_the_language_of_messages_unless_asked(run, started):
    """And opens practice on the notebook that marks."""
    run("--lang", "en", "preview", "tiny-counts", "--practice")

    ((command, _),) = started
    assert "--LabApp.default_url=/lab/tree/tiny-counts-en-practice/assess.ipynb" in command


def test_preview_of_a_broken_lesson_is_one_sentence(run, minimal, started):
    """File and line, exit 1, and nothing is opened."""
    path = minimal.curriculum / "tiny-counts" / "lesson.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    ### BEGIN SOLUTION\n", "", 1), encoding="utf-8")

    result = run("preview", "tiny-counts")

    assert 1 == result.exit_code
    assert "[L017]" in result.stderr
    assert [] == started


def test_practice_is_handed_out_opened_and_refused(run, minimal, started):
    """Release, lab and submit know practice; the next command that is named has the option too."""
    run("build")
    released = run("--lang", "en", "release", "--trainee", "s001", "--practice")
    opened = run("lab", "--trainee", "s001", "--practice")
    refused = run("--lang", "en", "submit", minimal.handouts / "s001" / "tiny-counts-ja-practice")

    assert (0, 0, 1) == (released.exit_code, opened.exit_code, refused.exit_code)
    assert "Next: kakehashi lab --trainee s001 --practice." in released.stdout
    ((command, _),) = started
    assert "--LabApp.default_url=/lab/tree/tiny-counts-ja-practice/assess.ipynb" in command
    assert "is practice and cannot be handed in" in refused.stderr
    assert ["tiny-counts-ja-practice"] == [p.name for p in (minimal.handouts / "s001").iterdir()]
