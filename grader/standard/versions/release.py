"""One release of the standard: the whole set, cut down to what its promises are about."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.standard.files import Entry, Files

SCALE = "scale"  # stands before the dot in `scale.3`, as a skill does in `SEC-LOG.3`
PROFILES = {"roles": ("requirements",), "placements": ("requires", "develops")}
_PARTS = ("name", "description", "proof")

Demand = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LevelState:
    """One level of one skill in a release.

    Parameters
    ----------
    statement : Text
        What a person at this level can do.
    evidence : tuple of str
        Kinds of evidence that may show it, in alphabetical order.
    """

    statement: Text
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkillState:
    """One skill in a release.

    Parameters
    ----------
    name, description : Text
        Name and one sentence.
    status : str
        ``draft``, ``active`` or ``deprecated``.
    kind, domain : str
        Kind and domain of the skill.
    auto_ceiling : int
        Highest level that automatic grading alone may show, 0 to 3.
    validity_months : int or None
        Months after which evidence should be renewed; None if it does not age.
    levels : mapping of int to LevelState
        By level, 1 to 4.
    """

    name: Text
    description: Text
    status: str
    kind: str
    domain: str
    auto_ceiling: int
    validity_months: int | None
    levels: Mapping[int, LevelState]


@dataclass(frozen=True, slots=True)
class Profile:
    """A role or a placement in a release: what asks for skills.

    Parameters
    ----------
    name : Text
        Name.
    status : str
        ``draft``, ``active`` or ``deprecated``.
    demands : mapping of str to mapping of str to dict
        From the list (``requirements``; of a placement ``requires`` and ``develops``) and the id of a skill
        to what is asked: level, weight, need, applies_to.
    """

    name: Text
    status: str
    demands: Mapping[str, Mapping[str, Demand]]


@dataclass(frozen=True, slots=True)
class Release:
    """The living content of one version; what is withdrawn is no part of it.

    Parameters
    ----------
    version : str
        Its version.
    scale : mapping of str to Text
        Wording of the levels ``0`` to ``4``, of ``unassessed`` and of each kind of evidence.
    skills : mapping of str to SkillState
        By id.
    roles, placements : mapping of str to Profile
        By id.
    """

    version: str
    scale: Mapping[str, Text]
    skills: Mapping[str, SkillState]
    roles: Mapping[str, Profile]
    placements: Mapping[str, Profile] = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[str]:
        """Ids of everything that is alive in the release."""
        return frozenset({*self.skills, *self.roles, *self.placements})

    def status(self, id: str) -> str | None:
        """Return the state of a skill, role or placement.

        Parameters
        ----------
        id : str
            Its id.

        Returns
        -------
        str or None
            None if the release does not hold it.
        """
        found = self.skills.get(id) or self.roles.get(id) or self.placements.get(id)
        return found.status if found else None


def parse_version(version: str) -> tuple[int, int, int]:
    """Take a version apart, for comparison.

    Parameters
    ----------
    version : str
        Three numbers with dots.

    Returns
    -------
    tuple of int
        Major, minor, patch.

    Examples
    --------
    >>> parse_version("0.10.0") > parse_version("0.9.0")
    True
    """
    major, minor, patch = (int(part) for part in version.split("."))
    return major, minor, patch


def working_release(files: Files) -> Release:
    """Take the release that the files would make as they are now.

    Parameters
    ----------
    files : Files
        Files that have their shape.

    Returns
    -------
    Release
        With ids in alphabetical order.
    """
    version = files.one("standard").data["version"]
    profiles = {kind: _profiles(files, kind) for kind in PROFILES}
    skills = {entry.data["id"]: _skill(entry.data) for entry in _alive(files, "skills")}
    scale = _scale(files.one("scale").data)
    return Release(version, scale, skills, **profiles)


def release_data(release: Release) -> dict[str, Any]:
    """Return a release as it stands in ``releases/<version>.json``.

    Parameters
    ----------
    release : Release
        The release.

    Returns
    -------
    dict
        JSON data of schema ``release``.
    """
    data: dict[str, Any] = json.loads(json.dumps({"format_version": 1, **asdict(release)}))
    return data


def release_of(data: Mapping[str, Any]) -> Release:
    """Return the release that ``releases/<version>.json`` holds.

    Parameters
    ----------
    data : mapping
        Data of schema ``release``.

    Returns
    -------
    Release
        The same that `release_data` was given.
    """
    profiles = {kind: {id: _profile(x) for id, x in data[kind].items()} for kind in PROFILES}
    scale = {key: Text(**text) for key, text in data["scale"].items()}
    skills = {id: _skill(skill) for id, skill in data["skills"].items()}
    return Release(data["version"], scale, skills, **profiles)


def digest(data: Any) -> str:
    """Return the fingerprint of JSON data, whatever its layout in a file.

    Parameters
    ----------
    data : Any
        JSON data.

    Returns
    -------
    str
        SHA-256 in hexadecimal.
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _alive(files: Files, kind: str) -> Iterator[Entry]:
    living = (e for e in files.entries(kind) if e.data.get("status") != "withdrawn")
    yield from sorted(living, key=lambda entry: entry.data["id"])


def _text(data: Mapping[str, str]) -> Text:
    ja = data.get("ja", "")  # S009 reports it
    return Text(ja, data.get("en", ja))


def _scale(data: Mapping[str, Any]) -> dict[str, Text]:
    terms = {str(level["level"]): level for level in data["levels"]}
    terms |= {"unassessed": data["unassessed"]} | {
        kind["id"]: kind for kind in data["evidence_kinds"]
    }
    return {key: _joined(terms[key]) for key in sorted(terms)}


def _joined(term: Mapping[str, Any]) -> Text:
    texts = [_text(term[part]) for part in _PARTS if part in term]
    return Text(" / ".join(t.ja for t in texts), " / ".join(t.en for t in texts))


def _skill(data: Mapping[str, Any]) -> SkillState:
    kept = ("status", "kind", "domain", "auto_ceiling")
    return SkillState(
        name=_text(data["name"]),
        description=_text(data["description"]),
        validity_months=data.get("validity_months"),
        levels=_levels(data["levels"]),
        **{key: data[key] for key in kept},
    )


def _levels(data: Any) -> dict[int, LevelState]:
    """Read the levels of a skill: a list in YAML, by number in a release."""
    numbered = data.items() if isinstance(data, dict) else ((x["level"], x) for x in data)
    return {
        int(number): LevelState(_text(x["statement"]), tuple(sorted(x["evidence"])))
        for number, x in numbered
    }


def _profiles(files: Files, kind: str) -> dict[str, Profile]:
    return {
        entry.data["id"]: Profile(
            _text(entry.data["name"]),
            entry.data.get("status", "active"),
            {name: _demands(entry.data.get(name, ())) for name in PROFILES[kind]},
        )
        for entry in _alive(files, kind)
    }


def _demands(items: Any) -> dict[str, Demand]:
    asked = {x["skill"]: _demand(x) for x in items}
    return {skill: asked[skill] for skill in sorted(asked)}


def _demand(item: Mapping[str, Any]) -> Demand:
    """Keep what is asked of a skill; a placement develops it up `to` a level."""
    level = {"level": item["to"]} if "to" in item else {}
    return level | {
        key: item[key] for key in ("level", "weight", "need", "applies_to") if key in item
    }


def _profile(data: Mapping[str, Any]) -> Profile:
    return Profile(_text(data["name"]), data["status"], data["demands"])
