"""The whole chain on a synthetic class: what `kakehashi demo` runs."""

from __future__ import annotations

from grader.demo.own_workspace import demo_workspace
from grader.demo.planned import PLAN
from grader.demo.run import DemoResult, run_demo

__all__ = ["PLAN", "DemoResult", "demo_workspace", "run_demo"]
