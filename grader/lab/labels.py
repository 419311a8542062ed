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
READ_AGAIN = Text("読み返すところ：", "Read again: ")
READY = Text(
    "形は整っています。正しいかどうかは、提出後に別のデータも使って採点します。",
    "Everything is filled in as asked. Whether it is right is marked after you submit, on other data too.",
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
PRIVATE = Text("くわしい文は採点では示しません", "its text is not shown in grading")
STOPPED = Text(
    "答えのセルが最後まで動いていません。{why}",
    "The answer cell did not run to its end. {why}",
)
TOO_SLOW = Text(
    "{seconds:g} 秒たっても終わらないので止めました。くり返しが終わる条件を見てください。点数とは別の扱いです。",
    "This was stopped because it had not ended after {seconds:g} seconds. Look at what should end the loop. This is not counted as wrong.",
)
UNFINISHED = Text(
    "答えが、まだ計算されていない途中の形（ジェネレーターなど）になっています。list(…) で囲むと一覧になります。",
    "The answer is a calculation that has not been done (a generator, for instance). Put list(…) around it.",
)
CONSTANT = Text(
    "どのデータを渡しても同じ答えが返っています。自分のデータの答えを書くのではなく、渡されたデータから計算してください。",
    "The same comes back whatever data are handed over. Calculate from the data; do not write down the answer to your own.",
)
DAMAGED = Text(
    "渡されたデータの行や値を、消したり書きかえたりしています。コピー（.copy()）に対して作業してください。",
    "Rows or values of the data handed over are removed or changed. Work on a copy (.copy()).",
)
ERROR = Text(
    "この行でPythonが止まりました。こわれたわけではありません。直して、もう一度実行できます。",
    "Python stopped at this line. Nothing is broken: mend it and run the cell again.",
)
ERRORS = {
    "NameError": Text(
        "その名前はまだ作られていません。上のセルを実行したか、つづりが同じかを見てください。",
        "That name has not been made yet. Has the cell above been run? Is it spelled the same?",
    ),
    "TypeError": Text(
        "種類の違うものを一緒に使っています（文字と数など）。あるいは、かっこの中の個数が合いません。",
        "Things of different kinds are mixed (text and a number, say), or too much or too little stands in the brackets.",
    ),
    "ValueError": Text(
        "種類は合っていますが、値が使えません（数にできない文字など）。",
        "The kind is right, but this value cannot be used (text that is no number, for instance).",
    ),
    "KeyError": Text(
        "その名前の列や項目がありません。大文字・小文字、全角・半角も見てください。",
        "There is no column or entry of that name. Mind capitals and full-width letters.",
    ),
    "IndexError": Text(
        "その番号のところには何もありません。番号は0から始まります。",
        "There is nothing at that place. Places are counted from 0.",
    ),
    "AttributeError": Text(
        "「.」の後ろの名前が、その種類のものにはありません。つづりと、前にある値を見てください。",
        "What stands after the dot does not exist for this kind of value. Look at its spelling and at what stands before it.",
    ),
    "ZeroDivisionError": Text(
        "0で割っています。割る数がなぜ0になったかを見てください。",
        "This divides by 0. Find out why the divisor is 0.",
    ),
    "ModuleNotFoundError": Text(
        "その道具（ライブラリー）は入っていません。教材にある道具だけで解けます。",
        "That library is not installed. The lesson can be solved with what it brings.",
    ),
}
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
    "解説は、この問題に正解すると開きます。ヒントも使って、もう一度試してください。",
    "The explanation opens once your answer is right. Try again; there are hints too.",
)
SOLUTION_UNTIL = Text(
    "解説は、この問題に正解するか、締め切り（{deadline}）を過ぎると開きます。ヒントも使って、もう一度試してください。",
    "The explanation opens once your answer is right, or after the deadline ({deadline}). Try again; there are hints too.",
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

FORM_TITLE = Text("フォームで答える", "Answer with a form")
FORM_HOW = Text(
    "入力したら、この答えのセルの上の部分（form の行があるところ）をクリックし、もう一度 Shift+Enter を押します。"
    "すると、答えがセルに書き込まれます。",
    "When you have filled it in, click the top of this answer cell (where the form line is) and press "
    "Shift+Enter once more: your answer is written into the cell.",
)
FORM_PREVIEW = Text(
    "セルに書き込まれる答え（書き込まれないときは、ここから写してください）",
    "The answer that will be written (if nothing happens, copy it from here)",
)
FORM_LOOK = Text("確かめてください", "Please look")
FORM_CHOOSE = Text("（選んでください）", "(choose)")
FORM_NUMBER = Text("数", "number")
FORM_WHOLE = Text("整数", "whole number")
FORM_UNREADABLE = Text(
    "{place}：「{entry}」は{kind}として読めません。直すまで、答えは書き込まれません。",
    "{place}: “{entry}” cannot be read as a {kind}. Nothing is written until this is mended.",
)
FORM_DROPPED = Text(
    "{place}：書いてあった「{value}」は選べる答えにないので、空欄にしました。",
    "{place}: “{value}” was written there, but it is not among the answers offered, so the box is empty.",
)
FORM_WRITTEN = Text("答えをセルに書き込みました", "Your answer is in the cell")
FORM_NEXT = Text(
    "次に、下の確認のセルを実行してください。直すときは、セルの値をそのまま書きかえるか、もう一度 form の行の先頭の # を消して実行します。",
    "Now run the check below. To change it, edit the values in the cell, or remove the # before form and run again.",
)
FORM_STILL_EMPTY = Text("まだ空欄：{names}", "Still empty: {names}")
NO_FORM = Text(
    "この問題にはフォームがありません。答えのセルに直接書いてください。",
    "There is no form for this exercise. Write into the answer cell.",
)
NO_WIDGETS = Text(
    "この画面ではフォームを表示できません。答えのセルに直接書いてください。採点は同じです。",
    "This program cannot show the form. Write into the answer cell; it is marked the same.",
)
