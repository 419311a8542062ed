"""Where people can be placed, how municipalities share them, and examinations, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.standard.model import Citation, Verification
    from grader.standard.role_model import Requirement

PlacementType = Literal[
    "secondment", "private-secondment", "adviser", "side-job", "appointment", "sharing"
]
Remote = Literal["full", "partial", "none"]
Employer = Literal["home", "host", "none"]
Payer = Literal["home", "host", "state", "members"]
Burden = Literal["pay", "absence"]
State = Literal["passed", "registered"]

# Gates that any placement may name; all others stand in rules/ or are a placement's own eligibility.
COMMON_GATES: Mapping[str, Text] = {
    "consent.person": Text("本人の同意", "Consent of the person"),
    "consent.home": Text("所属団体の同意", "Consent of the home organisation"),
    "agreement.secondment": Text("派遣に関する協定", "Agreement on the secondment"),
    "agreement.purpose": Text("活用の目的の整理", "Purpose set down beforehand"),
    "bid_restrictions.municipal": Text(
        "自団体の入札制限（A1からD1のような規定）",
        "The municipality's own bid restriction, of a kind such as A1 to D1",
    ),
}


@dataclass(frozen=True, slots=True)
class Development:
    """A level that a placement should lead to.

    Parameters
    ----------
    skill : str
        Id of the skill.
    to : int
        Level at the end, 1 to 4.
    """

    skill: str
    to: int


@dataclass(frozen=True, slots=True)
class Span:
    """From a least to a greatest number.

    Parameters
    ----------
    min, max : float
        Both included.
    """

    min: float
    max: float


@dataclass(frozen=True, slots=True)
class Eligibility:
    """A condition of one placement that is met or not, whatever the levels.

    Parameters
    ----------
    id : str
        Id, named by the gate ``eligibility.<id>``.
    text : Text
        The condition.
    """

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of a programme.

    Parameters
    ----------
    from_month, to_month : int
        Calendar months, 1 to 12.
    text : Text
        What is done.
    """

    from_month: int
    to_month: int
    text: Text


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where a source contradicts itself or another.

    Parameters
    ----------
    text : Text
        What is said, and which of it was taken.
    sources : tuple of Citation
        The places.
    """

    text: Text
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """A place where people work for a time, with what it asks and what it teaches.

    Parameters
    ----------
    id : str
        Id.
    type : {'secondment', 'private-secondment', 'adviser', 'side-job', 'appointment', 'sharing'}
        Kind.
    name, description, host : Text
        Name, what is done, and who receives the person.
    requires : tuple of Requirement
        Levels to start with: a proposal of this project, weighed 3, 2, 1 by need.
    develops : tuple of Development
        Levels to end with: a proposal of this project.
    gates : tuple of str
        Conditions that no level outweighs, such as ``pledges.digital-agency``.
    sources : tuple of Citation
        Where the facts stand.
    verification : {'verified', 'secondary', 'recalled', 'none'}
        How the facts were checked.
    scheme : Text or None
        Name of the form of employment or dispatch.
    role : str or None
        Role whose requirements apply on top of `requires`.
    sharing_scheme : str or None
        Sharing scheme to which a shared post belongs.
    eligibility : tuple of Eligibility
        Its own conditions.
    term_months : Span or None
        Length in months; None where the source does not say, as for all that follows.
    days_per_week : float or None
        Days a week at the host.
    remote : {'full', 'partial', 'none'} or None
        Work from elsewhere.
    employer : {'home', 'host', 'none'} or None
        Who employs the person meanwhile; ``none`` for fees and individual contracts.
    payer : {'home', 'host', 'state', 'members'} or None
        Who bears the pay.
    home_burden : tuple of {'pay', 'absence'}
        What it costs the home organisation.
    return_duty : Text or None
        What the person brings back.
    environment, support : tuple of Text
        How the place works, and how the person is helped; for information.
    programme : tuple of Stage
        The course of the term.
    conflicts : tuple of Conflict
        Contradictions in the sources.
    """

    id: str
    type: PlacementType
    name: Text
    description: Text
    host: Text
    requires: tuple[Requirement, ...]
    develops: tuple[Development, ...]
    gates: tuple[str, ...]
    sources: tuple[Citation, ...]
    verification: Verification
    scheme: Text | None = None
    role: str | None = None
    sharing_scheme: str | None = None
    eligibility: tuple[Eligibility, ...] = ()
    term_months: Span | None = None
    days_per_week: float | None = None
    remote: Remote | None = None
    employer: Employer | None = None
    payer: Payer | None = None
    home_burden: tuple[Burden, ...] = ()
    return_duty: Text | None = None
    environment: tuple[Text, ...] = ()
    support: tuple[Text, ...] = ()
    programme: tuple[Stage, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """How many people a pool held on a day.

    Parameters
    ----------
    total, digital : int
        People, and those among them in the digital field.
    as_of : str
        The day.
    """

    total: int
    digital: int
    as_of: str


@dataclass(frozen=True, slots=True)
class SharingScheme:
    """A way in which several municipalities share people.

    Parameters
    ----------
    id : str
        Id.
    name, description, body : Text
        Name, how it works, and who runs it.
    verification : {'verified', 'secondary', 'recalled', 'none'}
        How it was checked.
    sources : tuple of Citation
        Where it stands.
    start : str or None
        Month in which it began.
    municipalities : int or None
        Municipalities that take part.
    members : tuple of Text
        Their names, where the source lists them.
    cost_split : mapping of str to float
        Shares of the cost by payer, adding up to 1; empty where not known.
    menus : tuple of Text
        What it offers.
    horizon_years : int or None
        Years after which the whole is to be reached.
    registered : Registered or None
        People in the pool.
    target_people : int or None
        People aimed at nationwide.
    pay : Text or None
        How pay is settled.
    """

    id: str
    name: Text
    description: Text
    body: Text
    verification: Verification
    sources: tuple[Citation, ...]
    start: str | None
    municipalities: int | None
    members: tuple[Text, ...]
    cost_split: Mapping[str, float]
    menus: tuple[Text, ...]
    horizon_years: int | None
    registered: Registered | None
    target_people: int | None
    pay: Text | None


@dataclass(frozen=True, slots=True)
class Renewal:
    """How long a registration lasts before it must be renewed.

    Parameters
    ----------
    months : int
        Months.
    verification : {'verified', 'secondary', 'recalled', 'none'}
        How that was checked.
    """

    months: int
    verification: Verification


@dataclass(frozen=True, slots=True)
class Qualification:
    """An examination. It is evidence beside the levels, never a level by itself.

    Parameters
    ----------
    id : str
        Id.
    name, issuer : Text
        Name, and who holds the examination.
    itss_level : int or None
        Level of the IT Skill Standard that it stands for, 1 to 7; not a level of ours.
    scarce : bool
        Whether so few people hold it that asking for it leaves hardly anybody.
    states : tuple of {'passed', 'registered'}
        What one can be, in order.
    verification : {'verified', 'secondary', 'recalled', 'none'}
        How it was checked.
    sources : tuple of Citation
        Where it stands.
    renewal : Renewal or None
        How long a registration lasts.
    valid_from, valid_to : str or None
        First and last day of the examination; None where not known.
    successor : str or None
        Id of the examination that takes its place.
    note : Text or None
        What is uncertain.
    """

    id: str
    name: Text
    issuer: Text
    itss_level: int | None
    scarce: bool
    states: tuple[State, ...]
    verification: Verification
    sources: tuple[Citation, ...]
    renewal: Renewal | None
    valid_from: str | None
    valid_to: str | None
    successor: str | None
    note: Text | None
