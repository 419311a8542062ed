"""Each trainee's own counter: profile of arrivals, ticket logs, peak days, plans, and the truth.

The ids are the same for everybody, the contents are not, so that answers do not travel. Where an
exercise needs a clear-cut situation, situations are drawn until one is clear; the stream of random
numbers of each exercise is its own, so that a change in one leaves the others as they are.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from itertools import count, permutations
from typing import Any

import numpy as np
import pandas as pd
from aobano.memos import memos
from aobano.reforms import GROUPS, PLANS, try_plans
from aobano.tickets import OPENING, clock, week_log

from grader.lab.counter import Visit, random_day, simulate_day, simulate_days
from grader.lab.erlang import erlang_c_wait, utilisation
from grader.marking import World

HOURS = [f"{OPENING + h:02d}" for h in range(8)]
TWO_KINDS = {"certificate": (0.45, 5.0), "notice": (0.55, 12.0)}
LUNCH = (2, 3, 4)
"""Places of the hours 11, 12 and 13, in which each of the six members of staff rests for one hour."""
BOOTHS = 6
AROUND = [(2, 2, 6, 6, 6), (2, 3, 5, 6, 6), (2, 2, 5, 6, 6)]
"""Windows that hours 9, 10, 14, 15 and 16 need, in any order."""
LUNCHES = [*permutations((2, 4, 6)), (5, 5, 2), (5, 2, 5), (2, 5, 5)]
"""Windows that hours 11, 12 and 13 need. Strong contrasts: a neighbour's plan hardly ever fits."""

PEAK_DAYS = ("0325", "0326", "0328", "0329", "0330", "0331", "0401", "0402", "0404", "0405")
SUNDAYS = ("0328", "0404")
GRID = np.arange(120, 361, 20)
MEAN_WAITS = {
    # Mean wait of a day with so many visitors (GRID) and so many windows: 150 simulated days per
    # figure, profile .10 .14 .16 .14 .12 .13 .12 .09, 40 % at 5 and 60 % at 13 minutes, shape 2.
    3: (10.8, 27.1, 48.7, 76.3, 106.1, 133.1, 165.8, 193.5, 228.6, 257.2, 292.5, 322.1, 356.5),
    4: (2.3, 4.3, 9.5, 20.5, 34.3, 54.0, 72.9, 98.2, 117.6, 141.9, 160.5, 189.2, 208.3),
    5: (0.5, 1.0, 2.2, 4.3, 7.4, 14.7, 26.0, 37.9, 54.4, 67.6, 89.1, 111.0, 126.7),
    6: (0.1, 0.3, 0.5, 1.2, 2.1, 3.4, 6.9, 10.7, 20.5, 31.1, 44.3, 57.4, 71.8),
    7: (0.0, 0.1, 0.2, 0.3, 0.6, 1.1, 1.9, 3.0, 5.2, 11.1, 15.0, 25.0, 36.0),
    8: (0.0, 0.0, 0.1, 0.1, 0.3, 0.4, 0.7, 1.1, 1.8, 3.6, 5.8, 7.9, 13.4),
}


def make(seed: int) -> World:
    """Make the world of one trainee.

    Parameters
    ----------
    seed : int
        The trainee's seed.

    Returns
    -------
    World
        Tables, documents and truth of all exercises.
    """
    tables: dict[str, pd.DataFrame] = {}
    documents: dict[str, Any] = {}
    truth: dict[str, Any] = {}
    for part in (_counter, _steady, _trial, _memos, _tickets, _week, _peak, _staffing, _choice):
        given = part(seed)
        tables.update(given.get("tables", {}))
        documents.update(given.get("documents", {}))
        truth.update(given["truth"])
    return World(tables=tables, documents=documents, truth=truth)


# ---- practice -------------------------------------------------------------------------------------


def _counter(seed: int) -> dict[str, Any]:
    """One counter for utilisation and Little's law (q1)."""
    rng = np.random.default_rng([seed, 401])
    windows = int(rng.integers(3, 7))
    minutes = int(rng.choice([8, 9, 10, 12]))
    visitors = round(float(rng.uniform(0.76, 0.9)) * windows * 60 / minutes)
    wait = max(3, round(erlang_c_wait(visitors, minutes, windows)))
    given = {
        "visitors_per_hour": visitors,
        "service_minutes": minutes,
        "windows": windows,
        "mean_wait": wait,
    }
    right = {"busy": 100 * utilisation(visitors, minutes, windows), "waiting": visitors * wait / 60}
    return {"documents": {"counter": given}, "truth": {"counter": right}}


def _steady(seed: int) -> dict[str, Any]:
    """Results that explain why formula and simulated day differ (q3); measured once, ids shuffled."""
    rng = np.random.default_rng([seed, 403])
    measured = [
        ("first", "朝の最初の1時間に来た人の平均待ち", "Mean wait of those who came in the first hour", "3.5"),
        ("last", "閉庁前の1時間に来た人の平均待ち", "Mean wait of those who came in the last hour", "17.7"),
        ("long", "100時間開け続けたときの平均待ち", "Mean wait when open for 100 hours on end", "20.9"),
        ("longer", "1,000時間開け続けたときの平均待ち", "Mean wait when open for 1,000 hours on end", "23.2"),
        ("calm", "20日に1日ほどある、空いた日の平均待ち", "Mean wait of a calm day, about one in twenty", "2.3"),
        ("busy", "20日に1日ほどある、混んだ日の平均待ち", "Mean wait of a busy day, about one in twenty", "33.9"),
    ]  # fmt: skip
    shuffled = [measured[int(place)] for place in rng.permutation(len(measured))]
    ids = {name: f"R{number}" for number, (name, *_) in enumerate(shuffled, start=1)}
    rows = [
        {"id": ids[name], "ja": ja, "en": en, "minutes": minutes}
        for name, ja, en, minutes in shuffled
    ]
    return {"documents": {"steady": rows}, "truth": {"steady": ids}}


def _trial(seed: int) -> dict[str, Any]:
    """Twenty simulated days with plan A and plan B (q4); the first one flatters plan B."""
    rng = np.random.default_rng([seed, 404])
    clear = bool(rng.integers(2))
    for _ in count():
        plan_a = rng.gamma(4.0, 3.5, 20).round(1)
        change = rng.normal(-4.5 if clear else -1.2, 4.5, 20).round(1)
        change[[0, change.argmin()]] = change[[change.argmin(), 0]]
        plan_b = np.maximum(plan_a + change, 0.2).round(1)
        gap = plan_b - plan_a
        half = 2 * gap.std(ddof=1) / math.sqrt(len(gap))
        low, high = float(gap.mean() - half), float(gap.mean() + half)
        if (high < -0.5) if clear else (high > 0.5 and gap.mean() < -0.3):  # noqa: PLR2004 - a clear answer
            break
    table = pd.DataFrame({"day": range(1, 21), "plan_a": plan_a, "plan_b": plan_b})
    right = {"low": low, "high": high, "say": "b_better" if clear else "not_yet"}
    return {"tables": {"trial": table}, "truth": {"trial": right, "first_gap": float(gap[0])}}


# ---- measuring ------------------------------------------------------------------------------------


def _memos(seed: int) -> dict[str, Any]:
    """Eight memos, each about one measure (q5)."""
    rows, right = memos(np.random.default_rng([seed, 405]))
    return {"documents": {"memos": rows}, "truth": {"memos": right}}


def _hourly(log: pd.DataFrame, *, end: str = "called", hour: str = "issued") -> dict[int, float]:
    """Mean minutes from the ticket to `end` for each hour of `hour`."""
    wait = (log[end] - log["issued"]).dt.total_seconds() / 60
    return {int(h): float(m) for h, m in wait.groupby(log[hour].dt.hour).mean().items()}


def _tickets(seed: int) -> dict[str, Any]:
    """A clean ticket log of one day (q6), long enough in the queue that the hour of the call misleads."""
    rng = np.random.default_rng([seed, 406])
    day = datetime(2027, 3, 1, OPENING, tzinfo=UTC) + timedelta(days=int(rng.integers(0, 5)))
    for attempt in count():
        rates = rng.permutation([30.0, 34.0, 27.0]).tolist()
        visits = random_day(
            [seed, 406, attempt],
            [10, rates[0], rates[1], 22, rates[2], 20, 14, 9],
            TWO_KINDS,
            shape=2.0,
        )
        arrive, service = np.array([v[:2] for v in visits]).T
        called = arrive + np.array(simulate_day(visits, 4).minutes)
        log = pd.DataFrame(
            {
                "ticket": [f"{v.kind[0].upper()}{n:03d}" for n, v in enumerate(visits, start=1)],
                "issued": clock(day, arrive),
                "called": clock(day, called),
                "done": clock(day, called + service),
            }
        )
        right, late = _hourly(log), _hourly(log, hour="called")
        same = sum(abs(late.get(hour, math.inf) - wait) < 0.05 for hour, wait in right.items())  # noqa: PLR2004 - rounding
        if len(right) == len(rates) + 5 and 1 <= same <= 4:  # noqa: PLR2004 - some hours tell, some do not
            break
    return {"tables": {"tickets": log}, "truth": {"hourly": right}}


def _week(seed: int) -> dict[str, Any]:
    """A week's log of three desks with tickets called twice and tickets never called (q7)."""
    rng = np.random.default_rng([seed, 407])
    for _ in count():
        cells = [(desk, hour) for desk in "ABC" for hour in range(OPENING + 1, OPENING + 7)]
        jam, second, twice, busy = (cells[int(i)] for i in rng.permutation(len(cells))[:4])
        log = week_log(rng, jam=jam, second=second, twice=twice, busy=busy)
        first = log.sort_values("called").drop_duplicates("ticket")
        zeros = first.assign(called=first["called"].fillna(first["issued"]))
        right = _longest(first)
        most = log.groupby(["desk", log["issued"].dt.hour]).size().idxmax()
        seen = (right[0], _longest(zeros)[0], _longest(log)[0], most)
        if seen == (jam, second, twice, busy) and right[1] > right[2] + 1.5:
            break
    here = first[(first["desk"] == jam[0]) & (first["issued"].dt.hour == jam[1])]
    answer = {
        "desk": jam[0],
        "hour": jam[1],
        "wait": right[1],
        "uncalled": int(here["called"].isna().sum()),
    }
    decoys = {"second": list(second), "twice": list(twice), "busy": list(busy)}
    return {"tables": {"week": log}, "truth": {"jam": answer, "decoys": decoys}}


def _longest(log: pd.DataFrame) -> tuple[tuple[str, int], float, float]:
    """Desk and hour of the longest mean wait, that wait, and the second longest."""
    wait = (log["called"] - log["issued"]).dt.total_seconds() / 60
    means = wait.groupby([log["desk"], log["issued"].dt.hour]).mean().sort_values(ascending=False)
    desk, hour = means.index[0]
    return (str(desk), int(hour)), float(means.iloc[0]), float(means.iloc[1])


# ---- deciding -------------------------------------------------------------------------------------


def saved(rows: list[dict[str, Any]], helpers: dict[str, int]) -> float:
    """Minutes of waiting that helpers save: visitors times the fall of the mean wait, over all days."""
    return sum(
        row["visitors"] * (row["wait_0"] - row[f"wait_{helpers[row['day']]}"]) for row in rows
    )


def _greedy(rows: list[dict[str, Any]], *, people: bool) -> dict[str, int]:
    """Give six helpers one by one to the day with the largest saving, per day or per head."""
    helpers = {row["day"]: 0 for row in rows}
    for _ in range(6):
        gains = {
            row["day"]: (row["visitors"] if people else 1)
            * (row[f"wait_{helpers[row['day']]}"] - row[f"wait_{helpers[row['day']] + 1}"])
            for row in rows
            if helpers[row["day"]] < 2  # noqa: PLR2004 - two more desks at most
        }
        helpers[max(gains, key=lambda day: gains[day])] += 1
    return helpers


def _peak(seed: int) -> dict[str, Any]:
    """Ten days around the end of March: visitors, windows, mean wait with 0, 1 or 2 helpers (q8)."""
    rng = np.random.default_rng([seed, 408])
    for _ in count():
        rows = []
        for day in PEAK_DAYS:
            windows = 3 if day in SUNDAYS else int(rng.choice([4, 5, 6]))
            load = float(rng.uniform(0.86, 1.06))
            visitors = round(windows * 48 * load) + int(rng.integers(-4, 5))
            waits = [
                round(float(np.interp(visitors, GRID, MEAN_WAITS[windows + h])), 1)
                for h in range(3)
            ]
            rows.append(
                {
                    "day": day,
                    "visitors": visitors,
                    "windows": windows,
                    **{f"wait_{h}": w for h, w in enumerate(waits)},
                }
            )
        best, per_head = _greedy(rows, people=True), _greedy(rows, people=False)
        top = sorted(rows, key=lambda row: -row["visitors"])[:3]
        busiest = {row["day"]: 2 * (row in top) for row in rows}
        high, middle, low = (saved(rows, plan) for plan in (best, per_head, busiest))
        diminishing = all(r["wait_0"] - r["wait_1"] >= r["wait_1"] - r["wait_2"] for r in rows)
        if diminishing and 0.15 < (middle - low) / (high - low + 1e-9) < 0.9 and low < 0.75 * high:  # noqa: PLR2004 - apart
            break
    right = {"best": best, "per_head": per_head, "busiest": busiest, "high": high, "low": low}
    return {
        "tables": {"peak": pd.DataFrame(rows)},
        "truth": {"peak": right, "peak_rows": rows},
    }


def _flat(budget: int) -> list[int]:
    """Spread the staff hours as evenly as they go; what is left over goes to hours outside lunch."""
    even, left = divmod(budget, len(HOURS))
    return [even + (place < left) for place in (0, 4, 5, 6, 7, 1, 2, 3)]


def _one_peak(plan: list[int], top: int) -> list[int]:
    """Strengthen one hour of an even plan only, at the cost of the quietest ones."""
    result = _flat(sum(plan))
    missing, result[top] = BOOTHS - result[top], BOOTHS
    for place in sorted(range(len(plan)), key=lambda h: (plan[h], h)) * 2:
        if missing and place != top and result[place] > 3:  # noqa: PLR2004 - a quiet hour keeps three
            result[place] -= 1
            missing -= 1
    return result


def _staffing(seed: int) -> dict[str, Any]:
    """A profile of arrivals that one plan fits and an even plan does not; days to try on and unseen days (q9)."""
    rng = np.random.default_rng([seed, 409])
    mean = sum(share * minutes for share, minutes in TWO_KINDS.values())
    for attempt in count():
        around = rng.permutation(AROUND[int(rng.integers(len(AROUND)))]).tolist()
        plan = [*around[:2], *LUNCHES[int(rng.integers(len(LUNCHES)))], *around[2:]]
        rates = [(w - 0.42 * math.sqrt(w)) * 60 / mean for w in plan]
        unseen = [
            random_day([seed, 409, attempt, d], rates, TWO_KINDS, shape=4.0) for d in range(6)
        ]
        found = _staffing_truth(plan, unseen)
        if found is None:
            continue
        days = [
            random_day([seed, 409, attempt, 50 + d], rates, TWO_KINDS, shape=4.0) for d in range(6)
        ]
        if simulate_days(days, plan).percentile(90) < 14:  # noqa: PLR2004 - a margin below 15 minutes
            break
    rules = {"staff_hours": sum(plan), "booths": BOOTHS, "fewest": 2, "lunch_hours": 12}
    return {
        "documents": {"days": [[list(v) for v in day] for day in days], "rules": rules},
        "truth": {"staffing": found},
    }


def _staffing_truth(plan: list[int], unseen: list[list[Visit]]) -> dict[str, Any] | None:
    """Hold plan, even plan and a half-way plan against the unseen days; None if they are not clearly apart."""
    even = _flat(sum(plan))
    own = simulate_days(unseen, plan).percentile(90)
    if own > 12.5:  # noqa: PLR2004 - a margin below 15 minutes
        return None
    base = simulate_days(unseen, even).percentile(90)
    if base < 19:  # noqa: PLR2004 - an even plan fails clearly
        return None
    for top in sorted(set(range(len(plan))) - set(LUNCH), key=lambda h: (-plan[h], h))[:3]:
        partly = _one_peak(plan, top)
        reached = simulate_days(unseen, partly).percentile(90)
        if 16 < reached < base - 1.5:  # noqa: PLR2004 - better than even, still not enough
            return {
                "plan": plan,
                "even": even,
                "one_peak": partly,
                "unseen": unseen,
                "p90": own,
                "even_p90": base,
            }
    return None


def _choice(seed: int) -> dict[str, Any]:
    """Six plans for the same counter, with costs, conditions and results per group (q10)."""
    rng = np.random.default_rng([seed, 410])
    for attempt in count():
        now, after = try_plans(rng, [seed, 410, attempt])
        case = _conditions(rng, now, after)
        if case is not None:
            break
    ids = [f"F{n:02d}" for n in rng.permutation(np.arange(1, 5 * len(PLANS) + 1))]
    rows = []
    for plan in PLANS:
        for group in (*GROUPS, "best_day"):
            ja, en = GROUPS.get(
                group, ("全員（いちばん良かった1日）", "everybody (the best single day)")
            )
            rows.append(
                {"id": ids[len(rows)], "plan": plan, "group": group, "ja": ja, "en": en}
                | {"now": now[group], "after": after[plan][group]}
            )
    found = {(row["plan"], row["group"]): row["id"] for row in rows}
    gain = {g: now[g] - after[case["plan"]][g] for g in GROUPS if g != "all"}
    right = {
        "plan": case["plan"],
        "effect": found[case["plan"], "all"],
        "watch": found[case["plan"], min(gain, key=lambda g: gain[g])],
    }
    plans = [
        {"plan": p, "ja": ja, "en": en, "cost": case["costs"][p]} for p, (ja, en) in PLANS.items()
    ]
    terms = {"budget": case["budget"], "target": case["target"], "worse": 2.0}
    return {
        "documents": {"findings": rows, "plans": plans, "terms": terms},
        "truth": {"choice": right, "rows": {f"{p}/{g}": i for (p, g), i in found.items()}},
    }


def _conditions(
    rng: np.random.Generator, now: dict[str, float], after: dict[str, dict[str, float]]
) -> dict[str, Any] | None:
    """Set target, budget and costs so that exactly one plan meets all terms at the least cost."""
    means = {plan: result["all"] for plan, result in after.items()}
    ranked = sorted(("P2", "P3", "P4"), key=lambda plan: means[plan])
    passing = ranked[: int(rng.integers(1, 3))]
    failing = ranked[len(passing)]
    target = round((means[passing[-1]] + means[failing]) / 2, 0)
    winner = passing[int(rng.integers(len(passing)))]
    groups = [g for g in GROUPS if g != "all"]
    worse = {p: max(after[p][g] - now[g] for g in groups) for p in after}
    gains = sorted(now[g] - after[winner][g] for g in groups)
    clear = (
        means[passing[-1]] < target - 0.4 < target + 0.4 < means[failing]
        and max(means["P1"], means["P6"]) < target - 0.4
        and all(worse[p] < 1.5 for p in (*passing, "P1"))  # noqa: PLR2004 - clearly not worse
        and (worse["P5"] > 2.5 or means["P5"] > target + 0.4)  # noqa: PLR2004 - clearly out
        and gains[1] - gains[0] > 1.0
    )
    if not clear:
        return None
    budget = 10 * int(rng.integers(42, 52))
    costs = {plan: 10 * int(rng.integers(22, 38)) for plan in ranked}
    costs[winner] = min(costs[plan] for plan in passing)
    for plan in passing:
        costs[plan] += 0 if plan == winner else 30
    costs |= {"P1": budget - 10 if rng.integers(2) else budget + 40, "P5": 20, "P6": 0}
    return {"plan": winner, "target": target, "budget": budget, "costs": costs}
