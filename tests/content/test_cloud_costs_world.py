"""The costs of CLD-6 are solvable, have one truth, and differ from trainee to trainee, for every seed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from grader.marking.items import interval, regret
from grader.marking.worlds import city, make_world

CURRICULUM = Path(__file__).parents[2] / "curriculum"
SEEDS = range(100)


@pytest.fixture(scope="module")
def costs():
    """Return the costs of 100 trainees."""
    return [make_world(CURRICULUM, "cloud-costs", seed) for seed in SEEDS]


@pytest.fixture(scope="module")
def pilot():
    """Return the module with the published table."""
    city(CURRICULUM)
    from aobano import pilot_costs  # noqa: PLC0415  # importable only now

    return pilot_costs


def number(text: str) -> float:
    """Read an amount as a trainee reads it: ¥85,000, $0.12, 42,300."""
    return float(re.sub(r"[^0-9.]", "", text))


def test_published_table_adds_up(pilot):
    """The sums are those of the publication."""
    assert 4_787_264_648 == sum(item[3] for item in pilot.ITEMS)
    assert 4_588_982_119 == sum(item[4] for item in pilot.ITEMS)


def test_base_rate_follows_from_two_published_rates(pilot):
    """The slope between 139 and 160 yen leads back to 115 yen for both plans."""
    for plan in (0, 1):
        at = {rate: pair[plan] for rate, pair in pilot.CLOUD_AT.items()}
        per_yen = (at[160] - at[139]) / 21
        assert pytest.approx(115, abs=0.01) == 139 - (at[139] - pilot.ITEMS[-1][3 + plan]) / per_yen
    assert pytest.approx(115, abs=0.001) == pilot.ITEMS[-1][4] / pilot.DOLLARS[1]


def test_published_comparison_turns_where_the_lesson_says(pilot):
    """B costs as much as A at 137.45 yen, and 199.1 million more at 160."""
    gap = sum(item[4] - item[3] for item in pilot.ITEMS)
    a, b = pilot.DOLLARS
    assert 137.45 == round(115 - gap / (b - a), 2)
    assert pytest.approx(199.1, abs=0.05) == (gap + (b - a) * 45) / 1e6


def test_no_table_of_the_city_is_the_published_one(costs, pilot):
    """Everybody gets the published table, and an own one of another size."""
    for world in costs:
        assert [item[3] for item in pilot.ITEMS] == list(world.table("pilot")["A"])
        assert sum(world.table("comparison")["A"]) * 1000 < 0.4 * sum(world.table("pilot")["A"])


def test_both_plans_cost_the_same_at_the_break_even(costs):
    """Dollars at the break-even plus the yen give equal totals, and the wrong formulas do not."""
    for world in costs:
        sums = world.table("comparison")[["A", "B", "A_usd", "B_usd"]].sum()
        base, even = world.document("terms")["base_rate"], world.truth["break_even"]
        totals = [sums[p] + sums[f"{p}_usd"] * (even / base - 1) for p in "AB"]
        assert pytest.approx(totals[0], rel=1e-9) == totals[1]
        gap = sums["B"] - sums["A"]
        for wrong in (sums["B"], sums["B_usd"]):
            assert abs(base - gap * base / wrong - even) > 0.05


def test_the_claim_follows_from_the_range(costs):
    """Above the range of rates B is cheaper throughout, below it dearer, inside it depends."""
    seen = set()
    for world in costs:
        terms, even = world.document("terms"), world.truth["break_even"]
        said = (
            "cheaper"
            if even > terms["high_rate"]
            else "dearer"
            if even < terms["low_rate"]
            else "depends"
        )
        assert said == world.truth["outcome"]
        assert min(abs(even - terms[end]) for end in ("low_rate", "high_rate")) > 2
        seen.add(said)
    assert {"cheaper", "dearer", "depends"} == seen


def reviewed(world) -> dict[str, str]:
    """Check the draft with the seven rules of the checklist, from what is shown."""
    base, found = world.document("terms")["base_rate"], {}
    asked = {row["id"]: row for row in world.document("prices")["ja"]}
    shown = {row["id"]: row for row in world.document("draft")["ja"]}
    whole = "".join(row["item"] for row in asked.values())
    for line in world.table("draft").itertuples():
        row = asked[line.id]
        dollars = row["list"].startswith("$")
        rate = number(shown[line.id]["rate"].removeprefix("1ドル")) if dollars else 1
        price = {key: round(number(row[key]) * rate, 2) for key in ("list", "contract")}
        need = number(row["need"].removeprefix("5年で"))
        need *= 1000 if "TB" in row["need"] else 1
        once = row["unit"] in {"業務", "回"}
        months = 1 if once else 48 if "1年目は無償" in row["item"] else 60
        inner = row["item"].removesuffix("の実施").removesuffix("の作成")
        contained = {
            "稼働状況の監視": "監視",
            "月次報告書": "月次報告",
            "バックアップ取得の確認": "取得の確認",
        }
        tests = {
            "sum": abs(line.price * line.quantity * line.months - line.amount) > 1,
            "discount": line.price == price["list"],
            "tax": abs(line.price - 1.1 * price["contract"]) < 0.5 and not dollars,
            "period": line.months != months,
            "rate": dollars and rate != base,
            "unit": line.quantity != need,
            "double": "含む" not in row["item"]
            and whole.count(contained.get(inner, inner)) > 1
            and "操作研修" not in inner,
        }
        hits = [name for name, holds in tests.items() if holds]
        assert len(hits) <= 1, (line.id, hits)
        found[line.id] = hits[0] if hits else "ok"
    return found


def test_the_checklist_finds_the_seven_mistakes(costs):
    """Seven plain rules on the two tables give the truth, one mistake a line."""
    for world in costs:
        assert reviewed(world) == world.truth["faults"]


def test_mistakes_go_both_ways_and_weigh_by_yen(costs):
    """At least two mistakes make the draft too cheap; severities are 3, 3, 2, 2, 2, 1, 1."""
    for world in costs:
        faults = {name for name, fault in world.truth["faults"].items() if fault != "ok"}
        assert 7 == len(faults)
        assert 2 <= sum(not world.truth["over"][name] for name in faults) <= 5
        assert [1, 1, 2, 2, 2, 3, 3] == sorted(world.truth["severity"].values())
        assert world.truth["same_word"]


def percent(text: str) -> int:
    """Read a share of use."""
    return int(text.removesuffix(" %"))


def test_the_written_rules_give_the_list_of_savings(costs):
    """Somebody who reads the rules literally decides as the truth does, and saves as much."""
    for world in costs:
        saved = 0.0
        rows = world.document("resources")["ja"]
        for row in rows:
            if row["night_peak"] == "—":
                said = "delete" if "接続なし" in row["note"] else "keep"
            elif percent(row["night_peak"]) >= 30:
                said = "keep"
            else:
                idle = max(percent(row["night_peak"]), percent(row["day_peak"])) <= 3
                said = "delete" if idle else "night"
            assert said == world.truth["actions"][row["id"]]
            whole = row["hours_yen"] + row["disk_yen"]
            saved += {"keep": 0, "night": row["hours_yen"] * 2 / 3, "delete": whole}[said]
        savings = world.truth["savings"]
        assert pytest.approx(saved) == sum(max(each.values()) for each in savings.values())
        bare = sum(r["hours_yen"] + r["disk_yen"] for r in rows if r["tag"] == "—")
        whole = sum(r["hours_yen"] + r["disk_yen"] for r in rows)
        assert pytest.approx(world.truth["untagged_percent"]) == 100 * bare / whole


def test_means_and_large_bills_mislead(costs):
    """What computes at night has a lower mean than every office server; the largest bills are needed."""
    for world in costs:
        kinds, means, whole = (world.truth[key] for key in ("kinds", "night_mean", "whole"))
        office = [means[name] for name in kinds if kinds[name] == "office"]
        batch = [means[name] for name in kinds if kinds[name] == "batch"]
        assert max(batch) <= min(office)
        assert kinds[max(whole, key=whole.get)] == "public"


def best_by_hand(world) -> dict[str, dict[str, object]]:
    """Decide as the hints say: stop what may stop, then count months server by server."""
    used, need = world.table("used").set_index("id"), 12 * world.document("commit_ratio")
    plan = {}
    for row in world.document("services")["ja"]:
        if row["needed"].startswith("平日") or "廃止" in row["note"]:
            hours = "office" if row["needed"].startswith("平日") else "all"
            plan[row["id"]] = {"hours": hours, "commit": 0}
            continue
        pays = [n for n in range(1, 20) if (used.loc[row["id"]] >= n).sum() > need]
        plan[row["id"]] = {"hours": "all", "commit": max(pays, default=0)}
    return plan


def yearly(world, plan) -> float:
    """Cost of a plan on the unseen years, summed up month by month."""
    total, ratio = 0.0, world.document("commit_ratio")
    rows = world.document("services")["ja"]
    for row, years in zip(rows, world.truth["unseen"], strict=True):
        choice, day = plan[row["id"]], row["needed"].startswith("平日")
        share = 1 if choice["hours"] == "all" else 1 / 3 if day else 3
        for year in years:
            beyond = sum(share * max(n - choice["commit"], 0) for n in year)
            total += row["price"] * (12 * ratio * choice["commit"] + beyond) / len(years)
    return total


def test_the_hints_reach_the_best_plan(costs):
    """Counting months by hand earns full marks on the unseen years; committing to peaks never does."""
    for world in costs:
        best, idle = world.truth["plan_cost"], world.truth["idle_cost"]
        assert pytest.approx(best) == yearly(world, world.truth["plan"])
        by_hand = best_by_hand(world)
        assert regret(yearly(world, by_hand), best=1.02 * best, baseline=idle) == 1
        most = world.table("used").set_index("id").max(axis=1)
        peaks = {name: {"hours": "all", "commit": int(most[name])} for name in by_hand}
        assert regret(yearly(world, peaks), best=1.02 * best, baseline=idle) < 0.7


def quality(world, name, pair) -> float:
    """Mean interval score of a range over the possible years."""
    low, high = world.truth["ideal"][name]
    scale = max(2.5 * (high - low), 0.1 * world.truth["last"][name])
    draws = [draw[name] for draw in world.truth["next"]]
    return sum(interval(*pair, draw, scale=scale) for draw in draws) / len(draws)


def by_hand(world) -> dict[str, tuple[float, float]]:
    """Read ranges from the past as the third hint says."""
    years = world.table("years")
    now = years.iloc[-1]
    change = {name: sorted(years[name].pct_change().dropna())[1:-1] for name in ("rate", "traffic")}
    each, counts = years["changes"].sum() / years["count"].sum(), sorted(years["count"])[1:-1]
    return {
        "cloud": tuple(now["cloud"] * (1 + change["rate"][end]) for end in (0, -1)),
        "traffic": tuple(now["traffic"] * (1 + change["traffic"][end]) for end in (0, -1)),
        "changes": (counts[0] * each, counts[-1] * each),
    }


def test_the_past_shows_next_year(costs):
    """Reading the range as the hints say earns 70 % at least and 90 % on average, and finds the driver."""
    reached = []
    for world in costs:
        last, ideal, seen = world.truth["last"], world.truth["ideal"], by_hand(world)
        marks = [
            regret(
                quality(world, name, pair),
                best=0.9 * quality(world, name, ideal[name]),
                baseline=quality(world, name, (last[name], last[name])),
            )
            for name, pair in seen.items()
        ]
        reached.append(sum(marks) / len(marks))
        assert world.truth["driver"] == max(seen, key=lambda name: seen[name][1] - last[name])
    assert min(reached) > 0.7
    assert sum(reached) / len(reached) > 0.9


def test_this_year_again_is_a_poor_estimate(costs):
    """For each uncertain item the ideal range beats "the same as this year" clearly."""
    for world in costs:
        for name in ("cloud", "traffic", "changes"):
            same = quality(world, name, (world.truth["last"][name],) * 2)
            assert same < 0.9 * 0.9 * quality(world, name, world.truth["ideal"][name])


def test_the_goal_follows_from_two_rows(costs):
    """One year of B against fiscal 2018 decides, unless the scopes differ."""
    seen = set()
    for world in costs:
        rows = {row["id"]: row for row in world.document("findings")["ja"]}
        old, year = (rows[world.truth["finding"][key]] for key in ("old", "year"))
        same = old["scope"] == year["scope"]
        ratio = number(year["value"]) / number(old["value"])
        assert (("met" if ratio <= 0.7 else "missed") if same else "unknown") == world.truth["goal"]
        assert abs(ratio - 0.7) > 0.03
        seen.add(world.truth["goal"])
    assert {"met", "missed", "unknown"} == seen


def test_the_figures_shown_are_those_of_the_comparison(costs):
    """Gap and break-even among the findings follow from the table of Q5."""
    for world in costs:
        rows = {row["id"]: row for row in world.document("findings")["en"]}
        shown = {key: rows[name]["value"] for key, name in world.truth["finding"].items()}
        sums = world.table("comparison")[["A", "B"]].sum()
        gap = float(shown["gap"].removesuffix(" %").replace("−", "-"))
        assert pytest.approx(100 * (sums["B"] / sums["A"] - 1), abs=0.051) == gap
        assert f"¥{world.truth['break_even']:.1f} / $1" == shown["even"]


def test_answers_do_not_travel(costs):
    """Hardly two trainees share a right answer."""
    for key in ("faults", "actions", "plan", "ideal", "finding"):
        answers = {json.dumps(world.truth[key], sort_keys=True) for world in costs}
        assert len(answers) >= 85
