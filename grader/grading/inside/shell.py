"""IPython without a kernel: its outputs are recorded in nbformat's form, with the texts that ipykernel gives them."""

from __future__ import annotations

import builtins
import getpass
import struct
import sys
from contextlib import nullcontext
from typing import Any, NoReturn

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from grader.grading.inside.recorder import Recorder, Stream, bundle

RECORDER = Recorder()


class _Formatter(DisplayFormatter):
    def format(self, obj: Any, include: Any = None, exclude: Any = None) -> Any:
        if RECORDER.muted:
            return {}, {}
        return DisplayFormatter.format(self, obj, include, exclude)


class _Hook(DisplayHook):
    """Records the value of a cell's last expression."""

    def start_displayhook(self) -> None:
        self._result: dict[str, Any] = {"output_type": "execute_result"}

    def write_output_prompt(self) -> None:
        self._result["execution_count"] = self.prompt_count

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        self._result |= {"data": bundle(format_dict), "metadata": md_dict or {}}

    def finish_displayhook(self) -> None:
        if self._result.get("data"):
            RECORDER.show(self._result)


class _Publisher(DisplayPublisher):
    """Records what a cell displays."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: Any = None,
        *_source: Any,
        transient: Any = None,
        update: bool = False,
        **_others: Any,
    ) -> None:
        DisplayPublisher._validate_data(self, data, metadata)  # noqa: SLF001
        shown = {"output_type": "display_data", "data": bundle(data), "metadata": metadata or {}}
        name: Any = (transient or {}).get("display_id")
        if update:
            RECORDER.replace(name, shown)
        elif shown["data"]:
            RECORDER.show(shown, name)

    def clear_output(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002  # IPython's signature
        RECORDER.clear(wait=wait)


class _Compiler(CachingCompiler):
    """Names cells as ipykernel does: IPython shows the lines of such a cell in another way, and faster."""

    def get_code_name(self, raw_code: str, _code: str, _number: int) -> str:
        return f"ipykernel/{murmur2(raw_code.encode('utf-8', 'replace'))}.py"


def murmur2(data: bytes) -> int:
    """Return ipykernel's number of a cell, which a message about its syntax shows.

    Parameters
    ----------
    data : bytes
        The source, in UTF-8.

    Returns
    -------
    int
        Austin Appleby's MurmurHash2, 32 bits, with ipykernel's seed.
    """
    mix, mask, seed = 0x5BD1E995, 0xFFFFFFFF, 0xC70F6907
    whole = len(data) & ~3
    found = seed ^ len(data)
    for (word,) in struct.iter_unpack("<I", data[:whole]):
        mixed = word * mix & mask
        found = (found * mix ^ (mixed ^ mixed >> 24) * mix) & mask
    if data[whole:]:
        found = (found ^ int.from_bytes(data[whole:], "little")) * mix & mask
    found = (found ^ found >> 13) * mix & mask
    return found ^ found >> 15


class Shell(InteractiveShell):
    """An IPython that keeps no history, writes no files of its own and asks nobody anything."""

    compiler_class = Type(_Compiler)
    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    system = InteractiveShell.system_raw  # the other one wants a terminal

    def init_ipython_dir(self, ipython_dir: Any) -> None:
        """Make no folder.

        Parameters
        ----------
        ipython_dir : Any
            Not used.
        """

    def init_profile_dir(self, profile_dir: Any) -> None:
        """Make no folder.

        Parameters
        ----------
        profile_dir : Any
            Not used.
        """

    def init_hooks(self) -> None:
        """Show no help: a kernel would send it to a window of its own."""
        InteractiveShell.init_hooks(self)
        shell: Any = self
        shell.set_hook("show_in_pager", lambda *_, **__: None, 99)

    def init_display_formatter(self) -> None:
        """Format nothing that nobody will see."""
        self.display_formatter = _Formatter(parent=self)
        self.configurables: list[Any]
        self.configurables.append(self.display_formatter)

    def enable_gui(self, gui: Any = None) -> None:
        """Accept any graphical toolkit: there is no screen.

        Parameters
        ----------
        gui : Any
            Not used.
        """

    def ask_exit(self) -> None:
        """Do not end at ``exit()``: the other cells are still to come."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        RECORDER.show(
            {
                "output_type": "error",
                "ename": str(etype.__name__),
                "evalue": said(evalue),
                "traceback": [str(line) for line in stb],
            }
        )

    def _tee(self, channel: str) -> Any:  # noqa: ARG002  # a second copy of all outputs
        return nullcontext()

    def _format_exception_for_storage(self, *_: Any, **__: Any) -> dict[str, Any]:
        return {}  # a second copy of each traceback, for a history that nobody keeps


def said(error: BaseException) -> str:
    """Return the message of an exception, whatever its class does.

    Parameters
    ----------
    error : BaseException
        What was raised.

    Returns
    -------
    str
        Its message; empty if it cannot be told.
    """
    try:
        return str(error)[:10_000]
    except Exception:  # noqa: BLE001  # the trainee's own class
        return ""


def make_shell() -> Any:
    """Return the shell of this process.

    Returns
    -------
    Shell
        The only one.
    """
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.autoindent = False
    return Shell.instance(config=config)


def redirect() -> None:
    """Let Python's streams end in the recorder, and answer every question as a kernel without a user does."""
    sys.stdout, sys.stderr = Stream(RECORDER, "stdout"), Stream(RECORDER, "stderr")
    builtins.input = _nobody("raw_input")
    getpass.getpass = _nobody("getpass")


def _nobody(name: str) -> Any:
    def ask(prompt: object = "", *_: object, **__: object) -> NoReturn:  # noqa: ARG001  # the signature of input()
        raise StdinNotImplementedError(
            f"{name} was called, but this frontend does not support input requests."
        )

    return ask
