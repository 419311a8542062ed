"""The outcome of checking or marking one exercise, and how it is shown."""

from __future__ import annotations

import html
import json
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from grader.lab.labels import READ_AGAIN, STATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.text import Lang

MIME = "application/vnd.kakehashi.result+json"
FIGURE = "application/vnd.plotly.v1+json"
CAPTION = "application/vnd.kakehashi.caption+json"
FONTS = "'Noto Sans CJK JP', 'Noto Sans JP', 'Yu Gothic UI', 'Hiragino Sans', Meiryo, sans-serif"
"""Whatever Japanese font a machine has; none is fetched."""

# Plotly's own margins take half of a small picture, and it shrinks letters inside bars until nobody can read them.
_ROOMY = {
    "margin": {"l": 60, "r": 20, "t": 60, "b": 50},
    "uniformtext": {"minsize": 11, "mode": "show"},
}

State = Literal["not_attempted", "wrong", "partial", "right", "ready", "could_not_run"]

# Cividis-like, told apart without red and green; each state also has its word.
_COLOUR = {
    "not_attempted": ("#5b6472", "#f3f4f6"),
    "wrong": ("#9a4b00", "#fdf1e4"),
    "partial": ("#7a5c00", "#fbf6e1"),
    "right": ("#00467f", "#e8f1fa"),
    "ready": ("#00467f", "#e8f1fa"),
    "could_not_run": ("#5b3a86", "#f2edf9"),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What is said about one exercise.

    Parameters
    ----------
    exercise : str
        Exercise id.
    state : str
        ``not_attempted``, ``wrong``, ``partial``, ``right``, ``ready`` (form is fine, truth is marked later) or
        ``could_not_run``.
    misconceptions : tuple of str
        Ids of the misconceptions recognised.
    message : str or None
        The sentence for the trainee.
    read_again : tuple of pairs of str
        Headings at which the trainee may read again, each with its link.
    """

    exercise: str
    state: State
    misconceptions: tuple[str, ...] = ()
    message: str | None = None
    read_again: tuple[tuple[str, str], ...] = ()


_RECORDER: ContextVar[list[Result] | None] = ContextVar("recorder", default=None)
_TAKER: ContextVar[Callable[[dict[str, object]], None] | None] = ContextVar("taker", default=None)
_DRAWINGS: ContextVar[bool] = ContextVar("drawings", default=True)


@contextmanager
def recording() -> Iterator[list[Result]]:
    """Collect results instead of showing them.

    Yields
    ------
    list of Result
        Grows while the block runs.
    """
    results: list[Result] = []
    token = _RECORDER.set(results)
    try:
        yield results
    finally:
        _RECORDER.reset(token)


def is_recording() -> bool:
    """Tell whether results are being collected.

    Returns
    -------
    bool
        True inside `recording`.
    """
    return _RECORDER.get() is not None


def emit(result: Result, lang: Lang) -> None:
    """Show a result in the notebook, or hand it to the recorder around this call.

    Parameters
    ----------
    result : Result
        What to say.
    lang : {'ja', 'en'}
        Language of the state's name.
    """
    recorder = _RECORDER.get()
    if recorder is not None:
        recorder.append(result)
        return
    show_bundle(bundle(result, lang))


def bundle(result: Result, lang: Lang) -> dict[str, object]:
    """Return the MIME bundle of a result: for machines, for the page, and as plain text.

    Parameters
    ----------
    result : Result
        What to say.
    lang : {'ja', 'en'}
        Language of the state's name.

    Returns
    -------
    dict
        From MIME type to content.
    """
    name = STATE[result.state].get(lang)
    message = result.message or ""
    return {
        MIME: {
            "exercise": result.exercise,
            "state": result.state,
            "misconceptions": list(result.misconceptions),
            "message": result.message,
        },
        "text/html": card(name, message, state=result.state, links=_links(result, lang)),
        "text/plain": f"{name}: {message}" if message else name,
    }


def _links(result: Result, lang: Lang) -> str:
    """Return the places to read again as a line of HTML; empty if there are none."""
    anchors = [
        f'<a href="{html.escape(href)}">{html.escape(label)}</a>'
        for label, href in result.read_again
    ]
    return f"<br>{html.escape(READ_AGAIN.get(lang))}{'、'.join(anchors)}" if anchors else ""


def card(title: str, message: str, *, state: str, links: str = "") -> str:
    """Return a small message card as HTML; both texts are escaped.

    Parameters
    ----------
    title : str
        The state in words.
    message : str
        The sentence below it.
    state : str
        Chooses the colours.
    links : str
        HTML to stand below the sentence.

    Returns
    -------
    str
        An HTML fragment.
    """
    ink, ground = _COLOUR[state]
    body = html.escape(message).replace("\n", "<br>")
    return (
        f'<div role="status" style="border-left:6px solid {ink};background:{ground};color:#1f2937;'
        f'padding:.6em 1em;margin:.4em 0;line-height:1.7"><strong style="color:{ink}">{html.escape(title)}</strong>'
        f"<br>{body}{links}</div>"
    )


@contextmanager
def showing_to(
    take: Callable[[dict[str, object]], None], *, drawings: bool = True
) -> Iterator[None]:
    """Hand over what is shown instead of displaying it.

    Parameters
    ----------
    take : callable
        Given each MIME bundle, in order.
    drawings : bool
        Whether tables and figures are wanted too.

    Yields
    ------
    None
        While bundles are handed over.
    """
    token, drawn = _TAKER.set(take), _DRAWINGS.set(drawings)
    try:
        yield
    finally:
        _DRAWINGS.reset(drawn)
        _TAKER.reset(token)


def discard(_: dict[str, object]) -> None:
    """Take a bundle and do nothing: for `showing_to`, when nobody looks.

    Parameters
    ----------
    _ : dict
        From MIME type to content.
    """


def is_seen() -> bool:
    """Tell whether anybody will look at what is shown.

    Returns
    -------
    bool
        False inside ``showing_to(discard)`` and where no drawings are wanted: a table or a figure need not be drawn.
    """
    return _DRAWINGS.get() and _TAKER.get() is not discard


def chart_bundle(figure: dict[str, Any], told: str) -> dict[str, object]:
    """Return the MIME bundle of a figure: drawn where plotly is at hand, told in words elsewhere.

    Parameters
    ----------
    figure : dict
        ``data`` and ``layout`` as plotly's ``to_plotly_json`` gives them.
    told : str
        What the figure shows.

    Returns
    -------
    dict
        From MIME type to content.
    """
    layout = figure.get("layout", {})
    font = {"family": FONTS, "size": 14, **layout.get("font", {})}
    drawn = {"data": figure.get("data", []), "layout": {**_ROOMY, **layout, "font": font}}
    config = {"displaylogo": False, "displayModeBar": False, "responsive": True}
    return {
        # Numpy arrays inside a figure become lists; the front end knows nothing else.
        FIGURE: json.loads(json.dumps({**drawn, "config": config}, default=_plain)),
        "text/plain": told,
    }


def caption_bundle(told: str) -> dict[str, object]:
    """Return the MIME bundle of the sentence below a figure.

    Parameters
    ----------
    told : str
        What the figure shows.

    Returns
    -------
    dict
        From MIME type to content. `CAPTION` tells who writes a page of it that the sentence is not new.
    """
    style = "color:#4b5563;font-size:.9em;margin:0 0 1em"
    return {
        CAPTION: {},
        "text/html": f'<p style="{style}">{html.escape(told)}</p>',
        "text/plain": told,
    }


def _plain(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else str(value)


def show_bundle(data: dict[str, object]) -> None:
    """Display a MIME bundle if IPython is there, else print its plain text.

    Parameters
    ----------
    data : dict
        From MIME type to content.
    """
    take = _TAKER.get()
    if take is not None:
        take(data)
        return
    try:
        from IPython import get_ipython  # noqa: PLC0415  # only inside a notebook
        from IPython.display import display  # noqa: PLC0415
    except ImportError:
        get_ipython = None
    if get_ipython is None or get_ipython() is None:
        print(data["text/plain"])  # noqa: T201  # a plain Python prompt is a user interface too
        return
    display(data, raw=True)
