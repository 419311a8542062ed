"""JSON Schemas of every file and result, and the functions that hold files to them."""

from __future__ import annotations

from grader.schema.store import X001, load_schema, read_json, schema_findings, write_json

__all__ = ["X001", "load_schema", "read_json", "schema_findings", "write_json"]
