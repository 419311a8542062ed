"""Each curriculum has a city of its own."""

from __future__ import annotations

import sys

import pytest

from grader.marking.worlds import CITY, city


@pytest.fixture
def curriculum(tmp_path, monkeypatch):
    """The maker of a curriculum whose city has one district; the real city comes back afterwards."""
    for name in [name for name in sys.modules if name.split(".")[0] == CITY]:
        monkeypatch.delitem(sys.modules, name)

    def made(name, people):
        folder = tmp_path / name / CITY
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(
            "from aobano.district import PEOPLE\n", encoding="utf-8"
        )
        (folder / "district.py").write_text(f"PEOPLE = {people}\n", encoding="utf-8")
        return folder.parent

    yield made
    for name in [name for name in sys.modules if name.split(".")[0] == CITY]:
        del sys.modules[name]


def test_two_curricula_do_not_share_districts(curriculum):
    """Opening one workspace after the other in one process does not mix their cities."""
    first, second = curriculum("one", 1), curriculum("two", 2)

    assert [1, 2, 1] == [city(folder).PEOPLE for folder in (first, second, first)]


def test_curriculum_without_a_city(tmp_path):
    """There is none, and nothing is raised."""
    assert city(tmp_path) is None
