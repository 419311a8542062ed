"""All sheets of the records."""

from __future__ import annotations

from grader.records.sheets.model import Field, Sheet
from grader.standard.rulings import LINKS, TIES
from grader.text import Text

VALID_FROM = Field("valid_from", Text("適用開始日", "valid_from"), "date", required=True)
VALID_TO = Field("valid_to", Text("適用終了日", "valid_to"), "date")
"""First and last day, both included, on which a record holds; no last day: until further notice."""

EMPLOYMENT = (
    ("regular", Text("正規", "regular")),
    ("fixed-term", Text("任期付", "fixed-term")),
    ("fiscal-year", Text("会計年度任用", "fiscal-year appointment")),
    ("reappointed", Text("再任用", "reappointed")),
    ("external", Text("外部人材", "external")),
)
HOLDS = (
    ("main", Text("本務", "main post")),
    ("second", Text("兼務", "second post")),
    ("concurrent", Text("併任", "concurrent post")),
    ("secondment", Text("派遣・出向", "secondment")),
)
POST_KINDS = (
    ("rotation", Text("庁内", "internal")),
    ("secondment", Text("派遣・出向（公的機関）", "secondment to a public body")),
    ("private-secondment", Text("派遣（民間）", "secondment to a company")),
    ("concurrent", Text("併任", "concurrent post")),
    ("sharing", Text("共同利用", "shared specialist")),
    ("side-job", Text("副業の助言", "side-job advice")),
)
PAYERS = (
    ("home", Text("自団体", "home")),
    ("host", Text("派遣先", "host")),
    ("state", Text("国", "state")),
    ("members", Text("参加団体", "members")),
)
RELATIONS = (
    ("kin", Text("親族等", "kin")),
    ("no-evaluation", Text("評価を避ける", "no evaluation")),
)
QUALIFICATION_STATES = (
    ("passed", Text("合格", "passed")),
    ("registered", Text("登録", "registered")),
)
_TIES = tuple(TIES.items())
_LINKS = tuple(LINKS.items())


def _person(name: str = "person", ja: str = "職員番号", en: str = "staff_number") -> Field:
    return Field(name, Text(ja, en), required=True, refers="people")


SHEETS: dict[str, Sheet] = {
    sheet.id: sheet
    for sheet in (
        Sheet(
            "departments",
            Text("所属", "departments"),
            ("department",),
            (
                Field("department", Text("所属コード", "department"), required=True),
                Field("name", Text("所属名", "name"), required=True),
                Field("parent", Text("上位の所属コード", "parent"), refers="departments"),
            ),
        ),
        Sheet(
            "posts",
            Text("ポスト", "posts"),
            ("post",),
            (
                Field("post", Text("ポスト番号", "post"), required=True),
                Field("name", Text("ポスト名", "name"), required=True),
                Field(
                    "department",
                    Text("所属コード", "department"),
                    required=True,
                    refers="departments",
                ),
                Field("title", Text("職名", "title")),
                Field("kind", Text("区分", "kind"), "choice", required=True, choices=POST_KINDS),
                Field("placement", Text("派遣先（標準のID）", "placement")),
                Field("role", Text("役割（標準のID）", "role")),
                Field("seats", Text("定員", "seats"), "number", required=True, least=0),
                Field("mandatory", Text("必置数", "mandatory"), "number", least=0),
                Field("grade_min", Text("級（下限）", "grade_min"), "integer", least=0, most=20),
                Field("grade_max", Text("級（上限）", "grade_max"), "integer", least=0, most=20),
                Field("job_families", Text("職種", "job_families"), "list"),
                Field("qualifications", Text("必要な資格", "qualifications"), "list"),
                Field("min_years", Text("在課年数（下限）", "min_years"), "number", least=0),
                Field("max_years", Text("在課年数（上限）", "max_years"), "number", least=0),
                Field("max_leavers", Text("同時転出の上限", "max_leavers"), "integer", least=0),
                Field(
                    "days_per_week", Text("週の日数", "days_per_week"), "number", least=0, most=5
                ),
                Field("payer", Text("負担者", "payer"), "choice", choices=PAYERS),
                Field("yearly_cost", Text("年間の費用（円）", "yearly_cost"), "integer", least=0),
                Field("term_months", Text("期間（月）", "term_months"), "integer", least=1),
                Field("access", Text("扱う情報", "access"), "list"),
                Field("work", Text("副業の業務", "work")),
                Field("host", Text("受入企業", "host")),
                Field("acts", Text("調達での役割", "acts"), "list"),
                Field("procures", Text("調達の種類", "procures"), "list"),
                Field("bidders", Text("応札が見込まれる企業", "bidders"), "list"),
                Field("evaluates", Text("評価するポスト", "evaluates"), "list", refers="posts"),
            ),
        ),
        Sheet(
            "post_skills",
            Text("ポストの技能", "post_skills"),
            ("post", "skill"),
            (
                Field("post", Text("ポスト番号", "post"), required=True, refers="posts"),
                Field("skill", Text("スキルID", "skill"), required=True),
                Field("level", Text("レベル", "level"), "integer", least=0, most=4),
                Field("people", Text("人数", "people"), "integer", least=0),
                Field("total", Text("レベルの合計", "total"), "integer", least=0),
                Field("key", Text("ひとり情シスの確認", "key"), "yes-no"),
            ),
        ),
        Sheet(
            "people",
            Text("職員", "people"),
            ("person",),
            (
                Field("person", Text("受講者番号", "person")),
                Field("staff_number", Text("職員番号", "staff_number"), required=True),
                Field("name", Text("氏名", "name"), required=True),
                Field("kana", Text("ふりがな", "kana")),
                Field("former_name", Text("旧姓", "former_name")),
                Field(
                    "employment",
                    Text("任用区分", "employment"),
                    "choice",
                    required=True,
                    choices=EMPLOYMENT,
                ),
                Field("title", Text("職名", "title")),
                Field("grade", Text("級", "grade"), "integer", least=0, most=20),
                Field("job_family", Text("職種", "job_family")),
                Field("share", Text("勤務割合", "share"), "number", least=0.01, most=1),
                Field(
                    "days_per_week",
                    Text("派遣に使える週の日数", "days_per_week"),
                    "number",
                    least=0,
                    most=5,
                ),
                Field("hired_on", Text("採用日", "hired_on"), "date"),
                Field("leaves_on", Text("退職（予定）日", "leaves_on"), "date"),
                Field("target_role", Text("目標役割", "target_role")),
                Field("lang", Text("言語", "lang")),
            ),
        ),
        Sheet(
            "appointments",
            Text("発令", "appointments"),
            ("person", "post"),
            (
                _person(),
                Field("post", Text("ポスト番号", "post"), required=True, refers="posts"),
                Field("holds", Text("発令区分", "holds"), "choice", required=True, choices=HOLDS),
                Field("share", Text("従事割合", "share"), "number", least=0.01, most=1),
                Field("return_post", Text("戻り先のポスト番号", "return_post"), refers="posts"),
                Field("term_ends", Text("派遣期間の終わり", "term_ends"), "date"),
            ),
        ),
        Sheet("leaves", Text("休職", "leaves"), ("person",), (_person(),)),
        Sheet(
            "wishes",
            Text("異動希望", "wishes"),
            ("person", "rank"),
            (
                _person(),
                Field("rank", Text("順位", "rank"), "integer", required=True, least=0, most=10),
                Field(
                    "target",
                    Text("希望先（ポスト番号か所属コード。順位0は現所属に留まる希望）", "target"),
                ),
                Field("note", Text("理由", "note")),
            ),
        ),
        Sheet(
            "remarks",
            Text("所属長意見", "remarks"),
            ("person", "author"),
            (
                _person(),
                Field("author", Text("記入者の職員番号", "author"), required=True, refers="people"),
                Field("text", Text("意見", "text"), required=True),
            ),
            sensitive=True,
        ),
        Sheet(
            "restrictions",
            Text("配慮", "restrictions"),
            ("person", "target"),
            (
                _person(),
                Field(
                    "target",
                    Text("配置しない先（ポスト番号か所属コード）", "target"),
                    required=True,
                ),
            ),
            sensitive=True,
        ),
        Sheet(
            "relations",
            Text("関係", "relations"),
            ("person", "other"),
            (
                _person(),
                _person("other", "相手の職員番号", "other"),
                Field(
                    "kind", Text("関係の種類", "kind"), "choice", required=True, choices=RELATIONS
                ),
            ),
            sensitive=True,
        ),
        Sheet(
            "qualifications",
            Text("資格", "qualifications"),
            ("person", "qualification"),
            (
                _person(),
                Field(
                    "qualification", Text("資格（標準のIDか名称）", "qualification"), required=True
                ),
                Field("state", Text("状態", "state"), "choice", choices=QUALIFICATION_STATES),
                Field("acquired_on", Text("取得日", "acquired_on"), "date"),
                Field("expires_on", Text("有効期限", "expires_on"), "date"),
            ),
        ),
        Sheet(
            "pledges",
            Text("誓約書", "pledges"),
            ("person", "pledge"),
            (
                _person(),
                Field("pledge", Text("誓約書のID", "pledge"), required=True),
                Field("signed_on", Text("提出日", "signed_on"), "date", required=True),
                Field("version", Text("版", "version")),
                Field("expires_on", Text("有効期限", "expires_on"), "date"),
                Field("document", Text("文書番号", "document")),
            ),
        ),
        Sheet(
            "consents",
            Text("同意", "consents"),
            ("person", "target"),
            (
                _person(),
                Field(
                    "target", Text("同意した先（ポスト番号か派遣先のID）", "target"), required=True
                ),
                Field("given_on", Text("同意日", "given_on"), "date", required=True),
            ),
        ),
        Sheet(
            "ties",
            Text("雇用・兼業", "ties"),
            ("person", "company", "kind"),
            (
                _person(),
                Field("company", Text("企業名", "company"), required=True),
                Field("kind", Text("関係の種類", "kind"), "choice", required=True, choices=_TIES),
                Field("since", Text("開始日", "since"), "date"),
                Field("until", Text("終了日", "until"), "date"),
            ),
            sensitive=True,
        ),
        Sheet(
            "companies",
            Text("企業グループ", "companies"),
            ("company", "kind", "other"),
            (
                Field("company", Text("企業名", "company"), required=True),
                Field("kind", Text("関係の種類", "kind"), "choice", required=True, choices=_LINKS),
                Field("other", Text("相手の企業名", "other"), required=True),
            ),
        ),
        Sheet(
            "eligibility",
            Text("派遣の条件", "eligibility"),
            ("person", "condition"),
            (
                _person(),
                Field("condition", Text("満たす条件（eligibility.…）", "condition"), required=True),
            ),
        ),
        Sheet(
            "budgets",
            Text("予算", "budgets"),
            ("payer", "fiscal_year"),
            (
                Field("payer", Text("負担者", "payer"), "choice", required=True, choices=PAYERS),
                Field("fiscal_year", Text("年度", "fiscal_year"), "integer", required=True),
                Field("yen", Text("金額（円）", "yen"), "integer", required=True, least=0),
            ),
        ),
    )
}
"""All sheets by id, in the order in which they are imported: what is referred to comes first."""
