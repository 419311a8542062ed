"""The rows of one table: columns by header, cells to values, and what a row must hold to by itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from grader.records.rules import R004, R007, R009
from grader.records.sheet_rules import R031, R039, R042, R044
from grader.records.sheets.catalogue import VALID_FROM, VALID_TO
from grader.records.sheets.cells import CellError, read_cell, unlisted
from grader.records.sheets.source import Odd, plain
from grader.text import LANGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.findings import Finding, Rule
    from grader.records.database import Value
    from grader.records.sheets.model import Field
    from grader.records.sheets.source import Raw, Table
    from grader.records.sheets.words import Words

_SHOWN = 40
# Two fields of which the first must not exceed the second.
_ORDERED = (
    ("valid_from", "valid_to"),
    ("mandatory", "seats"),
    ("grade_min", "grade_max"),
    ("min_years", "max_years"),
    ("hired_on", "leaves_on"),
    ("acquired_on", "expires_on"),
    ("signed_on", "expires_on"),
    ("since", "until"),
)
_UNLIKE = (("person", "other"), ("company", "other"), ("department", "parent"))


@dataclass(slots=True)
class Entry:
    """One row that has been read.

    Parameters
    ----------
    table : Table
        Where it stands.
    line : int
        Its row, from 1.
    values : dict of str to Value
        By field, of the columns that are there. Persons are named as in the sheet.
    valid_from : date or None
        First day; None if it could not be read.
    valid_to : date or None
        Last day; None without an end.
    sound : bool
        Whether nothing is wrong with the row.
    label : str
        By what people call it: its key as it stands in the sheet.
    """

    table: Table
    line: int
    values: dict[str, Value]
    valid_from: date | None = None
    valid_to: date | None = None
    sound: bool = True
    label: str = ""

    def tell(self, findings: list[Finding], rule: Rule, ja: str, en: str) -> None:
        """Add a finding about the row.

        Parameters
        ----------
        findings : list of Finding
            Where it is added.
        rule : Rule
            What is broken; an error makes the row unsound.
        ja, en : str
            What is wrong.
        """
        findings.append(self.table.finding(rule, self.line, ja, en))
        self.sound &= rule.severity != "error"

    @property
    def sheet(self) -> str:
        """Id of the sheet."""
        return self.table.sheet.id

    @property
    def withdraws(self) -> bool:
        """Whether it takes a record back that should never have been there."""
        return _withdraws(self.valid_from, self.valid_to)

    @property
    def key(self) -> tuple[Value, ...]:
        """What tells it from others at one time."""
        return tuple(self.values.get(name) for name in self.table.sheet.key)


@dataclass(slots=True)
class TableRows:
    """Reads the rows of one table.

    Parameters
    ----------
    table : Table
        The table.
    words : mapping
        Words of the standard by sheet and field.
    findings : list of Finding
        What is wrong is added here.
    columns : list of Field or None
        Field of each column.
    numbers : dict of int to list of (int, Raw)
        Excel numbers in text columns: line and content by column.
    wrong : bool
        Whether something is wrong with the row that is being read.
    withdraw : bool
        Whether a row that ends on the day before it begins takes its record back, and is not wrong.
    """

    table: Table
    words: Words
    findings: list[Finding]
    columns: list[Field | None] = field(default_factory=list)
    numbers: dict[int, list[tuple[int, Raw]]] = field(default_factory=dict)
    wrong: bool = False
    withdraw: bool = False

    def entries(self) -> Iterator[Entry]:
        """Go through the rows.

        Yields
        ------
        Entry
            Each row, also one with something wrong; none if the header cannot be used.
        """
        if not self.table.rows:
            return
        (line, header), *rows = self.table.rows
        if self._header(line, header):
            yield from (self._entry(line, cells) for line, cells in rows)
            self._tell_numbers()

    def _note(self, rule: Rule, line: int, ja: str, en: str) -> None:
        self.findings.append(self.table.finding(rule, line, ja, en))
        self.wrong |= rule.severity == "error"

    def _header(self, line: int, header: tuple[Raw, ...]) -> bool:
        """R009 and R031."""
        fields = (*self.table.sheet.fields, VALID_FROM, VALID_TO)
        names = {plain(one.header.get(lang)): one for one in fields for lang in LANGS}
        self.columns = [names.get(plain(str(cell))) if cell else None for cell in header]
        for place, cell in enumerate(header):
            if cell is not None and self.columns[place] is None:
                ja, en = (
                    f"列「{shown(cell)}」は読みません。",
                    f"the column “{shown(cell)}” is not read.",
                )
                self._note(R009, line, ja, en)
        count = Counter(one.name for one in self.columns if one)
        missing = [one for one in fields if one.required and not count[one.name]]
        twice = [one for one in fields if count[one.name] > 1]
        for one in missing:
            ja, en = (
                f"列「{one.header.ja}」がありません。",
                f"the column “{one.header.en}” is missing.",
            )
            self._note(R031, line, ja, en)
        for one in twice:
            ja = f"列「{one.header.ja}」が二つ以上あります。"
            self._note(R031, line, ja, f"the column “{one.header.en}” is there more than once.")
        return not missing and not twice

    def _entry(self, line: int, cells: tuple[Raw, ...]) -> Entry:
        self.wrong = False
        self._check_width(line, cells)
        values: dict[str, Value] = {}
        # Cells of a row that is too short or too long may stand under the wrong headers.
        for place, one in enumerate(() if self.wrong else self.columns):
            if one is not None:
                raw = cells[place] if place < len(cells) else None
                values[one.name] = self._cell(line, place, one, raw)
        self._check_agreement(line, values)
        first, last = values.pop("valid_from", None), values.pop("valid_to", None)
        return Entry(
            self.table,
            line,
            values,
            first if isinstance(first, date) else None,
            last if isinstance(last, date) else None,
            sound=not self.wrong,
            label=self._label(values),
        )

    def _label(self, values: Mapping[str, Value]) -> str:
        names = (
            ("staff_number", "name") if self.table.sheet.id == "people" else self.table.sheet.key
        )
        return " ".join(str(values[name]) for name in names if values.get(name) is not None)

    def _check_width(self, line: int, cells: tuple[Raw, ...]) -> None:
        """R007; Excel leaves out the empty cells at the end of a row, CSV must not."""
        short = self.table.tab is None and len(cells) < len(self.columns)
        if short or any(cell is not None for cell in cells[len(self.columns) :]):
            ja = f"欄が{len(cells)}個あります（見出しは{len(self.columns)}個）。"
            self._note(R007, line, ja, f"{len(cells)} cells under {len(self.columns)} headers.")

    def _cell(self, line: int, place: int, one: Field, raw: Raw) -> Value:
        strict = one.name != "target"  # may be a post, too: looked up with the references
        words = self.words.get((self.table.sheet.id, one.name)) if strict else None
        try:
            value = read_cell(one, raw, words)
        except CellError as error:
            self._wrong_cell(line, place, raw, error)
            return None
        if one.required and value is None:
            name, letter = one.header, column_letter(place)
            ja = f"「{name.ja}」（{letter}列）が空欄です。"
            self._note(R004, line, ja, f"“{name.en}” (column {letter}) is empty.")
        for item in unlisted(one, value, words) if words else ():
            ja = f"資格「{item}」は標準の一覧にありません。"
            self._note(R042, line, ja, f"the standard lists no qualification “{item}”.")
        return value

    def _wrong_cell(self, line: int, place: int, raw: Raw, error: CellError) -> None:
        one = self.columns[place]
        if error.rule is R039:  # told once for the column
            self.wrong = True
            self.numbers.setdefault(place, []).append((line, raw))
        elif one is not None:
            ja, en = where(one, place, raw)
            self._note(error.rule, line, f"{ja}{error.ja}", f"{en}{error.en}")

    def _check_agreement(self, line: int, values: dict[str, Value]) -> None:
        """R044."""
        header = {one.name: one.header for one in self.columns if one}
        for low, high in _ORDERED:
            first, last = values.get(low), values.get(high)
            if first is not None and last is not None and first > last:  # type: ignore[operator]
                if low == "valid_from" and self.withdraw and _withdraws(first, last):
                    continue
                a, b = header[low], header[high]
                ja = f"「{a.ja}」の {first} が「{b.ja}」の {last} を超えています。"
                self._note(R044, line, ja, f"“{a.en}” {first} is beyond “{b.en}” {last}.")
        for one, other in _UNLIKE:
            if values.get(one) is not None and values.get(one) == values.get(other):
                a, b = header[one], header[other]
                ja = f"「{a.ja}」と「{b.ja}」が同じ「{values[one]}」です。"
                self._note(R044, line, ja, f"“{a.en}” and “{b.en}” are both “{values[one]}”.")
        if self.table.sheet.id == "wishes" and values.get("rank") and not values.get("target"):
            self._note(R044, line, "順位があるのに、希望先が空欄です。", "a rank without a target.")

    def _tell_numbers(self) -> None:
        """R039, once for each column."""
        for place, cells in self.numbers.items():
            one = self.columns[place]
            line, raw = cells[0]
            if one is not None:
                ja, en = where(one, place, raw)
                self._note(
                    R039,
                    line,
                    f"{ja}は、文字ではなく数値か日付です（この列に{len(cells)}セル）。",
                    f"{en} is a number or a date, not text ({len(cells)} such cells in the column).",
                )


def _withdraws(first: Value, last: Value) -> bool:
    return isinstance(first, date) and last == first - timedelta(days=1)


def shown(raw: Raw) -> str:
    """Return what stands in a cell, fit to be printed.

    Parameters
    ----------
    raw : str, number, date, Odd or None
        The cell.

    Returns
    -------
    str
        One line, cut short; signs that are not seen appear as escapes.
    """
    text = raw.shown if isinstance(raw, Odd) else "" if raw is None else str(raw)
    seen = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text[:_SHOWN])
    return seen + "…" * (len(text) > _SHOWN)


def where(one: Field, place: int, raw: Raw) -> tuple[str, str]:
    """Begin a sentence about a cell, in both languages.

    Parameters
    ----------
    one : Field
        Its column.
    place : int
        Number of the column, from 0.
    raw : str, number, date, Odd or None
        The cell.

    Returns
    -------
    tuple of str
        Header, letter of the column, and what stands there.
    """
    letter, text = column_letter(place), shown(raw)
    return (
        f"「{one.header.ja}」（{letter}列）の「{text}」",
        f"“{one.header.en}” (column {letter}) “{text}”",
    )


def column_letter(place: int) -> str:
    """Name a column as Excel does.

    Parameters
    ----------
    place : int
        Number of the column, from 0.

    Returns
    -------
    str
        Letters.

    Examples
    --------
    >>> column_letter(0), column_letter(25), column_letter(26)
    ('A', 'Z', 'AA')
    """
    more, last = divmod(place, 26)
    return (column_letter(more - 1) if more else "") + chr(ord("A") + last)
