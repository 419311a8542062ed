"""Write the papers of a plan, and note in the log that they were taken out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.findings import Finding
from grader.placement.exports.assumptions import assumptions_table
from grader.placement.exports.chains import chains_table
from grader.placement.exports.contrast import contrast_table
from grader.placement.exports.development import development_table
from grader.placement.exports.moves import moves_tables
from grader.placement.exports.orders import order_book, orders
from grader.placement.exports.posts import posts_table
from grader.placement.exports.rules import W002
from grader.placement.exports.secondments import secondments_table
from grader.placement.exports.shortages import shortages_table
from grader.placement.exports.stamp import CARE, stamp
from grader.placement.exports.view import make_view
from grader.records.access_log import log_access
from grader.schema.store import write_bytes
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.placement.exports.fonts import PaperFont
    from grader.placement.exports.papers import Papers
    from grader.placement.exports.view import View
    from grader.records.access_log import Access
    from grader.text import Lang

MOVES = Text("異動案一覧.xlsx", "moves.xlsx")
ORDERS = Text("辞令案.pdf", "draft-orders.pdf")
BOOK = Text("辞令簿.xlsx", "order-book.xlsx")
SECONDMENTS = Text("派遣・出向管理台帳.xlsx", "secondments.xlsx")
DEVELOPMENT = Text("育成計画.xlsx", "development.xlsx")


@dataclass(frozen=True, slots=True)
class Exported:
    """What came out.

    Parameters
    ----------
    files : tuple of Path
        The files written.
    findings : tuple of Finding
        Rule W002: characters that the font of the PDF lacks.
    embedded : Path or None
        Font that is embedded in the PDF; None: the viewer brings it.
    """

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]
    embedded: Path | None


def export_plan(
    papers: Papers,
    folder: Path,
    *,
    access: Access,
    records: Path,
    lang: Lang = "ja",
    font: Path | None = None,
) -> Exported:
    """Write the papers of a plan.

    Parameters
    ----------
    papers : Papers
        Problem, plan, standard and the city's wording.
    folder : Path
        Where to; files of the same names are replaced.
    access : Access
        Who takes them out, when and for what: on every page, and in the log.
    records : Path
        Folder of people's records, which has the log.
    lang : {'ja', 'en'}
        Language of headers and sentences; orders are in Japanese.
    font : Path or None
        TrueType font of the PDF; None looks in the usual places.

    Returns
    -------
    Exported
        The files and what was found.

    Raises
    ------
    InputError
        If problem and plan do not belong together, or the font cannot be used.
    RecordsError
        If the log cannot be written; no file is written then.
    """
    from grader.placement.exports.fonts import paper_font  # noqa: PLC0415  # slow to import

    view = make_view(papers, lang)
    chosen = paper_font(font)
    pdf, lacking = _pdf(view, access, chosen)
    data = {folder / name: made for name, made in _workbooks(view, access)}
    data[folder / ORDERS.get(lang)] = pdf
    sums = {path.name: hashlib.sha256(made).hexdigest() for path, made in data.items()}
    # Everybody in the problem: also who is not placed stands in the papers, as somebody who leaves.
    log_access(records, access, what=f"plan {papers.plan.name}", files=sums, subjects=view.people)
    for path, made in data.items():
        write_bytes(path, made)
    findings = _lacking(folder / ORDERS.get(lang), lacking)
    return Exported(tuple(sorted(data)), findings, chosen.path)


def _pdf(view: View, access: Access, font: PaperFont) -> tuple[bytes, dict[str, int]]:
    from grader.placement.exports.orders_pdf import orders_pdf  # noqa: PLC0415  # slow to import

    return orders_pdf(orders(view), view.papers.wording, font=font, mark=stamp(access, view.lang))


def _workbooks(view: View, access: Access) -> Iterator[tuple[str, bytes]]:
    from grader.placement.exports.workbook import Marks, workbook_bytes  # noqa: PLC0415  # slow

    marks = Marks(stamp(access, view.lang), view.say(CARE), access.when)
    plan = [
        *moves_tables(view),
        contrast_table(view),
        posts_table(view),
        shortages_table(view),
        chains_table(view),
        assumptions_table(view),
    ]
    for name, tables in (
        (MOVES, plan),
        (BOOK, [order_book(view, orders(view))]),
        (SECONDMENTS, [secondments_table(view)]),
        (DEVELOPMENT, [development_table(view)]),
    ):
        yield view.say(name), workbook_bytes(tables, marks)


def _lacking(path: Path, lacking: dict[str, int]) -> tuple[Finding, ...]:
    def message(character: str) -> Text:
        code = f"U+{ord(character):04X}"
        return Text(
            f"文字「{character}」（{code}）が字体にないため、「〓」にしました。",
            f"the font has no “{character}” ({code}); 〓 stands in its place.",
        )

    return tuple(
        Finding(W002, path, page, message(character))
        for character, page in sorted(lacking.items(), key=lambda item: (item[1], item[0]))
    )
