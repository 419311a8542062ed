"""Show what changed between two releases, and whom it concerns."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from grader.standard.versions.delta import IMPACTS
from grader.standard.versions.release import PROFILES
from grader.standard.versions.words import COLUMNS, HAPPENED, THINGS, say

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from grader.standard.versions.delta import Change
    from grader.standard.versions.release import Release
    from grader.text import Lang


def users_of(
    change: Change, releases: Sequence[Release], lessons: Mapping[tuple[str, int], Collection[str]]
) -> tuple[str, ...]:
    """Find the roles, placements and lessons that a change concerns.

    Parameters
    ----------
    change : Change
        The change.
    releases : sequence of Release
        The releases in which to look for roles and placements: the old one and the new one.
    lessons : mapping of (str, int) to collection of str
        Lessons that prove a level, by skill and level.

    Returns
    -------
    tuple of str
        Sorted, such as ``roles/engineer``. A change of one level concerns whoever asks for that level or a
        higher one, and the lessons that prove just that level.
    """
    if change.thing in PROFILES:
        return (f"{change.thing}/{change.id}",)
    asking = {
        f"{kind}/{id}"
        for release in releases
        for kind in PROFILES
        for id, profile in getattr(release, kind).items()
        for demands in profile.demands.values()
        if change.id in demands and (demands[change.id].get("level") or 0) >= (change.level or 0)
    }
    proving = {
        f"lessons/{lesson}"
        for (skill, level), slugs in lessons.items()
        if skill == change.id and change.level in {None, level}
        for lesson in slugs
    }
    return tuple(sorted(asking | proving))


def delta_data(
    old: str, new: str, changes: Sequence[Change], users: Sequence[tuple[str, ...]]
) -> dict[str, Any]:
    """Return the changes as JSON data.

    Parameters
    ----------
    old, new : str
        Versions.
    changes : sequence of Change
        The changes.
    users : sequence of tuple of str
        For each change whom it concerns.

    Returns
    -------
    dict
        Data of schema ``delta``.
    """
    rows = [
        {**asdict(c), "users": list(concerned)} for c, concerned in zip(changes, users, strict=True)
    ]
    return {"format_version": 1, "from": old, "to": new, "changes": rows}


def delta_rows(
    changes: Sequence[Change], users: Sequence[tuple[str, ...]], *, lang: Lang
) -> list[list[str]]:
    """Return the changes as a table.

    Parameters
    ----------
    changes : sequence of Change
        The changes.
    users : sequence of tuple of str
        For each change whom it concerns.
    lang : {'ja', 'en'}
        Language of header and words.

    Returns
    -------
    list of list of str
        The header, then one row for each change.
    """
    header = [text.get(lang) for text in COLUMNS.values()]
    rows = [
        [
            c.impact.upper(), THINGS[c.thing].get(lang), c.where, HAPPENED[c.happened].get(lang),
            c.old.get(lang), c.new.get(lang), ", ".join(concerned),
        ]
        for c, concerned in zip(changes, users, strict=True)
    ]  # fmt: skip
    return [header, *rows]


def delta_page(
    old: str,
    new: str,
    changes: Sequence[Change],
    users: Sequence[tuple[str, ...]],
    *,
    lang: Lang,
) -> str:
    """Return the changes as a page in Markdown: change by change, then role by role and lesson by lesson.

    Parameters
    ----------
    old, new : str
        Versions.
    changes : sequence of Change
        The changes.
    users : sequence of tuple of str
        For each change whom it concerns.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        The page.
    """
    title = f"# {say(lang, 'title', old=old, new=new)}\n\n"
    if not changes:
        return f"{title}{say(lang, 'none')}\n"
    count = Counter(change.impact for change in changes)
    counts = say(lang, "counts", **{impact: count[impact] for impact in IMPACTS})
    table = _table(delta_rows(changes, users, lang=lang))
    parts = [counts, f"## {say(lang, 'changes')}", table, f"## {say(lang, 'users')}"]
    return title + "\n\n".join([*parts, _by_user(changes, users, lang)]) + "\n"


def _by_user(changes: Sequence[Change], users: Sequence[tuple[str, ...]], lang: Lang) -> str:
    touched: dict[str, list[str]] = {}
    for change, concerned in zip(changes, users, strict=True):
        for user in concerned:
            touched.setdefault(user, []).append(change.where)
    if not touched:
        return say(lang, "nobody")
    rows = [
        [
            f"{THINGS[user.split('/')[0]].get(lang)} {user.split('/')[1]}",
            ", ".join(dict.fromkeys(at)),
        ]
        for user, at in sorted(touched.items())
    ]
    return _table([[say(lang, "user"), say(lang, "touched")], *rows])


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])
