"""Move recorded levels from one release to another; what cannot be moved is told, never lost."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from grader.standard.versions.delta import NOTHING, same_meaning
from grader.standard.versions.lock import sentence
from grader.standard.versions.release import SCALE, parse_version
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.standard.versions.delta import Wording
    from grader.standard.versions.release import Release
    from grader.standard.versions.tombstones import Tombstone

CARRIED_BY_SPLIT = 2  # above it, independent work in the part itself has to be shown


@dataclass(frozen=True, slots=True)
class Recorded:
    """One level of one person, as it was recorded.

    Parameters
    ----------
    person : str
        Person id.
    skill : str
        Id of the skill.
    level : int
        0 to 4.
    version : str
        Version of the standard under which it was recorded.
    evidence : tuple of str
        Ids of evidence; one that begins with a skill, as ``SEC-LOG.3:sec-3-q5``, shows that skill.
    recorded_on : str
        Date as ``2026-11-22``; empty if not known.
    """

    person: str
    skill: str
    level: int
    version: str
    evidence: tuple[str, ...] = ()
    recorded_on: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """A level that holds under the new version.

    Parameters
    ----------
    record : Recorded
        The level, with the new version.
    lines : tuple of int
        Lines of the input from which it comes; several after a merge.
    """

    record: Recorded
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A line that could not be carried, or not with all that it said.

    Parameters
    ----------
    line : int
        Line of the input.
    reason : Text
        Why, and what to do.
    old, new : Text
        The sentences of the level before and now; empty where they are not the reason.
    """

    line: int
    reason: Text
    old: Text = NOTHING
    new: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Migration:
    """What became of the lines.

    Parameters
    ----------
    carried : tuple of Carried
        By line.
    unresolved : tuple of Unresolved
        By line. Each line of the input is in one of the two; in both if only a part of it was carried.
    """

    carried: tuple[Carried, ...]
    unresolved: tuple[Unresolved, ...]


def migrate(
    records: Mapping[int, Recorded],
    *,
    path: Sequence[Release],
    tombstones: Mapping[str, Tombstone],
    wordings: Sequence[Wording] = (),
) -> Migration:
    """Move levels along the releases, one after the other.

    Parameters
    ----------
    records : mapping of int to Recorded
        By line of the input.
    path : sequence of Release
        All releases from the old one to the new one, in order. A record may begin at any of them; what has the
        last version already stays as it is.
    tombstones : mapping of str to Tombstone
        What became of ids.
    wordings : sequence of Wording
        Declarations of equal meaning.

    Returns
    -------
    Migration
        Levels are only carried by rule: an unchanged or reworded sentence and an exact successor keep them; a
        merge takes the lowest of all parts; of a split, level 3 and above needs evidence of the part.
    """
    known = {release.version: release for release in path}
    held, lost = [], []
    for line, record in sorted(records.items()):
        reason = _unknown(record, known)
        if reason:
            lost.append(Unresolved(line, reason))
        else:
            held.append(Carried(record, (line,)))
    for old, new in pairwise(path):
        step = _Step(old, new, tombstones, wordings)
        held = list(step.take(held))
        lost += step.lost
    held.sort(key=lambda c: (c.lines, c.record.skill))
    lost = list(dict.fromkeys(lost))
    return Migration(tuple(held), tuple(sorted(lost, key=lambda u: (u.line, u.reason.ja))))


def _unknown(record: Recorded, known: Mapping[str, Release]) -> Text | None:
    """Say why a record cannot even be read, or None."""
    release = known.get(record.version)
    if release is None:
        return Text(
            f"版「{record.version}」は移行の範囲にありません。--from と --to を確かめてください。",
            f"The version “{record.version}” is not between --from and --to.",
        )
    if record.skill not in release.skills:
        return Text(
            f"スキル「{record.skill}」は版 {record.version} にありません。IDを確かめてください。",
            f"Version {record.version} has no skill “{record.skill}”; look at the id.",
        )
    if not _has(release, record.skill, record.level):
        return Text(
            f"{record.skill} にレベル{record.level}の文がありません（版 {record.version}）。レベルを確かめてください。",
            f"{record.skill} has no statement for level {record.level} in {record.version}; look at the level.",
        )
    return None


def _has(release: Release, skill: str, level: int) -> bool:
    return max(level, 1) in release.skills[skill].levels  # level 0 is to fall short of level 1


class _Step:
    """One step from a release to the next; what cannot go along is noted in `lost`."""

    def __init__(
        self,
        old: Release,
        new: Release,
        tombstones: Mapping[str, Tombstone],
        wordings: Sequence[Wording],
    ) -> None:
        self.old, self.new, self.wordings = old, new, wordings
        first, last = parse_version(old.version), parse_version(new.version)
        self.gone = {
            id: stone
            for id, stone in tombstones.items()
            if first < parse_version(stone.withdrawn_in) <= last
        }
        self.lost: list[Unresolved] = []

    def take(self, held: Iterable[Carried]) -> Iterator[Carried]:
        """Take the levels along that stand at the old release; leave the others."""
        merging: defaultdict[tuple[str, str], list[Carried]] = defaultdict(list)
        for one in held:
            stone = self.gone.get(one.record.skill)
            if one.record.version != self.old.version:
                yield one
            elif self.scale_changed(one):
                continue
            elif stone is None:
                yield from self.keep(one)
            elif stone.type == "merge":
                merging[one.record.person, stone.replaced_by[0]].append(one)
            else:
                yield from self.succeed(one, stone)
        for (_, target), parts in merging.items():
            yield from self.merge(parts, target)

    def lose(
        self, one: Carried, ja: str, en: str, *, old: Text = NOTHING, new: Text = NOTHING
    ) -> None:
        """Note every line of a level as unresolved."""
        self.lost += [Unresolved(line, Text(ja, en), old, new) for line in one.lines]

    def differs(self, one: Carried, of: str) -> bool:
        """Note a sentence that does not mean the same any more."""
        old, new = (sentence(release, of) or NOTHING for release in (self.old, self.new))
        if same_meaning(self.wordings, of, old.ja, new.ja):
            return False
        self.lose(
            one,
            f"{of} の意味が {self.new.version} で変わりました。新しい文で確認し直してください。",
            f"The meaning of {of} changed in {self.new.version}; confirm it again under the new statement.",
            old=old,
            new=new,
        )
        return True

    def scale_changed(self, one: Carried) -> bool:
        """Tell whether the level of the scale itself means something else now."""
        return self.differs(one, f"{SCALE}.{one.record.level}")

    def keep(self, one: Carried) -> Iterator[Carried]:
        """Carry a level of a skill that lives on."""
        skill, level = one.record.skill, max(one.record.level, 1)
        if skill not in self.new.skills or not _has(self.new, skill, level):
            self.no_place(one, skill)
        elif not self.differs(one, f"{skill}.{level}") and not self.proof_lost(one):
            yield self.moved(one, skill, one.record.level)

    def proof_lost(self, one: Carried) -> bool:
        """Note a level whose evidence may not count any more."""
        skill, level = one.record.skill, max(one.record.level, 1)
        old, new = (r.skills[skill].levels[level].evidence for r in (self.old, self.new))
        if set(old) <= set(new):
            return False
        self.lose(
            one,
            f"{skill}.{level} に認める証拠の種類が減りました（{self.new.version}）。証拠を確認し直してください。",
            f"{skill}.{level} accepts fewer kinds of evidence since {self.new.version}; look at the evidence again.",
            old=Text(", ".join(old), ", ".join(old)),
            new=Text(", ".join(new), ", ".join(new)),
        )
        return True

    def succeed(self, one: Carried, stone: Tombstone) -> Iterator[Carried]:
        """Carry a level of a skill that is gone to its successors."""
        if stone.type == "none":
            self.lose(
                one,
                f"{stone.id} は後継なしに廃止されました（{stone.reason.ja}）。記録は {self.old.version} のものとして残してください。",
                f"{stone.id} is gone without a successor ({stone.reason.en}); keep the record as one of {self.old.version}.",
            )
        if stone.type in {"split", "narrower"} and not one.record.level:
            self.lose(
                one,
                f"{stone.id} のレベル0からは、後継のどれが未到達か分かりません。後継ごとに評価してください。",
                f"Level 0 of {stone.id} does not say which successor is not reached; assess each of them.",
            )
            return
        for target in stone.replaced_by:
            end = self.end(target)
            if end not in self.new.skills or not _has(self.new, end, one.record.level):
                self.no_place(one, end)
            elif stone.type == "exact":
                yield self.moved(one, end, one.record.level)
            else:
                yield self.part(one, end)

    def end(self, target: str) -> str:
        """Follow exact successors that are gone in the same step; a circle (S055) ends where it closes."""
        seen: set[str] = set()
        while target in self.gone and self.gone[target].type == "exact" and target not in seen:
            seen.add(target)
            target = self.gone[target].replaced_by[0]
        return target

    def part(self, one: Carried, target: str) -> Carried:
        """Carry a level to a part of what it was: level 3 and above only with evidence of that part."""
        level = one.record.level
        if level <= CARRIED_BY_SPLIT or any(_shows(e, target, level) for e in one.record.evidence):
            return self.moved(one, target, level)
        self.lose(
            one,
            f"{target} のレベル{level}を示す証拠がないので、レベル{CARRIED_BY_SPLIT}として移しました。証拠「{target}.{level}:…」を確認してください。",
            f"No evidence shows level {level} of {target}; it was carried as level {CARRIED_BY_SPLIT}. Confirm it with evidence {target}.{level}:….",
        )
        return self.moved(one, target, CARRIED_BY_SPLIT)

    def merge(self, parts: list[Carried], target: str) -> Iterator[Carried]:
        """Carry the lowest level of all parts, if there is one of each."""
        wanted = {
            id for id, s in self.gone.items() if s.type == "merge" and target in s.replaced_by
        }
        has = [part.record.skill for part in parts]
        lowest = min(part.record.level for part in parts)
        missing = ", ".join(sorted(wanted - set(has)))
        if target in self.old.skills:
            ja, en = (
                f"{target} は前からあり、そのレベルが別に記録されます。",
                f"{target} existed before and has a record of its own.",
            )
        elif missing:
            ja, en = (
                f"統合先 {target} に必要な {missing} の記録がありません。",
                f"{target} also needs a record of {missing}.",
            )
        elif len(has) > len(wanted):
            ja, en = (
                "同じスキルの記録が二つ以上あります。",
                "There are two records of the same skill.",
            )
        elif target not in self.new.skills or not _has(self.new, target, lowest):
            ja, en = f"{target} にそのレベルがありません。", f"{target} has no such level."
        else:
            yield _merged(parts, target, lowest, self.new.version)
            return
        for part in parts:
            self.lose(
                part,
                f"{ja}{target} のレベルを確認してください。",
                f"{en} Confirm the level of {target}.",
            )

    def no_place(self, one: Carried, skill: str) -> None:
        """Note a level for which the new release has no statement."""
        level = one.record.level
        self.lose(
            one,
            f"版 {self.new.version} に {skill} のレベル{level}がありません。記録は {self.old.version} のものとして残してください。",
            f"Version {self.new.version} has no level {level} of {skill}; keep the record as one of {self.old.version}.",
        )

    def moved(self, one: Carried, skill: str, level: int) -> Carried:
        """Return a level under the new version."""
        record = replace(one.record, skill=skill, level=level, version=self.new.version)
        return replace(one, record=record)


def _merged(parts: list[Carried], target: str, level: int, version: str) -> Carried:
    """Unite the parts; the whole is as old as its oldest part."""
    oldest = min(parts, key=lambda p: (p.record.recorded_on, p.lines))
    evidence = dict.fromkeys(e for part in parts for e in part.record.evidence)
    record = replace(
        oldest.record, skill=target, level=level, version=version, evidence=tuple(evidence)
    )
    lines = [*oldest.lines, *(n for part in parts for n in part.lines if part is not oldest)]
    return Carried(record, tuple(lines))


def _shows(evidence: str, skill: str, level: int) -> bool:
    """Tell whether a piece of evidence names a skill, and if a level, one that is high enough."""
    found = re.fullmatch(rf"{re.escape(skill)}(?:\.(\d))?(?::.*)?", evidence)
    return found is not None and int(found[1] or level) >= level
