"""Import skills from a plain table: CSV as Excel saves it, one skill a row."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.standard.exports.names import KINDS
from grader.standard.exports.spreadsheet import FORMULA, LEVELS, SKILL_COLUMNS
from grader.standard.imports.draft import Imported, Problem
from grader.standard.skill_checks import (
    LONGEST_STATEMENT,
    SKILL_ID,
    UNOBSERVABLE,
    UNOBSERVABLE_EN,
)
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    Row = dict[str, str]

NEEDED = ("id", "name_ja")
TAKEN = (
    "id", "domain", "domain_ja", "domain_en", "kind", "name_ja", "name_en", "description_ja",
    "description_en", *(f"level{n}_{lang}" for n in LEVELS for lang in ("ja", "en")),
)  # fmt: skip
_DOMAIN_ID = re.compile(r"[a-z][a-z-]*\Z")
_KIND_OF = {word: kind for kind, text in KINDS.items() for word in (text.ja, text.en)}


class _BadCellError(Exception):
    """A cell that makes its row unusable."""

    def __init__(self, column: str, ja: str, en: str) -> None:
        super().__init__(column)
        self.column, self.what = column, Text(ja, en)


def read_sheet(path: Path, name: str) -> Imported:
    """Read skills from a table.

    Parameters
    ----------
    path : Path
        CSV in UTF-8, with or without a byte order mark, or in cp932. The columns are those of `TAKEN`,
        named by key or as in the exported ``skills.csv``; only id and name are needed. Other columns are
        kept with the skill and not interpreted.
    name : str
        Id of the new standard.

    Returns
    -------
    Imported
        The good rows, and a problem for each other one. Level statements are taken over; what proves
        them is not: it becomes an assessment by a person.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a needed column or has no usable row.
    """
    header, rows = _table(path)
    domains: dict[str, dict[str, Any]] = {}
    skills: dict[str, dict[str, Any]] = {}
    problems = []
    for number, cells in rows:
        try:
            skill = _skill(header, cells, number)
            _once(skill["id"], skills)
            domain = _domain(skill, domains)
        except _BadCellError as error:
            problems.append(_problem(number, error))
            continue
        domains[domain["id"]] = domain
        skills[skill["id"]] = {k: v for k, v in skill.items() if not k.startswith("domain_")}
    if not skills:
        raise _unusable(
            path, "取り込める行がありません", "has no row that can be imported", problems
        )
    return Imported(name, _source(path), domains, [*skills.values()], (), tuple(problems))


def _source(path: Path) -> Mapping[str, Any]:
    return {
        "id": "imported-table",
        "title": {"ja": f"表「{path.name}」", "en": f"Table “{path.name}”"},
        "publisher": "未確認 / not confirmed",
        "date": None,
        "url": None,
        "licence": "未確認 / not confirmed",
        "retrieved": None,
        "access": "not_read",
    }


def _table(path: Path) -> tuple[Sequence[str], list[tuple[int, list[str]]]]:
    """Return the header as keys, and the rows that are not empty with their number in a spreadsheet."""
    try:
        lines = list(csv.reader(io.StringIO(_decoded(path), newline=""), strict=True))
    except csv.Error as error:
        raise _unusable(path, f"CSVとして読めません（{error}）", f"is no CSV ({error})") from error
    header = [_key(cell) or f"列{n}" for n, cell in enumerate((lines or [[]])[0], 1)]
    for key in NEEDED:
        if key not in header:
            word = SKILL_COLUMNS[key]
            raise _unusable(path, f"列「{word}」がありません", f"lacks the column {key}")
    twice = {key for key in header if key and header.count(key) > 1}
    if twice:
        word = min(twice)
        raise _unusable(path, f"列「{word}」が二度あります", f"has the column {word} twice")
    rows = [(n, row) for n, row in enumerate(lines[1:], 2) if any(cell.strip() for cell in row)]
    return header, rows


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unusable(path, f"読めません（{error}）", f"cannot be read ({error})") from error
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unusable(
        path, "文字コードがUTF-8でもcp932でもありません", "is encoded in neither UTF-8 nor cp932"
    )


def _unusable(path: Path, ja: str, en: str, problems: Sequence[Problem] = ()) -> InputError:
    return InputError(
        "\n".join([f"{path}: {ja}。", *(f"{p.where.ja}: {p.what.ja}" for p in problems)]),
        "\n".join([f"{path}: {en}.", *(f"{p.where.en}: {p.what.en}" for p in problems)]),
    )


def _folded(header: str) -> str:
    return unicodedata.normalize("NFKC", header).strip().lower()


_KEY_OF = {_folded(word): key for key, ja in SKILL_COLUMNS.items() for word in (key, ja)}


def _key(header: str) -> str:
    return _KEY_OF.get(_folded(header), header.strip())


def _problem(number: int, error: _BadCellError) -> Problem:
    column = error.column
    where = Text(
        f"{number}行目・{SKILL_COLUMNS.get(column, column)}", f"row {number}, column {column}"
    )
    return Problem(where, error.what)


def _skill(header: Sequence[str], cells: Sequence[str], number: int) -> dict[str, Any]:
    if len(cells) > len(header):
        raise _BadCellError(
            str(len(header) + 1),
            "見出しより多くの列があります。カンマを含むセルを引用符で囲んでください。",
            "The row has more cells than the header. Put a cell with a comma in quotes.",
        )
    row = {key: _clean(cell) for key, cell in zip(header, cells, strict=False)}
    skill = _required(row, "id", SKILL_ID, "SEC-LOG")
    domain = row.get("domain") or skill.partition("-")[0].lower()
    name = {"ja": _required(row, "name_ja"), **_english(row, "name_en")}
    about = row.get("description_ja")
    return {
        "id": skill,
        "domain": _required({"domain": domain}, "domain", _DOMAIN_ID, "security"),
        "domain_name": _domain_name(row, domain),
        "kind": _kind(row),
        "name": name,
        "description": {"ja": about, **_english(row, "description_en")} if about else name,
        "levels": [*_levels(row)],
        "at": f"行 {number} / row {number}",
        "custom": {key: cell for key, cell in row.items() if cell and key not in TAKEN},
    }


def _clean(cell: str) -> str:
    cell = re.sub(r"[\x00-\x1f\x7f]+", " ", cell).strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _required(row: Row, key: str, form: re.Pattern[str] | None = None, example: str = "") -> str:
    cell = row.get(key, "")
    if not cell:
        raise _BadCellError(key, "空です。値を書いてください。", "It is empty. Fill it in.")
    if form and not form.match(cell):
        raise _BadCellError(
            key,
            f"「{cell}」の形が違います。半角で「{example}」のように書いてください。",
            f"“{cell}” has another form. Write it like {example}, in half-width characters.",
        )
    return cell


def _english(row: Row, key: str) -> Row:
    return {"en": row[key]} if row.get(key) else {}


def _domain_name(row: Row, domain: str) -> Row:
    if not row.get("domain_ja"):
        return {"ja": domain, "en": row.get("domain_en") or domain}
    return {"ja": row["domain_ja"], **_english(row, "domain_en")}


def _kind(row: Row) -> str:
    word = row.get("kind") or "technical"
    if word not in _KIND_OF:
        choices = "・".join(text.ja for text in KINDS.values())
        raise _BadCellError(
            "kind",
            f"「{word}」は種類ではありません。{choices} のどれかにしてください。",
            f"“{word}” is no kind. Write one of {', '.join(KINDS)}.",
        )
    return _KIND_OF[word]


def _levels(row: Row) -> Iterator[Row]:
    statements = [(n, row.get(f"level{n}_ja", ""), row.get(f"level{n}_en", "")) for n in LEVELS]
    last = max((n for n, ja, en in statements if ja or en), default=0)
    for number, ja, en in statements[:last]:
        _statement(f"level{number}_ja", ja)
        if en:
            _english_statement(f"level{number}_en", en)
        yield {"ja": ja, **({"en": en} if en else {})}


def _statement(column: str, ja: str) -> None:
    if not ja:
        raise _BadCellError(
            column,
            "空です。レベルは1から抜けなく書いてください。",
            "It is empty. Write the levels from 1 without a gap.",
        )
    if not ja.endswith("できる"):
        raise _BadCellError(
            column,
            "「できる」で終えてください（句点なし）。",
            "End the Japanese with できる, without a full stop.",
        )
    if len(ja) > LONGEST_STATEMENT:
        raise _BadCellError(
            column,
            f"{len(ja)}字あります。{LONGEST_STATEMENT}字以内にしてください。",
            f"It has {len(ja)} characters; keep to {LONGEST_STATEMENT}.",
        )
    _observable(column, ja, UNOBSERVABLE)


def _english_statement(column: str, en: str) -> None:
    if not en.startswith("Can "):
        raise _BadCellError(
            column, "英語は “Can” で始めてください。", "Begin the English with “Can”."
        )
    _observable(column, en, UNOBSERVABLE_EN)


def _observable(column: str, text: str, banned: re.Pattern[str]) -> None:
    if found := banned.search(text):
        raise _BadCellError(
            column,
            f"「{found.group()}」は外から観察できません。説明・分類・集計などの動詞にしてください。",
            f"“{found.group()}” cannot be observed. Use explain, classify, calculate and the like.",
        )


def _once(skill: str, skills: Mapping[str, Any]) -> None:
    if skill in skills:
        at = skills[skill]["at"]
        raise _BadCellError(
            "id", f"「{skill}」は {at} にもあります。", f"“{skill}” also stands in {at}."
        )


def _domain(skill: Mapping[str, Any], domains: Mapping[str, Any]) -> dict[str, Any]:
    """Return the domain of a skill, with the prefix of its id; a second name for it is a mistake."""
    prefix = skill["id"].partition("-")[0]
    known = domains.get(
        skill["domain"], {"id": skill["domain"], "name": skill["domain_name"], "prefixes": []}
    )
    if known["name"] != skill["domain_name"]:
        raise _BadCellError(
            "domain_ja",
            f"分野「{skill['domain']}」の名前が、前の行（{known['name']['ja']}）と違います。",
            f"The domain “{skill['domain']}” was called “{known['name']['ja']}” in an earlier row.",
        )
    return {**known, "prefixes": sorted({*known["prefixes"], prefix})}
