"""CASE 1.1 packages, through a schema kept by hand (its source is named inside)."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from jsonschema import Draft202012Validator

from grader.standard.exports import case_files, case_package

SCHEMA = json.loads(
    (Path(__file__).parent / "case-1.1-parts.schema.json").read_text(encoding="utf-8")
)
REPLACED = {"SEC-OLD": ("SEC-LOG", "SEC-IAM")}


def edges(package, kind):
    """Return the associations of a kind as pairs of codes."""
    codes = {item["identifier"]: item["humanCodingScheme"] for item in package["CFItems"]}
    codes[package["CFDocument"]["identifier"]] = "document"
    return {
        (
            codes[a["originNodeURI"]["identifier"]],
            codes.get(
                a["destinationNodeURI"]["identifier"], a["destinationNodeURI"]["uri"]
            ),
        )
        for a in package["CFAssociations"]
        if a["associationType"] == kind
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", ["own", "small"])
def test_package_fits_the_schema(request, name, lang):
    """Required fields, formats, enumerations, and no field that CASE does not know."""
    package = case_package(replace(request.getfixturevalue(name), successors=REPLACED), lang)
    validator = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)

    assert [] == [error.message for error in validator.iter_errors(package)]


def test_tree(small):
    """Domains and the scale under the document, skills under domains, levels under skills."""
    children = edges(case_package(small), "isChildOf")
    root = "document"

    assert {
        ("security", root), ("data", root), ("empty", root),
        *((f"L{n}", root) for n in range(5)),
        ("SEC-LOG", "security"), ("SEC-IAM", "security"), ("DAT-TABLE", "data"),
        *((f"SEC-LOG.{n}", "SEC-LOG") for n in (1, 2, 3)),
        *((f"DAT-TABLE.{n}", "DAT-TABLE") for n in (1, 2)),
    } == children  # fmt: skip


def test_relations(small):
    """A level has a common level; what is needed first precedes; the withdrawn is replaced."""
    package = case_package(replace(small, successors=REPLACED))

    assert {(f"SEC-LOG.{n}", f"L{n}") for n in (1, 2, 3)} < edges(package, "hasSkillLevel")
    assert {("DAT-TABLE.2", "SEC-LOG"), ("DAT-TABLE", "SEC-IAM")} == edges(package, "precedes")
    assert {("SEC-OLD", "SEC-LOG"), ("SEC-OLD", "SEC-IAM")} == edges(package, "replacedBy")


def test_only_an_exact_match_is_called_exact(small):
    """Every other predicate is a relation, with the predicate kept beside it."""
    package = case_package(small)
    kept = [
        a["extensions"]["kakehashi"]["predicate"]
        for a in package["CFAssociations"]
        if a["associationType"] == "isRelatedTo"
    ]

    assert {("SEC-LOG", "urn:small:nice:S9001")} == edges(package, "exactMatchOf")
    assert ["skos:broadMatch"] == kept


def test_every_node_is_there_once(own):
    """Identifiers are unique, and associations begin and end at items, the document or outside."""
    for lang in ("ja", "en"):
        package = case_package(own, lang)
        items = [item["identifier"] for item in package["CFItems"]]
        known = {*items, package["CFDocument"]["identifier"]}
        inside = [
            node["identifier"]
            for a in package["CFAssociations"]
            if a["associationType"] != "isTranslationOf"
            for node in (a["originNodeURI"], a["destinationNodeURI"])
            if "targetType" not in node
        ]
        every = items + [a["identifier"] for a in package["CFAssociations"]]

        assert [] == [key for key, times in Counter(every).items() if times > 1]
        assert [] == [key for key in inside if key not in known]


def test_english_items_translate_the_japanese_ones(small):
    """Each English item has an identifier of its own and points to the Japanese item."""
    ja, en = case_package(small), case_package(small, "en")
    japanese = {item["identifier"] for item in ja["CFItems"]}
    english = {item["identifier"] for item in en["CFItems"]}
    pairs = {
        a["originNodeURI"]["identifier"]: a["destinationNodeURI"]["identifier"]
        for a in en["CFAssociations"]
        if a["associationType"] == "isTranslationOf"
    }

    assert set() == japanese & english
    assert (english, japanese) == (pairs.keys(), {*pairs.values()})


def test_skill_identifier_is_its_uuid(own):
    """Badges that point to the uuid of the standard find the item."""
    package = case_package(own)
    found = {i["humanCodingScheme"]: i["identifier"] for i in package["CFItems"]}

    assert {s.id: s.uuid for s in own.skills.values()} == {k: found[k] for k in own.skills}


def test_level_identifier_follows_from_the_skill(own):
    """Version 5, with the uuid of the skill as namespace and the digit as name: the one in badges."""
    level = next(i for i in case_package(own)["CFItems"] if i["humanCodingScheme"] == "SEC-LOG.3")

    assert str(uuid5(UUID(own.skills["SEC-LOG"].uuid), "3")) == level["identifier"]
    assert "urn:uuid:" + level["identifier"] == level["uri"]


def test_document_says_version_status_licence_and_time(small):
    """The date of the standard, not of the day; a month begins on its first day."""
    document = case_package(small)["CFDocument"]

    assert ("0.2.0", "Draft", "CC-BY-4.0") == (
        document["version"], document["adoptionStatus"], document["licenseURI"]["title"]
    )  # fmt: skip
    assert "2026-11-01T00:00:00Z" == document["lastChangeDateTime"]


def test_roles_stand_in_the_extension(small):
    """CASE has no place for a required level: it is kept as data of ours."""
    role = case_package(small)["extensions"]["kakehashi"]["roles"][0]

    assert {
        "humanCodingScheme": "SEC-LOG.3", "need": "must", "weight": 3.0,
        "appliesTo": ["external", "internal"],
    } == role["requirements"][0]  # fmt: skip


def test_same_standard_same_bytes(own):
    """Nothing depends on the clock."""
    assert case_files(own) == case_files(own)
