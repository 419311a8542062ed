"""What is said about a notebook that could not be taken, or was not taken as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_JSON = Text(
    "ノートブックとして読めません（ファイルが壊れています）。JupyterLabで開いて保存し、提出し直してください。",
    "This is not a notebook that can be read (the file is broken); open and save it in JupyterLab, and submit again.",
)
OLD = Text(
    "ノートブックの形式が古すぎます。JupyterLabで開いて保存し、提出し直してください。",
    "The notebook's format is too old; open and save it in JupyterLab, and submit again.",
)
UNKNOWN_FORMAT = Text(
    "知らない形式のノートブックです。配られたノートブックをJupyterLabで保存し、提出し直してください。",
    "The notebook's format is not known; save the notebook that was handed out in JupyterLab, and submit again.",
)
TOO_MANY_CELLS = Text(
    "セルが多すぎます。要らないセルを消して、提出し直してください。",
    "There are too many cells; delete those that are not needed, and submit again.",
)
OTHER_NOTEBOOK = Text(
    "この課題のノートブックではありません（配られたセルが一つもありません）。正しいファイルを提出し直してください。",
    "This is not the assignment's notebook (none of its cells is there); submit the right file.",
)


def restored(names: Sequence[str]) -> Text:
    """Say that locked cells had been edited.

    Parameters
    ----------
    names : sequence of str
        Their grade ids.

    Returns
    -------
    Text
        One sentence.
    """
    return Text(
        f"変更されていた固定のセルは、配られた内容に戻しました：{'、'.join(names)}。",
        f"Locked cells that had been edited were put back as handed out: {', '.join(names)}.",
    )


def missing(names: Sequence[str]) -> Text:
    """Say that cells had been deleted.

    Parameters
    ----------
    names : sequence of str
        Their grade ids.

    Returns
    -------
    Text
        One sentence.
    """
    return Text(
        f"なくなっていたセルは、配られた内容で補いました：{'、'.join(names)}。",
        f"Cells that were missing were put back as handed out: {', '.join(names)}.",
    )


def repeated(names: Sequence[str]) -> Text:
    """Say that cells were there more than once.

    Parameters
    ----------
    names : sequence of str
        Their grade ids.

    Returns
    -------
    Text
        One sentence.
    """
    return Text(
        f"同じ印のセルが複数ありました。最初のものを採点の対象とし、解答の残りは追加のセルとして扱います：{'、'.join(names)}。",
        "Cells with the same mark were there more than once; the first counts, and what follows of an answer is "
        f"treated as a cell of your own: {', '.join(names)}.",
    )


def retyped(names: Sequence[str]) -> Text:
    """Say that answer cells had become cells of another type.

    Parameters
    ----------
    names : sequence of str
        Their grade ids.

    Returns
    -------
    Text
        One sentence.
    """
    return Text(
        f"種類（コード・文章）が変わっていた解答のセルは、内容はそのままに、元の種類に戻しました：{'、'.join(names)}。",
        "Answer cells whose type (code or text) had been changed got it back, with their content: "
        f"{', '.join(names)}.",
    )


def pictures(names: Sequence[str]) -> Text:
    """Say that pictures pasted into answers were not taken.

    Parameters
    ----------
    names : sequence of str
        Grade ids of the answers.

    Returns
    -------
    Text
        One sentence.
    """
    return Text(
        f"セルに貼り付けた画像は受け取れません。ファイルとして提出してください：{'、'.join(names)}。",
        f"Pictures pasted into a cell cannot be taken; submit them as files: {', '.join(names)}.",
    )


def unreadable(count: int) -> Text:
    """Say that cells were not taken.

    Parameters
    ----------
    count : int
        How many.

    Returns
    -------
    Text
        One sentence.
    """
    return Text(
        f"読めないか長すぎるセルを {count} 個、除きました。",
        f"Cells that cannot be read or are too long were left out: {count}.",
    )
