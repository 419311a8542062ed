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
UNIT = Text("単位：{unit}", "Unit: {unit}")
PROGRESS = Text("{number}問目 / 最大{most}問", "Question {number} of {most} at most")
NOTICE = Text(
    "この診断は、学ぶ教材を勧めるためのもので、レベルを認定するものではありません。"
    "記録（records/）には何も書かず、レベルの推定にも使いません。",
    "This diagnosis recommends what to learn; it certifies no level. "
    "Nothing of it goes into the records or into anybody's estimates.",
)
BEGIN = Text(
    "{track}の診断を始めます。短い問題が最大{most}問、長くても{minutes}分で終わります。"
    "答えに応じて次の問題が変わります。わからない問題は ? で先へ進めます。誤答と同じ扱いで、"
    "それより損にはなりません。解説は最後にまとめて示します。",
    "The diagnosis of “{track}” begins: {most} short questions at most, {minutes} minutes at most. "
    "What comes next depends on your answers. Go on with ? where you do not know: it counts as a "
    "wrong answer does, never more. Explanations come at the end.",
)
RESULT = Text("診断の結果：{track}", "Result of the diagnosis: {track}")
FOR_ROLE = Text("めざす役割：{role}", "Role in view: {role}")
COUNT = Text(
    "{count}問に答えました（うち「わからない」{unknown}問）。{stop}",
    "{count} questions answered ({unknown} “I do not know”). {stop}",
)
STOP = {
    "": Text("まだ途中です。", "It is not finished yet."),
    "decided": Text(
        "役割の求めるレベルに届くかどうかが、すべて見えたので終わりました。",
        "It ended because enough is known about every level that the role asks for.",
    ),
    "precise": Text(
        "十分に細かく推定できたので終わりました。",
        "It ended because the estimate is precise enough.",
    ),
    "length": Text("予定の問題数に達しました。", "The usual number of questions was reached."),
    "longest": Text("最大の問題数に達しました。", "The largest number of questions was reached."),
    "time": Text("時間になりました。", "The time was up."),
    "exhausted": Text("出せる問題がなくなりました。", "There were no more questions to ask."),
}
LEVELS = Text("レベルのめやす", "Levels, as far as can be told")
WHOLE_TRACK = Text("分野全体", "The track as a whole")
ESTIMATE = Text(
    "レベル{level}（90 %区間 {low}〜{high}）", "level {level} (90 % interval {low}–{high})"
)
ITEMS = Text("{count}問", "{count} questions")
NO_ITEMS = Text("出題なし。ほかのスキルからの推定", "none asked; estimated from the other skills")
REQUIRED = Text(
    "役割が求めるのはレベル{level}で、{said}（レベル{shown}以上の確率 {share} %）。",
    "The role asks for level {level}: {said} (P(level ≥ {shown}) = {share} %).",
)
SAID = {
    "met": Text("届いていそうです", "probably reached"),
    "not_met": Text("まだ届いていないようです", "probably not reached yet"),
    "undecided": Text("どちらともいえません", "cannot be told"),
    "no_evidence": Text("この診断では分かりません", "cannot be seen in this diagnosis"),
}
MODULES = Text("お勧めの教材（この順に）", "Modules worth taking, in this order")
MODULE = Text(
    "{title}（{slug}、約{minutes}分）：{reason}", "{title} ({slug}, about {minutes} min): {reason}"
)
WHY_MODULE = Text(
    "「{skill}」をレベル{level}まで扱います。あなたがレベル{level}に届いている確率は、いまの答えからは{share} %です。",
    "Teaches “{skill}” up to level {level}; your answers give a probability of {share} % that you are there.",
)
WHY_BEFORE = Text(
    "「{title}」の前に要る教材です。済んでいれば飛ばしてください。",
    "Comes before “{title}”; leave it out if you have done it.",
)
NO_MODULE = Text("いま勧める教材はありません。", "There is no module to recommend at the moment.")
WITHOUT = Text(
    "まだ教材のないスキル：{skills}。講師に相談してください。",
    "No module yet for: {skills}. Ask your instructor.",
)
EXPLANATIONS = Text("解説", "Explanations")
QUESTION = Text("{number}問目：{mark}", "Question {number}: {mark}")
MARK = {
    "right": Text("正解", "right"),
    "part": Text("一部正解", "partly right"),
    "wrong": Text("不正解", "wrong"),
    "unknown": Text("わからない", "I do not know"),
}
YOURS = Text("あなたの答え：{answer}", "Your answer: {answer}")
RIGHT = Text("正解：{answer}", "Right answer: {answer}")
BROKEN_OFF = Text("中断しました。何も保存していません。", "Broken off; nothing was kept.")
RESUME = Text(
    "中断しました。同じコマンドで続きから始められます（{path}）。",
    "Broken off; the same command goes on from here ({path}).",
)
SEED = Text("この診断の番号（--seed）：{seed}", "Number of this diagnosis (--seed): {seed}")
NOTEBOOK_TITLE = Text("診断：{track}", "Diagnosis: {track}")
NOTEBOOK_HOW = Text(
    "下のセルを選び、Shift+Enter で実行してください。フォームが出ない画面では、"
    "`widgets=True` を `widgets=False` に変えて、もう一度実行すると、文字で答えられます。",
    "Select the cell below and run it with Shift+Enter. If no form appears, change `widgets=True` to "
    "`widgets=False` and run it again to type your answers.",
)
NEXT_BUTTON = Text("次へ", "Next")
PLACE = Text("{place}番目", "Place {place}")


def filled(text: Text, **values: object) -> Text:
    """Put values into a sentence in both languages.

    Parameters
    ----------
    text : Text
        With names in braces.
    **values : object
        Values by name; a `Text` is put in in the language of the sentence.

    Returns
    -------
    Text
        The sentence.
    """
    both = (
        {key: v.get(lang) if isinstance(v, Text) else v for key, v in values.items()}
        for lang in ("ja", "en")
    )
    return Text(text.ja.format(**next(both)), text.en.format(**next(both)))


def percent(probability: float) -> int:
    """Return a probability in percent, never as a certainty.

    Parameters
    ----------
    probability : float
        From 0 to 1.

    Returns
    -------
    int
        From 1 to 99.

    Examples
    --------
    >>> percent(0.9999), percent(0.354)
    (99, 35)
    """
    return min(99, max(1, round(100 * probability)))
