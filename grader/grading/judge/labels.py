"""What the feedback says of a submission that was stopped, and of a test that cannot be shown."""

from __future__ import annotations

from grader.text import Text

TOO_LONG = Text(
    "{seconds:g} 秒たっても応答がなかったので、提出されたプログラムを止めました。",
    "The submitted program was stopped: it gave no answer within {seconds:g} seconds.",
)
CELL_TOO_LONG = Text(
    "{seconds:g} 秒たっても終わらなかったので、このセルを止めました。",
    "This cell was stopped: it had not ended after {seconds:g} seconds.",
)
ENDED = Text(
    "提出されたプログラムが途中で終了しました（強制終了、またはメモリーの使い過ぎなどによります）。",
    "The submitted program ended before its time (it quit, crashed, or used too much memory).",
)
FLOOD = Text(
    "提出されたプログラムが送ってきたデータが多すぎるので、止めました。",
    "The submitted program was stopped: it sent too much data.",
)
TOTAL = Text(
    "ノートブック全体の制限時間（{seconds:g} 秒）を超えたので、ここから先は実行していません。",
    "The time of the whole notebook ({seconds:g} seconds) is over; nothing is run from here on.",
)
TOO_OFTEN = Text(
    "提出されたプログラムが {times} 回止まったので、ここから先は実行していません。",
    "The submitted program had to be stopped {times} times; nothing is run from here on.",
)
UNUSABLE = Text(
    "提出されたプログラムの返した値を読み取れません。",
    "The value that the submitted program gave cannot be read.",
)
GONE = Text(
    "この値を持っていたプログラムは、すでに終了しています。",
    "The program that held this value has already ended.",
)
NOT_DATA = Text(
    "受講者のプログラムに渡せるのはデータだけです（{kind} は渡せません）。",
    "Only data can be handed to the submitted program, not {kind}.",
)
REMOTE = Text("受講者の{kind} {name}", "the submission's {kind} {name}")
KINDS = {
    "function": Text("関数", "function"),
    "callable": Text("呼び出せる値", "callable"),
    "object": Text("オブジェクト", "object"),
}
INSIDE = Text(
    "提出されたプログラムの中でエラーが起きました。",
    "An error was raised inside the submitted program.",
)
HIDDEN = Text(
    "この確認のセルは最後まで動きませんでした。",
    "This test did not run to its end.",
)
CUT = Text("（以下省略）", "(the rest is left out)")
