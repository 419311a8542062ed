"""What may be taken from a source, and what may be called official, whatever the kind of file."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.schema.store import write_text
from grader.standard import lint_standard, load_standard

OURS = Path(__file__).parents[2] / "skills_standard"
RELATION = """\
format_version: 1
level_relations:
  - id: other
    name: {ja: 試験用の尺度, en: A scale for tests}
    origin: project
    verification: secondary
    interpretation: none
    note: {ja: 試験用, en: For tests}
    rows: [{mark: a, meaning: {ja: 高い, en: High}, levels: []}]
    sources: [{ref: handbook, at: "1", use: fact}]
"""


@pytest.fixture
def rules_of(minimal):
    """Lint the minimal standard with a relation of levels in which some words are replaced."""

    def linted(**replaced):
        text = RELATION
        for old, new in replaced.items():
            line = next(line for line in text.splitlines() if line.strip().startswith(f"{old}:"))
            text = text.replace(line, f"    {old}: {new}")
        write_text(minimal.standard / "crosswalks" / "levels.yaml", text)
        return [finding.rule.id for finding in lint_standard(minimal.standard)]

    return linted


def test_official_content_of_any_kind_needs_a_checked_source(rules_of):
    """What is official is verified or secondary and cites what was read, in every kind of file."""
    assert [] == rules_of(origin="official")
    assert ["S012"] == rules_of(origin="official", verification="none")


def test_recalled_content_is_neither_official_nor_a_fact(rules_of):
    """What is recalled may point to a source for reference, and no more."""
    reference = '[{ref: handbook, at: "1", use: reference}]'
    assert [] == rules_of(verification="recalled", sources=reference)
    assert ["S068"] == rules_of(verification="recalled")
    assert ["S012"] == rules_of(verification="recalled", sources=reference, origin="official")


def test_own_sources_are_named_as_their_terms_ask():
    """A government's material is named, said to be edited, and said not to be the government's own work."""
    sources = load_standard(OURS).sources.values()
    named = [source for source in sources if source.terms == "attribution"]
    assert {"総務省", "東京都", "デジタル庁"} <= {source.publisher for source in named}
    for source in named:
        assert source.title.ja in source.attribution.ja
        if "加工" in source.attribution.ja:
            assert "作成したものではない" in source.attribution.ja
            assert "not made by" in source.attribution.en


def test_nothing_is_quoted_from_frameworks_that_forbid_it():
    """SFIA and the documents of IPA are marked as giving names and codes only."""
    sources = load_standard(OURS).sources
    for name in ("sfia-9", "ipa-dss-1-2", "ipa-dss-2-0", "dss-2-0-copy"):
        assert "names-only" == sources[name].terms
