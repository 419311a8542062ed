"""The commands of an author: what they print, and what they leave alone."""

from __future__ import annotations

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
