"""Commands that hand the standard, and what was confirmed by it, to other systems."""

from __future__ import annotations

from grader.cli.base import main


@main.group()
def export() -> None:
    """スキル標準と確認済みのレベルを、ほかのシステムが読む形で書き出します。

    Write the standard, and confirmed levels, in the forms that other systems read.

    \b
    例 / example:
      kakehashi export --help
    """
