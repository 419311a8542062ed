"""Commands about the skill standard itself."""

from __future__ import annotations

from grader.cli.base import main


@main.group()
def standard() -> None:
    """スキル標準の版・独自項目・作業表を扱います。

    Versions, overlays and worksheets of the skill standard.

    \b
    例 / example:
      kakehashi standard --help
    """
