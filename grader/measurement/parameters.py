"""What is known of an item's curve: from its author's word, or from answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from grader.measurement.gpcm import mastery_shift, step_offsets

if TYPE_CHECKING:
    from grader.measurement.policy import Policy

Origin = Literal["expert", "common_slope", "own_slope"]


@dataclass(frozen=True, slots=True)
class ItemParameters:
    """The curve of one item, and how sure it is.

    Parameters
    ----------
    slope : float
        Discrimination a, above 0.
    difficulty : float
        δ, logits.
    steps : tuple of float
        o_1 … o_m around the difficulty, logits; their mean is 0.
    sd : float
        SD of the difficulty that one person meets: what is not known of δ, and the spread of the
        variants of a randomised item, logits.
    guess : float
        Share of right answers that guessing gives, in [0, 1); above 0 with one step only.
    origin : {'expert', 'common_slope', 'own_slope'}
        Where it comes from: the declared level; answers, with one slope for all items; answers.
    answers : int
        Answers that it rests on; 0 for `expert`.
    """

    slope: float
    difficulty: float
    steps: tuple[float, ...]
    sd: float
    guess: float = 0.0
    origin: Origin = "expert"
    answers: int = 0

    @property
    def categories(self) -> int:
        """Number of categories m + 1."""
        return len(self.steps) + 1


@lru_cache(maxsize=256)
def expert_parameters(
    level: int, categories: int, policy: Policy, guess: float = 0.0
) -> ItemParameters:
    """Return what the declared level says about an item.

    Parameters
    ----------
    level : int
        Declared level k.
    categories : int
        Categories m + 1.
    policy : Policy
        Measurement policy.
    guess : float
        Share of right answers that guessing gives, in [0, 1).

    Returns
    -------
    ItemParameters
        δ = τ_k + s_m, so that a person at the cut is expected to get the share RP of the points that
        guessing does not give; SD √(σ_expert² + σ_family²): the author's error in declaring the level,
        and the variant that a person gets.

    References
    ----------
    .. [1] C. A. W. Glas, W. J. van der Linden (2003), "Computerized adaptive testing with item
       cloning", Applied Psychological Measurement 27(4), 247–261.
    """
    offsets = step_offsets(categories - 1, spread=policy.step_spread)
    shift = mastery_shift(
        slope=policy.slope, offsets=offsets, response_probability=policy.response_probability
    )
    return ItemParameters(
        slope=policy.slope,
        difficulty=policy.cut(level) + shift,
        steps=tuple(offsets.tolist()),
        sd=float(np.hypot(policy.sd_expert, policy.sd_family)),
        guess=guess,
    )
