"""The skill standard as frozen records: what later stages may know of `skills_standard/`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.standard.frameworks import Match, Persona
    from grader.standard.overlay import OverlayInfo
    from grader.standard.placement_model import Placement, Qualification, SharingScheme
    from grader.standard.role_model import Context, Role, RoleFact, StaffLayer
    from grader.standard.rulings.rulebook import Rulebook
    from grader.text import Text

Kind = Literal["technical", "government", "human"]
Origin = Literal["official", "derived", "project"]
Verification = Literal["verified", "secondary", "recalled", "none"]
Status = Literal["draft", "active", "deprecated", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in a source.

    Parameters
    ----------
    ref : str
        Id of the source.
    at : str
        Heading, page or table.
    use : str
        ``fact``, ``paraphrase`` or ``reference``.
    lines : str or None
        Lines of the source's transcript, such as ``485-487,500``.
    """

    ref: str
    at: str
    use: str
    lines: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Published material that facts come from.

    Parameters
    ----------
    id : str
        Id by which citations name it.
    title : Text
        Title as published, and a translation.
    publisher : str
        Who published it.
    date, url : str or None
        None where not known.
    licence : str
        Licence or terms.
    retrieved : str or None
        When we looked at it; None where not known.
    access : {'read', 'not_read'}
        Whether anybody here read the text itself.
    transcript_lines : int or None
        Lines of the plain text from which lines are cited; None where there is none.
    terms : {'public-domain', 'attribution', 'names-only', 'copyright'} or None
        What may be taken from it; None where nobody has said.
    attribution : Text or None
        The words by which it must be named; None where none are asked for.
    """

    id: str
    title: Text
    publisher: str
    date: str | None
    url: str | None
    licence: str
    retrieved: str | None
    access: str
    transcript_lines: int | None = None
    terms: str | None = None
    attribution: Text | None = None


@dataclass(frozen=True, slots=True)
class ScaleLevel:
    """One level of the scale that all skills share.

    Parameters
    ----------
    level : int
        0 to 4.
    name : Text
        Short name.
    description : Text
        What a person at this level does, for any skill.
    proof : Text
        How the level is shown.
    """

    level: int
    name: Text
    description: Text
    proof: Text


@dataclass(frozen=True, slots=True)
class Term:
    """A name with its meaning.

    Parameters
    ----------
    name : Text
        Name.
    description : Text
        Meaning.
    """

    name: Text
    description: Text


@dataclass(frozen=True, slots=True)
class Scale:
    """The levels, and what may count as evidence for them.

    Parameters
    ----------
    levels : tuple of ScaleLevel
        Levels 0 to 4, in order.
    unassessed : Term
        The state of having no evidence; never the same as level 0.
    evidence_kinds : mapping of str to Term
        Kinds of evidence by id.
    """

    levels: tuple[ScaleLevel, ...]
    unassessed: Term
    evidence_kinds: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Level:
    """What a person at one level of one skill can do.

    Parameters
    ----------
    level : int
        1 to 4.
    statement : Text
        「〜できる」 / “Can …”.
    evidence : tuple of str
        Kinds of evidence that may show it.
    """

    level: int
    statement: Text
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """A skill that one needs first.

    Parameters
    ----------
    skill : str
        Id of the other skill.
    level : int
        Level needed of it, 1 to 4.
    """

    skill: str
    level: int


@dataclass(frozen=True, slots=True)
class NotCovered:
    """A level that claims automatic evidence and that no exercise proves yet.

    Parameters
    ----------
    level : int
        The level, 1 to 3.
    reason : Text
        Why, and what is planned.
    """

    level: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill.

    Parameters
    ----------
    id : str
        Id such as ``SEC-LOG``; never reused.
    domain : str
        Id of its domain.
    kind : {'technical', 'government', 'human'}
        Technical skill, knowledge of government, or human skill.
    name, description : Text
        Name and one sentence.
    origin : {'official', 'derived', 'project'}
        Whose content it is.
    verification : {'verified', 'secondary', 'recalled', 'none'}
        How it was checked.
    status : {'draft', 'active', 'deprecated', 'withdrawn'}
        Active only with level statements.
    auto_ceiling : int
        Highest level that automatic grading alone may show, 0 to 3.
    levels : tuple of Level
        Levels 1 to n; empty while the skill is a draft.
    uuid : str
        Derived from the id, for exports.
    since : str
        Version in which it appeared.
    sources : tuple of Citation
        Where it comes from.
    prerequisites : tuple of Prerequisite
        Skills that one needs first.
    not_covered : tuple of NotCovered
        Levels that no exercise proves yet, each with the reason.
    validity_months : int or None
        Months after which evidence should be renewed; None if it does not age.
    """

    id: str
    domain: str
    kind: Kind
    name: Text
    description: Text
    origin: Origin
    verification: Verification
    status: Status
    auto_ceiling: int
    levels: tuple[Level, ...]
    uuid: str = ""
    since: str = ""
    sources: tuple[Citation, ...] = ()
    prerequisites: tuple[Prerequisite, ...] = ()
    not_covered: tuple[NotCovered, ...] = ()
    validity_months: int | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """The whole standard.

    Parameters
    ----------
    version : str
        Version of the content.
    status : str
        ``draft``, ``released`` or ``superseded``.
    scale : Scale
        Levels and kinds of evidence.
    skills : mapping of str to Skill
        By id, in the order of domains and files.
    roles : mapping of str to Role
        The project's working profiles by id.
    sources : mapping of str to Source
        By id.
    title, disclaimer : Text, optional
        What it is called, and what it is not.
    domains : mapping of str to Text
        Names of the domains by id, in the order of pages.
    personas : mapping of str to Persona
        What is known of official personas, kept apart from `roles`.
    crosswalks : tuple of Match
        Other ids and ours, by file and line.
    layers : mapping of str to StaffLayer
        Layers of staff by id.
    contexts : mapping of str to Context
        Kinds of municipality by id, for which roles may ask for other levels.
    role_facts : mapping of str to RoleFact
        What is known about official personas and layers as a whole.
    placements : mapping of str to Placement
        Secondments, advisers, side jobs, appointments and shared posts by id.
    sharing_schemes : mapping of str to SharingScheme
        Ways in which municipalities share people, by id.
    qualifications : mapping of str to Qualification
        Examinations and registrations by id.
    id, date, licence, uuid_prefix : str
        As in ``standard.yaml``; what exports derive identifiers and times from.
    overlay : OverlayInfo or None
        The municipality's overlay that is part of it.
    successors : mapping of str to tuple of str
        Ids of the skills that took the place of a withdrawn one.
    rulebook : Rulebook or None
        Its rules; None where a standard was put together without them.
    """

    version: str
    status: str
    scale: Scale
    skills: Mapping[str, Skill]
    roles: Mapping[str, Role]
    sources: Mapping[str, Source]
    title: Text | None = None
    disclaimer: Text | None = None
    domains: Mapping[str, Text] = field(default_factory=dict)
    personas: Mapping[str, Persona] = field(default_factory=dict)
    crosswalks: tuple[Match, ...] = ()
    layers: Mapping[str, StaffLayer] = field(default_factory=dict)
    contexts: Mapping[str, Context] = field(default_factory=dict)
    role_facts: Mapping[str, RoleFact] = field(default_factory=dict)
    placements: Mapping[str, Placement] = field(default_factory=dict)
    sharing_schemes: Mapping[str, SharingScheme] = field(default_factory=dict)
    qualifications: Mapping[str, Qualification] = field(default_factory=dict)
    id: str = ""
    date: str = ""
    licence: str = ""
    uuid_prefix: str = ""
    overlay: OverlayInfo | None = None
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rulebook: Rulebook | None = None
