"""Import the components of the NICE Framework from the JSON that NIST publishes.

NIST's file (the form of its Cybersecurity and Privacy Reference Tool) has ``elements`` and
``relationships``. Statements and competency areas become skills, work roles become roles. NICE has no levels:
the skills stay drafts without statements and the roles ask for nothing yet; which statements a role is made
of is kept in ``custom``, for the person who decides on levels.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.standard.imports.draft import Imported, Problem
from grader.standard.skill_checks import SKILL_ID
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    Element = Mapping[str, Any]

PREFIX = "NICE"
DOMAINS = {
    "competency_area": ("competency-areas", Text("コンピテンシー領域", "Competency areas")),
    "task": ("tasks", Text("タスク", "Tasks")),
    "knowledge": ("knowledge", Text("知識", "Knowledge")),
    "skill": ("skills", Text("技能", "Skills")),
}
_ROLE_ID = re.compile(r"[a-z][a-z0-9-]*\Z")
_UNTRANSLATED = "（未訳）"
_SOURCE = {
    "id": "nice-framework",
    "title": {
        "ja": "NICEサイバーセキュリティ人材フレームワークの構成要素",
        "en": "NICE Workforce Framework for Cybersecurity, components",
    },
    "publisher": "NIST",
    "date": None,
    "url": None,
    "licence": "U.S. Government work; not subject to copyright in the United States",
    "retrieved": None,
    "access": "not_read",
}


def read_nice(path: Path, name: str = "nice") -> Imported:
    """Read the components of the NICE Framework.

    Parameters
    ----------
    path : Path
        JSON with ``elements`` and ``relationships``.
    name : str
        Id of the new standard.

    Returns
    -------
    Imported
        Skills in the order of the file, roles by id. Japanese texts say that they are not translated.
        Elements of other types, such as OPM codes, are left aside.

    Raises
    ------
    InputError
        If the file is no such JSON or holds nothing to import.
    """
    elements, links = _content(path)
    skills: dict[str, dict[str, Any]] = {}
    problems = []
    for element in elements:
        if element.get("element_type") in DOMAINS:
            skill = _skill(element)
            fault = _fault(skill, element, SKILL_ID, skills)
            if fault:
                problems.append(fault)
            else:
                skills[skill["id"]] = skill
    if not skills:
        raise _unusable(path, "取り込める要素がありません", "holds no element to import")
    _areas(skills, links)
    roles, faults = _roles(elements, links, skills)
    used = {skill["domain"] for skill in skills.values()}
    domains = {
        domain: {"id": domain, "name": {"ja": name.ja, "en": name.en}, "prefixes": [PREFIX]}
        for domain, name in DOMAINS.values()
        if domain in used
    }
    return Imported(name, _SOURCE, domains, [*skills.values()], roles, (*problems, *faults))


def _content(path: Path) -> tuple[list[Element], list[tuple[str, str]]]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        elements: list[Element] = [{**element} for element in data["elements"]]
        links = [
            (str(link["source_element_identifier"]), str(link["dest_element_identifier"]))
            for link in data["relationships"]
        ]
    except OSError as error:
        raise _unusable(path, f"読めません（{error}）", f"cannot be read ({error})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _unusable(
            path,
            "NISTが公開する形（elements と relationships を持つJSON）ではありません",
            "is not JSON as NIST publishes it, with elements and relationships",
        ) from error
    return elements, links


def _unusable(path: Path, ja: str, en: str) -> InputError:
    return InputError(f"{path}: {ja}。", f"{path}: {en}.")


def _code(element: Element) -> str:
    return str(element.get("element_identifier") or "")


def _id(code: str) -> str:
    """Return the skill id of an identifier of NICE: T0006 → NICE-T0006, NF-COM-007 → NICE-NFCOM007."""
    return f"{PREFIX}-{code.replace('-', '')}"


def _texts(element: Element) -> tuple[str, str]:
    """Return title and text; a statement has no title of its own."""
    title, text = (" ".join(str(element.get(key) or "").split()) for key in ("title", "text"))
    return title or text, text or title


def _untranslated(text: str) -> dict[str, str]:
    return {"ja": _UNTRANSLATED + text, "en": text}


def _skill(element: Element) -> dict[str, Any]:
    code, (title, text) = _code(element), _texts(element)
    return {
        "id": _id(code),
        "domain": DOMAINS[element["element_type"]][0],
        "kind": "technical",
        "name": _untranslated(title),
        "description": _untranslated(text),
        "at": code,
        "custom": {"nice": {"id": code}},
    }


def _fault(
    found: Mapping[str, Any], element: Element, form: re.Pattern[str], known: Iterable[str]
) -> Problem | None:
    """Return what keeps an element from being imported."""
    code = _code(element)
    where = Text(f"要素「{code}」", f"element “{code}”")
    if not form.match(found["id"]):
        return Problem(
            where, Text("識別子をIDに直せません。", "The identifier cannot be made into an id.")
        )
    if found["id"] in known:
        return Problem(where, Text("同じIDの要素があります。", "Another element has the same id."))
    if not found["name"]["en"]:
        return Problem(where, Text("名前も本文もありません。", "It has neither title nor text."))
    return None


def _areas(skills: Mapping[str, dict[str, Any]], links: Iterable[tuple[str, str]]) -> None:
    """Note with each statement in which competency areas it lies; a statement may lie in several."""
    for source, target in links:
        area, skill = skills.get(_id(source)), skills.get(_id(target))
        if area and skill and area["domain"] == DOMAINS["competency_area"][0]:
            lies_in = skill["custom"]["nice"].setdefault("competency_areas", [])
            if source not in lies_in:
                lies_in.append(source)


def _roles(
    elements: Iterable[Element], links: Iterable[tuple[str, str]], skills: Iterable[str]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    made_of: dict[str, set[str]] = {}
    for source, target in links:
        if _id(target) in skills:
            made_of.setdefault(source, set()).add(_id(target))
    roles: dict[str, dict[str, Any]] = {}
    problems = []
    for element in elements:
        if element.get("element_type") == "work_role":
            role = _role(element, sorted(made_of.get(_code(element), ())))
            fault = _fault(role, element, _ROLE_ID, roles)
            if fault:
                problems.append(fault)
            else:
                roles[role["id"]] = role
    return [roles[key] for key in sorted(roles)], problems


def _role(element: Element, statements: list[str]) -> dict[str, Any]:
    code, (title, text) = _code(element), _texts(element)
    return {
        "id": code.lower(),
        "name": _untranslated(title),
        "description": _untranslated(text),
        "layer": "specialist",
        "at": code,
        "custom": {"nice": {"id": code, "statements": statements}},
    }
