"""Every sentence of the diagnostic that a person reads."""

from __future__ import annotations

from grader.text import Text

AND = Text("、", "; ")
UNKNOWN = Text("わからない", "I do not know")
HOW = {
    "choose": Text(
        "番号を1つ入力してください（1〜{count}、わからないときは ?）。",
        "Type one number (1 to {count}; ? if you do not know).",
    ),
    "choose_all": Text(
        "当てはまる番号をすべて、空白で区切って入力してください（1〜{count}、わからないときは ?）。",
        "Type all numbers that hold, with blanks between (1 to {count}; ? if you do not know).",
    ),
    "order": Text(
        "番号を正しい順に、空白で区切ってすべて入力してください（1〜{count}、わからないときは ?）。",
        "Type all numbers in the right order, with blanks between (1 to {count}; ? if you do not know).",
    ),
    "number": Text(
        "数を入力してください（わからないときは ?）。",
        "Type a number (? if you do not know).",
    ),
}
