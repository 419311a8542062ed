"""Every sentence that a trainee reads from the lab itself (lessons bring their own)."""

from __future__ import annotations

from grader.text import Text

STATE = {
    "not_attempted": Text("まだ答えていません", "Not answered yet"),
    "wrong": Text("もう一歩", "Not yet"),
    "partial": Text("一部できています", "Partly right"),
    "right": Text("正解です", "Right"),
    "ready": Text("提出できる形です", "Ready to submit"),
    "could_not_run": Text("実行できませんでした", "Could not run"),
}

BEGIN = Text(
    "答えのセルを書きかえて実行してから、もう一度このセルを実行してください。",
    "Change the answer cell, run it, then run this cell again.",
)
RUN_ANSWER = Text(
    "答えのセルがまだ実行されていません。上のセルを実行してから、もう一度どうぞ。",
    "The answer cell has not been run yet. Run the cell above, then try again.",
)
MISSING = Text("まだ None のままのところがあります：{names}", "Still None: {names}")
READY = Text(
    "形は整っています。正しいかどうかは、提出後に別のデータも使って採点します。",
    "The form is fine. Whether it is right is marked after you submit, on other data too.",
)
READY_PRACTICE = Text(
    "形は整っています。下の mark のセルを実行すると、その場で採点します。",
    "The form is fine. Run the mark cell below to have it marked at once.",
)
SOLVED = Text("この考え方で合っています。次へ進みましょう。", "This way of thinking holds. Go on.")
FULL = Text("この考え方で合っています。", "This way of thinking holds.")
NOT_RIGHT = Text(
    "答えは、あなたのデータか、まだ見ていないデータで合いませんでした。問題文の条件をもう一度読み、ヒントと見比べてください。",
    "The answer does not hold on your data or on unseen data. Read the conditions again and compare with the hints.",
)
PARTLY = Text(
    "合っているのはおよそ {share} です。残りは、問題文の条件のうちどれかを見落としています。",
    "About {share} of it holds. For the rest, one of the conditions in the text was missed.",
)
RAISED = Text(
    "答えを動かしている途中で止まりました（{kind}：{what}）。答えのセルを見直してください。点数とは別の扱いです。",
    "Your answer stopped while running ({kind}: {what}). Look at the answer cell again. This is not counted as wrong.",
)
NO_HINT = Text("この問題のヒントはありません。", "There is no hint for this exercise.")
HINT = Text("ヒント {n}/{of}", "Hint {n} of {of}")
LAST_HINT = Text("これが最後のヒントです。", "This is the last hint.")
SOLUTION = Text("解説", "Explanation")
NO_SOLUTION = Text("この問題の解説はありません。", "There is no explanation for this exercise.")
SOLUTION_LATER = Text(
    "この問題の解説は、採点が済んでから、フィードバック（feedback.html）で読めます。",
    "You can read about this exercise in your feedback (feedback.html) once it has been graded.",
)
SOLUTION_LOCKED = Text(
    "解説は、この問題の確認で「正解です」と出ると開きます。ヒントも使って、もう一度試してください。",
    "The explanation opens once the check of this exercise says “Right”. Try again; there are hints too.",
)
SOLUTION_UNTIL = Text(
    "解説は、この問題の確認で「正解です」と出るか、締め切り（{deadline}）を過ぎると開きます。ヒントも使って、もう一度試してください。",
    "The explanation opens once the check of this exercise says “Right”, or after the deadline ({deadline}). "
    "Try again; there are hints too.",
)
NO_DATA = Text(
    "教材のデータが見つかりません（{folder}）。配られたフォルダーの中でこのノートブックを開いてください。",
    "The data of this lesson are not here ({folder}). Open the notebook inside the folder that was handed out to you.",
)
BROKEN_DATA = Text(
    "教材のデータ {file} が読めません。表計算ソフトなどで保存し直した場合は、配られたものに戻してください。",
    "{file} of this lesson cannot be read. If another program saved it anew, put back the one handed out to you.",
)
NO_TABLE = Text(
    "「{name}」というデータはありません。あるのは {have} です。",
    "There is no data called “{name}”; there are {have}.",
)
NO_LESSON = Text(
    "先頭の準備のセルを実行してから、もう一度どうぞ。",
    "Run the first cell of the notebook, then try again.",
)
NO_EXERCISE = Text("「{name}」という問題はありません。", "There is no exercise called “{name}”.")
