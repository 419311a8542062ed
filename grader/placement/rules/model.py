"""What a rule is, and what it adds to a plan's program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from grader.text import Text

    Floats = NDArray[np.float64]

Strength = Literal["hard", "soft", "off"]


@dataclass(frozen=True, slots=True)
class PlanRule:
    """One rule of planning.

    Parameters
    ----------
    code : str
        Code, such as ``P004``.
    name : Text
        Name.
    strength : {'hard', 'soft'}
        Whether it holds whatever happens, or is missed by a shortage that the plan names. Only law, conflicts of
        interest and what people decide by hand are hard, so that there is always a plan.
    shortage : Text or None
        Name of the shortage of a soft rule.
    weight : float
        How much one unit of shortage counts in the goal ``fill``; 0 for a hard rule.
    """

    code: str
    name: Text
    strength: Strength = "hard"
    shortage: Text | None = None
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Subject:
    """What one row of a rule is about.

    Parameters
    ----------
    person, post, skill : str
        Ids; empty where none is meant.
    level : int
        Level of the skill.
    other : str
        The second person, or a payer; empty where none is meant.
    year : int
        Year of the plan, from 0.
    """

    person: str = ""
    post: str = ""
    skill: str = ""
    level: int = 0
    other: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Inequalities that a rule adds: lower ≤ matrix · x + own · y ± shortage ≤ upper.

    Parameters
    ----------
    rule : PlanRule
        The rule, with the strength and weight that the city's policy gives it.
    matrix : csr_array of shape (m, n)
        Coefficients of the n pairs.
    lower, upper : ndarray of shape (m,)
        Limits; infinite where there is none.
    subjects : tuple of m Subject
        What each row is about.
    shortage : ndarray of shape (m,) or None
        Largest shortage of each row of a soft rule: it is added to a row with a lower limit, and taken off a row with
        an upper one. None for a hard rule.
    own : csr_array of shape (m, k) or None
        Coefficients of further 0–1 columns that belong to this rule.
    own_moves : ndarray of shape (k,) or None
        What each of them counts in the goal ``moves``.
    """

    rule: PlanRule
    matrix: csr_array
    lower: Floats
    upper: Floats
    subjects: tuple[Subject, ...]
    shortage: Floats | None = None
    own: csr_array | None = None
    own_moves: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Charge:
    """A soft rule that single pairs break: a pair that is used leaves a shortage of 1.

    Parameters
    ----------
    rule : PlanRule
        The rule.
    pairs : ndarray of bool of shape (n,)
        The pairs that break it.
    """

    rule: PlanRule
    pairs: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Bar:
    """A hard rule that shuts single pairs out.

    Parameters
    ----------
    rule : PlanRule
        The rule.
    pairs : ndarray of bool of shape (n,)
        The pairs that it shuts out.
    """

    rule: PlanRule
    pairs: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that a person has to look at before the appointment (要確認).

    Parameters
    ----------
    rule : str
        Code of the rule.
    text : Text
        What to look at; never a reason that is somebody's private matter.
    """

    rule: str
    text: Text
