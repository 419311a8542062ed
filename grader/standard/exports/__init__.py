"""The standard in the forms that other systems read: Excel, Moodle, CASE, linked data."""

from __future__ import annotations

from grader.standard.exports.case import case_files, case_package
from grader.standard.exports.linked import jsonld_files, read_context
from grader.standard.exports.moodle import moodle_files
from grader.standard.exports.names import level_uuid
from grader.standard.exports.spreadsheet import csv_files

__all__ = [
    "case_files",
    "case_package",
    "csv_files",
    "jsonld_files",
    "level_uuid",
    "moodle_files",
    "read_context",
]
