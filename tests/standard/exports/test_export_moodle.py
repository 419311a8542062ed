"""The framework as Moodle's importer understands it.

`Importer` does what admin/tool/lpimportcsv/classes/framework_importer.php of Moodle does (read 2026-11): columns by
position, rows keyed by idnumber, names cut at 100 characters, rows without id or name skipped with their children.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.standard.exports import moodle_files
from grader.text import Text

TAXONOMIES = {
    "behaviour", "competency", "concept", "domain", "indicator", "level", "outcome", "practice",
    "proficiency", "skill", "value",
}  # fmt: skip


def clean(text):
    """PARAM_TEXT takes tags away; shorten_text ends with three dots."""
    text = re.sub(r"<[^>]*>?", "", text)
    return text if len(text) <= 100 else text[:97] + "..."


def empty(text):
    """What PHP calls empty."""
    return text in {"", "0"}


class Importer:
    """Reads a framework; `made` holds the competencies in the order in which Moodle makes them."""

    def __init__(self, text):
        lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        assert {14} == {len(line) for line in lines}
        self.header = lines[0]
        self.flat, self.framework, self.made, self.related = {}, None, {}, set()
        for line in lines[1:]:
            row = {
                "parent": line[0], "id": clean(line[1]), "name": clean(line[2]),
                "description": line[3], "values": line[5], "configuration": line[6],
                "related": line[10], "taxonomy": line[13],
            }  # fmt: skip
            if empty(line[12]):
                self.flat[line[1]] = row
            else:
                self.framework = row
        assert self.framework is not None
        self.children("", None)
        for row in self.made.values():
            for raw in filter(None, row["related"].split(",")):
                if raw.replace("%2C", ",") in self.flat:
                    self.related.add((row["id"], raw.replace("%2C", ",")))

    def children(self, parent, made):
        for row in self.flat.values():
            if row["parent"] == parent and not empty(row["id"]) and not empty(row["name"]):
                self.made[row["id"]] = {**row, "under": made}
                self.children(row["id"], row["id"])

    def scale(self):
        """Return values, the one given by default and the proficient ones."""
        values = self.framework["values"].split(",")
        head, *entries = json.loads(self.framework["configuration"])
        assert "scaleid" in head
        return (
            values,
            [values[e["id"] - 1] for e in entries if e["scaledefault"]],
            [values[e["id"] - 1] for e in entries if e["proficient"]],
        )


@pytest.fixture
def moodle(small):
    """The small standard, imported."""
    return Importer(moodle_files(small)["moodle_framework.csv"])


def test_tree_of_domains_skills_and_levels(moodle):
    """Drafts and empty domains are left out; everything else stands under its parent."""
    assert {
        "domain.security": None, "SEC-LOG": "domain.security", "SEC-LOG.L1": "SEC-LOG",
        "SEC-LOG.L2": "SEC-LOG", "SEC-LOG.L3": "SEC-LOG", "domain.data": None,
        "DAT-TABLE": "domain.data", "DAT-TABLE.L1": "DAT-TABLE", "DAT-TABLE.L2": "DAT-TABLE",
    } == {key: row["under"] for key, row in moodle.made.items()}  # fmt: skip


def test_prerequisite_is_a_cross_reference(moodle):
    """SEC-LOG refers to the level that one needs first."""
    assert {("SEC-LOG", "DAT-TABLE.L2")} == moodle.related


def test_scale_has_two_values(moodle):
    """Achieved is the second value, the default and the only proficient one."""
    assert (["未達成", "達成"], ["達成"], ["達成"]) == moodle.scale()


def test_taxonomy_names_four_depths_that_moodle_knows(moodle):
    """One word a depth, from Moodle's list."""
    words = moodle.framework["taxonomy"].split(",")

    assert 4 == len(words)
    assert set(words) <= TAXONOMIES


def test_header_is_that_of_moodle(moodle):
    """The strings of Moodle's English language pack, in the order of its mapping."""
    assert ["Parent ID number", "ID number", "Short name"] == moodle.header[:3]
    assert ["Exported ID (optional)", "Is framework", "Taxonomy"] == moodle.header[-3:]


def test_text_is_escaped_in_descriptions(moodle):
    """Descriptions are HTML; an angle bracket of ours is no tag."""
    assert "<p>試験用 &lt;注意&gt;</p>" == moodle.framework["description"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_own_standard_arrives_whole(own, lang):
    """Every skill with statements and each of its levels; long English statements stand whole below."""
    moodle = Importer(moodle_files(own, lang)["moodle_framework.csv"])
    skills = [s for s in own.skills.values() if s.levels]
    expected = {s.id for s in skills} | {f"{s.id}.L{x.level}" for s in skills for x in s.levels}

    assert expected == {key for key in moodle.made if not key.startswith("domain.")}
    assert len(moodle.flat) == len(moodle.made)
    assert not [row for row in moodle.made.values() if row["name"].endswith("...")]


def test_framework_ids_differ_by_version_and_language(small):
    """Two imports on one site do not meet."""
    ids = {
        Importer(moodle_files(s, lang)["moodle_framework.csv"]).framework["id"]
        for s in (small, replace(small, version="0.3.0"))
        for lang in ("ja", "en")
    }
    assert {"small-0.2.0-ja", "small-0.2.0-en", "small-0.3.0-ja", "small-0.3.0-en"} == ids


def test_plans_list_the_exact_levels(small):
    """A role lists the level it asks for; a draft without statements cannot be listed."""
    lines = list(csv.reader(io.StringIO(moodle_files(small)["moodle_plans.csv"][1:], newline="")))

    assert [["engineer", "SEC-LOG.L3"], ["engineer", "DAT-TABLE.L1"]] == [
        [line[0], line[2]] for line in lines[1:]
    ]


def test_every_plan_entry_is_in_the_framework(own):
    """What a template should list can be found in Moodle."""
    files = moodle_files(own)
    known = Importer(files["moodle_framework.csv"]).made
    lines = csv.reader(io.StringIO(files["moodle_plans.csv"][1:], newline=""))

    assert [] == [line[2] for line in list(lines)[1:] if line[2] not in known]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=2), statement=st.text(min_size=1))
def test_no_name_loses_a_row(small, name, statement):
    """Whatever names and statements hold, Moodle makes the same competencies and cuts none itself."""
    skill = small.skills["SEC-LOG"]
    level = replace(skill.levels[0], statement=Text(statement, statement))
    changed = replace(skill, name=Text(name, name), levels=(level, *skill.levels[1:]))
    standard = replace(small, skills={**small.skills, "SEC-LOG": changed})
    made = Importer(moodle_files(standard)["moodle_framework.csv"]).made

    assert 9 == len(made)
    assert max(len(row["name"]) for row in made.values()) <= 100
