"""One conversation with one sandboxed process: questions out, lines in, nothing believed and nothing awaited for ever."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from grader.grading.judge import labels
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

GRACE = 2.0
"""Seconds after which a process that should have stopped its own code is stopped from outside."""
LINE_BYTES = 16 << 20
"""Size of one line; the largest honest ones carry tables of some 100,000 rows."""
ANSWER_BYTES = 64 << 20
"""What may arrive between a question and its answer, noise included."""
_SLICE = 0.2
"""Seconds between two looks at the clock: a time limit of Python does not wake a process that waits for data."""


class Stream(Protocol):
    """Bytes in both directions."""

    def send(self, data: bytes) -> None:
        """Write all of it."""

    def receive(self, timeout: float) -> bytes:
        """Return what has arrived; nothing at the end."""

    def close(self) -> None:
        """Hang up."""


class Spent(Protocol):
    """What a session cost: CPU seconds, and MiB."""

    @property
    def fork(self) -> float:
        """Making the process."""

    @property
    def execute(self) -> float:
        """The process itself."""

    @property
    def memory_mb(self) -> float:
        """Its largest resident size."""


class Session(Protocol):
    """A fresh, confined process that serves one notebook."""

    @property
    def stream(self) -> Stream:
        """The way to it."""

    def close(self) -> Spent:
        """End it and all that it started."""


@dataclass(slots=True)
class GoneError(Exception):
    """The process does not answer any more, or must not be listened to any longer.

    Parameters
    ----------
    why : Text
        One sentence.
    """

    why: Text


@dataclass(frozen=True, slots=True)
class Step:
    """A cell that the sandbox runs.

    Parameters
    ----------
    index : int
        Its place in the notebook.
    source : str
        Python, as IPython takes it.
    quiet : bool
        Whether what it shows is of no interest.
    """

    index: int
    source: str
    quiet: bool = False


class Channel:
    """The judge's end of a conversation.

    Parameters
    ----------
    stream : Stream
        The way to the process.
    until : float
        When the whole notebook must be done, on the monotonic clock.
    over : Text
        What is said when it is not.
    """

    def __init__(self, stream: Stream, *, until: float, over: Text) -> None:
        self._stream, self._until, self._over = stream, until, over
        self._buffer, self._seen, self._taken = bytearray(), 0, 0
        self.trips = 0

    def ask(self, op: str, *, seconds: float, **fields: Any) -> dict[str, Any]:
        """Put a question that has one answer.

        Parameters
        ----------
        op : str
            What to do.
        seconds : float
            How long the other side may take, before the grace.
        **fields : Any
            JSON data that belong to the question.

        Returns
        -------
        dict
            The answer, as it came: nothing in it is to be trusted.

        Raises
        ------
        GoneError
            If no answer comes.
        """
        return self._hear(self._send(op, {**fields, "seconds": seconds}), seconds)

    def run(
        self,
        steps: Sequence[Step],
        fetch: Sequence[str],
        *,
        seconds: float,
        heard: Callable[[dict[str, Any]], None],
    ) -> dict[str, Any]:
        """Let the other side run some cells.

        Parameters
        ----------
        steps : sequence of Step
            The cells.
        fetch : sequence of str
            Names whose values are wanted afterwards.
        seconds : float
            How long one cell may take.
        heard : callable
            Given the report of each cell, in order, as soon as the cell has ended.

        Returns
        -------
        dict
            Encoded values by name; a name without a value is absent.

        Raises
        ------
        GoneError
            If the process ends or does not answer.
        """
        cells = [{"index": s.index, "source": s.source, "quiet": s.quiet} for s in steps]
        question = self._send("run", {"cells": cells, "fetch": list(fetch)})
        expected = [step.index for step in steps]
        while True:
            answer = self._hear(question, seconds)
            if expected and answer.get("cell") == expected[0]:
                expected.pop(0)
                heard(answer)
            elif not expected and answer.get("done") is True:
                values = answer.get("values")
                return values if isinstance(values, dict) else {}

    def _send(self, op: str, fields: dict[str, Any]) -> str:
        question = secrets.token_hex(8)
        self.trips += 1
        self._taken = 0
        try:
            self._stream.send(json.dumps({"op": op, "id": question, **fields}).encode() + b"\n")
        except OSError:
            raise GoneError(labels.ENDED) from None
        return question

    def _hear(self, question: str, seconds: float) -> dict[str, Any]:
        end = min(monotonic() + seconds + GRACE, self._until)
        mark = question.encode()
        while True:
            line = self._line(end, seconds)
            answer = _parsed(line) if mark in line else None  # noise is not worth reading
            if answer is not None and answer.get("id") == question:
                return answer

    def _line(self, end: float, seconds: float) -> bytes:
        while True:
            # Also when lines keep coming: who listens to a stream of noise never waits.
            if monotonic() >= end:
                total = end >= self._until
                raise GoneError(self._over if total else told(labels.TOO_LONG, seconds=seconds))
            at = self._buffer.find(b"\n", self._seen)
            if at >= 0:
                line = bytes(self._buffer[:at])
                del self._buffer[: at + 1]
                self._seen = 0
                return line
            self._seen = len(self._buffer)
            self._more(end - monotonic())

    def _more(self, wait: float) -> None:
        try:
            data = self._stream.receive(max(0.0, min(wait, _SLICE)))
        except TimeoutError:
            return
        except OSError:
            data = b""
        if not data:
            raise GoneError(labels.ENDED)
        self._buffer += data
        self._taken += len(data)
        if len(self._buffer) > LINE_BYTES or self._taken > ANSWER_BYTES:
            raise GoneError(labels.FLOOD)


def _parsed(line: bytes) -> dict[str, Any] | None:
    """Return a line as a JSON object; None for noise."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def told(text: Text, **values: object) -> Text:
    """Fill a sentence in both languages.

    Parameters
    ----------
    text : Text
        Sentence with names in braces.
    **values : object
        What to put in.

    Returns
    -------
    Text
        The sentence.
    """
    return Text(text.ja.format(**values), text.en.format(**values))
