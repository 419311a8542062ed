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
DISK_FULL = Text(
    "書き込む場所に空きがありません。ここまでに記録した成績はそのまま残っています。空きを作ってから、もう一度採点してください。",
    "There is no space left to write to. The marks recorded so far are kept. Free some space and grade again.",
)
WITHHELD = Text(
    "このセルは隠しテストのあとで動いたため、表示した内容はここには載せません。",
    "This cell ran after hidden tests; what it showed is left out here.",
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
    "採点中のプロセスが異常終了しました（メモリか時間の使いすぎ、または提出コードによる強制終了）。"
    "提出物を確かめ、必要なら手で採点してください。",
    "The grading process died (out of memory or time, or ended by the submitted code). Look at the "
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
        f"思わぬ誤りで止まりました（{what}）。同じことが続くときは、この文を添えて管理者に知らせてください。",
        f"It stopped at an unforeseen error ({what}). If that goes on, send this sentence to your administrator.",
    )


def failure(error: BaseException) -> Text:
    """Say in plain words why a submission could not be graded.

    Parameters
    ----------
    error : BaseException
        What was raised.

    Returns
    -------
    Text
        The sentence of an error of ours; of others their kind and first line.
    """
    return Text(error.ja, error.en) if isinstance(error, KakehashiError) else unexpected(error)


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


def unusable_file(error: OSError) -> Text:
    """Say that a file of the course cannot be read or written.

    Parameters
    ----------
    error : OSError
        What the system said, with the file's name.

    Returns
    -------
    Text
        Which file, and what to do.
    """
    what = f"{error.filename}: {error.strerror}"
    return Text(
        f"ファイルを読み書きできません（{what}）。権限と置き場所を確かめて、もう一度採点してください。",
        f"A file cannot be read or written ({what}). See to its place and permissions, and grade again.",
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


def late_plugin(error: BaseException) -> Text:
    """Say that the course's own rule for late work does not work.

    Parameters
    ----------
    error : BaseException
        What was raised.

    Returns
    -------
    Text
        What to do.
    """
    what = f"{type(error).__name__}: {error}"
    return Text(
        f"遅れて出された提出物の減点を決める、このコースのプラグインが動きません（{what}）。"
        "nbgrader_config.py の AssignLatePenalties.plugin_class を確かめてください。",
        f"The course's plugin for late work does not work ({what}). See AssignLatePenalties.plugin_class in "
        "nbgrader_config.py.",
    )


def unknown_trainee(trainee: str) -> Text:
    """Say that the gradebook does not know a trainee, and may not learn of new ones by grading.

    Parameters
    ----------
    trainee : str
        Name of the folder.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"成績簿に受講者「{trainee}」がいません（このコースは create_student = False です）。フォルダの名前を確かめるか、"
        f"nbgrader db student add {trainee} で登録してください。",
        f"The gradebook has no trainee “{trainee}” (this course sets create_student = False). See whether the name of "
        f"the folder is right, or add the trainee with nbgrader db student add {trainee}.",
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
