"""The command that gives marked work back."""

from __future__ import annotations

import pytest


@pytest.fixture
def one_result(minimal, run):
    """A workspace, built, with one result that cannot be read."""
    run("build")
    folder = minimal.results / "s001" / "tiny-counts-ja"
    folder.mkdir(parents=True)
    (folder / "results.json").write_text("{", encoding="utf-8")
    return minimal


def test_nothing_graded_is_no_failure(run):
    """Zero pages, exit 0."""
    run("build")
    result = run("--lang", "en", "feedback")

    assert 0 == result.exit_code
    assert result.stdout.startswith("Wrote 0 feedback pages into")


@pytest.mark.usefixtures("one_result")
def test_a_result_that_cannot_be_used_is_told(run):
    """Its name and reason on one line, exit 1."""
    result = run("--lang", "en", "feedback")

    assert 1 == result.exit_code
    assert result.stdout.startswith("✗ s001/tiny-counts-ja: ")
    assert "not valid JSON" in result.stdout


@pytest.mark.parametrize("now", ["yesterday", "2026-12-25", "2026-12-25T17:00:00"])
def test_a_time_without_a_zone_is_wrong_use(run, now):
    """Two machines would read it differently: exit 2."""
    result = run("--lang", "en", "feedback", "--now", now)

    assert 2 == result.exit_code
    assert "Give a time with its zone" in result.stderr


def test_an_unknown_trainee_is_one_sentence(run):
    """Exit 1."""
    run("build")
    result = run("--lang", "en", "feedback", "--trainee", "s009")

    assert 1 == result.exit_code
    assert "There are no results of trainee “s009”; run kakehashi grade first.\n" == result.stderr
