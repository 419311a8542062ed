"""辞令案 as PDF: one page of A4 for each order, marked so that nobody takes it for the real one."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from grader.records.excel import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.placement.exports.fonts import PaperFont
    from grader.placement.exports.orders import Order
    from grader.placement.exports.wording import Wording

WIDTH, HEIGHT = A4
_LEFT, _RIGHT = 85.0, WIDTH - 85.0
_GETA = "〓"
"""What Japanese printers set for a character that they do not have."""
_NOT_FIRST = "、。）」』〕］・ー"
"""Characters that no line begins with."""
_DRAFT = "（案）"
_ARTICLES = (530.0, 250.0)  # from and to, in points above the foot of the page
_LEADING = 1.7


def orders_pdf(
    orders: Sequence[Order], wording: Wording, *, font: PaperFont, mark: str
) -> tuple[bytes, dict[str, int]]:
    """Return the draft orders.

    Parameters
    ----------
    orders : sequence of Order
        The orders, in order.
    wording : Wording
        Heading and appointing authority.
    font : PaperFont
        The font.
    mark : str
        Who took them out, when and for what; on each page.

    Returns
    -------
    bytes
        A PDF, the same for the same input; of one page that says so where there is no order.
    dict
        Characters that the font lacks, with the first page on which each is missing. There, 〓 stands in the text,
        and the code of the character at the foot of the page.
    """
    stream = io.BytesIO()
    # invariant: no times and no random ids in the file
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    canvas.setTitle(f"{wording.heading}{_DRAFT}")
    canvas.setAuthor("Kakehashi")
    lacking: dict[str, int] = {}
    pages = max(1, len(orders))
    for number in range(1, pages + 1):
        page = _Page(canvas, font)
        page.frame(mark, f"{number} / {pages}")
        if orders:
            _draw(page, orders[number - 1], wording)
        else:
            page.line("辞令の案はありません。", _LEFT, 600.0, 14.0)
        page.finish()
        lacking |= dict.fromkeys(page.lacking - set(lacking), number)
    canvas.save()
    return stream.getvalue(), lacking


class _Page:
    """One page; notes which characters could not be shown."""

    def __init__(self, canvas: Any, font: PaperFont) -> None:
        self.canvas = canvas
        self.font = font
        self.lacking: set[str] = set()

    def shown(self, text: str) -> str:
        """Return what can be shown of a text, with 〓 for the rest."""
        text = one_line(text)
        lacking = {character for character in text if not self.font.has(character)}
        self.lacking |= lacking
        geta = _GETA if self.font.has(_GETA) else "?"
        return text.translate({ord(character): geta for character in lacking})

    def line(self, text: str, x: float, y: float, size: float, align: str = "left") -> None:
        """Write one line, smaller where it is too long, and cut where even that is not enough."""
        shown = self.shown(text)
        left, right = x - _LEFT / 2, WIDTH - _LEFT / 2 - x
        room = {"left": right, "right": left, "centre": 2 * min(left, right)}[align]
        while size > 6 and self.width(shown, size) > room:  # noqa: PLR2004  # smaller cannot be read
            size -= 0.5
        while self.width(shown, size) > room:
            shown = shown[: -max(2, len(shown) // 20)] + "…"
        self.canvas.setFont(self.font.name, size)
        shift = {"left": 0.0, "right": 1.0, "centre": 0.5}[align] * self.width(shown, size)
        self.canvas.drawString(x - shift, y, shown)

    def width(self, text: str, size: float) -> float:
        """Return the width of a text in points."""
        return float(stringWidth(text, self.font.name, size))

    def frame(self, mark: str, number: str) -> None:
        """Write what every page bears: the mark at the head and the foot, and the draft across the page."""
        canvas = self.canvas
        canvas.saveState()
        canvas.setFillGray(0.88)
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(45)
        canvas.setFont(self.font.name, 190)
        canvas.drawCentredString(0, -70, self.shown("案"))
        canvas.restoreState()
        canvas.setFillGray(0.3)
        self.line(mark, _LEFT / 2, HEIGHT - 30, 8)
        self.line(mark, _LEFT / 2, 24, 8)
        self.line(number, WIDTH - _LEFT / 2, 38, 8, "right")
        canvas.setFillGray(0)

    def finish(self) -> None:
        """Name what could not be shown, and end the page."""
        if self.lacking:
            codes = ", ".join(f"U+{ord(character):04X}" for character in sorted(self.lacking))
            self.canvas.setFillGray(0)
            self.line(f"〓：字体にない文字 {codes}", _LEFT / 2, 52, 8)
        self.canvas.showPage()

    def fits(self, size: float) -> Callable[[str], bool]:
        """Return what tells whether a text fits on one line of the page."""
        return lambda text: self.width(self.shown(text), size) <= _RIGHT - _LEFT

    def wrapped(self, text: str, size: float) -> list[str]:
        """Break a text into lines of the page's width."""
        lines = [""]
        for character in self.shown(text):
            full = self.width(lines[-1] + character, size) > _RIGHT - _LEFT
            if full and character not in _NOT_FIRST:
                lines.append(character)
            else:
                lines[-1] += character
        return lines


def _draw(page: _Page, order: Order, wording: Wording) -> None:
    heading = wording.heading if len(wording.heading) > 3 else "　".join(wording.heading)  # noqa: PLR2004
    page.line(f"{heading}{_DRAFT}", WIDTH / 2, 725, 26, "centre")
    page.line("　".join(filter(None, (order.old, order.old_title))), _LEFT, 655, 14)
    page.line(order.name, _LEFT + 40, 615, 20)
    page.line(f"職員番号　{order.staff_number}", WIDTH - _LEFT, 590, 9, "right")
    _articles(page, order.articles)
    page.line(order.day, _LEFT + 20, 205, 14)
    authority = "　".join(filter(None, (wording.authority, wording.authority_name)))
    page.line(authority, _RIGHT, 165, 16, "right")


def _articles(page: _Page, articles: Sequence[str]) -> None:
    top, bottom = _ARTICLES
    whole = (size for size in (16.0, 15.0, 14.0) if all(map(page.fits(size), articles)))
    size = next(whole, 16.0)
    while True:
        lines = [line for article in articles for line in page.wrapped(article, size)]
        room = int((top - bottom) / (size * _LEADING))
        if len(lines) <= room or size <= 7:  # noqa: PLR2004  # smaller cannot be read
            break
        size -= 1
    if len(lines) > room:
        lines = [*lines[: room - 1], "（以下は辞令簿のとおり）"]
    for number, line in enumerate(lines):
        page.line(line, _LEFT, top - number * size * _LEADING, size)
