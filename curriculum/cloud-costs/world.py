"""The cloud costs of Aobano City as one trainee sees them: comparison, estimate, bill, plan, budget, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from aobano import budgets, cloud_use, estimates, pilot_costs

from grader.marking import World

if TYPE_CHECKING:
    from aobano.cloud_use import Resource, Service
    from aobano.pilot_costs import Comparison

_STREAM = 106
"""Keeps this lesson's random numbers apart from those of other lessons with the same seed."""
LANGS = ("ja", "en")
RATIOS = (0.55, 0.6, 0.65, 0.7)
"""Price of a committed server as a share of the price on demand."""
UNSEEN = 30
_CLEAR_DOUBT = 0.03
"""What the best plan by last year may cost above the best plan by the years to come."""
_MOST = 14
"""No service uses so many servers."""


def make(seed: int) -> World:
    """Put together the costs of one trainee.

    Parameters
    ----------
    seed : int
        The trainee's seed.

    Returns
    -------
    World
        Tables, documents by language, and the truth of each exercise.
    """

    def stream(part: int) -> np.random.Generator:
        return np.random.default_rng([seed, _STREAM, part])

    compared = pilot_costs.comparison(stream(1))
    terms = {
        "base_rate": compared.base_rate,
        "low_rate": compared.base_rate - pilot_costs.SPREAD,
        "high_rate": compared.base_rate + pilot_costs.SPREAD,
    }
    parts = [
        _pilot(),
        _month(stream(2)),
        _comparison(compared),
        _draft(stream(3), compared.base_rate),
        _resources(stream(4)),
        _services(stream(5)),
        _budget(stream(6), compared.base_rate),
        _findings(stream(7), compared),
    ]
    tables, documents, truth = {}, {"terms": terms}, {}
    for part in parts:
        tables.update(part.get("tables", {}))
        documents.update(part.get("documents", {}))
        truth.update(part.get("truth", {}))
    return World(tables=tables, documents=documents, truth=truth)


def _by_lang(make_rows: Any) -> dict[str, Any]:
    return {lang: make_rows(i) for i, lang in enumerate(LANGS)}


def _pilot() -> dict[str, Any]:
    """Return the published table, the same for everybody."""
    frame = pd.DataFrame([{"id": name, "A": a, "B": b} for name, _, _, a, b in pilot_costs.ITEMS])
    return {"tables": {"pilot": frame}, "documents": {"items": _by_lang(pilot_costs.names)}}


def _month(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a small price list and one month's use (q2)."""
    month = {
        "servers": int(rng.integers(3, 8)),
        "hours": 20 * int(rng.integers(10, 30)),
        "server_usd": float(rng.choice([0.2, 0.25, 0.3, 0.4])),
        "disk_gb": 100 * int(rng.integers(8, 30)),
        "disk_usd": float(rng.choice([0.1, 0.12, 0.15])),
        "line_usd": 50 * int(rng.integers(6, 14)),
        "rate": int(rng.integers(140, 156)),
    }
    usd = (
        month["servers"] * month["hours"] * month["server_usd"]
        + month["disk_gb"] * month["disk_usd"]
        + month["line_usd"]
    )
    yen = usd * month["rate"] * (1 + estimates.TAX)
    return {"documents": {"month": month}, "truth": {"month": {"usd": usd, "yen": yen}}}


def _comparison(compared: Comparison) -> dict[str, Any]:
    return {
        "tables": {"comparison": pd.DataFrame(compared.rows)},
        "truth": {"break_even": compared.break_even, "outcome": compared.outcome},
    }


def _draft(rng: np.random.Generator, rate: int) -> dict[str, Any]:
    made = estimates.draft(rng, rate=rate)
    ids = [f"L{n:02d}" for n in range(1, len(made.lines) + 1)]
    frame = pd.DataFrame(
        {
            "id": ids,
            "price": [each.price for each in made.lines],
            "quantity": [each.quantity for each in made.lines],
            "months": [each.months for each in made.lines],
            "amount": [each.amount for each in made.lines],
        }
    )
    over = {
        name: each.amount > estimates.right_amount(each, rate)
        for name, each in zip(ids, made.lines, strict=True)
    }
    return {
        "tables": {"draft": frame},
        "documents": {
            "prices": _by_lang(lambda i: estimates.price_list(made.lines, i)),
            "draft": _by_lang(lambda i: estimates.draft_rows(made.lines, i)),
        },
        "truth": {
            "faults": {name: each.fault for name, each in zip(ids, made.lines, strict=True)},
            "severity": {ids[place]: weight for place, weight in made.severity.items()},
            "over": over,
            "same_word": [
                name
                for name, each in zip(ids, made.lines, strict=True)
                if each.line.key in {"train", "train-new"} and each.fault == "ok"
            ],
        },
    }


def _resources(rng: np.random.Generator) -> dict[str, Any]:
    found: list[Resource] = cloud_use.resources(rng)
    key = int(rng.integers(2**31))
    by_lang = _by_lang(lambda i: cloud_use.resource_rows(np.random.default_rng(key), found, i))
    ids = [row["id"] for row in by_lang["ja"]]
    pairs = list(zip(ids, found, strict=True))
    whole = sum(one.hours_yen + one.disk_yen for one in found)
    untagged = sum(one.hours_yen + one.disk_yen for one in found if not one.tagged)
    return {
        "documents": {"resources": by_lang},
        "truth": {
            "actions": {name: one.action for name, one in pairs},
            "kinds": {name: one.kind for name, one in pairs},
            "untagged": [name for name, one in pairs if not one.tagged],
            "untagged_percent": 100 * untagged / whole,
            "savings": {
                name: {action: one.saving(action) for action in ("keep", "night", "delete")}
                for name, one in pairs
            },
            "whole": {name: one.hours_yen + one.disk_yen for name, one in pairs},
            "night_mean": {name: one.night_mean for name, one in pairs},
        },
    }


def _services(rng: np.random.Generator) -> dict[str, Any]:
    """Draw services until last year shows the best commitment of the years to come."""
    while True:
        found = cloud_use.services(rng)
        ratio = float(rng.choice(RATIOS))
        past = [one.years(rng, 1)[0] for one in found]
        unseen = [one.years(rng, UNSEEN, until=one.until) for one in found]
        plans = [_best(one, years, ratio) for one, years in zip(found, unseen, strict=True)]
        hand = [_best(one, _cut(one, year), ratio) for one, year in zip(found, past, strict=True)]
        if all(
            _mean(one, years, by_hand, ratio) <= (1 + _CLEAR_DOUBT) * _mean(one, years, best, ratio)
            for one, years, by_hand, best in zip(found, unseen, hand, plans, strict=True)
        ):
            return _service_part(found, ratio, plans, (past, unseen))


def _cut(one: Service, year: np.ndarray) -> np.ndarray:
    """Return last year as if the service ended as early as it will next year."""
    cut = year.copy()
    cut[one.until :] = 0
    return cut[None, :]


def _mean(one: Service, years: np.ndarray, plan: dict[str, Any], ratio: float) -> float:
    return float(one.cost(years, ratio=ratio, **plan).mean())


def _best(one: Service, years: np.ndarray, ratio: float) -> dict[str, Any]:
    # To stop what is needed at night is never best.
    modes = ("all", "office") if one.kind == "office" else ("all",)
    options = [{"hours": hours, "commit": commit} for hours in modes for commit in range(_MOST)]
    return min(options, key=lambda plan: _mean(one, years, plan, ratio))


def _service_part(
    found: list[Service],
    ratio: float,
    plans: list[dict[str, Any]],
    use: tuple[list[np.ndarray], list[np.ndarray]],
) -> dict[str, Any]:
    past, unseen = use
    names = cloud_use.SERVICES
    months = [f"{(n + 3) % 12 + 1:02d}" for n in range(12)]
    used = pd.DataFrame(
        [
            {"id": name, **{month: int(n) for month, n in zip(months, year, strict=True)}}
            for name, year in zip(names, past, strict=True)
        ]
    )
    best = dict(zip(names, plans, strict=True))
    idle = {"hours": "all", "commit": 0}
    return {
        "tables": {"used": used},
        "documents": {
            "services": _by_lang(
                lambda i: [
                    cloud_use.service_row(name, one, i)
                    for name, one in zip(names, found, strict=True)
                ]
            ),
            "commit_ratio": ratio,
        },
        "truth": {
            "plan": best,
            "service_kinds": {name: one.kind for name, one in zip(names, found, strict=True)},
            "unseen": [years.tolist() for years in unseen],
            "prices": {name: one.price for name, one in zip(names, found, strict=True)},
            "plan_cost": sum(
                _mean(one, years, best[name], ratio)
                for name, one, years in zip(names, found, unseen, strict=True)
            ),
            "idle_cost": sum(
                _mean(one, years, idle, ratio) for one, years in zip(found, unseen, strict=True)
            ),
        },
    }


def _budget(rng: np.random.Generator, rate: int) -> dict[str, Any]:
    made = budgets.budget(rng, rate=rate)
    return {
        "tables": {"years": pd.DataFrame(made.rows)},
        "truth": {
            "next": [
                {name: made.draws[name][n] for name in budgets.ITEMS} for n in range(budgets.DRAWS)
            ],
            "ideal": {name: list(pair) for name, pair in made.ideal.items()},
            "last": made.last,
            "driver": made.driver,
        },
    }


def _signed(percent: float) -> str:
    return f"{percent:+.1f} %".replace("-", "−")


def _findings(rng: np.random.Generator, compared: Comparison) -> dict[str, Any]:
    """Draw the figures from which the answer to the mayor is put together (q10)."""
    goal = ("met", "missed", "unknown")[int(rng.integers(3))]
    total_a = sum(row["A"] for row in compared.rows)
    total_b = sum(row["B"] for row in compared.rows)
    share = {"met": rng.uniform(0.55, 0.66), "missed": rng.uniform(0.78, 1.3)}
    ratio = share.get(goal, share[("met", "missed")[int(rng.integers(2))]])
    former = round(total_b / 5 / ratio)
    narrow = {row["id"]: row for row in compared.rows if row["id"] in {"K04", "K05", "K08"}}
    hardware = 100 * (
        sum(row["B"] for row in narrow.values()) / sum(row["A"] for row in narrow.values()) - 1
    )
    without = [row for row in compared.rows if row["id"] not in {"K09", "K10"}]
    partly = 100 * (sum(r["B"] for r in without) / sum(r["A"] for r in without) - 1)
    same = ("20業務、回線・税を含む", "20 duties, lines and tax included")
    other = ("17業務、回線・税を除く", "17 duties, without lines and tax")
    gap = 100 * (total_b / total_a - 1)
    month = int(rng.integers(8, 15))
    rows = {
        "gap": (("5年の合計　B ÷ A − 1（計画レート）", "5 years: B ÷ A − 1 (planned rate)"), _signed(gap), same),
        "even": (("AとBが同じになるレート", "Rate at which A and B cost the same"), f"¥{compared.break_even:.1f} / $1", same),
        "range": (("財政課が見込むレートの幅", "Range of rates that Finance expects"), f"¥{compared.base_rate - pilot_costs.SPREAD}–{compared.base_rate + pilot_costs.SPREAD} / $1", ("全庁共通", "whole city")),
        "old": (("青葉野市の2018年度の運用経費", "Aobano's running cost in fiscal 2018"), f"{former:,}", other if goal == "unknown" else same),
        "year": (("Bの1年分の運用経費（計画レート）", "1 year of B (planned rate)"), f"{round(total_b / 5):,}", same),
        "hardware": (("機器とデータセンターだけの B ÷ A − 1", "B ÷ A − 1 of hardware and data centre alone"), _signed(hardware), ("機器とデータセンターだけ", "hardware and data centre only")),
        "partly": (("5年の合計　B ÷ A − 1（計画レート）", "5 years: B ÷ A − 1 (planned rate)"), _signed(partly), ("回線とクラウド利用料を除く", "without lines and cloud use")),
        "bill": (("先月のクラウド請求（前年の同じ月と比べて）", "Last month's cloud bill (against a year before)"), f"−{month} %", ("1か月、クラウド利用料だけ", "1 month, cloud use only")),
        "mean": (("中核市の平均（標準化の前後）", "Mean of core cities (before and after standardisation)"), "×2.3", ("ほかの市", "other cities")),
        "spent": (("もう払った移行の準備費", "Preparing the migration, already paid"), f"{10 * int(rng.integers(400, 900)):,}", ("青葉野市、2025年度", "Aobano, fiscal 2025")),
    }  # fmt: skip
    order = [list(rows)[i] for i in rng.permutation(len(rows))]
    ids = {key: f"F{n:02d}" for n, key in enumerate(order, start=1)}
    return {
        "documents": {
            "findings": _by_lang(
                lambda i: [
                    {"id": ids[key], "figure": rows[key][0][i], "value": rows[key][1], "scope": rows[key][2][i]}
                    for key in order
                ]
            )
        },
        "truth": {"goal": goal, "finding": ids},
    }  # fmt: skip
