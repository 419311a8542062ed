"""Where trainees' code runs: a fresh process per notebook, which reaches nothing of this machine and of the others.

What it does not promise. The memory limit holds for each process, not for all of a session together. Under landlock
the kernel tells whether a path exists, and its size; processes cannot be started there; and all files together are
measured twice a second, so a session can exceed the limit for a moment before it is ended.
"""

from __future__ import annotations

from grader.grading.sandbox.layout import Server
from grader.grading.sandbox.order import Kind
from grader.grading.sandbox.probe import choose_sandbox, start_sandbox
from grader.grading.sandbox.session import Sandbox, Session, Spent
from grader.grading.sandbox.streams import PipeStream, SocketStream, Stream

__all__ = [
    "Kind",
    "PipeStream",
    "Sandbox",
    "Server",
    "Session",
    "SocketStream",
    "Spent",
    "Stream",
    "choose_sandbox",
    "start_sandbox",
]
