"""`kakehashi evidence` and `kakehashi export evidence`: a sheet out, problems told, an export on record."""

from __future__ import annotations

ROSTER = "職員番号,氏名,所属\r\ns001,青葉 花子,市民課\r\ns002,若葉 太郎,市民課\r\n"
HEADER = "職員番号,種類,スキル,レベル,名称,日付,有効期限,評価者,根拠\r\n"


def _records(workspace, *rows):
    workspace.records.mkdir(exist_ok=True)
    (workspace.records / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (workspace.records / "evidence.csv").write_text(HEADER + "\r\n".join(rows), encoding="utf-8")


def _skill(workspace):
    from grader.standard import load_standard  # noqa: PLC0415

    skills = load_standard(workspace.standard).skills.values()
    return next(skill.id for skill in skills if skill.levels)


def test_without_a_file_the_next_step_is_told(run):
    """Where there is no file yet, the command names the one that makes the sheet."""
    result = run("evidence", "--purpose", "点検")

    assert 1 == result.exit_code
    assert "--template" in result.output


def test_a_template_is_written_once(run, tmp_path):
    """A sheet with headers is written, and never over another without --force."""
    path = tmp_path / "sheet.csv"

    assert 0 == run("evidence", "--template", path).exit_code
    assert path.read_text(encoding="utf-8-sig").startswith("職員番号,氏名,種類,スキル")
    assert 1 == run("evidence", "--template", path).exit_code
    assert 0 == run("evidence", "--template", path, "--force").exit_code


def test_problems_are_listed_with_line_and_remedy(run, minimal, audited):
    """A bad row fails the check; a lonely rater, and raters who differ, are told, and who is told of is in the audit."""
    skill = _skill(minimal)
    _records(
        minimal,
        f"s001,評価,{skill},0,,2026-04-01,,佐藤,窓口で見た",
        f"s002,評価,{skill},1,,2026-04-01,,s002,窓口で見た",
    )
    blank = run("evidence", "--on", "2026-05-01")
    result = run("evidence", "--on", "2026-05-01", "--purpose", "点検")
    (entry,) = audited(minimal.records)

    assert 1 == result.exit_code
    assert "records/evidence.csv:3: [R018]" in result.output
    assert "→" in result.output
    assert f"s001: 評価 {skill}: 評価者が一人だけです" in result.output
    assert (1, "") == (blank.exit_code, blank.stdout)
    assert ("other evidence: a look", "点検", ("s001",)) == (
        entry.what,
        entry.purpose,
        entry.subjects,
    )


def test_an_export_is_on_record(run, minimal, tmp_path, audited):
    """Who exported what, and for what, stands in the audit; an export without a purpose is refused."""
    _records(minimal, f"s001,成果物,{_skill(minimal)},,点検表,令和8年4月1日,,,棚3")
    out = tmp_path / "out.csv"
    asked = ("export", "evidence", "--out", out, "--now", "2026-04-02T09:00:00+09:00", "--purpose")
    refused, done = run(*asked, " "), run(*asked, "異動の検討")
    (entry,) = audited(minimal.records)

    assert 1 == refused.exit_code
    assert 0 == done.exit_code, done.output
    assert "2026-04-01" in out.read_text(encoding="utf-8-sig")
    assert ("異動の検討", "other evidence", ("s001",)) == (
        entry.purpose,
        entry.what,
        entry.subjects,
    )
