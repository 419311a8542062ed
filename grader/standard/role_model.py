"""What stands in roles/ beside official personas: working profiles, layers of staff, kinds of municipality."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from grader.text import Text

if TYPE_CHECKING:
    from grader.standard.model import Citation, Verification

Need = Literal["must", "should", "nice"]
Layer = Literal["specialist", "dx-leader", "general"]
Applies = Literal["external", "internal"]
Use = Literal["must", "preferred", "evidence_only"]

NEEDS = {
    "must": Text("必須", "must-have"),
    "should": Text("重要", "important"),
    "nice": Text("任意", "optional"),
}
EVERYBODY: tuple[Applies, ...] = ("external", "internal")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One skill that a role asks for.

    Parameters
    ----------
    skill : str
        Id of the skill.
    level : int
        Level asked for, 1 to 4.
    weight : float
        Weight in the fit, above 0.
    need : {'must', 'should', 'nice'}
        An unmet must caps the label of the fit, never the number.
    applies_to : tuple of {'external', 'internal'}
        Staff of which origin the requirement concerns.
    """

    skill: str
    level: int
    weight: float
    need: Need
    applies_to: tuple[Applies, ...] = EVERYBODY


@dataclass(frozen=True, slots=True)
class Experience:
    """Something that a person in a role should have done.

    Parameters
    ----------
    text : Text
        The experience as behaviour, such as a reform of work done with ICT; not as years.
    need : {'must', 'should', 'nice'}
        How much it is wanted.
    sources : tuple of Citation
        Where the wording comes from.
    """

    text: Text
    need: Need
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class WantedQualification:
    """An examination that a role looks at.

    Parameters
    ----------
    ref : str
        Id of a qualification.
    need : {'must', 'preferred', 'evidence_only'}
        Whether one must hold it, had better, or whether it is only evidence among other evidence.
    """

    ref: str
    need: Use


@dataclass(frozen=True, slots=True)
class RoleContext:
    """Levels of a role in one kind of municipality.

    Parameters
    ----------
    context : str
        Id of a `Context`.
    levels : tuple of (str, int)
        Skill and the level asked for there, 1 to 4; all other requirements stay.
    reason : Text
        Why it differs.
    """

    context: str
    levels: tuple[tuple[str, int], ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Role:
    """One working role profile of the project.

    Parameters
    ----------
    id : str
        Id, also the file name.
    name : Text
        Name.
    layer : {'specialist', 'dx-leader', 'general'}
        Layer of staff.
    requirements : tuple of Requirement
        In the order of the file.
    description : Text, optional
        What the role is.
    applies_to : tuple of {'external', 'internal'}
        Whom the role is meant for.
    matches : tuple of (str, str)
        SKOS predicate and id of each persona that it resembles.
    experience : tuple of Experience
        What one should have done, told as behaviour.
    qualifications : tuple of WantedQualification
        Examinations that count beside the levels, never as one of them.
    contexts : tuple of RoleContext
        Other levels in some kinds of municipality.
    """

    id: str
    name: Text
    layer: Layer
    requirements: tuple[Requirement, ...]
    description: Text | None = None
    applies_to: tuple[Applies, ...] = EVERYBODY
    matches: tuple[tuple[str, str], ...] = ()
    experience: tuple[Experience, ...] = ()
    qualifications: tuple[WantedQualification, ...] = ()
    contexts: tuple[RoleContext, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffLayer:
    """One layer of staff.

    Parameters
    ----------
    id : {'specialist', 'dx-leader', 'general'}
        Id by which roles name it.
    name, description : Text
        Name and meaning.
    verification : {'verified', 'secondary', 'recalled', 'none'}
        How it was checked against the guideline from which it is taken.
    """

    id: Layer
    name: Text
    description: Text
    verification: Verification


@dataclass(frozen=True, slots=True)
class Context:
    """A kind of municipality.

    Parameters
    ----------
    id : str
        Id by which roles name it.
    kind : {'population', 'it_staff'}
        What it goes by.
    name : Text
        Name.
    at_least, below : int or None
        Inhabitants or members of the IT section, from and up to but not including; None without a bound.
    """

    id: str
    kind: Literal["population", "it_staff"]
    name: Text
    at_least: int | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True)
class RoleFact:
    """Something known about official personas or layers as a whole.

    Parameters
    ----------
    id : str
        Id.
    text : Text
        The fact in our words.
    personas : tuple of str
        Personas that it concerns; empty if it concerns none in particular.
    verification : {'verified', 'secondary', 'recalled', 'none'}
        How it was checked.
    sources : tuple of Citation
        Where it stands.
    """

    id: str
    text: Text
    personas: tuple[str, ...]
    verification: Verification
    sources: tuple[Citation, ...]


def role_in_context(role: Role, context: str) -> Role:
    """Return a role as one kind of municipality needs it.

    Parameters
    ----------
    role : Role
        The role.
    context : str
        Id of a `Context`.

    Returns
    -------
    Role
        The same role with the levels of that context; the role itself if it says nothing about it.
        Weights and musts stay, so that fits in two contexts can be compared.
    """
    levels = {k: v for own in role.contexts if own.context == context for k, v in own.levels}
    needs = (replace(need, level=levels.get(need.skill, need.level)) for need in role.requirements)
    return replace(role, requirements=tuple(needs))
