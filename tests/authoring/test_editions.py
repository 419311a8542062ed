"""The reading edition and the instructor's edition: what stands in them, what must not, and that they are alone."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from grader.authoring.build import EXEMPLAR, build, right_answers
from grader.authoring.editions.labels import LABELS, TYPES
from grader.authoring.editions.literals import laid_out
from grader.authoring.editions.markdown import rendered
from grader.authoring.editions.model import KINDS, page_path
from grader.authoring.editions.timing import timetable
from grader.authoring.lesson import load_lesson
from grader.errors import LessonError
from grader.text import LANGS, Text

SLUG = "tiny-counts"
CHART = """
from grader.lab.result import FIGURE, show_bundle
show_bundle({FIGURE: {"data": [{"type": "bar", "x": ["</script>"], "y": [3]}], "layout": {}},
             "text/plain": "A bar < another."})
"""


def page(workspace, kind, lang):
    """The HTML of the tiny lesson."""
    return page_path(workspace, kind, SLUG, lang).read_text(encoding="utf-8")


def text_of(html):
    """What a reader sees: without tags, styles and scripts, blanks made one."""
    bare = re.sub(r"<(style|script)\b.*?</\1>", "", html, flags=re.DOTALL)
    bare = re.sub(r"</t[dh]>", " ", bare)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", bare)).split())


class Outline(HTMLParser):
    """Collects headings, ids and links of a page."""

    def __init__(self, html):
        super().__init__()
        self.levels, self.ids, self.links, self.open = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])


# ---- what stands in them ---------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_reading_edition_has_what_a_trainee_reads(built, lang):
    """Title, goals, texts, data, question, shape of the answer, hints, facts, credits and the page to take to work."""
    told = text_of(page(built, "reading", lang))
    expected = {
        "ja": ["数えてみる", "数を合計できる", "1週間は7日", "問2 混んだ窓口", "ヒント 3/3", "持ち帰り課題"],
        "en": ["Counting", "Add up numbers", "1 week has 7 days", "Q2 Busy desks", "Hint 3 of 3", "Take to work"],
    }[lang]  # fmt: skip

    assert [] == [words for words in expected if words not in told]
    assert 'busy = {"A": None, "B": None' in told
    assert "2026-11-22" in told
    assert "2099-12-31" in told
    assert {"ja": "借りたもの", "en": "Borrowed"}[lang] in told


@pytest.mark.parametrize("lang", LANGS)
def test_reading_edition_gives_nothing_away(built, minimal, lang):
    """No right or wrong answer, misconception, check, mark, solution or teaching note is in the reading edition."""
    html = page(built, "reading", lang)
    told = text_of(html)
    answers = right_answers(load_lesson(minimal.curriculum / SLUG), minimal, EXEMPLAR)
    forbidden = [
        "M-",
        "SOLUTION",
        "expect(",
        "misconception",
        "attempted",
        "score",
        "own.",
        "truth",
    ]

    assert [] == [word for word in forbidden if word in told]
    assert [] == [a for a in answers.values() if laid_out(a, a) in html or a in told]
    assert 'return visits["visits"].sum()' not in told
    assert LABELS["teach"].get(lang) not in told


@pytest.mark.parametrize("lang", LANGS)
def test_instructor_edition_has_the_key(built, minimal, lang):
    """Right answers, wrong answers with belief, message, remedy and earnings, marks and teaching notes are in it."""
    html = page(built, "instructor", lang)
    told = text_of(html)
    answers = right_answers(load_lesson(minimal.curriculum / SLUG), minimal, EXEMPLAR)
    words = {
        "ja": ["最初の値が答えである。", "ほかの値も見ましょう。", "0点（満点3点）", "一部の点（満点2点）", "急がせないでください。"],
        "en": ["The first value is the answer.", "Look at the others too.", "0 of 3 points", "part of 2 points", "Do not hurry them."],
    }[lang]  # fmt: skip

    assert [] == [a for a in answers.values() if laid_out(a, a) not in html]
    assert [] == [one for one in (*words, "M-FIRST", "M-ALL", "score(") if one not in told]


@pytest.mark.parametrize(("lang", "heading"), [("ja", "確かめる"), ("en", "Assess")])
def test_remedy_leads_to_its_heading(built, lang, heading):
    """The link of a misconception leads to the heading that the register names, in the page's own language."""
    html = page(built, "instructor", lang)
    links = set(re.findall(rf'<a href="{SLUG}-{lang}\.html#(h\d+)">{heading}</a>', html))

    assert 1 == len(links)
    assert f'<h3 id="{links.pop()}">{heading}</h3>' in html


def test_explanation_stands_in_the_instructor_edition_only(minimal, change):
    """The text of a solution cell is told to instructors and to nobody else."""
    cells = '+++ {"ex": "tst-1-q3", "role": "solution", "lang": "%s"}\n%s\n'
    both = cells % ("ja", "合計の考え方です。") + cells % ("en", "This is why.")
    change('+++ {"ex": "tst-1-q4", "part"', both + '+++ {"ex": "tst-1-q4", "part"')
    build(minimal, skill_names={})

    assert "This is why." in page(minimal, "instructor", "en")
    assert "This is why." not in page(minimal, "reading", "en")


def test_table_of_exercises_names_type_skill_and_level(minimal):
    """The instructor's overview has the name of each skill and the words for each type."""
    build(minimal, skill_names={"SEC-LOG": Text("ログ分析", "Log analysis")})
    told = text_of(page(minimal, "instructor", "ja"))

    assert f"FUNCTION {TYPES['FUNCTION'].ja} SEC-LOG ログ分析 2 3 M-ALL M-FIRST" in told  # fmt: skip


def test_timetable_adds_up_reading_and_exercises(minimal, change):
    """1,000 Japanese characters before a 5-minute exercise put its end at 7 minutes, and so on."""
    lesson = load_lesson(minimal.curriculum / SLUG)
    before = timetable(lesson)
    change("1週間は", "あ" * 1000 + "1週間は")
    after = timetable(load_lesson(minimal.curriculum / SLUG))

    assert sum(e.minutes for e in lesson.exercises) == sum(s.doing for s in before)
    assert [2.0] * len(before) == [round(b.clock - a.clock, 6) for a, b in zip(before, after, strict=True)]  # fmt: skip
    assert after[-1].clock == pytest.approx(sum(s.reading + s.doing for s in after))


def test_answer_shows_where_it_differs():
    """Only the slots of a literal, and the lines of a function, that are not as in the right answer are marked."""
    wrong = laid_out("a = {'x': {'y': 1, 'z': '<'}, 'w': [2, 3]}", "a = {'x': {'y': 1, 'z': 2}, 'w': [2, 4]}")  # fmt: skip
    code = laid_out("def f():\n    return 1", "def f():\n    return 2")

    assert ["&#34;&lt;&#34;", "3"] == re.findall("<mark>(.*?)</mark>", wrong)
    assert "def f():\n    <mark>return 1</mark>" == code


def test_long_answer_is_laid_out_as_the_same_value():
    """However it is broken into lines, a literal stays the literal that it was."""
    value = {f"R{n:02}": {"do": "x" * n, "rows": list(range(n))} for n in range(30)}
    lines = unescape(laid_out(f"a = {value!r}", f"a = {value!r}")).splitlines()

    assert value == eval("\n".join(lines)[4:])  # noqa: S307  # our own literal
    assert max(map(len, lines)) <= 100


# ---- how they are made -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGS)
def test_pages_are_well_made(built, kind, lang):
    """One h1, no level skipped, no id twice, every link inside leads somewhere, the twin is there."""
    html = page(built, kind, lang)
    outline = Outline(html)
    folder = page_path(built, kind, SLUG, lang).parent
    inside = [link.partition("#") for link in outline.links if "://" not in link]

    assert f'<html lang="{lang}">' in html
    assert 1 == outline.levels.count(1)
    assert all(b <= a + 1 for a, b in zip(outline.levels, outline.levels[1:], strict=False))
    assert len(set(outline.ids)) == len(outline.ids)
    assert [] == [name for file, _, name in inside if name and not file and name not in outline.ids]
    assert [] == [file for file, _, _ in inside if file and not (folder / file).resolve().is_file()]
    assert f'href="{SLUG}-{ {"ja": "en", "en": "ja"}[lang] }.html"' in html


def test_index_lists_every_lesson_in_both_languages(built):
    """The list of lessons links to both pages of each."""
    html = page_path(built, "reading", None, "ja").read_text(encoding="utf-8")

    assert {f"{SLUG}-{lang}.html" for lang in LANGS} <= set(Outline(html).links)


def test_same_lesson_same_bytes(built, minimal):
    """Two builds in two folders write the same pages."""
    build(minimal, skill_names={})
    paths = [page_path(w, k, s, lang) for k in KINDS for lang in LANGS for s in (SLUG, None) for w in (built, minimal)]  # fmt: skip
    files = [path.read_bytes() for path in paths]

    assert files[::2] == files[1::2]


def test_page_of_a_lesson_that_is_gone_is_deleted(built):
    """What an earlier build made of a lesson that is no longer active does not stay behind."""
    old = page_path(built, "instructor", "old-lesson", "ja")
    old.write_text("old", encoding="utf-8")
    build(built, skill_names={})

    assert not old.exists()
    assert page_path(built, "instructor", SLUG, "ja").exists()


def test_setup_cell_that_stops_is_named(minimal, change):
    """A cell that raises stops the build, which names file, line and error."""
    change('visits = lesson.table("visits")', 'visits = lesson.table("nothing")')
    with pytest.raises(LessonError) as caught:
        build(minimal, skill_names={})

    assert re.search(r"tiny-counts/lesson\.md:\d+: the setup cell raised LabError", caught.value.en)


def test_what_a_cell_prints_and_returns_is_shown(minimal, change):
    """Print, show and the value of the last line appear in the order in which they come."""
    change("lesson.show(visits)", 'print("before")\nlesson.show(visits.head(1))\nprint("after")\n1 + 1')  # fmt: skip
    build(minimal, skill_names={})
    html = page(minimal, "reading", "ja")
    pieces = ("before</pre>", '<td class="number"', "after</pre>", "2</pre>")

    assert re.search(".*?".join(map(re.escape, pieces)), html, re.DOTALL)


def test_raw_html_of_a_lesson_is_text():
    """A tag in a lesson's Markdown is shown, not obeyed; a link that runs code is no link."""
    html = rendered(
        '<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick="x">y</b>'
    ).html

    assert "<script" not in html
    assert "<b" not in html
    assert "<a" not in html


def test_line_break_between_japanese_words_is_no_blank():
    """A line broken in the source is one line for the reader; between Latin words a blank stays."""
    assert "<p>一行の文</p>" in rendered("一行の\n文").html
    assert "<p>one\nline</p>" in rendered("one\nline").html


def _luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_ink_can_be_read_on_every_ground(built):
    """Each colour of letters has a contrast of at least 4.5 (WCAG 2.2, level AA) on each ground of the style sheet."""
    html = page(built, "reading", "ja")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", html)) | {"paper": "#ffffff"}
    inks = ("ink", "muted", "blue", "orange")
    grounds = ("paper", "faint", "sky", "sand")
    shades = {name: _luminance(colour) for name, colour in colours.items()}
    faint = [(i, g) for i in inks for g in grounds if (shades[g] + 0.05) / (shades[i] + 0.05) < 4.5]

    assert [] == faint


# ---- alone with a browser --------------------------------------------------------------------------


@pytest.fixture
def with_chart(minimal, change):
    """The tiny lesson with a chart, built."""
    change("lesson.show(visits)", f"lesson.show(visits){CHART}")
    build(minimal, skill_names={})
    return minimal


def test_page_without_chart_runs_no_script(built):
    """Plotly is there only where something is drawn; without it the policy forbids every script."""
    assert "script-src 'none'" in unescape(page(built, "reading", "ja"))
    assert "<script" not in page(built, "reading", "ja")


def test_chart_is_told_in_words(with_chart):
    """The sentence that goes with a chart stands below it and is its text alternative."""
    html = page(with_chart, "reading", "en")

    assert '<div class="plot" role="img" aria-label="A bar &lt; another."></div>' in html
    assert "<figcaption>A bar &lt; another.</figcaption>" in html


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGS)
def test_page_is_drawn_in_silence(with_chart, browser, kind, lang):
    """Opened from a folder, a page draws its chart, asks nothing of the network, and reports no error."""
    visit = browser.visit(page_path(with_chart, kind, SLUG, lang))

    assert 'class="main-svg"' in visit.dom
    assert [] == visit.console
    assert [] == visit.requests


@pytest.mark.browser
@pytest.mark.slow
def test_pages_without_chart_are_silent_too(built, browser):
    """The strict policy of a page without a chart lets its own style through and nothing is asked for."""
    for slug in (SLUG, None):
        visit = browser.visit(page_path(built, "reading", slug, "ja"))

        assert [] == visit.console
        assert [] == visit.requests
