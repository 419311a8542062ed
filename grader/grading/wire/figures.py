"""Figures of plotly: what they are made of, and the name of their template."""

from __future__ import annotations

import copy
import importlib
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from grader.grading.wire.coder import Decoder
from grader.grading.wire.errors import WireError

if TYPE_CHECKING:
    from grader.grading.wire.coder import Decoders, Encoder, Encoders, Tree


@cache
def _plotly(name: str) -> Any:
    """Return a module of plotly, which is not imported by name in the engine."""
    return importlib.import_module(f"plotly.{name}")


@cache
def _template(name: str) -> Any:
    return _plotly("io").templates[name].to_plotly_json()


def _figure(encoder: Encoder, value: Any) -> Tree:
    # The parts one by one: as a whole a figure writes its arrays as texts.
    layout, name = value.layout.to_plotly_json(), _plotly("io").templates.default
    if name is not None and layout.get("template") == _template(name):
        layout["template"] = name  # seven thousand letters that both sides know
    data, frames = (
        [part.to_plotly_json() for part in parts] for parts in (value.data, value.frames)
    )
    return {"fig": encoder.trees((data, layout, frames))}


def _refuse(*_: object) -> NoReturn:
    raise WireError("a handle in a figure")  # plotly copies what it is given, and would ask it how


def _read_figure(_: Decoder, content: Any) -> Any:
    data, layout, frames = Decoder(_refuse).values(content)
    if type(layout.get("template")) is str:
        layout["template"] = copy.deepcopy(_template(layout["template"]))
    # Looking at every property again takes fifteen times as long, and plotly did so when the figure was made.
    figure = _plotly("graph_objects").Figure(data, layout, frames, _validate=False)
    figure._validate = True  # noqa: SLF001  # what the author adds is looked at as usual
    return figure


ENCODERS: Encoders = {_plotly("graph_objects").Figure: _figure}
DECODERS: Decoders = {"fig": _read_figure}
