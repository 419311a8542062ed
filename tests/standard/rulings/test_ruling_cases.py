"""The table of cases: each gets its verdict, its clause and the right questions."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from grader.standard.rulings import read_cases

TABLE = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
EXPECTED = ("what", "rule", "expect", "clause", "asks")


def case_data(row):
    """The row as an entry of a case file."""
    merged = {**TABLE["usual"], **row}
    return {
        "id": row["what"],
        **{k: v for k, v in merged.items() if k not in EXPECTED and v is not None},
    }


def read_row(row, folder):
    """The case of one row, through a real file."""
    path = folder / "cases.yaml"
    data = {"format_version": 1, "cases": [case_data(row)]}
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    (found,), findings = read_cases(path)
    assert [] == findings
    return found.case


@pytest.mark.parametrize("row", TABLE["cases"], ids=lambda row: f"{row['rule']}-{row['what']}")
def test_case_gets_its_ruling(rules, tmp_path, row):
    """Verdict and clause are those of the table; questions are asked only if to be confirmed, and the right ones."""
    ruling = rules.bid(row["rule"], read_row(row, tmp_path))

    assert (row["expect"], row.get("clause")) == (ruling.verdict, ruling.clause)
    asked = [question.ja for question in ruling.questions]
    for words in row.get("asks", ()):
        assert any(words in question for question in asked), asked
    for question in asked:
        assert any(words in question for words in row.get("asks", ())), question
    assert (ruling.verdict == "to_be_confirmed") == bool(asked)


def test_table_covers_every_rule_and_verdict(rules):
    """No rule goes without a case, and every verdict is met; there are more than fifty cases."""
    rows = TABLE["cases"]
    assert set(rules.bid_rules) == {row["rule"] for row in rows}
    assert 5 == len({row["expect"] for row in rows})
    assert len(rows) > 50


def test_every_clause_is_cited_by_some_case(rules):
    """Each clause of each rule decides at least one case of the table."""
    clauses = {clause.id for rule in rules.bid_rules.values() for clause in rule.clauses}
    assert clauses == {row["clause"] for row in TABLE["cases"] if row["expect"] != "not_barred"}
