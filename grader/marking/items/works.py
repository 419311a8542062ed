"""Item types with something made: a text, a form, a plan on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def artifact(
    *,
    kept: Mapping[Any, object],
    quality: float,
    original: float,
    invented: int = 0,
) -> float:
    """Score a rewritten text or form: better than before, with nothing lost and nothing invented.

    Parameters
    ----------
    kept : mapping
        For each key fact (or necessary part) whether it is still there.
    quality : float
        Share of the rules that the new version keeps, in [0, 1].
    original : float
        The same share of the version handed out; below 1.
    invented : int
        Facts that stand in the new version only.

    Returns
    -------
    float
        Share of facts kept · (quality − original) / (1 − original), halved for each invented fact; not below 0.

    Notes
    -----
    The product makes both sides count: what was handed out, pasted back, gains nothing although it loses no fact,
    and an empty text keeps every rule and gains nothing either. A text that is easier because a fact was cut is
    neither zero nor full.
    """
    share = sum(map(bool, kept.values())) / len(kept) if kept else 1.0
    better = (
        max(0.0, quality - original) / (1.0 - original) if original < 1 else float(quality >= 1)
    )
    return min(1.0, share * better) * 0.5 ** max(0, invented)
