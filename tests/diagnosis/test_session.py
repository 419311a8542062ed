"""One person's sitting, its result, and what it recommends."""

from __future__ import annotations

import pytest

from grader.diagnosis import (
    Session,
    diagnostic_for,
    next_step,
    plan_for,
    report_of,
    result_of,
    with_answer,
)
from grader.diagnosis.answers import right_response
from grader.diagnosis.words import NOTICE
from grader.errors import InputError
from grader.placement import Module
from grader.text import Text


def sat(diagnostic, answer, seed=1):
    """Sit a diagnostic; `answer` gives the response to an item."""
    session = Session(seed)
    while (step := next_step(diagnostic, session)).item is not None:
        session = with_answer(session, step.item.id, answer(step.item), minutes=step.number)
    return session


@pytest.fixture
def best(diagnostic):
    """Everything right."""
    return sat(diagnostic, right_response)


@pytest.fixture
def worst(diagnostic):
    """Nothing known."""
    return sat(diagnostic, lambda _: None)


def test_the_same_seed_and_answers_give_the_same_sitting(diagnostic, best):
    """A sitting is a function of seed and answers; other seeds ask other items."""
    others = {sat(diagnostic, right_response, seed).answers for seed in range(8)}

    assert best == sat(diagnostic, right_response)
    assert len(others) > 1


def test_levels_follow_the_answers(diagnostic, best, worst):
    """All right is above nothing known in the track and in each skill; requirements are decided accordingly."""
    high, low = result_of(diagnostic, best), result_of(diagnostic, worst)

    assert high.track.level > low.track.level
    assert {"met"} == {skill.decision for skill in high.skills}
    assert {"not_met", "undecided"} >= {skill.decision for skill in low.skills}
    assert [1, 2] == [skill.required for skill in high.skills]
    for skill in high.skills:
        assert skill.estimate.low <= skill.estimate.level <= skill.estimate.high
        assert list(skill.estimate.p_at_least) == sorted(skill.estimate.p_at_least, reverse=True)


def test_no_level_above_the_ceiling_is_shown(diagnostic, best):
    """Short items show level 3 at most, however good the answers."""
    result = result_of(diagnostic, best)

    assert 3 >= max(skill.estimate.level for skill in result.skills)
    assert 3 >= result.track.level


def test_an_unfinished_sitting_says_so(diagnostic):
    """Before the first answer there is no reason to stop, and no evidence about any requirement."""
    result = result_of(diagnostic, Session(1))

    assert "" == result.stop
    assert {"no_evidence"} == {skill.decision for skill in result.skills}


def test_time_counts_from_the_beginning(diagnostic):
    """After thirty minutes no item comes any more."""
    session = with_answer(Session(1), "sec-log-days", 14.0, minutes=30.5)

    assert "time" == next_step(diagnostic, session).stop
    assert "time" == next_step(diagnostic, Session(1), minutes=30.0).stop


def modules():
    """Four lessons: one per skill, one for another track, and what comes first."""
    return [
        Module("basics", Text("基礎", "Basics"), 45, {"DAT-TABLE": 1}),
        Module("keys", Text("鍵", "Keys"), 60, {"SEC-IAM": 1}),
        Module("logs", Text("ログ", "Logs"), 60, {"SEC-LOG": 2}, ("basics",)),
        Module("long-logs", Text("長いログ", "Long logs"), 600, {"SEC-LOG": 3}),
    ]


def test_modules_are_ordered_by_what_they_bring_per_hour(diagnostic, worst):
    """The log lesson (weight 3, two levels) comes before the keys (weight 2, one level); the ten-hour one last."""
    plan = plan_for(diagnostic, result_of(diagnostic, worst), modules())

    assert ["basics", "logs", "keys", "long-logs"] == [a.module.lesson for a in plan.advice]
    assert "「ログ」の前" in plan.advice[0].reason.ja
    assert "「ログ分析」をレベル2まで" in plan.advice[1].reason.ja
    assert "“SEC-LOG” up to level 2" in plan.advice[1].reason.en
    assert () == plan.without


def test_who_meets_everything_is_recommended_nothing(diagnostic, best):
    """With all requirements met there is nothing to take, and no skill without a module is named."""
    few = [module for module in modules() if module.lesson == "keys"]
    plan = plan_for(diagnostic, result_of(diagnostic, best), few)

    assert () == plan.advice


def test_skills_without_a_module_are_named(diagnostic, worst):
    """A gap that no lesson teaches is told, not hidden."""
    plan = plan_for(diagnostic, result_of(diagnostic, worst), modules()[:2])

    assert ("SEC-LOG",) == plan.without


def test_without_a_role_the_next_level_is_the_aim(desk):
    """Nobody's requirements: a module that teaches beyond the level reached is recommended."""
    open_ended = diagnostic_for(desk, "security")
    session = sat(open_ended, lambda _: None)
    plan = plan_for(open_ended, result_of(open_ended, session), modules()[1:3])

    assert {"keys", "logs"} == {advice.module.lesson for advice in plan.advice}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_report_explains_recommends_and_certifies_nothing(desk, diagnostic, worst, lang):
    """Explanations of all items, levels with intervals, the lesson to take, and the notice stand in the report."""
    told = report_of(desk, diagnostic, worst, lang)
    items = {item.id: item for item in desk.items}

    assert NOTICE.get(lang) in told
    assert {"ja": "90 %区間", "en": "90 % interval"}[lang] in told
    assert "tiny-counts" in told
    for answer in worst.answers:
        assert items[answer.item].stem.get(lang) in told
        assert items[answer.item].explanation.get(lang) in told


def test_the_result_stands_where_the_reader_looks_first(desk, diagnostic, worst):
    """On a terminal the lessons to take come last, above the prompt; on a page the result comes first."""
    terminal = report_of(desk, diagnostic, worst, "ja")
    page = report_of(desk, diagnostic, worst, "ja", is_page=True)

    assert sorted(terminal.split()) == sorted(page.split())
    assert terminal.index("# 解説") < terminal.index("# 診断の結果")
    assert page.index("# 診断の結果") < page.index("# 解説")


def test_unknown_tracks_and_roles_are_told_with_what_there_is(desk):
    """The message names the tracks that have items, or the roles."""
    for track, role, known in (("cloud", None, "security"), ("security", "wizard", "engineer")):
        with pytest.raises(InputError) as caught:
            diagnostic_for(desk, track, role)
        assert known in caught.value.ja
        assert known in caught.value.en


def test_the_policy_decides_how_long_it_takes(desk):
    """Length, spread, draw and time of a sitting are those of assessments/measurement.yaml."""
    policy, settings = desk.policy, desk.settings

    assert (policy.diagnostic_items, policy.diagnostic_items_track) == (
        settings.items,
        settings.items_max,
    )
    assert (policy.diagnostic_sd, policy.diagnostic_best, policy.diagnostic_minutes) == (
        settings.sd_levels,
        settings.among,
        settings.minutes,
    )
