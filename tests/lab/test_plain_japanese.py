"""The checker of plain Japanese: what it finds, what it must not find, and what no rewriting can fool."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.lab import plain_japanese as plain

OFFICE = (
    "特定健康診査の受診につきましては、令和9年1月29日（金）までに受診券をご持参の上、市民課に申し込まない場合は"
    "受診できないことがないとは言えませんので、ご留意願います。"
)
"""A sentence of a real kind of letter; the rules that it breaks were counted by hand."""
EASY = "健康診査（体を調べること）を受けてください。1月29日（金）までに電話してください。"

HIRAGANA = st.text(
    st.sampled_from("あいうえおかきくけこさしすせそたちつてとなにのはまみもやゆよらりるれわ"),
    min_size=1,
    max_size=8,
)
KANJI = st.text(
    st.sampled_from("市民課書類受付電話税金保険届出水道学校健康青葉緑川"), min_size=1, max_size=3
)
WORDS = st.lists(st.tuples(KANJI, HIRAGANA), min_size=1, max_size=6)
JOINTS = st.lists(st.sampled_from(["、", "て、", "ので、", ""]), min_size=6, max_size=6)


def rules_of(text, **more):
    """Return the ids of the rules that a text breaks."""
    return {found.rule for found in plain.report(text, **more).findings}


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        ("length", "市民課の受付は朝の9時から夕方の5時までなので昼の休みの時間に来る人は気をつけてください。", "受付は9時から5時までです。"),
        ("several", "紙を取って、名前を書いて、出してください。", "名前を書いて、出してください。"),
        ("kanji", "住所氏名電話番号を申込書裏面上部に書いてください。", "住所と名前を紙に書いてください。"),
        ("chain", "国民健康保険料納入先です。", "国民健康保険のお金を払う所です。"),
        ("word", "お金を納付してください。", "お金を払ってください。"),
        ("word", "住民票等を出してください。", "住民票（住所の紙）などを出してください。"),
        ("word", "キャンセルの人は電話してください。", "やめる人は電話してください。"),
        ("double", "使えないわけではありません。", "使えます。"),
        ("double", "予約がなければ、入ることができません。", "予約をしなければなりません。"),
        ("passive", "紙は家に送られます。", "市が紙を家に送ります。"),
        ("polite", "朝9時にお越しください。", "朝9時に来てください。"),
        ("polite", "ご記名をお願いいたします。", "名前を書いてください。"),
        ("ending", "明日は休みである。", "明日は休みです。"),
        ("era", "令和9年に始まります。", "2027年（令和9年）に始まります。"),
        ("era", "R9年度の予定です。", "令和9年（2027年）の予定です。"),
        ("kana", "けんこうしんさをうけてください。", "健康診査（体を調べること）を受けてください。"),
    ],
)  # fmt: skip
def test_each_rule_finds_its_fault_and_spares_the_remedy(rule, bad, good):
    """A sentence with the fault is found by its rule, and the plain way to say it breaks no rule."""
    assert rule in rules_of(bad)
    assert set() == rules_of(good)


@pytest.mark.parametrize(
    "text",
    [
        "お金を用意します。",
        "水をください。",
        "いすを窓の前においてください。",
        "お知らせします。",
        "電話で話すことができます。",
        "市の米を食べられます。",
        "市民課で、土曜日に受け付けます。",
        "9時から、5時まで開きます。",
    ],
)
def test_harmless_sentences_are_spared(text):
    """What merely looks like an honorific, a passive or a joint of clauses is not found."""
    assert set() == rules_of(text)


def test_the_office_sentence_breaks_the_rules_counted_by_hand():
    """Seven rules, one by one."""
    wanted = {"length", "several", "kanji", "word", "double", "polite", "era"}
    assert wanted == rules_of(OFFICE)


def test_a_key_term_stays_if_it_is_explained():
    """An explanation in brackets, in kana, or as a sentence of its own is enough; a reading is none."""
    assert {"word"} == rules_of("断水（だんすい）です。")
    assert set() == rules_of("断水（水が出ないこと）です。")
    assert set() == rules_of("断水（みずがでないこと）です。")
    assert set() == rules_of("断水です。断水は水が出ないことです。")


def test_readings_are_asked_for_only_on_demand():
    """Kanji of the first two school years need none, others one anywhere in the text."""
    assert "ruby" not in rules_of("税金を払ってください。")
    assert "ruby" in rules_of("税金を払ってください。", ruby=True)
    assert set() == rules_of("税金（ぜいきん）を払（はら）ってください。税金です。", ruby=True)
    assert set() == rules_of("子どもの本を買ってください。", ruby=True)


def test_a_finding_tells_rule_place_phrase_and_what_to_do():
    """Both languages have a message, and the sentence is counted from 1."""
    found = plain.report("紙を出します。お金を納付してください。").findings
    assert [(2, "word", "納付")] == [(f.sentence, f.rule, f.phrase) for f in found]
    assert "払う" in found[0].message.ja
    assert "pay" in found[0].message.en
    assert {"文", "決まり", "箇所", "直し方"} == set(plain.report(OFFICE).rows("ja")[0])


def test_headings_and_lists_need_no_sentence_end():
    """A line without 。 may end in a noun; a long one may not."""
    assert set() == rules_of("お知らせ\n・名前の紙\n1. はんこ\n受付は9時からです。")
    assert "ending" in rules_of("明日の朝9時から、市民課の受付で新しい番号の紙を配る予定")


def test_a_line_break_inside_a_sentence_does_not_end_it():
    """Breaking lines behind particles is no way around the length."""
    broken = OFFICE.replace("、", "、\n").replace("までに", "までに\n")
    assert plain.report(OFFICE).of("length")
    assert len(plain.report(broken).sentences) == len(plain.report(OFFICE).sentences)


def test_the_rate_runs_from_hard_to_easy():
    """Nothing is easy in the office sentence, everything in the plain one, and an empty text keeps no rule."""
    assert 0.0 == plain.report(OFFICE).rate
    assert 1.0 == plain.report(EASY).rate
    assert 0.0 == plain.report("").rate
    assert 0.0 == plain.report("").kept("length")


def test_the_report_reads_as_text_and_as_html(monkeypatch):
    """Both forms carry the summary, and what a trainee typed cannot become markup."""
    monkeypatch.setattr("grader.lab.session._OPEN", [])  # in no lesson the report is in Japanese
    shown = plain.report("<b>本状をご持参ください。</b>")
    assert "指摘" in str(shown)
    assert "<b>" not in shown._repr_html_()


def test_improvement_is_measured_against_the_original():
    """The original gains nothing, an empty text neither, a plain version all."""
    assert 0.0 == plain.improvement(OFFICE, OFFICE)
    assert 0.0 == plain.improvement("", OFFICE)
    assert 1.0 == plain.improvement(EASY, OFFICE)


@given(st.integers(min_value=0, max_value=8))
def test_padding_does_not_improve(count):
    """Easy sentences that are only added leave the share of hard characters that is gone where it was."""
    half = OFFICE + "ご留意願います。"
    assert plain.improvement(half, half + OFFICE) == plain.improvement(
        half + "本を読みます。" * count, half + OFFICE
    )


@given(WORDS, JOINTS)
def test_readings_change_no_measure(words, joints):
    """Ruby neither lengthens a sentence nor changes any finding."""
    pieces = list(zip(words, joints, strict=False))
    bare = "".join(kanji + "の" + joint for (kanji, _), joint in pieces) + "です。"
    read = (
        "".join(f"{kanji}（{kana[: 2 * len(kanji)]}）の{joint}" for (kanji, kana), joint in pieces)
        + "です。"
    )
    one, other = plain.report(bare), plain.report(read)
    assert one.size == other.size
    assert one.findings == other.findings


@given(WORDS, JOINTS, st.data())
def test_splitting_never_harms_the_rule_of_length(words, joints, data):
    """Wherever a sentence is cut, the share of characters in short enough sentences does not fall."""
    text = "".join(a + b + j for (a, b), j in zip(words, joints, strict=False)) * 3
    at = data.draw(st.integers(min_value=1, max_value=len(text) - 1))
    whole, cut = plain.report(text + "。"), plain.report(text[:at] + "。" + text[at:] + "。")
    assume(whole.size == cut.size)
    assert cut.kept("length") >= whole.kept("length")


NOT_CIRCLED = st.characters(
    exclude_categories=["Cs"], exclude_characters=map(chr, range(0x2460, 0x2474))
)


@given(st.text(NOT_CIRCLED, max_size=80))
def test_any_text_can_be_checked(text):
    """No text raises, the rate stays in [0, 1], and compatibility forms of characters make no difference."""
    found = plain.report(text, ruby=True)
    assert 0.0 <= found.rate <= 1.0
    assert found == plain.report(unicodedata.normalize("NFKC", text), ruby=True)
    assert plain.facts(text) == plain.facts(unicodedata.normalize("NFKC", text))
    assert [] == plain.invented(text, text)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("2026年11月30日", "date", "2026-11-30"),
        ("２０２６年１１月３０日（月）", "date", "2026-11-30"),
        ("令和8年11月30日", "date", "2026-11-30"),
        ("令和元年5月1日", "date", "2019-05-01"),
        ("R8年11月30日", "date", "2026-11-30"),
        ("2026年（令和8年）11月30日", "date", "2026-11-30"),
        ("令和8年（2026年）11月30日", "date", "2026-11-30"),
        ("2026/11/30", "date", "2026-11-30"),
        ("2026-11-30", "date", "2026-11-30"),
        ("11月30日（月）", "date", "11-30"),
        ("11/30(月)", "date", "11-30"),
        ("11月（がつ）30日（にち）", "date", "11-30"),
        ("11がつ30にち", "date", "11-30"),
        ("11月30日（月曜日）", "weekday", "11-30 月"),
        ("11月30日月曜日", "weekday", "11-30 月"),
        ("午後1時30分", "time", "13:30"),
        ("午後１時半", "time", "13:30"),
        ("13：30", "time", "13:30"),
        ("朝9時", "time", "09:00"),
        ("正午", "time", "12:00"),
        ("午後0時15分", "time", "12:15"),
        ("1,500円", "amount", "1500"),
        ("１５００円", "amount", "1500"),
        ("¥1,500円", "amount", "1500"),
        ("1万2千円", "amount", "12000"),
        ("12万円", "amount", "120000"),
        ("お金はかかりません", "amount", "0"),
        ("無料です", "amount", "0"),
        ("0X7-123-4567", "phone", "0X71234567"),
        ("０Ｘ７（１２３）４５６７", "phone", "0X71234567"),
        ("40歳から", "number", "40"),
        ("SHIMIN@city.aobano.example", "address", "shimin@city.aobano.example"),
        ("北部公民館で", "place", "北部公民館"),
        ("2027年度", "year", "2027"),
    ],
)  # fmt: skip
def test_facts_are_found_in_every_usual_notation(text, kind, value):
    """The notations of one fact give one value."""
    assert plain.Fact(kind, value) in plain.facts(text)


def test_a_day_is_read_once():
    """The digits of a date, a time or an amount are not numbers of their own."""
    found = plain.facts("令和8年11月30日（月）午後1時30分、1,500円、電話 0X7-123-4567")
    assert {"date", "weekday", "time", "amount", "phone"} == {fact.kind for fact in found}


def test_ways_of_speaking_are_no_facts():
    """Numbers of a list, counters with つ and the number one do not count."""
    assert frozenset() == plain.facts(
        "1. 紙を1枚\n2) はんこ\n②本人の紙\n③ 次の3つを持ってきてください。"
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2026年11月30日まで", True),
        ("11月30日（月）まで", True),
        ("令和8年11月30日まで", True),
        ("2027年11月30日まで", False),
        ("11月29日まで", False),
        ("来週まで", False),
    ],
)
def test_a_date_is_kept_in_any_notation_but_not_as_another_day(text, kept):
    """The year may be left out, but it may not be another."""
    assert kept is plain.keeps(text, plain.Need("until", "date", ("2026-11-30",)))


def test_words_are_kept_with_or_without_readings():
    """Any one of the wordings is enough, spaces and ruby aside."""
    need = plain.Need("where", "words", ("北部公民館", "ほくぶこうみんかん"))
    assert plain.keeps("北部（ほくぶ）公民館（こうみんかん）です。", need)
    assert plain.keeps("ほくぶ こうみんかんです。", need)
    assert {"where": False} == plain.kept("南部公民館です。", [need])


def test_what_the_original_does_not_have_is_invented():
    """Numbers, days, times, amounts, addresses and places, each by itself."""
    original = "令和8年11月30日（月）午前9時から市民センターで開催。費用1,500円。"
    text = "12月1日です。午後3時です。2,000円です。20台です。南公園です。電話は0X7-999-9999です。x@y.example です。"
    kinds = {fact.kind for fact in plain.invented(text, original)}
    assert {"date", "time", "amount", "number", "place", "phone", "address"} == kinds


def test_saying_the_same_otherwise_is_not_inventing():
    """Another notation, the weekday of a known day, the short name of a place, a free choice of counters."""
    original = "令和8年11月30日午前9時から青葉野市民センターで開催。費用1,500円。40歳以上。"
    text = "1. 2026年11月30日（月）、朝9時です。\n市民センターです。1500円です。40歳から上の人です。次の2つです。"
    assert [] == plain.invented(text, original)


def test_a_wrong_weekday_and_a_false_free_are_invented():
    """Both mislead readers."""
    original = "令和8年11月30日に開催。費用1,500円。"
    assert ["weekday"] == [f.kind for f in plain.invented("11月30日（火）です。", original)]
    assert [plain.Fact("amount", "0")] == plain.invented("無料です。", original)
