"""Rules about versions: tombstones, the lock and the releases that it seals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.findings import Finding, Rule, soften
from grader.standard.versions.delta import compare, version_needed
from grader.standard.versions.lock import LOCK_NAME, fingerprints, read_lock, read_release
from grader.standard.versions.release import SCALE, parse_version, working_release
from grader.standard.versions.tombstones import read_tombstones, turns_in_circles
from grader.standard.versions.words import HAPPENED
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.standard.files import Entry, Files
    from grader.standard.versions.delta import Change
    from grader.standard.versions.lock import Lock
    from grader.standard.versions.release import Release

S050 = Rule(
    "S050",
    "error",
    Text("版のロック（standard.lock.json）と公開した版が読める", "Lock and releases can be read"),
    Text(
        "版管理から元のファイルに戻してください。手で書き換えず、kakehashi standard lock で作ります。",
        "Put the file back from version control; it is made by kakehashi standard lock, never by hand.",
    ),
)
S051 = Rule(
    "S051",
    "error",
    Text("変更に見合う版番号になっている", "The version number is large enough for what changed"),
    Text(
        "standard.yaml の version を示された番号以上にし、kakehashi standard lock を実行してください。"
        "意味が同じ言い換えなら、--wording で宣言します。",
        "Raise version in standard.yaml to the number shown and run kakehashi standard lock; declare with "
        "--wording what only says the same in other words.",
    ),
)
S052 = Rule(
    "S052",
    "error",
    Text("ロックが今の内容と合う", "The lock agrees with the content"),
    Text("kakehashi standard lock を実行してください。", "Run kakehashi standard lock."),
)
S053 = Rule(
    "S053",
    "error",
    Text("公開したIDは、消えたら廃止記録が残る", "A published id that is gone has a tombstone"),
    Text(
        "tombstones.yaml に後継と理由を書くか、項目を元に戻してください。",
        "Write its successors and the reason into tombstones.yaml, or put it back.",
    ),
)
S054 = Rule(
    "S054",
    "error",
    Text("廃止記録のあるIDは再び使わない", "An id with a tombstone is never used again"),
    Text(
        "新しい項目には新しいIDを付け、廃止した項目の status は withdrawn にしてください。",
        "Give the new thing a new id; what is given up has status withdrawn.",
    ),
)
S055 = Rule(
    "S055",
    "error",
    Text(
        "廃止記録の後継をたどると終わりがある",
        "The successors of a tombstone exist and come to an end",
    ),
    Text(
        "replaced_by を、今あるIDか、別の廃止記録のIDに直してください。",
        "Let replaced_by name ids that exist, or that have a tombstone which leads on.",
    ),
)
S056 = Rule(
    "S056",
    "error",
    Text(
        "後継の数が廃止記録の種類に合う", "The number of successors fits the type of the tombstone"
    ),
    Text(
        "split は2件以上、exact・merge・narrower は1件、none は0件にしてください。",
        "Name two or more for split, one for exact, merge and narrower, none for none.",
    ),
)
S057 = Rule(
    "S057",
    "error",
    Text(
        "廃止の前に、廃止予定として公開する", "What is withdrawn was deprecated in a release before"
    ),
    Text(
        "先に status: deprecated で版を公開し、deprecated_in にその版、withdrawn_in に後の版を書いてください。",
        "First publish a version with status: deprecated and name it in deprecated_in; withdrawn_in is a later one.",
    ),
)
S058 = Rule(
    "S058",
    "error",
    Text("廃止記録の版は、IDが消えた版", "A tombstone names the version in which the id went"),
    Text(
        "withdrawn_in を、そのIDが初めてなくなった版に直してください。",
        "Let withdrawn_in be the first version without the id.",
    ),
)
RULES = (S050, S051, S052, S053, S054, S055, S056, S057, S058)

_SUCCESSORS = {
    "exact": (1, 1),
    "merge": (1, 1),
    "narrower": (1, 1),
    "split": (2, 99),
    "none": (0, 0),
}


def never_reused(files: Files) -> Iterator[Finding]:
    """S054: what has a tombstone is not alive."""
    alive = working_release(files).ids
    for entry in files.entries("tombstones"):
        id = entry.data["id"]
        if id in alive:
            text = Text(
                f"{id} は廃止記録があるのに使われています。", f"{id} has a tombstone and is in use."
            )
            yield entry.finding(S054, text, "id")


def successors_exist(files: Files) -> Iterator[Finding]:
    """S055: successors are alive or lead on, and not in a circle."""
    tombstones = read_tombstones(files)
    known = working_release(files).ids | set(tombstones)
    for entry in files.entries("tombstones"):
        id = entry.data["id"]
        for index, successor in enumerate(entry.data["replaced_by"]):
            if successor not in known:
                text = Text(
                    f"後継「{successor}」はありません。", f"There is no successor “{successor}”."
                )
                yield entry.finding(S055, text, "replaced_by", index)
        if turns_in_circles(id, tombstones):
            text = Text(
                f"{id} の後継が {id} に戻ります。", f"The successors of {id} lead back to it."
            )
            yield entry.finding(S055, text, "replaced_by")


def successors_fit(files: Files) -> Iterator[Finding]:
    """S056: as many successors as the type says."""
    for entry in files.entries("tombstones"):
        kind, count = entry.data["type"], len(entry.data["replaced_by"])
        fewest, most = _SUCCESSORS[kind]
        if not fewest <= count <= most:
            text = Text(f"{kind} なのに後継が{count}件です。", f"{kind} with {count} successors.")
            yield entry.finding(S056, text, "replaced_by")


def lock_findings(files: Files) -> Iterator[Finding]:
    """Hold a standard to its lock: rules S050 to S053, S057 and S058.

    Parameters
    ----------
    files : Files
        Files that have their shape.

    Yields
    ------
    Finding
        Nothing if there is no lock: a standard that was never released has promised nothing.
    """
    directory = files.one("standard").path.parent
    try:
        lock = read_lock(directory)
        if lock is None:
            return
        releases = {v: read_release(directory, lock, v) for v in sorted(lock.releases)}
    except InputError as error:
        yield Finding(S050, directory / LOCK_NAME, 1, Text(error.ja, error.en))
        return
    work = working_release(files)
    yield from _held_to(files, lock, releases[lock.version], work)
    yield from _gone(files, releases, work)
    yield from _announced(files, releases)
    yield from _dated(files, releases, work)


def _held_to(files: Files, lock: Lock, locked: Release, work: Release) -> Iterator[Finding]:
    changes = compare(locked, work, lock.wordings)
    small = [c for c in changes if _too_small(work.version, version_needed(locked.version, [c]))]
    # Each level of which a promise is broken is told; of what is new, once that it is.
    one = {(c.thing, c.id, c.level if c.impact == "major" else c.impact): c for c in small[::-1]}
    for change in one.values():
        found = _finding(files, change, version_needed(locked.version, [change]))
        yield from soften([found]) if change.impact == "patch" else [found]
    if small:
        return
    if parse_version(work.version) < parse_version(locked.version):
        ja, en = f"版が {locked.version} より前です。", f"The version is before {locked.version}."
        yield _at_version(files, S051, ja, en)
    elif (work.version, fingerprints(work)) != (lock.version, lock.prints):
        ja, en = (
            f"ロックは版 {lock.version} のものです。",
            f"The lock is that of version {lock.version}.",
        )
        yield _at_version(files, S052, ja, en)


def _too_small(version: str, needed: str) -> bool:
    return parse_version(version) < parse_version(needed)


def _finding(files: Files, change: Change, needed: str) -> Finding:
    what, kind = HAPPENED[change.happened], change.impact.upper()
    text = Text(
        f"{change.where}: {what.ja}（{kind}）。版 {needed} 以上が必要です。",
        f"{change.where}: {what.en} ({kind}). It needs version {needed} or more.",
    )
    if change.thing == SCALE:
        document = files.one(SCALE)
        return Finding(S051, document.path, document.line("levels"), text)
    entry = next((e for e in files.entries(change.thing) if e.data["id"] == change.id), None)
    if entry is None:
        return _at_version(files, S051, text.ja, text.en)
    return entry.finding(S051, text, *_keys(entry, change))


def _keys(entry: Entry, change: Change) -> tuple[str | int, ...]:
    """Where a change stands inside its skill."""
    for index, level in enumerate(entry.data.get("levels", ()) if change.level else ()):
        if level["level"] == change.level:
            return ("levels", index, "evidence" if change.happened == "evidence" else "statement")
    return ("id",)


def _at_version(files: Files, rule: Rule, ja: str, en: str) -> Finding:
    document = files.one("standard")
    return Finding(rule, document.path, document.line("version"), Text(ja, en))


def _gone(files: Files, releases: dict[str, Release], work: Release) -> Iterator[Finding]:
    """S053: what was alive in any release is alive or has a tombstone."""
    published = {id for release in releases.values() for id in release.ids}
    for id in sorted(published - work.ids - files.ids("tombstones")):
        ja, en = f"{id} が廃止記録なしに消えています。", f"{id} is gone without a tombstone."
        yield _at_version(files, S053, ja, en)


def _announced(files: Files, releases: dict[str, Release]) -> Iterator[Finding]:
    """S057: a release said that it would go, and a later version lets it go."""
    for entry in files.entries("tombstones"):
        id, gone = entry.data["id"], parse_version(entry.data["withdrawn_in"])
        states = {
            version: release.status(id)
            for version, release in releases.items()
            if id in release.ids and parse_version(version) < gone
        }
        if not states or states[max(states, key=parse_version)] == "draft":
            continue  # a draft was no promise
        if states.get(entry.data["deprecated_in"]) != "deprecated":
            text = Text(
                f"deprecated_in は、{id} が廃止予定（deprecated）になっている前の版ではありません。",
                f"deprecated_in is no earlier release in which {id} is deprecated.",
            )
            yield entry.finding(S057, text, "deprecated_in")


def _dated(files: Files, releases: dict[str, Release], work: Release) -> Iterator[Finding]:
    """S058: after the last release with the id, not after the first version without it."""
    for entry in files.entries("tombstones"):
        id, gone = entry.data["id"], parse_version(entry.data["withdrawn_in"])
        last = max(
            (parse_version(v) for v, r in releases.items() if id in r.ids), default=(0, 0, 0)
        )
        later = [v for v in map(parse_version, (*releases, work.version)) if v > last]
        if not last < gone <= min(later, default=last):
            text = Text(f"{id} が消えた版ではありません。", f"That is not when {id} went.")
            yield entry.finding(S058, text, "withdrawn_in")


CHECKS = (never_reused, successors_exist, successors_fit)
