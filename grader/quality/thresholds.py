"""Every limit from which the report says “review”, with where it comes from. Nowhere else is one decided."""

from __future__ import annotations

from dataclasses import dataclass

from grader.text import Text

_OURS = Text("当方の取り決め", "our own convention")


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit.

    Parameters
    ----------
    value : float
        The limit, in the unit of its figure.
    meaning : Text
        What happens there.
    source : Text
        Who says so; a convention is called one.
    """

    value: float
    meaning: Text
    source: Text = _OURS


LIMITS: dict[str, Limit] = {
    "answers": Limit(
        30,
        Text(
            "一つの設問の回答がこれより少なければ、区間が基準の外にあるときだけ判定します",
            "with fewer answers to an item, a verdict is given only if the whole interval is beyond a limit",
        ),
        Text(
            "慣例：難しさを±1ロジットで知るのに27～61人（Linacre, Rasch Measurement Transactions 7:4）",
            "a convention: 27 to 61 persons for ±1 logit (Linacre, Rasch Measurement Transactions 7:4)",
        ),
    ),
    "answers_fit": Limit(
        100,
        Text(
            "回答の型、設問どうしの重なり、部分点の値うちを見るのに要る回答数",
            "answers needed to look at fit, at pairs of items and at sub-scores",
        ),
        Text(
            "慣例：100人で相関の標準誤差が約0.1",
            "a convention: with 100 persons the standard error of a correlation is about .1",
        ),
    ),
    "answers_group": Limit(
        50,
        Text(
            "群の公平さを比べるのに要る、一つの群の人数", "persons of each group for a comparison"
        ),
        Text(
            "慣例（Zwick 2012, ETS RR-12-08 も参照）",
            "a convention; see Zwick (2012), ETS RR-12-08",
        ),
    ),
    "dif_large": Limit(
        0.50,
        Text(
            "分類 C の設問の、本当の差も大きい確率がこれ以上",
            "for an exercise of class C, probability that the true difference is large, from this on",
        ),
        Text(
            "偶然の C を除くため（Zwick, Thayer and Lewis 1999）。0.5 は当方の取り決め",
            "keeps out classes C by chance (Zwick, Thayer and Lewis 1999); .5 is our own convention",
        ),
    ),
    "small_cell": Limit(
        5,
        Text("これより少ない人数は表に出しません", "smaller numbers of persons are not shown"),
        Text("人事のページと同じ取り決め", "the rule of the pages for HR"),
    ),
    "facility_low": Limit(0.10, Text("正答率がこれより低い", "facility below this")),
    "facility_high": Limit(0.95, Text("正答率がこれより高い", "facility above this")),
    "item_rest": Limit(
        0.20,
        Text("ほかの設問との相関がこれより低い", "correlation with the other items below this"),
        Text(
            "慣例（Ebel 1965, Measuring Educational Achievement）",
            "a convention (Ebel 1965, Measuring Educational Achievement)",
        ),
    ),
    "alpha_gain": Limit(
        0.02,
        Text(
            "その設問を除くと信頼性がこれより上がる",
            "alpha rises by more than this without the item",
        ),
    ),
    "difficulty": Limit(
        2.0,
        Text(
            "難しさが宣言したレベルから、見立ての誤差の何倍ずれているか",
            "distance of the difficulty from the declared level, in SDs of what authors' errors explain",
        ),
        Text("測定の参照ページ（設問の統計）", "the reference page of measurement"),
    ),
    "fit_low": Limit(
        0.7,
        Text(
            "回答がモデルより揃いすぎる（infit）",
            "answers are more alike than the model says (infit)",
        ),
        Text(
            "慣例（Wright and Linacre 1994, Rasch Measurement Transactions 8:3）",
            "a convention (Wright and Linacre 1994, Rasch Measurement Transactions 8:3)",
        ),
    ),
    "fit_high": Limit(
        1.3,
        Text(
            "回答がモデルよりばらつく（infit）", "answers are noisier than the model says (infit)"
        ),
        Text(
            "慣例（Wright and Linacre 1994, Rasch Measurement Transactions 8:3）",
            "a convention (Wright and Linacre 1994, Rasch Measurement Transactions 8:3)",
        ),
    ),
    "outfit_high": Limit(
        2.0,
        Text("意外な正答や誤答が多い（outfit）", "there are many surprises (outfit)"),
        Text(
            "慣例（Linacre 2002, Rasch Measurement Transactions 16:2）",
            "a convention (Linacre 2002, Rasch Measurement Transactions 16:2)",
        ),
    ),
    "q3": Limit(
        0.20,
        Text(
            "二つの設問の残差の相関が、平均よりこれだけ高い",
            "residuals of two items correlate by this much above the mean pair",
        ),
        Text(
            "慣例（Christensen, Makransky and Horton 2017）",
            "a convention (Christensen, Makransky and Horton 2017)",
        ),
    ),
    "not_attempted": Limit(
        0.15, Text("空欄のまま出した人の割合がこれより高い", "share left empty above this")
    ),
    "could_not_run": Limit(
        0.05,
        Text("動かず採点できなかった割合がこれより高い", "share that could not run above this"),
    ),
    "alpha": Limit(
        0.64,
        Text("教材の信頼性がこれより低い", "alpha of a lesson or skill below this"),
        Text(
            "Moodle の手引き（Quiz report statistics：0.64未満は不十分）",
            "Moodle documentation, Quiz report statistics (below .64 is unsatisfactory)",
        ),
    ),
    "eap_reliability": Limit(
        0.80,
        Text("レベル推定の信頼性がこれより低い", "reliability of the levels below this"),
        Text("当方の目標（設問8問で0.80）", "our own target for eight items"),
    ),
    "sem": Limit(
        0.5,
        Text(
            "レベルの標準誤差がこれより大きい（単位：レベル）",
            "standard error above this, in levels",
        ),
        Text("当方の目標（8問で約0.5レベル）", "our own target: about .5 with eight items"),
    ),
    "accuracy": Limit(
        0.65,
        Text("正しいレベルになる見込みがこれより低い", "expected accuracy of the level below this"),
        Text("当方の目標（8問で0.65）", "our own target for eight items"),
    ),
    "consistency": Limit(
        0.55,
        Text(
            "同じ程度の別のテストで同じ結果になる見込みがこれより低い",
            "expected agreement of two parallel tests below this",
        ),
    ),
    "unusual": Limit(
        -1.645,
        Text(
            "回答の並びの珍しさ（l_z）がこれより低い人を数えます",
            "persons whose l_z is below this are counted",
        ),
        Text("標準正規分布の下側5 %点", "5 % point of the normal distribution"),
    ),
}
"""By name; the page prints them all."""


# Which figures make a mark wrong first: order of the page's five worst exercises, a convention of ours.
WEIGHTS = {
    "item_rest_negative": 6.0,
    "dif": 4.0,
    "could_not_run": 4.0,
    "difficulty_hard": 3.0,
    "difficulty_easy": 3.0,
    "q3": 2.5,
    "facility_low": 2.0,
    "fit_high": 2.0,
    "item_rest_low": 1.5,
    "not_attempted": 1.5,
    "alpha_gain": 1.0,
    "facility_high": 1.0,
    "fit_low": 0.5,
}
"""How much a case of an exercise wants to be looked at."""


def limit(name: str) -> float:
    """Return the value of a limit.

    Parameters
    ----------
    name : str
        Its name.

    Returns
    -------
    float
        The value.
    """
    return LIMITS[name].value
