"""All rules of planning: codes, names, and what they are by default.

A city may soften, harden or switch off a rule in ``assessments/planning.yaml``, except those in `ALWAYS_HARD`.
"""

from __future__ import annotations

from grader.placement.rules.model import PlanRule
from grader.text import Text

P001 = PlanRule(
    "P001",
    Text("一人一席", "One place for each person"),
    "soft",
    Text("配置先なし", "person without a place"),
    10.0,
)
P002 = PlanRule("P002", Text("職種・資格", "Job family and qualifications"))
P003 = PlanRule("P003", Text("級", "Grade"))
P004 = PlanRule("P004", Text("定員", "Seats"))
P005 = PlanRule(
    "P005", Text("必置", "Mandatory seats"), "soft", Text("欠員", "mandatory seat empty"), 3.0
)
P006 = PlanRule(
    "P006",
    Text("在課年数の下限", "Least years in post"),
    "soft",
    Text("在課年数の下限に満たない異動", "moved before the least years"),
    1.0,
)
P007 = PlanRule(
    "P007",
    Text("在課年数の上限", "Most years in post"),
    "soft",
    Text("在課年数の上限を超える在課", "stays beyond the most years"),
    1.0,
)
P008 = PlanRule(
    "P008",
    Text("技能を持つ人数", "People with a skill"),
    "soft",
    Text("技能を持つ人の不足", "too few people with a skill"),
    1.0,
)
P009 = PlanRule(
    "P009",
    Text("技能の合計", "Sum of a skill"),
    "soft",
    Text("技能の合計の不足", "too little of a skill in sum"),
    1.0,
)
P010 = PlanRule(
    "P010",
    Text("ひとり情シス", "Only holder"),
    "soft",
    Text("後任のいない、唯一の担い手の転出", "the only holder leaves without a successor"),
    5.0,
)
P011 = PlanRule("P011", Text("親族等の同一所属", "Kin in one department"))
P012 = PlanRule("P012", Text("評価者と被評価者", "Evaluator and evaluated"))
P013 = PlanRule("P013", Text("配慮", "Consideration"))
P014 = PlanRule("P014", Text("入札制限", "Bid restriction"))
P015 = PlanRule(
    "P015",
    Text("誓約書", "Pledge"),
    "soft",
    Text("誓約書が未提出", "pledge not yet given"),
    0.5,
)
P016 = PlanRule("P016", Text("情報へのアクセス", "Access to information"))
P017 = PlanRule("P017", Text("本人の同意", "Consent of the person"))
P018 = PlanRule("P018", Text("派遣期間", "Term of secondment"))
P019 = PlanRule("P019", Text("週の日数", "Days a week"))
P020 = PlanRule("P020", Text("負担者と予算", "Payer and budget"))
P021 = PlanRule(
    "P021",
    Text("戻り先と後任", "Return post and backfill"),
    "soft",
    Text("戻り先に戻れない、または後任がいない", "no way back, or nobody takes over"),
    2.0,
)
P022 = PlanRule(
    "P022",
    Text("同時の転出者数", "Leavers at once"),
    "soft",
    Text("同時の転出が多すぎる", "too many leave at once"),
    1.0,
)
P023 = PlanRule(
    "P023",
    Text("人事による確定", "Pinned by HR"),
    "soft",
    Text("確定どおりにできない", "a pin that cannot be kept"),
    100.0,
)
P024 = PlanRule("P024", Text("人事による除外", "Forbidden by HR"))
P025 = PlanRule("P025", Text("休職者の据置き", "People on leave stay"))
P026 = PlanRule("P026", Text("派遣・任用の条件", "Conditions of a placement"))
P027 = PlanRule("P027", Text("ほかの案との違い", "Difference from another plan"))
P028 = PlanRule("P028", Text("年をまたぐ配置", "Placement over the years"))

RULES: tuple[PlanRule, ...] = tuple(
    value for name, value in sorted(globals().items()) if isinstance(value, PlanRule)
)
"""All rules, by code."""

ALWAYS_HARD = frozenset(
    {P004.code, P011.code, P012.code, P013.code, P014.code, P017.code, P018.code, P024.code}
)
"""Law, conflicts of interest, consent, and what people decide by hand: a city cannot soften these."""
