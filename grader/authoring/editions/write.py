"""Write the pages of the lessons: one file each, with everything in it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from grader.authoring.editions.blocks import Secrets, places_of
from grader.authoring.editions.labels import say
from grader.authoring.editions.model import KINDS, page_path
from grader.authoring.editions.outputs import outputs_of
from grader.authoring.editions.pages import page_context
from grader.page import environment
from grader.schema.store import write_text
from grader.text import LANGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import jinja2

    from grader.authoring.editions.model import Kind
    from grader.authoring.lesson import Lesson
    from grader.authoring.notebooks import Edition
    from grader.marking.world import World
    from grader.text import Lang
    from grader.workspace import Workspace

_TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return environment(_TEMPLATES, clock=clock)


def clock(minutes: float) -> str:
    """Write minutes as hours and minutes.

    Parameters
    ----------
    minutes : float
        Minutes since the start.

    Returns
    -------
    str
        Rounded to the minute.

    Examples
    --------
    >>> clock(64.6)
    '1:05'
    """
    whole = round(minutes)
    return f"{whole // 60}:{whole % 60:02}"


def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _plotly() -> str:
    """Return plotly.js from the installed package, which is not imported for it."""
    bundle = resources.files("plotly").joinpath("package_data", "plotly.min.js")
    return bundle.read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@dataclass(frozen=True, slots=True)
class _Inline:
    """Style and scripts of a page, and the policy that lets these run and no others."""

    style: str
    scripts: tuple[str, ...]

    @property
    def policy(self) -> str:
        """The content security policy: nothing is loaded, only what is named here runs."""
        # Plotly writes styles of its own; a page without a chart needs none but ours.
        styles = "'unsafe-inline'" if self.scripts else _digest(self.style)
        scripts = " ".join(map(_digest, self.scripts)) or "'none'"
        return (
            f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data: blob:; "
            "base-uri 'none'; form-action 'none'"
        )

    @property
    def values(self) -> dict[str, Any]:
        """What the frame of a page is given."""
        return {
            "policy": self.policy,
            "style": Markup(self.style),  # noqa: S704  # a file of this package
            "scripts": [Markup(text) for text in self.scripts],  # noqa: S704  # the same, and plotly.js
        }


@lru_cache(maxsize=2)
def _inline(*, figures: bool) -> _Inline:
    scripts = (_plotly(), _asset("draw.js")) if figures else ()
    return _Inline(_asset("style.css"), scripts)


def write_editions(
    workspace: Workspace,
    edition: Edition,
    *,
    answers: Mapping[str, str],
    own: World,
    data: Path,
    lessons: Sequence[Lesson],
) -> list[Path]:
    """Write the reading and the instructor's edition of a lesson in one language.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    edition : Edition
        Lesson, language and registers.
    answers : mapping of str to str
        Right answers for the sample data, by exercise.
    own : World
        The sample world.
    data : Path
        Folder with its data, as a trainee gets them.
    lessons : sequence of Lesson
        All lessons that have pages, for links between them.

    Returns
    -------
    list of Path
        The two files.

    Raises
    ------
    LessonError
        If a setup cell or an example raises.
    """
    shown = outputs_of(edition.lesson, edition.lang, data)
    secrets = Secrets(answers, own, places_of(lessons))
    written = []
    for kind in KINDS:
        context = page_context(
            edition, shown=shown, secrets=secrets if kind == "instructor" else None
        )
        path = page_path(workspace, kind, edition.lesson.slug, edition.lang)
        write_text(path, _page("lesson", kind, edition.lang, context))
        written.append(path)
    return written


def write_index(workspace: Workspace, lessons: Sequence[Lesson]) -> list[Path]:
    """Write the lists of all lessons.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    lessons : sequence of Lesson
        All lessons that have pages, in order.

    Returns
    -------
    list of Path
        One file for each edition.
    """
    written = []
    for kind in KINDS:
        context = {"lessons": lessons, "figures": False, "name": workspace.name, "langs": LANGS}
        path = page_path(workspace, kind, None, "ja")
        write_text(path, _page("index", kind, "ja", context))
        written.append(path)
    return written


def _page(name: str, kind: Kind, lang: Lang, context: Mapping[str, Any]) -> str:
    inline = _inline(figures=context["figures"])
    template = _environment().get_template(f"{name}.html.j2", globals={"say": say})
    frame = {"kind": kind, "lang": lang, "t": partial(say, lang), **inline.values}
    return template.render({**context, **frame})


def drop_stale(workspace: Workspace, slugs: set[str]) -> None:
    """Delete pages of lessons that are no longer active.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    slugs : set of str
        The active lessons.
    """
    names = {f"{slug}-{lang}" for slug in slugs for lang in LANGS} | {"index"}
    for kind in KINDS:
        for path in sorted((workspace.build / kind).glob("*.html")):
            if path.stem not in names:
                path.unlink()
