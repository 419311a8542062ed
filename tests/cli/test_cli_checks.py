"""`kakehashi check`: findings on the screen, and an exit code for scripts."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from grader.cli import main


@pytest.fixture
def source(tmp_path):
    """Write a source notebook with one answer and one given test."""

    def written(test: str):
        cells = [
            ("f", {"solution": True, "grade": False, "locked": False}, "def f():\n    return 1"),
            ("t", {"solution": False, "grade": True, "locked": True, "points": 1}, test),
        ]
        notebook = {
            "cells": [
                {
                    "cell_type": "code",
                    "id": n,
                    "metadata": {
                        "nbgrader": {"grade_id": n, "schema_version": 3, "task": False, **m}
                    },
                    "source": s,
                    "outputs": [],
                    "execution_count": None,
                }
                for n, m, s in cells
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path = tmp_path / "ps1.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize(("test", "code"), [("assert f() == 1", 0), ("assert f", 1)])
def test_check_ends_with_one_where_there_are_errors(source, test, code) -> None:
    """A warning alone does not fail a script."""
    result = CliRunner().invoke(main, ["--lang", "en", "check", str(source(test))])

    assert code == result.exit_code
    assert result.output.endswith(f"1 notebooks, {code} errors, 1 warnings\n")
    assert code == result.output.count("ps1.ipynb#t:1: [A002]")


def test_check_of_a_folder_without_notebooks_says_so(tmp_path) -> None:
    """The error names the folder, in the language asked for."""
    result = CliRunner().invoke(main, ["check", str(tmp_path)])

    assert 1 == result.exit_code
    assert "ノートブック（.ipynb）がありません" in result.output


def test_rules_of_assignments_can_be_explained() -> None:
    """`lint --explain` knows them too."""
    result = CliRunner().invoke(main, ["lint", "--explain", "A001"])

    assert 0 == result.exit_code
    assert "A001" in result.output


@pytest.mark.nbgrader
@pytest.mark.slow
@pytest.mark.parametrize(("expected", "code"), [(1, 0), (2, 1)])
def test_check_with_run_grades_the_authors_solution(source, expected, code) -> None:
    """A solution that fails its own test is an error, told as any other finding."""
    path = source(f"assert f() == {expected}")
    result = CliRunner().invoke(main, ["--lang", "en", "check", "--run", "--trusted", str(path)])

    assert code == result.exit_code
    assert code == result.output.count("ps1.ipynb#t:1: [A006]")
