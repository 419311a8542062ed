"""Where the repository's own standard comes from: everything that claims a fact says where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.standard.files import KINDS, read_files
from grader.yamlfile import walk

FILES, _, _ = read_files(Path(__file__).parents[2] / "skills_standard")
TRANSCRIBED = {e.data["id"] for e in FILES.entries("sources") if "transcript" in e.data}
OWN = {"standard", "scale", "domains", "sources", "tombstones", "level_relations"}
KINDS_OF_ENTRIES = sorted({kind.name for kind in KINDS} - OWN)
# Skills that no source names, and examinations that are only remembered: both say so.
WITHOUT = {"DAT-TABLE", "ipa-data-management", "ipa-professional-digital"}


def citations():
    """Go through every place that cites a source."""
    for documents in FILES.documents.values():
        for document in documents:
            for at, value in walk(document.data):
                if isinstance(value, dict) and "ref" in value and "use" in value:
                    yield f"{document.path.name}:{document.line(*at)}", value


def test_what_is_taken_from_a_transcript_names_its_lines():
    """A fact or paraphrase from a source with a transcript names the lines where it stands."""
    taken = [
        (at, c) for at, c in citations() if c["ref"] in TRANSCRIBED and c["use"] != "reference"
    ]

    assert taken
    assert [] == [at for at, citation in taken if "lines" not in citation]


@pytest.mark.parametrize("kind", KINDS_OF_ENTRIES)
def test_every_entry_has_a_source(kind):
    """Every skill, role, placement, rule and figure cites at least one source."""
    entries = list(FILES.entries(kind))

    assert entries
    bare = {entry.data["id"] for entry in entries if not entry.data["sources"]}
    assert bare <= WITHOUT


def test_what_is_only_remembered_claims_no_fact():
    """An entry without a source is marked as recalled or as the project's own."""
    for kind in KINDS_OF_ENTRIES:
        for entry in FILES.entries(kind):
            if not entry.data["sources"]:
                own = entry.data.get("origin") == "project"
                assert own or entry.data["verification"] == "recalled"
