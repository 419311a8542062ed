"""What each column means, for the sheet of explanations in a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.records.sheets.catalogue import SHEETS, VALID_FROM, VALID_TO
from grader.records.sheets.cells import is_code
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.records.sheets.model import Field
    from grader.text import Lang

HEADER = (
    Text("シート", "sheet"),
    Text("列", "column"),
    Text("必須", "needed"),
    Text("意味", "meaning"),
    Text("書けるもの", "what may be written"),
)
_NEEDED = Text("必須", "needed")
_KINDS = {
    "text": Text("文字", "text"),
    "integer": Text("整数", "a whole number"),
    "number": Text("数", "a number"),
    "date": Text("日付（2026-04-01・令和8年4月1日・R8.4.1）", "a date (2026-04-01, R8.4.1)"),
    "yes-no": Text("はい・いいえ", "yes or no"),
    "list": Text("文字。二つ以上は「、」か「;」で区切る", "texts, separated by ; or 、"),
}
_CODE = Text("番号・ID（セルの表示形式は文字列）", "an id (in a cell formatted as text)")
_MEANING: dict[str, Text] = {
    "valid_from": Text("この行の内容が当てはまる最初の日", "first day on which the row holds"),
    "valid_to": Text(
        "当てはまる最後の日。決まっていなければ空欄", "last day on which it holds; empty if open"
    ),
    "departments.department": Text("所属を区別する番号", "what tells departments apart"),
    "departments.name": Text("所属の名前", "name of the department"),
    "departments.parent": Text("部や局など、一つ上の所属", "the department above it"),
    "posts.post": Text("ポストを区別する番号", "what tells posts apart"),
    "posts.name": Text("ポストの名前", "name of the post"),
    "posts.department": Text("ポストのある所属", "department of the post"),
    "posts.title": Text("就いた人の職名", "title that goes with the post"),
    "posts.kind": Text("庁内か、派遣・併任などか", "inside, secondment, or another kind"),
    "posts.placement": Text("標準にある派遣先", "placement of the standard"),
    "posts.role": Text("標準にある役割", "role of the standard"),
    "posts.seats": Text("席の数（半分の席は0.5）", "number of seats (half a seat is 0.5)"),
    "posts.mandatory": Text("定員のうち、空けられない数", "seats that must not stay empty"),
    "posts.grade_min": Text("就ける級の下限", "lowest grade"),
    "posts.grade_max": Text("就ける級の上限", "highest grade"),
    "posts.job_families": Text("就ける職種。空欄ならどれでも", "job families; empty: any"),
    "posts.qualifications": Text("どれか一つが必要な資格", "qualifications of which one is needed"),
    "posts.min_years": Text("異動させない年数", "years that one stays at least"),
    "posts.max_years": Text("異動を考える年数", "years after which one should move on"),
    "posts.max_leavers": Text("一度に抜けられる人数", "how many may leave at once"),
    "posts.days_per_week": Text("週に勤務する日数", "days a week"),
    "posts.payer": Text("給与を負担するところ", "who bears the pay"),
    "posts.yearly_cost": Text("一人あたり年間の追加の費用", "extra cost a year for one person"),
    "posts.term_months": Text("派遣などの期間の上限", "longest term"),
    "posts.access": Text(
        "扱う情報の種類（標準の語）", "kinds of information (words of the standard)"
    ),
    "posts.work": Text(
        "副業の業務の種類（標準の語）", "kind of side-job work (word of the standard)"
    ),
    "posts.host": Text("受け入れる企業", "company that receives the person"),
    "posts.acts": Text(
        "調達に関わる仕事（標準の語）", "work in procurement (words of the standard)"
    ),
    "posts.procures": Text(
        "調達するものの種類（標準の語）。分からなければ空欄（入札制限が要確認になることがある）",
        "what is procured there (words of the standard); empty if not known, and bid restrictions may ask to confirm",
    ),
    "posts.bidders": Text("応札が見込まれる企業", "companies expected to bid"),
    "posts.evaluates": Text("このポストが人事評価をするポスト", "posts whose holders it evaluates"),
    "post_skills.post": Text("どのポストか", "which post"),
    "post_skills.skill": Text("標準のスキル", "skill of the standard"),
    "post_skills.level": Text("その人たちに要るレベル", "level that these people need"),
    "post_skills.people": Text("そのレベルの人が何人要るか", "how many people at that level"),
    "post_skills.total": Text("全員のレベルの合計の下限", "least sum of everybody's levels"),
    "post_skills.key": Text(
        "最後の一人を後任なしに出さないか", "whether the last holder must not leave"
    ),
    "people.person": Text(
        "成績などと結ぶ番号。新しい人は空欄（自動で付く）",
        "id that joins levels and grades; empty for new people (made for you)",
    ),
    "people.staff_number": Text("職員番号。先頭の0も書く", "staff number, with leading zeros"),
    "people.name": Text("氏名。書かれたまま残す", "name, kept as written"),
    "people.kana": Text("氏名の読み", "reading of the name"),
    "people.former_name": Text("旧姓での氏名。検索に使う", "former name, for searching"),
    "people.employment": Text("任用の区分", "kind of employment"),
    "people.title": Text("職名", "title"),
    "people.grade": Text("級", "grade"),
    "people.job_family": Text("職種", "job family"),
    "people.share": Text("フルタイムを1とした勤務", "share of full time"),
    "people.days_per_week": Text("派遣などに使える日数", "days a week that can be given away"),
    "people.hired_on": Text("採用された日", "day of hiring"),
    "people.leaves_on": Text("退職する（した）日", "day of leaving"),
    "people.target_role": Text("本人が目指す役割", "role aimed at"),
    "people.lang": Text("教材の言語", "language of lessons"),
    "appointments.person": Text("だれの発令か", "whose appointment"),
    "appointments.post": Text("就くポスト", "the post"),
    "appointments.holds": Text(
        "本務・兼務・併任・派遣の別", "main, second, concurrent, secondment"
    ),
    "appointments.share": Text(
        "フルタイムを1とした従事。本務の空欄は1", "share of full time; empty for a main post is 1"
    ),
    "appointments.return_post": Text("派遣のあとに戻るポスト", "post to return to"),
    "appointments.term_ends": Text("派遣が終わる予定の日", "planned end of a secondment"),
    "leaves.person": Text("だれが休職しているか", "who is on leave"),
    "wishes.person": Text("だれの希望か", "whose wish"),
    "wishes.rank": Text("第1希望なら1。0は留まる希望", "1 for the first wish; 0: to stay"),
    "wishes.target": Text("希望するポストか所属", "post or department wished for"),
    "wishes.note": Text("本人が書いた理由", "reason given by the person"),
    "remarks.person": Text("だれについての意見か", "about whom"),
    "remarks.author": Text("意見を書いた人", "who wrote it"),
    "remarks.text": Text("所属長の意見", "the remark"),
    "restrictions.person": Text("だれについてか", "about whom"),
    "restrictions.target": Text(
        "配置しない先。理由は書かない", "where not to place; the reason is never written"
    ),
    "relations.person": Text("一人目", "one person"),
    "relations.other": Text("二人目", "the other person"),
    "relations.kind": Text("離す理由の種類", "why they are kept apart"),
    "qualifications.person": Text("だれの資格か", "whose qualification"),
    "qualifications.qualification": Text("資格", "qualification"),
    "qualifications.state": Text("合格か登録か", "passed or registered"),
    "qualifications.acquired_on": Text("合格・登録の日", "day of passing or registration"),
    "qualifications.expires_on": Text("登録の最後の日", "last day of the registration"),
    "pledges.person": Text("だれの誓約書か", "whose pledge"),
    "pledges.pledge": Text("標準にある誓約書", "pledge of the standard"),
    "pledges.signed_on": Text("署名・提出の日", "day of signing"),
    "pledges.version": Text("様式の版", "version of the form"),
    "pledges.expires_on": Text("効力の最後の日", "last day of its force"),
    "pledges.document": Text("文書管理の番号", "number of the document"),
    "consents.person": Text("だれの同意か", "whose consent"),
    "consents.target": Text("行くことに同意した先", "where the person agreed to go"),
    "consents.given_on": Text("同意した日", "day of consent"),
    "ties.person": Text("だれの雇用・兼業か", "whose employment"),
    "ties.company": Text("企業の名前", "name of the company"),
    "ties.kind": Text("雇用・兼業などの別", "employment, side job, or another tie"),
    "ties.since": Text("関係の始まった日", "first day of the tie"),
    "ties.until": Text("関係の終わった日", "last day of the tie"),
    "companies.company": Text("企業の名前", "name of the company"),
    "companies.kind": Text("親会社などの別", "parent, subsidiary, or another link"),
    "companies.other": Text("もう一方の企業", "the other company"),
    "eligibility.person": Text("だれが満たすか", "who meets it"),
    "eligibility.condition": Text("標準にある条件", "condition of the standard"),
    "budgets.payer": Text("だれの予算か", "whose money"),
    "budgets.fiscal_year": Text("年度（西暦。令和8年度は2026）", "fiscal year, such as 2026"),
    "budgets.yen": Text("その年度に使える額", "what may be spent in the year"),
}


def explanation_rows(lang: Lang) -> Iterator[list[str]]:
    """Explain every column of every sheet.

    Parameters
    ----------
    lang : {'ja', 'en'}
        Language.

    Yields
    ------
    list of str
        The header, then sheet, column, whether it is needed, meaning, what may be written.
    """
    yield [word.get(lang) for word in HEADER]
    for sheet in SHEETS.values():
        for one in (*sheet.fields, VALID_FROM, VALID_TO):
            key = one.name if one in (VALID_FROM, VALID_TO) else f"{sheet.id}.{one.name}"
            yield [
                sheet.name.get(lang),
                one.header.get(lang),
                _NEEDED.get(lang) if one.required else "",
                _MEANING[key].get(lang),
                allowed(one).get(lang),
            ]


def allowed(one: Field) -> Text:
    """Say what may be written into a column.

    Parameters
    ----------
    one : Field
        The column.

    Returns
    -------
    Text
        Kind, choices, limits, and the sheet that must know it.
    """
    if one.choices:
        names = [name for _, name in one.choices]
        return Text("・".join(name.ja for name in names), ", ".join(name.en for name in names))
    kind = _CODE if one.kind == "text" and is_code(one) else _KINDS[one.kind]
    ja, en = kind.ja, kind.en
    if one.least is not None:
        most = Text(f"{one.most:g}まで", f" to {one.most:g}") if one.most else Text("", " or more")
        ja, en = f"{ja}（{one.least:g}以上{most.ja}）", f"{en} ({one.least:g}{most.en})"
    if one.refers:
        sheet = SHEETS[one.refers].name
        ja, en = f"{ja}。「{sheet.ja}」にあるもの", f"{en}, one of {sheet.en}"
    return Text(ja, en)
