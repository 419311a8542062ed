"""The worksheet itself: its columns and words, and the rows that are known already."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from grader.errors import StandardError
from grader.schema.store import schema_findings
from grader.text import Text
from grader.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.yamlfile import YamlDocument

EDITION = "mic-2022"
SOURCE = "mic-standard-2022"  # the document that whoever fills the worksheet must hold
COLUMNS = (
    "persona", "section", "item", "known_ja", "text_ja", "mark", "page", "checked_by", "checked_on",
    "note",
)  # fmt: skip
DUTY = "duty"
SECTIONS = {
    DUTY: "役割",
    "technical_skills": "テクニカルスキル",
    "human_skills": "ヒューマンスキル",
    "experience": "経験",
    "qualifications": "資格",
}
MARKS = {"must": "必須", "preferred": "望ましい", "none": "なし", "unclear": "不明"}
WHOLE = "（この区分は以上ですべて）"
_DUTY_ITEM = "役割"
_BLANK_ROWS = {"technical_skills": 12, "human_skills": 8, "experience": 6, "qualifications": 6}
_HELP = (
    Text(
        "総務省「自治体DX推進のための外部人材スキル標準」（2022年9月）の本文を見ながら埋める作業表",
        "A worksheet to fill while you look at the document itself",
    ),
    Text(
        "known_ja は二次資料で分かっていること。写さず、本文と比べるためだけに使う",
        "known_ja is what secondary sources say: compare with it, do not copy it",
    ),
    Text(
        "item は表にある項目の名称、text_ja はその欄の文言（なければ空欄）。サイトの利用規約を確かめてから写す",
        "item is the name in the table, text_ja the words in its cell, if any; see the site's terms before copying",
    ),
    Text(
        f"mark は {'・'.join(MARKS.values())} のどれか。page はPDFのページ（半角数字）",
        "mark is one of the four words; page is the page of the PDF in half-width digits",
    ),
    Text(
        "checked_by は確かめた人、checked_on は確かめた日（2026-12-01 の形）。この三つの欄のない行は取り込まない",
        "checked_by is who checked it, checked_on the day; a row without page, checked_by or checked_on is refused",
    ),
    Text(
        f"区分の行をすべて書き終えたら「{WHOLE}」の行にも三つの欄を書く。表にその区分がなければ mark を なし とする",
        "fill the last row of a section too when the section is whole; if the table has no such section, mark it なし",
    ),
    Text(
        "足りなければ行を足し、空の行は残してよい。note は取り込まない",
        "add rows as needed and leave empty ones; note is not read",
    ),
)


def read_personas(directory: Path) -> dict[str, YamlDocument]:
    """Read the personas' files of the edition.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.

    Returns
    -------
    dict of str to YamlDocument
        By the name of the file, such as ``producer``; sorted.

    Raises
    ------
    StandardError
        If a file is no YAML or has not its shape.
    """
    found = {}
    for path in sorted((directory / "roles" / EDITION).glob("*.yaml")):
        document, findings = read_yaml(path)
        findings += schema_findings(document, "personas") if document is not None else []
        if document is None or findings:
            place = f"{path}:{findings[0].line}"
            raise StandardError(
                f"{place}: 人材像のファイルが読めません。kakehashi lint で確かめてください。",
                f"{place}: the persona cannot be read; look at it with kakehashi lint.",
            )
        found[path.stem] = document
    return found


def worksheet_text(directory: Path) -> str:
    """Return the worksheet as CSV that Excel opens with a double click.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.

    Returns
    -------
    str
        With a byte order mark; lines end in CR LF. What was verified already is filled in.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([f"# {line.ja} / {line.en}"] for line in _HELP)
    writer.writerow(COLUMNS)
    for persona, document in read_personas(directory).items():
        for section, name in SECTIONS.items():
            for row in _rows(document.data, section):
                cells = {"persona": persona, "section": name, **row}
                writer.writerow([cells.get(column, "") for column in COLUMNS])
    return "\ufeff" + stream.getvalue()


def _rows(persona: Mapping[str, Any], section: str) -> Iterator[dict[str, str]]:
    done = [cell for cell in persona.get("cells", ()) if cell["section"] == section]
    known = known_items(persona, section)
    for cell in done:
        yield {"known_ja": known.pop(cell["item"]["ja"], ("", ""))[0], **_filled(cell)}
    for item, (text, _) in known.items():
        yield {"item": item, "known_ja": text}
    if section in persona["pending"]:
        yield from ({} for _ in range(_BLANK_ROWS[section]))
        yield {"item": WHOLE}


def _filled(cell: Mapping[str, Any]) -> dict[str, str]:
    return {
        "item": cell["item"]["ja"],
        "text_ja": cell.get("text", {}).get("ja", ""),
        "mark": MARKS[cell["mark"]],
        "page": str(cell["page"]),
        "checked_by": cell["verified_by"],
        "checked_on": cell["verified_on"],
    }


def known_items(persona: Mapping[str, Any], section: str) -> dict[str, tuple[str, str]]:
    """Return the items of a section that secondary sources name.

    Parameters
    ----------
    persona : mapping
        Content of a persona's file.
    section : str
        Key of `SECTIONS`.

    Returns
    -------
    dict of str to (str, str)
        Japanese name of the item; what is known of it in Japanese, and its English name.
    """
    if section == DUTY:
        return {_DUTY_ITEM: (persona["duties"][-1]["text"]["ja"], "Duty")}
    if section != "technical_skills":
        return {}
    named = [*persona["main_skills"], *persona.get("also_named", ())]
    known = {text["ja"]: ("名称だけが挙がっている", text.get("en", "")) for text in named}
    for definition in persona["definitions"]:
        name = definition["name"]
        known[name["ja"]] = (definition["paraphrase"]["ja"], name.get("en", ""))
    return known
