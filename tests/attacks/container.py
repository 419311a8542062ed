"""Metadata, the notebook as a file, and what lies beside it."""

from __future__ import annotations

import json
import os
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

from attacks.model import (
    PERSONNEL,
    Attack,
    Look,
    any_of,
    disturbed,
    dropped,
    scored,
    ungraded,
)

if TYPE_CHECKING:
    from pathlib import Path

    Notebook = dict[str, Any]

_LAUNCHER = "open('@DROP@/@ID@', 'w').write('x')\n"
_FORGE = """
import builtins, sys
open('@DROP@/@ID@', 'w').write('x')
"""
_harm = any_of(scored, ungraded, disturbed)


def _meta(notebook: Notebook, name: str) -> dict[str, Any]:
    return next(
        cell["metadata"]["nbgrader"]
        for cell in notebook["cells"]
        if cell["metadata"]["nbgrader"]["grade_id"] == name
    )


def _points(notebook: Notebook) -> None:
    for name in ("fee-test", "busy-test", "why"):
        _meta(notebook, name)["points"] = 1000


def _no_tests(notebook: Notebook) -> None:
    notebook["cells"] = [c for c in notebook["cells"] if not c["id"].endswith("-test")]


def _ungraded_tests(notebook: Notebook) -> None:
    for name in ("fee-test", "busy-test"):
        _meta(notebook, name).update(grade=False, solution=True, locked=False)
    for cell in notebook["cells"]:
        if cell["id"].endswith("-test"):
            cell["source"] = "4"


def _duplicates(notebook: Notebook) -> None:
    twice = [dict(cell) for cell in notebook["cells"] if cell["id"] == "fee-test"]
    for cell in twice:
        cell["id"], cell["source"] = "again", "4"
    notebook["cells"] = twice + notebook["cells"]


def _retyped(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if cell["id"].endswith("-test"):
            cell["cell_type"] = "raw"
            del cell["outputs"], cell["execution_count"]


def _reordered(notebook: Notebook) -> None:
    notebook["cells"].reverse()


def _swapped(notebook: Notebook) -> None:
    _meta(notebook, "fee")["grade_id"], _meta(notebook, "fee-test")["grade_id"] = "fee-test", "fee"


def _edited(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if cell["id"] == "setup":
            cell["source"] += (
                "\nvisits = visits.head(0)[['窓口', '件数']]\nabs = lambda _: 0\nsum = lambda _: 4"
            )


def _false_kernel(notebook: Notebook) -> None:
    notebook["metadata"]["kernelspec"] = {"name": "bash", "display_name": "x", "language": "bash"}


def _future(notebook: Notebook) -> None:
    notebook["nbformat"] = 99


def _outputs(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            data = {"text/plain": "4"}
            cell["outputs"] = [
                {
                    "output_type": "execute_result",
                    "data": data,
                    "metadata": {},
                    "execution_count": 1,
                }
            ]


def _checksum(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["metadata"]["nbgrader"]["checksum"] = "0" * 32


def _broken(folder: Path, _: Path) -> None:
    (folder / "work.ipynb").write_text('{"cells": [', "utf-8")


def _nested(folder: Path, _: Path) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    path = folder / "work.ipynb"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('"metadata": {"kernelspec"', f'"metadata": {{"deep": {deep}, "kernelspec"', 1),
        "utf-8",
    )


def _symlink(folder: Path, scene: Path) -> None:
    (folder / "data.csv").symlink_to(scene / "hr" / "people.csv")


def _folder_link(folder: Path, scene: Path) -> None:
    (folder / "data").symlink_to(scene / "hr")


def _notebook_link(folder: Path, scene: Path) -> None:
    (folder / "extra.ipynb").symlink_to(scene / "hr" / "people.csv")


def _hardlink(folder: Path, scene: Path) -> None:
    os.link(scene / "hr" / "people.csv", folder / "data.csv")


def _fifo(folder: Path, _: Path) -> None:
    os.mkfifo(folder / "pipe.csv")


def _device(folder: Path, _: Path) -> None:
    (folder / "zero.csv").symlink_to("/dev/zero")


_NAMES = ("a\u202egnp.exe", "a\nb.csv", "-rf", "=1+1.csv", "か\u3099.csv", "con.txt", "x .csv ")


def _names(folder: Path, _: Path) -> None:
    for name in _NAMES:
        (folder / name).write_text("x", "utf-8")


def _has_names(look: Look) -> bool:
    """Tell whether a file with a deceiving name was taken over."""
    return any((look.folder / name).exists() for name in _NAMES)


def _copied(look: Look) -> bool:
    """Tell whether the content of a file of the host came into what belongs to the trainee."""
    places = [path for path in look.folder.rglob("*") if path.is_file()]
    return any(PERSONNEL in path.read_text("utf-8", "replace") for path in places)


def _backdated(look: Look) -> bool:
    """Tell whether the time that the trainee wrote was believed."""
    return "2001-" in look.since or "2001-" in str(look.record)


def _archive(folder: Path, scene: Path) -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"../../../../../../../..{scene}/drop/zip", "x")
        packed.writestr("bomb.csv", bytes(50_000_000))
    (folder / "work.zip").write_bytes(target.getvalue())


def _unpacked(look: Look) -> bool:
    """Tell whether something of the archive stands anywhere."""
    return (look.drop / "zip").exists() or (look.folder / "bomb.csv").exists()


def _strange_extra(folder: Path, _: Path) -> None:
    text = json.loads((folder / "work.ipynb").read_text("utf-8"))
    for name in ("WORK.ipynb", "work .ipynb", "grades.ipynb"):
        (folder / name).write_text(json.dumps(text), "utf-8")


ATTACKS = (
    Attack(
        "points",
        "配点を1000に書き換える",
        "set the points to 1000",
        _harm,
        plain=False,
        mutate=_points,
    ),
    Attack(
        "tests-deleted",
        "テストのセルを消す",
        "delete the test cells",
        any_of(_harm, lambda look: look.cells < 2),
        plain=True,
        mutate=_no_tests,
    ),
    Attack(
        "tests-ungraded",
        "テストを採点しないセルに変える",
        "declare test cells to be answers",
        _harm,
        plain=True,
        mutate=_ungraded_tests,
    ),
    Attack(
        "duplicate-ids",
        "同じ名前のセルを2つ出す",
        "hand in two cells with one id",
        _harm,
        plain=True,
        mutate=_duplicates,
        alone=True,
    ),
    Attack(
        "tests-retyped",
        "テストのセルの種類を変える",
        "change the type of test cells",
        _harm,
        plain=False,
        mutate=_retyped,
    ),
    Attack(
        "reordered",
        "セルを逆の順に並べる",
        "reverse the order of the cells",
        _harm,
        plain=False,
        mutate=_reordered,
    ),
    Attack(
        "swapped-ids",
        "答えとテストの名前を入れ替える",
        "swap the ids of answer and test",
        _harm,
        plain=False,
        mutate=_swapped,
    ),
    Attack(
        "locked-edited",
        "変えられないセルを書き換える",
        "edit a locked cell",
        _harm,
        plain=False,
        mutate=_edited,
    ),
    Attack(
        "stored-outputs",
        "満点の出力を書き込んで出す",
        "hand in outputs with full points",
        _harm,
        plain=False,
        mutate=_outputs,
    ),
    Attack(
        "false-checksum",
        "照合用の値を書き換える",
        "forge the checksums",
        _harm,
        plain=False,
        mutate=_checksum,
    ),
    Attack(
        "false-kernel",
        "別のカーネルを指定する",
        "name another kernel",
        _harm,
        plain=False,
        mutate=_false_kernel,
    ),
    Attack(
        "broken-json", "壊れたJSONを出す", "hand in broken JSON", _harm, plain=True, arrange=_broken
    ),
    Attack(
        "nbformat-99",
        "未来の形式だと名乗る",
        "claim to be of a format of the future",
        _harm,
        plain=True,
        mutate=_future,
    ),
    Attack(
        "deep-json",
        "10万段の入れ子をもつJSONを出す",
        "hand in JSON nested 100,000 deep",
        _harm,
        plain=True,
        arrange=_nested,
    ),
    Attack(
        "symlink",
        "人事ファイルへのリンクを出す",
        "hand in a symbolic link to a personnel file",
        _copied,
        plain=True,
        arrange=_symlink,
    ),
    Attack(
        "folder-link",
        "フォルダーへのリンクを出す",
        "hand in a symbolic link to a folder",
        any_of(_copied, disturbed),
        plain=False,
        arrange=_folder_link,
    ),
    Attack(
        "notebook-link",
        "ノートブックという名のリンクを出す",
        "hand in a link that is named like a notebook",
        any_of(_copied, disturbed),
        plain=False,
        arrange=_notebook_link,
    ),
    Attack(
        "hardlink",
        "人事ファイルのハードリンクを出す",
        "hand in a hard link to a personnel file",
        _copied,
        plain=True,
        arrange=_hardlink,
    ),
    Attack(
        "fifo",
        "名前付きパイプを出す",
        "hand in a named pipe",
        _harm,
        plain=True,
        arrange=_fifo,
        alone=True,
    ),
    Attack(
        "device",
        "終わりのない装置へのリンクを出す",
        "hand in a link to an endless device",
        _harm,
        plain=True,
        arrange=_device,
        alone=True,
    ),
    Attack(
        "names",
        "人を欺くファイル名を使う",
        "use file names that deceive",
        any_of(_has_names, disturbed),
        plain=True,
        arrange=_names,
    ),
    Attack(
        "timestamp",
        "提出した時刻を偽る",
        "forge the time of handing in",
        _backdated,
        plain=True,
        files={"timestamp.txt": "2001-01-01 00:00:00 UTC"},
    ),
    Attack(
        "launcher-module",
        "ipykernel_launcher.pyを添える",
        "put ipykernel_launcher.py beside the notebook",
        any_of(dropped, _harm),
        plain=True,
        files={"ipykernel_launcher.py": _LAUNCHER},
    ),
    Attack(
        "pandas-module",
        "pandas.pyを添える",
        "put pandas.py beside the notebook",
        any_of(dropped, scored, disturbed),
        plain=True,
        files={"pandas.py": _FORGE},
    ),
    Attack(
        "site-module",
        "sitecustomize.pyとconftest.pyを添える",
        "put sitecustomize.py and conftest.py beside the notebook",
        any_of(dropped, _harm),
        plain=False,
        files={
            "sitecustomize.py": _LAUNCHER,
            "usercustomize.py": _LAUNCHER,
            "conftest.py": _LAUNCHER,
        },
    ),
    Attack(
        "settings",
        "nbgraderの設定を添える",
        "put nbgrader_config.py beside the notebook",
        any_of(dropped, _harm),
        plain=False,
        files={"nbgrader_config.py": _LAUNCHER},
    ),
    Attack(
        "archive",
        "展開先を抜け出す圧縮ファイルを添える",
        "put an archive beside the notebook that breaks out of its folder",
        any_of(_unpacked, disturbed),
        plain=False,
        arrange=_archive,
    ),
    Attack(
        "more-notebooks",
        "似た名前のノートブックを添える",
        "put notebooks with similar names beside it",
        _harm,
        plain=False,
        arrange=_strange_extra,
    ),
)
