"""A contractor's draft estimate for five years of cloud, with seven honest mistakes in sixteen lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

MONTHS, AFTER_WARRANTY = 60, 48
FAULTS = ("sum", "double", "discount", "period", "rate", "unit", "tax")
TAX = 0.1
_WEIGHTS = (3, 3, 2, 2, 2, 1, 1)
"""Severity of the mistakes, from the one that moves most yen."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the estimate."""

    key: str
    """Item of the contract price list; empty for the line that another one contains."""
    item: tuple[str, str]
    """What is offered, Japanese and English."""
    need: tuple[str, str]
    """What the city asked for."""
    unit: tuple[str, str]
    """What one unit is."""
    listed: float
    """List price of one unit without tax; dollars where `dollars` is set."""
    agreed: float
    """Contract price of one unit without tax; dollars where `dollars` is set."""
    quantity: int
    """Units that the need asks for."""
    months: int
    """Months to pay; 1 for what happens once."""
    dollars: bool = False
    """Whether the price is in dollars."""


@dataclass(frozen=True, slots=True)
class Written:
    """A line as the draft has it."""

    line: Line
    """The line."""
    price: float
    """Price of one unit in yen."""
    quantity: int
    """Units."""
    months: int
    """Months."""
    amount: int
    """What the draft says the line costs, in yen."""
    rate: int
    """Yen to the dollar that was used; 0 for prices in yen."""
    fault: str
    """One of `FAULTS`, or ``ok``."""


_UNITS: dict[str, tuple[str, str]] = {
    "server": ("台・月", "server-month"),
    "gb-month": ("GB・月", "GB-month"),
    "gb": ("GB", "GB"),
    "line": ("回線・月", "line-month"),
    "duty-month": ("業務・月", "duty-month"),
    "month": ("月", "month"),
    "duty": ("業務", "duty"),
    "time": ("回", "time"),
}
_CATALOGUE: dict[str, tuple[tuple[str, str], str, float, float, int, bool]] = {
    # item, unit, list price, contract price, months, in dollars
    "server-l": (("業務サーバー（大）", "Servers, large"), "server", 340, 300, MONTHS, True),
    "server-s": (("業務サーバー（小）", "Servers, small"), "server", 100, 90, MONTHS, True),
    "database": (("データベース", "Database"), "server", 580, 520, MONTHS, True),
    "disk": (("ディスク", "Disk space"), "gb-month", 0.14, 0.12, MONTHS, True),
    "backup": (("バックアップ領域", "Backup space"), "gb-month", 0.06, 0.05, MONTHS, True),
    "traffic": (("外へ出る通信", "Traffic to the outside"), "gb", 0.13, 0.11, MONTHS, True),
    "line": (("庁舎とつなぐ専用回線", "Private line to city hall"), "line", 210_000, 180_000, MONTHS, False),
    "software": (("業務ソフト利用料", "Business software, use"), "duty-month", 98_000, 85_000, MONTHS, False),
    "care": (("業務ソフト保守（1年目は無償）", "Business software, maintenance (year 1 free)"), "duty-month", 22_000, 18_000, AFTER_WARRANTY, False),
    "operate": (("システム運用作業（監視・障害対応・月次報告を含む）", "System operation (monitoring, faults and monthly report included)"), "month", 760_000, 650_000, MONTHS, False),
    "keep": (("バックアップ管理（取得の確認・復元試験を含む）", "Backup management (checks and restore test included)"), "month", 150_000, 120_000, MONTHS, False),
    "migrate": (("データ移行作業", "Data migration"), "duty", 1_050_000, 900_000, 1, False),
    "train": (("操作研修（移行時）", "Training (at migration)"), "time", 180_000, 150_000, 1, False),
    "train-new": (("操作研修（毎年の新任者）", "Training (new staff, each year)"), "time", 180_000, 150_000, 1, False),
    "election": (("選挙の開票日の立会い", "Attendance on election nights"), "time", 120_000, 100_000, 1, False),
}  # fmt: skip
_GROUPS = (
    ("server-l", "server-s", "database", "disk", "backup", "traffic"),
    ("line", "software", "care"),
    ("operate", "keep"),
    ("migrate", "train", "train-new", "election"),
)
"""The draft goes through these groups in their order, each in any order."""
_OPERATION = 2


def _needs(rng: np.random.Generator) -> dict[str, tuple[int, tuple[str, str]]]:
    """Draw how much of each item the city asks for, as a number of units and in words."""

    def some(low: int, high: int) -> int:
        return int(rng.integers(low, high + 1))

    def counted(n: int, ja: str, en: str) -> tuple[int, tuple[str, str]]:
        return n, (ja.format(n), en.format(n))

    disk, backup, works = some(2, 5), some(6, 12), some(8, 13)
    one = (1, ("1式", "1 set"))
    return {
        "server-l": counted(some(3, 6), "{}台", "{} servers"),
        "server-s": counted(some(8, 14), "{}台", "{} servers"),
        "database": counted(some(2, 4), "{}台", "{} servers"),
        "disk": (1000 * disk, (f"{disk} TB", f"{disk} TB")),
        "backup": (1000 * backup, (f"{backup} TB", f"{backup} TB")),
        "traffic": counted(100 * some(3, 9), "月 {} GB", "{} GB a month"),
        "line": counted(some(2, 3), "{}回線", "{} lines"),
        **dict.fromkeys(("software", "care", "migrate"), counted(works, "{}業務", "{} duties")),
        "operate": one,
        "keep": one,
        "train": counted(some(6, 9), "{}回", "{} times"),
        "train-new": counted(5 * some(2, 3), "5年で{}回", "{} times in 5 years"),
        "election": counted(some(3, 5), "5年で{}回", "{} times in 5 years"),
    }


def _lines(rng: np.random.Generator) -> list[list[Line]]:
    """Put together what the city asks for, in the groups of the draft."""
    needs = _needs(rng)
    return [[_line(key, *needs[key]) for key in group] for group in _GROUPS]


def _line(key: str, quantity: int, need: tuple[str, str]) -> Line:
    item, unit, listed, agreed, months, dollars = _CATALOGUE[key]
    return Line(
        key, item, need, _UNITS[unit], listed, agreed, quantity, months=months, dollars=dollars
    )


_CONTAINED = (
    ("operate", ("稼働状況の監視", "Monitoring of servers")),
    ("operate", ("月次報告書の作成", "Writing the monthly report")),
    ("keep", ("復元試験の実施", "Restore test")),
    ("keep", ("バックアップ取得の確認", "Checking that backups were made")),
)
"""Lines that another line already contains."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole draft."""

    lines: list[Written]
    """Sixteen lines in the order of the draft."""
    rate: int
    """Yen to the dollar that the city prescribes."""
    severity: dict[int, int]
    """From place of a faulty line (0–15) to its weight 1–3, by the yen it is off."""


def draft(rng: np.random.Generator, *, rate: int) -> Draft:
    """Draw an estimate with one mistake of each kind.

    Parameters
    ----------
    rng : numpy.random.Generator
        The stream.
    rate : int
        Yen to the dollar that the city prescribes.

    Returns
    -------
    Draft
        Lines and truth.
    """
    groups = _lines(rng)
    home, item = _CONTAINED[int(rng.integers(len(_CONTAINED)))]
    price = float(40_000 + 10_000 * int(rng.integers(5)))
    whole = ("1式", "1 set")
    inner = Line("", item, whole, _UNITS["month"], price + 10_000, price, 1, months=MONTHS)
    groups[_OPERATION].append(inner)
    ordered = [group[i] for group in groups for i in rng.permutation(len(group))]
    old = rate - int(rng.integers(8, 15))
    faults = _places(rng, ordered, avoid=home)
    lines = [
        _write(rng, line, fault=faults.get(line.key, "ok"), rates=(rate, old)) for line in ordered
    ]
    return Draft(lines, rate, _severity(lines, rate))


def _places(rng: np.random.Generator, ordered: list[Line], *, avoid: str) -> dict[str, str]:
    """Choose a line for each mistake, no line twice; none for the line that holds the double."""

    def pick(keys: list[str]) -> str:
        free = [key for key in keys if key not in chosen and key != avoid]
        return free[int(rng.integers(len(free)))]

    chosen: dict[str, str] = {"": "double"}
    # The second training is always right: it looks like a double and is none.
    yen = [line.key for line in ordered if line.key not in {"", "train-new"} and not line.dollars]
    chosen[pick(["disk", "backup"])] = "unit"
    chosen[pick([line.key for line in ordered if line.dollars])] = "rate"
    chosen[pick(["line", "software", "care", "operate", "keep"])] = "period"
    for fault in ("discount", "tax", "sum"):
        chosen[pick(yen)] = fault
    return chosen


def _write(rng: np.random.Generator, line: Line, *, fault: str, rates: tuple[int, int]) -> Written:
    rate = rates[1] if fault == "rate" else rates[0]
    price, quantity, months = line.agreed, line.quantity, line.months
    if fault == "discount":
        price = line.listed
    if fault == "tax":
        price = round(price * (1 + TAX))
    if line.dollars:
        price = round(price * rate, 2)
    if fault == "unit":
        quantity //= 1000
    if fault == "period":
        months = MONTHS if months == AFTER_WARRANTY else int(rng.choice([5, 12, 36]))
    amount = round(price * quantity * months)
    if fault == "sum":
        # Ten per cent and more, so that nobody takes it for rounding.
        amount = round(amount * (1 + int(rng.integers(10, 30)) / 100) / 1000) * 1000
    return Written(line, price, quantity, months, amount, rate if line.dollars else 0, fault)


def right_amount(written: Written, rate: int) -> int:
    """Return what a line should cost.

    Parameters
    ----------
    written : Written
        The line.
    rate : int
        Yen to the dollar that the city prescribes.

    Returns
    -------
    int
        Yen without tax; 0 for what another line contains.
    """
    line = written.line
    if written.fault == "double":
        return 0
    price = round(line.agreed * rate, 2) if line.dollars else line.agreed
    return round(price * line.quantity * line.months)


def _severity(lines: list[Written], rate: int) -> dict[int, int]:
    off = {
        place: abs(each.amount - right_amount(each, rate))
        for place, each in enumerate(lines)
        if each.fault != "ok"
    }
    ranked = sorted(off, key=lambda place: -off[place])
    return dict(zip(ranked, _WEIGHTS, strict=True))


def price_list(lines: list[Written], lang: int) -> list[dict[str, str]]:
    """Return the contract price list, which is right.

    Parameters
    ----------
    lines : list of Written
        The draft.
    lang : int
        0 for Japanese, 1 for English.

    Returns
    -------
    list of dict
        One row per line of the draft, in its order.
    """
    return [
        {
            **_id(n),
            "item": each.line.item[lang],
            "need": each.line.need[lang],
            "unit": each.line.unit[lang],
            "list": _price(each.line.listed, dollars=each.line.dollars),
            "contract": _price(each.line.agreed, dollars=each.line.dollars),
        }
        for n, each in enumerate(lines, start=1)
    ]


def draft_rows(lines: list[Written], lang: int) -> list[dict[str, Any]]:
    """Return the draft as the contractor sent it.

    Parameters
    ----------
    lines : list of Written
        The draft.
    lang : int
        0 for Japanese, 1 for English.

    Returns
    -------
    list of dict
        Id, item, price, quantity, months, amount and how a dollar price was turned into yen.
    """
    return [
        {
            **_id(n),
            "item": each.line.item[lang],
            "price": _number(each.price),
            "quantity": each.quantity,
            "months": each.months,
            "amount": f"{each.amount:,}",
            "rate": (f"1ドル {each.rate}円", f"¥{each.rate} to $1")[lang] if each.rate else "—",
        }
        for n, each in enumerate(lines, start=1)
    ]


def _id(n: int) -> dict[str, str]:
    return {"id": f"L{n:02d}"}


def _price(value: float, *, dollars: bool) -> str:
    return f"${value:g}" if dollars else f"¥{value:,.0f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
