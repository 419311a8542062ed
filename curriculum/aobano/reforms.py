"""What Aobano City could do about its counter, and what each plan would bring."""

from __future__ import annotations

import numpy as np

from grader.lab.counter import Visit, Waits, random_day, simulate_day

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
STRONG, WEAK = ((0.8, 0.98), (0.5, 0.75), (0.55, 0.8)), ((0.3, 0.5), (0.15, 0.3), (0.15, 0.35))
"""Share of the notifications that appointments, no-writing and the floor manager reach."""
KINDS = ("certificate", "notice", "support")


def try_plans(
    rng: np.random.Generator, key: list[int]
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Simulate the counter as it is and with each plan, on the same eight days.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides how busy the counter is, who comes when, and how many people a plan reaches.
    key : list of int
        Seeds of the days.

    Returns
    -------
    dict
        Mean wait of each group (and of everybody on the best single day) as things are.
    dict
        The same for each plan.
    """
    early, noon, late = (
        (28, 26, 16, 8, 6, 6, 6, 4),
        (3, 5, 12, 28, 26, 12, 8, 6),
        (3, 5, 8, 10, 22, 26, 18, 8),
    )
    profiles = [(early, noon, late)[int(place)] for place in rng.permutation(3)]
    sizes = (
        (float(rng.uniform(66, 78)), 5.0),
        (float(rng.uniform(62, 70)), 14.0),
        (float(rng.uniform(22, 28)), 18.0),
    )
    amounts = {
        kind: (*size, profile) for kind, size, profile in zip(KINDS, sizes, profiles, strict=True)
    }
    strong = int(rng.integers(3))
    slots, online, ready = (
        float(rng.uniform(*STRONG[n] if n == strong else WEAK[n])) for n in range(3)
    )
    results: dict[str, list[Waits]] = {plan: [] for plan in ("now", *PLANS)}
    for number in range(8):
        day: list[Visit] = []
        for kind, (total, minutes, profile) in amounts.items():
            rates = [total * share / sum(profile) for share in profile]
            day += random_day([*key, number, len(kind)], rates, {kind: (1.0, minutes)}, shape=2.0)
        day.sort()
        draw = rng.random(len(day))
        booked = [
            v._replace(arrive=5 + 460 * d / slots) if v.kind == "notice" and d < slots else v
            for v, d in zip(day, draw, strict=True)
        ]
        no_pen = [
            v._replace(service=v.service * 0.5) if v.kind == "notice" and d < online else v
            for v, d in zip(day, draw, strict=True)
        ]
        checked = [
            v._replace(service=v.service * 0.7) if v.kind != "certificate" and d < ready else v
            for v, d in zip(day, draw, strict=True)
        ]
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
    minutes = np.concatenate([day.minutes for day in days])
    kinds = np.array([kind for day in days for kind in day.kinds])
    result = {g: round(float(minutes[kinds == g].mean()), 1) for g in KINDS}
    best_day = round(min(day.mean() for day in days), 1)
    return {"all": round(float(minutes.mean()), 1), **result, "best_day": best_day}
