"""Render a feedback page: one file, offline, without a script."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from grader.authoring.editions.markdown import rendered as markdown
from grader.feedback import labels
from grader.page import environment

if TYPE_CHECKING:
    import jinja2

    from grader.feedback.model import Page

_HERE = Path(__file__).parent / "templates"
_PLACES = 2
"""Decimal places of points that a reader needs."""
_DEEPER = 2
"""Levels by which a heading of an explanation stands below that of its exercise."""


def rendered(page: Page) -> str:
    """Return a page as HTML.

    Parameters
    ----------
    page : Page
        What it shows.

    Returns
    -------
    str
        The whole document; every text is escaped, and raw HTML in an explanation is shown as it is written.
    """
    template = _environment().get_template("feedback.html.j2")
    style = (_HERE / "style.css").read_text(encoding="utf-8")
    return template.render(
        page=page,
        lang=page.lang,
        t=partial(labels.say, page.lang),
        states={state: word.get(page.lang) for state, word in labels.STATES.items()},
        style=Markup(style),  # noqa: S704  # our own file
    )


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return environment(_HERE, number=_number, markdown=_markdown)


def _number(points: float) -> str:
    return f"{round(points, _PLACES):g}"


def _markdown(source: str) -> Markup:
    return markdown(source, deeper=_DEEPER).html
