"""Workbooks for Excel, of texts and numbers only: there is no way to write a formula here."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from grader.records.excel import cell_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Sequence[str | float | None]

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a ZIP file knows: the same tables give the same bytes."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def xlsx_bytes(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """Return a workbook.

    Parameters
    ----------
    sheets : mapping of str to sequence of rows
        Rows by name of the sheet, in order. Numbers become numbers, everything else is written as text by the rules
        of `grader.records.excel.cell_text`.

    Returns
    -------
    bytes
        An Office Open XML workbook (ECMA-376); the same for the same tables.
    """
    parts = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _links(["xl/workbook.xml"], "officeDocument"),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": _links(
            [f"worksheets/sheet{n}.xml" for n, _ in enumerate(sheets, 1)], "worksheet"
        ),
    }
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, (_HEAD + text).encode())
    return made.getvalue()


def _types(sheets: int) -> str:
    names = ["/xl/workbook.xml", *(f"/xl/worksheets/sheet{n}.xml" for n in range(1, sheets + 1))]
    kinds = [f"{_KIND}.sheet.main+xml", *[f"{_KIND}.worksheet+xml"] * sheets]
    parts = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in zip(names, kinds, strict=True)
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    default = f'<Default Extension="rels" ContentType="{rels}"/>'
    return f'<Types xmlns="{_TYPES}">{default}{parts}</Types>'


def _links(targets: Sequence[str], kind: str) -> str:
    parts = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, target in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_LINKS}">{parts}</Relationships>'


def _workbook(names: Mapping[str, object]) -> str:
    parts = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>'
        for n, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{parts}</sheets></workbook>'


def _sheet(rows: Sequence[Row]) -> str:
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(value: str | float | None) -> str:
    if value is None:
        return "<c/>"
    text = cell_text(value)
    if not isinstance(value, str):
        return f"<c><v>{text}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
