"""Hard words of the office with easy ones in their place: a small list, to be read and lengthened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["office", "loan", "term"]


@dataclass(frozen=True, slots=True)
class Word:
    """A hard word and what to write instead.

    Parameters
    ----------
    hard : str
        As it stands in notices.
    easy : str
        What to write instead; of a term, what to add behind it.
    en : str
        What it means, English.
    kind : Kind
        ``office`` and ``loan`` words are replaced; a ``term`` stays, with its explanation behind it.
    """

    hard: str
    easy: str
    en: str
    kind: Kind


_ROWS: dict[Kind, tuple[tuple[str, str, str], ...]] = {
    "office": (
        ("遺漏", "忘れること", "omission"),
        ("受給", "もらうこと", "receipt of a benefit"),
        ("支給", "お金を渡すこと", "payment of a benefit"),
        ("添付", "一緒に出すこと", "attaching"),
        ("同封", "封筒に入れること", "enclosing"),
        ("記入", "書くこと", "filling in"),
        ("記載", "書くこと", "stating in writing"),
        ("押印", "はんこを押すこと", "sealing"),
        ("持参", "持って来ること", "bringing along"),
        ("提出", "出すこと", "submitting"),
        ("提示", "見せること", "presenting"),
        ("納付", "払うこと", "paying a tax or fee"),
        ("納期限", "払う期限", "due date"),
        ("徴収", "お金を集めること", "collecting money"),
        ("完納", "全部払うこと", "paying in full"),
        ("経過", "過ぎること", "elapsing"),
        ("加算", "足すこと", "adding"),
        ("到来", "来ること", "falling due"),
        ("受診", "診てもらうこと", "having a medical check"),
        ("接種", "注射をすること", "inoculating"),
        ("実施", "すること", "carrying out"),
        ("施工", "工事をすること", "carrying out works"),
        ("布設替", "新しい管にすること", "relaying a pipe"),
        ("開催", "開くこと", "holding an event"),
        ("変更", "変えること", "changing"),
        ("排出", "出すこと", "putting out"),
        ("収納", "入れること", "putting in"),
        ("収集", "集めること", "collecting"),
        ("要する", "いる", "requiring"),
        ("要しません", "いりません", "not requiring"),
        ("当該", "その", "the said"),
        ("所定の", "決められた", "prescribed"),
        ("所要", "必要な", "necessary"),
        ("下記", "下に書いたこと", "below"),
        ("別途", "別に", "separately"),
        ("事前に", "前に", "beforehand"),
        ("事項", "こと", "items"),
        ("留意", "気をつけること", "bearing in mind"),
        ("承知おき", "知っておくこと", "being aware"),
        ("周知", "知らせること", "making known"),
        ("遵守", "守ること", "observing"),
        ("速やかに", "すぐに", "promptly"),
        ("可及的", "できるだけ", "as far as possible"),
        ("際して", "ときに", "on the occasion of"),
        ("に際し", "のときに", "on the occasion of"),
        ("に伴い", "ので", "in consequence of"),
        ("につきまして", "は", "as regards"),
        ("におかれまして", "は", "as regards (honorific)"),
        ("における", "の", "in, at (bookish)"),
        ("において", "で", "in, at (bookish)"),
        ("並びに", "と", "and (legal)"),
        ("及び", "と", "and (legal)"),
        ("又は", "か", "or (legal)"),
        ("若しくは", "か", "or (legal)"),
        ("旨", "こと", "to the effect that"),
        ("係る", "の", "relating to"),
        ("各位", "みなさん", "to whom it may concern"),
        ("貴殿", "あなた", "you (formal)"),
        ("本市", "青葉野市", "this city"),
        ("本件", "このこと", "this matter"),
        ("時下", "（書かない）", "seasonal greeting"),
        ("宛て", "に", "addressed to"),
        ("の写し", "のコピー", "copy of"),
        ("児童", "子ども", "child (administrative)"),
        ("就学", "学校に入ること", "entering school"),
        ("可燃ごみ", "燃えるごみ", "burnable waste"),
        ("戸別", "家ごと", "from house to house"),
        ("飲料水", "飲む水", "drinking water"),
        ("確保", "用意すること", "securing"),
        ("停止", "止めること", "stopping"),
        ("差し止め", "止めること", "withholding"),
        ("再開", "また始めること", "resuming"),
        ("混濁", "にごること", "turbidity"),
        ("河川", "川", "rivers"),
        ("氾濫", "川の水があふれること", "flooding"),
        ("増水", "水が増えること", "rising water"),
        ("避難行動", "逃げること", "evacuating"),
        ("避難してください", "逃げてください", "evacuate"),
        ("垂直避難", "高い階に行くこと", "moving to an upper floor"),
        ("屋外", "外", "outdoors"),
        ("堅牢", "強い", "solid"),
        ("危険性", "あぶないこと", "danger"),
        ("居住", "住んでいること", "residing"),
        ("発令", "出すこと", "issuing an order"),
        ("開設", "開くこと", "opening"),
        ("当日", "その日", "on the day"),
        ("欠席", "行かないこと", "absence"),
        ("お問い合わせ", "質問", "inquiry"),
        ("問合せ", "質問", "inquiry"),
        ("手数料", "かかるお金", "fee"),
        ("自己負担", "自分が払うお金", "own share of the cost"),
        ("費用", "お金", "cost"),
        ("振込先", "お金を入れる所", "account to pay into"),
        ("期日", "決まった日", "appointed day"),
    ),
    "loan": (
        ("キャンセル", "やめること", "cancel"),
        ("アクセス", "行き方", "access"),
        ("コンセンサス", "みんなの考えが合うこと", "consensus"),
        ("インフォメーション", "案内", "information"),
        ("スケジュール", "予定", "schedule"),
        ("エントリー", "申し込み", "entry"),
        ("ライフライン", "電気・ガス・水道", "lifeline"),
        ("リスク", "あぶないこと", "risk"),
        ("サポート", "手伝い", "support"),
        ("ダウンロード", "パソコンに取ること", "download"),
    ),
    "term": (
        ("健康診査", "体を調べること", "health check"),
        ("健診", "体を調べること", "health check"),
        ("受診券", "健診に必要な紙", "voucher for the check"),
        ("問診票", "体のことを書く紙", "medical questionnaire"),
        ("予防接種", "病気を防ぐ注射", "vaccination"),
        ("予診票", "注射の前に体のことを書く紙", "questionnaire before a vaccination"),
        ("現況届", "今の様子を市に知らせる紙", "current-status report"),
        ("児童手当", "子どもを育てる人がもらうお金", "child allowance"),
        ("納付書", "税金などを払うときに使う紙", "payment slip"),
        ("督促状", "早く払ってくださいという手紙", "reminder"),
        ("延滞金", "遅れたときに足されるお金", "charge for late payment"),
        ("口座振替", "銀行から自動で払うこと", "direct debit"),
        ("入学通知書", "学校に入ることを知らせる紙", "notice of enrolment"),
        ("集積所", "ごみを出す所", "collection point"),
        ("粗大ごみ", "大きいごみ", "bulky waste"),
        ("断水", "水が出ないこと", "suspension of water supply"),
        ("避難指示", "危ないので逃げてくださいという知らせ", "evacuation order"),
        ("避難所", "逃げる所", "evacuation shelter"),
        ("被保険者", "保険に入っている人", "insured person"),
        ("住民票", "住所などが書いてある紙", "certificate of residence"),
        ("転出届", "ほかの市に引っ越すときに出す紙", "notice of moving out"),
    ),
}

WORDS: dict[str, Word] = {
    hard: Word(hard, easy, en, kind)
    for kind, rows in _ROWS.items()
    for hard, easy, en in sorted(rows)
}
"""The list, by hard word."""
