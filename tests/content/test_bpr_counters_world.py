"""The counter of BPR-4 is clear-cut, has one truth, and differs from trainee to trainee, for every seed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from grader.lab.counter import by_hour, random_day, simulate_days
from grader.marking.worlds import city, make_world

CURRICULUM = Path(__file__).parents[2] / "curriculum"
SEEDS = range(200)
GROUPS = ("certificate", "notice", "support")


@pytest.fixture(scope="module")
def counters():
    """Return the counters of 200 trainees."""
    return [make_world(CURRICULUM, "bpr-counters", seed) for seed in SEEDS]


def first_calls(week):
    """Keep the first call of each ticket, and the mean wait of each desk and hour of issue."""
    log = week.sort_values("called").drop_duplicates("ticket")
    wait = (log["called"] - log["issued"]).dt.total_seconds() / 60
    return log, wait.groupby([log["desk"], log["issued"].dt.hour]).mean()


def test_the_same_seed_gives_the_same_counter():
    """Every table, document and truth is decided by the seed."""
    make = make_world.__wrapped__
    one, other = make(CURRICULUM, "bpr-counters", 5), make(CURRICULUM, "bpr-counters", 5)
    for name in one.tables:
        assert one.table(name).equals(other.table(name))
    assert one.documents == other.documents
    assert one.truth == other.truth


def test_documents_survive_json(counters):
    """What a trainee gets is plain JSON, and holds no truth."""
    for world in counters[:20]:
        assert json.loads(json.dumps(world.documents)) == world.documents
        assert "truth" not in world.documents


def test_answers_do_not_travel(counters):
    """No choice of plan, jam, staffing or memos is shared by most trainees."""
    truths = [world.truth for world in counters]
    for name, most in (
        ("choice", 0.05),
        ("jam", 0.05),
        ("staffing", 0.05),
        ("memos", 0.05),
        ("steady", 0.05),
    ):
        kinds = Counter(
            json.dumps(t[name]["plan"] if name == "staffing" else t[name], sort_keys=True)
            for t in truths
        )
        assert max(kinds.values()) / len(truths) <= most
    plans = Counter(t["choice"]["plan"] for t in truths)
    assert set(plans) == {"P2", "P3", "P4"}
    assert min(plans.values()) >= 0.1 * len(truths)


def test_eight_memos_of_five_measures(counters):
    """Two waits, two services, one stay, one rework and two unseen: calling all a wait is right for two."""
    for world in counters:
        assert Counter(world.truth["memos"].values()) == {
            "wait": 2,
            "service": 2,
            "lead": 1,
            "rework": 1,
            "unseen": 2,
        }


def test_the_wrong_ideas_of_practice_give_other_figures(counters):
    """People served make the number waiting larger by more than the tolerance; the spread of days is far wider than the range."""
    for world in counters:
        counter = world.document("counter")
        served = counter["visitors_per_hour"] * counter["service_minutes"] / 60
        assert served > 2
        assert world.truth["counter"]["waiting"] + served < 10 * world.truth["counter"]["waiting"]
        trial = world.table("trial")
        gap = trial["plan_b"] - trial["plan_a"]
        width = world.truth["trial"]["high"] - world.truth["trial"]["low"]
        assert 4 * gap.std() > 3 * width


def test_the_figures_told_in_the_practice_notebook_hold():
    """The words that stand for the charts give what the cells beside them calculate."""
    kinds = {"": (1.0, 12)}
    waits = {
        v: simulate_days([random_day([18, n], [v] * 8, kinds) for n in range(80)], 4).mean()
        for v in (10, 16, 19)
    }
    assert [round(wait) for wait in waits.values()] == [1, 7, 18]

    morning = [random_day([27, n], [10, 25, 25, 10], {"": (1.0, 9)}, shape=2.0) for n in range(200)]
    work = [round(hour["work"] / 60, 1) for hour in by_hour(morning, 4)]
    assert work == [1.5, 3.8, 3.8, 1.5]
    flat, fitted = (simulate_days(morning, plan) for plan in ([4] * 4, [3, 5, 5, 3]))
    assert fitted.percentile(90) < flat.percentile(90) / 2


def test_the_jam_is_where_the_wait_is_longest(counters):
    """First calls alone lead to the jam, clearly; the three ways of going wrong lead elsewhere."""
    for world in counters:
        log, means = first_calls(world.table("week"))
        jam = world.truth["jam"]
        assert means.idxmax() == (jam["desk"], jam["hour"])
        assert means.max() == pytest.approx(jam["wait"])
        assert means.nlargest(2).iloc[1] < jam["wait"] - 1.5
        here = log[(log["desk"] == jam["desk"]) & (log["issued"].dt.hour == jam["hour"])]
        assert here["called"].isna().sum() == jam["uncalled"] > 0
        places = {tuple(place) for place in world.truth["decoys"].values()}
        assert len(places | {(jam["desk"], jam["hour"])}) == 4


def test_a_ticket_is_called_after_it_was_taken(counters):
    """In both logs the times of each row are in order, where they are known."""
    for world in counters[:40]:
        for name in ("tickets", "week"):
            log = world.table(name)
            assert (log["called"].dropna() >= log.loc[log["called"].notna(), "issued"]).all()
            done = log.dropna(subset=["called", "done"])
            assert (done["done"] >= done["called"]).all()


def test_no_allocation_of_helpers_is_better(counters):
    """The best allocation is at least as good as any single move away from it."""
    for world in counters:
        rows, best = world.truth["peak_rows"], world.truth["peak"]["best"]
        assert sum(best.values()) == 6
        gains = {
            row["day"]: [row["visitors"] * (row["wait_0"] - row[f"wait_{h}"]) for h in range(3)]
            for row in rows
        }
        total = sum(gains[day][number] for day, number in best.items())
        assert total == pytest.approx(world.truth["peak"]["high"])
        for give in (day for day, number in best.items() if number):
            for take in (day for day, number in best.items() if number < 2 and day != give):
                change = gains[give][best[give] - 1] - gains[give][best[give]]
                change += gains[take][best[take] + 1] - gains[take][best[take]]
                assert change <= 1e-9


def test_the_waits_of_peak_days_are_those_of_the_simulator():
    """Four entries of the table of mean waits, simulated again over 150 days, agree within a tenth."""
    city(CURRICULUM)
    make_world(CURRICULUM, "bpr-counters", 0)
    world = __import__("sys").modules["kakehashi_world_bpr_counters"]
    profile = np.array([0.10, 0.14, 0.16, 0.14, 0.12, 0.13, 0.12, 0.09])
    kinds = {"c": (0.4, 5.0), "n": (0.6, 13.0)}
    for windows, place in ((3, 2), (4, 4), (5, 6), (6, 9)):
        visitors = int(world.GRID[place])
        days = [
            random_day([windows, visitors, day], profile * visitors, kinds, shape=2.0)
            for day in range(150)
        ]
        expected = world.MEAN_WAITS[windows][place]
        assert simulate_days(days, windows).mean() == pytest.approx(expected, rel=0.1)


def test_the_plan_fits_and_the_even_plan_does_not(counters):
    """On the unseen days the plan keeps 15 minutes with room to spare; even staffing is far off."""
    for world in counters:
        truth, rules = world.truth["staffing"], world.document("rules")
        plan = truth["plan"]
        assert sum(plan) == sum(truth["even"]) == sum(truth["one_peak"]) == rules["staff_hours"]
        for numbers in (plan, truth["even"], truth["one_peak"]):
            assert sum(numbers[2:5]) <= rules["lunch_hours"]
            assert rules["fewest"] <= min(numbers) <= max(numbers) <= rules["booths"]
        assert truth["p90"] <= 12.5
        assert truth["even_p90"] >= 19
        assert simulate_days(world.document("days"), plan).percentile(90) < 14


def test_exactly_one_cheapest_plan_meets_all_terms(counters):
    """Applying the four conditions to the printed figures leaves the right plan as the cheapest."""
    for world in counters:
        terms, cost = (
            world.document("terms"),
            {p["plan"]: p["cost"] for p in world.document("plans")},
        )
        rows = {(f["plan"], f["group"]): f for f in world.document("findings")}
        fine = [
            plan
            for plan in cost
            if plan != "P6"
            and cost[plan] <= terms["budget"]
            and rows[plan, "all"]["after"] <= terms["target"]
            and all(rows[plan, g]["after"] - rows[plan, g]["now"] <= terms["worse"] for g in GROUPS)
        ]
        cheapest = sorted(fine, key=lambda plan: cost[plan])
        right = world.truth["choice"]
        assert cheapest[0] == right["plan"]
        assert len(cheapest) == 1 or cost[cheapest[0]] < cost[cheapest[1]]
        gains = {g: rows[right["plan"], g]["now"] - rows[right["plan"], g]["after"] for g in GROUPS}
        least = sorted(gains, key=lambda g: gains[g])
        assert rows[right["plan"], least[0]]["id"] == right["watch"]
        assert gains[least[1]] - gains[least[0]] > 0.9
