"""Reading a lesson: cells, exercises, line numbers, and what is told when its form is broken."""

from __future__ import annotations

import pytest

from grader.authoring import load_lesson, read_lesson
from grader.errors import LessonError

Q1 = '+++ {"ex": "tst-1-q1", "part": "learn", "lang": "ja"'


# ---- what is read ----------------------------------------------------------------------------------


def test_lesson_says_who_it_is(lesson_file):
    """Slug from the folder, code and title from the front matter."""
    lesson = load_lesson(lesson_file.parent)

    assert ("tiny-counts", "TST-1") == (lesson.slug, lesson.code)
    assert ("数えてみる", "Counting") == (lesson.title.ja, lesson.title.en)


def test_cells_of_each_role_are_counted(lesson_file):
    """Eight exercises with 3 hints in 2 languages; 4 × 1 and 4 × 2 wrong answers; four hidden tests."""
    lesson = load_lesson(lesson_file.parent)
    roles = [cell.role for cell in lesson.cells]

    assert 48 == roles.count("hint")
    assert 12 == roles.count("wrong")
    assert 8 == roles.count("answer") == roles.count("check")
    assert 4 == roles.count("hidden")
    assert 2 == roles.count("setup") == roles.count("reflect")
    assert 20 == roles.count("text")
    assert 4 == roles.count("teach")


@pytest.mark.parametrize(
    ("index", "line", "first"),
    [(0, 17, 18), (2, 23, 26), (5, 36, 39), (6, 44, 49)],
)
def test_cells_know_their_lines(lesson_file, index, line, first):
    """Header and first line of text, past the options; counted in the file."""
    cell = load_lesson(lesson_file.parent).cells[index]

    assert (line, first) == (cell.line, cell.first)


def test_exercise_takes_its_data_from_the_japanese_header(lesson_file):
    """Part, skill, level, points, minutes, answer, form, line and both titles."""
    q4 = load_lesson(lesson_file.parent).exercises[3]

    assert ("tst-1-q4", "assess", "SEC-IAM", 2) == (q4.id, q4.part, q4.skill, q4.level)
    assert (2.0, 5, "busy", "literal", 184) == (q4.points, q4.minutes, q4.answer, q4.form, q4.line)
    assert ("問4　混んだ窓口", "Q4  Busy desks") == (q4.title.ja, q4.title.en)


def test_partial_wrong_answer_makes_three_categories(lesson_file):
    """q4 has a wrong answer that earns part of the points, q3 has not."""
    exercises = load_lesson(lesson_file.parent).exercises

    assert (2, 3) == (exercises[2].categories, exercises[3].categories)


def test_only_assess_is_evidence(lesson_file):
    """The two learn exercises are not assessed."""
    assessed = load_lesson(lesson_file.parent).assessed

    assert ["tst-1-q3", "tst-1-q4", "tst-1-q5", "tst-1-q6"] == [e.id for e in assessed]


def test_cells_of_an_exercise_belong_to_its_notebook(lesson_file):
    """A hint names no part; it takes the one of its exercise."""
    lesson = load_lesson(lesson_file.parent)
    hints = [cell for cell in lesson.cells if cell.role == "hint"]

    assert ("learn", "assess") == (lesson.part_of(hints[0]), lesson.part_of(hints[35]))


# ---- what is told ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("---\njupytext", "\njupytext", "L001", 1),
        (":role: setup\n:part: learn", ":role: setup\n:colour: red\n:part: learn", "L001", 23),
        ('+++ {"lang": "ja", "part": "learn"}', "+++ {lang: ja}", "L001", 17),
        ('+++ {"lang": "ja", "part": "learn"}', '+++ {"lang": "fr", "part": "learn"}', "L001", 17),
        ('+++ {"lang": "ja", "part": "learn"}', '+++ {"lang": "ja", "part": "x"}', "L001", 17),
        ('+++ {"lang": "ja", "part": "learn"}', '+++ {"lang": "ja"}', "L001", 17),
        ('{"ex": "tst-1-q1", "part"', '{"ex": [], "part"', "L001", 30),
        ('{"ex": "tst-1-q1", "part"', '{"ex": "Q 1", "part"', "L001", 30),
        ('"form": "code"', '"form": []', "L004", 30),
        ("lesson.show(visits)\n```\n", "lesson.show(visits)\n```\n\nStray.\n", "L001", 31),
        ("表を見ます。\n", "\n", "L001", 60),
        ('"minutes": 5', '"minutes": "five"', "L004", 30),
        ('"minutes": 5', '"minutes": 0', "L004", 30),
        ('"skills": {"SEC-LOG": 2}', '"skills": "SEC-LOG"', "L004", 30),
        ('"skills": {"SEC-LOG": 2}', '"skills": {"SEC-LOG": "2"}', "L004", 30),
        ('"skills": {"SEC-LOG": 2}', '"skills": {}', "L005", 30),
        ('"answer": "total"', '"answer": "the total"', "L004", 30),
        ('"form": "code"', '"form": "essay"', "L004", 30),
        ('"points": 3}', '"points": 0}', "L004", 126),
        (', "points": 3}', "}", "L004", 126),
        (":ex: tst-1-q1\n:role: check", ":ex: tst-1-q1\n:role: answer", "L004", 30),
        (":ex: tst-1-q3\n:role: hidden", ":ex: tst-1-q3\n:role: wrong", "L008", 126),
        ("    ### END SOLUTION\n", "", "L017", 36),
        ("    ### BEGIN SOLUTION\n", "    pass  ### BEGIN SOLUTION\n", "L017", 36),
        ("visits = lesson.table(", "visits = = lesson.table(", "L010", 26),
    ],
)
def test_broken_form_is_told_with_its_line(change, rules_of, old, new, rule, line):
    """Each mistake in the form is one finding at its line, and nothing is raised."""
    _, findings = read_lesson(change(old, new))

    assert (rule, line) in rules_of(findings)


@pytest.mark.parametrize("broken", [b"\xff\xfe", "市役所".encode("cp932")])
def test_wrong_encoding_is_a_finding(lesson_file, rules_of, broken):
    """A file that an old editor saved as Shift_JIS is told, not a traceback."""
    lesson_file.write_bytes(broken)

    lesson, findings = read_lesson(lesson_file.parent)

    assert lesson is None
    assert [("L001", 1)] == rules_of(findings)


def test_missing_file_is_an_error_of_ours(minimal):
    """A lesson that is not there is told like any broken one."""
    with pytest.raises(LessonError) as told:
        load_lesson(minimal.curriculum / "nothing")

    assert told.value.en.startswith("curriculum/nothing/lesson.md:1: [L001]")


def test_open_fence_is_told(lesson_file, rules_of):
    """A code cell that is never closed swallows the rest; that is one finding."""
    text = lesson_file.read_text(encoding="utf-8")
    lesson_file.write_text(text.replace("lesson.show(visits)\n```\n", "lesson.show(visits)\n", 1))

    _, findings = read_lesson(lesson_file.parent)

    assert "L001" in [rule for rule, _ in rules_of(findings)]


def test_broken_lesson_cannot_be_loaded(change):
    """The first finding becomes the error, with file and line in both languages."""
    folder = change('"form": "code"', '"form": "essay"')

    with pytest.raises(LessonError) as told:
        load_lesson(folder)

    assert told.value.ja.startswith("curriculum/tiny-counts/lesson.md:30: [L004]")
    assert told.value.en.startswith("curriculum/tiny-counts/lesson.md:30: [L004]")


def test_one_broken_cell_leaves_the_other_exercises_readable(change):
    """A syntax error in q1 takes away q1 only."""
    lesson, _ = read_lesson(change("got = total(visits.copy())", "got = total(visits.copy("))

    assert lesson is not None
    assert [f"tst-1-q{n}" for n in range(2, 9)] == [e.id for e in lesson.exercises]
