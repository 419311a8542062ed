"""Every active lesson of the repository is clean and proves what it says.

The big proof of the content: right answers earn everything, untouched ones nothing, every known wrong answer
what it declares, and nobody's answer can be copied; in three worlds.
"""

from __future__ import annotations

import ast
import json
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from grader.authoring import (
    handout,
    lint_curriculum,
    load_lesson,
    load_registers,
    proofs_of,
    prove,
)
from grader.authoring.cell_source import prelude
from grader.authoring.lesson_form import PARTS
from grader.authoring.lint_code import misconceptions_named
from grader.authoring.literal import defined_names
from grader.authoring.notebooks import Edition, release_notebook
from grader.authoring.remedy import headings
from grader.lab.shelf import read_table
from grader.marking.world import column_kinds, write_world
from grader.marking.worlds import make_world, seed_of
from grader.standard import load_standard
from grader.text import LANGS
from grader.workspace import find_workspace

pytestmark = pytest.mark.checkout

WORKSPACE = find_workspace(Path(__file__).parents[2])
REGISTERS = load_registers(WORKSPACE.curriculum)
SLUGS = [entry.slug for entry in REGISTERS.active]
SEEDS = [seed_of("round trip", str(n)) for n in range(20)]


@pytest.fixture(scope="module")
def lessons():
    """The active lessons."""
    return {slug: load_lesson(WORKSPACE.curriculum / slug) for slug in SLUGS}


def test_there_are_lessons():
    """The tests below would pass on an empty registry."""
    assert {"security-phishing", "bpr-counters"} <= set(SLUGS)


def test_curriculum_is_clean():
    """No error and no warning in registers and lessons, on the day the facts were last looked at."""
    standard = load_standard(WORKSPACE.standard, WORKSPACE.overlay)
    ceilings = {skill.id: skill.auto_ceiling for skill in standard.skills.values()}

    found = lint_curriculum(WORKSPACE.curriculum, ceilings=ceilings, today=date(2026, 11, 22))

    assert [] == [f.render(WORKSPACE.root, "en") for f in found]


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_every_exercise_proves_what_it_says(lessons, slug):
    """Self-test in three worlds: no answer comes out otherwise than declared."""
    lesson = lessons[slug]
    proofs = list(
        prove(
            lesson,
            curriculum=WORKSPACE.curriculum,
            trainees=["content-1", "content-2", "content-3"],
            handout=handout(lesson, REGISTERS),
        )
    )

    assert [] == [
        f"{p.line}: {p.exercise} {p.variant} {p.trainee}: {p.problem.en}"
        for p in proofs
        if p.problem
    ]
    assert 3 * sum(map(proofs_of, lesson.exercises)) == len(proofs)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("part", ["learn", "assess"])
def test_every_answer_has_a_name_of_its_own(lessons, slug, part):
    """If a cell fails, no earlier answer or setup cell may be marked in its place."""
    lesson = lessons[slug]
    names = [e.answer for e in lesson.exercises if e.part == part]
    for cell in lesson.cells:
        if cell.role in {"setup", "worked"} and lesson.part_of(cell) == part:
            names += sorted(defined_names(cell.source) & set(names))

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_answer_hides_a_word_of_the_lab(lessons, slug):
    """An answer called `form` or `hint` would take the place of what the first cell imports."""
    imported = {
        node.name
        for node in ast.walk(ast.parse(prelude(slug, "ja")))
        if isinstance(node, ast.alias)
    }

    assert "form" in imported
    assert set() == imported & {exercise.answer for exercise in lessons[slug].exercises}


@pytest.mark.parametrize("slug", SLUGS)
def test_data_survive_their_files(tmp_path, slug):
    """What a trainee reads from CSV and JSON is, value for value, what the marker computes with; 20 seeds."""
    for seed in SEEDS:
        world = make_world(WORKSPACE.curriculum, slug, seed)
        write_world(world, tmp_path, handout={})

        for name in world.tables:
            kept = world.table(name)
            read = read_table(tmp_path / f"{name}.csv", column_kinds(kept))
            pd.testing.assert_frame_equal(kept, read, check_exact=True)
        for name in world.documents:
            text = (tmp_path / f"{name}.json").read_text(encoding="utf-8")
            assert world.document(name) == json.loads(text)


@pytest.mark.parametrize("slug", SLUGS)
def test_trainees_get_different_data(slug):
    """Twenty seeds make twenty different worlds."""
    worlds = [make_world(WORKSPACE.curriculum, slug, seed) for seed in SEEDS]
    tables = {json.dumps([w.table(n).to_csv() for n in sorted(w.tables)]) for w in worlds}
    documents = {json.dumps(dict(w.documents), sort_keys=True) for w in worlds}

    assert 20 in {len(tables), len(documents)}


@pytest.mark.parametrize("slug", SLUGS)
def test_truth_is_not_in_the_data(tmp_path, slug):
    """No file of a trainee names the truth or its keys' table."""
    world = make_world(WORKSPACE.curriculum, slug, SEEDS[0])
    write_world(world, tmp_path, handout={"lesson": slug})

    names = {p.stem for p in tmp_path.iterdir()}
    assert names == {*world.tables, *world.documents, "lesson"}
    assert "truth" not in (tmp_path / "lesson.json").read_text(encoding="utf-8")


def test_every_misconception_is_used(lessons):
    """The register has no idea that no exercise recognises."""
    used = {
        name for x in lessons.values() for e in x.exercises for _, name in misconceptions_named(e)
    }

    assert [] == sorted(set(REGISTERS.misconceptions) - used)


def test_every_misconception_can_be_shown(lessons):
    """Each idea that a check or hidden test can name has a wrong answer that proves it can."""
    shown = {
        str(c.meta["says"]) for x in lessons.values() for e in x.exercises for c in e.find("wrong")
    }

    assert [] == sorted(set(REGISTERS.misconceptions) - shown)


@pytest.mark.parametrize("slug", SLUGS)
def test_addresses_are_reserved_ones(slug):
    """Host names and IP addresses in the data belong to nobody (RFC 2606, 5737, 1918)."""
    reserved = ("192.0.2.", "198.51.100.", "203.0.113.", "10.", "127.0.0.")
    for seed in SEEDS[:5]:
        world = make_world(WORKSPACE.curriculum, slug, seed)
        text = json.dumps(dict(world.documents), ensure_ascii=False) + "".join(
            world.table(name).to_csv() for name in world.tables
        )
        ips = re.findall(r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b", text)
        hosts = re.findall(r"(?:https?://|@)([A-Za-z0-9.-]+\.[A-Za-z]{2,})", text)

        assert [] == [ip for ip in ips if not ip.startswith(reserved)]
        assert [] == [
            host for host in hosts if not host.endswith((".example", ".test", ".invalid"))
        ]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("slug", SLUGS)
def test_places_to_read_again_are_where_the_links_say(lessons, slug, lang):
    """The cell that a heading is said to stand in has this id and this heading in the notebook handed out."""
    lesson = lessons[slug]
    edition = Edition(lesson, lang, REGISTERS)
    texts = {
        (part, cell.id): cell.source
        for part in PARTS
        for cell in release_notebook(edition, part).cells
    }

    wanted = [(h.part, h.cell, h.text.get(lang)) for h in headings(lesson).values()]
    assert wanted
    assert [] == [one for one in wanted if one[2] not in texts[one[:2]]]
