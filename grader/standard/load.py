"""Load a skill standard that has passed its own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.errors import StandardError
from grader.findings import has_errors, sort_findings
from grader.standard import model
from grader.standard.files import read_files
from grader.standard.lint import meaning
from grader.standard.rulings.read import rulebook
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.findings import Finding
    from grader.standard.files import Files
    from grader.standard.rulings import Rulebook
    from grader.text import Lang


def load_standard(directory: Path) -> model.Standard:
    """Read a skill standard into frozen records.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.

    Returns
    -------
    Standard
        Skills in the order of the domains, roles by id.

    Raises
    ------
    StandardError
        If a rule of severity ``error`` is violated; the message lists file, line and remedy.
    """
    return _standard(_sound_files(directory))


def load_rulebook(directory: Path) -> Rulebook:
    """Read the rules of a skill standard: bid restrictions, pledges, access, side jobs, coverage, funding, figures.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.

    Returns
    -------
    Rulebook
        The rules, ready to be asked.

    Raises
    ------
    StandardError
        If a rule of severity ``error`` is violated; the message lists file, line and remedy.
    """
    return rulebook(_sound_files(directory))


def _sound_files(directory: Path) -> Files:
    files, findings, whole = read_files(directory)
    findings = sort_findings([*findings, *meaning(files)] if whole else findings)
    if has_errors(findings):
        errors = [finding for finding in findings if finding.rule.severity == "error"]
        raise StandardError(_listed(errors, directory, "ja"), _listed(errors, directory, "en"))
    return files


def _listed(findings: list[Finding], directory: Path, lang: Lang) -> str:
    head = Text(
        f"{directory}: スキル標準に誤りがあります。", f"{directory}: the skill standard has errors."
    )
    return "\n".join([head.get(lang), *(f.render(directory.parent, lang) for f in findings)])


def _standard(files: Files) -> model.Standard:
    about = files.one("standard").data
    domains = {e.data["id"]: _text(e.data["name"]) for e in files.entries("domains")}
    order = list(domains)
    skills = [_skill(e.data) for e in files.entries("skills")]
    skills.sort(key=lambda skill: order.index(skill.domain))  # stable: files keep their own order
    roles = sorted((_role(e.data) for e in files.entries("roles")), key=lambda role: role.id)
    return model.Standard(
        version=about["version"],
        status=about["status"],
        scale=_scale(files.one("scale").data),
        skills={skill.id: skill for skill in skills},
        roles={role.id: role for role in roles},
        sources={e.data["id"]: _source(e.data) for e in files.entries("sources")},
        title=_text(about["title"]),
        disclaimer=_text(about["disclaimer"]),
        domains=domains,
        personas={e.data["id"]: _persona(e.data) for e in files.entries("personas")},
        crosswalks=tuple(match for table in files.crosswalks for _, match in table.rows),
    )


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["ja"], data.get("en", data["ja"]))  # S008 has warned about the missing English


def _term(data: Mapping[str, Any]) -> model.Term:
    return model.Term(_text(data["name"]), _text(data["description"]))


def _scale(data: Mapping[str, Any]) -> model.Scale:
    levels = (
        model.ScaleLevel(x["level"], _text(x["name"]), _text(x["description"]), _text(x["proof"]))
        for x in data["levels"]
    )
    kinds = {kind["id"]: _term(kind) for kind in data["evidence_kinds"]}
    return model.Scale(tuple(levels), _term(data["unassessed"]), kinds)


def _source(data: Mapping[str, Any]) -> model.Source:
    kept = ("id", "publisher", "date", "url", "licence", "retrieved", "access")
    return model.Source(
        title=_text(data["title"]),
        transcript_lines=data.get("transcript", {}).get("lines"),
        **{key: data[key] for key in kept},
    )


def _skill(data: Mapping[str, Any]) -> model.Skill:
    kept = (
        "id", "domain", "kind", "origin", "verification", "status", "auto_ceiling", "uuid", "since",
    )  # fmt: skip
    return model.Skill(
        name=_text(data["name"]),
        description=_text(data["description"]),
        levels=tuple(
            model.Level(x["level"], _text(x["statement"]), tuple(x["evidence"]))
            for x in data["levels"]
        ),
        sources=tuple(model.Citation(**x) for x in data["sources"]),
        prerequisites=tuple(model.Prerequisite(**x) for x in data.get("prerequisites", ())),
        not_covered=tuple(
            model.NotCovered(x["level"], _text(x["reason"])) for x in data.get("not_covered", ())
        ),
        validity_months=data.get("validity_months"),
        **{key: data[key] for key in kept},
    )


def _role(data: Mapping[str, Any]) -> model.Role:
    return model.Role(
        id=data["id"],
        name=_text(data["name"]),
        layer=data["layer"],
        requirements=tuple(_requirement(x) for x in data["requirements"]),
        description=_text(data["description"]),
        applies_to=tuple(data["applies_to"]),
        matches=tuple((x["predicate"], x["to"]) for x in data["matches"]),
    )


def _requirement(data: Mapping[str, Any]) -> model.Requirement:
    applies = tuple(data.get("applies_to", model.EVERYBODY))
    return model.Requirement(
        data["skill"], data["level"], float(data["weight"]), data["need"], applies
    )


def _persona(data: Mapping[str, Any]) -> model.Persona:
    return model.Persona(
        id=data["id"],
        name=_text(data["name"]),
        verification=data["verification"],
        disclaimer=_text(data["disclaimer"]),
        duties=tuple((x["stage"], x["as_of"], _text(x["text"])) for x in data["duties"]),
        main_skills=tuple(_text(x) for x in data["main_skills"]),
        pending=tuple(data["pending"]),
    )
