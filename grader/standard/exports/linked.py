"""The standard as linked data: JSON-LD with SKOS, its context inside, so that nothing is fetched to read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.standard.exports import names
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.standard.frameworks import Match
    from grader.standard.model import Level, Skill, Standard
    from grader.standard.role_model import Role

    Json = dict[str, Any]

# A crosswalk says how the other thing relates to ours; here our skill is the one that speaks.
TURNED = {
    "skos:exactMatch": "exactMatch",
    "skos:closeMatch": "closeMatch",
    "skos:relatedMatch": "relatedMatch",
    "skos:broadMatch": "narrowMatch",
    "skos:narrowMatch": "broadMatch",
}


def read_context(path: Path) -> Json:
    """Read the context of a standard.

    Parameters
    ----------
    path : Path
        ``context.jsonld`` of the standard.

    Returns
    -------
    dict
        Its terms.

    Raises
    ------
    InputError
        If it is missing or is no context.
    """
    try:
        context: Json = json.loads(path.read_text(encoding="utf-8"))["@context"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: 文脈定義（@context）が読めません。この版の skills_standard/context.jsonld を置いてください。",
            f"{path}: the context cannot be read. Put skills_standard/context.jsonld of this version there.",
        ) from error
    return context


def jsonld_files(standard: Standard, context: Json) -> dict[str, str]:
    """Make the standard as JSON-LD.

    Parameters
    ----------
    standard : Standard
        The standard.
    context : dict
        As from `read_context`; it is written into the file.

    Returns
    -------
    dict of str to str
        JSON text by file name.
    """
    graph = [
        _scheme(standard),
        *_domains(standard),
        *(_skill(standard, skill) for skill in standard.skills.values()),
        *(_role(standard, role) for role in standard.roles.values()),
        *(
            {
                "id": names.skill_uri(standard, old),
                "type": "Concept",
                "isReplacedBy": [names.skill_uri(standard, code) for code in new],
            }
            for old, new in sorted(standard.successors.items())
        ),
    ]
    data = {"@context": context, "@graph": graph}
    return {"standard.jsonld": json.dumps(data, ensure_ascii=False, indent=1) + "\n"}


def _scheme(standard: Standard) -> Json:
    licence = names.LICENCES.get(standard.licence)
    return {
        "id": names.uri(standard, "standard"),
        "type": "ConceptScheme",
        "title": _both(standard.title or Text(standard.id, standard.id)),
        "description": _both(standard.disclaimer or Text("", "")),
        "version": standard.version,
        "modified": names.full_date(standard),
        **({"license": licence} if licence else {"rights": standard.licence}),
    }


def _domains(standard: Standard) -> Iterator[Json]:
    for domain, name in standard.domains.items():
        yield {
            "id": names.uri(standard, "domain", domain),
            "type": "Concept",
            "prefLabel": _both(name),
            "notation": domain,
            "topConceptOf": names.uri(standard, "standard"),
        }


def _skill(standard: Standard, skill: Skill) -> Json:
    return {
        "id": names.skill_uri(standard, skill.id),
        "type": ["Concept", "Skill"],
        "identifier": f"urn:uuid:{skill.uuid}",
        "notation": skill.id,
        "prefLabel": _both(skill.name),
        "definition": _both(skill.description),
        "inScheme": names.uri(standard, "standard"),
        "broader": names.uri(standard, "domain", skill.domain),
        "kind": skill.kind,
        "origin": skill.origin,
        "verification": skill.verification,
        "status": skill.status,
        "autoCeiling": skill.auto_ceiling,
        "requires": [
            names.skill_uri(standard, names.level_id(need.skill, need.level))
            for need in skill.prerequisites
        ],
        "levels": [_level(standard, skill, level) for level in skill.levels],
        **_matches(standard, skill),
    }


def _level(standard: Standard, skill: Skill, level: Level) -> Json:
    code = names.level_id(skill.id, level.level)
    return {
        "id": names.skill_uri(standard, code),
        "type": "Level",
        "identifier": f"urn:uuid:{names.level_uuid(skill, level.level)}",
        "notation": code,
        "level": level.level,
        "statement": _both(level.statement),
        "evidence": [*level.evidence],
    }


def _matches(standard: Standard, skill: Skill) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for match in _of(standard, skill.id):
        term = TURNED[match.predicate]
        found.setdefault(term, []).append(names.outside_uri(standard, match))
    return found


def _of(standard: Standard, skill: str) -> Iterator[Match]:
    return (match for match in standard.crosswalks if match.skill == skill)


def _role(standard: Standard, role: Role) -> Json:
    return {
        "id": names.uri(standard, "role", role.id),
        "type": "Role",
        "notation": role.id,
        "prefLabel": _both(role.name),
        "layer": role.layer,
        "asksFor": [
            {
                "type": "Requirement",
                "skill": names.skill_uri(standard, need.skill),
                "level": need.level,
                "need": need.need,
                "weight": need.weight,
                "appliesTo": [*need.applies_to],
            }
            for need in role.requirements
        ],
    }


def _both(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}
