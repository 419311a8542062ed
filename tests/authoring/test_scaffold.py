"""A new lesson: whole, working at once, and never in the way of what is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from grader.authoring import handout, lint_curriculum, load_registers, named_lessons, prove
from grader.authoring.scaffold import FILES, PREFIX, NewLesson, next_code, planned, write_new
from grader.errors import InputError
from grader.marking import make_world
from grader.schema.store import load_schema
from grader.text import Text

UUID = "0b0f6b1c-5d0f-4f0e-9d8e-1f2f3f4f5f6f"
WANTED = NewLesson(
    "counter-forms", "BPR-9", "bpr", Text("様式：見直し", 'Forms: "fewer"'), "SEC-LOG", UUID
)


def _files(workspace):
    return {p: p.read_bytes() for p in sorted(workspace.root.rglob("*")) if p.is_file()}


def _plan(workspace, wanted=WANTED):
    return planned(workspace.curriculum, load_registers(workspace.curriculum), wanted)


@pytest.fixture
def begun(minimal):
    """The minimal workspace with a lesson just begun."""
    write_new(_plan(minimal))
    return minimal


def test_planning_writes_nothing(minimal):
    """What would be written is the three files and the two registers, the registry last."""
    before = _files(minimal)

    names = [path.relative_to(minimal.curriculum).as_posix() for path in _plan(minimal)]

    registers = ["misconceptions.yaml", "registry.yaml"]
    assert [*(f"counter-forms/{name}" for name in FILES), *registers] == names
    assert before == _files(minimal)


def test_the_registry_gets_one_entry_and_keeps_the_rest(minimal):
    """The new lesson is the last one, wip, with its uuid; the other entry is as it was."""
    before = load_registers(minimal.curriculum)
    write_new(_plan(minimal))
    after = load_registers(minimal.curriculum)

    assert before.lessons == after.lessons[:-1]
    added = after.lessons[-1]
    assert ("counter-forms", "BPR-9", UUID, "wip") == (
        added.slug, added.code, added.uuid, added.status,
    )  # fmt: skip
    assert {"M-BPR9ALL", "M-BPR9WAIT"} == set(after.misconceptions) - set(before.misconceptions)


def test_misconceptions_keep_their_order(minimal):
    """New ideas stand before the first that comes later in the alphabet; comments stay."""
    path = minimal.curriculum / "misconceptions.yaml"
    text = path.read_text(encoding="utf-8")
    first, rest = text.split("M-ALL:", 1)
    path.write_text(f"# 誤解\nM-ALL:{rest.rstrip()}\n{first}", encoding="utf-8")
    write_new(_plan(minimal))

    lines = path.read_text(encoding="utf-8").splitlines()

    assert ["# 誤解", "M-ALL:", "M-BPR9ALL:", "M-BPR9WAIT:", "M-FIRST:"] == [
        line for line in lines if line and line[0] in "M#"
    ]


def test_lint_finds_only_that_it_is_small(begun):
    """Nothing but warnings, and none about form, languages, hints, wrong answers or registers."""
    found = lint_curriculum(
        begun.curriculum, ceilings={"SEC-LOG": 3, "SEC-IAM": 3}, today=date(2026, 11, 22)
    )

    assert {"warning"} == {f.severity for f in found}
    incomplete = {"L022", "L025"}
    assert set() == {f.rule.id for f in found} - incomplete


def test_every_exercise_is_proven_at_once(begun):
    """In 20 worlds right, untouched and wrong answers come out as they must."""
    (lesson,), registers = named_lessons(begun, ["counter-forms"])
    trainees = [f"t{n}" for n in range(20)]

    proofs = list(
        prove(
            lesson,
            curriculum=begun.curriculum,
            trainees=trainees,
            handout=handout(lesson, registers),
        )
    )

    assert [] == [(p.exercise, p.variant, p.problem) for p in proofs if p.problem]
    assert {"bpr-9-q1", "bpr-9-q2"} == {p.exercise for p in proofs}


def test_the_truth_follows_from_what_the_trainee_sees(begun):
    """The rules of the text, applied to the shown rows by hand, give the truth of 100 worlds."""
    for seed in range(100):
        world = make_world(begun.curriculum, "counter-forms", seed)
        for name in ("practice", "requests"):
            rows = world.document(name)
            late = {r["id"] for r in rows if r["days"] in range(5, 10)}
            whole = {r["id"] for r in rows if r["papers"]}
            truth = world.truth[name]
            assert late & whole == {i for i, d in truth.items() if d == "first"}
            assert {r["id"] for r in rows} - whole == {i for i, d in truth.items() if d == "ask"}
            assert 1 == len(late - whole)


def test_what_is_to_be_replaced_is_marked(minimal):
    """Each of the three files says with the same marks what is only a sample."""
    texts = _plan(minimal)

    assert [] == [path for path, text in texts.items() if path.name in FILES and "〔" not in text]
    assert [] == [path for path, text in texts.items() if "@@" in text]


@pytest.mark.parametrize(
    "slug", ["Forms", "様式", "a_b", "-a", "a--b", "nul", "../a", "a" * 60, ""]
)
def test_a_name_that_is_no_folder_is_refused(minimal, slug):
    """Nothing is planned for it, and the name is told."""
    with pytest.raises(InputError) as caught:
        _plan(minimal, replace(WANTED, slug=slug))
    assert f"「{slug}」" in caught.value.ja


@pytest.mark.parametrize("code", ["bpr-9", "BPR9", "BPR-999", "B-1", "BPR-9\n", ""])
def test_a_number_out_of_form_is_refused(minimal, code):
    """Exercise ids are made of it."""
    with pytest.raises(InputError):
        _plan(minimal, replace(WANTED, code=code))


@pytest.mark.parametrize("title", ["", " ", "a\nb"])
def test_a_title_is_one_line(minimal, title):
    """It stands in a heading."""
    with pytest.raises(InputError):
        _plan(minimal, replace(WANTED, title=Text("題名", title)))


def test_a_number_in_use_is_refused(minimal):
    """The error names the lesson to which it belongs."""
    with pytest.raises(InputError) as caught:
        _plan(minimal, replace(WANTED, code="TST-1"))
    assert "tiny-counts" in caught.value.en


def test_a_lesson_that_is_there_is_refused(begun):
    """Whole: it is there already. The second start changes nothing."""
    before = _files(begun)
    with pytest.raises(InputError) as caught:
        _plan(begun, replace(WANTED, code="BPR-10"))
    assert "is there already (BPR-9, status: wip)" in caught.value.en
    assert before == _files(begun)


@pytest.mark.parametrize("written", [1, 2, 3, 4])
def test_a_start_that_was_cut_off_is_told(minimal, written):
    """Whatever was written before the crash is named as half made, and stays as it is."""
    texts = _plan(minimal)
    write_new(dict(list(texts.items())[:written]))
    before = _files(minimal)

    with pytest.raises(InputError) as caught:
        _plan(minimal)

    assert "half made" in caught.value.en
    assert "not in registry.yaml" in caught.value.en
    assert before == _files(minimal)


def test_ideas_left_behind_are_told(begun):
    """Where only the entries in the register of misconceptions are left, the first one is named."""
    for name in FILES:
        (begun.curriculum / "counter-forms" / name).unlink()
    (begun.curriculum / "counter-forms" / "__pycache__").mkdir(exist_ok=True)
    for path in sorted((begun.curriculum / "counter-forms").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (begun.curriculum / "counter-forms").rmdir()
    registry = begun.curriculum / "registry.yaml"
    kept = registry.read_text(encoding="utf-8").split("  - slug: counter-forms")[0]
    registry.write_text(kept, encoding="utf-8")

    with pytest.raises(InputError) as caught:
        _plan(begun)
    assert "M-BPR9ALL" in caught.value.en


@pytest.mark.parametrize(
    "text",
    [
        "lessons: []\n",
        "# none yet\nlessons: [ ]",
        "lessons:\n- {slug: a, code: AB-1, uuid: x, status: wip}",
    ],
)
def test_registries_of_other_forms_are_added_to(minimal, text):
    """An empty registry, one without a last line end, and one without indentation."""
    (minimal.curriculum / "registry.yaml").write_text(text, encoding="utf-8")
    write_new(_plan(minimal))

    assert "counter-forms" == load_registers(minimal.curriculum).lessons[-1].slug


def test_a_register_that_no_program_can_add_to_is_left_alone(minimal):
    """The entry is printed instead, to be added by hand."""
    text = "lessons: [{slug: a, code: AB-1, uuid: x, status: wip}]\n"
    (minimal.curriculum / "registry.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        _plan(minimal)
    assert "- slug: counter-forms" in caught.value.en


def test_numbers_go_on_from_the_highest(begun):
    """The next one of a track, 1 where there is none yet."""
    registers = load_registers(begun.curriculum)

    assert ("BPR-10", "CLD-1") == (next_code(registers, "bpr"), next_code(registers, "cloud"))


def test_tracks_are_those_of_the_schema():
    """A track that a lesson may have can be begun, and no other."""
    lesson = load_schema("lesson")["properties"]["lesson"]

    assert lesson["properties"]["track"]["enum"] == list(PREFIX)


def test_no_mark_may_be_left_in_a_lesson_that_counts(begun):
    """Each file and each misconception that still says what is to be replaced is told once; active, it fails."""
    registry = begun.curriculum / "registry.yaml"
    text = registry.read_text(encoding="utf-8").replace("wip", "active")
    registry.write_text(text, encoding="utf-8")
    found = lint_curriculum(begun.curriculum, ceilings=None, today=date(2026, 11, 22))

    marked = [(f.path.name, f.severity) for f in found if f.rule.id == "L025"]
    files = ["design.md", "lesson.md", "world.py", "misconceptions.yaml", "misconceptions.yaml"]
    assert [(name, "error") for name in files] == marked
