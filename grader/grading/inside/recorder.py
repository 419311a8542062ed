"""What a cell prints and shows, as the outputs of a notebook, up to a limit."""

from __future__ import annotations

import base64
import io
import os
import tempfile
from typing import Any

OUTPUTS = 1000
"""Separate outputs of one cell; printing to two streams in turn makes a new one each time."""
_NOTICE = (
    "\n[出力が多すぎるため、{limit} KiB を超えた分は省きました。]"
    "\n[Too much output: what was beyond {limit} KiB has been left out.]\n"
)


class Recorder:
    """Collects outputs in nbformat's form.

    Parameters
    ----------
    limit : int
        What is kept of one cell, in KiB.
    """

    def __init__(self, limit: int = 1024) -> None:
        self.limit = limit
        self.begin()

    def begin(self, *, muted: bool = False) -> None:
        """Forget what there is, and start with a new cell.

        Parameters
        ----------
        muted : bool
            Whether nobody will look at its outputs.
        """
        self.muted = muted
        self.outputs: list[dict[str, Any]] = []
        self._room = self.limit << 10
        self._full = self._clearing = False
        self._shown: dict[str, list[dict[str, Any]]] = {}

    def stream(self, name: str, text: str) -> None:
        """Record what was printed.

        Parameters
        ----------
        name : {'stdout', 'stderr'}
            Where.
        text : str
            What.
        """
        if not text or not self._accepts():
            return
        size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
        if size > self._room:
            text = text.encode("utf-8", "replace")[: self._room].decode("utf-8", "ignore")
            self._print(name, text)
            self._close()
            return
        self._room -= size
        self._print(name, text)

    def show(self, output: dict[str, Any], name: str | None = None) -> None:
        """Record a display, a result or an error.

        Parameters
        ----------
        output : dict
            In nbformat's form.
        name : str or None
            Under which it may be replaced later.
        """
        if not self._accepts():
            return
        size = len(str(output))
        if size > self._room:
            self._close()
            return
        self._room -= size
        self.outputs.append(output)
        if name is not None:
            self._shown.setdefault(name, []).append(output)

    def replace(self, name: str, output: dict[str, Any]) -> None:
        """Put something else where a display of this cell stands.

        Parameters
        ----------
        name : str
            Of the display.
        output : dict
            What is to be seen there.
        """
        size = len(str(output))
        if self._accepts() and size <= self._room:
            self._room -= size
            for shown in self._shown.get(name, ()):
                shown.update(data=output["data"], metadata=output["metadata"])

    def clear(self, *, wait: bool) -> None:
        """Take away what was shown.

        Parameters
        ----------
        wait : bool
            Whether to do so only when something new comes.
        """
        if wait:
            self._clearing = True
        else:
            self.outputs.clear()

    def take(self) -> list[dict[str, Any]]:
        """Return the outputs.

        Returns
        -------
        list of dict
            In nbformat's form.
        """
        for output in self.outputs:
            if output["output_type"] == "stream":
                output["text"] = "".join(output["text"])
        outputs, self.outputs = self.outputs, []
        return outputs

    def printed(self) -> str:
        """Return what was printed to standard output.

        Returns
        -------
        str
            All of it.
        """
        return "".join(output["text"] for output in self.take() if output.get("name") == "stdout")

    def _accepts(self) -> bool:
        if self._clearing:
            self._clearing = False
            self.outputs.clear()
        return not (self.muted or self._full)

    def _print(self, name: str, text: str) -> None:
        last = self.outputs[-1] if self.outputs else {}
        if last.get("name") == name:
            last["text"].append(text)
        elif len(self.outputs) < OUTPUTS:
            self.outputs.append({"output_type": "stream", "name": name, "text": [text]})
        else:
            self._close()

    def _close(self) -> None:
        if not self._full:
            self._full = True
            text = _NOTICE.format(limit=self.limit)
            self.outputs.append({"output_type": "stream", "name": "stderr", "text": [text]})


def bundle(data: dict[str, Any]) -> dict[str, str]:
    """Return what of a display may leave the sandbox.

    Parameters
    ----------
    data : dict
        From MIME type to content.

    Returns
    -------
    dict of str to str
        Texts, and bytes in base64. A structure, such as a result or a figure, is believed of nobody in here.
    """
    found = {}
    for kind, content in data.items():
        if isinstance(content, bytes):
            found[str(kind)] = base64.b64encode(content).decode("ascii")
        elif isinstance(content, str):
            found[str(kind)] = content
    return found


class Stream(io.TextIOBase):
    """Standard output or standard error of a trainee's code.

    Parameters
    ----------
    recorder : Recorder
        Who listens.
    name : {'stdout', 'stderr'}
        Which of the two.
    """

    encoding = "UTF-8"
    errors = "replace"

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder, self._name = recorder, name

    def write(self, text: str) -> int:
        """Record a text.

        Parameters
        ----------
        text : str
            What is printed.

        Returns
        -------
        int
            Its length.

        Raises
        ------
        TypeError
            If it is no text.
        """
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._recorder.stream(self._name, text)
        return len(text)

    def writable(self) -> bool:
        """Tell that one may write.

        Returns
        -------
        bool
            True.
        """
        return True

    def fileno(self) -> int:
        """Return the number under which the system knows it.

        Returns
        -------
        int
            1 or 2.
        """
        return 1 if self._name == "stdout" else 2


class Descriptors:
    """Catches what goes past Python's streams: C code, `os.write`, other programs.

    Parameters
    ----------
    recorder : Recorder
        Who is told.
    """

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._files = {name: tempfile.TemporaryFile() for name in ("stdout", "stderr")}  # noqa: SIM115  # open as long as the process
        for number, file in enumerate(self._files.values(), start=1):
            os.dup2(file.fileno(), number)

    def collect(self) -> None:
        """Record what has arrived since."""
        for name, file in self._files.items():
            number = file.fileno()
            if os.fstat(number).st_size == 0:
                continue
            os.lseek(number, 0, os.SEEK_SET)
            data = os.read(number, (self._recorder.limit << 10) + 1)
            # All who write share this file's place: they go on at its beginning.
            os.lseek(number, 0, os.SEEK_SET)
            os.ftruncate(number, 0)
            self._recorder.stream(name, data.decode("utf-8", "replace"))
