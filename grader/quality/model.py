"""What the report says, before it is put into words."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from grader.quality.thresholds import WEIGHTS, limit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.measurement import Item
    from grader.text import Text

Unit = Literal["d_dif", "effect"]
Verdict = Literal["good", "review", "too_few", "unknown"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its verdict.

    Parameters
    ----------
    key : str
        What it is; see `grader.quality.figures.FIGURES`.
    value : float
        NaN if the answers do not determine it.
    verdict : {'good', 'review', 'too_few', 'unknown'}
        Against the limits of `grader.quality.thresholds`; `unknown` where more answers would not help.
    low, high : float
        95 % interval; NaN if none is given.
    n : int
        Answers or persons that it rests on.
    case : str
        For `review`, which way it is wrong; see `grader.quality.cases.CASES`. Else empty.
    args : mapping
        What the sentences of the case need besides the value.
    """

    key: str
    value: float
    verdict: Verdict
    low: float = math.nan
    high: float = math.nan
    n: int = 0
    case: str = ""
    args: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where to mend an exercise.

    Parameters
    ----------
    text : str
        File and line of the exercise's text, such as ``curriculum/security-phishing/lesson.md:683``.
    check : str
        File and line of its hidden test.
    """

    text: str
    check: str


@dataclass(frozen=True, slots=True)
class Belief:
    """How often a misconception was recognised in the answers to one exercise.

    Parameters
    ----------
    id : str
        Such as ``M-1000``.
    belief : Text
        What the trainee believes.
    count, of : int
        In how many of how many answers.
    remedy : str
        Where a trainee is told to read again: lesson and heading.
    """

    id: str
    belief: Text
    count: int
    of: int
    remedy: str


@dataclass(frozen=True, slots=True)
class ItemReport:
    """All that is said of one exercise.

    Parameters
    ----------
    item : Item
        The exercise.
    place : Place
        Where it stands.
    figures : mapping of str to Figure
        By key, in the order of the page.
    beliefs : tuple of Belief
        Most frequent first.
    """

    item: Item
    place: Place
    figures: Mapping[str, Figure]
    beliefs: tuple[Belief, ...]

    @property
    def verdict(self) -> Verdict:
        """Review if any figure says so; else that of the correlation with the rest."""
        verdicts = {figure.verdict for figure in self.figures.values()}
        if "review" in verdicts:
            return "review"
        return self.figures["item_rest"].verdict

    @property
    def problems(self) -> tuple[Figure, ...]:
        """What is to be reviewed, the gravest first; a case that two figures show stands once."""
        by_case: dict[str, Figure] = {}
        for figure in self.figures.values():
            if figure.verdict == "review":
                by_case.setdefault(figure.case, figure)
        return tuple(sorted(by_case.values(), key=lambda one: -WEIGHTS[one.case]))

    @property
    def weight(self) -> float:
        """How much it wants to be looked at; 0 if nothing is to be reviewed."""
        return sum(WEIGHTS[figure.case] for figure in self.problems)


@dataclass(frozen=True, slots=True)
class LevelRow:
    """What a skill's tasks tell at one level.

    Parameters
    ----------
    level : int
        From 0.
    tasks : int
        Tasks declared for it.
    planned : float
        Standard error there by the tasks alone, levels; infinite without information.
    persons : int or None
        Persons at this level; None if fewer than may be shown.
    seen : float
        Mean standard error of these persons, levels; NaN if not shown.
    judged : bool
        Whether notebooks may show this level, so that tasks for it are wanted.
    verdict : {'good', 'review'}
        Review: tasks are missing.
    """

    level: int
    tasks: int
    planned: float
    persons: int | None
    seen: float
    judged: bool
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ScaleReport:
    """All that is said of one lesson or skill as a whole.

    Parameters
    ----------
    kind : {'lesson', 'skill'}
        A lesson has points, a skill has levels.
    id : str
        Slug or skill id.
    title : Text
        Its name.
    persons, items : int
        Who answered, and how many tasks.
    figures : mapping of str to Figure
        By key.
    levels : tuple of LevelRow
        From level 0; empty for a lesson.
    """

    kind: Literal["lesson", "skill"]
    id: str
    title: Text
    persons: int
    items: int
    figures: Mapping[str, Figure]
    levels: tuple[LevelRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two exercises whose answers go together more than ability explains.

    Parameters
    ----------
    first, second : Item
        The exercises.
    excess : float
        Q3 above that of the mean pair.
    """

    first: Item
    second: Item
    excess: float


@dataclass(frozen=True, slots=True)
class DifRow:
    """One exercise that is not alike for two groups of the same ability.

    Parameters
    ----------
    item : Item
        The exercise.
    variable : Text
        Name of the grouping.
    reference, focal : str
        The largest group, and the group compared with it.
    size : float
        D-DIF (delta scale of ETS), or the standardised mean difference over the SD for three
        categories; negative: harder for the focal group.
    unit : {'d_dif', 'effect'}
        Which of the two.
    ets : {'A', 'B', 'C'}
        Negligible, moderate, large.
    p_large : float
        Probability that the true difference is large.
    """

    item: Item
    variable: Text
    reference: str
    focal: str
    size: float
    unit: Unit
    ets: Literal["A", "B", "C"]
    p_large: float

    @property
    def verdict(self) -> Verdict:
        """Review if the class is C, and not likely to be so by chance."""
        surely = self.ets == "C" and self.p_large >= limit("dif_large")
        return "review" if surely else "good"


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to divide the class, and what could be compared.

    Parameters
    ----------
    variable : Text
        Column of the roster or of the file of groups.
    sizes : tuple of (str, int)
        Groups with at least `answers_group` persons and their size, rounded down to tens so that
        nobody can reckon out a group that is not shown.
    small : int
        How many other groups there are.
    rows : tuple of DifRow
        Every comparison that could be made, classes B and C first.
    """

    variable: Text
    sizes: tuple[tuple[str, int], ...]
    small: int
    rows: tuple[DifRow, ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """What did not count, and why.

    Parameters
    ----------
    rule : str
        Id of the rule.
    title, remedy : Text
        Of the rule.
    count : int
        How many results.
    """

    rule: str
    title: Text
    remedy: Text
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report. It names no person.

    Parameters
    ----------
    name : Text
        Of the workspace.
    persons : int
        With at least one first attempt.
    answers : int
        That count.
    bank_version, policy_version : str
        What they were scored with.
    items : tuple of ItemReport
        By lesson, in the order of the bank.
    scales : tuple of ScaleReport
        Lessons, then skills.
    pairs : tuple of Pair
        Most dependent first.
    groupings : tuple of Grouping
        One for each column that divides the class.
    unusual : int or None
        Persons with an unusual pattern of answers; None if the number is too small to be shown.
    judged : int
        Persons with enough answers to say so.
    set_aside : tuple of SetAside
        By rule.
    """

    name: Text
    persons: int
    answers: int
    bank_version: str
    policy_version: str
    items: tuple[ItemReport, ...]
    scales: tuple[ScaleReport, ...]
    pairs: tuple[Pair, ...]
    groupings: tuple[Grouping, ...]
    unusual: int | None
    judged: int
    set_aside: tuple[SetAside, ...]

    @property
    def worst(self) -> tuple[ItemReport, ...]:
        """The five exercises to look at first."""
        ranked = sorted(self.items, key=lambda one: (-one.weight, one.item.id))
        return tuple(one for one in ranked[:5] if one.weight > 0)
