"""What each template is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from grader.dashboard.aggregate import (
    FLOOR,
    SHOWN_THRESHOLDS,
    common_misconceptions,
    role_coverage,
    scarce_skills,
    skill_rows,
    summary,
    unmeasured_skills,
)
from grader.dashboard.beside import Beside
from grader.dashboard.dot_plot import dot_plot
from grader.dashboard.heat_maps import level_heat_map, share_heat_map
from grader.dashboard.labels import say
from grader.dashboard.read import by_department, in_standard_order, skills_seen
from grader.dashboard.steps import next_steps
from grader.dashboard.view import FitLabel
from grader.dashboard.words import (
    axis_words,
    cell_text,
    department_name,
    fit_words,
    panel_words,
    piece_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.dashboard.view import Book, Estimate, Evidence, Item, Member, Part
    from grader.text import Lang, Text

CHART_PEOPLE = 60


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart on a page.

    Parameters
    ----------
    id : str
        Id of its element, fixed by what it shows.
    figure : str
        The figure as JSON.
    aria : str
        What it shows, for those who cannot see it.
    group : str
        What must be chosen for it to be shown.
    columns, rows : int
        Size of a heat map, from which its least width and height follow; 0 leaves it to the page.
    """

    id: str
    figure: str
    aria: str
    group: str = ""
    columns: int = 0
    rows: int = 0


def index_context(book: Book, lang: Lang, *, notices: Sequence[Text]) -> dict[str, Any]:
    """Gather what the overview shows.

    Parameters
    ----------
    book : Book
        Everything shown.
    lang : {'ja', 'en'}
        Language of the page.
    notices : sequence of Text
        What the reader must know of the data before reading on.

    Returns
    -------
    dict
        Values for ``index.html.j2``.
    """
    rows = skill_rows(book)
    return {
        "summary": summary(book),
        "notices": [notice.get(lang) for notice in notices],
        "views": [_share_view(book, rows, level, lang) for level in SHOWN_THRESHOLDS]
        if rows
        else [],
        "columns": [department_name(name, lang) for name in book.departments],
        "coverage": role_coverage(book),
        "verdicts": get_args(FitLabel),
        "scarce": scarce_skills(book),
        "unmeasured": [book.names.skill(key).get(lang) for key in unmeasured_skills(book)],
        "misconceptions": [
            (
                book.misconceptions[key].belief.get(lang) if key in book.misconceptions else key,
                str(n) if n >= FLOOR else say(lang, "fewer_than_floor"),
            )
            for key, n in common_misconceptions(book)
        ],
    }


def _share_view(book: Book, rows: Sequence[Any], level: int, lang: Lang) -> dict[str, Any]:
    name = say(lang, "level_or_above", level=level)
    index = SHOWN_THRESHOLDS.index(level)
    space = " " if lang == "en" else "　"
    return {
        "level": level,
        "name": name,
        "chart": Chart(
            id=f"plot-share-{level}",
            figure=share_heat_map(book, rows, level=level, lang=lang),
            aria=say(lang, "heat_aria", level=name),
            columns=len(book.departments) + 1,
            # Each cell holds two lines.
            rows=2 * len(rows),
        ),
        "lines": [
            (
                book.names.skill(row.skill).get(lang),
                [cell_text(c, index, lang, newline=space) for c in (*row.cells, row.total)],
            )
            for row in rows
        ],
    }


def people_context(book: Book, lang: Lang) -> dict[str, Any]:
    """Gather what the list of people shows.

    Parameters
    ----------
    book : Book
        Everything shown.
    lang : {'ja', 'en'}
        Language of the page.

    Returns
    -------
    dict
        Values for ``people.html.j2``.
    """
    skills = skills_seen(book)
    return {
        "skills": skills,
        "charts": list(_people_charts(book, skills, lang)) if skills else [],
        "whole": len(book.members) <= CHART_PEOPLE,
    }


def _people_charts(book: Book, skills: Sequence[str], lang: Lang) -> Iterator[Chart]:
    if len(book.members) <= CHART_PEOPLE:
        yield _people_chart(book, book.members, skills, lang, id_="plot-people", group="all")
    groups = by_department(book.members)
    for number, name in enumerate(book.departments):
        members = groups[name]
        starts = range(0, len(members), CHART_PEOPLE)
        for i, start in enumerate(starts, 1):
            chart = _people_chart(
                book,
                members[start : start + CHART_PEOPLE],
                skills,
                lang,
                id_=f"plot-people-{number}-{i}",
                group=f"d{number}",
            )
            yield chart


def _people_chart(  # the id and the group are plain values of one chart
    book: Book,
    members: Sequence[Member],
    skills: Sequence[str],
    lang: Lang,
    *,
    id_: str,
    group: str,
) -> Chart:
    return Chart(
        id=id_,
        figure=level_heat_map(book, members, skills=skills, lang=lang),
        aria=say(lang, "people_aria"),
        group=group,
        columns=len(skills),
        rows=len(members),
    )


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One skill on a person's page.

    Parameters
    ----------
    name : str
        Name of the skill.
    estimate : Estimate or None
        None without evidence.
    part : Part or None
        What the target role asks for; None if nothing.
    statement : str
        What a person at this level can do; may be empty.
    evidence : tuple of (Evidence, Item or None, tuple of str)
        Graded exercise, its entry in the bank, what its answer showed in words.
    beside : Beside
        Other evidence of it.
    """

    name: str
    estimate: Estimate | None
    part: Part | None
    statement: str
    evidence: tuple[tuple[Evidence, Item | None, tuple[str, ...]], ...]
    beside: Beside


def person_context(book: Book, member: Member, lang: Lang) -> dict[str, Any]:
    """Gather what one person's page shows.

    Parameters
    ----------
    book : Book
        Everything shown.
    member : Member
        The person.
    lang : {'ja', 'en'}
        Language of the page.

    Returns
    -------
    dict
        Values for ``person.html.j2``.
    """
    lines = [_skill_line(book, member, skill, lang) for skill in _skills_of(book, member)]
    chart = Chart(
        id="plot-levels",
        figure=dot_plot(
            [(_axis_name(x, lang), x.estimate, x.part) for x in lines],
            interval=book.interval,
            lang=lang,
        ),
        aria=say(lang, "levels_aria"),
    )
    return {
        "member": member,
        "lines": lines,
        "chart_levels": chart if lines else None,
        "general": member.beside.get("", Beside()),
        "beside": lambda part: member.beside.get(part.skill, Beside()),
        "axis_words": partial(axis_words, lang=lang),
        "fit_words": partial(fit_words, lang=lang),
        "piece_words": partial(piece_words, lang=lang),
        "panel_words": partial(panel_words, lang=lang),
        "reasons": partial(_reasons, book, lang=lang),
        "roles": [member.roles[role] for role in _roles_of(book, member)],
        "steps": next_steps(member, book.items),
    }


def _reasons(book: Book, estimate: Estimate, lang: Lang) -> str:
    least = {"items": book.min_items, "notebooks": book.min_notebooks}
    return say(lang, "sep").join(say(lang, f"reason_{why}", **least) for why in estimate.reasons)


def _axis_name(line: SkillLine, lang: Lang) -> str:
    must = line.part is not None and line.part.need == "must"
    return say(lang, "must_name", skill=line.name) if must else line.name


def _skills_of(book: Book, member: Member) -> list[str]:
    """Required skills first, then important ones, then what the target role does not ask for."""
    parts = {part.skill: part for part in member.target.parts} if member.target else {}
    rank = {"must": 0, "should": 1, "nice": 2}
    keys = in_standard_order(book.names, {*parts, *member.skills, *member.beside} - {""})
    return sorted(keys, key=lambda key: rank.get(parts[key].need, 2) if key in parts else 3)


def _roles_of(book: Book, member: Member) -> list[str]:
    """Target role first, the others in the order of the standard."""
    place = {role: index for index, role in enumerate(book.names.roles)}
    return sorted(
        member.roles,
        key=lambda role: (role != member.target_role, place.get(role, len(place)), role),
    )


def _skill_line(book: Book, member: Member, skill: str, lang: Lang) -> SkillLine:
    estimate = member.skills.get(skill)
    name = book.names.skill(skill).get(lang)
    parts = {part.skill: part for part in member.target.parts} if member.target else {}
    statement = book.names.statements.get((skill, estimate.level)) if estimate else None
    return SkillLine(
        name=name,
        estimate=estimate,
        part=parts.get(skill),
        statement=statement.get(lang) if statement else "",
        evidence=tuple(
            (row, book.exercises.get(row.exercise), _shown_beliefs(book, row, lang))
            for row in (estimate.evidence if estimate else ())
        ),
        beside=member.beside.get(skill, Beside()),
    )


def _shown_beliefs(book: Book, row: Evidence, lang: Lang) -> tuple[str, ...]:
    return tuple(
        book.misconceptions[key].message.get(lang) if key in book.misconceptions else key
        for key in row.misconceptions
    )
