"""Load a skill standard that has passed its own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.errors import StandardError
from grader.findings import has_errors
from grader.standard import model
from grader.standard.lint import read_standard
from grader.standard.load_placements import placement_parts
from grader.standard.load_roles import role_parts
from grader.standard.overlay import overlay_info, standard_stamp
from grader.standard.pieces import citations_of, maybe_text, text_of
from grader.standard.rulings.read import rulebook
from grader.standard.skill_checks import SKILL_ID
from grader.standard.versions.tombstones import read_tombstones
from grader.text import Text
from grader.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.findings import Finding
    from grader.standard.files import Files
    from grader.standard.rulings import Rulebook
    from grader.text import Lang


def load_standard(directory: Path, overlay: Path | None = None) -> model.Standard:
    """Read a skill standard, with a municipality's overlay on it, into frozen records.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.
    overlay : Path, optional
        The municipality's ``overlay.yaml``.

    Returns
    -------
    Standard
        Skills in the order of the domains, roles by id. With an overlay its version ends in
        ``+overlay.`` and the first twelve digits of the overlay's hash.

    Raises
    ------
    StandardError
        If a rule of severity ``error`` is violated; the message lists file, line and remedy.
    """
    return _standard(_sound_files(directory, overlay))


def load_rulebook(directory: Path, overlay: Path | None = None) -> Rulebook:
    """Read the rules of a skill standard: bid restrictions, pledges, access, side jobs, coverage, funding, figures.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.
    overlay : Path, optional
        The municipality's ``overlay.yaml``; its own bid restrictions stand beside ours.

    Returns
    -------
    Rulebook
        The rules, ready to be asked.

    Raises
    ------
    StandardError
        If a rule of severity ``error`` is violated; the message lists file, line and remedy.
    """
    return rulebook(_sound_files(directory, overlay))


def load_stamp(directory: Path, overlay: Path | None = None) -> dict[str, str | None]:
    """Return what a result says about the standard that is in force.

    Without an overlay only the file with its version is read: all of the standard takes half a second, and grading needs
    nothing else of it.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.
    overlay : Path, optional
        The municipality's ``overlay.yaml``.

    Returns
    -------
    dict
        As of `standard_stamp`.

    Raises
    ------
    StandardError
        If the standard cannot be read, or with its overlay breaks a rule of severity ``error``.
    """
    if overlay is None:
        file = directory / "standard.yaml"
        document = read_yaml(file)[0] if file.is_file() else None
        about = document.data if document else None
        if isinstance(about, dict) and isinstance(about.get("version"), str):
            return {"version": about["version"], "overlay_sha256": None}
        # Reading all of it says what is wrong.
    return standard_stamp(load_standard(directory, overlay))


def _sound_files(directory: Path, overlay: Path | None = None) -> Files:
    files, findings = read_standard(directory, overlay=overlay)
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
    domains = {e.data["id"]: text_of(e.data["name"]) for e in files.entries("domains")}
    order = list(domains)
    skills = [_skill(e.data) for e in files.entries("skills")]
    skills.sort(key=lambda skill: order.index(skill.domain))  # stable: files keep their own order
    overlay = overlay_info(files.overlay) if files.overlay else None
    return model.Standard(
        version=about["version"] + (f"+overlay.{overlay.sha256[:12]}" if overlay else ""),
        status=about["status"],
        scale=_scale(files.one("scale").data),
        skills={skill.id: skill for skill in skills},
        sources={e.data["id"]: _source(e.data) for e in files.entries("sources")},
        title=text_of(about["title"]),
        disclaimer=text_of(about["disclaimer"]),
        domains=domains,
        crosswalks=tuple(
            row.match for table in files.crosswalks for row in table.rows if row.match
        ),
        **role_parts(files),
        **placement_parts(files),
        **{key: about[key] for key in ("id", "date", "licence", "uuid_prefix")},
        overlay=overlay,
        successors={
            id: stone.replaced_by
            for id, stone in read_tombstones(files).items()
            if SKILL_ID.match(id)
        },
        rulebook=rulebook(files),
    )


def _term(data: Mapping[str, Any]) -> model.Term:
    return model.Term(text_of(data["name"]), text_of(data["description"]))


def _scale(data: Mapping[str, Any]) -> model.Scale:
    levels = (
        model.ScaleLevel(
            x["level"], text_of(x["name"]), text_of(x["description"]), text_of(x["proof"])
        )
        for x in data["levels"]
    )
    kinds = {kind["id"]: _term(kind) for kind in data["evidence_kinds"]}
    return model.Scale(tuple(levels), _term(data["unassessed"]), kinds)


def _source(data: Mapping[str, Any]) -> model.Source:
    kept = ("id", "publisher", "date", "url", "licence", "retrieved", "access")
    return model.Source(
        title=text_of(data["title"]),
        transcript_lines=data.get("transcript", {}).get("lines"),
        terms=data.get("terms"),
        attribution=maybe_text(data.get("attribution")),
        **{key: data[key] for key in kept},
    )


def _skill(data: Mapping[str, Any]) -> model.Skill:
    kept = (
        "id", "domain", "kind", "origin", "verification", "status", "auto_ceiling", "uuid", "since",
    )  # fmt: skip
    return model.Skill(
        name=text_of(data["name"]),
        description=text_of(data["description"]),
        levels=tuple(
            model.Level(x["level"], text_of(x["statement"]), tuple(x["evidence"]))
            for x in data["levels"]
        ),
        sources=citations_of(data),
        prerequisites=tuple(model.Prerequisite(**x) for x in data.get("prerequisites", ())),
        not_covered=tuple(
            model.NotCovered(x["level"], text_of(x["reason"])) for x in data.get("not_covered", ())
        ),
        validity_months=data.get("validity_months"),
        **{key: data[key] for key in kept},
    )
