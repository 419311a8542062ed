"""The words in which rules speak: what they ask for, what is short, and what would mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

_DECIDED = Text(
    "人事の定めにより配置できません。", "A decision of the personnel office rules it out."
)
PRIVATE: Mapping[str, Text] = dict.fromkeys(("P011", "P012", "P013"), _DECIDED)
"""Kin, evaluators and consideration are nobody's business: all that is ever said about them."""

STATES: Mapping[str, Text] = {
    "": Text("規則「{rule}」を守ります。", "The rule “{rule}” is kept."),
    "P001": Text("{person}の本務は一つです。", "{person} has one main post."),
    "P004": Text("{post}の定員は{limit}席です。", "{post} has {limit} seats."),
    "P005": Text(
        "{post}は、少なくとも{limit}席を充てます（必置）。",
        "At least {limit} seats of {post} are filled (mandatory).",
    ),
    "P008": Text(
        "{post}には、{skill}のレベル{level}以上の人が{limit}人必要です。",
        "{post} needs {limit} with level {level} or above in {skill}.",
    ),
    "P009": Text(
        "{post}には、{skill}のレベルが合計で{limit}必要です。",
        "{post} needs {limit} levels of {skill} in sum.",
    ),
    "P010": Text(
        "{post}には、{skill}（レベル{level}以上）の担い手が残るか、後任が要ります。",
        "{post} keeps somebody with level {level} or above in {skill}, or gets a successor.",
    ),
    "P010-all": Text(
        "庁内には、{skill}（レベル{level}以上）の担い手が1人は要ります。",
        "Somebody with level {level} or above in {skill} stays in the organisation.",
    ),
    "P019": Text(
        "{person}が本務のほかに充てられるのは、週{limit}日までです。",
        "{person} can give at most {limit} days a week beside the main post.",
    ),
    "P020": Text(
        "{payer}が負担する費用の予算は、年{limit}万円です。",
        "The yearly budget of the payer ({payer}) is {limit_yen} yen.",
    ),
    "P021": Text(
        "{person}は、派遣を終えて{post}に戻ります。",
        "{person} returns to {post} after the secondment.",
    ),
    "P021-backfill": Text(
        "{post}から派遣に出る人には、後任を充てます。",
        "Whoever is sent out from {post} is replaced there.",
    ),
    "P022": Text(
        "{post}から同時に出られるのは{limit}人までです。",
        "At most {limit} may leave {post} at once.",
    ),
    "P023": Text(
        "{person}の{post}への配置は、人事が確定しています。",
        "HR has pinned {person} to {post}.",
    ),
    "P024": Text(
        "{person}の{post}への配置は、人事が除外しています。",
        "HR has forbidden {person} in {post}.",
    ),
    "P027": Text(
        "ほかの案と、決めた人数以上の配置が違います。",
        "As many people as asked for are placed elsewhere than in the other plan.",
    ),
}
"""By code: what one row asks for. Empty code: any other rule."""

BREAKS = Text(
    "{person}の{post}への配置は、規則「{rule}」に合いません。",
    "Placing {person} in {post} breaks the rule “{rule}”.",
)
"""Of any other rule about one person and one post."""

SHORT: Mapping[str, Text] = {
    "": Text("規則「{rule}」に{amount}足りません。", "The rule “{rule}” is missed by {amount}."),
    "P001": Text("{person}の配置先がありません。", "There is no place for {person}."),
    "P005": Text(
        "{post}は、必置の{limit}席のうち{amount}席が空きます。",
        "{post}: of {limit} mandatory seats, {amount} stay empty.",
    ),
    "P006": Text(
        "{person}は、在課年数の下限に満たないまま{post}へ異動します。",
        "{person} moves to {post} before the least years in the present post.",
    ),
    "P007": Text(
        "{person}は、在課年数の上限を超えて{post}に残ります。",
        "{person} stays in {post} beyond the most years.",
    ),
    "P008": Text(
        "{post}は、{skill}のレベル{level}以上の人が{limit}人必要ですが、{amount}人足りません。",
        "{post} needs {limit} with level {level} or above in {skill} and is {amount} short.",
    ),
    "P009": Text(
        "{post}は、{skill}のレベルが合計で{limit}必要ですが、{amount}足りません。",
        "{post} needs {limit} levels of {skill} in sum and is {amount} short.",
    ),
    "P010": Text(
        "{post}では、{skill}（レベル{level}以上）の担い手が、後任のないままいなくなります。",
        "{post} loses its last holder of level {level} or above in {skill} without a successor.",
    ),
    "P010-all": Text(
        "庁内に、{skill}（レベル{level}以上）の担い手がいなくなります。",
        "Nobody with level {level} or above in {skill} is left in the organisation.",
    ),
    "P015": Text(
        "{person}は、{post}に要る誓約書をまだ提出していません。",
        "{person} has not yet given the pledge that {post} asks for.",
    ),
    "P019": Text(
        "{person}が本務のほかに充てる日数は、上限の週{limit}日を{amount}日超えます。",
        "{person} gives {amount} days a week more than the {limit} possible beside the main post.",
    ),
    "P020": Text(
        "{payer}が負担する費用は、予算の年{limit}万円を{amount}万円超えます。",
        "The costs of the payer ({payer}) exceed the yearly budget of {limit_yen} yen by {amount_yen} yen.",
    ),
    "P021": Text("{person}は、戻り先の{post}に戻れません。", "{person} cannot return to {post}."),
    "P021-backfill": Text(
        "{post}から派遣に出る人の後任が、{amount}席分足りません。",
        "{post} sends people out, and {amount} of their seats are not taken over.",
    ),
    "P022": Text(
        "{post}から同時に出る人は、上限の{limit}人を{amount}人超えます。",
        "{amount} more than the {limit} allowed leave {post} at once.",
    ),
    "P023": Text(
        "人事が確定した{person}の{post}への配置は、できませんでした。",
        "The pin of {person} to {post} could not be kept.",
    ),
    "P027": Text(
        "ほかの案と違う配置の人が、{amount}人足りません。",
        "{amount} too few are placed elsewhere than in the other plan.",
    ),
}
"""By code: what is short. Empty code: any other rule."""

REMEDIES: Mapping[str, Text] = {
    "P001": Text(
        "この人が就けるポストの定員を増やすか、職種・級・資格の条件を見直してください。",
        "Add seats to a post that suits the person, or look again at job family, grade and qualifications asked for.",
    ),
    "P002": Text(
        "職種の指定を見直すか、資格の取得を支援してください。",
        "Look again at the job families asked for, or help people to qualify.",
    ),
    "P003": Text(
        "ポストの級の幅を見直してください。",
        "Look again at the grades of the post.",
    ),
    "P004": Text(
        "定員を増やすか、ほかのポストを候補に加えてください。",
        "Add seats, or let people go to other posts.",
    ),
    "P005": Text(
        "採用、任期付任用、会計年度任用職員で補うか、必置数を見直してください。",
        "Fill the seat by recruiting, for a fixed term or for a fiscal year, or look again at the mandatory seats.",
    ),
    "P006": Text(
        "異動を1年待つか、下限の年数を見直してください。",
        "Wait a year with the move, or look again at the least years.",
    ),
    "P007": Text(
        "後任を育てるか、上限の年数を見直してください。",
        "Train a successor, or look again at the most years.",
    ),
    "P008": Text(
        "候補となる人に研修を行うか、外部の人材や共同利用で補ってください。",
        "Train people who could go there, or bring in somebody from outside or shared with others.",
    ),
    "P009": Text(
        "このポストの人に研修を行うか、レベルの高い人を候補に加えてください。",
        "Train the people of this post, or let people with higher levels go there.",
    ),
    "P010": Text(
        "後任を先に育てるか、引継ぎの間は異動を見送ってください。",
        "Train a successor first, or put the move off until the work is handed over.",
    ),
    "P011": Text(
        "別の所属のポストを候補に加えてください。",
        "Let these people go to posts of other departments.",
    ),
    "P012": Text(
        "別のポストを候補に加えるか、評価者の分担を変えてください。",
        "Let these people go to other posts, or change who evaluates whom.",
    ),
    "P013": Text(
        "別の所属やポストを候補に加えてください。",
        "Let this person go to other departments or posts.",
    ),
    "P014": Text(
        "調達に関わらないポストにするか、関係が終わって期間が過ぎるまで待ってください。",
        "Choose a post outside the procurement, or wait until the tie has ended and the period is over.",
    ),
    "P015": Text(
        "発令日までに誓約書を受け取ってください。",
        "Have the pledge signed before the day of appointment.",
    ),
    "P016": Text(
        "ポストが扱う情報を絞るか、庁内の職員を充ててください。",
        "Narrow down what the post reaches, or place a member of the staff there.",
    ),
    "P017": Text(
        "本人に説明し、同意を書面で得てください。",
        "Explain it to the person, and get the consent in writing.",
    ),
    "P018": Text(
        "派遣を終えるか、協定により期間を延ばしてください。",
        "End the secondment, or extend the term by agreement.",
    ),
    "P019": Text(
        "充てる日数を減らすか、本務の課と調整して週の日数を増やしてください。",
        "Give fewer days, or agree with the department on more days a week.",
    ),
    "P020": Text(
        "予算を増やすか、負担者や人数を見直してください。",
        "Raise the budget, or look again at who pays and for how many.",
    ),
    "P021": Text(
        "戻り先の席を空けるか、後任の候補を増やすか、派遣の時期をずらしてください。",
        "Clear the seat to return to, find more people who could take over, or move the secondment to another time.",
    ),
    "P022": Text(
        "異動の一部を翌年に回すか、上限を見直してください。",
        "Put some of the moves off to the next year, or look again at the limit.",
    ),
    "P023": Text(
        "確定を外すか、妨げている規則を確かめてください。",
        "Take the pin off, or look at the rules that stand in the way.",
    ),
    "P024": Text("除外を外してください。", "Take the ban off."),
    "P025": Text(
        "復職の日を確かめてください。",
        "Look when the person comes back from leave.",
    ),
    "P026": Text(
        "派遣・任用の条件を満たしているか確かめ、記録してください。",
        "Look whether the conditions of the placement are fulfilled, and record it.",
    ),
    "P027": Text(
        "違いの人数を減らすか、確定を外してください。",
        "Ask for fewer differences, or take pins off.",
    ),
    "P028": Text(
        "配置の年数や派遣の時期を見直してください。",
        "Look again at the years of the placement, or at the time of the secondment.",
    ),
}
"""By code: what would mend a shortage, or let a plan pass."""
