"""Sheets to changes: each rule where it is broken, and what is told beside it."""

from __future__ import annotations

from datetime import date

import pytest

START = date(2020, 4, 1)
EXTRA = {
    "post_skills": "post,skill,level,people,valid_from",
    "wishes": "staff_number,rank,target,valid_from",
    "remarks": "staff_number,author,text,valid_from",
    "restrictions": "staff_number,target,valid_from",
    "relations": "staff_number,other,kind,valid_from",
    "qualifications": "staff_number,qualification,acquired_on,expires_on,valid_from",
    "pledges": "staff_number,pledge,signed_on,valid_from",
    "consents": "staff_number,target,given_on,valid_from",
    "eligibility": "staff_number,condition,valid_from",
    "companies": "company,kind,other,valid_from",
    "leaves": "staff_number,valid_from,valid_to",
}


def _ids(read):
    return [finding.rule.id for finding in read.findings]


def _said(read):
    (finding,) = read.findings
    return finding.message.ja


def test_a_sound_office_has_no_findings(read, office):
    """Every row of a sound office is new; people are named by their ids from then on, new ones by ids made for them."""
    done = read(office)
    held = [one.values for one in done.changes if one.sheet == "appointments"]

    assert () == done.findings
    assert {"new"} == {one.kind for one in done.differences}
    assert [("s001", "P1"), ("n1", "P2")] == [(one["person"], one["post"]) for one in held]


# One line more, or another line, for each rule; expected are the rule and a word that tells the place.
BROKEN = [
    ("R004", "people", ",000789,,regular,2020-04-01", "「氏名」（C列）が空欄"),
    ("R005", "people", "con,000789,森 一,regular,2020-04-01", "「con」"),
    ("R007", "people", ",000789,森 一,regular", "欄が4個"),
    ("R035", "people", ",000789,森\u200b一,regular,2020-04-01", "U+200B"),
    ("R036", "posts", "P3,係長,D1,internal,二,,2020-04-01", "（E列）の「二」"),
    ("R037", "people", ",000789,森 一,regular,2020-04-31", "「適用開始日」（E列）の「2020-04-31」"),
    ("R038", "people", ",000789,森 一,常勤,2020-04-01", "選べるのは 正規"),
    ("R039", "people", ",123,森 一,regular,2020-04-01", "「000123」"),
    ("R040", "posts", "P3,係長,D9,internal,1,,2020-04-01", "「D9」"),
    ("R040", "appointments", "456,P1,second post,2020-04-01", "「000456」のことですか"),
    ("R040", "appointments", "000456,P9,second post,2020-04-01", "「P9」"),
    ("R040", "remarks", "000123,000999,よい,2020-04-01", "「000999」"),
    ("R040", "wishes", "000123,1,P9,2020-04-01", "ポスト・所属"),
    ("R040", "restrictions", "000123,X,2020-04-01", "「X」"),
    ("R040", "consents", "000123,da-nowhere,2020-04-01,2020-04-01", "「da-nowhere」"),
    ("R041", "post_skills", "P1,SEC-NONE,2,1,2020-04-01", "「SEC-NONE」は標準にありません"),
    ("R041", "pledges", "000123,nobody,2020-04-01,2020-04-01", "「nobody」"),
    ("R041", "eligibility", "000123,eligibility.none,2020-04-01", "「eligibility.none」"),
    ("R042", "qualifications", "000123,そろばん1級,,,2020-04-01", "「そろばん1級」"),
    ("R043", "people", "s001,000123,青葉 花子,regular,2021-04-01", "2行目の期間"),
    ("R044", "posts", "P3,係長,D1,internal,1,2,2020-04-01", "「必置数」の 2.0"),
    ("R044", "leaves", "000123,2020-04-01,2020-03-31", "「適用終了日」"),
    ("R044", "relations", "000123,000123,kin,2020-04-01", "同じ"),
    ("R044", "companies", "A社,parent_of,A社,2020-04-01", "同じ"),
    ("R044", "wishes", "000123,1,,2020-04-01", "希望先が空欄"),
    ("R044", "qualifications", "000123,ipa-ap,2026-04-01,2025-04-01,2020-04-01", "有効期限"),
    ("R045", "people", "s002,000123,森 一,regular,2020-04-01", "「s001」"),
    ("R045", "people", "S001,000789,森 一,regular,2020-04-01", "大文字・小文字だけ"),
    ("R047", "appointments", "000123,P2,main post,2021-04-01", "（P1、P2）"),
]


@pytest.mark.parametrize(("rule", "sheet", "row", "word"), BROKEN)
def test_each_rule_is_told_at_its_place(read, office, rule, sheet, row, word):
    """A row that breaks one rule gives one finding, with file, row, what stands there, and a remedy in both languages."""
    office.setdefault(sheet, [EXTRA.get(sheet, "")]).append(row)
    done = read(office)

    assert [rule] == _ids(done)
    assert word in _said(done)
    assert (f"{sheet}.csv", len(office[sheet])) == (
        done.findings[0].path.name,
        done.findings[0].line,
    )
    assert done.findings[0].rule.remedy.en


def test_a_bad_person_is_no_second_error_elsewhere(read, office):
    """Who refers to a person with a slip in the row does not get a finding, too."""
    office["people"][1] = "s001,000123,青葉 花子,常勤,2020-04-01"

    assert ["R038"] == _ids(read(office))


def test_shares_beyond_a_whole_person_warn(read, office):
    """A second post on top of a whole main post is a warning: it blocks nothing."""
    office["appointments"] = [f"{line}," for line in office["appointments"]]
    office["appointments"][0] = "staff_number,post,holds,valid_from,share"
    office["appointments"].append("000123,P2,second post,2021-04-01,0.2")
    done = read(office)

    assert ["R046"] == _ids(done)
    assert "2021-04-01の従事割合の合計が1.2" in _said(done)
    assert "warning" == done.findings[0].severity


def test_departments_do_not_lie_within_themselves(read, office):
    """A circle of departments is told at each of its rows."""
    office["departments"] = [
        "department,name,parent,valid_from",
        "D1,情報政策課,D2,2020-04-01",
        "D2,市民課,D1,2020-04-01",
    ]

    assert ["R044", "R044"] == _ids(read(office))


@pytest.mark.parametrize(
    ("header", "rules"),
    [
        ("受講者番号,職員番号,氏名,任用区分,適用開始日", []),
        ("適用開始日,PERSON,Staff number,氏名,任用区分", []),
        ("person,staff_number,name,employment,valid_from,血液型", ["R009"]),
        ("person,staff_number,name,employment", ["R031"]),
        ("person,staff_number,name,employment,valid_from,氏名", ["R031"]),
    ],
)
def test_headers(read, header, rules):
    """Headers may be of either language, in any order and width; unknown, missing and doubled ones are told."""
    cells = {
        "受講者番号": "s001", "職員番号": "000123", "氏名": "青葉 花子", "任用区分": "正規", "適用開始日": "2020/4/1",
        "person": "s001", "staff_number": "000123", "name": "青葉 花子", "employment": "regular",
        "valid_from": "R2.4.1", "PERSON": "s001", "Staff number": "000123", "血液型": "A",
    }  # fmt: skip
    names = header.split(",")
    done = read(
        {
            "職員": [
                header.replace("Staff number", "staff_number"),
                ",".join(cells[n] for n in names),
            ]
        }
    )

    assert rules == _ids(done)
    assert ([] if "R031" in rules else ["s001"]) == [one.values["person"] for one in done.changes]


def test_the_same_again_changes_nothing(read, office, known):
    """What is known already is unchanged, and nothing is recorded."""
    done = read(office, known)

    assert ({"unchanged"}, (), ()) == (
        {one.kind for one in done.differences}, done.changes, done.findings,
    )  # fmt: skip


def test_a_change_names_old_and_new_value(read, known):
    """A new name from a day on is a change; columns that are not there keep what was known."""
    done = read(
        {"people": ["staff_number,name,employment,valid_from", "000123,若葉 花子,正規,2026-04-01"]},
        known,
    )
    (one,) = done.differences
    (change,) = done.changes

    assert ("changed", (("name", "青葉 花子", "若葉 花子"),)) == (one.kind, one.fields)
    assert ("s001", date(2026, 4, 1), None) == (
        change.values["person"], change.valid_from, change.valid_to,
    )  # fmt: skip


def test_a_record_ends_by_its_last_day(read, known):
    """An appointment moves on: the old one ends, the new one begins, and there is one main post at any time."""
    done = read(
        {
            "appointments": [
                "staff_number,post,holds,valid_from,valid_to",
                "000123,P1,main post,2020-04-01,2026-03-31",
                "000123,P2,main post,2026-04-01,",
            ]
        },
        known,
    )

    assert () == done.findings
    assert ["ended", "new"] == [one.kind for one in done.differences]
    assert [date(2026, 3, 31), None] == [one.valid_to for one in done.changes]


def test_a_record_with_other_values_ends_where_the_sheet_says(read, known):
    """Stated with another share and a last day, the appointment does not go on with its old values after that day."""
    from grader.records.database.timeline import Period, state  # noqa: PLC0415

    sheet = [
        "staff_number,post,holds,share,valid_from,valid_to",
        "000123,P1,main post,0.5,2020-04-01,2026-03-31",
    ]
    done = read({"appointments": sheet}, known)
    periods = (Period(tuple(known["appointments"][0].values())[:-2], START, None),)
    for one in done.changes:
        periods = state(periods, Period(tuple(one.values.values()), one.valid_from, one.valid_to))

    assert ["changed"] == [one.kind for one in done.differences]
    assert [(START, date(2026, 3, 31), 0.5)] == [(p.first, p.last, p.values[3]) for p in periods]


@pytest.mark.parametrize("row", ["D1,情報課,2019-04-01", "D1,情報政策課,2022-04-01,2026-03-31"])
def test_what_is_known_is_not_overrun(read, known, row):
    """A row may not run over a period known from a later day, nor end what began on another day."""
    header = "department,name,valid_from" + ",valid_to" * (row.count(",") - 2)

    assert ["R043"] == _ids(read({"departments": [header, row]}, known))


def test_one_person_one_number(read, known):
    """A new staff number with the person's id is taken; the number of somebody else is not."""
    header = "person,staff_number,name,employment,valid_from"
    taken = read({"people": [header, "s001,000999,青葉 花子,reappointed,2026-04-01"]}, known)
    refused = read({"people": [header, "s001,000456,青葉 花子,regular,2026-04-01"]}, known)

    assert () == taken.findings
    assert ["R045"] == _ids(refused)


def test_an_id_does_not_pass_on_to_somebody_else(read, known):
    """With a person's id but neither number nor name, a row is somebody else's: grades would go with it."""
    header = "person,staff_number,name,employment,valid_from"

    assert ["R045"] == _ids(
        read({"people": [header, "s001,000999,森 一,regular,2026-04-01"]}, known)
    )


def test_what_is_taken_back_makes_room(read, known):
    """A record that should have begun earlier is taken back and stated again in one go; what is not there cannot be."""
    header = "department,name,valid_from,valid_to"
    moved = [header, "D1,情報政策課,2020-04-01,2020-03-31", "D1,情報政策課,2019-04-01,"]
    done = read({"departments": moved}, known, withdraw=True)
    none = read({"departments": [header, "D1,課,2021-04-01,2021-03-31"]}, known, withdraw=True)

    assert (["withdrawn", "new"], ()) == ([one.kind for one in done.differences], done.findings)
    assert ["R043"] == _ids(none)


def test_names_of_the_standard_become_ids(read, office):
    """Qualifications, acts, procurements and placements are found by name, and recorded by id."""
    office["posts"][0] += ",acts,procures,qualifications"
    office["posts"][1] += (
        ",仕様書の作成、助言,システムの設計・開発;Ｓｏｆｔｗａｒｅ,応用情報技術者試験"
    )
    office["posts"][2] += ",,,"
    office["consents"] = [EXTRA["consents"], "000123,窓口BPRアドバイザー,R8.4.1,2026-04-01"]
    done = read(office)
    posts = next(one for one in done.changes if one.sheet == "posts")
    consent = next(one for one in done.changes if one.sheet == "consents")

    assert () == done.findings
    assert ("draft_specification", "advise") == posts.values["acts"]
    assert ("system_development", "software") == posts.values["procures"]
    assert ("ipa-ap",) == posts.values["qualifications"]
    assert "da-window-bpr-adviser" == consent.values["target"]


@pytest.mark.parametrize("field", ["acts", "access", "procures", "work", "placement", "role"])
def test_a_misspelt_word_of_the_standard_is_an_error(read, office, field):
    """A word that no rule knows would silently bar nobody: it is refused."""
    office["posts"][0] += f",{field}"
    office["posts"][1] += ",助 言 ?"
    office["posts"][2] += ","
    done = read(office)

    assert ["R041"] == _ids(done)
    assert "（H列）の「助 言 ?」は標準にありません" in _said(done)


def test_new_ids_avoid_those_in_use():
    """A drawn id that somebody has already is drawn again."""
    from grader.records.sheets.people import Directory, new_person_id  # noqa: PLC0415

    drawn = iter(["S001", "p2"])
    directory = Directory([], lambda: next(drawn), persons={"s001": "s001"})

    assert "p2" == directory._unused()
    assert new_person_id() != new_person_id()


def test_ten_thousand_findings_do_not_take_long(read):
    """The time that checks take grows with the rows, not with their square (counted in seconds: a hand's breadth)."""
    import time  # noqa: PLC0415

    lines = ["person,staff_number,name,employment,valid_from"]
    lines += [f",{n:06},森 一,常勤,2020-04-01" for n in range(10_000)]
    start = time.process_time()
    done = read({"people": lines})

    assert 10_000 == len(done.findings)
    assert time.process_time() - start < 10
    assert not [one for one in done.findings if one.severity != "error"]
