"""What changed between two releases, and how much of a version number each change costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeVar

from grader.standard.versions.release import PROFILES, SCALE, digest, parse_version
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.standard.versions.release import (
        Demand,
        LevelState,
        Profile,
        Release,
        SkillState,
    )

_T = TypeVar("_T")
Impact = Literal["major", "minor", "patch"]
IMPACTS: tuple[Impact, ...] = ("major", "minor", "patch")  # from the heaviest
Happened = Literal[
    "added", "removed", "level-added", "level-removed", "meaning", "evidence", "demoted", "status",
    "assessment", "demand", "wording", "translation",
]  # fmt: skip
IMPACT_OF: dict[Happened, Impact] = {
    "removed": "major",
    "level-removed": "major",
    "meaning": "major",
    "evidence": "major",
    "demoted": "major",
    "added": "minor",
    "level-added": "minor",
    "status": "minor",
    "assessment": "minor",
    "demand": "minor",
    "wording": "patch",
    "translation": "patch",
}
NOTHING = Text("", "")
_ASSESSED = ("kind", "domain", "auto_ceiling", "validity_months")


@dataclass(frozen=True, slots=True)
class Wording:
    """The declaration that a sentence was reworded and still means the same.

    Parameters
    ----------
    version : str
        Version that brought the new wording.
    of : str
        ``SEC-LOG.3``, or ``scale.3`` for the scale.
    old, new : str
        Fingerprints of the two Japanese sentences, as `sentence_digest` makes them.
    reason : str
        Why the meaning is the same.
    """

    version: str
    of: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change between two releases.

    Parameters
    ----------
    thing : {'scale', 'skills', 'roles', 'placements'}
        Where it happened.
    id : str
        Id of the skill, role or placement; a term of the scale.
    happened : str
        One of `IMPACT_OF`.
    old, new : Text
        What stood there and what stands there now; empty where there was or is nothing.
    level : int or None
        The level concerned; None if it is not about one level.
    impact : {'major', 'minor', 'patch'}
        Its class.
    """

    thing: str
    id: str
    happened: Happened
    old: Text = NOTHING
    new: Text = NOTHING
    level: int | None = None
    impact: Impact = "major"

    @property
    def where(self) -> str:
        """Short name of the place, such as ``SEC-LOG.3``."""
        if self.thing == SCALE:
            return f"{SCALE}.{self.id}"
        return self.id if self.level is None else f"{self.id}.{self.level}"


def sentence_digest(of: str, ja: str) -> str:
    """Return the fingerprint of one Japanese sentence at its place.

    Parameters
    ----------
    of : str
        ``SEC-LOG.3`` or ``scale.3``.
    ja : str
        The sentence.

    Returns
    -------
    str
        SHA-256 in hexadecimal.
    """
    return digest([of, ja])


def same_meaning(wordings: Iterable[Wording], of: str, old: str, new: str) -> bool:
    """Tell whether two sentences were declared to mean the same, directly or over others between.

    Parameters
    ----------
    wordings : iterable of Wording
        The declarations.
    of : str
        Where the sentences stand.
    old, new : str
        The sentences in Japanese.

    Returns
    -------
    bool
        True too if they are equal.
    """
    pairs = [(w.old, w.new) for w in wordings if w.of == of]
    reached: set[str] = set()
    found = {sentence_digest(of, old)}
    while found - reached:
        reached |= found
        found = {b for x, y in pairs for a, b in ((x, y), (y, x)) if a in reached}
    return sentence_digest(of, new) in reached


def compare(old: Release, new: Release, wordings: Sequence[Wording] = ()) -> tuple[Change, ...]:
    """Find what changed from one release to another.

    Parameters
    ----------
    old, new : Release
        The two releases.
    wordings : sequence of Wording
        Declarations of equal meaning.

    Returns
    -------
    tuple of Change
        The heaviest first, then scale, skills, roles and placements by id and level; empty if nothing changed.
    """
    found = [*_scale(old, new, wordings)]
    for id, a, b in _pairs(old.skills, new.skills):
        found += _life("skills", id, a, b) if a is None or b is None else _skill(id, a, b, wordings)
    for kind in PROFILES:
        for id, p, q in _pairs(getattr(old, kind), getattr(new, kind)):
            found += _life(kind, id, p, q) if p is None or q is None else _profile(kind, id, p, q)
    order = (SCALE, "skills", *PROFILES)
    return tuple(
        sorted(
            found,
            key=lambda c: (IMPACTS.index(c.impact), order.index(c.thing), c.id, c.level or 0),
        )
    )


def version_needed(version: str, changes: Iterable[Change]) -> str:
    """Return the lowest version that may carry some changes.

    Parameters
    ----------
    version : str
        Version before them.
    changes : iterable of Change
        The changes.

    Returns
    -------
    str
        The version itself if nothing changed. While the first number is 0 the second one stands for it, and
        the third for the other two classes.
    """
    heaviest = min((IMPACTS.index(change.impact) for change in changes), default=None)
    if heaviest is None:
        return version
    numbers = list(parse_version(version))
    place = heaviest if numbers[0] else min(heaviest + 1, 2)
    numbers[place] += 1
    numbers[place + 1 :] = [0] * (2 - place)
    return ".".join(map(str, numbers))


def _pairs(
    old: Mapping[str, _T], new: Mapping[str, _T]
) -> Iterator[tuple[str, _T | None, _T | None]]:
    for id in sorted({*old, *new}):
        yield id, old.get(id), new.get(id)


def _plain(words: str) -> Text:
    """Return what is the same in both languages."""
    return Text(words, words)


def _change(change: Change, *, draft: bool = False) -> Change:
    """Give a change its class; what was only a draft was no promise yet."""
    impact = IMPACT_OF[change.happened]
    return replace(change, impact="minor" if draft and impact == "major" else impact)


def _sentence(change: Change, a: Text, b: Text, wordings: Sequence[Wording]) -> Iterator[Change]:
    """Compare one sentence that carries meaning."""
    if a.ja != b.ja:
        same = same_meaning(wordings, change.where, a.ja, b.ja)
        yield replace(change, happened="wording" if same else "meaning", old=a, new=b)
    elif a.en != b.en:
        yield replace(change, happened="translation", old=_plain(a.en), new=_plain(b.en))


def _scale(old: Release, new: Release, wordings: Sequence[Wording]) -> Iterator[Change]:
    for term, a, b in _pairs(old.scale, new.scale):
        change = Change(SCALE, term, "meaning", a or NOTHING, b or NOTHING)
        if a is None or b is None:
            yield change
        else:
            yield from map(_change, _sentence(change, a, b, wordings))


def _life(
    thing: str, id: str, a: SkillState | Profile | None, b: SkillState | Profile | None
) -> Iterator[Change]:
    happened: Happened = "added" if a is None else "removed"
    yield _change(Change(thing, id, happened, a.name if a else NOTHING, b.name if b else NOTHING))


def _skill(id: str, a: SkillState, b: SkillState, wordings: Sequence[Wording]) -> Iterator[Change]:
    base = Change("skills", id, "status")
    yield from _status(base, a.status, b.status)
    for key in _ASSESSED:
        old, new = (f"{key}: {'–' if (x := getattr(s, key)) is None else x}" for s in (a, b))
        if old != new:
            yield _change(replace(base, happened="assessment", old=_plain(old), new=_plain(new)))
    yield from _names(base, a.name, b.name)
    yield from _names(base, a.description, b.description)
    for level in sorted({*a.levels, *b.levels}):
        at = replace(base, level=level)
        for change in _level(at, a.levels.get(level), b.levels.get(level), wordings):
            yield _change(change, draft=a.status == "draft")


def _level(
    at: Change, a: LevelState | None, b: LevelState | None, wordings: Sequence[Wording]
) -> Iterator[Change]:
    if a is None or b is None:
        happened: Happened = "level-added" if a is None else "level-removed"
        yield replace(
            at,
            happened=happened,
            old=a.statement if a else NOTHING,
            new=b.statement if b else NOTHING,
        )
        return
    yield from _sentence(at, a.statement, b.statement, wordings)
    if a.evidence != b.evidence:
        yield replace(
            at,
            happened="evidence",
            old=_plain(", ".join(a.evidence)),
            new=_plain(", ".join(b.evidence)),
        )


def _status(base: Change, a: str, b: str) -> Iterator[Change]:
    if a != b:
        happened: Happened = "demoted" if b == "draft" else "status"
        yield _change(replace(base, happened=happened, old=_plain(a), new=_plain(b)))


def _names(base: Change, a: Text, b: Text) -> Iterator[Change]:
    """Compare a name or description, which only leads to the level statements."""
    if a.ja != b.ja:
        yield _change(replace(base, happened="wording", old=a, new=b))
    elif a.en != b.en:
        yield _change(replace(base, happened="translation", old=_plain(a.en), new=_plain(b.en)))


def _profile(kind: str, id: str, a: Profile, b: Profile) -> Iterator[Change]:
    base = Change(kind, id, "status")
    yield from _status(base, a.status, b.status)
    yield from _names(base, a.name, b.name)
    for name in PROFILES[kind]:
        for skill, p, q in _pairs(a.demands.get(name, {}), b.demands.get(name, {})):
            if p != q:
                yield _change(
                    replace(base, happened="demand", old=_asked(skill, p), new=_asked(skill, q))
                )


def _asked(skill: str, demand: Demand | None) -> Text:
    if demand is None:
        return NOTHING
    values = (", ".join(v) if isinstance(v, list) else str(v) for v in demand.values())
    return _plain(f"{skill}: {' / '.join(values)}")
