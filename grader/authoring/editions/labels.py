"""Every sentence of the reading and the instructor's edition that is not the lesson's own."""

from __future__ import annotations

from grader.text import Text, sayer

LABELS = {
    "site": Text("架け橋", "Kakehashi"),
    "reading": Text("読む版", "Reading edition"),
    "instructor": Text("講師用", "Instructor's edition"),
    "reading_note": Text(
        "読むための版です。表や図は見本のデータで、受講者ごとに違います。答えを書いて確かめるのはノートブックです。",
        "For reading. Tables and charts show sample data; each trainee has different ones. Answers are written and "
        "checked in the notebook.",
    ),
    "instructor_note": Text(
        "講師用です。答えと採点の中身が載っているので、受講者に渡さないでください。データと答えは見本のもので、受講者ごとに違います。",
        "For instructors. It holds the answers and how they are marked: do not hand it to trainees. Data and answers "
        "are those of a sample; each trainee has different ones.",
    ),
    "skip": Text("本文へ", "Skip to content"),
    "language": Text("言語", "Language"),
    "lessons": Text("教材の一覧", "All lessons"),
    "to_reading": Text("読む版を開く", "Open the reading edition"),
    "about": Text("この教材について", "About this lesson"),
    "minutes": Text("約{n}分", "about {n} min"),
    "counts": Text(
        "練習{learn}問・確かめ{assess}問（{points}点）",
        "{learn} exercises to practise, {assess} to assess ({points} points)",
    ),
    "goals": Text("この教材でできるようになること", "What you will be able to do"),
    "skills": Text("スキルとレベル", "Skills and levels"),
    "skill": Text("スキル", "Skill"),
    "level": Text("レベル", "Level"),
    "exercises": Text("問題", "Exercises"),
    "contents": Text("目次", "Contents"),
    "learn": Text("学ぶ", "Learn"),
    "assess": Text("確かめる", "Assess"),
    "learn_lead": Text(
        "何度でも試せる練習です。採点されません。",
        "Practice: try as often as you like; nothing is marked.",
    ),
    "assess_lead": Text(
        "提出すると採点されます。データは受講者ごとに違います。",
        "Marked once it is handed in. Everybody has different data.",
    ),
    "reflect": Text("職場に持ち帰る", "Take to work"),
    "notes": Text("メモ", "Notes"),
    "example": Text("例（実行した結果）", "Example, as it runs"),
    "example_code": Text("コード", "Code"),
    "table": Text("表", "Table"),
    "setup_code": Text("準備のコード", "Code that prepares this"),
    "shape": Text("答えの形（None のところを埋めます）", "Shape of the answer (fill in each None)"),
    "shape_code": Text("答えの形", "Shape of the answer"),
    "hint": Text("ヒント {n}/{of}", "Hint {n} of {of}"),
    "facts": Text("この教材の事実と出典", "Facts and their sources"),
    "fact": Text("事実", "Fact"),
    "value": Text("値", "Value"),
    "as_of": Text("時点", "As of"),
    "source": Text("出典", "Source"),
    "checked": Text("確認日", "Checked"),
    "expires": Text("見直し期限", "Look again by"),
    "licence": Text("利用条件", "Licence"),
    "credits": Text("出典とライセンス", "Sources and licences"),
    "credits_lead": Text(
        "教材本文は CC BY 4.0 です。登場する人と市は架空です。",
        "The text is CC BY 4.0. The people and the city are invented.",
    ),
    "plotly": Text("図：plotly.js（MIT ライセンス）。", "Charts: plotly.js (MIT licence)."),
    "offline": Text(
        "このページは外部と通信しません。", "This page makes no request to the network."
    ),
    "right": Text("正答（見本のデータ）", "Right answer (sample data)"),
    "wrong": Text("よくある誤答", "Known wrong answers"),
    "wrong_lead": Text(
        "正答と違うところに印が付いています。", "What differs from the right answer is marked."
    ),
    "belief": Text("思い込み", "Belief"),
    "message": Text("伝える言葉", "What is said"),
    "remedy": Text("復習先", "Read again"),
    "earns": Text("得点", "Earns"),
    "earns_none": Text("採点なし（練習）", "not marked (practice)"),
    "earns_zero": Text("0点（満点{points}点）", "0 of {points} points"),
    "earns_part": Text("一部の点（満点{points}点）", "part of {points} points"),
    "why": Text("考え方", "Explanation"),
    "check_code": Text("確認セルのコード", "Code of the check"),
    "marks_code": Text("採点セルのコード", "Code that marks"),
    "teach": Text("講師メモ", "Teaching note"),
    "timing": Text("時間の目安", "Timing"),
    "timing_lead": Text(
        "読む時間は日本語1分500字で計算しています。例を動かす時間や話し合いは入っていません。",
        "Reading time is 500 Japanese characters a minute, in both languages. Running the examples and talking about "
        "them comes on top.",
    ),
    "timing_total": Text(
        "読む {reading}分 ＋ 問題 {doing}分 ＝ {sum}分。教材の時間は{whole}分で、残りの{rest}分が例と話し合いに使えます。",
        "Reading {reading} min + exercises {doing} min = {sum} min. The lesson takes {whole} min, which leaves {rest} "
        "for examples and discussion.",
    ),
    "closing": Text("残りの文章", "What is left to read"),
    "part": Text("部", "Part"),
    "step": Text("すること", "Step"),
    "read_minutes": Text("読む（分）", "Reading (min)"),
    "do_minutes": Text("解く（分）", "Exercise (min)"),
    "clock": Text("開始から", "Clock"),
    "overview": Text("問題の一覧", "Exercises at a glance"),
    "type": Text("形式", "Type"),
    "points": Text("点", "Points"),
    "misconceptions": Text("見分ける思い違い", "Misconceptions recognised"),
    "index_title": Text("教材の一覧", "Lessons"),
    "index_lead": Text(
        "ネットワークがなくても読めます。言語を選んでください。",
        "Can be read without a network. Choose a language.",
    ),
}

TYPES = {
    "STATE": Text("設定を変える", "change a state"),
    "POLICY": Text("規則を書く", "write a rule"),
    "DETECT": Text("見つける", "detect"),
    "ORDER": Text("順に並べる", "put in order"),
    "DESIGN": Text("案を作り、試す", "design, then simulate"),
    "ARTIFACT": Text("文書を直す", "rework a document"),
    "ESTIMATE": Text("幅をもって見積もる", "estimate with a range"),
    "EVIDENCE": Text("主張と根拠を選ぶ", "claim with evidence"),
    "TRIAGE": Text("優先順位を付ける", "set priorities"),
    "TABLE": Text("表を埋める", "fill a table"),
    "REVIEW": Text("欠陥を見つける", "review"),
    "PREDICT": Text("予想してから試す", "predict, then try"),
    "FUNCTION": Text("関数を書く", "write a function"),
    "VALUES": Text("計算する", "calculate"),
    "SET": Text("選ぶ", "choose"),
}
"""Names of the item types, for readers; an unknown type keeps its own name."""


say = sayer(LABELS)
