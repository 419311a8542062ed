"""What stands on a page, in the order in which it stands there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

if TYPE_CHECKING:
    from pathlib import Path

    from markupsafe import Markup

    from grader.authoring.editions.outputs import Shown
    from grader.text import Lang, Text
    from grader.workspace import Workspace

Kind = Literal["reading", "instructor"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def page_path(workspace: Workspace, kind: Kind, slug: str | None, lang: Lang) -> Path:
    """Return where a page stands.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    kind : {'reading', 'instructor'}
        Which edition.
    slug : str or None
        The lesson; None for the list of all lessons.
    lang : {'ja', 'en'}
        Language of the page; the list has both.

    Returns
    -------
    Path
        The HTML file, whether it is built or not.
    """
    name = "index" if slug is None else f"{slug}-{lang}"
    return workspace.build / kind / f"{name}.html"


@dataclass(frozen=True, slots=True)
class Prose:
    """A text of the lesson, or a note for the instructor.

    Parameters
    ----------
    html : markupsafe.Markup
        The text.
    teach : bool
        Whether it is a note for the instructor.
    """

    kind: ClassVar[str] = "prose"
    html: Markup
    teach: bool = False


@dataclass(frozen=True, slots=True)
class Ran:
    """A cell that was run, with what it shows.

    Parameters
    ----------
    code : str
        The cell.
    shown : tuple of Shown
        What it shows.
    worked : bool
        Whether it is an example to learn from, or only prepares data.
    """

    kind: ClassVar[str] = "ran"
    code: str
    shown: tuple[Shown, ...]
    worked: bool


@dataclass(frozen=True, slots=True)
class Question:
    """The question of an exercise.

    Parameters
    ----------
    exercise : str
        Exercise id.
    html : markupsafe.Markup
        The question, with its heading.
    foot : str
        Minutes, skill, level, points.
    """

    kind: ClassVar[str] = "question"
    exercise: str
    html: Markup
    foot: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A known wrong answer.

    Parameters
    ----------
    id : str
        The misconception behind it.
    belief, message : str
        What the trainee believes, and what is said to them.
    code : markupsafe.Markup
        The answer, written out; what differs from the right one is marked.
    earns : str
        What it earns, in words.
    remedy : str
        Where to read again.
    href : str
        Link to that place; empty if it is on no page.
    """

    id: str
    belief: str
    message: str
    code: Markup
    earns: str
    remedy: str
    href: str


@dataclass(frozen=True, slots=True)
class Key:
    """What only an instructor may see of an exercise.

    Parameters
    ----------
    right : markupsafe.Markup
        The right answer, written out for the sample data.
    wrongs : tuple of Wrong
        Known wrong answers.
    why : tuple of markupsafe.Markup
        The explanation.
    check, marks : str
        Code of the visible check, and code that marks; the latter is empty in practice.
    """

    right: Markup
    wrongs: tuple[Wrong, ...]
    why: tuple[Markup, ...]
    check: str
    marks: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The place where a trainee answers.

    Parameters
    ----------
    stub : str
        What the answer cell holds when it is handed out.
    literal : bool
        Whether a literal is filled in, or code is written.
    hints : tuple of markupsafe.Markup
        The hint ladder.
    key : Key or None
        None in the reading edition.
    """

    kind: ClassVar[str] = "answer"
    stub: str
    literal: bool
    hints: tuple[Markup, ...]
    key: Key | None


Block = Prose | Ran | Question | Answer


@dataclass(frozen=True, slots=True)
class Place:
    """A heading to which a remedy can send somebody.

    Parameters
    ----------
    slug : str
        The lesson.
    id : str
        Id of the heading on the page.
    title : Text
        The heading in both languages.
    """

    slug: str
    id: str
    title: Text
