"""Why an item has no estimate, in words."""

from __future__ import annotations

from grader.text import Text

NO_ANSWERS = Text(
    "この設問への回答がありません。",
    "Nobody answered this item.",
)
ONE_CATEGORY = Text(
    "全員が同じ区分でした。難しさはどこまでも大きく（小さく）でき、一つに決まりません。",
    "Everybody is in the same category: its difficulty runs off to infinity.",
)
UNSEEN_CATEGORY = Text(
    "一人もいない区分があります。その境目は決まりません。区分をまとめてください。",
    "A category was never seen, so that its thresholds run off to infinity; collapse categories.",
)
DISCONNECTED = Text(
    "この設問とほかの設問の両方に答えた人がいません。同じ物差しに載せる手がかりがないので、別に推定してください。",
    "Nobody answered both this item and the others: nothing puts it on their scale. Fit it apart.",
)
STEEP = Text(
    "識別力がどこまでも大きくなり、尤度が上がり続けます。最尤推定値はありません。",
    "The likelihood keeps rising while the slope runs off to infinity: there is no maximum.",
)
NO_SLOPE = Text(
    "識別力が0です。能力と関係のない設問には、難しさがありません。",
    "The slope is zero: an item that has nothing to do with ability has no difficulty.",
)
FLAT = Text(
    "尤度を変えずに値を動かせます（情報行列が特異）。この回答からは一つに決まりません。",
    "Its values can move without changing the likelihood (singular information): these answers do "
    "not determine them.",
)
RISING = Text(
    "探索を終えたときも、尤度が上がり続けていました。",
    "The likelihood was still rising when the search ended.",
)
