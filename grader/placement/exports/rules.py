"""What the papers of a plan must hold to: the city's wording, the font, and lists that come back."""

from __future__ import annotations

from grader.findings import Rule
from grader.text import Text

W001 = Rule(
    "W001",
    "error",
    Text(
        "辞令の文例の差し込みは、その文で使えるもの",
        "A sentence of an order has only the placeholders it can have",
    ),
    Text(
        "使える差し込み（{department} など）に直してください。波括弧そのものは使えません。",
        "Use the placeholders it knows, such as {department}; braces cannot be used by themselves.",
    ),
)
W002 = Rule(
    "W002",
    "error",
    Text("PDFの字体に、必要な文字がある", "The font of a PDF has the characters needed"),
    Text(
        "その文字のあるTrueTypeの字体を --font で指定して、作り直してください（例: IPAmj明朝、MS 明朝）。",
        "Make it again with --font and a TrueType font that has them, such as IPAmj Mincho or MS Mincho.",
    ),
)
W003 = Rule(
    "W003",
    "error",
    Text("異動案一覧として読める", "The workbook can be read as a list of moves"),
    Text(
        "書き出した異動案一覧.xlsxを、見出しを変えずに使ってください。",
        "Use the workbook that was exported, with its headers as they were.",
    ),
)
W004 = Rule(
    "W004",
    "error",
    Text("職員番号は、案の職員のもの", "A staff number belongs to somebody in the plan"),
    Text(
        "職員番号を直してください。先頭の0が消えていないかも確かめてください。",
        "Mend the staff number; leading zeros may be gone.",
    ),
)
W005 = Rule(
    "W005",
    "error",
    Text("新所属は、案のポストのひとつ", "The new department is one post of the plan"),
    Text(
        "一覧の旧所属・新所属にある書き方で、ポストまで書いてください。",
        "Write it as it stands in the list, with the post.",
    ),
)
W006 = Rule(
    "W006",
    "error",
    Text(
        "ひとつの異動に、行はひとつ",
        "A move stands on one row",
    ),
    Text("どちらかの行を消してください。", "Delete one of the two rows."),
)

W007 = Rule(
    "W007",
    "error",
    Text("発令日は年月日がそろった日付", "The day of appointment is a whole date"),
    Text(
        "書き出したときの日付に戻してください（例: 令和9年4月1日）。",
        "Put back the date that was exported, such as 2027-04-01.",
    ),
)

RULES: tuple[Rule, ...] = (W001, W002, W003, W004, W005, W006, W007)
