"""The lock: fingerprints by which a change of meaning cannot happen in silence."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from grader.errors import InputError, StandardError
from grader.schema.store import read_json, write_json
from grader.standard.versions.delta import (
    Change,
    Wording,
    compare,
    sentence_digest,
    version_needed,
)
from grader.standard.versions.release import (
    PROFILES,
    SCALE,
    Release,
    digest,
    parse_version,
    release_data,
    release_of,
    working_release,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from grader.standard.files import Files
    from grader.text import Text

LOCK_NAME = "standard.lock.json"


@dataclass(frozen=True, slots=True)
class Lock:
    """What was promised last.

    Parameters
    ----------
    version : str
        Version of the content locked.
    prints : mapping of str to str
        Fingerprint of each ``SEC-LOG.3``, skill, role, placement and of the scale.
    releases : mapping of str to str
        Fingerprint of each release by version: a release is never edited.
    wordings : tuple of Wording
        Sentences that were reworded and still mean the same.
    """

    version: str
    prints: Mapping[str, str]
    releases: Mapping[str, str]
    wordings: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A release about to be made.

    Parameters
    ----------
    lock : Lock
        The new lock.
    release : Release
        The new release.
    changes : tuple of Change
        What changed since the release before it.
    """

    lock: Lock
    release: Release
    changes: tuple[Change, ...]


def fingerprints(release: Release) -> dict[str, str]:
    """Return the fingerprints of all parts that carry meaning.

    Parameters
    ----------
    release : Release
        The release.

    Returns
    -------
    dict of str to str
        SHA-256 of id, level, Japanese statement and evidence of each level; of the way each skill is assessed;
        of what each role and placement asks; of the scale.
    """
    prints = {SCALE: digest({term: text.ja for term, text in release.scale.items()})}
    for id, skill in release.skills.items():
        assessed = (
            skill.status,
            skill.kind,
            skill.domain,
            skill.auto_ceiling,
            skill.validity_months,
        )
        prints[id] = digest([id, *assessed])
        for level, state in skill.levels.items():
            prints[f"{id}.{level}"] = digest([id, level, state.statement.ja, state.evidence])
    for kind in PROFILES:
        for id, profile in getattr(release, kind).items():
            prints[f"{kind}/{id}"] = digest([id, profile.status, profile.demands])
    return prints


def read_lock(directory: Path) -> Lock | None:
    """Read the lock of a standard.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.

    Returns
    -------
    Lock or None
        None if the standard has none yet.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    path = directory / LOCK_NAME
    if not path.is_file():
        return None
    data = read_json(path, "lock")
    wordings = tuple(Wording(**wording) for wording in data["wordings"])
    return Lock(data["version"], data["prints"], data["releases"], wordings)


def release_path(directory: Path, version: str) -> Path:
    """Return where a release stands.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.
    version : str
        Its version.

    Returns
    -------
    Path
        ``releases/<version>.json``.
    """
    return directory / "releases" / f"{version}.json"


def read_release(directory: Path, lock: Lock, version: str) -> Release:
    """Read a release and make sure that nobody has edited it.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.
    lock : Lock
        The lock that sealed it.
    version : str
        Its version.

    Returns
    -------
    Release
        The release.

    Raises
    ------
    InputError
        If the lock knows no such release, or the file is missing, misshapen or not what was sealed.
    """
    path = release_path(directory, version)
    if version not in lock.releases:
        known = ", ".join(sorted(lock.releases, key=parse_version))
        raise InputError(
            f"{path}: 版 {version} は公開されていません（あるのは {known}）。",
            f"{path}: there is no release {version} (there are {known}).",
        )
    data = read_json(path, "release")
    if digest(data) != lock.releases[version]:
        raise InputError(
            f"{path}: 公開した版の内容が変わっています。元に戻してください（例: git checkout）。",
            f"{path}: a release has been edited; put it back (for example with git checkout).",
        )
    return release_of(data)


def cut(files: Files, *, reworded: Mapping[str, str] | None = None, again: bool = False) -> Cut:
    """Prepare the release that the files make, and its lock.

    Parameters
    ----------
    files : Files
        Files that have their shape and break no rule.
    reworded : mapping of str to str, optional
        Levels such as ``SEC-LOG.3`` (or ``scale.3``) whose sentence changed and means the same, with the reason.
    again : bool
        Whether a version that nobody uses yet is made anew; it is then held against the one before it.

    Returns
    -------
    Cut
        Nothing is written yet.

    Raises
    ------
    InputError
        If a level called reworded has no new wording, or an older file cannot be read.
    StandardError
        If the version number is too small for what changed.
    """
    directory = files.one("standard").path.parent
    release = working_release(files)
    lock = read_lock(directory) or Lock(release.version, {}, {})
    base = _base(directory, lock, release.version, again=again)
    declared = _declared(base, release, reworded or {})
    old = [w for w in lock.wordings if w.version != release.version or _is_used(w, release)]
    wordings = [*old, *(w for w in declared if w not in old)]
    changes = compare(base, release, wordings) if base else ()
    if base:
        _refuse_small_step(base.version, release.version, changes)
    seals = {**lock.releases, release.version: digest(release_data(release))}
    new = Lock(release.version, fingerprints(release), seals, tuple(wordings))
    return Cut(new, release, changes)


def write_cut(directory: Path, made: Cut) -> None:
    """Write a release and its lock.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.
    made : Cut
        What to write. The lock comes last: until it is there, the old release is the one that counts.
    """
    path = release_path(directory, made.release.version)
    write_json(path, release_data(made.release), "release")
    wordings = [asdict(wording) for wording in made.lock.wordings]
    data = {"format_version": 1, **asdict(made.lock), "wordings": wordings}
    write_json(directory / LOCK_NAME, data, "lock")


def _base(directory: Path, lock: Lock, version: str, *, again: bool) -> Release | None:
    """Return the release that the new one is held against."""
    older = [v for v in lock.releases if not again or parse_version(v) < parse_version(version)]
    return read_release(directory, lock, max(older, key=parse_version)) if older else None


def _is_used(wording: Wording, release: Release) -> bool:
    now = sentence(release, wording.of)
    return now is not None and sentence_digest(wording.of, now.ja) == wording.new


def sentence(release: Release, of: str) -> Text | None:
    """Return the sentence at a place.

    Parameters
    ----------
    release : Release
        The release.
    of : str
        ``SEC-LOG.3``, or ``scale.3``.

    Returns
    -------
    Text or None
        None if there is no such place.
    """
    id, _, level = of.rpartition(".")
    if id == SCALE:
        return release.scale.get(level)
    skill = release.skills.get(id)
    state = skill.levels.get(int(level)) if skill and level.isdecimal() else None
    return state.statement if state else None


def _declared(
    base: Release | None, release: Release, reworded: Mapping[str, str]
) -> Iterable[Wording]:
    found = []
    for of, reason in sorted(reworded.items()):
        old, new = (sentence(base, of) if base else None), sentence(release, of)
        if old is None or new is None or old.ja == new.ja:
            raise InputError(
                f"{of}: 前の版から言い換えた文がありません。「SEC-LOG.3」の形でレベルを指定してください。",
                f"{of}: no sentence was reworded here; name a level in the form SEC-LOG.3.",
            )
        prints = sentence_digest(of, old.ja), sentence_digest(of, new.ja)
        found.append(Wording(release.version, of, *prints, reason))
    return found


def _refuse_small_step(old: str, new: str, changes: Sequence[Change]) -> None:
    needed = version_needed(old, changes)
    if parse_version(new) >= parse_version(needed):
        return
    heaviest = [change for change in changes if change.impact == changes[0].impact]
    why = ", ".join(dict.fromkeys(f"{c.where} {c.impact.upper()}" for c in heaviest))
    raise StandardError(
        f"standard.yaml の version を {needed} 以上にしてください（今は {new}。前の版は {old}。変更: {why or 'なし'}）。",
        f"Set version in standard.yaml to {needed} or more (it is {new}, after {old}; changes: {why or 'none'}).",
    )
