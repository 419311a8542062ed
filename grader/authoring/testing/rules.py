"""The rules of assignments that were not built from lessons."""

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
    return Rule(f"A{number:03d}", severity, Text(*title), Text(*remedy))


A001 = _rule(
    1,
    ("テストは受講者のコードの外から確かめる", "Tests look at the answer from outside"),
    (
        "値と、呼んだ結果を比べる形に直してください（受講者のコードは別のプロセスで動きます）。",
        "Compare values and what calls return: the trainee's code runs in another process.",
    ),
)
A002 = _rule(
    2,
    ("テストは間違いを見分ける", "Tests can tell a wrong answer"),
    (
        "呼んだ結果や答えの値を、決まった値と比べてください。",
        "Compare what calls return, or the values of the answer, with known values.",
    ),
)
A003 = _rule(
    3,
    ("どのテストにも、それに落ちる誤答がある", "Every test is failed by a wrong answer"),
    (
        "このテストで見つけたい間違いを、wrong/<解答のセルの grade_id>-<名前>.py に書いてください。書けないなら、そのテストは要りません。",
        "Write the mistake that this test is to find into wrong/<grade_id of the answer cell>-<name>.py. If there is none, the test is not needed.",
    ),
)
A004 = _rule(
    4,
    ("誤答の見本がある", "There are wrong answers to try the tests with"),
    (
        "課題のフォルダーに wrong/<解答のセルの grade_id>-<名前>.py を置くと、テストが間違いを見分けることを確かめられます。",
        "With wrong/<grade_id of the answer cell>-<name>.py in the assignment's folder, it can be proven that the tests tell a wrong answer.",
    ),
    "warning",
)
A005 = _rule(
    5,
    ("セルの形が決まりどおり", "Cells are well formed"),
    (
        "示された行を直してください。",
        "Mend the line.",
    ),
)
A006 = _rule(
    6,
    ("作者の解答は満点になる", "The author's own solution earns full points"),
    (
        "解答かテストを直してください。採点のときと同じ仕組みで動かした結果です。",
        "Mend the solution or the test: this is what grading makes of it.",
    ),
)
A007 = _rule(
    7,
    ("配ったままでは点にならない", "What is handed out earns nothing"),
    (
        "手を付けていない答えが落ちるテストにしてください。",
        "Let the test fail an answer that was not begun.",
    ),
)

RULES: tuple[Rule, ...] = (A001, A002, A003, A004, A005, A006, A007)
