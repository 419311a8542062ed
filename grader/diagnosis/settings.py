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
        SD of a skill around its track, logits.
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

    sd_skill: float
    part: float
    start_level: int
    near: int
    among: int
    per_skill: int
    items: int
    items_max: int
    sd_levels: float
    minutes: float


def settings_of(policy: Policy) -> Settings:
    """Return the parameters of a sitting that a measurement policy asks for.

    Parameters
    ----------
    policy : Policy
        Measurement policy.

    Returns
    -------
    Settings
        Its values ``diagnostic_…``.
    """
    return Settings(
        sd_skill=policy.diagnostic_sd_skill,
        part=policy.diagnostic_part,
        start_level=policy.diagnostic_start,
        near=policy.diagnostic_near,
        among=policy.diagnostic_best,
        per_skill=policy.diagnostic_per_skill,
        items=policy.diagnostic_items,
        items_max=policy.diagnostic_items_track,
        sd_levels=policy.diagnostic_sd,
        minutes=policy.diagnostic_minutes,
    )
