"""Every way in which a figure is wrong: what it means, and what to change where."""

from __future__ import annotations

from dataclasses import dataclass

from grader.text import Text


@dataclass(frozen=True, slots=True)
class Case:
    """One way in which a figure is wrong.

    Parameters
    ----------
    reason : Text
        What it means here.
    remedy : Text
        What to change, and in which file.
    """

    reason: Text
    remedy: Text


CASES = {
    "facility_low": Case(
        Text(
            "ほとんどの人ができていません（正答率 {value}）",
            "hardly anybody gets it right (facility {value})",
        ),
        Text(
            "{text} の問題文が伝わっているか、{check} の判定が正しい答えを落としていないかを確かめます。",
            "Look whether the text in {text} is understood, and whether the test in {check} fails right answers.",
        ),
    ),
    "facility_high": Case(
        Text(
            "ほぼ全員ができています（正答率 {value}）",
            "nearly everybody gets it right (facility {value})",
        ),
        Text(
            "確認の問題としては残せます。力を測るには、{text} を難しくするか、宣言したレベルを下げます。",
            "It may stay as a check. To measure, make {text} harder or lower the declared level.",
        ),
    ),
    "item_rest_negative": Case(
        Text(
            "よくできる人ほど間違えています（相関 {value}）。正答か判定が誤っているおそれがあります",
            "those who do well elsewhere fail here (correlation {value}): the key or the test may be wrong",
        ),
        Text(
            "{check} の判定を、自分で解いた正しい答えで確かめます。直したら changelog.d に記録を残し、kakehashi build と kakehashi grade で採点し直します。",
            "Try the test in {check} on a right answer of your own. After mending it, note it in changelog.d, then kakehashi build and kakehashi grade.",
        ),
    ),
    "item_rest_low": Case(
        Text(
            "ほかの設問とあまり関係がありません（相関 {value}）",
            "it has little to do with the other exercises (correlation {value})",
        ),
        Text(
            "{text} の問い方があいまいでないか、別の力を尋ねていないかを読み直します。",
            "Read {text} again: is the question ambiguous, or does it ask for something else?",
        ),
    ),
    "alpha_gain": Case(
        Text(
            "この設問を除くと、教材の信頼性が {alpha} から {value} に上がります",
            "without it the lesson's reliability rises from {alpha} to {value}",
        ),
        Text(
            "{text} を直すか、別の設問に替えます。点の数も減らせます。",
            "Mend {text}, replace it, or give it fewer points.",
        ),
    ),
    "difficulty_hard": Case(
        Text(
            "レベル{level}と宣言していますが、レベル{value}ほどの難しさです（見立ての誤差の{sds}倍）",
            "declared level {level}, but about as hard as level {value} ({sds} SDs of authors' errors)",
        ),
        Text(
            "{text} の見出しにある skills のレベルを上げるか、やさしくします。判定が厳しすぎないか {check} も見ます。",
            "Raise the level under skills in the header of {text}, or make it easier; see whether {check} is too strict.",
        ),
    ),
    "difficulty_easy": Case(
        Text(
            "レベル{level}と宣言していますが、レベル{value}ほどの難しさです（見立ての誤差の{sds}倍）",
            "declared level {level}, but only about as hard as level {value} ({sds} SDs of authors' errors)",
        ),
        Text(
            "{text} の見出しにある skills のレベルを下げるか、難しくします。答えが漏れていないか、{check} の判定が甘くないかも見ます。",
            "Lower the level under skills in the header of {text}, or make it harder; see whether answers leak or {check} is too lenient.",
        ),
    ),
    "fit_high": Case(
        Text(
            "意外な正答や誤答が多くあります（{value}）",
            "there are many surprising answers ({value})",
        ),
        Text(
            "当て推量で解けないか、問題文が二通りに読めないか、{text} と {check} を見ます。",
            "See in {text} and {check} whether it can be guessed, or read in two ways.",
        ),
    ),
    "fit_low": Case(
        Text(
            "回答がそろいすぎています（{value}）", "answers are more alike than expected ({value})"
        ),
        Text(
            "ほかの設問と同じことを尋ねていないか、{text} を読み比べます。急ぎません。",
            "Compare {text} with other exercises: does it ask the same thing? No hurry.",
        ),
    ),
    "q3": Case(
        Text(
            "{other}「{title}」と答えがそろいすぎています（残差の相関が平均より {value} 高い）",
            "its answers go with those of {other} “{title}” (residuals {value} above the mean pair)",
        ),
        Text(
            "一方の答えを使わないと解けない作りなら、{text} で切り離すか、一つの設問にまとめます。",
            "If one needs the other's answer, separate them in {text}, or make them one exercise.",
        ),
    ),
    "dif": Case(
        Text(
            "同じ力でも、{variable}「{focal}」の人には「{reference}」の人より{easier}なっています（ETS の分類 {ets}、{value}）",
            "at the same ability it is {easier} for “{focal}” than for “{reference}” ({variable}; ETS class {ets}, {value})",
        ),
        Text(
            "{text} に、その人たちだけが知っている（知らない）言葉や場面がないかを、両方の群の人と読みます。",
            "Read {text} with people of both groups: are there words or settings that only one of them knows?",
        ),
    ),
    "not_attempted": Case(
        Text("{value} の人が空欄のまま出しています", "{value} leave it empty"),
        Text(
            "時間が足りないか、何をすればよいかが伝わっていません。{text} の問題文と minutes、教材全体の分量を見直します。",
            "Time is short or the task is unclear: look at text and minutes in {text}, and at the length of the lesson.",
        ),
    ),
    "could_not_run": Case(
        Text(
            "{value} の人のセルが動かず、採点できていません",
            "the cells of {value} stop and cannot be marked",
        ),
        Text(
            "答えの形の説明とひな型を {text} で確かめます。受け取れるはずの形で止まるなら {check} を直します。",
            "Check the form of the answer and the stub in {text}; if a permitted form stops, mend {check}.",
        ),
    ),
    "alpha": Case(
        Text(
            "点の信頼性が低くなっています（α = {value}）",
            "points are not reliable (alpha = {value})",
        ),
        Text(
            "上で「見直す」とした設問を先に直します。それでも低ければ、同じ力を尋ねる設問を curriculum/ の教材に足します。",
            "First mend the exercises marked “review” above; if it stays low, add exercises on the same thing to the lessons in curriculum/.",
        ),
    ),
    "eap_reliability": Case(
        Text(
            "推定したレベルの違いの多くは誤差です（信頼性 {value}）",
            "much of the differences between levels is error (reliability {value})",
        ),
        Text(
            "設問を足します。どのレベルに足りないかは下の表にあり、計画は assessments/blueprint.yaml に書きます。",
            "Add tasks; the table below says at which level, and the plan belongs into assessments/blueprint.yaml.",
        ),
    ),
    "accuracy": Case(
        Text(
            "示したレベルが正しい見込みは {value} です",
            "the level shown is right with probability {value}",
        ),
        Text(
            "レベルだけを伝えず、区間を一緒に示します。設問を足すと上がります。",
            "Show the interval with the level; more tasks raise it.",
        ),
    ),
    "consistency": Case(
        Text(
            "別のテストで同じレベルになる見込みは {value} です",
            "a parallel test gives the same level with probability {value}",
        ),
        Text(
            "一度の結果で決めず、再受験を待ちます。設問を足すと上がります。",
            "Do not decide on one result; more tasks raise it.",
        ),
    ),
    "points": Case(
        Text(
            "合計点だけでレベルを決めると、見込みは {value} にとどまります",
            "levels cut from summed points alone would reach {value} only",
        ),
        Text(
            "合計点の境目でレベルを決めず、kakehashi measure の推定を使います。",
            "Do not cut levels from points; use the estimates of kakehashi measure.",
        ),
    ),
    "prmse": Case(
        Text(
            "全体の合計点のほうが、このスキルの力をよく言い当てます（このスキルの点 {value}、合計点 {total}）",
            "the total says more about this skill than its own points (own {value}, total {total})",
        ),
        Text(
            "点は、近いスキルとまとめて示します。単独で示すには、このスキルの設問を足します。",
            "Show its points merged with a related skill; to show them apart, add tasks of this skill.",
        ),
    ),
}
"""What is wrong, by the case of a figure."""
