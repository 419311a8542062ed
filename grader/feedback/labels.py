"""Every sentence of a feedback page."""

from __future__ import annotations

from grader.lab.labels import READ_AGAIN, STATE
from grader.text import Text, sayer

WORDS = {
    "site": Text("架け橋", "Kakehashi"),
    "kind": Text("フィードバック", "Feedback"),
    "skip": Text("本文へ", "Skip to content"),
    "total": Text("{score} / {most} 点", "{score} of {most} points"),
    "points": Text("{points} / {most} 点", "{points} of {most} points"),
    "whose": Text(
        "受講者 {trainee} ・ 課題 {assignment}", "Trainee {trainee} · assignment {assignment}"
    ),
    "received": Text("受け取り {time}（日本時間）", "Received {time} (Japan time)"),
    "failed": Text(
        "この提出は採点できませんでした。0点ではありません。講師に相談してください。",
        "This submission could not be graded. That is not zero points. Talk to your instructor.",
    ),
    "next": Text("次にすること", "What to do next"),
    "exercises": Text("問題ごとの結果", "Exercise by exercise"),
    "read_again": READ_AGAIN,
    "in_notebook": Text("（{notebook}）", " ({notebook})"),
    "solution": Text("解説", "Explanation"),
    "locked": Text(
        "満点の問題の解説を載せています。ほかの問題の解説は、練習で正解すると読めます。",
        "Exercises with full marks are explained here. You can read about the others in practice, once you are right there.",
    ),
    "locked_until": Text(
        "満点の問題の解説を載せています。ほかの問題の解説は、締め切り（{deadline}）のあとに載せます。",
        "Exercises with full marks are explained here. The others will be after the deadline ({deadline}).",
    ),
    "private": Text(
        "あなたの結果です。ほかの受講者には配られません。この点だけでレベルは決まりません。",
        "These are your results; no other trainee is given them. These points alone decide no level.",
    ),
    "offline": Text(
        "このページは外部と通信しません。", "This page sends nothing and fetches nothing."
    ),
}

STATES = {**STATE, "not_graded": Text("まだ採点が済んでいません", "Not marked yet")}
NOT_GRADED = Text(
    "人が採点するか、採点のやり直しを待っています。零点ではありません。",
    "It waits for a person to mark it, or to be graded again. That is not zero points.",
)
UNTOUCHED = Text(
    "答えのセルに書き込みがありませんでした。", "Nothing had been written into the answer cell."
)
MISSING_BUILD = Text(
    "{lesson}: 教材の文章がありません。kakehashi build を実行してから、もう一度どうぞ。",
    "{lesson}: the texts of the lesson are missing; run kakehashi build, then try again.",
)
NO_LESSON = Text(
    "この課題は教材から作られていないので、ページは作れません。nbgrader generate_feedback を使ってください。",
    "This assignment was not built from a lesson, so there is no page for it; use nbgrader generate_feedback.",
)
WRONG_PLACE = Text(
    "results.json の中の受講者・課題が、置かれた場所と違います。採点し直してください（kakehashi grade --force）。",
    "results.json names another trainee or assignment than its folder; grade again (kakehashi grade --force).",
)
ODD = Text("{what} のため、ページを作れませんでした。", "No page could be made: {what}.")

READ_FIRST = Text("「{heading}」をもう一度読む。", "Read “{heading}” again.")
PRACTISE = Text(
    "練習用のデータで、何度でも試す（その場で採点され、記録されません）：",
    "Try again on practice data, as often as you like (marked at once, recorded nowhere):",
)
UNANSWERED = Text(
    "答えていない問題が {n} 問あります。時間が足りなかったのか、問い方が分からなかったのかを講師に伝える。",
    "Exercises left open: {n}. Tell your instructor whether time was short or the question unclear.",
)
STOPPED = Text(
    "途中で止まった答えが {n} 問あります。答えのセルを実行して止まらないことを、練習で確かめる。",
    "Answers that stopped while running: {n}. In practice, run the answer cell and see that it ends.",
)
WAITING = Text(
    "採点が済んでいない問題が {n} 問あります。済んだら、このページが新しくなります。",
    "Exercises not marked yet: {n}. This page is renewed once they are.",
)
ALL_RIGHT = Text(
    "すべてできました。教材の最後の持ち帰り課題を、仕事で試す。",
    "All of it holds. Try the page to take to work, at the end of the lesson, in your own section.",
)
RETURNED = Text("ページ作成", "Writing pages")


say = sayer(WORDS)
