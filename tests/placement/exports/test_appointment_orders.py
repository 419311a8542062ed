"""Draft appointment orders: their sentences, the PDF, and the city's own wording."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from dataclasses import replace
from pathlib import Path

import pytest
import reportlab
import yaml

from grader.errors import InputError
from grader.placement.exports import check_wording, export_plan, read_wording
from grader.placement.exports.fonts import paper_font
from grader.placement.exports.orders import orders
from grader.placement.exports.orders_pdf import orders_pdf
from grader.placement.exports.view import make_view
from grader.placement.exports.wording import FILE_NAME, SENTENCES, Wording
from grader.schema.store import load_schema

VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"  # TrueType, without Japanese
_ESCAPE = re.compile(rb"\\(?:([0-7]{3})|(.))", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _unescape(found):
    octal, char = found.groups()
    return bytes([int(octal, 8)]) if octal else _NAMED.get(char, char)


def _pages(pdf):
    """Text of each page of a PDF that reportlab made with its Japanese font: UTF-16 in literal strings."""
    pages = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        data = zlib.decompress(a85decode(b"<~" + stream.strip(), adobe=True))
        shown = re.findall(rb"\(((?:\\.|[^\\()])*)\) Tj", data, re.DOTALL)
        pages.append("\n".join(_ESCAPE.sub(_unescape, text).decode("utf-16-be") for text in shown))
    return pages


@pytest.fixture
def cid(monkeypatch):
    """The viewer's font, whatever this machine has."""
    monkeypatch.setattr("grader.placement.exports.fonts.PLACES", ())
    return paper_font(None)


@pytest.fixture(scope="module")
def made(papers):
    """The orders by name."""
    return {order.name: order for order in orders(make_view(papers, "ja"))}


def test_each_kind_of_move_has_its_sentences(made):
    """Rotation, promotion, secondment, return, 兼務 and its end, sharing, new staff and advisers are worded as such."""
    expected = {
        "若草 一郎": ("情報政策課勤務を命ずる",),
        "梅田 四郎": ("係長に昇任させる", "総務課勤務を命ずる"),
        "竹内 五月": (
            "国の機関へ派遣する",
            "期間は令和九年四月一日から令和十一年三月三十一日までとする",
        ),
        "杉本 三枝": (
            "研修のためみどり商事へ派遣する",
            "期間は令和九年四月一日から令和十年三月三十一日までとする",
        ),
        "松原 六花": ("国の機関への派遣を解く", "情報政策課勤務を命ずる"),
        "桜井 七海": ("兼ねて総務課勤務を命ずる",),
        "蓮見 十和": ("総務課の兼務を解く",),
        "椿 八重": ("派遣先の業務に従事することを命ずる",),
        "菊池 九": ("職員に採用する", "市民課勤務を命ずる"),
        "外山 十一": (
            "窓口改革の助言者を委嘱する",
            "期間は令和九年四月一日から令和九年六月三十日までとする",
        ),
    }

    assert expected == {name: made[name].articles for name in expected}


def test_who_stays_gets_no_order(made):
    """Nobody who stays is in the orders."""
    assert "青葉 花子" not in made


def _with_post(papers, ident, **changes):
    posts = tuple(replace(p, **changes) if p.id == ident else p for p in papers.problem.posts)
    return replace(papers, problem=replace(papers.problem, posts=posts))


def _articles(papers, name):
    return next(o.articles for o in orders(make_view(papers, "en")) if o.name == name)


def test_the_employer_tells_dispatch_from_transfer(papers):
    """Where the person becomes staff of the host the order says 出向, else 派遣, in Japanese whatever the language of the lists."""
    place = replace(papers.standard.placements["agency"], employer="host")
    standard = replace(papers.standard, placements={"agency": place})
    articles = _articles(replace(papers, standard=standard), "竹内 五月")

    assert "国の機関へ出向を命ずる" == articles[0]


def test_a_post_at_another_body_is_heinin(papers):
    """A part of the week at a placement of the standard is 併任, and so is its end."""
    changed = _with_post(papers, "B6", placement="agency")

    assert ("国の機関に併任する",) == _articles(changed, "桜井 七海")
    assert ("国の機関への併任を解く",) == _articles(changed, "蓮見 十和")


def test_a_new_title_of_the_same_grade_is_no_promotion(papers):
    """A title alone is 命ずる; 昇任 needs a higher grade."""
    changed = _with_post(papers, "B1", grades=(1, 6))

    assert ("係長を命ずる", "総務課勤務を命ずる") == _articles(changed, "梅田 四郎")


def test_a_move_within_a_department_names_the_post(papers):
    """Who moves inside the department is not ordered to where they are already; the department stands there once."""
    changed = _with_post(papers, "B3", department="D2", name="情報政策課 窓口係")

    assert ("情報政策課窓口係勤務を命ずる",) == _articles(changed, "双葉 次郎")


def test_moves_of_one_person_share_an_order(papers):
    """A new main post and a 兼務 of the same day stand on one order, the main post first."""
    second = replace(papers.plan.placed[7], person="p02")
    plan = replace(papers.plan, placed=(*papers.plan.placed, second))

    assert ("情報政策課勤務を命ずる", "兼ねて総務課勤務を命ずる") == _articles(
        replace(papers, plan=plan), "若草 一郎"
    )


def test_the_pdf_has_a_page_for_each_order(made, cid):
    """Each page has name, sentences, date and authority, says that it is a draft, and bears the mark twice."""
    wording = Wording(authority="青葉野市長", authority_name="山野 太郎")
    pdf, lacking = orders_pdf(tuple(made.values()), wording, font=cid, mark="取扱注意 検討")
    pages = _pages(pdf)

    assert {} == lacking
    assert len(made) == len(pages)
    for order, page in zip(made.values(), pages, strict=True):
        assert all(text in page for text in (order.name, *order.articles, order.staff_number))
        assert "辞　令（案）" in page
        assert "青葉野市長　山野 太郎" in page
        assert "令和九年四月一日" in page
        assert 2 == page.count("取扱注意 検討")


def test_the_same_orders_have_the_same_bytes(made, cid):
    """A PDF holds neither time nor chance."""
    first, again = (
        orders_pdf(tuple(made.values()), Wording(), font=cid, mark="x")[0] for _ in range(2)
    )

    assert first == again


@pytest.mark.usefixtures("cid")
def test_a_character_without_a_glyph_is_named(papers, access, tmp_path):
    """A rare character is 〓 in the text, its code stands on the page, and a finding names it; nothing is dropped."""
    people = list(papers.problem.people)
    people[1] = replace(people[1], name="\U00020bb7野 一郎")
    rare = replace(papers, problem=replace(papers.problem, people=tuple(people)))
    exported = export_plan(rare, tmp_path / "out", access=access, records=tmp_path)
    page = _pages((tmp_path / "out" / "辞令案.pdf").read_bytes())[2]

    assert [("W002", 3)] == [(f.rule.id, f.line) for f in exported.findings]
    assert "U+20BB7" in exported.findings[0].message.ja
    assert "〓野 一郎" in page
    assert "U+20BB7" in page
    assert exported.embedded is None


def test_a_font_that_is_given_is_embedded(made):
    """A TrueType font is embedded, and every character that it lacks is named."""
    font = paper_font(VERA)
    one = replace(made["若草 一郎"], name="Aoba 青", articles=("x",), old="", old_title="")
    pdf, lacking = orders_pdf([one], Wording(heading="A", authority="B"), font=font, mark="m")

    assert b"/FontFile2" in pdf
    assert {"青": 1}.items() <= lacking.items()
    assert not {"A", "o", "x"} & set(lacking)


@pytest.mark.parametrize("content", [b"no font", b""])
def test_what_is_no_font_is_refused(tmp_path, content):
    """A file that cannot be embedded is an error that names it."""
    path = tmp_path / "font.ttf"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        paper_font(path)

    assert "font.ttf" in refused.value.ja


@pytest.mark.parametrize("length", [200, 5_000])
def test_long_texts_stay_on_the_page(made, cid, length):
    """Names and sentences of any length leave one page for one order."""
    long = replace(made["若草 一郎"], name="長" * length, articles=("文" * length,))
    pdf, _ = orders_pdf([long], Wording(), font=cid, mark="印" * length)

    assert 1 == len(_pages(pdf))


def test_no_orders_is_one_page(cid):
    """Without orders the PDF has one page that says so."""
    assert "辞令の案はありません。" in _pages(orders_pdf([], Wording(), font=cid, mark="m")[0])[0]


def _write(folder, **data):
    content = {"format_version": 1, "authority": {"office": "青葉野市長"}, **data}
    text = yaml.safe_dump(content, allow_unicode=True)
    (folder / FILE_NAME).write_text(text, encoding="utf-8")


def test_a_city_words_its_orders(papers, tmp_path):
    """The city's sentence takes the place of ours; the others stay."""
    _write(tmp_path, sentences={"rotation": "{department}に配置する"}, digits="full")
    wording = read_wording(tmp_path)
    named = replace(papers, wording=wording)

    assert ("情報政策課に配置する",) == _articles(named, "若草 一郎")
    assert (
        "期間は令和９年４月１日から令和１１年３月３１日までとする"
        == _articles(named, "竹内 五月")[1]
    )


@pytest.mark.parametrize(
    "text",
    ["{name}を命ずる", "{department", "{department.__class__}", "{department!r}", "{}", "{0}"],
)
def test_a_placeholder_that_cannot_be_is_found(tmp_path, text):
    """What a sentence cannot have in braces is W001 at its line, and reading the file is refused."""
    _write(tmp_path, sentences={"rotation": text})

    assert ["W001"] == [finding.rule.id for finding in check_wording(tmp_path)]
    with pytest.raises(InputError):
        read_wording(tmp_path)


def test_an_unknown_sentence_is_found(tmp_path):
    """A key that is none of ours does not fit the schema."""
    _write(tmp_path, sentences={"rotations": "x"})

    assert ["X001"] == [finding.rule.id for finding in check_wording(tmp_path)]


def test_without_a_file_the_words_are_ours(tmp_path):
    """A city without the file uses our sentences, and has no finding."""
    assert [] == check_wording(tmp_path)
    assert Wording() == read_wording(tmp_path)


def test_schema_and_sentences_agree():
    """The schema knows the keys of our sentences, no more and no fewer."""
    schema = load_schema("appointment_wording")

    assert set(SENTENCES) == set(schema["properties"]["sentences"]["properties"])


@pytest.mark.checkout
def test_our_own_table_is_whole():
    """The table in assessments/ has every sentence, without findings, as ours are."""
    assessments = Path(__file__).parents[3] / "assessments"

    assert [] == check_wording(assessments)
    assert Wording().sentences == read_wording(assessments).sentences
