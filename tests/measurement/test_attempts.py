"""What counts, what is missing, what is set aside."""

from __future__ import annotations

import pytest

from grader.measurement import Policy, collect, load_results


def counted(evidence):
    """Return the category of each answer that counts."""
    return {(a.person, a.item.id): a.category for a in evidence.answers}


def rules(evidence):
    """Return the rules that were violated."""
    return [finding.rule.id for finding in evidence.findings]


def test_points_become_categories(bank, policy, result, exercise):
    """Wrong, partial and right answers of a graded notebook are categories 0, 1 and 2."""
    work = [exercise("sec-3-q1", 3.0), exercise("sec-3-q2", 1.0), exercise("sec-3-q3", 0.0)]
    evidence = collect([result("s001", work)], items=bank, policy=policy)
    expected = {("s001", "sec-3-q1"): 1, ("s001", "sec-3-q2"): 1, ("s001", "sec-3-q3"): 0}
    assert counted(evidence) == expected


@pytest.mark.parametrize("state", ["could_not_run", "not_graded"])
def test_what_says_nothing_about_the_person_is_missing(bank, policy, result, exercise, state):
    """A cell that could not run, or was not graded, is no answer, whatever its points."""
    work = [exercise("sec-3-q1", 0.0, state=state), exercise("sec-3-q2", 1.5, state=state)]
    evidence = collect([result("s001", work)], items=bank, policy=policy)
    assert counted(evidence) == {}
    assert evidence.persons == ("s001",)


@pytest.mark.parametrize(("flag", "expected"), [(True, {("s001", "sec-3-q2"): 0}), (False, {})])
def test_left_empty_counts_by_policy(bank, result, exercise, flag, expected):
    """Opened and left empty is category 0 if the policy says so, else missing."""
    work = [exercise("sec-3-q2", 0.0, state="not_attempted")]
    evidence = collect([result("s001", work)], items=bank, policy=Policy(empty_is_zero=flag))
    assert counted(evidence) == expected


def test_a_notebook_that_was_not_handed_in_is_missing(bank, policy, result, exercise):
    """A missing notebook, to which nbgrader gives zero points, is no evidence."""
    cell = {"grade_id": "sec-3-q2-marks", "notebook": "assess", "points": 0.0, "max_points": 3.0}
    work = [exercise("sec-3-q2", 0.0, state="not_attempted")]
    lost = result("s001", work, missing_notebooks=["assess"], cells=[cell])
    assert counted(collect([lost], items=bank, policy=policy)) == {}


def test_only_the_first_of_two_editions_counts(bank, policy, result, exercise):
    """Of the Japanese and the English edition the one submitted first counts; the other is listed."""
    late = result("s001", [exercise("sec-3-q2", 3.0)], submitted_at="2026-06-02T09:00:00+09:00")
    # 23:00 in UTC the day before is 08:00 in Japan: earlier, though its text sorts later.
    early = result(
        "s001", [exercise("sec-3-q2", 1.0)], lang="en", submitted_at="2026-06-01T23:00:00Z"
    )
    for order in ([late, early], [early, late]):
        evidence = collect(order, items=bank, policy=policy)
        assert counted(evidence) == {("s001", "sec-3-q2"): 1}
        assert [(f.rule.id, f.path) for f in evidence.findings] == [("E004", late.path)]


def test_a_result_without_time_comes_after_one_with(bank, policy, result, exercise):
    """A submission that nobody timed never pushes aside one that was."""
    timed = result(
        "s001", [exercise("sec-3-q2", 1.0)], lang="ja", submitted_at="2026-06-02T09:00:00Z"
    )
    untimed = result("s001", [exercise("sec-3-q2", 3.0)], lang="en", submitted_at=None)
    evidence = collect([untimed, timed], items=bank, policy=policy)
    assert counted(evidence) == {("s001", "sec-3-q2"): 1}


def test_an_edition_handed_in_untouched_gives_way(bank, policy, result, exercise):
    """Who works in one language and hands in both editions is not counted as having done nothing."""
    blank = result(
        "s001",
        [exercise("sec-3-q2", 0.0, state="not_attempted")],
        submitted_at="2026-06-01T09:00:00Z",
    )
    done = result(
        "s001", [exercise("sec-3-q2", 3.0)], lang="en", submitted_at="2026-06-01T09:01:00Z"
    )
    evidence = collect([blank, done], items=bank, policy=policy)
    assert counted(evidence) == {("s001", "sec-3-q2"): 2}


def test_a_submission_that_failed_is_listed_and_not_zero(bank, policy, result, exercise):
    """What could not be graded is no evidence; the other results go on."""
    failed = result("s001", [], status="failed", error="x")
    fine = result("s002", [exercise("sec-3-q2", 3.0)])
    evidence = collect([failed, fine], items=bank, policy=policy)
    assert evidence.persons == ("s002",)
    assert rules(evidence) == ["E003"]


def test_an_unknown_exercise_is_listed_and_the_others_go_on(bank, policy, result, exercise):
    """An id that the bank does not know, or knows in another lesson, is not counted."""
    work = [exercise("sec-9-q9", 3.0), exercise("sec-4-q1", 3.0), exercise("sec-3-q2", 3.0)]
    evidence = collect([result("s001", work)], items=bank, policy=policy)
    assert counted(evidence) == {("s001", "sec-3-q2"): 2}
    assert rules(evidence) == ["E002", "E002"]


@pytest.mark.parametrize(
    ("points", "top"),
    [(1.0, 0.0), (-1.0, 3.0), (float("nan"), 3.0), (3.0, float("inf")), (10**400, 3.0)],
)
def test_points_that_cannot_be_reckoned_with_are_listed(
    bank, policy, result, exercise, points, top
):
    """No maximum, below zero, not a number, infinite or endless: listed, and the others go on."""
    work = [
        {**exercise("sec-3-q1", 1.0), "points": points, "max_points": top},
        exercise("sec-3-q2", 3.0),
    ]
    evidence = collect([result("s001", work)], items=bank, policy=policy)
    assert counted(evidence) == {("s001", "sec-3-q2"): 2}
    assert rules(evidence) == ["E005"]


def test_extra_credit_is_a_full_answer(bank, policy, result, exercise):
    """Points above the maximum, given by hand, are the top category."""
    evidence = collect([result("s001", [exercise("sec-3-q2", 4.0)])], items=bank, policy=policy)
    assert counted(evidence) == {("s001", "sec-3-q2"): 2}


def test_foreign_assignments_prove_nothing(bank, policy, result):
    """A result without a lesson (somebody else's nbgrader course) makes no person and no finding."""
    foreign = result("bitdiddle", [], lesson=None, assignment="ps1", lang=None)
    evidence = collect([foreign], items=bank, policy=policy)
    assert (evidence.persons, evidence.answers, evidence.findings) == ((), (), ())


def test_files_are_read_and_bad_ones_listed(tmp_path, bank, policy, result, exercise, save_result):
    """Broken JSON, a wrong shape and a result in a stranger's folder are listed; the others are read."""
    good = save_result(tmp_path, result("s001", [exercise("sec-3-q2", 3.0)]))
    broken = save_result(tmp_path, result("s002", []))
    broken.write_text('{"format_version": 1', encoding="utf-8")
    shape = save_result(tmp_path, result("s003", [], surprise=1))
    stranger = tmp_path / "s004" / "phishing-ja" / "results.json"
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(good.read_bytes())
    files, findings = load_results(tmp_path)
    assert [file.path for file in files] == [good]
    listed = [(finding.rule.id, finding.path) for finding in findings]
    assert listed == [("E001", broken), ("E001", shape), ("E006", stranger)]
    assert counted(collect(files, items=bank, policy=policy)) == {("s001", "sec-3-q2"): 2}


def test_a_finding_does_not_name_the_place_of_the_course(tmp_path, result, save_result):
    """Messages are the same wherever the course stands, so that the same input gives the same bytes."""
    save_result(tmp_path, result("s001", [], surprise=1))
    _, findings = load_results(tmp_path)
    assert str(tmp_path) not in findings[0].message.ja + findings[0].message.en


def test_no_folder_is_no_results(tmp_path):
    """Before anybody has handed in there is nothing, and no error."""
    assert load_results(tmp_path / "results") == ([], [])
