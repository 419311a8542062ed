"""Markdown of a lesson as HTML: tables, no raw HTML, headings that fit into the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_DEEPEST = 6
_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef“”]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on the page.

    Parameters
    ----------
    id : str
        Where a link to it leads.
    level : int
        From 1 to 6, as on the page.
    text : str
        Its words, without marks.
    """

    id: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as HTML.

    Parameters
    ----------
    html : markupsafe.Markup
        The fragment.
    headings : tuple of Heading
        Its headings in order.
    """

    html: Markup
    headings: tuple[Heading, ...]


@lru_cache(maxsize=4096)  # for the headings of all lessons each page asks again
def rendered(source: str, *, deeper: int = 0, first: int | None = None) -> Rendered:
    r"""Turn Markdown into HTML.

    Parameters
    ----------
    source : str
        CommonMark with tables. Raw HTML is shown as it is written.
    deeper : int
        How many levels the headings go down.
    first : int, optional
        Number of the first heading, from which the ids count on; without it headings have no id.

    Returns
    -------
    Rendered
        HTML, and the headings in it.

    Examples
    --------
    >>> print(rendered("## 始め\n<b>太字</b>", deeper=1, first=1).html)
    <h3 id="h1">始め</h3>
    <p>&lt;b&gt;太字&lt;/b&gt;</p>
    <BLANKLINE>
    """
    tokens = _parser().parse(source)
    headings: list[Heading] = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + deeper, _DEEPEST)}"
        if token.type == "heading_open" and following is not None and first is not None:
            name = f"h{first + len(headings)}"
            token.attrSet("id", name)
            headings.append(Heading(name, int(token.tag[1]), _words(following.children or [])))
        _join_japanese(token.children or [])
    page = _parser().renderer.render(tokens, _parser().options, {})
    return Rendered(
        Markup(_scrolling(page)),  # noqa: S704  # markdown-it escapes, and raw HTML is off
        tuple(headings),
    )


def inline(source: str) -> Markup:
    """Turn one line of Markdown into HTML without a paragraph around it.

    Parameters
    ----------
    source : str
        CommonMark.

    Returns
    -------
    markupsafe.Markup
        The fragment.
    """
    return Markup(_parser().renderInline(source))  # noqa: S704  # as above


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _words(children: Sequence[Token]) -> str:
    return "".join(t.content for t in children if t.type in {"text", "code_inline"})


def _join_japanese(children: list[Token]) -> None:
    """Drop line breaks between Japanese characters, which a browser would show as blanks."""
    for before, token, after in zip(children, children[1:], children[2:], strict=False):
        pair = (before.content[-1:], after.content[:1])
        if token.type == "softbreak" and all(map(_WIDE.match, pair)):
            token.type = "text"


def _scrolling(page: str) -> str:
    """Let a wide table scroll by itself: the page must not be wider than a phone."""
    opened = page.replace("<table>", '<div class="scroll" tabindex="0"><table>')
    return opened.replace("</table>", "</table></div>")
