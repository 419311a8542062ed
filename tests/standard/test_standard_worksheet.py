"""The worksheet of the official table: exported, filled by hand as people do, and imported."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import InputError, StandardError
from grader.findings import has_errors
from grader.schema.store import write_text
from grader.standard import lint_standard, load_standard
from grader.standard.worksheet import (
    Filled,
    Worksheet,
    merge_worksheet,
    read_personas,
    read_worksheet,
    worksheet_text,
)
from grader.standard.worksheet.table import COLUMNS, MARKS, SECTIONS, WHOLE

OURS = Path(__file__).parents[2] / "skills_standard"
TODAY = date(2026, 12, 24)
CHECKED = {"page": "7", "checked_by": "試験係", "checked_on": "2026-12-01"}
SKILL = {
    "persona": "engineer", "section": "テクニカルスキル", "item": "架空の技能",
    "text_ja": "架空の文言", "mark": "必須", **CHECKED,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """A copy of the repository's standard."""
    return Path(shutil.copytree(OURS, tmp_path / "skills_standard"))


def sheet_of(tmp_path, *rows, encoding="utf-8-sig"):
    """Save rows as a spreadsheet program would."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path = tmp_path / "filled.csv"
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def read(path, folder):
    """Read a worksheet against the personas of a folder."""
    started = {
        name: {cell["section"] for cell in document.data.get("cells", ())}
        for name, document in read_personas(folder).items()
    }
    return read_worksheet(path, started=started, today=TODAY)


def import_rows(tmp_path, folder, *rows):
    """Read rows, merge them and write what changes; return the names of the files changed."""
    changes = merge_worksheet(folder, read(sheet_of(tmp_path, *rows), folder))
    for change in changes:
        write_text(change.path, change.after)
    return [change.path.name for change in changes]


# ---- export ----------------------------------------------------------------------------------------


def test_committed_worksheet_is_up_to_date():
    """The worksheet in the repository is what would be exported now."""
    path = OURS / "worksheets" / "mic-2022.csv"
    assert worksheet_text(OURS).replace("\r\n", "\n") == path.read_text(encoding="utf-8")


def test_exported_worksheet_opens_in_excel():
    """It begins with a byte order mark, and no cell begins like a formula."""
    text = worksheet_text(OURS)
    assert text.startswith("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(text[1:], newline="")) for cell in row]
    assert [] == [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_worksheet_holds_each_section_of_each_persona():
    """Four personas have five sections each, and what is known by name stands there."""
    lines = worksheet_text(OURS)[1:].splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.lstrip('"').startswith("#")))
    pairs = {(row["persona"], row["section"]) for row in rows}
    assert 4 * 5 == len(pairs)
    assert {"国の政策動向に関する知見", "情報セキュリティ"} <= {row["item"] for row in rows}
    assert {""} == {row["text_ja"] + row["page"] + row["checked_by"] for row in rows}


def test_untouched_worksheet_changes_nothing(tmp_path, folder):
    """A worksheet that nobody filled is read without a word and changes nothing."""
    path = tmp_path / "untouched.csv"
    write_text(path, worksheet_text(folder))
    sheet = read(path, folder)
    assert Worksheet((), (), ()) == sheet
    assert () == merge_worksheet(folder, sheet)


def test_broken_persona_is_told(folder):
    """A persona's file that has not its shape is named with its line."""
    path = folder / "roles" / "mic-2022" / "engineer.yaml"
    write_text(path, path.read_text(encoding="utf-8") + "surprise: 1\n")
    with pytest.raises(StandardError, match=r"engineer\.yaml:\d+"):
        worksheet_text(folder)


# ---- import ----------------------------------------------------------------------------------------


def test_filled_row_becomes_a_verified_cell(tmp_path, folder):
    """Page, mark, person and day are kept, and the document then counts as read, from that day."""
    assert ["engineer.yaml", "sources.yaml"] == import_rows(tmp_path, folder, SKILL)
    standard = load_standard(folder)
    (cell,) = standard.personas["mic-2022:engineer"].cells
    assert ("technical_skills", "must", 7) == (cell.section, cell.mark, cell.page)
    assert ("架空の技能", "架空の文言") == (cell.item.ja, cell.text.ja)
    assert ("試験係", "2026-12-01") == (cell.verified_by, cell.verified_on)
    source = standard.sources["mic-standard-2022"]
    assert ("read", "2026-12-01") == (source.access, source.retrieved)


def test_import_leaves_every_other_line_alone(tmp_path, folder):
    """Comments and facts stay: the only lines that vanish say that the document was not read."""
    before = {p: p.read_text(encoding="utf-8").splitlines() for p in folder.rglob("*.yaml")}
    import_rows(tmp_path, folder, SKILL)
    gone = [
        line
        for path, lines in before.items()
        for line in lines
        if line not in path.read_text(encoding="utf-8").splitlines()
    ]
    assert [] == gone  # other sources are not read or have no day either
    text = (folder / "sources.yaml").read_text(encoding="utf-8").splitlines()
    old = before[folder / "sources.yaml"]
    assert 2 == sum(a != b for a, b in zip(old, text, strict=True))


def test_import_twice_is_import_once(tmp_path, folder):
    """The second import finds nothing to change."""
    import_rows(tmp_path, folder, SKILL)
    assert [] == import_rows(tmp_path, folder, SKILL)


def test_imported_standard_lints_without_errors(tmp_path, folder):
    """Only the English is still wanted after an import."""
    import_rows(tmp_path, folder, SKILL)
    findings = lint_standard(folder)
    assert not has_errors(findings)
    assert {"S008"} == {finding.rule.id for finding in findings}


def test_verified_cell_without_a_read_document_is_an_error(tmp_path, folder):
    """Whoever sets the document back to unread is told by the linter."""
    import_rows(tmp_path, folder, SKILL)
    shutil.copy(OURS / "sources.yaml", folder / "sources.yaml")
    assert "S069" in {finding.rule.id for finding in lint_standard(folder)}


def test_corrected_cell_is_replaced_in_its_place(tmp_path, folder):
    """A correction changes its cell only; the comments around it and its neighbours stay."""
    import_rows(tmp_path, folder, SKILL, {**SKILL, "item": "隣の技能"})
    path = folder / "roles" / "mic-2022" / "engineer.yaml"
    text = path.read_text(encoding="utf-8")
    second = text.index("  - section", text.index("cells:") + 20)
    commented = text[:second] + "  # 隣 / neighbour\n" + text[second:] + "# 終わり / end\n"
    write_text(path, commented)
    import_rows(tmp_path, folder, {**SKILL, "page": "9"})
    assert commented.replace("page: 7", "page: 9", 1) == path.read_text(encoding="utf-8")


def test_translation_stays_while_its_japanese_does(tmp_path, folder):
    """English that somebody added is kept by the next import, and dropped with other words."""
    import_rows(tmp_path, folder, SKILL)
    path = folder / "roles" / "mic-2022" / "engineer.yaml"
    text = path.read_text(encoding="utf-8")
    write_text(path, text.replace('{ja: "架空の文言"}', '{ja: "架空の文言", en: "Words"}'))
    import_rows(tmp_path, folder, {**SKILL, "page": "9"})
    assert "Words" in path.read_text(encoding="utf-8")
    import_rows(tmp_path, folder, {**SKILL, "text_ja": "別の文言"})
    assert "Words" not in path.read_text(encoding="utf-8")


def test_known_item_gets_its_english_name(tmp_path, folder):
    """The English name of a main skill is taken over from the persona."""
    import_rows(tmp_path, folder, {**SKILL, "persona": "project-manager", "item": "企画構想"})
    (cell,) = load_standard(folder).personas["mic-2022:project-manager"].cells
    assert "Project concept" == cell.item.en


def test_pending_shrinks_section_by_section(tmp_path, folder):
    """A section is no longer pending when its last row is signed; with none left the persona is verified."""
    import_rows(tmp_path, folder, SKILL)
    persona = load_standard(folder).personas["mic-2022:engineer"]
    assert 4 == len(persona.pending)  # a cell alone does not make a section whole
    last = {**SKILL, "item": WHOLE, "text_ja": "", "mark": ""}
    import_rows(tmp_path, folder, last)
    persona = load_standard(folder).personas["mic-2022:engineer"]
    assert ("human_skills", "experience", "qualifications") == persona.pending
    assert "secondary" == persona.verification
    rest = [SECTIONS[section] for section in persona.pending]
    import_rows(tmp_path, folder, *({**last, "section": x, "mark": "なし"} for x in rest))
    persona = load_standard(folder).personas["mic-2022:engineer"]
    assert () == persona.pending
    assert "verified" == persona.verification


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("page", ""),
        ("page", "７"),
        ("page", "7ページ"),
        ("page", "0"),
        ("checked_by", ""),
        ("checked_on", ""),
        ("checked_on", "２０２６-12-01"),
        ("checked_on", "12月1日"),
        ("checked_on", "2026-02-30"),
        ("checked_on", "2027-01-01"),
        ("mark", ""),
        ("mark", "○"),
        ("item", ""),
        ("item", "=1+1"),
        ("text_ja", "-架空"),
        ("persona", "designer"),
        ("section", "スキル"),
    ],
)
def test_unsound_row_is_refused_with_row_column_and_remedy(tmp_path, folder, column, value):
    """A row that cannot be trusted is told by row and column; the rows around it are taken."""
    good = {**SKILL, "item": "ほかの技能"}
    sheet = read(sheet_of(tmp_path, {**SKILL, column: value}, good), folder)
    assert [(2, column)] == [(refused.row, refused.column) for refused in sheet.refused]
    assert ["ほかの技能"] == [filled.item for filled in sheet.filled]
    for text in (sheet.refused[0].message.ja, sheet.refused[0].message.en):
        assert text.endswith(("。", "."))


def test_full_width_page_is_told_its_half_width_form(tmp_path, folder):
    """Full-width digits are never turned silently; the remedy shows what to write."""
    sheet = read(sheet_of(tmp_path, {**SKILL, "page": "１２"}), folder)
    assert "例: 12" in sheet.refused[0].message.ja


def test_same_item_twice_is_refused(tmp_path, folder):
    """Of two rows about one item the second is refused: nobody knows which is right."""
    sheet = read(sheet_of(tmp_path, SKILL, {**SKILL, "page": "8"}), folder)
    assert [7] == [filled.page for filled in sheet.filled]
    assert [(3, "item")] == [(refused.row, refused.column) for refused in sheet.refused]


def test_section_without_rows_is_not_whole(tmp_path, folder):
    """An empty section is signed only as one that the table does not have."""
    last = {**SKILL, "item": WHOLE, "text_ja": "", "mark": ""}
    assert ["item"] == [r.column for r in read(sheet_of(tmp_path, last), folder).refused]
    assert () == read(sheet_of(tmp_path, {**last, "mark": "なし"}), folder).refused


def test_duty_needs_no_mark(tmp_path, folder):
    """A duty is what it is: its mark may stay empty."""
    row = {**SKILL, "section": "役割", "item": "役割", "mark": ""}
    assert () == read(sheet_of(tmp_path, row), folder).refused


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_encodings_of_excel_are_read(tmp_path, folder, encoding):
    """UTF-8 with and without byte order mark and cp932 hold the same rows."""
    sheet = read(sheet_of(tmp_path, SKILL, encoding=encoding), folder)
    assert ["架空の技能"] == [filled.item for filled in sheet.filled]


def test_dates_and_breaks_of_excel_are_read(tmp_path, folder):
    """Excel's way of writing a day, and a line break inside a cell, mean what they meant."""
    row = {**SKILL, "checked_on": "2026/12/1", "text_ja": "架空の\n文言"}
    (filled,) = read(sheet_of(tmp_path, row), folder).filled
    assert ("2026-12-01", "架空の文言") == (filled.checked_on, filled.text)


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff# 作業表\npersona,section\n".encode("utf-16"),
        b"persona,section,item\n",
        b'persona,"section\n',
    ],
    ids=["utf-16", "columns missing", "open quote"],
)
def test_unreadable_file_is_an_error_of_ours(tmp_path, folder, content):
    """A file that is no such table at all is refused as a whole."""
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"broken\.csv"):
        read(path, folder)


def test_unusual_layout_is_refused_not_damaged(tmp_path, folder):
    """A file that cannot be edited line by line stays as it is, and the person is told."""
    path = folder / "roles" / "mic-2022" / "engineer.yaml"
    text = path.read_text(encoding="utf-8")
    write_text(path, text + 'cells: [{section: duty, item: {ja: 役割}, mark: none, page: 1,\n'
        '  verified_by: 試験係, verified_on: "2026-12-01", sources: [mic-standard-2022]}]\n')  # fmt: skip
    with pytest.raises(InputError, match=r"engineer\.yaml"):
        import_rows(tmp_path, folder, SKILL)


def test_unregistered_document_is_told(tmp_path, folder):
    """Without the source there is nothing that could count as read."""
    path = folder / "sources.yaml"
    write_text(path, path.read_text(encoding="utf-8").replace("id: mic-standard-2022", "id: other"))
    with pytest.raises(InputError, match="mic-standard-2022"):
        import_rows(tmp_path, folder, SKILL)


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1
).map(str.strip).filter(lambda text: text and text[0] not in "=+-@#")  # fmt: skip
_CELLS = st.builds(
    Filled,
    persona=st.sampled_from(["engineer", "producer"]),
    section=st.sampled_from(sorted(SECTIONS)),
    item=_WORDS,
    text=st.one_of(st.just(""), _WORDS),
    mark=st.sampled_from(sorted(MARKS)),
    page=st.integers(1, 9999),
    checked_by=_WORDS,
    checked_on=st.dates(date(2022, 9, 1), TODAY).map(str),
)


@settings(max_examples=25)
@given(st.lists(_CELLS, max_size=5, unique_by=lambda cell: (cell.persona, cell.section, cell.item)))
def test_whatever_was_imported_is_exported_and_imported_alike(tmp_path_factory, cells):
    """Export after import gives a worksheet whose import changes nothing, for any words and marks."""
    folder = Path(shutil.copytree(OURS, tmp_path_factory.mktemp("any") / "skills_standard"))
    for change in merge_worksheet(folder, Worksheet(tuple(cells), (), ())):
        write_text(change.path, change.after)
    path = folder / "again.csv"
    write_text(path, worksheet_text(folder))
    sheet = read(path, folder)
    assert set(cells) == set(sheet.filled)
    assert () == merge_worksheet(folder, sheet)
