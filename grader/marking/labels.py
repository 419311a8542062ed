"""What somebody who practises reads from the marker."""

from __future__ import annotations

from grader.text import Text

SHARE = Text(
    "いまの答えは {most:g} 点のうち {points:g} 点にあたります。練習なので記録されません。何度でもやり直せます。",
    "As it stands this would be {points:g} of {most:g} points. This is practice: nothing is recorded, try as often as you like.",
)
ONLY_PRACTICE = Text(
    "mark は練習用のフォルダー（名前の終わりが -practice）の中だけで使えます。ここで書いた答えは、提出すると採点されます。",
    "mark works in a practice folder only (its name ends in -practice). What you write here is marked after you submit.",
)
ONLY_ASSESSED = Text(
    "{name} は学ぶノートブックの問題です。その問題の確認のセルを実行してください。",
    "{name} is an exercise of the learning notebook. Run its own check cell.",
)
NO_WORKSPACE = Text(
    "採点に使う教材の置き場所が見つからないので、ここでは採点できません。kakehashi lab --practice で開き直すか、講師に知らせてください。",
    "The place of the lessons, which marking needs, cannot be reached from here. Open practice again with "
    "kakehashi lab --practice, or tell your instructor.",
)
NO_BUILD = Text(
    "この教材の採点の用意がありません。講師に kakehashi build の実行を頼んでください。",
    "Nothing is ready to mark this lesson. Ask your instructor to run kakehashi build.",
)
