"""What is decided about the diagnostic rather than measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.measurement import Policy


@dataclass(frozen=True, slots=True)
class Settings:
    """The parameters of a sitting.

    Parameters
    ----------
    sd_skill : float
        SD of a skill around its track, logits. With abilities of SD 1.2 levels and Δ = 2, 1.2 logits
        mean a correlation of .75 between two skills of one track; assumed until there are data.
    part : float
        Share from which an answer is partly right; random choice rarely reaches one half.
    start_level : int
        Level of the first item.
    near : int
        Levels that an item may lie from the level reached so far.
    among : int
        The item is drawn from this many of the most informative ones, so that neighbours differ.
    per_skill : int
        Items that each skill in question gets before the sitting may end, as far as `items` allow.
    items : int
        Usual length.
    items_max : int
        Longest, while a must of the role is undecided.
    sd_levels : float
        Precise enough: posterior SD in levels.
    minutes : float
        Time after which no further item is asked.
    """

    sd_skill: float = 1.2
    part: float = 0.5
    start_level: int = 2
    near: int = 1
    among: int = 3
    per_skill: int = 2
    items: int = 12
    items_max: int = 15
    sd_levels: float = 0.35
    minutes: float = 30.0


def settings_of(policy: Policy) -> Settings:
    """Return the parameters of a sitting that a measurement policy asks for.

    Parameters
    ----------
    policy : Policy
        Measurement policy.

    Returns
    -------
    Settings
        Lengths, spread, number of best items and time are the policy's; the rest stands here.
    """
    return Settings(
        among=policy.diagnostic_best,
        items=policy.diagnostic_items,
        items_max=policy.diagnostic_items_track,
        sd_levels=policy.diagnostic_sd,
        minutes=policy.diagnostic_minutes,
    )
