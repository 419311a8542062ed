"""The report on a class with planted faults, and on one too small to say anything."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from grader.measurement import Policy
from grader.measurement.sittings import ResultFile
from grader.quality.course import _first_attempts, read_course
from grader.quality.groups import compare_groups, groups_of
from grader.quality.thresholds import LIMITS, WEIGHTS
from grader.text import Text


@pytest.fixture(scope="session")
def found(big_report):
    """The exercises of the class of 300, by id."""
    return {one.item.id: one for one in big_report.items}


def test_broken_key_is_found_first(big_report, faults):
    """An exercise whose key is turned round correlates negatively with the rest and heads the list."""
    worst = big_report.worst[0]

    assert faults.broken == worst.item.id
    assert "item_rest_negative" == worst.problems[0].case
    assert worst.figures["item_rest"].high < 0


def test_wrong_declared_level_is_found(found, faults):
    """An exercise declared level 2 that is as hard as level 4 is called harder than declared."""
    figure = found[faults.mislabelled].figures["difficulty"]

    assert ("review", "difficulty_hard") == (figure.verdict, figure.case)
    assert 2 == figure.args["level"]
    assert figure.low < 4 < figure.high + 0.5


def test_unfair_exercise_is_found(found, big_report, faults):
    """An exercise made harder for one department is of ETS class C, and the department is named."""
    figure = found[faults.unfair].figures["dif"]
    accused = [r.item.id for g in big_report.groupings for r in g.rows if r.verdict == "review"]

    assert ("review", "C", "窓口課") == (
        figure.verdict,
        figure.args["ets"],
        figure.args["focal"],
    )
    assert figure.args["harder"]
    assert [faults.unfair] == accused


def test_differences_by_chance_are_not_accused(big):
    """With groups drawn by lot no exercise is called unfair, though some of forty may be of class C."""
    course = read_course(big, Policy())
    for seed in range(3):
        drawn = np.random.default_rng(seed).choice(["a", "b"], len(course.persons)).tolist()
        grouping = compare_groups(
            course, Text("くじ", "lot"), dict(zip(course.persons, drawn, strict=True))
        )

        assert [] == [row.item.id for row in grouping.rows if row.verdict == "review"]


def test_dependent_exercises_are_found(big_report, faults):
    """Two exercises of which one mostly repeats the answer of the other are the only dependent pair."""
    pairs = [{pair.first.id, pair.second.id} for pair in big_report.pairs]

    assert [{faults.first, faults.second}] == pairs


def test_nothing_else_is_accused(big_report, faults):
    """Exercises without a planted fault are called good."""
    planted = {faults.broken, faults.mislabelled, faults.unfair, faults.first, faults.second}
    accused = {one.item.id for one in big_report.items if one.verdict == "review"}

    assert planted == accused


def test_missing_tasks_are_found(big_report):
    """A skill is told at which level it wants tasks, never above what notebooks may show."""
    (skill,) = (scale for scale in big_report.scales if scale.id == "SEC-LOG")

    assert [3] == [row.level for row in skill.levels if row.verdict == "review"]
    assert not skill.levels[4].judged


def test_unusual_patterns_are_about_one_in_twenty(big_report):
    """When people answer as the model says, about 5 % are counted as unusual."""
    assert 300 == big_report.judged
    assert 6 <= big_report.unusual <= 24


def test_small_class_is_too_few_for_everything(small_report):
    """With 12 people no figure has the verdict good, and no exercise of them is listed as bad."""
    verdicts = {f.verdict for one in small_report.items for f in one.figures.values()}

    assert {"too_few"} == verdicts
    assert () == small_report.worst
    assert {"too_few"} == {f.verdict for s in small_report.scales for f in s.figures.values()}


def test_small_numbers_of_persons_are_not_shown(small_report):
    """No level of a skill shows a number of persons from 1 to 4, nor leaves one to be reckoned out."""
    for scale in small_report.scales:
        shown = [row.persons for row in scale.levels]

        assert [] == [n for n in shown if n is not None and 0 < n < 5]
        assert 1 != shown.count(None)


def test_the_same_exercise_counts_once_per_person(small, result_of, save):
    """The other edition of a lesson, handed in later, is set aside and listed."""
    before = read_course(small, Policy())
    items = before.items[:10]
    again = {"assignment": "mail-en", "lang": "en", "submitted_at": "2026-09-01T00:00:00Z"}
    path = save(small, result_of("s000", "mail", items, [0] * 10, **again))
    after = read_course(small, Policy())
    path.unlink()

    assert (before.answers == after.answers).all()
    assert [("E004", 1)] == [(one.rule, one.count) for one in after.set_aside]


def test_later_forms_are_no_first_attempts(items_of, result_of):
    """Of two forms of a lesson the earlier one counts, and the other is counted as later."""
    items = items_of()[:10]
    files = [
        ResultFile(
            Path("x"), result_of("s000", "mail", items, [0] * 10, form=form, submitted_at=at)
        )
        for form, at in ((2, "2026-09-01T00:00:00Z"), (1, "2026-06-01T00:00:00Z"))
    ]
    first, later = _first_attempts(files, Policy())

    assert [1] == [file.form for file in first]
    assert 1 == later


def test_states_that_say_nothing_are_shares_not_zeros(small, result_of, save):
    """What could not run is missing among the answers, and counted in its own share."""
    course = read_course(small, Policy())
    data = result_of("s099", "mail", course.items[:10], [0] * 10)
    data["exercises"][0].update(state="could_not_run")
    data["exercises"][1].update(state="not_attempted", points=0.0)
    path = save(small, data)
    course = read_course(small, Policy())
    path.unlink()

    assert 1 == course.states["mail-q0"]["could_not_run"]
    assert 12 == (course.answers[:, 0] >= 0).sum()
    assert 1 == course.states["mail-q1"]["not_attempted"]
    assert 13 == (course.answers[:, 1] >= 0).sum()


def test_groups_come_from_a_file_too(small, tmp_path):
    """A CSV in cp932 adds groupings; the groups it makes are compared like departments."""
    path = tmp_path / "ages.csv"
    path.write_bytes("職員番号,年代\ns000,20代\ns001,30代\n".encode("cp932"))
    course = read_course(small, Policy())
    groups = groups_of(small, course, path)

    assert {"s000": "20代", "s001": "30代"} == groups[Text("年代", "年代")]


def test_sizes_of_groups_give_nobody_away(big):
    """Sizes are rounded down to tens, and groups under 50 are not named."""
    course = read_course(big, Policy())
    of = {p: "大" if i < 237 else "中" if i < 297 else "小" for i, p in enumerate(course.persons)}
    grouping = compare_groups(course, Text("群", "group"), of)

    assert (("大", 230), ("中", 60)) == grouping.sizes
    assert 1 == grouping.small


def test_every_limit_has_a_source():
    """Each limit says in both languages what it means and where it comes from."""
    words = [
        text
        for one in LIMITS.values()
        for text in (one.meaning.ja, one.meaning.en, one.source.ja, one.source.en)
    ]

    assert all(words)
    assert all(math.isfinite(one.value) for one in LIMITS.values())
    assert all(weight > 0 for weight in WEIGHTS.values())


def test_report_of_one_lesson_knows_nothing_of_the_others(big):
    """With --lesson only its exercises are there."""
    course = read_course(big, Policy(), lesson="queue")

    assert {"queue"} == {item.lesson for item in course.items}
    assert (300, 10) == course.answers.shape
    assert np.int8 == course.answers.dtype
