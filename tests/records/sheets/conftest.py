"""Sheets of a small office, as rows of texts, read against the standard of this repository."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from grader.records.sheets.catalogue import SHEETS
from grader.records.sheets.reading import read_sheets
from grader.records.sheets.words import standard_words
from grader.standard import load_rulebook, load_standard

STANDARD = Path(__file__).parents[3] / "skills_standard"

OFFICE = {
    "departments": [
        "department,name,valid_from",
        "D1,情報政策課,2020-04-01",
        "D2,市民課,2020-04-01",
    ],
    "posts": [
        "post,name,department,kind,seats,mandatory,valid_from",
        "P1,情報政策課主査,D1,internal,2,1,2020-04-01",
        "P2,市民課主事,D2,internal,1,,2020-04-01",
    ],
    "people": [
        "person,staff_number,name,employment,valid_from",
        "s001,000123,青葉 花子,regular,2020-04-01",
        ",000456,若葉 太郎,regular,2020-04-01",
    ],
    "appointments": [
        "staff_number,post,holds,valid_from",
        "000123,P1,main post,2020-04-01",
        "000456,P2,main post,2020-04-01",
    ],
}
"""Two departments, posts, people and appointments."""


@pytest.fixture(scope="session")
def words():
    """The words of the standard."""
    return standard_words(load_standard(STANDARD), load_rulebook(STANDARD))


@pytest.fixture
def office():
    """The lines of each sheet; a test changes them before it reads them."""
    return {name: list(lines) for name, lines in OFFICE.items()}


@pytest.fixture
def read(tmp_path, words):
    """Read sheets given as lines of CSV; ids of new people are n1, n2 and so on."""

    def done(sheets, current=None, folder="csv", **options):
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        for name, lines in sheets.items():
            (place / f"{name}.csv").write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
        number = count(1)
        return read_sheets(
            place,
            words=words,
            current=current or {},
            new_id=lambda: f"n{next(number)}",
            **options,
        )

    return done


@pytest.fixture
def known(read):
    """What the database would know after the small office was recorded."""
    return as_rows(read(OFFICE, folder="known").changes)


def as_rows(changes):
    """Changes to an empty database as the rows that it then gives."""
    rows = {name: [] for name in SHEETS}
    for one in changes:
        days = {"valid_from": one.valid_from, "valid_to": one.valid_to}
        rows[one.sheet].append({**one.values, **days})
    return rows
