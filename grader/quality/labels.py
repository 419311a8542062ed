"""Every other sentence of the report."""

from __future__ import annotations

from grader.text import Text, sayer

DEPARTMENT = Text("所属", "department")
EDITION = Text("教材の言語", "language of the edition")
LATER = Text(
    "二回目以降の受験（レベルの推定には使います）", "Later sittings (they do count for levels)"
)
LATER_REMEDY = Text(
    "することはありません。設問の統計は、初めての受験だけから求めます。",
    "Nothing to do: statistics of exercises use first attempts only.",
)

WORDS = {
    "site": Text("架け橋", "Kakehashi"),
    "title": Text("設問と測定の点検", "Quality of exercises and measurement"),
    "skip": Text("本文へ", "Skip to content"),
    "lead": Text(
        "設問が力を正しく測っているかを、講師と教材の作者のために示します。受講者の名前も、一人ひとりの結果も載っていません。",
        "Whether the exercises measure what they should, for instructors and authors. It holds no name and nobody's results.",
    ),
    "counts": Text(
        "{persons}人の初めての受験、{items}問、{answers}件の回答。設問の値の版 {bank}、測定の方針 {policy}。",
        "First attempts of {persons} people, {items} exercises, {answers} answers. Bank {bank}, policy {policy}.",
    ),
    "first": Text("最初に見るところ", "What to look at first"),
    "none_wrong": Text("基準を超えた設問はありません。", "No exercise is beyond a limit."),
    "none_judged": Text(
        "判定できるだけの回答がある設問は、まだありません。下の数字は目安にもなりません。回答が{answers}件になってから見てください。"
        "「どのレベルの設問が足りないか」は、人数によらず読めます。",
        "No exercise has enough answers to be judged yet. Do not read anything into the numbers below before there are {answers} answers. "
        "“Where tasks are missing” holds for any number of people.",
    ),
    "more_wrong": Text(
        "ほかに「見直す」が{n}問あります。教材ごとの表を見てください。",
        "Marked “review” besides: {n}; see the tables by lesson.",
    ),
    "why": Text("理由", "Why"),
    "do": Text("すること", "What to do"),
    "sure": Text("この人数で言えること", "What so many people can tell"),
    "sure_text": Text(
        "一つの設問に{n}人が答えると、正答率50%は{low}～{high}、相関0.30は{rlow}～{rhigh}のどこであってもおかしくありません（95 %区間）。"
        "区間が基準をまたぐ数字で、設問の良し悪しを決めないでください。",
        "With {n} answers to an exercise, a facility of 50% may be anything from {low} to {high}, and a correlation of .30 anything "
        "from {rlow} to {rhigh} (95 % intervals). Judge no exercise by a figure whose interval crosses its limit.",
    ),
    "items": Text("教材ごとの設問", "Exercises by lesson"),
    "items_note": Text(
        "数字の下の小さい範囲は95 %区間です。「くわしく」を開くと、すべての数字、すること、よくある思い違いが出ます。",
        "The small range below a number is its 95 % interval. Open “Details” for all figures, what to do, and misconceptions.",
    ),
    "exercise": Text("設問", "Exercise"),
    "level_n": Text("レベル{n}", "level {n}"),
    "answers_n": Text("回答", "Answers"),
    "verdict": Text("判定", "Verdict"),
    "figure": Text("数字", "Figure"),
    "value": Text("値", "Value"),
    "interval": Text("95 %区間", "95 % interval"),
    "meaning": Text("意味", "What it means"),
    "from_to": Text("{low}～{high}", "{low} to {high}"),
    "details": Text("くわしく", "Details"),
    "place": Text("問題文 {text} ／ 判定 {check}", "Text {text} / test {check}"),
    "believed": Text("よくある思い違い", "Misconceptions"),
    "believed_line": Text("{count}件／{of}件（{share}）", "{count} of {of} ({share})"),
    "believed_do": Text(
        "「{remedy}」の説明と、{check} の判定を見ます。多ければ、授業で先に取り上げます。",
        "Look at the explanation “{remedy}” and the test in {check}; if frequent, take it up in class first.",
    ),
    "none_believed": Text("認められた思い違いはありません。", "No misconception was recognised."),
    "pairs": Text("互いに依存する設問", "Exercises that depend on each other"),
    "pairs_note": Text(
        "一方ができるともう一方もできる組です。二つ分の証拠として数えると、レベルが実際より確かに見えます。",
        "Whoever gets one gets the other. Counted as two pieces of evidence, they make levels look surer than they are.",
    ),
    "no_pairs": Text("基準を超えた組はありません。", "No pair is beyond the limit."),
    "no_pairs_few": Text(
        "件数が足りません（二つの設問の両方に{n}人以上の回答が要ります）。",
        "Too few answers ({n} people must have answered both).",
    ),
    "excess": Text("平均の組との差", "Above the mean pair"),
    "dif": Text("群の公平さ", "Fairness between groups"),
    "dif_note": Text(
        "同じ点の人どうしを比べます。群の点の高い低いではなく、この設問だけが特定の群に難しいかを見ます。原因は数字からは分かりません。"
        "比べる数が多いと偶然の C も出るので、「大きい確率」が50%以上のものだけを「見直す」とします。",
        "People with the same points are compared: not which group does better, but whether one exercise is harder for a group. Numbers do not tell why. "
        "Among many comparisons some are C by chance: “review” is said only if the difference is probably large.",
    ),
    "no_groups": Text("群に分ける情報がありません。", "Nothing divides the class into groups."),
    "group_sizes": Text("比べた群：{sizes}", "Groups compared: {sizes}"),
    "group_size": Text("{label}（{n}人以上）", "{label} ({n} or more)"),
    "group_small": Text(
        "{least}人に満たない群は比べず、人数も示しません。",
        "Groups of fewer than {least} are not compared, and their sizes not shown.",
    ),
    "group_few": Text(
        "件数が足りません：{least}人以上の群が二つ要ります。",
        "Too few: two groups of {least} or more are needed.",
    ),
    "dif_all_fine": Text(
        "{n}問の比較は、すべて A（無視できる差）でした。",
        "All {n} comparisons are class A (negligible).",
    ),
    "harder_for": Text("難しい側", "Harder for"),
    "class": Text("分類", "Class"),
    "size": Text("大きさ", "Size"),
    "p_large": Text("大きい確率", "Probably large"),
    "d_dif": Text("D-DIF", "D-DIF"),
    "effect": Text("標準化した差", "standardised difference"),
    "scales": Text("教材とスキル", "Lessons and skills"),
    "scales_note": Text(
        "教材には点があり、スキルにはレベルがあります。点は α で、レベルは推定の確かさで見ます。",
        "Lessons have points, skills have levels: points are judged by alpha, levels by how sure they are.",
    ),
    "lesson": Text("教材", "Lesson"),
    "skill": Text("スキル", "Skill"),
    "persons": Text("人数", "People"),
    "tasks": Text("設問数", "Tasks"),
    "apart": Text("単独で示す", "show apart"),
    "merge": Text("まとめる", "merge"),
    "levels": Text("どのレベルの設問が足りないか", "Where tasks are missing"),
    "levels_note": Text(
        "棒が長いほど、そのレベルの人をよく見分けます。縦線（標準誤差{sem}レベル）に届かなければ、そのレベルの設問が足りません。"
        "ノートブックで示せるレベルまでを見ます。",
        "The longer the bar, the better people of that level are told apart. Where it falls short of the line (standard error of {sem} levels), "
        "tasks are missing. Only levels that notebooks may show are judged.",
    ),
    "information": Text("見分ける力", "Information"),
    "planned": Text("標準誤差（設問から）", "Standard error (from tasks)"),
    "seen": Text("標準誤差（実際の人）", "Standard error (of people)"),
    "missing": Text("足りない", "missing"),
    "enough": Text("足りている", "enough"),
    "beyond": Text("対象外", "not judged"),
    "add": Text(
        "{skill} のレベル{levels}の設問を curriculum/ の教材に足し、assessments/blueprint.yaml の計画も直します。",
        "Add tasks for level {levels} of {skill} to lessons in curriculum/, and plan them in assessments/blueprint.yaml.",
    ),
    "unusual": Text("並びの珍しい回答", "Unusual patterns of answers"),
    "unusual_n": Text("{n}人／{judged}人", "{n} of {judged} people"),
    "unusual_few": Text("{least}人未満／{judged}人", "fewer than {least} of {judged} people"),
    "unusual_note": Text(
        "やさしい設問を落とし、難しい設問ができた人の数です。何も問題がなくても5%ほど（約{expected}人）はいます。"
        "弱い目印なので、だれであるかは示しません。多ければ、答えの漏れや設問の順番を疑います。",
        "People who failed easy tasks and passed hard ones. About 5% (some {expected}) do so when all is well. "
        "It is a weak sign, so it does not say who. If there are many, suspect leaked answers or the order of tasks.",
    ),
    "aside": Text("数えなかったもの", "What did not count"),
    "no_aside": Text("すべて数えました。", "Everything counts."),
    "count": Text("件数", "Count"),
    "rule": Text("規則", "Rule"),
    "limits": Text("数字の読み方と基準", "How to read the figures, and the limits"),
    "limits_note": Text(
        "基準は目安です。慣例や当方の取り決めはそう書いてあります。",
        "Limits are rules of thumb; a convention is called one.",
    ),
    "limit": Text("基準", "Limit"),
    "source": Text("出典", "Source"),
    "language": Text("言語", "Language"),
    "offline": Text(
        "このページは外部と通信しません。", "This page sends nothing and fetches nothing."
    ),
    "too_few_cells": Text("{least}人未満", "fewer than {least}"),
    "chart_facility": Text(
        "正答率と95 %区間。左端が0%、右端が100%",
        "Facility and its 95 % interval, from 0% left to 100% right",
    ),
}
"""Words of page and workbook."""

say = sayer(WORDS)
