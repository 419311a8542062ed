"""From a result to what its page shows; nothing is read or written here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from grader.feedback import labels
from grader.feedback.model import Line, Page, Place, Step, Told
from grader.lab.explain import is_over, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from grader.text import Lang

_DIGITS = re.compile(r"(\d+)")
_JAPAN = timezone(timedelta(hours=9))
_FULL = 1e-6
"""How far points may fall short of full marks by rounding alone."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a page is made from besides the result.

    Parameters
    ----------
    texts : mapping
        The lesson's texts as the build wrote them: title, exercises, misconceptions, remedies.
    solutions : mapping
        From exercise to its explanation by language.
    deadline : str or None
        ISO 8601 with a zone.
    now : datetime
        The time, with a zone.
    reading : callable
        From assignment and heading to a link to the page for reading, or None if there is none.
    """

    texts: Mapping[str, Any]
    solutions: Mapping[str, Mapping[str, str]]
    deadline: str | None
    now: datetime
    reading: Callable[[str, str], str | None]

    @property
    def over(self) -> bool:
        """Whether the deadline has passed."""
        return is_over(self.deadline, self.now)


def page_of(result: Mapping[str, Any], material: Material) -> Page:
    """Return what the page of one result shows.

    Parameters
    ----------
    result : mapping
        A ``results.json`` of a lesson.
    material : Material
        The lesson's texts, explanations and deadline.

    Returns
    -------
    Page
        The page.
    """
    lang: Lang = result["lang"]
    rows = sorted(result["exercises"], key=lambda row: _in_order(row["id"]))
    lines = tuple(_line(row, material, lang, result["assignment"]) for row in rows)
    graded = result["status"] == "graded"
    pending = material.deadline if material.deadline and not material.over else None
    return Page(
        lang=lang,
        title=material.texts["title"][lang],
        trainee=result["trainee"],
        assignment=result["assignment"],
        received=_received(result["submitted_at"]),
        score=result["score"],
        most=result["max_score"],
        error=_in(result["error"], lang),
        lines=lines,
        steps=tuple(_steps(lines, lang, result)) if graded else (),
        deadline=shown(pending) if pending else None,
    )


def _in_order(name: str) -> list[tuple[int, str]]:
    """Sort q10 behind q9."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _DIGITS.split(name)]


def _received(time: str | None) -> str | None:
    return (
        None
        if time is None
        else f"{datetime.fromisoformat(time).astimezone(_JAPAN):%Y-%m-%d %H:%M}"
    )


def _in(error: str | None, lang: Lang) -> str | None:
    """Return one language of an error, which is kept as Japanese, a line break, English."""
    if error is None:
        return None
    ja, _, en = error.partition("\n")
    return ja if lang == "ja" else en or ja


def _line(row: Mapping[str, Any], material: Material, lang: Lang, assignment: str) -> Line:
    known = material.texts["exercises"].get(row["id"])
    text = material.solutions.get(row["id"], {}).get(lang)
    passed = row["state"] != "not_graded" and row["points"] >= row["max_points"] - _FULL
    may_see = passed or material.over
    return Line(
        id=row["id"],
        title=known["title"][lang] if known else row["id"],
        state=row["state"],
        points=row["points"],
        most=row["max_points"],
        told=tuple(_told(row, material, lang, assignment)),
        solution=text if may_see else None,
        locked=text is not None and not may_see,
    )


def _told(
    row: Mapping[str, Any], material: Material, lang: Lang, assignment: str
) -> Iterator[Told]:
    messages, remedies = material.texts["misconceptions"], material.texts.get("remedies", {})
    known = [name for name in row["misconceptions"] if name in messages]
    for name in known:
        place = remedies.get(name, {}).get(lang)
        yield Told(messages[name][lang], _place(place, material, assignment) if place else None)
    fixed = {"not_attempted": labels.UNTOUCHED, "not_graded": labels.NOT_GRADED}.get(row["state"])
    if fixed is not None:
        yield Told(fixed.get(lang))
    elif row["message"] and row["state"] != "right" and not known:
        yield Told(row["message"])


def _place(place: Mapping[str, str], material: Material, assignment: str) -> Place:
    notebook = place["link"].partition("#")[0].removeprefix("../")
    folder = notebook.rpartition("/")[0] or assignment
    return Place(place["heading"], notebook, material.reading(folder, place["heading"]))


def _steps(lines: Sequence[Line], lang: Lang, result: Mapping[str, Any]) -> Iterator[Step]:
    headings = [told.place.heading for line in lines for told in line.told if told.place]
    for heading in dict.fromkeys(headings):
        yield Step(labels.READ_FIRST.get(lang).format(heading=heading))
    counts = (
        ("not_attempted", labels.UNANSWERED),
        ("could_not_run", labels.STOPPED),
        ("not_graded", labels.WAITING),
    )
    for state, text in counts:
        n = sum(line.state == state for line in lines)
        if n:
            yield Step(text.get(lang).format(n=n))
    if any(line.state not in {"right", "not_graded"} for line in lines):
        command = f"kakehashi lab --trainee {result['trainee']} --lesson {result['lesson']} --edition {lang} --practice"
        yield Step(labels.PRACTISE.get(lang), command)
    if lines and all(line.state == "right" for line in lines):
        yield Step(labels.ALL_RIGHT.get(lang))
