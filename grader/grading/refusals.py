"""Why an assignment is not recorded: what nbgrader or the check of its tests said, in sentences for instructors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.grading import labels
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.findings import Finding

# Why nbgrader refuses a source; by name of the exception class, so that this file needs neither nbgrader nor nbclient.
FAILURES = {
    "NotJSONError": Text(
        "元のノートブックが壊れています（JSONとして読めません）。控えから戻してください。",
        "A source notebook is broken (not JSON). Restore it from a copy.",
    ),
    "UnicodeDecodeError": Text(
        "元のノートブックが壊れています（UTF-8ではありません）。控えから戻してください。",
        "A source notebook is broken (not UTF-8). Restore it from a copy.",
    ),
    "SchemaTooOldError": Text(
        "元のノートブックの nbgrader 情報が古い形式です。控えを取ってから nbgrader update を実行してください。",
        "The nbgrader metadata of a source notebook are of an old format. Back it up and run nbgrader update.",
    ),
    "SchemaTooNewError": Text(
        "元のノートブックの nbgrader 情報が、ここの nbgrader より新しい形式です。nbgrader を更新してください。",
        "The nbgrader metadata of a source notebook are newer than this nbgrader. Update nbgrader.",
    ),
    "ValidationError": Text(
        "元のノートブックのセルに、nbgrader の規格に合わない情報があります。"
        "JupyterLab の Create Assignment で、セルの種類と grade_id を付け直してください。",
        "A cell of a source notebook does not fit nbgrader's format. Set its kind and grade_id again in JupyterLab's "
        "Create Assignment.",
    ),
    "DeadKernelError": Text(
        "テストを作るためのカーネルが途中で止まりました。解答のセルを確かめてください。",
        "The kernel that makes the tests died. Look at the solutions.",
    ),
    "NoSuchKernel": Text(
        "テストを作るためのカーネルが入っていません。登録する環境に入れてください。",
        "The kernel that makes the tests is not installed. Install it where assignments are recorded.",
    ),
    "OperationalError": Text(
        "成績簿（gradebook.db）に書き込めませんでした。ほかの nbgrader を閉じ、空き容量を確かめて、もう一度採点してください。",
        "The gradebook (gradebook.db) could not be written. Close other nbgrader programs, look at "
        "the free disk space, and grade again.",
    ),
}


def not_recorded(error: BaseException) -> Text:
    """Say in plain words why an assignment could not be recorded.

    Parameters
    ----------
    error : BaseException
        What nbgrader, or the code around it, raised.

    Returns
    -------
    Text
        What happened and what to do.
    """
    for kind in type(error).__mro__:
        if kind.__name__ in FAILURES:
            return FAILURES[kind.__name__]
    return labels.failure(error)


def finding(found: Finding, root: Path) -> Text:
    """Say what is wrong in a source notebook, where, by which rule, and what to do.

    Parameters
    ----------
    found : Finding
        As the check of tests found it.
    root : Path
        Of the course; the file is named relative to it.

    Returns
    -------
    Text
        One line.
    """
    return Text(found.render(root, "ja"), found.render(root, "en"))


def not_testable(assignment: str, folder: Path, findings: Sequence[Text]) -> Text:
    """Say that tests of an assignment cannot be judged from outside the trainee's process.

    Parameters
    ----------
    assignment : str
        Its name.
    folder : Path
        Of its source notebooks.
    findings : sequence of Text
        What is wrong; the first three are told.

    Returns
    -------
    Text
        Where, and what to do.
    """
    first = findings[:3]
    more = len(findings) - len(first)
    others = Text(f" ほかに {more} 件。", f" And {more} more.") if more else Text("", "")
    return Text(
        f"課題「{assignment}」のテストは、このままでは採点に使えません。直してから採点してください"
        f"（kakehashi check {folder} で確かめられます）。{' '.join(one.ja for one in first)}{others.ja}",
        f"The tests of the assignment “{assignment}” cannot be used as they are. Mend them, then grade (see "
        f"kakehashi check {folder}). {' '.join(one.en for one in first)}{others.en}",
    )
