"""What is exported and read back changes nothing, whatever stands in it; and nothing in it runs."""

from __future__ import annotations

import io
import unicodedata
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import InputError
from grader.records.excel import unseen
from grader.records.sheets.catalogue import SHEETS
from grader.records.sheets.cells import LINES, SEPARATORS, is_code
from grader.records.sheets.explanations import explanation_rows
from grader.records.sheets.reading import read_sheets
from grader.records.sheets.workbook import template_bytes, workbook_bytes
from grader.records.sheets.writing import StaffNumbers, csv_files

HOSTILE = [
    "=1+1", "+81", "-1", "@SUM(A1)", "'=1", "''", "＝1", "#N/A", "TRUE", "1e5", "007", "2026-04-01", "1,2", '"', '""x',
    "髙﨑\ue000", "葛\U000e0100城", "𠮷野家", "é", "x\u3000y", "<&>", "null", "‘a’", "はい",
]  # fmt: skip
START = date(2026, 4, 1)


def _texts(field):
    """Texts that a sheet may hold: hostile ones and any others that can be seen."""
    texts = st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=8)
    if field.name in LINES:
        texts |= st.just("1\n=2")
    if is_code(field):
        texts = texts.map(lambda text: unicodedata.normalize("NFKC", text))
    return texts.map(str.strip).filter(
        lambda text: text and not unseen(text, lines=field.name in LINES) and "_x" not in text
    )


def _values(field):
    least, most = field.least or 0, field.most or 10**12
    items = _texts(field).filter(lambda text: not SEPARATORS.search(text))
    some = {
        "text": _texts(field),
        "integer": st.integers(int(least), int(most)),
        "number": st.integers(int(100 * least), int(100 * most)).map(lambda n: n / 100),
        "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)),
        "yes-no": st.booleans(),
        "choice": st.sampled_from([stored for stored, _ in field.choices] or [""]),
        "list": st.lists(items, unique=True, max_size=3).map(tuple),
    }[field.kind]
    return some if field.required or field.kind == "list" else st.none() | some


# What the rules ask of two fields together is fixed; it is no matter of writing and reading.
_FIXED = {
    "person": "s001", "author": "s001", "staff_number": "000123", "rank": 1, "mandatory": 0.0, "grade_min": 0,
    "grade_max": 9, "min_years": 0.0, "max_years": 5.0, "hired_on": None, "acquired_on": None, "expires_on": None,
    "since": None, "until": None, "parent": None, "lang": "ja",
}  # fmt: skip
_BY_SHEET = {
    "relations": {"other": "s002"},
    "companies": {"other": "B=社"},
    "appointments": {"share": 0.5, "post": "P1", "return_post": "P1"},
    "post_skills": {"post": "P1"},
    "posts": {"department": "D1", "evaluates": ("P1",), "post": "P1", "seats": 1.0},
    "departments": {"department": "D1"},
    "wishes": {"target": "P1"},
    "restrictions": {"target": "P1"},
    "consents": {"target": "P1"},
}
_PERSON = {one.name: None for one in SHEETS["people"].fields} | {
    "person": "s001", "staff_number": "000123", "name": "青葉 花子", "employment": "regular",
    "valid_from": START, "valid_to": None,
}  # fmt: skip
_POST = {one.name: () if one.kind == "list" else None for one in SHEETS["posts"].fields} | {
    "post": "P1", "name": "主査", "department": "D1", "kind": "rotation", "seats": 1.0,
    "valid_from": START, "valid_to": None,
}  # fmt: skip
AROUND = {
    "departments": [
        {"department": "D1", "name": "課", "parent": None, "valid_from": START, "valid_to": None}
    ],
    "posts": [_POST],
    "people": [_PERSON, _PERSON | {"person": "s002", "staff_number": "000456"}],
}


@st.composite
def _record(draw, sheet):
    fixed = _FIXED | _BY_SHEET.get(sheet.id, {})
    row = {
        one.name: fixed[one.name] if one.name in fixed else draw(_values(one))
        for one in sheet.fields
    }
    return row | {
        "valid_from": START,
        "valid_to": draw(st.none() | st.dates(START, date(2199, 12, 31))),
    }


@pytest.mark.parametrize("name", SHEETS)
def test_a_round_trip_changes_nothing(tmp_path_factory, name):
    """Any record of any sheet, as .xlsx or as CSV, in Japanese or English, comes back unchanged and without a finding."""
    folder = tmp_path_factory.mktemp("round")

    @settings(deadline=None, max_examples=6)
    @given(st.data())
    def trip(data):
        known = AROUND | {name: [data.draw(_record(SHEETS[name]))]}
        if name in ("people", "posts", "departments"):
            known = AROUND | {name: [*known[name], *AROUND[name][1:]]}
        lang = data.draw(st.sampled_from(["ja", "en"]))
        path = _written(folder, {name: known[name]}, known, lang, book=data.draw(st.booleans()))
        done = read_sheets(path, words={}, current=known)

        assert [] == [one.message.ja for one in done.findings]
        assert {"unchanged"} == {one.kind for one in done.differences}
        assert () == done.changes

    trip()


def _written(folder, rows, known, lang, *, book):
    numbers = StaffNumbers(known["people"])
    if book:
        path = folder / "x.xlsx"
        path.write_bytes(workbook_bytes(rows, numbers=numbers, lang=lang))
        return path
    (content,) = csv_files(rows, numbers=numbers, lang=lang, encoding="utf-8").values()
    path = folder / f"{next(iter(rows))}.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text):
    """No exported cell is a formula or an error value, and none begins like a formula for a program that reads CSV."""
    rows = {"people": [_PERSON | {"name": text}]}
    numbers = StaffNumbers(rows["people"])
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(rows, numbers=numbers, lang="ja")))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    csv = csv_files(rows, numbers=numbers, lang="ja", encoding="utf-8")["職員.csv"].decode(
        "utf-8-sig"
    )

    assert {"s", "d"} == {cell.data_type for cell in cells}
    assert "@" == book.active["B2"].number_format
    assert not [
        cell for cell in csv.split(",") if cell.strip('"').startswith(("=", "+", "-", "@", "＝"))
    ]


def test_a_workbook_is_made_for_excel_and_the_same_each_time(monkeypatch):
    """Header frozen, columns wide enough, ids formatted as text, and the same bytes whatever the clock says."""
    rows = {"people": [_PERSON]}
    once = workbook_bytes(rows, numbers=StaffNumbers(rows["people"]), lang="ja")
    monkeypatch.setattr("time.time", lambda: 4e9)
    again = workbook_bytes(rows, numbers=StaffNumbers(rows["people"]), lang="ja")
    tab = openpyxl.load_workbook(io.BytesIO(once))["職員"]

    assert once == again
    assert "A2" == tab.freeze_panes
    assert tab.column_dimensions["B"].width >= 12
    assert ("@", "yyyy/mm/dd") == tuple(tab[cell].number_format for cell in ("B2", "P2"))


def test_cp932_names_what_it_lacks():
    """A sign that cp932 lacks is named with its row, and not replaced; one that it has comes through."""
    good, bad = ([_PERSON | {"name": name}] for name in ("髙﨑 花子", "𠮷野 花子"))
    numbers = StaffNumbers(good)

    assert "髙﨑 花子".encode("cp932") in next(
        iter(csv_files({"people": good}, numbers=numbers, lang="ja", encoding="cp932").values())
    )
    with pytest.raises(InputError, match=r"2行目の「𠮷」（U\+20BB7）"):
        csv_files({"people": bad}, numbers=numbers, lang="ja", encoding="cp932")


def test_a_separator_inside_an_item_is_not_written():
    """An item of a list that holds a separator would come back as two; the export is refused and names it."""
    rows = {"posts": [_POST | {"bidders": ("A社、B社",)}]}

    with pytest.raises(InputError, match="A社、B社"):
        csv_files(rows, numbers=StaffNumbers(()), lang="ja", encoding="utf-8")


def test_people_are_named_by_the_number_of_that_day():
    """Who got a new staff number is named by the old one in rows of the time before, and by the first one before that."""
    numbers = StaffNumbers(
        [_PERSON, _PERSON | {"staff_number": "900123", "valid_from": date(2030, 4, 1)}]
    )

    assert ["000123", "000123", "900123", "s009"] == [
        numbers.of("s001", date(2020, 1, 1)),
        numbers.of("s001", date(2030, 3, 31)),
        numbers.of("s001", date(2030, 4, 1)),
        numbers.of("s009", START),
    ]


def test_every_column_is_explained():
    """The sheet of explanations has a row for each column of each sheet, in both languages, nothing left out."""
    for lang in ("ja", "en"):
        rows = list(explanation_rows(lang))

        assert 1 + sum(len(sheet.fields) + 2 for sheet in SHEETS.values()) == len(rows)
        assert all(row[3] and row[4] for row in rows)


def test_choices_open_as_lists():
    """Each column of choices in the template has a list that Excel can hold: at most 255 signs, no comma in a word."""
    book = openpyxl.load_workbook(io.BytesIO(template_bytes("en")))
    lists = [rule.formula1 for tab in book for rule in tab.data_validations.dataValidation]
    choices = [one for sheet in SHEETS.values() for one in sheet.fields if one.choices]
    yes_no = [one for sheet in SHEETS.values() for one in sheet.fields if one.kind == "yes-no"]

    assert len(choices) + len(yes_no) == len(lists)
    assert max(map(len, lists)) <= 257
    assert not [name for one in choices for _, name in one.choices if "," in name.ja + name.en]
