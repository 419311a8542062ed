"""The self-test finds every kind of exercise that would measure something else than it says."""

from __future__ import annotations

from collections import Counter

import pytest

from grader.authoring import handout, load_lesson, load_registers, proofs_of, prove
from grader.authoring.hostile import hostile_kinds

Q3 = '+++ {"ex": "tst-1-q3", "part": "assess", "lang": "ja"'
LITERAL = 'score(detect(chosen, own.truth["busy"], universe="ABCDEF"))'


def problems_of(folder, trainees=("a",)):
    """Prove a lesson and return what did not come out as it must."""
    lesson = load_lesson(folder)
    texts = handout(lesson, load_registers(folder.parent))
    proofs = prove(lesson, curriculum=folder.parent, trainees=list(trainees), handout=texts)
    return [(p.exercise, p.variant, p.line, p.problem) for p in proofs if p.problem]


def test_sound_lesson_has_no_problems(lesson_file):
    """Every answer of the tiny lesson comes out as declared, in three worlds."""
    assert [] == problems_of(lesson_file.parent, ["a", "b", "c"])


def test_every_answer_is_tried(lesson_file):
    """8 right, 8 untouched, 12 wrong, 3 hostile for each, 2 literals copied, 2 functions cheated: 58 proofs a world."""
    folder = lesson_file.parent
    lesson = load_lesson(folder)
    texts = handout(lesson, load_registers(folder.parent))

    proofs = list(prove(lesson, curriculum=folder.parent, trainees=["a", "b"], handout=texts))

    assert 2 * 58 == len(proofs)
    assert 58 == sum(map(proofs_of, lesson.exercises))
    counts = {
        "right": 16, "untouched": 16, "wrong": 24, "copied": 4, "hard_coded": 4, "destroying": 4,
        "generator": 16, "exception": 16, "endless": 16,
    }  # fmt: skip
    assert counts == Counter(p.variant for p in proofs)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # q1: the right answer of a practice exercise is refused by its check
        (
            '    return visits["visits"].sum()\n    ### END',
            '    return visits["visits"].sum() + 1\n    ### END',
            ("tst-1-q1", "right", 36),
        ),
        # q1: the wrong answer is told something else
        (":says: M-FIRST", ":says: M-ALL", ("tst-1-q1", "wrong", 44)),
        # q3: the misconception is not recognised by the hidden test
        (
            'misconception("M-FIRST", own_answer == own.truth["first"])\n',
            "",
            ("tst-1-q3", "wrong", 140),
        ),
        # q3: a right answer earns two thirds
        (
            'score(values(total(world.table("visits")), world.truth["total"]))',
            'score(values(total(world.table("visits")), world.truth["total"]) * 2 / 3)',
            ("tst-1-q3", "right", 132),
        ),
        # q3: the right answer is told a misconception
        (
            'misconception("M-FIRST", own_answer == own.truth["first"])',
            'misconception("M-FIRST", own_answer)',
            ("tst-1-q3", "right", 132),
        ),
        # q3: the check refuses the form of the right answer
        ("expect(got > 0", "expect(got < 0", ("tst-1-q3", "right", 132)),
        # q4: a wrong answer earns points although it says zero, and none although it says part
        (
            ":says: M-FIRST\n:expect: part",
            ":says: M-FIRST\n:expect: zero",
            ("tst-1-q4", "wrong", 205),
        ),
        (
            ":ex: tst-1-q4\n:role: wrong\n:says: M-ALL\n:expect: zero",
            ":ex: tst-1-q4\n:role: wrong\n:says: M-ALL\n:expect: part",
            ("tst-1-q4", "wrong", 198),
        ),
        # q4: a wrong answer earns everything
        (LITERAL, "score(bool(own))", ("tst-1-q4", "wrong", 198)),
        # q4: what is handed out is already an answer
        (
            ':ex: tst-1-q4\n:role: answer\nbusy = {"A": None,',
            ':ex: tst-1-q4\n:role: answer\nbusy = {"A": 1 > 0,',
            ("tst-1-q4", "untouched", 190),
        ),
        # q4: the key is the same for everybody, so an answer can be copied
        (LITERAL, "score(1 <= len(chosen) <= 2 and bool(own))", ("tst-1-q4", "copied", 190)),
        # q4: the answer cannot be computed
        (
            ":ex: tst-1-q4\n:role: wrong\n:says: M-ALL\n:expect: zero\nbusy = {d: True",
            ":ex: tst-1-q4\n:role: wrong\n:says: M-ALL\n:expect: zero\nbusy = {d: nothing",
            ("tst-1-q4", "wrong", 198),
        ),
        # q4: the form cannot give the right answer
        (
            '"answer": "busy", "form": "literal", "choices": {"*": [true, false]}, "points": 2',
            '"answer": "busy", "form": "literal", "choices": {"*": ["yes", "no"]}, "points": 2',
            ("tst-1-q4", "right", 190),
        ),
        # setup: the data do not load
        ("lesson.show(desks)", 'lesson.table("nothing")', ("tst-1-q3", "right", 132)),
    ],
)
def test_unsound_exercise_is_told_with_its_line(change, old, new, expected):
    """Each way in which an exercise can lie is found, at the line of the answer that showed it."""
    told = problems_of(change(old, new))

    assert expected in [problem[:3] for problem in told]
    if expected[:2] != ("tst-1-q3", "right") or "nothing" not in new:
        assert {expected[0]} == {problem[0] for problem in told}
    assert all(problem[3].ja and problem[3].en for problem in told)


def test_stub_that_earns_points_is_told(change):
    """An untouched exercise must say “not attempted” and earn nothing."""
    stub = ':ex: tst-1-q4\n:role: answer\nbusy = {"A": None,'
    folder = change(stub, stub.replace("None", "True"))
    text = (folder / "lesson.md").read_text(encoding="utf-8")
    # Without the comparison with the released stub the marks would count the True.
    assert 'busy = {"A": True' in text

    told = problems_of(folder)

    # The form cannot take back the True; nothing else is wrong.
    assert {("tst-1-q4", "right")} == {problem[:2] for problem in told}


def test_rule_for_everybody_may_be_copied(change, lesson_file):
    """A literal that is tried on unseen worlds may be the same for all trainees."""
    q4 = load_lesson(lesson_file.parent).exercises[3]
    assert "copied" in hostile_kinds(q4)

    folder = change(LITERAL, "score(any(busy.values()) and len(worlds) == 3 and own is worlds[0])")

    assert "copied" not in hostile_kinds(load_lesson(folder).exercises[3])


def test_practice_and_code_are_not_asked_for_copies(lesson_file):
    """Nothing is gained by copying practice, and code is marked on unseen worlds."""
    exercises = load_lesson(lesson_file.parent).exercises

    assert ["tst-1-q4", "tst-1-q6"] == [e.id for e in exercises if "copied" in hostile_kinds(e)]


@pytest.mark.parametrize(
    ("old", "new", "variant"),
    [
        # marked on the trainee's own data: the result written down is the right one
        (
            "for world in fresh:\n    score(values(total(world",
            "for world in [own]:\n    score(values(total(world",
            "hard_coded",
        ),
        # the check of practice lets a generator through
        ('misconception("M-ALL", all(busy.values()))\nexpect(', "return\nexpect(", "none"),
    ],
)
def test_hostile_answers_that_would_work_are_told(change, old, new, variant):
    """An exercise that a hostile answer beats is found; generators never reach the author's code."""
    told = {problem[1] for problem in problems_of(change(old, new))}

    assert (variant in told) is (variant != "none")
    assert not told & {"generator", "exception", "endless"}
