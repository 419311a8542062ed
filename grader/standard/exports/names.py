"""What all exports name alike: addresses, identifiers, times, and words for codes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from grader.text import Text

if TYPE_CHECKING:
    from grader.standard.frameworks import Match
    from grader.standard.model import Skill, Standard

KINDS = {
    "technical": Text("技術", "technical"),
    "government": Text("行政", "government"),
    "human": Text("対人", "human"),
}
STATUSES = {
    "draft": Text("準備中", "draft"),
    "active": Text("有効", "active"),
    "deprecated": Text("廃止予定", "deprecated"),
    "withdrawn": Text("廃止", "withdrawn"),
}
LAYERS = {
    "specialist": Text("高度専門人材", "specialist"),
    "dx-leader": Text("DX推進リーダー", "dx-leader"),
    "general": Text("一般行政職員", "general"),
}
PEOPLE = {"external": Text("外部", "external"), "internal": Text("内部", "internal")}
LICENCES = {"CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/"}


def level_id(skill: str, level: int) -> str:
    """Return the id of one level of a skill.

    Parameters
    ----------
    skill : str
        Id of the skill.
    level : int
        1 to 4.

    Returns
    -------
    str
        Such as ``SEC-LOG.3``.
    """
    return f"{skill}.{level}"


def level_uuid(skill: Skill, level: int) -> str:
    """Return the uuid of one level of a skill: the one to which badges point.

    Parameters
    ----------
    skill : Skill
        The skill.
    level : int
        1 to 4.

    Returns
    -------
    str
        Derived from the uuid of the skill.
    """
    return str(uuid5(UUID(skill.uuid), str(level)))


def skill_uri(standard: Standard, name: str) -> str:
    """Return the address of a skill or of one of its levels; the uuid of the skill is derived from it.

    Parameters
    ----------
    standard : Standard
        The standard.
    name : str
        Id of a skill, or a `level_id`.

    Returns
    -------
    str
        Such as ``urn:jdx:skill:SEC-LOG``.
    """
    return standard.uuid_prefix + name


def uri(standard: Standard, *parts: str) -> str:
    """Return the address of anything that is no skill.

    Parameters
    ----------
    standard : Standard
        The standard.
    *parts : str
        Kind and id.

    Returns
    -------
    str
        Such as ``urn:jdx:domain:security``; what an address cannot hold is percent-encoded.
    """
    return ":".join(("urn", standard.id, *(quote(part, safe="%") for part in parts)))


def outside_uri(standard: Standard, match: Match) -> str:
    """Return the address under which a thing of another scheme is named here.

    Parameters
    ----------
    standard : Standard
        The standard.
    match : Match
        A row of a crosswalk.

    Returns
    -------
    str
        An address of ours; the other scheme may have none.
    """
    return uri(standard, match.scheme, match.subject)


def identifier(address: str) -> str:
    """Return the uuid of an address.

    Parameters
    ----------
    address : str
        A uri.

    Returns
    -------
    str
        Its uuid, version 5: the same address has the same uuid on every machine.
    """
    return str(uuid5(NAMESPACE_URL, address))


def full_date(standard: Standard) -> str:
    """Return the date of the standard with month and day.

    Parameters
    ----------
    standard : Standard
        Its date may be a year or a month.

    Returns
    -------
    str
        ``YYYY-MM-DD``; the first day of what is not said more exactly.
    """
    return (standard.date + "-01-01")[:10]


def edition(standard: Standard) -> Text:
    """Return title and version: what a table still says when it has left its folder.

    Parameters
    ----------
    standard : Standard
        The standard.

    Returns
    -------
    Text
        Title, which says “unofficial”, and version.
    """
    title = standard.title or Text(standard.id, standard.id)
    return Text(f"{title.ja} {standard.version}", f"{title.en} {standard.version}")
