"""Turn the entries of roles/ into records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.standard import frameworks
from grader.standard import role_model as model
from grader.standard.pieces import citations_of, maybe_text, text_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.standard.files import Files


def role_parts(files: Files) -> dict[str, Any]:
    """Return the parts of a standard that stand in roles/.

    Parameters
    ----------
    files : Files
        Files that have passed their rules.

    Returns
    -------
    dict
        Roles, personas, layers, contexts and role facts by id, under the names of the fields of `Standard`.
    """
    return {
        "roles": {role.id: role for role in sorted(map(_role, _data(files, "roles")), key=_id)},
        "personas": {x["id"]: _persona(x) for x in _data(files, "personas")},
        "layers": {x["id"]: _layer(x) for x in _data(files, "layers")},
        "contexts": {x["id"]: _context(x) for x in _data(files, "contexts")},
        "role_facts": {x["id"]: _fact(x) for x in _data(files, "role_facts")},
    }


def _data(files: Files, kind: str) -> list[Mapping[str, Any]]:
    return [entry.data for entry in files.entries(kind)]


def _id(role: model.Role) -> str:
    return role.id


def _role(data: Mapping[str, Any]) -> model.Role:
    return model.Role(
        id=data["id"],
        name=text_of(data["name"]),
        layer=data["layer"],
        requirements=tuple(_requirement(x) for x in data["requirements"]),
        description=text_of(data["description"]),
        applies_to=tuple(data["applies_to"]),
        matches=tuple((x["predicate"], x["to"]) for x in data["matches"]),
        experience=tuple(_experience(x) for x in data.get("experience", ())),
        qualifications=tuple(
            model.WantedQualification(**x) for x in data.get("qualifications", ())
        ),
        contexts=tuple(_role_context(x) for x in data.get("contexts", ())),
    )


def _requirement(data: Mapping[str, Any]) -> model.Requirement:
    applies = tuple(data.get("applies_to", model.EVERYBODY))
    return model.Requirement(
        data["skill"], data["level"], float(data["weight"]), data["need"], applies
    )


def _experience(data: Mapping[str, Any]) -> model.Experience:
    return model.Experience(text_of(data["text"]), data["need"], citations_of(data))


def _role_context(data: Mapping[str, Any]) -> model.RoleContext:
    levels = tuple((x["skill"], x["level"]) for x in data["levels"])
    return model.RoleContext(data["context"], levels, text_of(data["reason"]))


def _persona(data: Mapping[str, Any]) -> frameworks.Persona:
    return frameworks.Persona(
        id=data["id"],
        name=text_of(data["name"]),
        verification=data["verification"],
        disclaimer=text_of(data["disclaimer"]),
        duties=tuple((x["stage"], x["as_of"], text_of(x["text"])) for x in data["duties"]),
        main_skills=texts_of(data["main_skills"]),
        pending=tuple(data["pending"]),
        cells=tuple(_cell(x) for x in data.get("cells", ())),
    )


def _cell(data: Mapping[str, Any]) -> frameworks.Cell:
    kept = ("section", "mark", "page", "verified_by", "verified_on")
    return frameworks.Cell(
        item=text_of(data["item"]),
        text=maybe_text(data.get("text")),
        **{key: data[key] for key in kept},
    )


def _layer(data: Mapping[str, Any]) -> model.StaffLayer:
    return model.StaffLayer(
        data["id"], text_of(data["name"]), text_of(data["description"]), data["verification"]
    )


def _context(data: Mapping[str, Any]) -> model.Context:
    return model.Context(
        data["id"], data["kind"], text_of(data["name"]), data.get("at_least"), data.get("below")
    )


def _fact(data: Mapping[str, Any]) -> model.RoleFact:
    return model.RoleFact(
        id=data["id"],
        text=text_of(data["text"]),
        personas=tuple(data["personas"]),
        verification=data["verification"],
        sources=citations_of(data),
    )
