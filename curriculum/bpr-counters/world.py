"""Each trainee's own counter: profile of arrivals, ticket logs, peak days, plans, and the truth.

The ids are the same for everybody, the contents are not, so that answers do not travel. Where an
exercise needs a clear-cut situation, situations are drawn until one is clear; the stream of random
numbers of each exercise is its own, so that a change in one leaves the others as they are.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import numpy as np
import pandas as pd

from grader.lab.counter import (
    Visit,
    Waits,
    random_day,
    simulate_day,
    simulate_days,
)
from grader.lab.erlang import erlang_c_wait, utilisation
from grader.marking import World

OPENING = 9
HOURS = [f"{OPENING + h:02d}" for h in range(8)]
TWO_KINDS = {"certificate": (0.45, 5.0), "notice": (0.55, 12.0)}
LUNCH = (2, 3, 4)
"""Places of the hours 11, 12 and 13, in which each of the six members of staff rests for one hour."""
BOOTHS = 6
AROUND = [(2, 3, 5, 6, 6), (3, 3, 5, 5, 6), (2, 4, 5, 5, 6), (2, 3, 4, 6, 6)]
"""Windows that hours 9, 10, 14, 15 and 16 need, in any order."""
LUNCHES = [(5, 4, 3), (4, 5, 3), (3, 5, 4), (3, 4, 5), (4, 3, 5)]

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

PLANS = {
    "P1": ("窓口を1つ増やす（会計年度任用職員）", "One more window (temporary staff)"),
    "P2": ("届出の一部を予約制にする", "Appointments for part of the notifications"),
    "P3": ("書かない窓口（職員が聞き取り、入力済みの届に署名だけ）", "No-writing counter (staff ask and enter; visitors only sign)"),
    "P4": ("フロアマネージャーが書類を事前に確かめる", "A floor manager checks papers beforehand"),
    "P5": ("4つの窓口のうち1つを証明書専用にする", "Keep one of the four windows for certificates"),
    "P6": ("本人確認を後日にまとめて行う", "Check identities later, all at once"),
}  # fmt: skip
GROUPS = {
    "all": ("全員", "everybody"),
    "certificate": ("証明書の人", "certificates"),
    "notice": ("届出の人", "notifications"),
    "support": ("相談・支援が必要な人", "people who need advice or support"),
}
MEMOS = {
    "wait": [
        ("番号札 {t} の方が、発券してから呼ばれるまでの {n} 分", "The {n} minutes from ticket {t} being taken until it was called"),
        ("11時台に発券した人が、呼出しまでに過ごした時間の平均 {n} 分", "The mean of {n} minutes that people with a ticket from 11 to 12 spent until they were called"),
    ],
    "service": [
        ("番号札 {t} の方が、呼ばれてから手続きを終えるまでの {n} 分", "The {n} minutes from ticket {t} being called until it was done"),
        ("転入届1件の応対に、窓口の職員がかける時間の平均 {n} 分", "The mean of {n} minutes that staff at the window spend on one move-in notification"),
    ],
    "lead": [
        ("番号札 {t} の方が、発券してから手続きを終えるまでの {n} 分", "The {n} minutes from ticket {t} being taken until it was done"),
        ("「番号札を取ってから終わるまで {n} 分かかりました」という住民の声", "A resident: “it took {n} minutes from taking the ticket until I was done”"),
    ],
    "rework": [
        ("受け付けた 200 件のうち、書類不足で出直しになった {n} 件の割合", "The share of 200 cases, {n} of them, that had to come back because papers were missing"),
        ("受け付けた届 100 件のうち、書き直しをお願いした {n} 件の割合", "The share of 100 notifications, {n} of them, that had to be written again"),
    ],
    "unseen": [
        ("番号札を取る前に、記入台で申請書を書いていた {n} 分", "{n} minutes of writing at the desk before a ticket was taken"),
        ("混雑を見て、番号札を取らずに帰った {n} 人", "{n} people who saw the crowd and left without taking a ticket"),
        ("番号札を取る前に、駐車場の空きを待った {n} 分", "{n} minutes of waiting for a parking space before a ticket was taken"),
    ],
}  # fmt: skip


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
    given = {"visitors_per_hour": visitors, "service_minutes": minutes, "windows": windows, "mean_wait": wait}
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
        ("calm", "20日に1日の、いちばん空いた日の平均待ち", "Mean wait of the calmest day in twenty", "2.3"),
        ("busy", "20日に1日の、いちばん混んだ日の平均待ち", "Mean wait of the busiest day in twenty", "33.9"),
    ]  # fmt: skip
    order = [int(place) for place in rng.permutation(len(measured))]
    ids = {measured[place][0]: f"R{number}" for number, place in enumerate(order, start=1)}
    rows = [
        {"id": ids[measured[place][0]], "ja": measured[place][1], "en": measured[place][2], "minutes": measured[place][3]}
        for place in order
    ]
    return {"documents": {"results": rows}, "truth": {"results": ids}}


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
    rng = np.random.default_rng([seed, 405])
    numbers = {"wait": 2, "service": 2, "lead": 1, "rework": 1, "unseen": 2}
    drawn = [
        (meaning, MEMOS[meaning][int(place)])
        for meaning, number in numbers.items()
        for place in sorted(rng.permutation(len(MEMOS[meaning]))[:number])
    ]
    rows, right = [], {}
    for number, place in enumerate(rng.permutation(len(drawn)), start=1):
        meaning, (ja, en) = drawn[int(place)]
        words = {"t": f"{rng.choice(list('ABC'))}-{rng.integers(10, 99):03d}", "n": int(rng.integers(6, 29))}
        rows.append({"id": f"S{number}", "ja": ja.format(**words), "en": en.format(**words)})
        right[f"S{number}"] = meaning
    return {"documents": {"memos": rows}, "truth": {"memos": right}}


def _clock(day: datetime, minutes: np.ndarray) -> pd.Series:
    """Minutes after opening, as whole seconds of a day."""
    seconds = np.round(minutes * 60).astype("int64").astype("timedelta64[s]")
    return pd.Series(np.datetime64(day.replace(tzinfo=None), "s") + seconds).astype("datetime64[us]")


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
            [seed, 406, attempt], [10, rates[0], rates[1], 22, rates[2], 20, 14, 9], TWO_KINDS, shape=2.0
        )
        arrive, service = np.array([v.arrive for v in visits]), np.array([v.service for v in visits])
        called = arrive + np.array(simulate_day(visits, 4).minutes)
        log = pd.DataFrame(
            {
                "ticket": [f"{v.kind[0].upper()}{n:03d}" for n, v in enumerate(visits, start=1)],
                "issued": _clock(day, arrive),
                "called": _clock(day, called),
                "done": _clock(day, called + service),
            }
        )
        right, late = _hourly(log), _hourly(log, hour="called")
        same = sum(abs(late.get(hour, math.inf) - wait) < 0.05 for hour, wait in right.items())  # noqa: PLR2004 - rounding
        if len(right) == len(rates) + 5 and 1 <= same <= 4:  # noqa: PLR2004 - some hours tell, some do not
            return {"tables": {"tickets": log}, "truth": {"hourly": right}}
    raise AssertionError


def _week(seed: int) -> dict[str, Any]:
    """A week's log of three desks with tickets called twice and tickets never called (q7)."""
    rng = np.random.default_rng([seed, 407])
    for _ in count():
        cells = [(desk, hour) for desk in "ABC" for hour in range(OPENING + 1, OPENING + 7)]
        jam, second, twice, busy = (cells[int(i)] for i in rng.permutation(len(cells))[:4])
        log = _week_log(rng, jam=jam, second=second, twice=twice, busy=busy)
        first = log.sort_values("called").drop_duplicates("ticket")
        zeros = first.assign(called=first["called"].fillna(first["issued"]))
        right = _longest(first)
        seen = (right[0], _longest(zeros)[0], _longest(log)[0], log.groupby(["desk", log["issued"].dt.hour]).size().idxmax())
        if seen == (jam, second, twice, busy) and right[1] > right[2] + 1.5:
            break
    here = first[(first["desk"] == jam[0]) & (first["issued"].dt.hour == jam[1])]
    answer = {"desk": jam[0], "hour": jam[1], "wait": right[1], "uncalled": int(here["called"].isna().sum())}
    decoys = {"second": list(second), "twice": list(twice), "busy": list(busy)}
    return {"tables": {"week": log}, "truth": {"jam": answer, "decoys": decoys}}


def _longest(log: pd.DataFrame) -> tuple[tuple[str, int], float, float]:
    """Desk and hour of the longest mean wait, that wait, and the second longest."""
    wait = (log["called"] - log["issued"]).dt.total_seconds() / 60
    means = wait.groupby([log["desk"], log["issued"].dt.hour]).mean().sort_values(ascending=False)
    desk, hour = means.index[0]
    return (str(desk), int(hour)), float(means.iloc[0]), float(means.iloc[1])


def _week_log(rng: np.random.Generator, **cells: tuple[str, int]) -> pd.DataFrame:
    """Put the log together; times are in minutes after opening."""
    places = [(desk, hour) for desk in "ABC" for hour in range(OPENING, OPENING + 8)]
    role = {cell: name for name, cell in cells.items()}
    roles = np.array([role.get(place, "") for place in places])
    means = np.select(
        [roles == "jam", roles == "second", roles == "twice", roles == "busy"], [25.0, 20.5, 14.0, 8.0], rng.uniform(3, 12, len(places))
    )
    number = np.where(roles == "busy", 60, rng.integers(24, 33, len(places)))
    place = np.repeat(np.arange(len(places)), number)
    size = len(place)
    gone = rng.random(size) < np.where(roles == "jam", 0.34, 0.015)[place]
    twice = ~gone & (rng.random(size) < np.where(roles == "twice", 0.55, 0.02)[place])
    hour = np.array([hour for _, hour in places])[place]
    log = pd.DataFrame(
        {
            "day": rng.integers(0, 5, size),
            "desk": np.array([desk for desk, _ in places])[place],
            "issued": (hour - OPENING + rng.random(size)) * 60,
            "wait": np.maximum(rng.normal(means[place], 1 + 0.12 * means[place]), 0.2),
            "service": np.maximum(rng.normal(9, 3, size), 2),
            "gone": gone,
            "again": np.where(twice, rng.normal(45, 5, size), 0.0),
        }
    ).sort_values(["day", "issued"], ignore_index=True)
    turn = log.groupby(["day", "desk"]).cumcount() + 1
    log["ticket"] = [f"{d + 8:02d}{k}{n:03d}" for d, k, n in zip(log["day"], log["desk"], turn, strict=True)]
    return _recorded(log, resent=rng.random(size) < 0.03)  # noqa: PLR2004 - rows that the machine sent twice


def _recorded(log: pd.DataFrame, *, resent: np.ndarray) -> pd.DataFrame:
    """Write down what the machine records: a row per call, none for those who had left, some rows twice."""
    called = log["issued"] + log["wait"]
    first = log.assign(called=called.where(~log["gone"]), done=(called + log["service"]).where(~log["gone"] & (log["again"] == 0)))
    second = first[first["again"] > 0].assign(called=lambda x: x["called"] + x["again"], done=lambda x: x["called"] + x["service"])
    rows = pd.concat([first, second, first[resent]]).sort_values(["day", "issued", "called"], kind="stable", ignore_index=True)
    opening = np.datetime64("2027-03-08T09:00:00", "s") + rows["day"].to_numpy() * np.timedelta64(86400, "s")
    times = {}
    for name in ("issued", "called", "done"):
        seconds = (rows[name] * 60).round()
        stamps = opening + seconds.fillna(0).to_numpy().astype("int64").astype("timedelta64[s]")
        times[name] = pd.Series(stamps.astype("datetime64[us]")).where(seconds.notna())
    return pd.DataFrame({"ticket": rows["ticket"].astype("str"), "desk": rows["desk"].astype("str"), **times})


# ---- deciding -------------------------------------------------------------------------------------


def saved(rows: list[dict[str, Any]], helpers: dict[str, int]) -> float:
    """Minutes of waiting that helpers save: visitors times the fall of the mean wait, over all days."""
    return sum(row["visitors"] * (row["wait_0"] - row[f"wait_{helpers[row['day']]}"]) for row in rows)


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
            waits = [round(float(np.interp(visitors, GRID, MEAN_WAITS[windows + h])), 1) for h in range(3)]
            rows.append({"day": day, "visitors": visitors, "windows": windows, **{f"wait_{h}": w for h, w in enumerate(waits)}})
        best, per_head = _greedy(rows, people=True), _greedy(rows, people=False)
        top = sorted(rows, key=lambda row: -row["visitors"])[:3]
        busiest = {row["day"]: 2 * (row in top) for row in rows}
        high, middle, low = (saved(rows, plan) for plan in (best, per_head, busiest))
        diminishing = all(r["wait_0"] - r["wait_1"] >= r["wait_1"] - r["wait_2"] for r in rows)
        if diminishing and 0.15 < (middle - low) / (high - low + 1e-9) < 0.9 and low < 0.75 * high:  # noqa: PLR2004 - apart
            break
    right = {"best": best, "per_head": per_head, "busiest": busiest, "high": high, "low": low}
    return {"tables": {"peak": pd.DataFrame(rows)}, "documents": {}, "truth": {"peak": right, "peak_rows": rows}}


def _flat(budget: int) -> list[int]:
    """Spread the staff hours as evenly as they go, never more than twelve over lunch."""
    even, left = divmod(budget, len(HOURS))
    return [even + (place < left) for place in (0, 5, 6, 7, 1, 2, 3, 4)]


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
    found = None
    for attempt in count():
        around = rng.permutation(AROUND[int(rng.integers(len(AROUND)))]).tolist()
        plan = [*around[:2], *LUNCHES[int(rng.integers(len(LUNCHES)))], *around[2:]]
        rates = [(w - 0.45 * math.sqrt(w)) * 60 / mean for w in plan]
        unseen = [random_day([seed, 409, attempt, d], rates, TWO_KINDS, shape=4.0) for d in range(6)]
        days = [random_day([seed, 409, attempt, 50 + d], rates, TWO_KINDS, shape=4.0) for d in range(6)]
        found = _staffing_truth(plan, unseen)
        if found and simulate_days(days, plan).percentile(90) < 14:  # noqa: PLR2004 - a margin below 15 minutes
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
    if own > 12:  # noqa: PLR2004 - a margin below 15 minutes
        return None
    base = simulate_days(unseen, even).percentile(90)
    if base < 20:  # noqa: PLR2004 - an even plan fails clearly
        return None
    for top in sorted(range(len(plan)), key=lambda h: -plan[h])[:3]:
        partly = _one_peak(plan, top)
        reached = simulate_days(unseen, partly).percentile(90)
        if 16 < reached < base - 1.5:  # noqa: PLR2004 - better than even, still not enough
            return {"plan": plan, "even": even, "one_peak": partly, "unseen": unseen, "p90": own, "even_p90": base}
    return None


def _choice(seed: int) -> dict[str, Any]:
    """Six plans for the same counter, with costs, conditions and results per group (q10)."""
    rng = np.random.default_rng([seed, 410])
    for attempt in count():
        now, after = _try_plans(rng, [seed, 410, attempt])
        case = _conditions(rng, now, after)
        if case is not None:
            break
    ids = [f"F{n:02d}" for n in rng.permutation(np.arange(1, 5 * len(PLANS) + 1))]
    rows = []
    for plan in PLANS:
        for group in (*GROUPS, "best_day"):
            ja, en = GROUPS.get(group, ("全員（いちばん良かった1日）", "everybody (the best single day)"))
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
    plans = [{"plan": p, "ja": ja, "en": en, "cost": case["costs"][p]} for p, (ja, en) in PLANS.items()]
    terms = {"budget": case["budget"], "target": case["target"], "worse": 2.0}
    return {
        "documents": {"findings": rows, "plans": plans, "terms": terms},
        "truth": {"choice": right, "rows": {f"{p}/{g}": i for (p, g), i in found.items()}},
    }


def _try_plans(rng: np.random.Generator, key: list[int]) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Simulate the counter as it is and with each plan, on the same eight days."""
    amounts = {
        "certificate": (float(rng.uniform(66, 78)), 5.0, (5, 7, 12, 24, 20, 12, 10, 10)),
        "notice": (float(rng.uniform(66, 74)), 14.0, (6, 8, 10, 10, 18, 20, 18, 10)),
        "support": (float(rng.uniform(22, 28)), 18.0, (28, 26, 16, 8, 6, 6, 6, 4)),
    }
    online, slots, ready = rng.uniform(0.35, 0.75), rng.uniform(0.25, 0.55), rng.uniform(0.3, 0.65)
    results: dict[str, list[Waits]] = {plan: [] for plan in ("now", *PLANS)}
    for number in range(8):
        day: list[Visit] = []
        for kind, (total, minutes, profile) in amounts.items():
            rates = [total * share / sum(profile) for share in profile]
            day += random_day([*key, number, len(kind)], rates, {kind: (1.0, minutes)}, shape=2.0)
        day.sort()
        draw = rng.random(len(day))
        booked = [v._replace(arrive=5 + 110 * d / slots) if v.kind == "notice" and d < slots else v for v, d in zip(day, draw, strict=True)]
        no_pen = [v._replace(service=v.service * 0.5) if v.kind == "notice" and d < online else v for v, d in zip(day, draw, strict=True)]
        checked = [v._replace(service=v.service * 0.7) if v.kind != "certificate" and d < ready else v for v, d in zip(day, draw, strict=True)]
        unchecked = [v._replace(service=max(v.service - 3.0, 1.0)) for v in day]
        for plan, visits, windows in (
            ("now", day, 4), ("P1", day, 5), ("P2", sorted(booked), 4), ("P3", no_pen, 4), ("P4", checked, 4), ("P6", unchecked, 4),
        ):  # fmt: skip
            results[plan].append(simulate_day(visits, windows))
        results["P5"].append(simulate_day(day, 4, express="certificate", express_windows=1))
    means = {plan: _by_group(days) for plan, days in results.items()}
    return means.pop("now"), means


def _by_group(days: list[Waits]) -> dict[str, float]:
    """Mean waits of each group, and of everybody on the best single day."""
    pairs = [pair for day in days for pair in zip(day.minutes, day.kinds, strict=True)]
    result = {g: round(float(np.mean([m for m, k in pairs if g in (k, "all")])), 1) for g in GROUPS}
    return result | {"best_day": round(min(day.mean() for day in days), 1)}


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
