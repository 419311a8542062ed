"""A preview shows one lesson as a trainee sees it, and touches nothing else."""

from __future__ import annotations

import json

import pytest

from grader.errors import InputError
from grader.exchange import preview, submit
from grader.workspace import find_workspace


def _files(folder):
    return {p: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def look(built):
    """Preview the tiny lesson."""

    def looked(**options):
        return preview(built, "tiny-counts", lang="ja", skill_names={}, **options)

    return looked


def test_it_is_a_handout_in_a_place_of_its_own(built, look):
    """Notebooks and data as a trainee gets them, under build/preview; build and records stay as they are."""
    before = _files(built.root)
    place, handout = look()
    found = sorted(p.relative_to(handout.folder).as_posix() for p in handout.folder.rglob("*.*"))

    data = ["data/desks.json", "data/lesson.json", "data/visits.csv"]
    assert ["assess.ipynb", *data, "learn.ipynb"] == found
    assert handout.folder.is_relative_to(built.build / "preview" / "tiny-counts")
    new = {p for p in _files(built.root) if not p.is_relative_to(place.root)}
    assert set(before) == {p for p in new if "__pycache__" not in p.parts}
    assert not built.records.exists()


def test_an_edit_shows_at_the_next_preview(built, look):
    """The notebook is overwritten, with whatever was tried in it."""
    path = built.curriculum / "tiny-counts" / "lesson.md"
    _, handout = look()
    handout.first.write_text("tried", encoding="utf-8")
    text = path.read_text(encoding="utf-8").replace("## 数える", "## 数えなおす")
    path.write_text(text, encoding="utf-8")
    look()

    assert "## 数えなおす" in handout.first.read_text(encoding="utf-8")


def test_a_lesson_in_progress_can_be_looked_at(built, look):
    """It need not be active."""
    registry = built.curriculum / "registry.yaml"
    text = registry.read_text(encoding="utf-8").replace("active", "wip")
    registry.write_text(text, encoding="utf-8")

    assert look()[1].first.is_file()


def test_an_unknown_lesson_is_told(built):
    """One error that names what there is; nothing is made."""
    with pytest.raises(InputError) as caught:
        preview(built, "nothing", lang="ja", skill_names={})
    assert "tiny-counts" in caught.value.en
    assert not (built.build / "preview").exists()


def test_the_place_is_a_workspace(built, look):
    """Found from inside the handout, with its own build, so that practice is marked there."""
    place, handout = look(practice=True)
    found = find_workspace(handout.folder)

    assert (place.root, place.build, built.curriculum) == (
        found.root, found.build, found.curriculum,
    )  # fmt: skip
    told = json.loads((handout.folder / "data" / "lesson.json").read_text(encoding="utf-8"))
    assert ("practice", "preview") == (told["mode"], told["trainee"])


def test_what_is_handed_in_from_a_preview_stays_there(built, look):
    """It never reaches the real course."""
    place, handout = look()
    from datetime import UTC, datetime  # noqa: PLC0415

    receipt = submit(
        handout.folder,
        course=find_workspace(handout.folder).course,
        now=datetime(2026, 4, 1, tzinfo=UTC),
    )

    assert receipt.folder.is_relative_to(place.root)
    assert not built.course.exists()
