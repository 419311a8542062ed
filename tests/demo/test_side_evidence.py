"""Other evidence of the synthetic class: plausible, the same every time, and readable by our own reader."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from grader.demo.side_evidence import side_evidence
from grader.records import Person
from grader.records.evidence_file import read_evidence
from grader.records.evidence_sheet import evidence_sheet
from grader.records.other_evidence import KINDS, in_force, panel
from grader.schema.store import write_text
from grader.standard import load_standard

pytestmark = pytest.mark.checkout

DAY = date(2026, 4, 1)


@pytest.fixture(scope="module")
def standard():
    """The standard of the repository."""
    return load_standard(Path(__file__).parents[2] / "skills_standard")


@pytest.fixture(scope="module")
def people(standard):
    """Forty people, ten for each of four roles."""
    roles = list(standard.roles)
    return [
        Person(f"s{n:03d}", f"人{n}", "", "市民課", "主事", roles[n % 4], "ja") for n in range(40)
    ]


def test_the_same_seed_gives_the_same_evidence(standard, people):
    """One seed always gives the same rows, another seed others."""
    first, again, other = (
        side_evidence(people, standard, {}, seed=seed, day=DAY) for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


def test_a_class_shows_every_case(standard, people):
    """Forty people have evidence of every kind, raters who are one, who agree, and who disagree; none is of the future."""
    rows = side_evidence(people, standard, {}, seed=2026, day=DAY)
    seen = {}
    for row in rows:
        if row.kind == "observation":
            seen.setdefault((row.person, row.skills[0]), []).append(row)
    panels = [panel(in_force(mine, standard, key[1], DAY)) for key, mine in seen.items()]

    assert set(KINDS) == {row.kind for row in rows}
    assert {"one_rater", "agree", "disagree"} <= {found.agreement for found in panels if found}
    assert all(row.day < DAY for row in rows)


def test_the_reader_takes_every_row(standard, people, tmp_path):
    """The sheet that the demo writes has no finding: nobody rates themself, every level has its statement."""
    rows = side_evidence(people, standard, {}, seed=2026, day=DAY)
    path = tmp_path / "evidence.csv"
    write_text(path, evidence_sheet(rows, standard, people, lang="ja"))
    file = read_evidence(path, standard=standard, people=people)

    assert ((), 0) == (file.findings, file.unfilled)
    assert tuple(rows) == file.rows
