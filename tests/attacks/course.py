"""The scratch course: a plain assignment of nbgrader's kind and one of our lessons, with honest trainees."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attacks.model import HIDDEN, PEER, PERSONNEL

if TYPE_CHECKING:
    from collections.abc import Mapping

MINIMAL = Path(__file__).parents[1] / "workspaces" / "minimal"
PLAIN, LESSON = "ps1", "tiny-counts-ja"
NOTEBOOK = {PLAIN: "work.ipynb", LESSON: "assess.ipynb"}

SETUP = """\
import pandas as pd
visits = pd.DataFrame({
    "日": [1, 1, 1, 2, 2, 2, 3, 3, 3],
    "窓口": ["住民", "税", "福祉"] * 3,
    "件数": [12, 30, 9, 17, 28, 11, 15, 33, 8],
})"""
FEE = """\
def fee(minutes):
    ### BEGIN SOLUTION
    return max(0, -(-(minutes - 30) // 30)) * 200
    ### END SOLUTION"""
FEE_TEST = f"""\
assert fee(31) == 200, "31分は200円です。"
### BEGIN HIDDEN TESTS
secret = "{HIDDEN}"
cases = {{30: 0, 61: 400, 437: 2800, 1000: 6600}}
right = sum(abs(fee(minutes) - yen) < 1 for minutes, yen in cases.items())
4 * right / len(cases)
### END HIDDEN TESTS"""
BUSY = """\
busy = None
### BEGIN SOLUTION
busy = visits.groupby("窓口", as_index=False)["件数"].sum()
### END SOLUTION"""
BUSY_TEST = f"""\
assert list(busy.columns) == ["窓口", "件数"], "列は窓口と件数です。"
### BEGIN HIDDEN TESTS
from pandas.testing import assert_frame_equal
secret = "{HIDDEN}"
expected = visits.groupby("窓口", as_index=False)["件数"].sum()
assert_frame_equal(busy, expected)
### END HIDDEN TESTS"""


def _cell(
    grade_id: str, source: str, *, points: float = 0, kind: str = "code", **flags: bool
) -> dict[str, Any]:
    meta = {
        "grade_id": grade_id,
        "schema_version": 3,
        "grade": False,
        "locked": False,
        "solution": False,
    }
    meta |= {"task": False, **flags}
    if meta["grade"]:
        meta["points"] = points
    cell: dict[str, Any] = {
        "cell_type": kind,
        "id": grade_id,
        "metadata": {"nbgrader": meta},
        "source": source,
    }
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def source_notebook() -> dict[str, Any]:
    """Return the author's notebook: ten points, seven of them by tests."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [
        _cell("setup", SETUP, locked=True),
        _cell("fee", FEE, solution=True),
        _cell("fee-test", FEE_TEST, points=4, grade=True, locked=True),
        _cell("busy", BUSY, solution=True),
        _cell("busy-test", BUSY_TEST, points=3, grade=True, locked=True),
        _cell("why", "なぜですか。", points=3, kind="markdown", grade=True, solution=True),
    ]
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def released_notebook() -> dict[str, Any]:
    """Return what is handed out: without solutions and hidden tests."""
    notebook = source_notebook()
    for cell in notebook["cells"]:
        text = cell["source"].split("### BEGIN HIDDEN TESTS")[0].rstrip("\n")
        if "### BEGIN SOLUTION" in text:
            text = text.split("### BEGIN SOLUTION")[0].rstrip() + "\n    ..."
        cell["source"] = text
    return notebook


def make_workspace(folder: Path) -> None:
    """Make a workspace with the built lesson and, in its course, the plain assignment."""
    from grader.authoring import build  # noqa: PLC0415  # takes seconds, and the table's help needs none
    from grader.grading import sync_course  # noqa: PLC0415
    from grader.workspace import find_workspace  # noqa: PLC0415

    shutil.copytree(MINIMAL, folder)
    place = find_workspace(folder)
    build(place, skill_names={})
    sync_course(place)
    write_notebook(place.course / "source" / PLAIN / NOTEBOOK[PLAIN], source_notebook())


def write_notebook(path: Path, notebook: Mapping[str, Any]) -> None:
    """Write a notebook, whatever is wrong with it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


def answered(notebook: dict[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    """Fill answer cells by grade_id; a comment tells whose work it is."""
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell["source"] = answers[name]
    return notebook


def signed(notebook: dict[str, Any]) -> dict[str, Any]:
    """Add a cell with a secret of an honest trainee."""
    cell = {"cell_type": "markdown", "id": "note", "metadata": {}, "source": f"わたしのメモ {PEER}"}
    notebook["cells"].append(cell)
    return notebook


def make_surroundings(scene: Path) -> None:
    """Make what a grading account has around it: a home, a personnel file, a folder that anybody may write to."""
    for name in ("home", "hr", "drop", "tmp"):
        (scene / name).mkdir()
    (scene / "drop").chmod(0o777)
    (scene / "hr" / "people.csv").write_text(f"id,評価\ns001,{PERSONNEL}\n", encoding="utf-8")
    (scene / "hr" / "people.csv").chmod(0o600)
    key = scene / "home" / ".ssh" / "id_ed25519"
    key.parent.mkdir(mode=0o700)
    key.write_text(f"{PERSONNEL}\n", encoding="utf-8")
    key.chmod(0o600)
