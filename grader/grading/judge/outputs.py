"""Outputs of cells: those of the submission, cleaned; those of the author's cells, recorded."""

from __future__ import annotations

import base64
import binascii
import io
import json
from typing import TYPE_CHECKING, Any

from grader.grading.judge import labels

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTPUTS = 100
"""Outputs of one cell; more are left out."""
IMAGE_BYTES = 2 << 20
TRACEBACK_LINES = 200
_PNG = b"\x89PNG\r\n\x1a\n"
_NAME_LENGTH = 80


def clean(outputs: object, *, most: int) -> list[dict[str, Any]]:
    """Keep of a submission's outputs what is harmless: text, errors, and PNG pictures.

    Parameters
    ----------
    outputs : object
        What the sandbox sent; nothing of it is trusted.
    most : int
        Characters of all texts together; the rest is cut off.

    Returns
    -------
    list of dict
        Outputs in nbformat's shape.
    """
    found: list[dict[str, Any]] = []
    left = most
    for output in outputs[:OUTPUTS] if isinstance(outputs, list) else []:
        plain = _cleaned(output) if isinstance(output, dict) else None
        if plain is None:
            continue
        left -= len(json.dumps({**plain, "data": _texts(plain)}, ensure_ascii=False))
        if left < 0:
            found.append(stream("stdout", f"{labels.CUT.ja} {labels.CUT.en}\n"))
            break
        found.append(plain)
    return found


def _texts(output: dict[str, Any]) -> Any:
    return output.get("data", {}).get("text/plain", "")


def _cleaned(output: dict[str, Any]) -> dict[str, Any] | None:
    kind = output.get("output_type")
    if kind == "stream":
        return stream(
            "stderr" if output.get("name") == "stderr" else "stdout", text_of(output.get("text"))
        )
    if kind == "error":
        lines = output.get("traceback")
        return error(
            text_of(output.get("ename"))[:_NAME_LENGTH],
            text_of(output.get("evalue")),
            [text_of(line) for line in lines[:TRACEBACK_LINES]] if isinstance(lines, list) else [],
        )
    if kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
        return _display(str(kind), output)
    return None


def _display(kind: str, output: dict[str, Any]) -> dict[str, Any] | None:
    data = dict(_kept(output["data"]))
    if not data:
        return None
    shown: dict[str, Any] = {"output_type": kind, "data": data, "metadata": {}}
    if kind == "execute_result":
        count = output.get("execution_count")
        shown["execution_count"] = count if type(count) is int else None
    return shown


def _kept(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "text/plain" in data:
        yield "text/plain", text_of(data["text/plain"])
    if "image/png" in data and _is_png(image := text_of(data["image/png"])):
        yield "image/png", image


def _is_png(text: str) -> bool:
    try:
        raw = base64.b64decode(text.replace("\n", ""), validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(raw) <= IMAGE_BYTES and raw.startswith(_PNG)


def text_of(value: object) -> str:
    """Return a text that any file can hold.

    Parameters
    ----------
    value : object
        A text, or a list of them as nbformat allows.

    Returns
    -------
    str
        The text, with question marks for halves of characters; empty for anything else.
    """
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def stream(name: str, text: str) -> dict[str, Any]:
    """Return an output that was printed.

    Parameters
    ----------
    name : {'stdout', 'stderr'}
        Where.
    text : str
        What.

    Returns
    -------
    dict
        In nbformat's shape.
    """
    return {"output_type": "stream", "name": name, "text": text}


def error(name: str, text: str, lines: list[str] | None = None) -> dict[str, Any]:
    """Return an output that tells of an error.

    Parameters
    ----------
    name : str
        Class of the error.
    text : str
        What it says.
    lines : list of str, optional
        The traceback; one line of name and text if not given.

    Returns
    -------
    dict
        In nbformat's shape.
    """
    one = [f"{name}: {text}" if text else name]
    return {
        "output_type": "error",
        "ename": name,
        "evalue": text,
        "traceback": one if lines is None else lines,
    }


class Recorder:
    """Collects what one of the author's cells shows.

    Parameters
    ----------
    most : int
        Characters of all texts together; the rest is cut off.
    is_deaf : bool
        Whether what the submission prints meanwhile is dropped.
    """

    def __init__(self, *, most: int, is_deaf: bool) -> None:
        self.outputs: list[dict[str, Any]] = []
        self._left = most
        self.stdout = _Writer(self, "stdout", is_deaf=is_deaf)
        self.stderr = _Writer(self, "stderr", is_deaf=is_deaf)

    def write(self, name: str, text: str) -> None:
        """Note what was printed.

        Parameters
        ----------
        name : {'stdout', 'stderr'}
            Where.
        text : str
            What.
        """
        if not text or self._left <= 0:
            return
        text = text_of(text)
        if len(text) > self._left:
            text = f"{text[: self._left]}\n{labels.CUT.ja} {labels.CUT.en}\n"
        self._left -= len(text)
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.outputs.append(stream(name, text))

    def show(self, data: dict[str, object]) -> None:
        """Note what was displayed.

        Parameters
        ----------
        data : dict
            From MIME type to content.
        """
        self.outputs.append({"output_type": "display_data", "data": data, "metadata": {}})

    def result(self, text: str) -> None:
        """Note the value of a cell.

        Parameters
        ----------
        text : str
            The value in words.
        """
        self.outputs.append(
            {
                "output_type": "execute_result",
                "data": {"text/plain": text_of(text)},
                "metadata": {},
                "execution_count": None,
            }
        )


class _Writer(io.TextIOBase):
    def __init__(self, recorder: Recorder, name: str, *, is_deaf: bool) -> None:
        self._recorder, self._name, self.is_deaf = recorder, name, is_deaf

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        self._recorder.write(self._name, text)
        return len(text)
