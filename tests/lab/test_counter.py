"""Tests for grader.lab.counter: against Lindley, Erlang, simpy and counts by hand."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from grader.errors import InputError
from grader.lab.counter import (
    Visit,
    Waits,
    by_hour,
    pool,
    random_day,
    simulate_day,
    simulate_days,
)
from grader.lab.erlang import erlang_c_wait

TWO_KINDS = {"short": (0.5, 5.0), "long": (0.5, 15.0)}


def days(number, per_hour=18.0, hours=8, kinds=None, seed=1):
    """Draw some days of a counter."""
    drawn = kinds or {"": (1.0, 12.0)}
    return [random_day([seed, day], [per_hour] * hours, drawn) for day in range(number)]


def with_simpy(simpy, visits, windows):
    """Wait of each visitor of one line, by an event simulation that is not ours."""
    env = simpy.Environment()
    counter = simpy.Resource(env, capacity=windows)
    waits = [math.nan] * len(visits)

    def visitor(index, arrive, service):
        yield env.timeout(arrive)
        with counter.request() as turn:
            yield turn
            waits[index] = env.now - arrive
            yield env.timeout(service)

    for index, (arrive, service, _) in enumerate(visits):
        env.process(visitor(index, arrive, service))
    env.run()
    return waits


def test_one_window_obeys_lindleys_recursion():
    """With one window each wait is max(0, wait before + service before - gap)."""
    visits = random_day(3, [10.0] * 8, {"": (1.0, 5.0)})
    expected = [0.0]
    for before, after in pairwise(visits):
        expected.append(max(0.0, expected[-1] + before.service - (after.arrive - before.arrive)))
    assert simulate_day(visits, 1).minutes == pytest.approx(expected)


@pytest.mark.parametrize("windows", [2, 4, 5])
def test_one_line_equals_simpy(windows):
    """One line before several windows gives simpy's waits, visitor by visitor."""
    simpy = pytest.importorskip("simpy", reason="a second opinion; simpy is not a dependency")
    for visits in days(5):
        assert simulate_day(visits, windows).minutes == pytest.approx(
            with_simpy(simpy, visits, windows)
        )


def test_a_long_run_reaches_erlangs_formula():
    """Over 20,000 hours without a break the mean wait comes within 5 % of Erlang's C formula."""
    visits = random_day(5, [18.0] * 20_000, {"": (1.0, 12.0)})
    assert simulate_day(visits, 5).mean() == pytest.approx(erlang_c_wait(18, 12, 5), rel=0.05)


@pytest.mark.parametrize(
    ("windows", "expected", "tolerance"), [(4, 13.1, 1.0), (5, 2.8, 0.5), (6, 0.8, 0.2)]
)
def test_the_measured_teaching_facts(windows, expected, tolerance):
    """18 visitors an hour, 12 minutes each: the mean waits measured with simpy when the lesson was planned."""
    assert simulate_days(days(1500), windows).mean() == pytest.approx(expected, abs=tolerance)


def test_half_of_the_visits_made_short_beat_a_fifth_window():
    """Four windows with half of the visits at 5 minutes wait about 2.0 minutes, less than five windows."""
    shortened = simulate_days(days(800, kinds={"": (0.5, 12.0), "short": (0.5, 5.0)}), 4).mean()
    assert shortened == pytest.approx(2.0, abs=0.3)
    assert shortened < simulate_days(days(800), 5).mean()


def test_a_schedule_of_equal_hours_is_the_fixed_number():
    """Five windows in every hour give the same waits as five windows."""
    for visits in days(5):
        assert simulate_day(visits, [5] * 8).minutes == pytest.approx(
            simulate_day(visits, 5).minutes
        )


def test_a_closed_window_finishes_and_then_rests():
    """By hand: two windows in hour one, one in hour two, two in hour three."""
    visits = [[50, 20], [51, 30], [52, 10], [53, 60], [54, 5]]
    # Window 2 ends its visitor at 81 and rests until 120; window 1 takes the third at 70 and the
    # fourth at 80, until 140; the fifth is the first of window 2 at 120.
    assert simulate_day(visits, [2, 1, 2]).minutes == (0.0, 0.0, 18.0, 27.0, 66.0)


def test_the_last_number_of_windows_serves_the_rest():
    """Visitors still waiting at closing time are served by the windows of the last hour."""
    assert simulate_day([[59, 10], [59, 10]], [1]).minutes == (0.0, 10.0)


def test_an_express_window_is_kept_for_its_kind():
    """By hand: the second long visitor waits though the express window is free."""
    visits = [
        Visit(0, 30, "long"),
        Visit(1, 30, "long"),
        Visit(2, 5, "short"),
        Visit(3, 5, "short"),
    ]
    waits = simulate_day(visits, 2, express="short", express_windows=1)
    assert waits.minutes == (0.0, 29.0, 0.0, 4.0)
    assert waits.of("long").mean() == 14.5


def test_hours_show_visitors_work_and_waits():
    """By hand: two days, one window; the hour is that of the arrival."""
    two_days = [[[0, 10], [5, 10], [70, 4]], [[65, 6]]]
    assert by_hour(two_days, 1) == [
        {"hour": 9, "visitors": 1.0, "work": 10.0, "wait": 2.5},
        {"hour": 10, "visitors": 1.0, "work": 5.0, "wait": 0.0},
    ]


def test_several_lines_are_no_faster_than_one():
    """With a line per window the same visitors wait longer on average than in one line."""
    drawn = days(40, kinds=TWO_KINDS)
    assert simulate_days(drawn, 4, line="several").mean() > simulate_days(drawn, 4).mean()


def test_who_joined_a_line_stays_there():
    """By hand: the third joins the first line (both hold one person) and waits for its long visitor."""
    visits = [[0, 30], [1, 5], [2, 5]]
    assert simulate_day(visits, 2, line="several").minutes == (0.0, 0.0, 28.0)
    assert simulate_day(visits, 2).minutes == (0.0, 0.0, 4.0)


def test_the_work_of_a_day_has_the_expected_size():
    """Drawn days have the visitors, shares and minutes that were asked for."""
    visits = random_day(7, [30.0] * 1000, TWO_KINDS, shape=2.0)
    short = [visit.service for visit in visits if visit.kind == "short"]
    assert len(visits) == pytest.approx(30_000, rel=0.02)
    assert len(short) / len(visits) == pytest.approx(0.5, abs=0.02)
    assert np.mean(short) == pytest.approx(5.0, rel=0.03)
    assert np.std(short) == pytest.approx(5.0 / math.sqrt(2), rel=0.05)


def test_the_same_seed_gives_the_same_day():
    """A day is decided by its seed, and days arrive in order."""
    visits = random_day([1, 2], [20.0] * 8, TWO_KINDS)
    assert visits == random_day([1, 2], [20.0] * 8, TWO_KINDS)
    assert visits == sorted(visits, key=lambda visit: visit.arrive)
    assert visits != random_day([1, 3], [20.0] * 8, TWO_KINDS)


def test_percentile_is_a_visitors_wait():
    """The nearest rank: of ten visitors the ninth shortest wait is the 90th percentile."""
    waits = Waits(tuple(float(m) for m in range(10, 0, -1)), ("",) * 10)
    assert waits.percentile(90) == 9.0
    assert waits.percentile(0) == 1.0


def test_nobody_waited_on_a_day_without_visitors():
    """An empty day has a mean and a percentile of zero."""
    empty = pool([])
    assert (empty.mean(), empty.percentile(90)) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("windows", "rules"),
    [
        (0, {}),
        ([3, 0], {}),
        ([], {}),
        ([3, -1, 2], {}),
        (2, {"express": "short", "express_windows": 2}),
        ([2, 2], {"line": "several"}),
    ],
)
def test_an_impossible_counter_is_refused_in_words(windows, rules):
    """No window at the end, only express windows, or a mixture that is not offered: an InputError."""
    with pytest.raises(InputError):
        simulate_day([[0, 1, ""]], windows, **rules)
