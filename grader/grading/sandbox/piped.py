"""One process for one session on standard input and output: in a container, and on Windows for one's own notebooks."""

from __future__ import annotations

import importlib
import os
import sys

from grader.grading.sandbox.order import read_order
from grader.grading.sandbox.streams import PipeStream


def take_pipes() -> PipeStream:
    """Make a stream of standard input and output, which then lead nowhere.

    Returns
    -------
    PipeStream
        To the judge.
    """
    source = os.fdopen(os.dup(0), "rb", buffering=0)
    sink = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)
    return PipeStream(source, sink)


def main() -> None:
    """Serve the session that the order on the command line asks for."""
    order = read_order(sys.argv[1])
    stream = take_pipes()  # before anything can print
    server = importlib.import_module(order.module)
    server.prepare()
    if order.kind == "container":
        # Linux only, as its modules are.
        importlib.import_module("grader.grading.sandbox.confine").confine_container(order)
    server.serve(stream)
    os._exit(0)  # threads that a trainee's code started do not keep it alive


if __name__ == "__main__":
    main()
