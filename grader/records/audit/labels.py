"""What the audit says to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.text import Text

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "KAKEHASHI_AUDIT_KEY"
"""Environment variable that may hold the key instead of the file."""

MISSING = Text(
    "この番号の記録がありません。消されたか、番号が書き換えられています。",
    "There is no entry of this number: it was removed, or numbers were changed.",
)
UNLINKED = Text(
    "前の記録とつながっていません。前の記録が入れ替えられています。",
    "It does not follow the entry before: that one was exchanged.",
)
CHANGED = Text(
    "内容と認証コードが合いません。書き換えられたか、鍵が違います。",
    "Its content does not fit its code: it was changed, or the key is another.",
)
CUT_OFF = Text(
    "控え（アンカー）にある最後の記録まで届いていません。末尾が消されています。",
    "The chain ends before the entry of the anchor: its end was cut off.",
)
OTHER = Text(
    "控え（アンカー）の認証コードと合いません。記録が作り直されているか、控えを写し間違えています。",
    "Its code is not that of the anchor: the chain was made anew, or the anchor was copied wrongly.",
)
BAD_ANCHOR = Text(
    "控え（アンカー）を読めません。kakehashi audit anchor が出した1行（番号・日時・認証コード）を、そのまま渡してください。",
    "The anchor cannot be read. Give the line that kakehashi audit anchor printed: number, time and code.",
)
NO_PLACE = Text(
    f"監査記録の鍵がどこにあるか分かりません。環境変数 {VARIABLE} に鍵を入れてください。",
    f"It is not known where the key of the audit is. Put it into the environment variable {VARIABLE}.",
)
SHORT = Text(
    f"環境変数 {VARIABLE} の鍵が短すぎます。32文字以上の、推測できない文字列にしてください。",
    f"The key in the environment variable {VARIABLE} is too short: it must have 32 characters or more that nobody guesses.",
)


def no_key(path: Path) -> Text:
    """Say that the key is gone.

    Parameters
    ----------
    path : Path
        Where it should be.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"{path}: 監査記録の鍵がありません。記録は続けられないので、何も読み出さず、書き込みませんでした。控えから鍵を戻してください。",
        f"{path}: the key of the audit is missing. The audit cannot go on, so nothing was handed out or written. Restore the key from your backup.",
    )


def unusable_key(path: Path, why: str) -> Text:
    """Say that the key cannot be used.

    Parameters
    ----------
    path : Path
        Where it is.
    why : str
        What is wrong.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"{path}: 監査記録の鍵を使えません（{why}）。権限を確かめるか、控えから鍵を戻してください。",
        f"{path}: the key of the audit cannot be used ({why}). Look at its permissions, or restore it from your backup.",
    )


def broken(number: int) -> Text:
    """Say that nothing can be appended.

    Parameters
    ----------
    number : int
        Of the last entry.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"監査記録の最後（{number}番）が鍵と合わないため、何も読み出さず、書き込みませんでした。鍵が正しいかを確かめ、"
        "kakehashi audit verify を実行してください。",
        f"The last entry of the audit (number {number}) does not fit the key, so nothing was handed out or written. See "
        "whether the key is the right one, and run kakehashi audit verify.",
    )
