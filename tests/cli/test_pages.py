"""The command that opens a lesson as a page."""

from __future__ import annotations

import pytest

from grader.cli import pages


@pytest.fixture
def opened(monkeypatch):
    """The addresses that a browser was told to open."""
    seen = []
    monkeypatch.setattr(pages.webbrowser, "open", seen.append)
    return seen


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        (["tiny-counts"], "reading/tiny-counts-ja.html"),
        (["tiny-counts", "--lang", "en"], "reading/tiny-counts-en.html"),
        (["tiny-counts", "--instructor"], "instructor/tiny-counts-ja.html"),
        ([], "reading/index.html"),
    ],
)
def test_read_opens_the_page(run, built, opened, arguments, file):
    """The page asked for is printed and opened."""
    done = run("read", *arguments, workspace=built)

    assert 0 == done.exit_code
    assert str(built.build / file) == done.output.strip()
    assert [(built.build / file).as_uri()] == opened


def test_no_browser_only_prints(run, built, opened):
    """With --no-browser nothing is opened."""
    assert 0 == run("read", "tiny-counts", "--no-browser", workspace=built).exit_code
    assert [] == opened


def test_page_not_built_yet(run, minimal, opened):
    """Before a build the command says to run it, opens nothing, and fails."""
    done = run("--lang", "en", "read", "tiny-counts")

    assert 1 == done.exit_code
    assert "run kakehashi build first" in done.stderr
    assert [] == opened
    assert not minimal.build.exists()


def test_unknown_lesson(run, opened):
    """A lesson that does not exist is told with those that do."""
    done = run("read", "no-such")

    assert 1 == done.exit_code
    assert "tiny-counts" in done.stderr
    assert [] == opened
