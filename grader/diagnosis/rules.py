"""The lint rules of the diagnostic's items."""

from __future__ import annotations

from typing import Literal

from grader.findings import Rule
from grader.text import Text


def _rule(
    number: int,
    title: tuple[str, str],
    remedy: tuple[str, str],
    severity: Literal["error", "warning"] = "error",
) -> Rule:
    return Rule(f"I{number:03d}", severity, Text(*title), Text(*remedy))


I001 = _rule(
    1,
    ("ファイル名は、標準にあるスキルのID", "The file is named after a skill of the standard"),
    (
        "ファイル名と skill を、標準にある同じスキルIDにしてください。",
        "Give the file and its key skill the id of one skill of the standard.",
    ),
)
I002 = _rule(
    2,
    ("設問IDは重ならず、スキルIDで始まる", "An id is unique and begins with the skill's id"),
    (
        "小文字のスキルIDで始まる、ほかのファイルにもないIDを付けてください。",
        "Give it an id that begins with the skill's id in small letters and stands nowhere else.",
    ),
)
I003 = _rule(
    3,
    (
        "設問のレベルは自動で示せる範囲",
        "The level of an item is one that automatic grading may show",
    ),
    (
        "level を、そのスキルの auto_ceiling 以下にしてください。",
        "Give a level up to the skill's auto_ceiling.",
    ),
)
I004 = _rule(
    4,
    ("選択肢はどれも違う", "No two options are the same"),
    ("同じ文の選択肢を書きかえてください。", "Write one of the two options anew."),
)
I005 = _rule(
    5,
    (
        "選択肢と正解の数が形式に合う",
        "The numbers of options and of right ones fit the type",
    ),
    (
        "choose は3〜5個で正解1個、choose_all は4〜8個で正解は1個以上・全部ではない数、order は3〜6個で right なしにしてください。",
        "choose: one right of 3 to 5. choose_all: some but not all of 4 to 8. order: 3 to 6 and no right.",
    ),
)
I006 = _rule(
    6,
    ("誤答には理由、正答には理由なし", "Each wrong option says why, and no right one does"),
    (
        "誤った選択肢に why（選びたくなる理由と、違う理由）を書いてください。正しい選択肢の説明は explanation に書きます。",
        "Say under why of a wrong option what speaks for and against it; what is right belongs into explanation.",
    ),
)
I007 = _rule(
    7,
    ("正答が長さで分からない", "The right option is not given away by its length"),
    (
        "正答を短くするか、誤答をくわしくしてください（正答は、最も長い誤答の1.5倍まで）。",
        "Shorten it or write the others in more detail (at most 1.5 times the longest wrong one).",
    ),
)
I008 = _rule(
    8,
    ("近い誤答は正解の範囲の外", "A near miss is not right"),
    (
        "near の value か tolerance を直してください。",
        "Mend the value under near, or the tolerance.",
    ),
)
I009 = _rule(
    9,
    ("誤解は台帳にある", "A misconception stands in the register"),
    (
        "curriculum/misconceptions.yaml に足すか、misconception を消してください。",
        "Add it to curriculum/misconceptions.yaml, or leave misconception out.",
    ),
)
I010 = _rule(
    10,
    ("根拠の事実は台帳にある", "A fact stands in the register"),
    (
        "curriculum/facts.yaml に、出典と確認日を付けて足してください。",
        "Add it to curriculum/facts.yaml with its source and the day it was checked.",
    ),
)
I011 = _rule(
    11,
    ("期限の切れた事実によらない", "An item rests on no fact that has expired"),
    (
        "出典を確かめ直し、facts.yaml を更新してから、設問の正解と説明を見直してください。",
        "Look at the source again, renew facts.yaml, then look at the item's answer and explanation.",
    ),
    "warning",
)
I012 = _rule(
    12,
    ("一つの系列は3問まで", "A family has at most three items"),
    (
        "系列を分けるか、設問を減らしてください。一人に出るのは系列ごとに1問だけです。",
        "Split the family or take items out: nobody gets more than one of it.",
    ),
)

RULES: tuple[Rule, ...] = (
    I001,
    I002,
    I003,
    I004,
    I005,
    I006,
    I007,
    I008,
    I009,
    I010,
    I011,
    I012,
)
