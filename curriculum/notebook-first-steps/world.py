"""One trainee's first notebook in Aobano City: halls, cells, red text, data and requests."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from aobano import NAMED, asking, cells, handling

from grader.marking import World

_STREAM = 101
"""Keeps this lesson's random numbers apart from those of other lessons with the same seed."""
LANGS = ("ja", "en")
_MONTHS = (4, 5, 6, 7)
_NAMELESS = (
    ("市民課", "課長", "Citizens", "head"),
    ("情報政策課", "デジタル専門員", "Information Policy", "digital expert"),
)
"""The two whom everybody knows."""
_SINGLE = (
    ("福祉課", "係長", "Welfare", "subsection chief"),
    ("財政課", "主査", "Finance", "senior clerk"),
    ("健康課", "課長補佐", "Public Health", "assistant head"),
    ("建設課", "主任", "Public Works", "chief clerk"),
    ("税務課", "課長", "Tax", "head"),
)
_SHARED = (
    ("市民課", "主事", "Citizens", "clerk"),
    ("税務課", "主事", "Tax", "clerk"),
    ("福祉課", "主事", "Welfare", "clerk"),
)
_DISTRICTS = (
    ("北山地区", "Kitayama"),
    ("川端地区", "Kawabata"),
    ("朝日台地区", "Asahidai"),
    ("港町地区", "Minatomachi"),
)


def make(seed: int) -> World:
    """Put together the first notebook of one trainee.

    Parameters
    ----------
    seed : int
        The trainee's seed.

    Returns
    -------
    World
        Tables ``halls`` and ``usage``; documents ``cells``, ``district``, ``nameless``, ``stops``, ``screen``,
        ``items``, ``requests``; the truth of each exercise.
    """
    rng = np.random.default_rng([seed, _STREAM])
    mixed = cells.mixed_up(rng)
    district, people, households = _district(rng)
    halls = _halls(rng)
    nameless, peek = _nameless(rng)
    usage = _usage(rng)
    stops, causes = _stops(rng)
    screen = cells.screen(rng)
    items, item_truth = _items(rng)
    requests, request_truth = _requests(rng)
    return World(
        tables={"halls": halls, "usage": usage},
        documents={
            "cells": mixed,
            "district": district,
            "nameless": nameless,
            "stops": stops,
            "screen": screen.rows,
            "items": items,
            "requests": requests,
        },
        truth={
            "order": _clean_order(mixed),
            "district": {"people": people, "households": households},
            "peek": peek,
            "causes": causes,
            "stale": screen.stale,
            "rerun": screen.rerun,
            "after": screen.after,
            "shown": float(next(r["output"] for r in screen.rows if r["cell"] == screen.last)),
            **item_truth,
            **request_truth,
        },
    )


def _clean_order(mixed: list[dict[str, Any]]) -> list[str]:
    """Take the cells in an order in which nothing is missing and the sum comes before the division."""
    rank = {
        "people": 0,
        "moved_in": 1,
        "households": 3,
        "per_household": 4,
        "": 5,
    }

    def place(row: dict[str, Any]) -> int:
        return 2 if row["needs"] == ["people", "moved_in"] else rank[row["makes"]]

    return [row["cell"] for row in sorted(mixed, key=place)]


def _district(rng: np.random.Generator) -> tuple[dict[str, str], int, int]:
    ja, en = _DISTRICTS[int(rng.integers(len(_DISTRICTS)))]
    households = int(rng.integers(450, 990))
    people = int(households * rng.uniform(2.05, 2.6)) + 130
    return (
        {
            "ja": f"{ja}では、{people:,}人が{households}世帯に分かれて暮らしています。",
            "en": f"In {en}, {people:,} people live in {households} households.",
        },
        people,
        households,
    )


def _rows(
    rng: np.random.Generator, halls: list[tuple[str, str]], levels: dict[str, float]
) -> list[dict[str, Any]]:
    return [
        {
            "hall": hall,
            "area": area,
            "month": month,
            "bookings": int(rng.integers(12, 40)),
            "hours": levels[area] + int(rng.integers(-8, 9)) / 2,
        }
        for hall, area in halls
        for month in _MONTHS
    ]


def _close(rows: list[dict[str, Any]], places: list[int]) -> None:
    for place in places:
        rows[place].update(bookings=0, hours=float("nan"))


def _halls(rng: np.random.Generator) -> pd.DataFrame:
    """Six halls: the busiest area was closed most often, so blanks counted as 0 turn the order round."""
    areas = ["north", "south", "west"]
    top, second, third = (areas[i] for i in rng.permutation(3))
    halls = [
        (f"H{n}", area) for n, area in enumerate([a for a in areas for _ in range(2)], start=1)
    ]
    rows = _rows(rng, halls, {top: 62.0, second: 50.0, third: 36.0})
    mine = {area: [i for i, row in enumerate(rows) if row["area"] == area] for area in areas}
    for area, count in ((top, 3), (third, 1)):
        _close(rows, [mine[area][i] for i in rng.permutation(8)[:count]])
    return pd.DataFrame(rows)


def _usage(rng: np.random.Generator) -> pd.DataFrame:
    """Twelve other halls in four areas, each with months without a record."""
    areas = ["north", "south", "east", "west"]
    halls = [(f"K{n:02d}", areas[(n - 1) % 4]) for n in range(1, 13)]
    levels = {area: 30.0 + 11 * int(k) for area, k in zip(areas, rng.permutation(4), strict=True)}
    rows = _rows(rng, halls, levels)
    for area in areas:
        mine = [i for i, row in enumerate(rows) if row["area"] == area]
        _close(rows, [mine[i] for i in rng.permutation(12)[: int(rng.integers(2, 4))]])
    return pd.DataFrame(rows)


def _nameless(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    """Twelve members of staff without names; four to six of them can be told by section and post."""
    alone = int(rng.integers(4, 7))
    singles = [_SINGLE[i] for i in rng.permutation(len(_SINGLE))[: alone - 2]]
    shared = [_SHARED[i % 3] for i in range(12 - alone)]
    people = [*_NAMELESS, *singles, *shared]
    hours = [int(h) for h in 2 + rng.permutation(60)[:12]]
    order = rng.permutation(12)
    by_lang = {
        lang: [
            {
                "id": f"N{n:02d}",
                "section": people[i][2 * k],
                "post": people[i][2 * k + 1],
                "overtime": hours[i],
            }
            for n, i in enumerate(order, start=1)
        ]
        for k, lang in enumerate(LANGS)
    }
    return by_lang, {"kusaka": hours[0], "shiraishi": hours[1], "alone": alone}


def _stops(rng: np.random.Generator) -> tuple[list[dict[str, str]], dict[str, str]]:
    drawn = cells.stops(rng)
    rows = [
        {"id": f"E{n}", "run": s.run, "not_run": s.waiting, "cell": s.cell, "red": s.red}
        for n, s in enumerate(drawn, start=1)
    ]
    return rows, {f"E{n}": s.cause for n, s in enumerate(drawn, start=1)}


def _items(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    drawn = handling.items(rng)
    ids = [f"D{n:02d}" for n in range(1, len(drawn) + 1)]
    by_lang = {
        lang: [{"id": name, "data": each[1 + k]} for name, each in zip(ids, drawn, strict=True)]
        for k, lang in enumerate(LANGS)
    }
    return by_lang, {
        "verdicts": {name: each[0].verdict for name, each in zip(ids, drawn, strict=True)},
        "kinds": {name: each[0].kind for name, each in zip(ids, drawn, strict=True)},
    }


def _requests(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    drawn = asking.requests(rng)
    ids = [f"R{n}" for n in range(1, len(drawn) + 1)]
    by_lang: dict[str, list[dict[str, str]]] = {lang: [] for lang in LANGS}
    truth, free = {}, []
    for name, (request, order) in zip(ids, drawn, strict=True):
        person = NAMED[request.who]
        callers = (person.name.split()[0], person.en.split()[-1])
        sentences = [request.deciding, *request.others]
        for k, lang in enumerate(LANGS):
            told = {letter: sentences[i][k] for letter, i in zip("abc", order, strict=True)}
            by_lang[lang].append({"id": name, "who": callers[k], **told})
        because = "none" if request.reply == "give" else "abc"[order.index(0)]
        truth[name] = {"reply": request.reply, "because": because}
        if request.free:
            free.append(name)
    return by_lang, {"replies": truth, "free": free}
