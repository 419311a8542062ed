"""The published five-year costs of the Government Cloud pilot, and tables of the same shape for Aobano City.

The figures of `ITEMS` and `CLOUD_AT` are real: the Digital Agency's pilot with core business systems of
eight groups of municipalities, cost A (renew and keep) against cost B (lift to the Government Cloud). All
other tables made here belong to the invented city.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

ITEMS: tuple[tuple[str, str, str, int, int], ...] = (
    ("K01", "システム運用作業", "System operation", 1_168_629_200, 1_136_220_600),
    ("K02", "ハードウェア保守作業", "Hardware maintenance work", 23_858_400, 22_948_400),
    ("K03", "その他外部委託費", "Other contracted work", 156_735_750, 154_487_000),
    ("K04", "ハードウェア借料", "Hardware rent", 821_553_665, 144_749_440),
    ("K05", "ハードウェア保守費", "Hardware maintenance fees", 45_588_800, 16_176_000),
    ("K06", "ソフトウェア借料", "Software rent", 1_659_827_300, 1_235_749_457),
    ("K07", "ソフトウェア保守費", "Software maintenance fees", 519_263_599, 555_795_591),
    ("K08", "データセンター利用費", "Data centre", 189_201_315, 6_270_850),
    ("K09", "通信回線費", "Communication lines", 83_540_360, 294_083_938),
    ("K10", "クラウド利用経費", "Cloud use", 119_066_259, 1_022_500_843),
)
"""Id, Japanese name, English name, cost A and cost B in yen for five years."""
CLOUD_AT: dict[int, tuple[int, int]] = {
    139: (120_499_217, 1_235_892_323),
    160: (121_753_056, 1_422_609_869),
}
"""Cloud use (A, B) in yen that the publication gives for other rates of yen to the dollar."""
BASE_RATE = 115
"""Yen to the dollar of `ITEMS`. Not published; it follows from `CLOUD_AT`, and a test derives it."""
DOLLARS: tuple[float, float] = (
    (CLOUD_AT[139][0] - ITEMS[-1][3]) / (139 - BASE_RATE),
    (CLOUD_AT[139][1] - ITEMS[-1][4]) / (139 - BASE_RATE),
)
"""Dollars paid in five years (A, B), all of them for cloud use."""

OUTCOMES = ("cheaper", "dearer", "depends")
SPREAD = 10
"""Finance plans with the base rate plus and minus so many yen."""
_FAR, _NEAR = (15.0, 32.0), 7.0
"""Distance of the break-even from the base rate: clearly outside the spread, or clearly inside."""
_JITTER = 0.12
_SOFTWARE = (0.55, 1.15)
"""Range of B ÷ A of the software rent, with which the break-even is set."""
_A_SHARES = {"K06": (0.08, 0.16), "K10": (0.5, 0.9)}
"""Share of an item of A that is paid in dollars."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Aobano City's own comparison of A and B for five years."""

    rows: list[dict[str, Any]]
    """Item id, A, B and of each the part priced in dollars, in thousands of yen at the base rate."""
    base_rate: int
    """Yen to the dollar of the table."""
    break_even: float
    """Rate at which A and B cost the same."""
    outcome: str
    """One of `OUTCOMES`: what holds for B over the whole planned range of rates."""


def comparison(rng: np.random.Generator) -> Comparison:
    """Draw a table in the proportions of the real one, with a break-even of its own.

    Parameters
    ----------
    rng : numpy.random.Generator
        The stream.

    Returns
    -------
    Comparison
        The table and its truth.
    """
    while True:
        drawn = _draw(rng)
        if drawn is not None:
            return drawn


def _draw(rng: np.random.Generator) -> Comparison | None:
    scale = rng.uniform(0.10, 0.30) / 1000
    rate = int(rng.integers(138, 156))
    rows = [_row(rng, item, scale) for item in ITEMS]
    outcome = OUTCOMES[int(rng.integers(3))]
    wanted = rate + _distance(rng, outcome)
    per_yen = sum(row["B_usd"] - row["A_usd"] for row in rows) / rate
    gap = round(-(wanted - rate) * per_yen)
    software = next(row for row in rows if row["id"] == "K06")
    software["B"] += gap - sum(row["B"] - row["A"] for row in rows)
    exact = rate - sum(row["B"] - row["A"] for row in rows) / per_yen
    low, high = _SOFTWARE
    believable = low < software["B"] / software["A"] < high
    return Comparison(rows, rate, exact, outcome) if believable else None


def _row(
    rng: np.random.Generator, item: tuple[str, str, str, int, int], scale: float
) -> dict[str, Any]:
    name, _, _, a, b = item
    size = scale * rng.uniform(1 - _JITTER, 1 + _JITTER)
    yen_a, yen_b = round(a * size), round(b * size * rng.uniform(1 - _JITTER, 1 + _JITTER))
    share = rng.uniform(*_A_SHARES[name]) if name in _A_SHARES else 0.0
    usd_b = yen_b if name == "K10" else 0
    return {"id": name, "A": yen_a, "B": yen_b, "A_usd": round(yen_a * share), "B_usd": usd_b}


def _distance(rng: np.random.Generator, outcome: str) -> float:
    if outcome == "depends":
        return float(rng.uniform(2.0, _NEAR) * rng.choice([-1, 1]))
    return float(rng.uniform(*_FAR)) * (1 if outcome == "cheaper" else -1)


def names(lang: int) -> dict[str, str]:
    """Return the names of the items.

    Parameters
    ----------
    lang : int
        0 for Japanese, 1 for English.

    Returns
    -------
    dict of str to str
        From id to name.
    """
    return {item[0]: item[1 + lang] for item in ITEMS}
