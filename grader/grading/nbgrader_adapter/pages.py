"""Pages that show a trainee's work to others: text and pictures only, and nothing in them acts.

nbgrader puts Markdown, HTML and metadata of a submission into its pages as they are. Here everything is cleaned after
it has been rendered, by lists of what may stay; the feedback page carries a policy that forbids the rest as well.
"""

from __future__ import annotations

import copy
import html
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from bleach.css_sanitizer import CSSSanitizer  # type: ignore[import-untyped]
from bleach.sanitizer import ALLOWED_TAGS, Cleaner  # type: ignore[import-untyped]
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_output

from grader.grading.labels import WITHHELD
from grader.lab.result import MIME

if TYPE_CHECKING:
    from collections.abc import Callable

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What a browser lets a feedback page do: show it."""

_TEXT = (
    "br",
    "del",
    "img",
    "ins",
    "kbd",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "sub",
    "sup",
    "tt",
    "u",
)
_BLOCKS = ("dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "p", "pre")
_TABLES = ("caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr")
_TAGS = ALLOWED_TAGS.union(_TEXT, _BLOCKS, _TABLES)
_STYLES = frozenset(
    ("background-color", "color", "font-style", "font-weight", "text-align", "text-decoration")
)
_PLAIN = frozenset(("alt", "colspan", "rowspan", "scope", "start", "title"))
_NAMES = frozenset(("class", "id", "name"))
_COLOURS = re.compile(r"(?:(?:highlight|hll|[a-z]{1,2}[0-9]?)(?: |\Z))+\Z")
"""Classes that pygments gives to pieces of code."""
_FETCHED = re.compile(r"@font-face\s*\{[^}]*\}|url\((?![\"']?data:)[^)]*\)")
"""What a template's style would fetch."""
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*\Z")
_PICTURES = ("image/png", "image/jpeg")


class PlainCells(Preprocessor):
    """Leave of each output its text and pictures, of each cell nbgrader's metadata, and of a test no source.

    The result of a lesson's marks cell stays, as text: the state, and which misconception was met.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Make a notebook plain.

        Parameters
        ----------
        nb : NotebookNode
            Changed in place.
        resources : dict
            Passed on.

        Returns
        -------
        NotebookNode
            The same notebook.
        dict
            The same resources.
        """
        nb.metadata.pop("widgets", None)
        for cell in nb.cells:
            known = cell.metadata.get("nbgrader")
            cell.metadata.clear()
            if known is not None:
                cell.metadata["nbgrader"] = known
            cell.pop("attachments", None)
            if cell.cell_type == "raw":
                cell.source = f"<pre>{html.escape(cell.source)}</pre>"
            elif cell.cell_type == "code":
                test = cell.metadata.get("nbgrader", {}).get("grade") and not known.get("solution")
                cell.outputs = [_plain(output, test=bool(test)) for output in cell.outputs]
        return nb, resources


def _plain(output: Any, *, test: bool) -> Any:
    if output.output_type == "error" and test:  # a traceback quotes the lines of a hidden test
        output.traceback = [f"{output.ename}: {output.evalue}"]
    if "data" in output:
        pictures = {kind: output.data[kind] for kind in _PICTURES if kind in output.data}
        output.data = {"text/plain": output.data.get("text/plain", ""), **pictures}
        output.metadata = {}
    return output


@pass_context
def safe_markdown(context: Any, source: str) -> str:
    """Render Markdown, then clean what came out; takes the place of nbconvert's ``markdown2html``.

    Parameters
    ----------
    context : jinja2.runtime.Context
        Unused: nothing around a cell may add to it.
    source : str
        Markdown, by whomever.

    Returns
    -------
    str
        HTML without anything active, without a way to another page, and without a class or name of the page's own.
    """
    from nbconvert.filters.markdown_mistune import markdown2html_mistune  # noqa: PLC0415

    del context
    return str(_cleaner(_of_markdown).clean(markdown2html_mistune(source)))


class PlainFeedback(HTMLExporter):
    """Write nbgrader's feedback page, cleaned as a whole, with a policy in its head."""

    def from_notebook_node(  # type: ignore[override]  # as HTMLExporter's: HTML, no notebook
        self, nb: Any, resources: Any = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Export a notebook.

        Parameters
        ----------
        nb : NotebookNode
            The autograded notebook.
        resources : dict, optional
            nbgrader's, with names and points.
        **options : Any
            nbconvert's.

        Returns
        -------
        str
            The page.
        dict
            The resources.
        """
        shown = copy.deepcopy(nb)
        for cell in shown.cells:
            _withhold(cell)
        page, resources = super().from_notebook_node(shown, resources, **options)
        title = resources.get("nbgrader", {}).get("notebook", "")
        return cleaned_page(page, title), resources


def _withhold(cell: Any) -> None:
    """Leave out what a cell showed after a hidden test had called the submission, but for a lesson's results.

    A submission can keep what a test handed to it, and print it later. Only the staff sees that.
    """
    if cell.get("outputs") and cell.metadata.get("kakehashi", {}).get("withheld"):
        kept = [output for output in cell.outputs if MIME in output.get("data", {})]
        said = new_output("stream", text=f"{WITHHELD.ja}\n{WITHHELD.en}\n")
        cell.outputs = kept if len(kept) == len(cell.outputs) else [*kept, said]


def cleaned_page(page: str, title: str) -> str:
    """Keep of a rendered page its styles and what may stay of its body.

    Parameters
    ----------
    page : str
        HTML whose head was written by a template.
    title : str
        For the head.

    Returns
    -------
    str
        HTML without anything active and without a way to another page.
    """
    head, _, rest = page.partition("</head>")
    body = rest.partition("<body>")[2].rpartition("</body>")[0]
    styles = _FETCHED.sub("", "\n".join(re.findall(r"<style[^>]*>(.*?)</style>", head, re.DOTALL)))
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{html.escape(title)}</title>\n<style>\n{styles}\n</style>\n</head>\n"
        f"<body>{_cleaner(_of_page).clean(body)}</body>\n</html>\n"
    )


@cache
def _cleaner(attributes: Callable[[str, str, str], bool]) -> Cleaner:
    return Cleaner(
        tags=_TAGS,
        attributes=attributes,
        protocols=frozenset(("data",)),
        css_sanitizer=CSSSanitizer(allowed_css_properties=_STYLES, allowed_svg_properties=()),
    )


def _of_page(tag: str, name: str, value: str) -> bool:
    return name in _NAMES or name == "style" or _of_text(tag, name, value)


def _of_markdown(tag: str, name: str, value: str) -> bool:
    return (name == "class" and bool(_COLOURS.match(value))) or _of_text(tag, name, value)


def _of_text(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("a", "href"):
        return value.startswith("#")
    if (tag, name) == ("img", "src"):
        return bool(_IMAGE.match(value))
    return name in _PLAIN
