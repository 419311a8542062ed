"""From a course's answers to proposals, a published bank, and the bank that measures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from grader.errors import InputError, MeasurementError
from grader.measurement import (
    Policy,
    bank_record,
    calibrate,
    collect,
    estimate,
    expert_bank,
    first_answers,
    load_bank,
    publish_bank,
    simulate,
)
from grader.schema.store import read_json

DAY = date(2026, 12, 1)
SIGNED = {"version": "2026-12", "given_on": DAY, "sign_off": "青葉 花子"}


@pytest.fixture
def course(item):
    """Twelve tasks of one skill in four notebooks, levels 1 to 4, and two of another skill."""
    tasks = [
        replace(
            item(f"sec-{n}-q1", lesson=f"lesson-{n % 4}", level=1 + n % 4, categories=2 + n % 2),
            content=f"{n:064x}",
        )
        for n in range(12)
    ]
    other = [replace(item(f"log-{n}-q1", skill="SEC-LOG"), content="f" * 64) for n in range(2)]
    return tuple(sorted([*tasks, *other], key=lambda one: one.id))


@pytest.fixture
def answered(course, policy):
    """Answers of 120 persons; the last ten tasks by id reached the first 20 only."""
    answers = simulate(course, policy=policy, persons=120, seed=7).categories
    answers[20:, 4:] = -1
    return answers


def published(path, calibration, policy, **changes):
    """Publish a calibration and return the path of the bank."""
    bank = path / "bank.json"
    publish_bank(bank, bank_record(calibration, policy=policy, **{**SIGNED, **changes}))
    return bank


def test_the_number_of_answers_decides(course, answered, policy):
    """Under 30 answers the authors' word stands, from 30 on one slope, from 200 on slopes of their own."""
    few = calibrate(answered, items=course, policy=policy)
    many = calibrate(np.repeat(answered, 2, axis=0), items=course, policy=policy)

    assert [120] * 4 + [20] * 10 == [one.answers for one in few.proposals]
    assert ["common_slope"] * 4 + ["expert"] * 10 == [one.after.origin for one in few.proposals]
    assert ["own_slope"] * 4 + ["common_slope"] * 10 == [one.after.origin for one in many.proposals]
    assert [0.0] * 10 == [one.moved for one in few.proposals[4:]]
    assert 1 == len({one.after.slope for one in few.proposals[2:4]})
    assert 4 == len({one.after.slope for one in many.proposals[:4]})


def test_proposals_are_nearer_to_the_truth(item, policy):
    """With 400 persons the difficulties of twelve tasks are twice as near as declared, and surer."""
    tasks = [
        item(f"sec-{n}-q1", lesson=f"lesson-{n % 4}", level=1 + n % 4, categories=2)
        for n in range(12)
    ]
    quiet = replace(policy, sd_notebook=0.0, sd_family=0.0)
    drawn = simulate(tasks, policy=quiet, persons=400, seed=3)
    found = calibrate(drawn.categories, items=tasks, policy=quiet).proposals
    places = {one.item.id: one for one in found}
    before, after = (
        np.array([getattr(places[task.id], when).difficulty for task in tasks]) - drawn.difficulty
        for when in ("before", "after")
    )

    assert np.std(after) < np.std(before) / 2
    assert all(one.after.sd < one.before.sd for one in found)


def test_a_wrongly_declared_task_is_pointed_out(course, policy):
    """A task two levels harder than declared moves by more than the policy lets it, up, and is named."""
    answers = simulate(course, policy=policy, persons=150, seed=8).categories
    wrong = [
        replace(task, level=task.level - 2) if task.id == "sec-3-q1" else task for task in course
    ]

    found = calibrate(answers, items=wrong, policy=policy)

    moved = {one.item.id: one.moved for one in found.large_moves(policy)}
    assert moved["sec-3-q1"] > 1


def test_authors_are_judged_by_estimates_without_priors(item, policy):
    """Of 48 tasks in four skills, declared with an error of 0.7 on levels 2 wide, both come back."""
    tasks = [
        item(
            f"x-{n}-q1", lesson=f"lesson-{n}", level=1 + n // 4 % 4, categories=2, skill=f"SEC-{s}"
        )
        for s in "ABCD"
        for n in range(12)
    ]
    tasks = [replace(task, id=f"{task.skill}-{task.id}") for task in tasks]
    quiet = replace(policy, sd_notebook=0.0, sd_family=0.0)
    drawn = simulate(tasks, policy=quiet, persons=400, seed=11)

    found = calibrate(drawn.categories, items=tasks, policy=quiet).experts

    assert (48, 4) == (found.items, found.groups)
    assert found.width_interval[0] < 2.0 < found.width_interval[1]
    assert found.sd_interval[0] < 0.7 < found.sd_interval[1]


def test_too_few_answers_say_nothing_about_authors(course, answered, policy):
    """Without any item of 30 answers nothing is proposed and nobody is judged."""
    found = calibrate(answered[:20], items=course, policy=policy)

    assert found.experts is None
    assert all(one.before == one.after for one in found.proposals)


def test_only_first_attempts_count(course, exercise, result, policy):
    """A person's second form of a lesson, and a second result of the same form, move no difficulty."""
    task = course[-1]

    def handed_in(day, points, **changes):
        return result(
            "s001", [exercise(task.id, points)], lesson=task.lesson, submitted_at=day, **changes
        )

    results = [
        handed_in("2026-10-01T00:00:00Z", 0.0),
        handed_in("2026-11-01T00:00:00Z", 3.0, form=2, assignment="other-ja"),
    ]
    evidence = collect(results, items=course, policy=policy)

    matrix = first_answers(evidence.answers, course)

    assert 2 == len(evidence.answers)
    assert [0] == matrix[:, -1].tolist()
    assert (-1 == matrix[:, :-1]).all()


def test_progress_is_told_by_skill(course, answered, policy):
    """Each skill that is done is told, with their number."""
    told = []

    calibrate(answered, items=course, policy=policy, progress=lambda *step: told.append(step))

    assert [(1, 2), (2, 2)] == told


# ---- the file --------------------------------------------------------------------------------------


def test_without_a_file_the_authors_word_stands(course, policy, tmp_path):
    """No bank.json: the bank of the declared levels."""
    bank = load_bank(tmp_path / "bank.json", items=course, policy=policy)

    assert expert_bank(course, policy) == bank


def test_what_was_published_measures(course, answered, policy, tmp_path):
    """The bank read back has the published version and parameters, rounded to six digits, and moves levels."""
    found = calibrate(answered, items=course, policy=policy)

    bank = load_bank(published(tmp_path, found, policy), items=course, policy=policy)

    assert "2026-12" == bank.version
    for one in found.proposals:
        assert one.after.difficulty == pytest.approx(
            bank.parameters[one.item.id].difficulty, abs=1e-6
        )
        assert one.after.origin == bank.parameters[one.item.id].origin
    before = estimate(answered, items=course, policy=policy)
    after = estimate(answered, items=course, policy=policy, bank=bank)
    assert not np.allclose(before["SEC-IAM"].eap, after["SEC-IAM"].eap)


def test_every_version_stays(course, answered, policy, tmp_path):
    """A copy by name stands beside the bank, says who decided and what moved, and is never overwritten."""
    first = calibrate(answered, items=course, policy=policy)
    path = published(tmp_path, first, policy)
    bank = load_bank(path, items=course, policy=policy)
    second = calibrate(np.repeat(answered, 2, axis=0), items=course, policy=policy, bank=bank)

    published(tmp_path, second, policy, version="2027-03")

    kept = read_json(tmp_path / "banks" / "2026-12.json", "bank")
    assert ("2026-12", "2026-12-01", "青葉 花子") == tuple(
        kept[key] for key in ("version", "given_on", "signed_off_by")
    )
    assert [one.item.id for one in first.large_moves(policy)] == kept["large_moves"]
    assert "2027-03" == read_json(path, "bank")["version"]
    with pytest.raises(MeasurementError) as caught:
        published(tmp_path, second, policy)
    assert "there already" in caught.value.en


@pytest.mark.parametrize("version", ["../x", "", "expert-1", "a b", "x" * 65])
def test_a_version_is_a_plain_name(course, answered, policy, tmp_path, version):
    """It names a file, and must not look like the bank of the declared levels."""
    found = calibrate(answered[:20], items=course, policy=policy)

    with pytest.raises(MeasurementError):
        published(tmp_path, found, policy, version=version)

    assert [] == list(tmp_path.rglob("*"))


def test_a_changed_task_loses_its_calibration(course, answered, policy, tmp_path):
    """With another content the author's word stands again, and the version says that it is not quite the published one."""
    found = calibrate(answered, items=course, policy=policy)
    path = published(tmp_path, found, policy)
    name = course[2].id
    changed = [replace(one, content="e" * 64) if one.id == name else one for one in course]

    bank = load_bank(path, items=changed, policy=policy)

    assert "expert" == bank.parameters[name].origin
    assert "common_slope" == bank.parameters[course[3].id].origin
    assert bank.version.startswith("2026-12+")


def test_a_level_declared_anew_keeps_the_calibration(course, answered, policy, tmp_path):
    """The declared level is a judgement about a task, not a part of it: answers outweigh it."""
    found = calibrate(answered, items=course, policy=policy)
    path = published(tmp_path, found, policy)
    again = [replace(one, level=1) for one in course]

    bank = load_bank(path, items=again, policy=policy)

    assert "common_slope" == bank.parameters[course[2].id].origin
    assert expert_bank(again, policy).parameters[course[-1].id] == bank.parameters[course[-1].id]


def test_a_task_whose_content_is_unknown_is_never_calibrated(course, answered, policy, tmp_path):
    """An item list of an older build has no contents: nothing says that the tasks are the same."""
    unknown = [replace(one, content="") for one in course]
    found = calibrate(answered, items=unknown, policy=policy)
    path = published(tmp_path, found, policy)

    bank = load_bank(path, items=unknown, policy=policy)

    assert {"expert"} == {one.origin for one in bank.parameters.values()}


def test_another_scale_refuses_the_bank(course, answered, policy, tmp_path):
    """Difficulties on levels 2 logits wide say nothing on levels 1.5 wide."""
    path = published(tmp_path, calibrate(answered, items=course, policy=policy), policy)

    with pytest.raises(MeasurementError) as caught:
        load_bank(path, items=course, policy=Policy(width=1.5))

    assert "kakehashi calibrate" in caught.value.en


def test_a_broken_file_is_no_bank(course, policy, tmp_path):
    """A file that does not fit its schema is told, and not taken for none."""
    (tmp_path / "bank.json").write_text("{}", encoding="utf-8")

    with pytest.raises(InputError):
        load_bank(tmp_path / "bank.json", items=course, policy=policy)
