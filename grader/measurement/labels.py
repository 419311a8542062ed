"""The words of the report sentence, in both languages: clauses that are put one after the other."""

from __future__ import annotations

from grader.text import Text

LABELS: dict[str, Text] = {
    "level": Text(
        ja="レベル{level}（{share}％区間 {span}）。", en="level {level} ({share} % interval {span})"
    ),
    "no_level": Text(
        ja="証拠不足のため、レベルは示しません。", en="insufficient evidence, so no level is shown"
    ),
    "amount": Text(ja="{notebooks}の{exercises}。", en="{exercises} in {notebooks}"),
    "exercises_1": Text(ja="1問", en="1 exercise"),
    "exercises_n": Text(ja="{n}問", en="{n} exercises"),
    "notebooks_1": Text(ja="1冊のノートブック", en="1 notebook"),
    "notebooks_n": Text(ja="{n}冊のノートブック", en="{n} notebooks"),
    "unproctored": Text(
        ja="監督のない受験を含むため、暫定です。", en="provisional, as not all of it was supervised"
    ),
    "met": Text(ja="求めるレベル{required}を満たします。", en="requirement {required} is met"),
    "not_met": Text(
        ja="求めるレベル{required}を満たしません。", en="requirement {required} is not met"
    ),
    "undecided": Text(
        ja="求めるレベル{required}については判定保留です。",
        en="undecided for requirement {required}",
    ),
    "insufficient_evidence": Text(
        ja="求めるレベル{required}については証拠不足です。",
        en="insufficient evidence for requirement {required}",
    ),
    "next": Text(ja="次の一歩：{step}。", en="next: {step}"),
    "and": Text(ja="、", en=" and "),
    "more_exercises_1": Text(ja="課題をあと1問", en="1 more exercise"),
    "more_exercises_n": Text(ja="課題をあと{n}問", en="{n} more exercises"),
    "more_notebooks_1": Text(ja="別のノートブックをあと1冊", en="1 more notebook"),
    "more_notebooks_n": Text(ja="別のノートブックをあと{n}冊", en="{n} more notebooks"),
    "step_undecided": Text(
        ja="レベル{level}の課題を追加で受ける", en="more exercises at level {level}"
    ),
    "step_not_met": Text(ja="レベル{level}の教材で学ぶ", en="a lesson at level {level}"),
    "step_people": Text(ja="人による確認を受ける", en="attestation by people"),
}
