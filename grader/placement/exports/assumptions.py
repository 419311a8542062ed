"""前提条件・採点根拠: everything that one needs to judge a plan, and to make it again."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from grader.placement.exports.table import Column, Table
from grader.placement.exports.words import METHODS, NO, STATUSES, STRENGTHS, YES, goal_name
from grader.placement.problem.model import Goal
from grader.placement.rules.catalogue import RULES
from grader.placement.rules.policy import rule_in
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.placement.exports.view import View
    from grader.text import Lang

Row = list[str | float | None]

_BOUND = Text(
    "値は小さいほどよく、ここに示す下限より小さい値になる案は、前の目標を保つかぎりありません。"
    "差は（値−下限）÷値の大きさで、0なら、これより良い案がないことが証明されています。"
    "多いほどよいもの（適合度など）は、符号を逆にして数えます。",
    "Values are minimised: no plan that keeps the goals before can be below the bound; the gap is (value − bound) over the "
    "size of the value, and 0 means that no better plan exists. "
    "What is better when there is more of it, such as fit, is counted with the opposite sign.",
)
_INCOMPLETE = Text(
    "人とポストの組をすべては調べていません。下限と差は、調べた組のなかでのものです。",
    "Not all pairs of person and post were looked at; bounds and gaps hold for those that were.",
)
_PROVISIONAL = Text(
    "レベルは、採点した課題から推定した確率で、監督のない受験を含むものは暫定です。値とその確かさは一人のページで確かめてください。"
    "証拠のない技能は0とせず、適合度の幅（40〜85％など）に入れています。",
    "Levels are probabilities estimated from graded exercises, provisional where nobody supervised the work; look at the "
    "person's page. A skill without evidence is not zero: it widens the range of the fit.",
)
_DECIDE = Text(
    "この案は検討の材料です。決めるのは任命権者で、順位付けや懲戒・給与の査定には使えません。",
    "The plan is material for a decision that people make; it may not be used to rank people, for discipline or for pay.",
)
_NOT_ANNOUNCED = Text(
    "職員へ知らせた日が方針にありません。研修の結果は配置に使っていません。",
    "The policy names no day on which staff were told; training results are not used.",
)


def assumptions_table(view: View) -> Table:
    """Return what the plan rests on.

    Parameters
    ----------
    view : View
        The plan with its names.

    Returns
    -------
    Table
        前提条件・採点根拠.
    """
    headers = (
        (Text("区分", "part"), 14),
        (Text("項目", "item"), 34),
        (Text("値", "value"), 70),
        (Text("下限", "bound"), 14),
        (Text("差（％）", "gap (%)"), 10),
        (Text("状態", "status"), 16),
        (Text("解き方", "method"), 22),
        (Text("許容（％）", "tolerance (%)"), 10),
    )
    parts = (_plan(view), _run(view), _goals(view), _policy(view), _rules(view), _grounds(view))
    return Table(
        view.say(Text("前提条件・採点根拠", "assumptions")),
        view.say(Text("前提条件・採点根拠", "What the plan rests on")),
        tuple(Column(view.say(header), width) for header, width in headers),
        [[*row, *[None] * (len(headers) - len(row))] for row in chain.from_iterable(parts)],
        frozen=2,
    )


def _plan(view: View) -> Iterator[Row]:
    part = view.say(Text("案", "plan"))
    plan, problem = view.papers.plan, view.papers.problem
    known = view.papers.basis.known_at
    as_known = known.isoformat() if known else Text("案を作った時点", "when the plan was made")
    yield [part, view.say(Text("案の名前", "name")), plan.name]
    yield [part, view.say(Text("発令日", "appointed on")), view.written(plan.appointed_on)]
    yield [part, view.say(Text("計画の年数", "years")), plan.years]
    yield [
        part,
        view.say(Text("使った記録の時点", "records as known")),
        as_known if isinstance(as_known, str) else view.say(as_known),
    ]
    yield [part, view.say(Text("職員（人）", "people")), len(problem.people)]
    yield [part, view.say(Text("ポスト（件）", "posts")), len(problem.posts)]
    yield [part, view.say(Text("人事による確定（件）", "pins")), len(problem.pins)]
    yield [part, view.say(Text("人事による除外（件）", "forbidden pairs")), len(problem.forbids)]
    kept = Text("先の案から引き継いだ配置（件）", "places of an earlier plan")
    yield [part, view.say(kept), len(problem.announced)]


def _run(view: View) -> Iterator[Row]:
    part = view.say(Text("計算の再現", "reproduction"))
    plan = view.papers.plan
    yield [part, view.say(Text("かけはしの版", "version of Kakehashi")), plan.engine]
    yield [part, view.say(Text("ソルバーの版", "version of the solver")), plan.solver]
    yield [part, view.say(Text("入力のSHA-256", "SHA-256 of the input")), plan.input_sha256]
    yield [part, view.say(Text("乱数の種", "seed")), plan.seed]
    yield [part, view.say(Text("時間の上限（秒）", "time limit (s)")), plan.seconds]
    yield [part, view.say(Text("差の許容（％）", "gap allowed (%)")), 100 * plan.gap]
    yield [part, view.say(Text("スレッド（本）", "threads")), plan.threads]
    yield [part, view.say(Text("調べた組（件）", "pairs looked at")), plan.pairs]
    complete = view.say(YES if plan.complete else NO)
    yield [part, view.say(Text("許されるすべての組を調べた", "all allowed pairs")), complete]


def _goals(view: View) -> Iterator[Row]:
    goals = {goal.id: goal for goal in view.papers.problem.policy.goals}
    for number, stage in enumerate(view.papers.plan.stages, 1):
        goal = goals.get(stage.goal, Goal(stage.goal, {}))
        yield [
            view.say(Text(f"目標{number}", f"goal {number}")),
            view.say(goal_name(goal)),
            round(float(stage.value), 6),
            round(float(stage.bound), 6),
            round(100 * stage.gap, 4),
            _word(STATUSES, stage.status, view.lang),
            _word(METHODS, stage.method, view.lang),
            round(100 * goal.tolerance, 6),
        ]
    part = view.say(Text("読み方", "how to read"))
    yield [part, view.say(Text("下限と差", "bound and gap")), view.say(_BOUND)]
    if not view.papers.plan.complete:
        yield [part, view.say(Text("調べた範囲", "what was looked at")), view.say(_INCOMPLETE)]


def _word(words: dict[str, Text], key: str, lang: Lang) -> str:
    return words[key].get(lang) if key in words else key


def _policy(view: View) -> Iterator[Row]:
    part = view.say(Text("方針", "policy"))
    policy = view.papers.problem.policy
    announced = (
        view.written(policy.announced_on) if policy.announced_on else view.say(_NOT_ANNOUNCED)
    )
    wishes = ", ".join(map(str, policy.wish_points))
    for name, value in (
        (Text("方針の版", "version"), policy.version),
        (Text("配置に使うと職員に知らせた日", "staff told on"), announced),
        (
            Text("一人あたりの候補（件）", "candidates for each person"),
            policy.candidates_per_person,
        ),
        (Text("ポストあたりの候補（人）", "candidates for each post"), policy.candidates_per_post),
        (Text("「満たす」とみる確率", "probability that counts as met"), policy.met),
        (Text("希望の点数（第1希望から）", "points of wishes, from the first"), wishes),
    ):
        yield [part, view.say(name), value]


def _rules(view: View) -> Iterator[Row]:
    part = view.say(Text("規則", "rules"))
    weight = view.say(Text("重み", "weight"))
    for code in (rule.code for rule in RULES):
        rule = rule_in(view.papers.problem.policy, code)
        said = view.say(STRENGTHS[rule.strength])
        if rule.strength == "soft":
            said = view.phrases([said, f"{weight} {rule.weight:g}"])
        yield [part, f"{rule.code} {view.say(rule.name)}", said]


def _grounds(view: View) -> Iterator[Row]:
    part = view.say(Text("採点根拠", "grounds"))
    standard, bank = view.papers.standard, view.papers.basis.bank
    unknown = Text("著者の定めた値（較正の版なし）", "the authors' values (no calibrated version)")
    yield [part, view.say(Text("スキル標準の版", "version of the standard")), standard.version]
    yield [
        part,
        view.say(Text("問題バンクの版", "version of the item bank")),
        bank or view.say(unknown),
    ]
    yield [part, view.say(Text("レベルについて", "about the levels")), view.say(_PROVISIONAL)]
    yield [part, view.say(Text("使い方", "use")), view.say(_DECIDE)]
