"""What Aobano City runs in the cloud: resources with their use, and services with their busy months."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

NIGHT_SHARE = 2 / 3
"""Of 720 hours a month, 480 are nights and weekends."""
NIGHT_LIMIT = 30
"""Use in per cent from which somebody needs a server at night."""
FALSE_STOP = 3
"""What it costs to stop a thing that is needed, in months of its price."""

_OFFICE = (
    ("文書管理", "Records"), ("庶務事務", "Staff affairs"), ("図面管理", "Drawings"), ("会議録検索", "Minutes search"),
    ("予約管理", "Room bookings"), ("統計分析", "Statistics"), ("研修サイト", "Training site"),
)  # fmt: skip
_BATCH = (
    ("住民税計算", "Resident tax run"),
    ("介護給付計算", "Care benefit run"),
    ("国保計算", "Health insurance run"),
)
_PUBLIC = (
    ("オンライン申請", "Online applications"),
    ("市公式サイト", "City website"),
    ("防災情報", "Disaster information"),
)
_IDLE = (
    ("旧検索", "Old search"),
    ("移行作業用", "Used for the migration"),
    ("検証用", "Test bench"),
)
_SECTIONS = (
    ("総務課", "General Affairs"),
    ("税務課", "Tax"),
    ("福祉課", "Welfare"),
    ("市民課", "Citizens"),
    ("建設課", "Public Works"),
)
NO_TAG = "—"


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that stands on the bill."""

    name: tuple[str, str]
    """What it is, Japanese and English."""
    kind: str
    """``office``, ``batch``, ``public``, ``idle``, ``sunk``, ``orphan``, ``retained`` or ``attached``."""
    day: int | None
    """Highest use on weekdays from 8 to 20 in per cent; None for a disk."""
    night_mean: int | None
    """Mean use at nights and weekends in per cent."""
    night_peak: int | None
    """Highest use at nights and weekends in per cent."""
    hours_yen: int
    """Yen a month for running time, now without any stop."""
    disk_yen: int
    """Yen a month for disk space."""
    tagged: bool
    """Whether a section is written on it."""
    note: tuple[str, str]
    """Remark of the person who looks after it."""

    @property
    def action(self) -> str:
        """What to do: ``night``, ``delete`` or ``keep``."""
        if self.kind == "office":
            return "night"
        return "delete" if self.kind in {"idle", "sunk", "orphan"} else "keep"

    def saving(self, action: str) -> float:
        """Return what an action saves.

        Parameters
        ----------
        action : str
            ``night``, ``delete`` or ``keep``.

        Returns
        -------
        float
            Yen a month; negative where something needed is stopped.
        """
        whole = self.hours_yen + self.disk_yen
        if action == "keep":
            return 0.0
        if self.action == "keep" or (action == "delete" and self.action == "night"):
            return -FALSE_STOP * float(whole)
        return float(whole) if action == "delete" else self.hours_yen * NIGHT_SHARE


_NONE = ("—", "—")


def resources(rng: np.random.Generator) -> list[Resource]:
    """Draw fourteen resources in any order.

    Parameters
    ----------
    rng : numpy.random.Generator
        The stream.

    Returns
    -------
    list of Resource
        Five servers that may rest at night, two that compute at night, two public ones, two servers
        and a disk that nobody uses, and two disks that must stay.
    """

    def some(low: int, high: int) -> int:
        return int(rng.integers(low, high + 1))

    def draw(names: tuple[tuple[str, str], ...], n: int) -> list[tuple[str, str]]:
        return [names[i] for i in rng.permutation(len(names))[:n]]

    def server(
        name: tuple[str, str], kind: str, use: tuple[int, int, int], yen: int, **more: Any
    ) -> Resource:
        return Resource(name, kind, *use, 3000 * yen, 1000 * some(3, 9), **{"tagged": True, "note": _NONE, **more})  # fmt: skip

    def disk(name: tuple[str, str], kind: str, note: tuple[str, str], **more: Any) -> Resource:
        return Resource(name, kind, None, None, None, 0, 1000 * some(9, 30), **{"tagged": True, "note": note, **more})  # fmt: skip

    office = [
        server(name, "office", (some(25, 75), mean := some(5, 12), mean + some(2, 9)), some(10, 26))
        for name in draw(_OFFICE, 5)
    ]
    batch = [
        server(name, "batch", (some(20, 50), some(2, 5), some(72, 96)), some(24, 34), tagged=i == 0)
        for i, name in enumerate(draw(_BATCH, 2))
    ]
    public = [
        server(name, "public", (some(40, 80), some(4, 9), some(38, 65)), some(34, 44))
        for name in draw(_PUBLIC, 2)
    ]
    months, cost = some(4, 9), some(5, 9) * 10
    idle_names = draw(_IDLE, 2)
    sunk = (f"昨年{cost}万円かけて性能を上げた", f"Upgraded last year for {cost * 10_000:,} yen")
    unused = (f"{months}か月前から接続なし", f"Attached to nothing for {months} months")
    kept = ("監査のため2029年3月まで保存", "Keep until 2029-03 for the audit")
    rest = [
        server(idle_names[0], "idle", (some(1, 3), 1, some(1, 3)), some(8, 16), tagged=False),
        server(idle_names[1], "sunk", (some(1, 3), 1, some(1, 3)), some(12, 20), note=(sunk[0], sunk[1])),
        disk(("ディスク（単独）", "Disk (alone)"), "orphan", (unused[0], unused[1]), tagged=False),
        disk(("ディスク（単独）", "Disk (alone)"), "retained", kept),
        disk(("バックアップ", "Backups"), "attached", ("毎日取得、30日分", "Daily, 30 days kept")),
    ]  # fmt: skip
    untag = int(rng.integers(len(office)))
    office[untag] = replace(office[untag], tagged=False)
    everything = [*office, *batch, *public, *rest]
    return [everything[i] for i in rng.permutation(len(everything))]


def resource_rows(
    rng: np.random.Generator, found: list[Resource], lang: int
) -> list[dict[str, Any]]:
    """Return the summary of the usage log.

    Parameters
    ----------
    rng : numpy.random.Generator
        Chooses the sections that stand on the tags.
    found : list of Resource
        The resources.
    lang : int
        0 for Japanese, 1 for English.

    Returns
    -------
    list of dict
        One row per resource.
    """
    return [
        {
            "id": f"U{n:02d}",
            "name": one.name[lang],
            "tag": _SECTIONS[int(rng.integers(len(_SECTIONS)))][lang] if one.tagged else NO_TAG,
            "day_peak": NO_TAG if one.day is None else f"{one.day} %",
            "night_mean": NO_TAG if one.night_mean is None else f"{one.night_mean} %",
            "night_peak": NO_TAG if one.night_peak is None else f"{one.night_peak} %",
            "hours_yen": one.hours_yen,
            "disk_yen": one.disk_yen,
            "note": one.note[lang],
        }
        for n, one in enumerate(found, start=1)
    ]


# ---- services with busy months ---------------------------------------------------------------------

SERVICES = ("S1", "S2", "S3", "S4", "S5")
OFFICE_SHARE = 1 / 3
"""Of 720 hours a month, 240 are office hours."""
_NAMES = {
    "steady": (("住民情報", "Residents"), ("国保・年金", "Insurance and pensions")),
    "season": (("税の申告", "Tax returns"), ("入学・転入", "Schools and moving in")),
    "office": (("文書管理", "Records"), ("庶務事務", "Staff affairs"), ("財務会計", "Accounting")),
    "ending": (("旧福祉", "Old welfare system"), ("旧税務", "Old tax system")),
}
_HOURS = {
    True: ("平日 8時〜20時", "weekdays 8 to 20"),
    False: ("毎日 24時間", "24 hours, every day"),
}


@dataclass(frozen=True, slots=True)
class Service:
    """A service with its servers in use in each month."""

    kind: str
    """``steady``, ``season``, ``office`` or ``ending``."""
    name: tuple[str, str]
    """Japanese and English name."""
    price: int
    """Thousand yen for one server and month, 24 hours, on demand."""
    pattern: tuple[int, ...]
    """Servers in use, month by month from April."""
    until: int
    """Months that the service still runs next year, up to 12."""

    def cost(self, used: np.ndarray, *, hours: str, commit: int, ratio: float) -> np.ndarray:
        """Return what years cost.

        Parameters
        ----------
        used : numpy.ndarray
            Servers in use, one row per year and twelve columns.
        hours : str
            ``all`` or ``office``.
        commit : int
            Servers committed for the year.
        ratio : float
            Price of a committed server as a share of the price on demand.

        Returns
        -------
        numpy.ndarray
            Thousand yen, one per year. Stopping at night what residents need counts three times.
        """
        stopped = hours == "office" and self.kind != "office"
        share = FALSE_STOP if stopped else OFFICE_SHARE if hours == "office" else 1.0
        paid = 12 * commit * ratio + share * np.maximum(used - commit, 0).sum(axis=1)
        return np.asarray(paid * self.price, dtype=float)

    def years(self, rng: np.random.Generator, n: int, *, until: int = 12) -> np.ndarray:
        """Draw years that follow the pattern.

        Parameters
        ----------
        rng : numpy.random.Generator
            The stream.
        n : int
            How many years.
        until : int
            Months after which the service has ended.

        Returns
        -------
        numpy.ndarray
            Servers in use, ``n`` rows and twelve columns.
        """
        used = np.array(self.pattern) + rng.choice([-1, 0, 1], p=[0.12, 0.76, 0.12], size=(n, 12))
        used[:, until:] = 0
        return np.maximum(used, 0)


def services(rng: np.random.Generator) -> list[Service]:
    """Draw five services in any order.

    Parameters
    ----------
    rng : numpy.random.Generator
        The stream.

    Returns
    -------
    list of Service
        A steady one, a seasonal one, two that rest at night, and one that ends within the year.
    """

    def some(low: int, high: int) -> int:
        return int(rng.integers(low, high + 1))

    base, low = some(4, 7), some(2, 3)
    # Few months or many: clearly below or above what a commitment needs to pay.
    busy, extra, start = int(rng.choice([3, 4, 10, 11])), some(2, 3), some(0, 9)
    steady = [base + (extra if month >= 12 - busy else 0) for month in range(12)]
    season = [low + (some(5, 8) if start <= month < start + 3 else 0) for month in range(12)]
    kinds: list[tuple[str, tuple[int, ...], int]] = [
        ("steady", tuple(steady), 12),
        ("season", tuple(season), 12),
        ("office", (some(4, 7),) * 12, 12),
        ("office", (some(2, 4),) * 12, 12),
        ("ending", (some(3, 6),) * 12, some(3, 5)),
    ]
    names = {kind: [_NAMES[kind][i] for i in rng.permutation(len(_NAMES[kind]))] for kind in _NAMES}
    made = [
        Service(kind, names[kind].pop(), some(30, 60), pattern, until)
        for kind, pattern, until in kinds
    ]
    return [made[i] for i in rng.permutation(len(made))]


def service_row(name: str, one: Service, lang: int) -> dict[str, Any]:
    """Return what is known about a service.

    Parameters
    ----------
    name : str
        Its id.
    one : Service
        The service.
    lang : int
        0 for Japanese, 1 for English.

    Returns
    -------
    dict
        Id, name, hours in which it is needed, price and remark.
    """
    end = 4 + one.until - 1
    ending = (f"2027年{end}月末で廃止", f"Ends with 2027-{end:02d}")
    return {
        "id": name,
        "name": one.name[lang],
        "needed": _HOURS[one.kind == "office"][lang],
        "price": one.price,
        "note": ending[lang] if one.until < 12 else NO_TAG,  # noqa: PLR2004  # months of a year
    }
