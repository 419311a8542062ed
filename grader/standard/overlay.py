"""A municipality's overlay: its own skills and roles, and where it asks for more than the standard."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING, Any

from grader.findings import Finding
from grader.schema.store import schema_findings
from grader.standard.files import Entry, read_files
from grader.standard.role_model import EVERYBODY
from grader.standard.rules import S022
from grader.text import Text
from grader.yamlfile import YamlDocument, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.standard.files import Files
    from grader.standard.model import Standard
    from grader.yamlfile import Key

NEEDS = ("nice", "should", "must")  # from the weakest
_LISTED = ("sources", "domains", "skills", "bid_restrictions")
_NOT_KEPT = frozenset({"remove", "reason"})  # said of a change, not part of a requirement


@dataclass(frozen=True, slots=True)
class OverlayInfo:
    """Which overlay a standard was merged with.

    Parameters
    ----------
    id : str
        Id of the overlay.
    code : str
        Code of the municipality, six digits.
    municipality : Text
        Its name.
    sha256 : str
        Over the content; the order of keys and comments do not count.
    """

    id: str
    code: str
    municipality: Text
    sha256: str


@dataclass(frozen=True, slots=True)
class Change:
    """One requirement of a role, before and after.

    Parameters
    ----------
    entry : Entry
        What the overlay says, with its place.
    role : str
        Id of the role.
    ours : mapping or None
        The requirement of the standard; None if it has none.
    yours : mapping or None
        The requirement with the overlay; None if it is taken away.
    """

    entry: Entry
    role: str
    ours: Mapping[str, Any] | None
    yours: Mapping[str, Any] | None

    @property
    def skill(self) -> str:
        """Id of the skill."""
        return str(self.entry.data["skill"])

    @property
    def lowers(self) -> bool:
        """Whether less is asked for than in the standard, in any respect."""
        if self.ours is None or self.yours is None:
            return self.ours is not None
        pairs = zip(_strength(self.ours), _strength(self.yours), strict=True)
        return any(yours < ours for ours, yours in pairs)

    @property
    def idle(self) -> bool:
        """Whether it leaves everything as it is."""
        if self.ours is None or self.yours is None:
            return self.ours is self.yours
        return _strength(self.ours) == _strength(self.yours)


def _strength(need: Mapping[str, Any]) -> tuple[float, ...]:
    """Return a requirement as numbers, each of which asks for more the greater it is."""
    applies = need.get("applies_to", EVERYBODY)
    rank = NEEDS.index(need["need"])
    return (need["level"], need["weight"], rank, *(origin in applies for origin in EVERYBODY))


def read_overlay(path: Path) -> tuple[YamlDocument | None, list[Finding]]:
    """Read an overlay and hold each of its parts to the schema of its kind.

    Parameters
    ----------
    path : Path
        The file ``overlay.yaml``.

    Returns
    -------
    YamlDocument or None
        None if it is missing or misshapen.
    list of Finding
        YAML traps (Y), misshapen parts (X001), or that there is no such file (S022).
    """
    if not path.is_file():
        message = Text(f"「{path.name}」がありません。", f"“{path.name}” is missing.")
        return None, [Finding(S022, path, 1, message)]
    document, findings = read_yaml(path)
    if document is None:
        return None, findings
    misfits = schema_findings(document, "overlay") or [
        finding
        for kind, parts in _own(document).items()
        for part in parts
        if kind != "domains"  # ours list prefixes of ids, which an overlay has no use for
        for finding in schema_findings(part, kind)
    ]
    return None if misfits else document, [*findings, *misfits]


def _own(overlay: YamlDocument) -> dict[str, tuple[YamlDocument, ...]]:
    """Return what an overlay adds as if it stood in files of the standard, line by line."""
    data, path = overlay.data, overlay.path
    own = {
        kind: (YamlDocument(path, {"format_version": 1, kind: data[kind]}, overlay.lines),)
        for kind in _LISTED
        if data.get(kind)
    }
    roles = (
        YamlDocument(path, {"format_version": 1, **role}, _below(overlay, "own_roles", index))
        for index, role in enumerate(data.get("own_roles", ()))
    )
    return {**own, "roles": tuple(roles)}


def _below(document: YamlDocument, *at: Key) -> dict[tuple[Key, ...], int]:
    """Return the lines of a part of a document, by the keys below it."""
    n = len(at)
    return {keys[n:]: line for keys, line in document.lines.items() if keys[:n] == at}


def changes(role: Mapping[str, Any], overlay: YamlDocument) -> Iterator[Change]:
    """Go through what an overlay changes in one role of the standard.

    Parameters
    ----------
    role : mapping
        Content of the file of the role.
    overlay : YamlDocument
        The overlay.

    Yields
    ------
    Change
        In the order of the overlay.
    """
    ours = {need["skill"]: need for need in in_contexts(role, overlay)["requirements"]}
    for index, entry in enumerate(overlay.data.get("roles", ())):
        if entry["id"] != role["id"]:
            continue
        for row, said in enumerate(entry["requirements"]):
            before = ours.get(said["skill"])
            kept = {key: value for key, value in said.items() if key not in _NOT_KEPT}
            after = None if "remove" in said else {**(before or {}), **kept}
            place = Entry(overlay, ("roles", index, "requirements", row), said)
            yield Change(place, role["id"], before, after)


def in_contexts(role: Mapping[str, Any], overlay: YamlDocument) -> Mapping[str, Any]:
    """Return a role of the standard as it is meant for this kind of municipality.

    Parameters
    ----------
    role : mapping
        Content of the file of the role.
    overlay : YamlDocument
        The overlay; it names the contexts.

    Returns
    -------
    mapping
        The role with the levels of these contexts. Where two speak of a skill, the higher level counts.
    """
    levels: dict[str, int] = {}
    for change in _context_changes(role, overlay):
        levels[change.skill] = max(levels.get(change.skill, 0), (change.yours or {})["level"])
    needs = (
        {**need, "level": levels.get(need["skill"], need["level"])} for need in role["requirements"]
    )
    return {**role, "requirements": [*needs]}


def _context_changes(role: Mapping[str, Any], overlay: YamlDocument) -> Iterator[Change]:
    """Go through what the contexts of the municipality change in a role."""
    ours = {need["skill"]: need for need in role["requirements"]}
    for index, context in enumerate(overlay.data.get("contexts", ())):
        for own in role.get("contexts", ()):
            for said in own["levels"] if own["context"] == context else ():
                before = ours[said["skill"]]
                entry = Entry(overlay, ("contexts", index), {**said, "reason": own["reason"]})
                yield Change(entry, role["id"], before, {**before, "level": said["level"]})


def merge(files: Files, overlay: YamlDocument) -> Files:
    """Put an overlay on the files of a standard.

    Parameters
    ----------
    files : Files
        Files without misfits.
    overlay : YamlDocument
        An overlay of the right shape.

    Returns
    -------
    Files
        As if the standard had been written so. What the overlay adds or changes has the path and the
        lines of the overlay.
    """
    own = _own(overlay)
    ours = {
        **files.documents,
        "roles": tuple(
            _changed(replace(role, data=in_contexts(role.data, overlay)), overlay)
            for role in files.documents["roles"]
        ),
    }
    documents = {kind: (*parts, *own.get(kind, ())) for kind, parts in ours.items()}
    return replace(files, documents=documents, overlay=overlay)


def _changed(role: YamlDocument, overlay: YamlDocument) -> YamlDocument:
    found = {change.skill: change for change in changes(role.data, overlay)}
    if not found:
        return role
    first = next(iter(found.values())).entry
    rows = [(found.pop(need["skill"], None), need) for need in role.data["requirements"]]
    rows += [(change, change.yours) for change in found.values()]
    requirements: list[Any] = []
    lines: dict[tuple[Key, ...], int] = {(): overlay.line(*first.at[:3])}
    for change, ours in rows:
        need = ours if change is None else change.yours
        if need is None:
            continue
        if change is not None:
            below = _below(overlay, *change.entry.at)
            lines |= {("requirements", len(requirements), *at): n for at, n in below.items()}
        requirements.append(need)
    return YamlDocument(overlay.path, {**role.data, "requirements": requirements}, lines)


def overlay_changes(directory: Path, overlay: Path) -> tuple[Change, ...]:
    """Return what an overlay changes in the roles of the standard, by its contexts and by itself.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.
    overlay : Path
        An overlay that `load_standard` has accepted.

    Returns
    -------
    tuple of Change
        By role and in the order of the overlay.
    """
    files, _, _ = read_files(directory)
    document, _ = read_overlay(overlay)
    if document is None:
        return ()
    return tuple(
        change
        for role in files.entries("roles")
        for found in (_context_changes, changes)
        for change in found(role.data, document)
    )


def overlay_info(overlay: YamlDocument) -> OverlayInfo:
    """Say which overlay this is.

    Parameters
    ----------
    overlay : YamlDocument
        An overlay of the right shape.

    Returns
    -------
    OverlayInfo
        With the hash over its content.
    """
    owner = overlay.data["municipality"]
    name = Text(owner["name"]["ja"], owner["name"].get("en", owner["name"]["ja"]))
    canonical = json.dumps(
        overlay.data, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()
    return OverlayInfo(
        overlay.data["id"], owner["code"], name, hashlib.sha256(canonical).hexdigest()
    )


def standard_stamp(standard: Standard) -> dict[str, str | None]:
    """Return what a result says about the standard that it was made under.

    Parameters
    ----------
    standard : Standard
        The standard.

    Returns
    -------
    dict
        ``version``, and ``overlay_sha256`` or None.
    """
    overlay = standard.overlay
    return {"version": standard.version, "overlay_sha256": overlay.sha256 if overlay else None}


def overlay_template(code: str, name: Text, version: str) -> str:
    """Return an overlay that changes nothing yet, with examples in comments.

    Parameters
    ----------
    code : str
        Code of the municipality, six digits.
    name : Text
        Its name.
    version : str
        Version of the standard, without an overlay.

    Returns
    -------
    str
        YAML.
    """
    text = resources.files("grader.standard").joinpath("overlay_template.yaml").read_text("utf-8")
    # JSON is YAML, and quotes what must be quoted.
    told = json.dumps({"ja": name.ja, "en": name.en}, ensure_ascii=False)
    for mark, value in (("CODE", code), ("NAME", told), ("VERSION", version)):
        text = text.replace(f"@@{mark}@@", value)
    return text
