"""The schemas of the standard's files: strict, and explained."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from grader.schema.store import load_schema

NAMES = (
    "standard", "scale", "sources", "domains", "skills", "roles", "personas", "overlay",
    "level_relations", "tombstones", "lock", "release", "delta",
    "layers", "contexts", "role_facts", "placements", "sharing_schemes", "qualifications",
    "bid_restrictions", "pledges", "information_access", "side_jobs", "coverage", "funding",
    "statistics", "bid_cases",
)  # fmt: skip


def objects(schema):
    """Go through every sub-schema that has properties."""
    if isinstance(schema, dict):
        if "properties" in schema and "type" in schema:
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_valid(name):
    """The file is itself a JSON Schema of 2020-12."""
    schema = load_schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", NAMES)
def test_unknown_keys_are_errors(name):
    """A misspelt key is never silently ignored; `custom` is the only free place."""
    assert all(part["additionalProperties"] is False for part in objects(load_schema(name)))


@pytest.mark.parametrize("name", NAMES)
def test_every_property_is_described(name):
    """The reference page can be made from the schema alone."""
    for part in objects(load_schema(name)):
        assert [] == [
            key for key, value in part["properties"].items() if "description" not in value
        ]
