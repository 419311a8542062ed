"""Where trainees' code runs: a fresh process per notebook, which reaches nothing of this machine and of the others."""

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
