"""Every figure in words: what it is, how its values are written, and what to do about them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.quality.cases import CASES
from grader.text import Text

if TYPE_CHECKING:
    from grader.quality.model import Figure, Place, Verdict
    from grader.text import Lang


@dataclass(frozen=True, slots=True)
class Label:
    """What a figure is called.

    Parameters
    ----------
    name : Text
        Its name.
    explanation : Text
        One line for somebody who never heard of it.
    form : {'percent', 'number', 'level'}
        How its values are written.
    """

    name: Text
    explanation: Text
    form: Literal["percent", "number", "level"] = "number"


VERDICTS: dict[Verdict, Text] = {
    "good": Text("よい", "good"),
    "review": Text("見直す", "review"),
    "too_few": Text("件数が足りない", "too few answers"),
    "unknown": Text("判定できない", "cannot be judged"),
}

FIGURES = {
    "facility": Label(
        Text("正答率", "Facility"),
        Text("受講者が取った点の割合の平均です。", "The mean share of the points that people got."),
        "percent",
    ),
    "item_rest": Label(
        Text("ほかの設問との相関", "Correlation with the rest"),
        Text(
            "ほかの設問ができた人ほど、この設問もできたか。1に近いほど同じ力を測っています。",
            "Whether those who did well elsewhere did well here; near 1, it measures the same thing.",
        ),
    ),
    "alpha_if_deleted": Label(
        Text("除いたときの信頼性", "Alpha without it"),
        Text(
            "この設問がなかったら、教材の点の信頼性がいくつになるか。上がるなら足を引いています。",
            "The reliability of the lesson's points without this exercise; if it rises, the exercise harms.",
        ),
    ),
    "difficulty": Label(
        Text("実際の難しさ（レベル）", "Proven difficulty (level)"),
        Text(
            "回答から見た難しさを、宣言したレベルと同じ目盛りで示します。",
            "How hard it proved to be, on the scale of the declared level.",
        ),
        "level",
    ),
    "infit": Label(
        Text("適合（infit）", "Infit"),
        Text(
            "力の近い人の回答が、予想どおりにばらついているか。1が予想どおりです。",
            "Whether people near its level answered as regularly as expected; 1 is as expected.",
        ),
    ),
    "outfit": Label(
        Text("適合（outfit）", "Outfit"),
        Text(
            "力の離れた人に、意外な正答や誤答がないか。1が予想どおりです。",
            "Whether people far from its level surprised; 1 is as expected.",
        ),
    ),
    "q3": Label(
        Text("ほかの設問との重なり", "Dependence on another"),
        Text(
            "力では説明できないほど、答えが別の設問とそろっていないか。",
            "Whether its answers go with those of another exercise beyond what ability explains.",
        ),
    ),
    "dif": Label(
        Text("群の公平さ", "Alike for groups"),
        Text(
            "同じ力の人どうしで、所属や言語によって難しさが違わないか（A 小・B 中・C 大）。",
            "Whether it is equally hard for people of the same ability in different groups (A small, B moderate, C large).",
        ),
    ),
    "not_attempted": Label(
        Text("空欄", "Left empty"),
        Text(
            "答えのセルが空のまま出された割合です。", "Share handed in with an empty answer cell."
        ),
        "percent",
    ),
    "could_not_run": Label(
        Text("動かず採点できず", "Could not run"),
        Text(
            "答えのセルが止まって採点できなかった割合です（零点ではなく欠測）。",
            "Share whose cell stopped and could not be marked (missing, not zero).",
        ),
        "percent",
    ),
    "alpha": Label(
        Text("信頼性 α", "Alpha"),
        Text(
            "設問どうしがどれだけ同じ力を測っているか。1に近いほど点が安定します。",
            "How far the exercises measure one thing; near 1, points are stable.",
        ),
    ),
    "eap_reliability": Label(
        Text("レベルの信頼性", "Reliability of levels"),
        Text(
            "推定したレベルの違いのうち、本当の違いである割合です。",
            "Share of the differences between estimated levels that is real.",
        ),
    ),
    "accuracy": Label(
        Text("正しいレベルの見込み", "Expected accuracy"),
        Text(
            "示したレベルが本当のレベルである確率の平均です（推定の確率から）。",
            "Mean probability that the level shown is the true one, by the estimates themselves.",
        ),
        "percent",
    ),
    "rudner_accuracy": Label(
        Text("正しいレベルの見込み（Rudner）", "Accuracy (Rudner)"),
        Text(
            "同じことを、推定値と標準誤差から求めたものです。",
            "The same from estimates and standard errors.",
        ),
        "percent",
    ),
    "rudner_consistency": Label(
        Text("同じ結果になる見込み（Rudner）", "Consistency (Rudner)"),
        Text(
            "同じ程度の別のテストで、同じレベルになる確率です。",
            "Probability that a parallel test would give the same level.",
        ),
        "percent",
    ),
    "lee_accuracy": Label(
        Text("正しいレベルの見込み（Lee、合計点）", "Accuracy (Lee, summed points)"),
        Text(
            "合計点だけでレベルを決めたときの値です。設問が少ないと分けられません。",
            "If levels were cut from summed points alone; with few exercises they cannot be.",
        ),
        "percent",
    ),
    "lee_consistency": Label(
        Text("同じ結果になる見込み（Lee、合計点）", "Consistency (Lee, summed points)"),
        Text("合計点だけで決めたときの値です。", "If levels were cut from summed points alone."),
        "percent",
    ),
    "prmse": Label(
        Text("単独で示す値うち（PRMSE）", "Worth of its own (PRMSE)"),
        Text(
            "このスキルの点が、全体の合計点よりも本人のこのスキルの力をよく表すか。",
            "Whether the skill's own points say more about the skill than the total does.",
        ),
    ),
}
"""Names of figures, in the order of the page."""

_MINUS = "\u2212"
_EASIER = {True: Text("難しく", "harder"), False: Text("易しく", "easier")}


def shown(key: str, value: object) -> str:
    """Write a value of a figure.

    Parameters
    ----------
    key : str
        The figure.
    value : float
        Its value.

    Returns
    -------
    str
        A dash where it is not known.

    Examples
    --------
    >>> shown("facility", 0.4286), shown("item_rest", -0.3), shown("alpha", float("nan"))
    ('43%', '−0.30', '–')
    """
    number = float(str(value))
    if not math.isfinite(number):
        return "–"
    form = {"percent": ".0%", "level": ".1f", "number": ".2f"}[FIGURES[key].form]
    return format(number, form).replace("-", _MINUS)


def reason(figure: Figure, lang: Lang) -> str:
    """Say what is wrong with a figure.

    Parameters
    ----------
    figure : Figure
        With the verdict “review”.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        A sentence without its end.
    """
    args = dict(figure.args)
    for key in ("alpha", "total"):
        if key in args:
            args[key] = shown("alpha", args[key])
    if "sds" in args:
        args["sds"] = f"{args['sds']:.1f}"
    if "harder" in args:
        args["easier"] = _EASIER[bool(args["harder"])].get(lang)
    told = {name: one.get(lang) if isinstance(one, Text) else one for name, one in args.items()}
    value = shown(figure.key, figure.value)
    said = CASES[figure.case].reason.get(lang).format(value=value, **told)
    return said[0].upper() + said[1:]


def remedy(figure: Figure, place: Place | None, lang: Lang) -> str:
    """Say what to change, and where.

    Parameters
    ----------
    figure : Figure
        With the verdict “review”.
    place : Place or None
        Where the exercise stands; None for a lesson or skill.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        A sentence.
    """
    where = {"text": place.text, "check": place.check} if place else {}
    return CASES[figure.case].remedy.get(lang).format(**where)
