"""Sentences that the build adds to notebooks."""

from __future__ import annotations

from grader.text import Text

HINT_LINE = Text(
    "先頭の # を消して実行すると、ヒントが出ます", "remove the first # and run for a hint"
)
SOLUTION_LINE = Text(
    "解説を読みます（正解のあと、または締め切りのあとに開きます）",
    "read the explanation (opens once you are right, or after the deadline)",
)
MARK_LINE = Text(
    "その場で採点（このセルを実行。何度でも）", "mark it now (run this cell, as often as you like)"
)
FORM_LINE = Text(
    "行頭の # を消して実行すると、フォームで答えられます",
    "remove the first # and run to answer with a form",
)
CHECK_LINE = Text("答えを確かめる（このセルを実行）", "check your answer (run this cell)")
CHART_LINE = Text("図を表示する（このセルを実行）", "show the figure (run this cell)")
SETUP_LINE = Text("データを用意する（このセルを実行）", "prepare the data (run this cell)")
MARKS_LINE = (
    "# 採点用のセルです。提出後に使います。 / Used when your work is marked. Nothing to do here."
)

OPENING = {
    "learn": Text(
        "# {title}\n\n{code}　**学ぶノートブック**（問題 約{minutes}分、教材全体で約{whole}分）\n\n"
        "### この教材でできるようになること\n\n{goals}\n\n"
        "### 使い方\n\n"
        "1. 上から順に、セルを選んで **Shift+Enter** で実行します。\n"
        "2. 答えのセルを書きかえて実行し、その下の「・・・」と折りたたまれたセルも実行すると、すぐに結果が出ます。何度でもやり直せます。\n"
        "3. 1行目に `#form` とある答えのセルは、その `#` を消して実行すると、フォームで答えられます。どちらで答えても同じです。\n"
        "4. ここでの答えは採点されません。実在の人の個人情報は入力しないでください。",
        "# {title}\n\n{code}  **Learning notebook** (about {minutes} minutes of exercises; about {whole} for the whole lesson)\n\n"
        "### What you will be able to do\n\n{goals}\n\n"
        "### How to use it\n\n"
        "1. From the top, select each cell and press **Shift+Enter**.\n"
        "2. Change an answer cell, run it, then run the folded “…” cell below it: you see at once how it went. Try as often as you like.\n"
        "3. Where an answer cell begins with `#form`, remove the `#` and run it to answer with a form. Either way counts the same.\n"
        "4. Nothing here is marked. Never enter data of real people.",
    ),
    "assess": Text(
        "# {title}\n\n{code}　**確かめるノートブック**（問題 約{minutes}分）\n\n"
        "データは受講者ごとに違います。折りたたまれた確認セルは、答えの**形**だけを確かめます。"
        "正しいかどうかは提出後に、あなたがまだ見ていないデータも使って採点します。"
        "終わったら保存して、`kakehashi submit` で提出してください。",
        "# {title}\n\n{code}  **Assessment notebook** (about {minutes} minutes)\n\n"
        "Everybody has different data. The folded check cells look only at **whether** an answer is filled in as asked. "
        "Whether it is right is marked after you submit, on data you have not seen as well. "
        "When you are done, save and hand in with `kakehashi submit`.",
    ),
    "practice": Text(
        "# {title}\n\n{code}　**練習のノートブック**（問題 約{minutes}分）\n\n"
        "「確かめるノートブック」と同じ問題を、**別のデータ**で練習します。"
        "答えのセルを実行し、`mark` のセルを実行すると、本番と同じ採点がその場で出ます。何度でもやり直せます。"
        "ここでの答えは記録されず、提出もできません。データが違うので、ここで求めた値を本番に写しても合いません。",
        "# {title}\n\n{code}  **Practice notebook** (about {minutes} minutes)\n\n"
        "The exercises of the assessment notebook, on **other data**. "
        "Run your answer, then its `mark` cell: it is marked at once, as it would be after you submit. Try as often as you like. "
        "Nothing here is recorded, and it cannot be handed in. The data differ, so values found here do not fit the assessment.",
    ),
}

FOOT_LEARN = Text(
    "約{minutes}分 ・ {skill} ・ レベル{level} ・ 練習",
    "about {minutes} min · {skill} · level {level} · practice",
)
FOOT_ASSESS = Text(
    "約{minutes}分 ・ {skill} ・ レベル{level} ・ {points}点",
    "about {minutes} min · {skill} · level {level} · {points} points",
)
CREDITS = Text(
    "### 出典とライセンス\n\n教材本文は CC BY 4.0、登場する人と市は架空です。",
    "### Sources and licences\n\nThe text is CC BY 4.0; the people and the city are invented.",
)
