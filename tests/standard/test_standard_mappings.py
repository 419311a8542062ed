"""The repository's own crosswalks to other frameworks: whole, honest, and nothing but SSSOM."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest

from grader.standard import load_standard
from grader.standard.crosswalk import NOTHING, read_crosswalk
from grader.standard.worksheet import read_personas
from grader.standard.worksheet.table import known_items
from grader.yamlfile import read_yaml

FOLDER = Path(__file__).parents[2] / "skills_standard"
TABLES = {
    path.name.removesuffix(".sssom.tsv"): read_crosswalk(path)[0]
    for path in sorted((FOLDER / "crosswalks").glob("*.sssom.tsv"))
}
EXTERNAL = ("jdx-dss1.2", "jdx-mic2022", "jdx-nice2", "jdx-sfia9-codes")
# Slots of sssom_schema (package sssom-schema of 2026) that our tables use.
SET_SLOTS = {
    "mapping_set_id", "mapping_set_title", "mapping_set_version", "mapping_date", "license",
    "subject_source", "subject_source_version", "object_source", "object_source_version", "comment",
    "extension_definitions", "curie_map",
}  # fmt: skip
ROW_SLOTS = {
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification", "confidence", "comment",
}  # fmt: skip
CURIE = re.compile(r"[a-z0-9]+:[\x21-\x7e]+\Z")  # ASCII, no blank


@pytest.fixture(scope="module")
def standard():
    """The repository's own standard, loaded once."""
    return load_standard(FOLDER)


def test_there_are_five_tables():
    """One table for each framework that is mapped, and the one for the lesson catalogue."""
    assert sorted(["curriculum-provisional", *EXTERNAL]) == list(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_slots_are_those_of_sssom(name):
    """A header and a column are slots of SSSOM, or extensions that the header defines."""
    header = TABLES[name].header
    extensions = {x["slot_name"] for x in header.get("extension_definitions", ())}
    assert set(header) <= SET_SLOTS
    for row in TABLES[name].rows:
        assert set(row.cells) <= ROW_SLOTS | extensions


@pytest.mark.parametrize("name", TABLES)
def test_ids_are_curies(name):
    """Every id is an ASCII CURIE; SSSOM tools drop rows in which one is not."""
    for row in TABLES[name].rows:
        for column in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            assert CURIE.match(row.cells[column]), (row.line, column)


@pytest.mark.parametrize("name", ["jdx-dss1.2", "jdx-mic2022"])
def test_names_stand_for_ids(name):
    """A framework without ids is given none: the id is its name, percent-encoded."""
    for row in TABLES[name].rows:
        if row.cells["subject_id"] != NOTHING:
            local = unquote(row.cells["subject_id"].partition(":")[2])
            assert row.cells["subject_label"] == local.rpartition("/")[2]


def test_every_skill_and_every_dss_item_is_dealt_with(standard):
    """All 42 skills and all 49 items of DSS v1.2 have a match, or a row that says why not."""
    rows = TABLES["jdx-dss1.2"].rows
    items = {row.cells["subject_id"] for row in rows} - {NOTHING}
    skills = {row.cells["object_id"].removeprefix("jdx:") for row in rows} - {NOTHING}
    assert 49 == len(items)
    assert sorted(standard.skills) == sorted(skills)
    for column in ("subject_id", "object_id"):
        of = Counter(row.cells[column] for row in rows if row.match)
        gaps = [row.cells[column] for row in rows if row.match is None]
        assert [] == [found for found in gaps if found != NOTHING and of[found]]


def test_dss_names_are_shown_as_recalled():
    """The names of DSS v1.2 were not checked: table and rows say so, and none is sure."""
    table = TABLES["jdx-dss1.2"]
    assert table.header["comment"].startswith("RECALLED")
    for row in table.rows:
        if row.cells["subject_id"] != NOTHING:
            assert row.cells["verification"] == "recalled"
            assert float(row.cells["confidence"]) <= 0.7


def test_mic_names_are_those_of_the_personas(standard):
    """The table of the Ministry's names holds those that the personas' files give, and no other."""
    personas = read_personas(FOLDER)
    known = {
        (name, item)
        for name, document in personas.items()
        for item in known_items(document.data, "technical_skills")
    }
    mapped = {
        (match.subject.partition("/")[0], match.label)
        for match in standard.crosswalks
        if match.scheme == "mic2022"
    }
    assert known == mapped


def test_sfia_table_holds_codes_only():
    """No name or sentence of SFIA is repeated, only four-letter codes."""
    for row in TABLES["jdx-sfia9-codes"].rows:
        assert re.fullmatch(r"sfia9:[A-Z]{4}", row.cells["subject_id"])
        assert row.cells["subject_label"] == row.cells["comment"] == ""


def test_nice_ids_have_the_form_of_version_2():
    """Ids are those of competency areas or of work roles in the five categories of version 2."""
    for row in TABLES["jdx-nice2"].rows:
        assert re.fullmatch(
            r"nice:(NF-COM-0(0\d|1[01])|(DD|IO|OG|PD|IN)-WRL-0\d\d)", row.cells["subject_id"]
        )


def test_levels_of_others_are_read_as_ours_only_by_interpretation():
    """DSS marks become levels by this project's reading, and recalled; ITSS levels become none."""
    document, _ = read_yaml(FOLDER / "crosswalks" / "levels.yaml")
    dss, itss = document.data["level_relations"]
    assert ("project", "recalled", "project") == (
        dss["origin"], dss["verification"], dss["interpretation"],
    )  # fmt: skip
    assert {"a": [3, 4], "b": [2, 3], "c": [1, 2], "d": [1]} == {
        row["mark"]: row["levels"] for row in dss["rows"]
    }
    assert "none" == itss["interpretation"]
    assert [[]] * 5 == [row["levels"] for row in itss["rows"]]
