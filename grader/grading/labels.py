"""Every sentence of this package that an instructor reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import KakehashiError
from grader.text import Text

if TYPE_CHECKING:
    from grader.exchange.intake import Refusal

ISOLATION = {
    "bubblewrap": Text(
        "bubblewrap（名前空間・seccomp・資源の上限）", "bubblewrap (namespaces, seccomp, limits)"
    ),
    "landlock": Text("landlock（seccomp・資源の上限）", "landlock (with seccomp and limits)"),
    "container": Text("コンテナ", "a container"),
}
NOT_ISOLATED = Text(
    "未隔離：提出されたコードは、あなたの権限で隔離なしに実行されます（--trusted）。作成者自身のノートブックだけに使ってください。"
    "結果には未隔離と記録します。",
    "Not isolated: submitted code runs with your rights and without a sandbox (--trusted). Use this for an author's own "
    "notebooks only. The results say so.",
)
ELSEWHERE = Text(
    "いま別の採点がこの提出物を採点しています。終わってから、もう一度採点すると結果を確かめられます。",
    "Another grading run has this submission. Grade again when it has ended, to see the result.",
)
NO_DASK = Text(
    "--scheduler には Dask が要ります。pip install 'kakehashi[dask]' を実行してください。",
    "--scheduler needs Dask. Run pip install 'kakehashi[dask]'.",
)
NO_SCHEDULER = Text(
    "{address}: Dask のスケジューラーが応答しません。アドレスと、dask scheduler が動いているかを確かめてください。",
    "{address}: no Dask scheduler answers. See whether the address is right and dask scheduler is running.",
)
NOTHING_SUBMITTED = Text(
    "採点する提出物がありません。submitted/<受講者>/<課題>/ に置かれているか、絞り込みの条件を確かめてください。",
    "There is nothing to grade. See whether the work stands in submitted/<trainee>/<assignment>/, "
    "and whether the filters match it.",
)
WORKER_DIED = Text(
    "採点中のプロセスが異常終了しました（メモリ不足、または提出コードによる強制終了）。"
    "提出物を確かめ、必要なら手で採点してください。",
    "The grading process died (out of memory, or ended by the submitted code). Look at the "
    "submission, and mark it by hand if need be.",
)
BUSY = Text(
    "別の採点が、いまこのコースの課題を登録しています。少し待って、もう一度実行してください。",
    "Another run is recording the assignments of this course. Wait a moment and try again.",
)
NO_NOTEBOOK = Text(
    "提出フォルダにノートブック（.ipynb）がありません。再提出を依頼してください。",
    "There is no notebook (.ipynb) in the submission. Ask for it to be handed in again.",
)
# By name of the exception class, so that this file needs neither nbgrader nor nbclient.
FAILURES = {
    "DeadKernelError": Text(
        "カーネルが途中で止まりました（os._exit のような強制終了か、メモリ不足）。提出物を確かめてください。",
        "The kernel died (ended by something like os._exit, or out of memory). Look at the submission.",
    ),
    "UnresponsiveKernelError": Text(
        "カーネルが応答しなくなり、中断もできませんでした（終わらないループなど）。提出物を確かめてください。",
        "The kernel stopped answering and could not be interrupted (an endless loop, say). Look at "
        "the submission.",
    ),
    "CellTimeoutError": Text(
        "カーネルが時間内に応答しませんでした。提出物を確かめてください。",
        "The kernel did not answer in time. Look at the submission.",
    ),
    "NotJSONError": Text(
        "ノートブックのファイルが壊れています（JSONとして読めません）。再提出を依頼してください。",
        "The notebook file is broken (not JSON). Ask for it to be handed in again.",
    ),
    "UnicodeDecodeError": Text(
        "ノートブックのファイルが壊れています（UTF-8ではありません）。再提出を依頼してください。",
        "The notebook file is broken (not UTF-8). Ask for it to be handed in again.",
    ),
    "SchemaTooOldError": Text(
        "ノートブックの nbgrader 情報が古い形式です。配布したものから作り直してもらうか、"
        "控えを取ってから nbgrader update を実行してください。",
        "The notebook's nbgrader metadata are of an old format. Have it redone from the released "
        "notebook, or back it up and run nbgrader update.",
    ),
    "SchemaTooNewError": Text(
        "ノートブックの nbgrader 情報が、ここの nbgrader より新しい形式です。nbgrader を更新してください。",
        "The notebook's nbgrader metadata are newer than this nbgrader. Update nbgrader.",
    ),
    "ValidationError": Text(
        "ノートブックの形が規格に合いません。再提出を依頼してください。",
        "The notebook does not fit the notebook format. Ask for it to be handed in again.",
    ),
    "NoSuchKernel": Text(
        "このノートブックのカーネルが入っていません。採点する環境に入れてください。",
        "The notebook's kernel is not installed. Install it where grading runs.",
    ),
    "OperationalError": Text(
        "成績簿（gradebook.db）に書き込めませんでした。ほかの nbgrader を閉じ、空き容量を確かめて、もう一度採点してください。",
        "The gradebook (gradebook.db) could not be written. Close other nbgrader programs, look at "
        "the free disk space, and grade again.",
    ),
}


def isolation(kind: str) -> Text:
    """Say how submitted code is kept from the rest of the machine.

    Parameters
    ----------
    kind : str
        As in the records.

    Returns
    -------
    Text
        One sentence; a warning if it is not.
    """
    if kind not in ISOLATION:
        return NOT_ISOLATED
    how = ISOLATION[kind]
    return Text(f"隔離：{how.ja}。", f"Isolation: {how.en}.")


def refused(refusal: Refusal) -> Text:
    """Say what of a submission was not taken, and why.

    Parameters
    ----------
    refusal : Refusal
        What, and why.

    Returns
    -------
    Text
        One sentence.
    """
    return Text(f"{refusal.file}: {refusal.reason.ja}", f"{refusal.file}: {refusal.reason.en}")


def unexpected(error: BaseException) -> Text:
    """Say that something failed for which there is no sentence yet.

    Parameters
    ----------
    error : BaseException
        What was raised.

    Returns
    -------
    Text
        Its kind and first line.
    """
    first = (str(error).strip().splitlines() or [""])[0][:200]
    what = f"{type(error).__name__}: {first}" if first else type(error).__name__
    return Text(
        f"採点できませんでした（{what}）。提出物と、課題のテストを確かめてください。",
        f"It could not be graded ({what}). Look at the submission, and at the tests of the assignment.",
    )


def failure(error: BaseException) -> Text:
    """Say in plain words why a submission could not be graded.

    Parameters
    ----------
    error : BaseException
        What nbgrader, or the code around it, raised.

    Returns
    -------
    Text
        What happened and what to do.
    """
    if isinstance(error, KakehashiError):
        return Text(error.ja, error.en)
    for kind in type(error).__mro__:
        if kind.__name__ in FAILURES:
            return FAILURES[kind.__name__]
    return unexpected(error)


def unknown_notebooks(expected: tuple[str, ...], found: tuple[str, ...]) -> Text:
    """Say that none of the submitted notebooks belongs to the assignment.

    Parameters
    ----------
    expected, found : tuple of str
        Notebook names without ``.ipynb``.

    Returns
    -------
    Text
        Both lists, and what to do.
    """
    want, got = ", ".join(expected), ", ".join(found)
    return Text(
        f"この課題のノートブック（{want}）がなく、名前の違うもの（{got}）があります。名前を直すか、再提出を依頼してください。",
        f"The assignment's notebook ({want}) is missing, and there are others ({got}). Mend the name "
        "or ask for it to be handed in again.",
    )


def missing_notebooks(names: tuple[str, ...]) -> Text:
    """Say that some of the assignment's notebooks were not handed in.

    Parameters
    ----------
    names : tuple of str
        The missing ones.

    Returns
    -------
    Text
        What nbgrader does about it.
    """
    which = ", ".join(names)
    return Text(
        f"提出されていないノートブックがあります（{which}）。nbgrader の決まりで、その分は0点です。",
        f"Not handed in: {which}. By nbgrader's rule these count as zero points.",
    )


def not_registered(assignment: str) -> Text:
    """Say that an assignment is known neither to the course folder nor to the gradebook.

    Parameters
    ----------
    assignment : str
        Its name.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"課題「{assignment}」の元になるノートブックがありません。source/{assignment}/ に置いてください。",
        f"There are no source notebooks for the assignment “{assignment}”. Put them into "
        f"source/{assignment}/.",
    )


def not_registrable(assignment: str, reason: Text) -> Text:
    """Say that nbgrader refused the source of an assignment.

    Parameters
    ----------
    assignment : str
        Its name.
    reason : Text
        Why.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"課題「{assignment}」を成績簿に登録できません。{reason.ja}",
        f"The assignment “{assignment}” cannot be recorded in the gradebook. {reason.en}",
    )


def cells_changed(assignment: str) -> Text:
    """Say that the cells of an assignment changed after it was graded.

    Parameters
    ----------
    assignment : str
        Its name.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"課題「{assignment}」は、採点を始めたあとでセルが増減しています。nbgrader は採点済みの課題の形を変えません。"
        "元の教材に戻すか、別の課題名で配ってください。採点済みの結果はそのまま残します。",
        f"Cells were added to or removed from the assignment “{assignment}” after grading began, and "
        "nbgrader does not reshape a graded assignment. Restore the old source, or release the new "
        "one under another name. Results that exist are kept.",
    )


def unusable_gradebook(error: BaseException) -> Text:
    """Say that the gradebook cannot be read or written.

    Parameters
    ----------
    error : BaseException
        What the database said.

    Returns
    -------
    Text
        What to do.
    """
    what = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
    return Text(
        f"成績簿を使えません（{what}）。ほかの nbgrader を閉じてください。古い nbgrader の成績簿なら、"
        "控えを取ってから nbgrader db upgrade を実行してください。",
        f"The gradebook cannot be used ({what}). Close other nbgrader programs. If an older nbgrader "
        "made it, back it up and run nbgrader db upgrade.",
    )


def no_points(grade_id: str, said: object) -> Text:
    """Say that a cell with marks returned what cannot be its points.

    Parameters
    ----------
    grade_id : str
        The cell.
    said : object
        What it returned.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"採点のセル「{grade_id}」の最後の値（{said!r}）は点になりません。0からそのセルの配点までの数に直してください。",
        f"The last value of the marks cell “{grade_id}” ({said!r}) cannot be its points. Make it a number from 0 "
        "to the points of the cell.",
    )


def data_failed(slug: str, error: BaseException) -> Text:
    """Say that a lesson's data could not be made.

    Parameters
    ----------
    slug : str
        The lesson.
    error : BaseException
        What its ``world.py`` raised.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"教材「{slug}」のデータを作れません（{type(error).__name__}: {error}）。教材の world.py を直してください。",
        f"The data of the lesson “{slug}” cannot be made ({type(error).__name__}: {error}). Mend its "
        "world.py.",
    )


def bilingual(text: Text | None) -> str | None:
    """Put both languages into the one string that `results.json` has room for.

    Parameters
    ----------
    text : Text or None
        A sentence.

    Returns
    -------
    str or None
        Japanese, a line break, English.
    """
    return None if text is None else f"{text.ja}\n{text.en}"
