"""Let ``python -m grader.cli`` do what ``kakehashi`` does."""

from __future__ import annotations

from grader.cli.base import main

main()
