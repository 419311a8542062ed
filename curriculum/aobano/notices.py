"""Notices of Aobano City as the office writes them, with a plain version, an English gloss and the facts to keep.

In a plain version ``[市役所|しやくしょ]`` is a word with its reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_WORD = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")
_TAX = 12
"""An instalment of the tax is so many times a fee."""
_FIRST_DAY = date(2027, 1, 12)
PLACES = (
    ("[北部|ほくぶ][公民館|こうみんかん]", "Hokubu Community Hall"),
    ("[南町|みなみまち][集会所|しゅうかいじょ]", "Minamimachi Meeting House"),
    ("[東町|ひがしまち][体育館|たいいくかん]", "Higashimachi Gymnasium"),
    ("[中央|ちゅうおう][図書館|としょかん]", "Chuo Library"),
    ("[西部|せいぶ]センター", "Seibu Centre"),
    ("[緑川|みどりかわ]ホール", "Midorikawa Hall"),
    ("[若葉|わかば][小学校|しょうがっこう]", "Wakaba Primary School"),
    ("[南部|なんぶ][公民館|こうみんかん]", "Nanbu Community Hall"),
    ("[山手|やまて][中学校|ちゅうがっこう]", "Yamate Junior High School"),
    ("[泉|いずみ][文化|ぶんか][会館|かいかん]", "Izumi Culture Hall"),
)
AREAS = (
    ("[北町|きたまち]", "Kitamachi"),
    ("[本町|ほんまち]", "Honmachi"),
    ("[川原町|かわらまち]", "Kawaramachi"),
    ("[大和田|おおわだ]", "Owada"),
    ("[桜台|さくらだい]", "Sakuradai"),
    ("[松原|まつばら]", "Matsubara"),
    ("[新田|しんでん]", "Shinden"),
    ("[大橋|おおはし]", "Ohashi"),
    ("[中川町|なかがわまち]", "Nakagawamachi"),
    ("[石坂|いしざか]", "Ishizaka"),
)
RIVERS = (
    ("[緑川|みどりかわ]", "the Midori River"),
    ("[青野川|あおのがわ]", "the Aono River"),
    ("[鳥居川|とりいがわ]", "the Torii River"),
)
_WEEKDAYS = ("月", "火", "水", "木", "金", "土", "日")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March")


@dataclass(frozen=True, slots=True)
class Genre:
    """One kind of notice."""

    key: str
    """Short name."""
    original: str
    """As the office writes it."""
    plain: tuple[tuple[str, str], ...]
    """Sentences of a plain version, each with the id of the fact it tells."""
    gloss: str
    """What the original says, English."""
    needs: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Id, kind and forms of each fact that must stay."""


def bare(text: str) -> str:
    """Leave readings out."""
    return _WORD.sub(r"\1", text)


def ruby(text: str) -> str:
    """Write readings in brackets behind their words."""
    return _WORD.sub(r"\1（\2）", text)


def kana(text: str) -> str:
    """Write readings instead of kanji."""
    return _WORD.sub(r"\2", text)


_PLACE = ("where", "words", ("{p}", "{p_kana}"))
_UNTIL = ("until", "date", ("{iso}",))
_CONTACT = ("contact", "phone", ("{digits}",))

GENRES: tuple[Genre, ...] = (
    Genre(
        "health",
        """特定健康診査の受診勧奨について（通知）
本市国民健康保険の加入者であって40歳以上の方におかれましては、生活習慣病の早期発見を図るため、特定健康診査を受診されますようお願い申し上げます。受診に際しては、受診券及び記入済みの問診票をご持参の上、{p}までご来場ください。受診を希望される方は、令和9年{m}月{d}日（{w}）までに健康課（電話 {tel}）宛て事前に申込みを行うものとし、申込みがない場合は受診できないことがないとは言えませんので、ご留意願います。なお、当日は自己負担金として{fee}円が徴収されます。""",
        (
            ("what", "[健康診査|けんこうしんさ]（[体|からだ]を[調|しら]べること）を[受|う]けてください。"),
            ("until", "[申|もう]し[込|こ]みは、2027[年|ねん]{m}[月|がつ]{d}[日|にち]（{w}）までです。"),
            ("contact", "[健康課|けんこうか]に[電話|でんわ]してください（{tel}）。"),
            ("who", "[受|う]けることができるのは、40[歳|さい]から[上|うえ]の[人|ひと]です。"),
            ("insured", "[市|し]の[国民健康保険|こくみんけんこうほけん]に[入|はい]っている[人|ひと]です。"),
            ("where", "[場所|ばしょ]は{P}です。"),
            ("bring", "[受診券|じゅしんけん]（[市|し]から[届|とど]いた[紙|かみ]）を[持|も]ってきてください。"),
            ("sheet", "[問診票|もんしんひょう]（[体|からだ]のことを[書|か]く[紙|かみ]）も[書|か]いてきてください。"),
            ("cost", "お[金|かね]は{fee}[円|えん]かかります。"),
        ),
        "Notice: call to have the health check. Insured persons of the city's National Health Insurance aged 40 or over are asked to have the specific health check. Bring the voucher and the filled-in medical questionnaire to {p_en}. Apply beforehand to Public Health (tel. {tel}) by {day_en}; without it you may not be able to have the check. {fee} yen is collected on the day.",
        (
            ("what", "words", ("健康診査", "健診", "健康診断", "けんしん", "けんこうしんさ", "けんこうしんだん")),
            _UNTIL,
            _CONTACT,
            ("who", "number", ("40",)),
            ("insured", "words", ("国民健康保険", "国保", "こくみんけんこうほけん", "こくほ")),
            _PLACE,
            ("bring", "words", ("受診券", "じゅしんけん")),
            ("sheet", "words", ("問診票", "もんしんひょう")),
            ("cost", "amount", ("{yen}",)),
        ),
    ),
    Genre(
        "waste",
        """可燃ごみの収集日の変更について
年始の収集車両の運行体制の都合により、{a}地区における可燃ごみの収集日が令和9年{m}月{d}日（{w}）に変更されることとなりましたので、ご承知おきくださいますようお願い申し上げます。当日は午前{h}時までに指定袋に収納の上、所定の集積所に排出するものとし、時間外に排出されたものについては収集されない場合がないとは言えませんので、ご留意願います。なお、粗大ごみについては別途戸別収集の申込みを要し、1点につき手数料{fee}円を納付していただく必要があります。本件に関するお問い合わせは市民課（電話 {tel}）までご連絡願います。""",
        (
            ("what", "[燃|も]えるごみを[集|あつ]める[日|ひ]が[変|か]わります。"),
            ("until", "{A}で[集|あつ]める[日|ひ]は、2027[年|ねん]{m}[月|がつ]{d}[日|にち]（{w}）です。"),
            ("time", "[朝|あさ]{h}[時|じ]までに[出|だ]してください。"),
            ("bag", "[市|し]が[決|き]めた[袋|ふくろ]に[入|い]れてください。"),
            ("where", "いつもの[集積所|しゅうせきじょ]（ごみを[出|だ]す[所|ところ]）に[出|だ]してください。"),
            ("big", "[粗大|そだい]ごみ（[大|おお]きいごみ）は、[別|べつ]に[申|もう]し[込|こ]んでください。"),
            ("cost", "1つ{fee}[円|えん]かかります。"),
            ("contact", "わからないことは、[市民課|しみんか]に[電話|でんわ]してください（{tel}）。"),
        ),
        "On the change of the day for burnable waste. Owing to how the lorries run at the start of the year, burnable waste in {a_en} is collected on {day_en} instead. Put it into the designated bag and take it to the usual collection point by {h} in the morning; what is put out later may not be collected. Bulky waste needs a separate application and a fee of {fee} yen a piece. Questions to Citizens (tel. {tel}).",
        (
            ("what", "words", ("燃えるごみ", "燃やすごみ", "もえるごみ", "もやすごみ", "可燃ごみ")),
            _UNTIL,
            ("time", "time", ("{h2}:00",)),
            ("who", "words", ("{a}", "{a_kana}")),
            ("bag", "words", ("袋", "ふくろ")),
            ("where", "words", ("集積所", "しゅうせきじょ", "出す所", "出すところ", "だすところ", "ごみ置き場", "いつもの所", "いつもの場所")),
            ("big", "words", ("粗大ごみ", "そだいごみ", "大きいごみ", "大きなごみ", "おおきいごみ")),
            ("cost", "amount", ("{yen}",)),
            _CONTACT,
        ),
    ),
    Genre(
        "allowance",
        """児童手当現況届の提出について（依頼）
児童手当の受給者であって現況届の提出を要する方におかれましては、同封の現況届に所要事項を記入の上、本人確認書類の写しを添付し、令和9年{m}月{d}日（{w}）までに{p}の臨時受付に提出されますようお願い申し上げます。期日までに提出されない場合においては、支給が差し止められないとは限りませんので、遺漏のないようご留意願います。なお、提出に係る手数料は無料とされております。本件に関するお問い合わせは、こども課（電話 {tel}）までご連絡ください。""",
        (
            ("what", "[現況届|げんきょうとどけ]（[今|いま]の[様子|ようす]を[市|し]に[知|し]らせる[紙|かみ]）を[出|だ]してください。"),
            ("until", "2027[年|ねん]{m}[月|がつ]{d}[日|にち]（{w}）までに[出|だ]してください。"),
            ("where", "[出|だ]す[所|ところ]は{P}です。"),
            ("who", "[児童手当|じどうてあて]（[子|こ]どもを[育|そだ]てる[人|ひと]のお[金|かね]）をもらっている[人|ひと]が[出|だ]します。"),
            ("bring", "あなたの[名前|なまえ]がわかる[書類|しょるい]のコピーも[出|だ]してください。"),
            ("ifnot", "[出|だ]さないと、お[金|かね]が[止|と]まることがあります。"),
            ("cost", "[現況届|げんきょうとどけ]を[出|だ]すのは[無料|むりょう]です。"),
            ("contact", "わからないことは、こども[課|か]に[電話|でんわ]してください（{tel}）。"),
        ),
        "Request to hand in the current-status report for the child allowance. Recipients of the child allowance who must report: fill in the enclosed current-status report, add a copy of an identity document and hand it in by {day_en} at the temporary desk in {p_en}. If it is not handed in, payment may be stopped. There is no fee. Questions to Children (tel. {tel}).",
        (
            ("what", "words", ("現況届", "げんきょうとどけ")),
            _UNTIL,
            _PLACE,
            ("who", "words", ("児童手当", "じどうてあて")),
            ("bring", "words", ("コピー", "写し", "うつし", "こぴー")),
            ("ifnot", "words", ("止ま", "止め", "とま", "とめ", "もらえな", "もらえま", "もらうことができ", "払われ", "出ません", "出なく", "受け取れ", "受け取ることができ", "渡せ")),
            ("cost", "amount", ("0",)),
            _CONTACT,
        ),
    ),
    Genre(
        "tax",
        """市県民税第4期分の納付について（通知）
市県民税第4期分の納期限が到来いたしますので、納税義務者各位におかれましては、同封の納付書により、令和9年{m}月{d}日（{w}）までに税額{tax}円を市役所税務課又は市内の銀行において納付されますようお願い申し上げます。納期限を経過してもなお完納されない場合には、延滞金が加算されないとは限りませんので、ご留意願います。納付書を紛失された方及び期限までの納付が困難な方におかれましては、事前に税務課（電話 {tel}）までご連絡くださいますようお願いいたします。""",
        (
            ("what", "[市|し]と[県|けん]の[税金|ぜいきん]（4[回目|かいめ]）を[払|はら]ってください。"),
            ("until", "2027[年|ねん]{m}[月|がつ]{d}[日|にち]（{w}）までに[払|はら]ってください。"),
            ("cost", "[払|はら]うお[金|かね]は{tax}[円|えん]です。"),
            ("bring", "[納付書|のうふしょ]（[税金|ぜいきん]を[払|はら]う[紙|かみ]）を[持|も]って[行|い]ってください。"),
            ("where", "[払|はら]う[所|ところ]は、[市役所|しやくしょ]の[税務課|ぜいむか]です。"),
            ("bank", "[市|し]の[中|なか]の[銀行|ぎんこう]でも[払|はら]うことができます。"),
            ("ifnot", "[遅|おく]れると、[延滞金|えんたいきん]（[遅|おく]れたときに[足|た]すお[金|かね]）も[払|はら]います。"),
            ("lost", "[納付書|のうふしょ]をなくした[人|ひと]は、[電話|でんわ]してください。"),
            ("contact", "[払|はら]うことが[難|むずか]しい[人|ひと]も、[税務課|ぜいむか]に[電話|でんわ]してください（{tel}）。"),
        ),
        "Notice: payment of the fourth instalment of the municipal and prefectural tax. The due date is coming: with the enclosed payment slip pay {tax} yen by {day_en} at the Tax section in City Hall or at a bank in the city. If it is not paid in full after the due date, a charge for late payment may be added. If you have lost the slip or find it hard to pay in time, ring Tax beforehand (tel. {tel}).",
        (
            ("what", "words", ("税", "ぜい")),
            ("part", "number", ("4",)),
            _UNTIL,
            ("cost", "amount", ("{tax_yen}",)),
            ("bring", "words", ("納付書", "のうふしょ")),
            ("where", "words", ("税務課", "ぜいむか", "市役所", "しやくしょ")),
            ("bank", "words", ("銀行", "ぎんこう")),
            ("ifnot", "words", ("延滞金", "えんたいきん")),
            ("lost", "words", ("なくした", "無くした", "なくなった", "失くした", "紙がない", "納付書がない", "なくしたら", "なくして")),
            ("hard", "words", ("難し", "むずかし", "払えない", "払うことができない", "払えません", "はらえない", "大変", "お金がない", "困って")),
            _CONTACT,
        ),
    ),
    Genre(
        "school",
        """小学校入学説明会の開催について（通知）
令和9年4月に小学校に就学する児童を養育される方を対象として、入学説明会が令和9年{m}月{d}日（{w}）午前{h}時から{p}において開催されますので、入学通知書及び上履きをご持参の上、ご参集くださいますようお願い申し上げます。当日は教材費として{fee}円が徴収されますので、ご用意願います。なお、欠席される場合には、事前に教育総務課（電話 {tel}）までご連絡いただかなければ、書類をお渡しできないことがないとは言えませんので、ご留意願います。""",
        (
            ("what", "[小学校|しょうがっこう]の[入学|にゅうがく][説明会|せつめいかい]に[来|き]てください。"),
            ("until", "2027[年|ねん]{m}[月|がつ]{d}[日|にち]（{w}）、[朝|あさ]{h}[時|じ]に[始|はじ]まります。"),
            ("where", "[場所|ばしょ]は{P}です。"),
            ("who", "4[月|がつ]に[小学校|しょうがっこう]に[入|はい]る[子|こ]どもの[親|おや]などが[来|き]てください。"),
            ("bring", "[入学通知書|にゅうがくつうちしょ]（[市|し]から[届|とど]いた[紙|かみ]）を[持|も]ってきてください。"),
            ("shoes", "[上履|うわば]き（[部屋|へや]の[中|なか]ではく[靴|くつ]）も[持|も]ってきてください。"),
            ("cost", "[学校|がっこう]で[使|つか]うもののお[金|かね]が{fee}[円|えん]かかります。"),
            ("contact", "[来|く]ることができない[人|ひと]は、[前|まえ]の[日|ひ]までに[電話|でんわ]してください。"),
            ("phone", "[電話|でんわ]は[教育総務課|きょういくそうむか]（{tel}）です。"),
        ),
        "Notice: meeting before primary school. For those who bring up children entering primary school in April 2027 an information meeting is held on {day_en} from {h} in the morning in {p_en}. Bring the notice of enrolment and indoor shoes. {fee} yen is collected for teaching materials. If you cannot come, call Education beforehand (tel. {tel}); otherwise you may not get the papers.",
        (
            ("what", "words", ("説明会", "せつめいかい", "説明の会", "説明をする会", "説明を聞く会")),
            _UNTIL,
            ("time", "time", ("{h2}:00",)),
            _PLACE,
            ("who", "words", ("小学校", "しょうがっこう")),
            ("bring", "words", ("入学通知書", "にゅうがくつうちしょ")),
            ("shoes", "words", ("上履き", "上ばき", "うわばき", "うわぐつ", "上靴", "室内履き", "中ではく靴", "中で履く靴")),
            ("cost", "amount", ("{yen}",)),
            ("absent", "words", ("来ることができ", "来られない", "来られません", "来れない", "来ない", "休む", "休み", "行けない", "行くことができ", "参加でき", "出られない", "これない", "こられない", "こない", "くることができ")),
            _CONTACT,
        ),
    ),
    Genre(
        "vaccine",
        """高齢者予防接種の実施について（通知）
65歳以上の市民の方を対象とする予防接種が{p}において実施されますので、接種を希望される方におかれましては、同封の予診票に所要事項を記入の上、本人確認書類とともにご持参くださいますようお願い申し上げます。接種に際しては、令和9年{m}月{d}日（{w}）までに健康課（電話 {tel}）宛て事前に予約を要し、予約がない場合は接種を受けられないことがないとは言えませんので、ご留意願います。なお、自己負担金として{fee}円が徴収されます。""",
        (
            ("what", "[予防接種|よぼうせっしゅ]（[病気|びょうき]を[防|ふせ]ぐ[注射|ちゅうしゃ]）をします。"),
            ("until", "[予約|よやく]は、2027[年|ねん]{m}[月|がつ]{d}[日|にち]（{w}）までです。"),
            ("contact", "[健康課|けんこうか]に[電話|でんわ]して、[予約|よやく]をしてください（{tel}）。"),
            ("who", "65[歳|さい]から[上|うえ]の[市民|しみん]が[受|う]けることができます。"),
            ("where", "[場所|ばしょ]は{P}です。"),
            ("bring", "[予診票|よしんひょう]（[体|からだ]のことを[書|か]く[紙|かみ]）を[書|か]いて、[持|も]ってきてください。"),
            ("identity", "あなたの[名前|なまえ]がわかる[本人確認|ほんにんかくにん]の[書類|しょるい]も[持|も]ってきてください。"),
            ("cost", "お[金|かね]は{fee}[円|えん]かかります。"),
        ),
        "Notice: vaccination of older people. Residents aged 65 or over can be vaccinated in {p_en}. Fill in the enclosed questionnaire and bring it with an identity document. Book beforehand with Public Health (tel. {tel}) by {day_en}; without a booking you may not be vaccinated. {fee} yen is collected.",
        (
            ("what", "words", ("予防接種", "よぼうせっしゅ", "注射", "ちゅうしゃ", "ワクチン")),
            _UNTIL,
            _CONTACT,
            ("book", "words", ("予約", "よやく", "申し込", "もうしこ")),
            ("who", "number", ("65",)),
            _PLACE,
            ("bring", "words", ("予診票", "よしんひょう")),
            ("identity", "words", ("本人確認", "ほんにんかくにん", "名前がわかる", "名前が分かる", "名前の分かる", "名前のわかる", "あなただとわかる", "あなただと分かる", "身分証", "本人だと", "なまえがわかる")),
            ("cost", "amount", ("{yen}",)),
        ),
    ),
    Genre(
        "water",
        """配水管布設替工事に伴う断水について
{a}地区における配水管布設替工事の施工に伴い、令和9年{m}月{d}日（{w}）午後{h1}時から午後{h3}時まで給水が停止されることとなりましたので、事前に飲料水等を確保されますようお願い申し上げます。給水再開後においては赤水等の混濁が生じないとは限りませんので、濁りが消失するまで放水の上、ご使用くださいますようお願いいたします。なお、給水所が{p}に開設され、無料でご利用いただけます。本件に関するお問い合わせは、建設課（電話 {tel}）までご連絡願います。""",
        (
            ("what", "[断水|だんすい]（[水道|すいどう]の[水|みず]が[出|で]ないこと）のお[知|し]らせです。"),
            ("until", "2027[年|ねん]{m}[月|がつ]{d}[日|にち]（{w}）、[水|みず]が[出|で]ません。"),
            ("time", "[時間|じかん]は[午後|ごご]{h1}[時|じ]から[午後|ごご]{h3}[時|じ]までです。"),
            ("who", "[場所|ばしょ]は{A}です。"),
            ("bring", "[飲|の]む[水|みず]をためておいてください。"),
            ("mud", "そのあと、[水|みず]が[濁|にご]ることがあります。きれいになるまで[水|みず]を[流|なが]してください。"),
            ("where", "{P}で[水|みず]をもらうことができます。"),
            ("cost", "[水|みず]は[無料|むりょう]です。"),
            ("contact", "わからないことは、[建設課|けんせつか]に[電話|でんわ]してください（{tel}）。"),
        ),
        "Water off because of pipe works. Because a water main in {a_en} is being relaid, there is no water on {day_en} from {h1} to {h3} in the afternoon. Please keep drinking water ready. Afterwards the water may be cloudy or red; let it run until it is clear. A water point opens in {p_en}, free of charge. Questions to Public Works (tel. {tel}).",
        (
            ("what", "words", ("断水", "だんすい", "水が出な", "水が出ま", "水が止", "水を止", "みずがでま", "みずがとま")),
            _UNTIL,
            ("from", "time", ("{h1_24}:00",)),
            ("to", "time", ("{h3_24}:00",)),
            ("who", "words", ("{a}", "{a_kana}")),
            ("bring", "words", ("ため", "貯め", "用意", "準備", "くんで", "汲んで", "買って", "入れておい", "とっておい", "取っておい")),
            ("mud", "words", ("濁", "にご", "赤い", "あかい", "汚", "きれい", "色")),
            ("where", "words", ("{p}", "{p_kana}")),
            ("cost", "amount", ("0",)),
            _CONTACT,
        ),
    ),
)  # fmt: skip

ALARM = Genre(
    "alarm",
    """避難に関する緊急情報
本日午後{h1}時現在、{r}の水位が上昇し、氾濫の危険性が高まっていることから、{a}地区に居住される方に対し避難指示が発令されました。対象となる方におかれましては、速やかに{p}へ避難行動を開始されますようお願い申し上げます。なお、屋外への移動に危険が伴う場合においては、無理に移動することなく、自宅等の2階以上に垂直避難していただくなど、命を守る行動をとっていただきますようお願いいたします。""",
    (
        ("act", "[今|いま]すぐ{P}に[逃|に]げてください。"),
        ("who", "{A}に[避難指示|ひなんしじ]（[危|あぶ]ないので[逃|に]げてという[知|し]らせ）が[出|で]ました。"),
        ("why", "{R}の[水|みず]があふれそうです。"),
        ("ifnot", "[外|そと]が[危|あぶ]ないときは、2[階|かい]より[上|うえ]に[行|い]ってください。"),
    ),
    "Urgent: evacuation. As of {h1} this afternoon the water of {r_en} is rising and the danger of flooding grows; an evacuation order is out for {a_en}. Those concerned are asked to begin evacuating to {p_en} without delay. Where going outside is dangerous, do not force yourself: go to floor 2 or above of your house, and protect your life.",
    (
        ("act", "words", ("逃げ", "にげ", "避難して", "避難を", "ひなんして")),
        ("where", "words", ("{p}", "{p_kana}")),
        ("who", "words", ("{a}", "{a_kana}")),
        ("order", "words", ("避難指示", "ひなんしじ")),
        ("why", "words", ("{r}", "{r_kana}", "川の水", "川が", "かわのみず")),
        ("ifnot", "number", ("2",)),
    ),
)  # fmt: skip

_POLITE = (
    ("持って[来|き]てください", "お持ちくださいますようお願い申し上げます"),
    ("ってきてください", "ってお越しくださいますようお願い申し上げます"),
    ("してください", "していただきますようお願い申し上げます"),
    ("てください", "ていただきますようお願い申し上げます"),
    ("でください", "でいただきますようお願い申し上げます"),
    ("です。", "でございます。"),
    ("ます。", "ますこと、お知らせ申し上げます。"),
    ("ません。", "ませんこと、お知らせ申し上げます。"),
    ("ました。", "ましたこと、お知らせ申し上げます。"),
)


def drawn_values(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the facts of a notice.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides all of it.

    Returns
    -------
    dict
        Everything that a template can ask for; places, areas and rivers in their notation with readings.
    """
    day = _FIRST_DAY + timedelta(days=int(rng.integers(0, 45)))
    while day.weekday() >= len(_WEEKDAYS) - 2:
        day += timedelta(days=1)
    place, area = PLACES[int(rng.integers(len(PLACES)))], AREAS[int(rng.integers(len(AREAS)))]
    river = RIVERS[int(rng.integers(len(RIVERS)))]
    hour, late = int(rng.integers(8, 12)), int(rng.integers(1, 3))
    yen = 100 * int(rng.integers(6, 49))
    tail = f"{int(rng.integers(100, 1000))}-{int(rng.integers(1000, 10000))}"
    return {
        "m": day.month,
        "d": day.day,
        "w": _WEEKDAYS[day.weekday()],
        "iso": day.isoformat(),
        "day_en": f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}",
        "h": hour,
        "h2": f"{hour:02d}",
        "h1": late,
        "h3": late + 3,
        "h1_24": late + 12,
        "h3_24": late + 15,
        "fee": f"{yen:,}",
        "yen": str(yen),
        "tax": f"{_TAX * yen:,}",
        "tax_yen": str(_TAX * yen),
        "tel": f"0X7-{tail}",
        "digits": f"0X7{tail}".replace("-", ""),
        **_named("p", place),
        **_named("a", area),
        **_named("r", river),
    }


def _named(letter: str, name: tuple[str, str]) -> dict[str, str]:
    return {
        letter: bare(name[0]),
        letter.upper(): name[0],
        f"{letter}_kana": kana(name[0]),
        f"{letter}_en": name[1],
    }


def original(genre: Genre, values: dict[str, Any]) -> str:
    """Return the notice as the office writes it."""
    return genre.original.format(**values)


def gloss(genre: Genre, values: dict[str, Any]) -> str:
    """Return what it says, English."""
    return genre.gloss.format(**values)


def sentences(genre: Genre, values: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the plain version with readings to be rendered, each sentence with the fact it tells."""
    return [(name, text.format(**values)) for name, text in genre.plain]


def needs(genre: Genre, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the facts to keep, as plain data."""
    return [
        {"id": name, "kind": kind, "forms": [form.format(**values) for form in forms]}
        for name, kind, forms in genre.needs
    ]


def polite(text: str) -> str:
    """Put honorifics on a plain sentence, as a kind colleague would."""
    for plain, honorific in _POLITE:
        if plain in text:
            return text.replace(plain, honorific)
    return text
