"""What the pages show, as frozen records read from the files of the earlier stages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.authoring.registers import Misconception
    from grader.dashboard.beside import Beside

Decision = Literal["met", "not_met", "undecided", "no_evidence"]
FitLabel = Literal["fits", "must_unmet", "undecided", "no_evidence"]
Reason = Literal["few_items", "few_notebooks", "unproctored"]
State = Literal["not_attempted", "wrong", "partial", "right", "could_not_run", "not_graded"]

TOP_LEVEL = 4
UNSAID = Text("", "")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One graded exercise of one person.

    Parameters
    ----------
    lesson, exercise : str
        Where the answer stands.
    points, max_points : float
        What it got, and what was to be had.
    state : str
        One of the six states of an exercise.
    misconceptions : tuple of str
        Ids of the misconceptions that the answer showed.
    is_isolated : bool
        Whether the submitted code was kept apart while it was graded; also true where nobody noted it.
    """

    lesson: str
    exercise: str
    points: float
    max_points: float
    state: State
    misconceptions: tuple[str, ...]
    is_isolated: bool = True


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is known of one person's one skill.

    Parameters
    ----------
    skill : str
        Skill id.
    n_items, n_notebooks : int
        How much evidence there is.
    eap : float
        Expected level, on the level coordinate, cut to what notebooks can show.
    low, high : float
        Ends of the interval, cut alike.
    p_at_least : tuple of float
        Probabilities of level 1, 2, 3, 4 or above.
    level : int
        Highest level that is more likely than not.
    confirmed_level : int
        Highest level that is held with the confidence of the policy.
    provisional : bool
        Whether there is any reason to call the level provisional.
    evidence : tuple of Evidence
        The graded exercises behind it.
    is_thin : bool
        Whether there is too little evidence to show a level at all.
    reasons : tuple of {'few_items', 'few_notebooks', 'unproctored'}
        Why it is provisional; empty also where nobody noted why.
    sentence : Text
        What is known, in one sentence, held against the level that the target role asks for.
    """

    skill: str
    n_items: int
    n_notebooks: int
    eap: float
    low: float
    high: float
    p_at_least: tuple[float, ...]
    level: int
    confirmed_level: int
    provisional: bool
    evidence: tuple[Evidence, ...]
    is_thin: bool = False
    reasons: tuple[Reason, ...] = ()
    sentence: Text = UNSAID

    def p(self, level: int) -> float:
        """Return the probability of this level or a higher one.

        Parameters
        ----------
        level : int
            From 0 to 4; 0 is certain.

        Returns
        -------
        float
            Between 0 and 1.
        """
        return 1.0 if level <= 0 else self.p_at_least[level - 1]


@dataclass(frozen=True, slots=True)
class Part:
    """One requirement of a role, held against one person.

    Parameters
    ----------
    skill : str
        Skill id.
    required : int
        Level that the role asks for.
    need : str
        How strongly: must, should or nice.
    weight : float
        Share of the fit before normalisation.
    decision : str
        Whether the requirement is met, as far as is known.
    p_met : float or None
        Probability that it is met; None without evidence.
    expected_level, expected_gap : float or None
        Expected level and shortfall in levels; None without evidence.
    by_people : bool
        Whether notebooks cannot prove this level, so that a person must attest it.
    contribution : tuple of float
        What it adds to the fit: low, expected, high.
    """

    skill: str
    required: int
    need: str
    weight: float
    decision: Decision
    p_met: float | None
    expected_level: float | None
    expected_gap: float | None
    by_people: bool
    contribution: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class RoleFit:
    """One person's fit to one role.

    Parameters
    ----------
    role : str
        Role id.
    low : float
        Fit if everything unknown is absent.
    expected : float or None
        Fit over what is measured; None if nothing is.
    high : float
        Fit if everything unknown is present.
    measured_share : float
        Share of the role's weight for which there is evidence.
    expected_gap : float or None
        Weighted mean of the expected shortfalls, in levels; None if nothing is measured.
    label : str
        The verdict in one word.
    parts : tuple of Part
        The requirements.
    """

    role: str
    low: float
    expected: float | None
    high: float
    measured_share: float
    expected_gap: float | None
    label: FitLabel
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PlaceAxes:
    """One person's fit to a placement and growth there: two axes, never one number.

    Parameters
    ----------
    name : Text
        Name of the placement.
    fit, growth : tuple of (float or None, float or None, float or None)
        Low, expected over what is measured, high; None where there is none.
    """

    name: Text
    fit: tuple[float | None, float | None, float | None]
    growth: tuple[float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Item:
    """One assessed exercise that exists, taken or not.

    Parameters
    ----------
    id, lesson, skill : str
        Exercise, its lesson, the one skill that it proves.
    level : int
        Level at which it is aimed.
    minutes : int
        Time it takes.
    title : Text
        Heading in the notebook.
    """

    id: str
    lesson: str
    skill: str
    level: int
    minutes: int
    title: Text


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the skills and roles of the standard.

    Parameters
    ----------
    skills : mapping
        Skill id to name, in the order of the standard.
    statements : mapping
        (Skill id, level) to its statement; not every pair has one.
    roles : mapping
        Role id to name, in the order of the standard.
    ceilings : mapping
        Skill id to the highest level that notebooks can show.
    levels : tuple of (int, Text)
        Levels of the scale with their short names, in order.
    disclaimer : Text or None
        What the standard is not.
    places : mapping
        Placement id to name.
    """

    skills: Mapping[str, Text]
    statements: Mapping[tuple[str, int], Text]
    roles: Mapping[str, Text]
    ceilings: Mapping[str, int]
    levels: tuple[tuple[int, Text], ...] = ()
    disclaimer: Text | None = None
    places: Mapping[str, Text] = field(default_factory=dict)

    def skill(self, key: str) -> Text:
        """Return the name of a skill, or its id if the standard has lost it.

        Parameters
        ----------
        key : str
            Skill id.

        Returns
        -------
        Text
            The name.
        """
        return self.skills.get(key) or Text(ja=key, en=key)

    def ceiling(self, key: str) -> int:
        """Return the highest level of a skill that notebooks can show.

        Parameters
        ----------
        key : str
            Skill id.

        Returns
        -------
        int
            0 to 4; 4 if the standard has lost the skill.
        """
        return self.ceilings.get(key, TOP_LEVEL)

    def role(self, key: str) -> Text:
        """Return the name of a role, or its id if the standard has lost it.

        Parameters
        ----------
        key : str
            Role id.

        Returns
        -------
        Text
            The name.
        """
        return self.roles.get(key) or Text(ja=key, en=key)


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the roster with everything known of them.

    Parameters
    ----------
    id, name, kana, department, post : str
        As in the roster; the department may be empty.
    target_role : str
        Role id that the person works towards; may be empty.
    page : str
        File name of the person's page, safe on every file system.
    skills : mapping
        Skill id to estimate; a skill that is not here has no evidence.
    roles : mapping
        Role id to fit.
    beside : mapping
        Skill id to other evidence of it, which never enters an estimate; ``""`` to that of no one skill.
    places : tuple of PlaceAxes
        Fit and growth by placement id.
    """

    id: str
    name: str
    kana: str
    department: str
    post: str
    target_role: str
    page: str
    skills: Mapping[str, Estimate] = field(default_factory=dict)
    roles: Mapping[str, RoleFit] = field(default_factory=dict)
    beside: Mapping[str, Beside] = field(default_factory=dict)
    places: tuple[PlaceAxes, ...] = ()

    @property
    def target(self) -> RoleFit | None:
        """Fit to the role that the person works towards, if there is one."""
        return self.roles.get(self.target_role)


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that one run of the pages shows.

    Parameters
    ----------
    title : Text
        Name of the workspace.
    members : tuple of Member
        By department in roster order, then by kana.
    departments : tuple of str
        In roster order; the empty name last.
    names : Names
        Names of skills and roles.
    items : tuple of Item
        Exercises that can be taken now.
    exercises : mapping
        Exercise id to its entry, also of those that can no longer be taken.
    misconceptions : mapping
        Id to misconception.
    interval : int
        Probability inside the intervals shown, in per cent.
    sure : int
        Probability from which a level counts as confirmed, in per cent.
    min_items, min_notebooks : int
        With less evidence than this a level is provisional.
    standard_version : str
        Version of the standard against which the fit was made.
    as_of : str or None
        Date printed on every page; None prints none.
    overlay : Text or None
        Name and hash of the municipality's overlay that was part of the standard.
    taken_out : Text
        Who took the pages out, when and for what.
    """

    title: Text
    members: tuple[Member, ...]
    departments: tuple[str, ...]
    names: Names
    items: tuple[Item, ...]
    exercises: Mapping[str, Item]
    misconceptions: Mapping[str, Misconception]
    interval: int
    sure: int
    min_items: int
    min_notebooks: int
    standard_version: str
    as_of: str | None
    overlay: Text | None = None
    taken_out: Text = UNSAID
