"""People, posts and policy as the planner sees them: everything that a plan depends on, and nothing else.

A problem is a snapshot. It is stored beside each plan, so that the plan can be made again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from grader.standard import Development, Link, Requirement, Tie

Origin = Literal["internal", "external"]
PostKind = Literal[
    "rotation", "secondment", "private-secondment", "concurrent", "sharing", "side-job"
]
Payer = Literal["home", "host", "state", "members"]
RelationKind = Literal["kin", "no-evaluation"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person whom the plan places.

    Parameters
    ----------
    person : str
        Pseudonymous id, as in the gradebook and in estimates.
    staff_number, name, kana, title : str
        職員番号, name, reading and 職名, for forms; never used in a decision.
    department : str
        Id of the present department; empty for external people.
    post : str or None
        Id of the present main post; None for new staff and people outside.
    origin : {'internal', 'external'}
        Own staff, or a person from outside.
    employment : str
        任用区分: ``regular``, ``fixed-term``, ``fiscal-year``, ``reappointed``, ``external``.
    grade : int
        級; 0 where there is none.
    job_family : str
        職種.
    share : float
        Share of a full-time post that the person works, above 0, at most 1.
    years_in_post : float
        Years in the department (在課年数) on the day of appointment.
    movable : bool
        False keeps the person in the present post, as during a leave.
    leaves : bool
        Whether the person leaves the organisation before the day of appointment: not placed at all.
    wishes : tuple of str
        Posts or departments in order of preference.
    wants_to_stay : bool
        Whether the person asked to stay.
    barred : frozenset of str
        Posts and departments to which the person must not go. The reason is not known here.
    consents : frozenset of str
        Posts and placements to which the person agreed.
    pledges : frozenset of str
        Pledges in force on the day of appointment.
    qualifications : frozenset of str
        Ids of qualifications that are valid then.
    eligibility : frozenset of str
        Conditions of placements that the person fulfils, as ``eligibility.<id>``.
    ties : tuple of Tie
        Employers and side jobs, now and before.
    days_per_week : float
        Days a week that can be given away, 0 to 5.
    term_ends : date or None
        Last day of the present secondment.
    return_post : str or None
        Post to which the person returns after it.
    levels : mapping of str to tuple of float
        By skill: P(level ≥ 1) … P(level ≥ 4). A skill without evidence is not there.
    hardest : mapping of str to int
        By skill: level of the hardest task taken.
    beside : frozenset of str
        Ids of posts that the person holds beside the main post (兼務・併任) and whose term goes on.
    """

    person: str
    staff_number: str
    name: str
    kana: str
    title: str
    department: str
    post: str | None
    origin: Origin = "internal"
    employment: str = "regular"
    grade: int = 0
    job_family: str = ""
    share: float = 1.0
    years_in_post: float = 0.0
    movable: bool = True
    leaves: bool = False
    wishes: tuple[str, ...] = ()
    wants_to_stay: bool = False
    barred: frozenset[str] = frozenset()
    consents: frozenset[str] = frozenset()
    pledges: frozenset[str] = frozenset()
    qualifications: frozenset[str] = frozenset()
    eligibility: frozenset[str] = frozenset()
    ties: tuple[Tie, ...] = ()
    days_per_week: float = 5.0
    term_ends: date | None = None
    return_post: str | None = None
    levels: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    hardest: Mapping[str, int] = field(default_factory=dict)
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SkillNeed:
    """So many people with a skill at a level, or so many levels in sum, in one post.

    Parameters
    ----------
    skill : str
        Id of the skill.
    level : int
        Level that each of them has; 0 where only the sum counts.
    people : int
        At least so many people; 0 where only the sum counts.
    total : int
        At least so many levels in sum over the people in the post; 0 where only heads count.
    key : bool
        Whether the last holder must not leave without a successor (ひとり情シス).
    """

    skill: str
    level: int
    people: int = 1
    total: int = 0
    key: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """A post with its seats, inside the organisation or at a host.

    Parameters
    ----------
    id, name, department : str
        Id, name and id of the department.
    title : str
        職名 that goes with it; empty if the person keeps the own one.
    kind : str
        ``rotation``, ``secondment``, ``private-secondment``, ``concurrent`` (a part of the week beside the main
        post, 兼務・併任), ``sharing`` (specialists of several municipalities) or ``side-job``.
    placement, role : str or None
        Ids in the standard.
    seats : float
        定員 in full-time posts, 0 or more.
    mandatory : float
        必置: seats that had better not stay empty, at most `seats`.
    grades : tuple of int, or None
        Lowest and highest 級, both included.
    job_families, qualifications : frozenset of str
        One of these is needed; empty: any will do.
    min_years, max_years : float or None
        Years that one should stay, and after which one should move on.
    max_leavers : int or None
        At most so many leave at once.
    needs : tuple of SkillNeed
        Skills that the post must keep.
    requires : tuple of Requirement
        Levels against which fit is measured, of the role and of the placement.
    develops : tuple of Development
        Levels that one should leave with.
    gates : tuple of str
        Conditions such as ``pledges.digital-agency`` or ``consent.person``.
    access : frozenset of str
        Kinds of information that one reaches there; words of the standard's ``information_access``.
    work : str
        Kind of side-job work, a word of the standard's ``side_jobs``; empty for others.
    host : str
        Company that receives the person; empty inside and at public bodies.
    acts : tuple of str
        What one does in procurements there; words of the standard's ``bid_restrictions``.
    bidders : tuple of str
        Companies that bid there, or are expected to.
    procures : tuple of str
        What is procured there; words of the standard's ``bid_restrictions``. Empty: not known.
    evaluates : frozenset of str
        Posts whose people are evaluated from here.
    days_per_week : float
        5 for a full post.
    payer : {'home', 'host', 'state', 'members'}
        Who bears the pay.
    yearly_cost : int
        Yen a year for one person, at the expense of the payer, on top of the pay of those who are there anyhow.
    term_months : int or None
        Longest stay; None without an end.
    divisions : tuple of str
        Ids of the departments above its department (部), the nearest first.
    """

    id: str
    name: str
    department: str
    title: str = ""
    kind: PostKind = "rotation"
    placement: str | None = None
    role: str | None = None
    seats: float = 1.0
    mandatory: float = 0.0
    grades: tuple[int, int] | None = None
    job_families: frozenset[str] = frozenset()
    qualifications: frozenset[str] = frozenset()
    min_years: float | None = None
    max_years: float | None = None
    max_leavers: int | None = None
    needs: tuple[SkillNeed, ...] = ()
    requires: tuple[Requirement, ...] = ()
    develops: tuple[Development, ...] = ()
    gates: tuple[str, ...] = ()
    access: frozenset[str] = frozenset()
    work: str = ""
    host: str = ""
    acts: tuple[str, ...] = ()
    bidders: tuple[str, ...] = ()
    procures: tuple[str, ...] = ()
    evaluates: frozenset[str] = frozenset()
    days_per_week: float = 5.0
    payer: Payer = "home"
    yearly_cost: int = 0
    term_months: int | None = None
    divisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """Two people who must be kept apart, without the reason.

    Parameters
    ----------
    kind : {'kin', 'no-evaluation'}
        ``kin``: not in one department, and neither evaluates the other. ``no-evaluation``: only the latter.
    a, b : str
        Person ids.
    """

    kind: RelationKind
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Budget:
    """What one payer can spend on the posts of the plan in a year.

    Parameters
    ----------
    payer : {'home', 'host', 'state', 'members'}
        Whose money.
    yen : int
        Sum for a year.
    """

    payer: Payer
    yen: int


@dataclass(frozen=True, slots=True)
class Goal:
    """One step of the ordered list of goals.

    Parameters
    ----------
    id : str
        ``fill``, ``fit``, ``wishes``, ``growth``, ``moves``, ``keep`` (the announced plan), or the name of a mix.
    weights : mapping of str to float
        Terms of a mix and their weights; ``{id: 1}`` for a single goal.
    tolerance : float
        Share of its best value that may be given up for the goals after it, 0 to 1.
    """

    id: str
    weights: Mapping[str, float]
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class PlanPolicy:
    """What a city decides about its plans: ``assessments/planning.yaml``.

    Parameters
    ----------
    version : str
        Version of the policy.
    goals : tuple of Goal
        In order; the first comes first.
    rules : mapping of str to str
        By code of a rule: ``hard``, ``soft`` or ``off``, where it is not the rule's own default.
    weights : mapping of str to float
        By code of a soft rule: how much one unit of its shortage counts in the goal ``fill``.
    candidates_per_person : int
        Pairs looked at for each person, besides the present post and the wishes.
    candidates_per_post : int
        And for each post.
    met : float
        A person holds a level if P(level ≥ it) is at least this.
    wish_points : tuple of int
        Points of the first, second, third … wish.
    announced_on : date or None
        Day on which staff were told that training results are used for placement; None: they are not used.
    closed : frozenset of str
        Kinds of information that people from outside never reach; words of the standard's ``information_access``.
    bid_rules : tuple of str
        Ids of the bid restrictions that apply here.
    context : str
        Kind of municipality for whose levels roles are read; empty for the roles as they are.
    """

    version: str
    goals: tuple[Goal, ...]
    rules: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    candidates_per_person: int = 20
    candidates_per_post: int = 20
    met: float = 0.8
    wish_points: tuple[int, ...] = (300, 200, 100)
    announced_on: date | None = None
    closed: frozenset[str] = frozenset({"personal_data"})
    bid_rules: tuple[str, ...] = ()
    context: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that a plan depends on.

    Parameters
    ----------
    appointed_on : date
        発令日 of the first year.
    people : tuple of Candidate
        By person id.
    posts : tuple of Post
        By id.
    policy : PlanPolicy
        The city's policy.
    relations : tuple of Relation
        Who must be kept apart.
    links : tuple of Link
        Companies and companies.
    bid_rules : tuple of str
        Ids of the bid restrictions that apply here.
    budgets : tuple of Budget
        Limits of money; a payer without one has no limit.
    departments : mapping of str to str
        Names by id.
    years : int
        Years of the plan, 1 to 5.
    pins, forbids : tuple of (str, str)
        Person and post that must, or must not, come together.
    announced : tuple of (str, int, str)
        Person, year and post of an earlier plan, which the goal ``keep`` keeps and rule P027 departs from.
    differ : int
        At least so many people are placed otherwise than there (P027), 0 or more.
    seed : int
        Seed of the solver.
    standard : str
        Version of the skill standard, which holds rules that no problem repeats.
    """

    appointed_on: date
    people: tuple[Candidate, ...]
    posts: tuple[Post, ...]
    policy: PlanPolicy
    relations: tuple[Relation, ...] = ()
    links: tuple[Link, ...] = ()
    bid_rules: tuple[str, ...] = ()
    budgets: tuple[Budget, ...] = ()
    departments: Mapping[str, str] = field(default_factory=dict)
    years: int = 1
    pins: tuple[tuple[str, str], ...] = ()
    forbids: tuple[tuple[str, str], ...] = ()
    announced: tuple[tuple[str, int, str], ...] = ()
    differ: int = 0
    seed: int = 1
    standard: str = ""
