"""Finding a workspace, and the names of people in it."""

from __future__ import annotations

import pytest

from grader.errors import WorkspaceError
from grader.workspace import find_workspace, is_person_id, lint_workspace

HEAD = "format_version: 1\nname: {ja: 町, en: Town}\n"


def _make(folder, text=HEAD):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "workspace.yaml").write_text(text, encoding="utf-8")
    return folder.resolve()


def test_the_nearest_workspace_above_is_found(tmp_path):
    """Walking up stops at the first workspace.yaml; a file is as good a start as a folder."""
    _make(tmp_path)
    inner = _make(tmp_path / "inner")
    deep = inner / "a" / "b"
    deep.mkdir(parents=True)
    starts = [inner, deep, inner / "workspace.yaml", deep / "not-there"]
    assert [inner] * 4 == [find_workspace(start).root for start in starts]


def test_the_current_folder_is_the_start_if_none_is_given(tmp_path, monkeypatch):
    """Commands run inside a workspace find it."""
    root = _make(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert root == find_workspace().root


def test_places_have_defaults_and_can_be_moved(tmp_path):
    """Only what `paths` names stands elsewhere; course and handouts follow the records."""
    root = _make(tmp_path, f"{HEAD}paths: {{records: kept}}\n")
    found = find_workspace(root)
    assert [root / "skills_standard", root / "curriculum", root / "kept"] == [
        found.standard, found.curriculum, found.records,
    ]  # fmt: skip
    kept = root / "kept"
    assert [kept / "course", kept / "course" / "results", kept / "handouts", kept / "dashboard"] == [
        found.course, found.results, found.handouts, found.dashboard,
    ]  # fmt: skip


def test_no_workspace_is_an_error_that_names_the_start(tmp_path):
    """Outside any workspace the error names the folder and the option."""
    with pytest.raises(WorkspaceError) as caught:
        find_workspace(tmp_path)
    assert (True, True) == (
        str(tmp_path.resolve()) in caught.value.ja,
        "--workspace" in caught.value.en,
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("name: [", 1),
        ("- a\n", 1),
        (f"{HEAD}paths: {{elsewhere: x}}\n", 3),
        ("format_version: 2\nname: {ja: 町, en: Town}\n", 1),
        ("format_version: 1\nname: {ja: 町, en: NO}\n", 2),
    ],
)
def test_a_broken_workspace_file_is_told_with_its_line(tmp_path, text, line):
    """An empty, unreadable or misshapen workspace.yaml is a WorkspaceError at file:line."""
    root = _make(tmp_path, text)
    with pytest.raises(WorkspaceError) as caught:
        find_workspace(root)
    assert caught.value.ja.startswith(f"workspace.yaml:{line}: [")


def test_a_good_workspace_has_no_findings(minimal):
    """The minimal workspace of these tests is clean."""
    assert [] == lint_workspace(minimal.root)


def test_person_ids_are_folder_names_everywhere():
    """Letters, digits, hyphen and underscore, at most 64, none of Windows' devices."""
    good = ["s001", "A", "tanaka-hana_2", "con1", "x" * 64]
    bad = [
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        "a b",
        "-a",
        "_a",
        "NUL",
        "com1",
        "田中",
        "s001\n",
        "x" * 65,
    ]
    assert (good, []) == ([n for n in good if is_person_id(n)], [n for n in bad if is_person_id(n)])


def test_overlay_is_the_usual_file_or_the_one_named(tmp_path):
    """`overlay.yaml` beside workspace.yaml is found if it is there; one that is named is meant, even if it is missing."""
    root = _make(tmp_path)
    assert find_workspace(root).overlay is None
    (root / "overlay.yaml").write_text("", encoding="utf-8")
    assert root / "overlay.yaml" == find_workspace(root).overlay
    _make(tmp_path, f"{HEAD}paths: {{overlay: town/own.yaml}}\n")
    assert root / "town" / "own.yaml" == find_workspace(root).overlay
