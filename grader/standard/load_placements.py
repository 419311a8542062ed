"""Turn placements, sharing schemes and qualifications into records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.standard import placement_model as model
from grader.standard.pieces import citations_of, maybe_text, text_of, texts_of
from grader.standard.role_model import Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.standard.files import Files

WEIGHTS = {"must": 3.0, "should": 2.0, "nice": 1.0}


def placement_parts(files: Files) -> dict[str, Any]:
    """Return the parts of a standard that say where people can go, and what they can show.

    Parameters
    ----------
    files : Files
        Files that have passed their rules.

    Returns
    -------
    dict
        Placements, sharing schemes and qualifications by id, in the order of the files, under the
        names of the fields of `Standard`.
    """
    makers = {
        "placements": _placement,
        "sharing_schemes": _sharing_scheme,
        "qualifications": _qualification,
    }
    return {
        kind: {entry.data["id"]: make(entry.data) for entry in files.entries(kind)}
        for kind, make in makers.items()
    }


def _placement(data: Mapping[str, Any]) -> model.Placement:
    kept = (
        "id", "type", "verification", "role", "sharing_scheme", "days_per_week", "remote",
        "employer", "payer",
    )  # fmt: skip
    return model.Placement(
        name=text_of(data["name"]),
        description=text_of(data["description"]),
        host=text_of(data["host"]),
        requires=tuple(
            Requirement(x["skill"], x["level"], WEIGHTS[x["need"]], x["need"])
            for x in data["requires"]
        ),
        develops=tuple(model.Development(**x) for x in data["develops"]),
        gates=tuple(data["gates"]),
        sources=citations_of(data),
        scheme=maybe_text(data.get("scheme")),
        home_burden=tuple(data.get("home_burden", ())),
        return_duty=maybe_text(data.get("return_duty")),
        environment=texts_of(data.get("environment", ())),
        support=texts_of(data.get("support", ())),
        **_placement_details(data),
        **_as_they_are(data, *kept),
    )


def _placement_details(data: Mapping[str, Any]) -> dict[str, Any]:
    term = data.get("term_months")
    return {
        "term_months": model.Span(**term) if term else None,
        "eligibility": tuple(
            model.Eligibility(x["id"], text_of(x["text"])) for x in data.get("eligibility", ())
        ),
        "programme": tuple(
            model.Stage(x["from_month"], x["to_month"], text_of(x["text"]))
            for x in data.get("programme", ())
        ),
        "conflicts": tuple(
            model.Conflict(text_of(x["text"]), citations_of(x)) for x in data.get("conflicts", ())
        ),
    }


def _sharing_scheme(data: Mapping[str, Any]) -> model.SharingScheme:
    registered = data.get("registered")
    kept = ("id", "verification", "start", "municipalities", "horizon_years", "target_people")
    return model.SharingScheme(
        name=text_of(data["name"]),
        description=text_of(data["description"]),
        body=text_of(data["body"]),
        sources=citations_of(data),
        members=texts_of(data.get("members", ())),
        cost_split=data.get("cost_split", {}),
        menus=texts_of(data.get("menus", ())),
        registered=model.Registered(**registered) if registered else None,
        pay=maybe_text(data.get("pay")),
        **_as_they_are(data, *kept),
    )


def _qualification(data: Mapping[str, Any]) -> model.Qualification:
    renewal = data.get("renewal")
    kept = (
        "id", "itss_level", "scarce", "verification", "valid_from", "valid_to", "successor",
    )  # fmt: skip
    return model.Qualification(
        name=text_of(data["name"]),
        issuer=text_of(data["issuer"]),
        states=tuple(data["states"]),
        sources=citations_of(data),
        renewal=model.Renewal(**renewal) if renewal else None,
        note=maybe_text(data.get("note")),
        **_as_they_are(data, *kept),
    )


def _as_they_are(data: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """What needs no conversion; None for what the entry leaves out."""
    return {key: data.get(key) for key in keys}
