"""What trainees wrote, on nbgrader's pages: shown, and nothing of it acts."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_markdown_cell, new_raw_cell

HOSTILE = (
    "<script>document.title = 'ran'</script>",
    "[press](javascript:document.title='ran')",
    "[press](JaVaS&#99;ript:document.title='ran')",
    "[press](data:text/html,<script>parent.document.title='ran'</script>)",
    "<img src=x onerror=\"document.title='ran'\">",
    '<img src="https://pictures.example/x.png">',
    "![spy](//pictures.example/y.png)",
    "[leave](https://elsewhere.example/)",
    "<style>body { display: none }</style>",
    '<form action="https://elsewhere.example/"><button>OK</button></form>',
    "<iframe src=\"javascript:parent.document.title='ran'\"></iframe>",
    '<meta http-equiv=refresh content="0;url=https://elsewhere.example/">',
    '<base href="https://elsewhere.example/">',
    "<svg onload=\"document.title='ran'\"><script>document.title='ran'</script></svg>",
    "<math><mtext></p><img src=x onerror=alert(1)></math>",
    '<a href="#top" onclick="document.title=\'ran\'" style="position:fixed;top:0">up</a>',
    "<details open ontoggle=\"document.title='ran'\">x</details>",
    "</div></div></body></html><script>document.title='ran'</script>",
    '<object data="data:text/html,x"></object><embed src="data:text/html,x">',
    '<p style="background: url(https://pictures.example/z.png)">z</p>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<div data-link="https://elsewhere.example/" class="navbar-fixed-top" id="notebook">x</div>',
)
CODE = f"""
from IPython.display import HTML, SVG, Javascript, Markdown, display
for text in {HOSTILE!r}:
    display(HTML(text))
    display(Markdown(text))
display(Javascript("document.title = 'ran'"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg'><script>document.title='ran'</script></svg>"))
display({{"image/png": '"><script>document.title = 1</script>', "text/plain": "p"}}, raw=True)
print("\\x1b]8;;javascript:alert(1)\\x07link\\x1b[31m<b onclick=alert(1)>red</b>")
raise ValueError("\\x1b[31m<script>document.title='ran'</script>")
"""
HIDDEN = "assert squares(7)[6] == 49  # hidden"
TEST = f"assert squares(1) == [1]\n### BEGIN HIDDEN TESTS\n{HIDDEN}\n### END HIDDEN TESTS"

_HARMLESS = {"class", "id", "name", "href", "src", "alt", "style", "title", "charset", "content"}
_HARMLESS |= {"http-equiv", "type", "scope", "colspan", "rowspan", "start"}
_ACTIVE = {
    "script",
    "iframe",
    "object",
    "embed",
    "form",
    "button",
    "input",
    "svg",
    "math",
    "base",
    "link",
}


class Found(HTMLParser):
    """What a parser sees of a page that could act, load, or lead away."""

    def __init__(self, page):
        super().__init__()
        self.bad = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Note elements, attributes and targets that should not be there."""
        known = dict(attrs)
        if tag in _ACTIVE or (tag == "meta" and known.get("http-equiv", "").lower() == "refresh"):
            self.bad.append(tag)
        self.bad += [f"{tag} {name}" for name in known if name not in _HARMLESS]
        if not known.get("href", "#").startswith("#"):
            self.bad.append(known["href"])
        if not known.get("src", "data:image/png;base64,").startswith("data:image/"):
            self.bad.append(known["src"])
        if "url(" in known.get("style", "") or "position" in known.get("style", ""):
            self.bad.append(known["style"])


@pytest.fixture(scope="module")
def course(tmp_path_factory, cell, save, nbgrader, use_our_config):
    """A course in which a hostile submission was graded by plain nbgrader, which kept all it displayed."""
    root = tmp_path_factory.mktemp("hostile")
    answer = "### BEGIN SOLUTION\ndef squares(n):\n    return [i * i for i in range(1, n + 1)]\n### END SOLUTION"
    marks = cell("squares-test", TEST, points=2)
    text = cell("why", "", points=1, text=True)
    save(root / "source/ps1/p1.ipynb", cell("squares", answer), marks, text)
    nbgrader(root, "generate_assignment", "ps1")
    said = cell("why", "\n\n".join(HOSTILE), points=1, text=True)
    free = new_markdown_cell("\n\n".join(HOSTILE), metadata={"tags": ['"><script>']})
    raw = new_raw_cell(HOSTILE[0] + HOSTILE[4], metadata={"raw_mimetype": "text/html"})
    mine = cell("squares", f"def squares(n):\n    return [1]\n{CODE}")
    save(root / "submitted/s001/ps1/p1.ipynb", mine, marks, said, free, raw)
    nbgrader(root, "autograde", "ps1")
    use_our_config(root)
    return root


@pytest.fixture(scope="module")
def feedback(course, nbgrader):
    """The page that plain nbgrader makes of it with our configuration."""
    nbgrader(course, "generate_feedback", "ps1")
    return course / "feedback/s001/ps1/p1.html"


@pytest.mark.nbgrader
@pytest.mark.kernel
@pytest.mark.slow
def test_feedback_holds_nothing_active(feedback):
    """A parser finds no element that acts or loads, no handler and no way to another page, but a policy."""
    page = feedback.read_text(encoding="utf-8")

    assert [] == Found(page).bad
    assert "default-src 'none'" in page.partition("</head>")[0]


@pytest.mark.nbgrader
@pytest.mark.kernel
@pytest.mark.slow
def test_feedback_shows_the_work_and_hides_the_tests(feedback):
    """Points, the trainee's text and what a test said are there; no line of the hidden test is."""
    page = feedback.read_text(encoding="utf-8")

    assert "Score: 0.0 / 3.0" in page
    assert "&lt;script&gt;document.title = 'ran'" in page
    assert "IndexError: list index out of range" in page
    assert "hidden" not in page.partition("<body>")[2]
    assert "49" not in page.partition("<body>")[2]


@pytest.mark.browser
@pytest.mark.nbgrader
@pytest.mark.kernel
@pytest.mark.slow
def test_nothing_of_the_feedback_runs(feedback, browser):
    """A browser draws the page without a word, asks for nothing, and its title stays."""
    visit = browser.visit(feedback)

    assert ([], []) == (visit.console, visit.requests)
    assert "<title>p1</title>" in visit.dom


@pytest.mark.nbgrader
@pytest.mark.kernel
@pytest.mark.slow
def test_formgrader_shows_trainees_work_as_text(course, monkeypatch):
    """The page of a submission, made as formgrader makes it in this course, adds nothing active to its template."""
    from nbconvert.exporters import HTMLExporter  # noqa: PLC0415
    from nbgrader.server_extensions.formgrader.formgrader import (  # noqa: PLC0415
        FormgradeExtension,
    )

    monkeypatch.chdir(course)
    app = FormgradeExtension()
    app.root_dir = str(course)
    app.initialize([])
    names = ("assignment_id", "notebook_id", "submission_id", "base_url", "student", "last_name")
    known = dict.fromkeys((*names, "first_name", "notebook_path"), "x") | {"index": 0, "total": 1}
    page, _ = HTMLExporter(config=app.config).from_filename(
        str(course / "autograded/s001/ps1/p1.ipynb"), resources=known
    )
    app.clear_instance()
    shown = page.partition('id="notebook-container"')[2].partition('<div class="help">')[0]

    assert "&lt;script&gt;document.title = 'ran'" in shown
    of_the_template = {"button", "input", "div tabindex", "span role"}
    assert of_the_template == set(Found(shown).bad)


@given(st.lists(st.sampled_from(HOSTILE) | st.text("<>/\"'=&[]() \n`a", max_size=12), max_size=6))
def test_no_markdown_becomes_active(parts):
    """Whatever pieces of hostile text are put together, the rendered Markdown holds nothing active."""
    from grader.grading.nbgrader_adapter.pages import safe_markdown  # noqa: PLC0415

    assert [] == Found(safe_markdown(None, "".join(parts))).bad


def test_markdown_keeps_what_a_reader_needs():
    """Emphasis, tables, code with its colours, formulas, own pictures and links on the page stay."""
    from grader.grading.nbgrader_adapter.pages import safe_markdown  # noqa: PLC0415

    source = "**a** [up](#top) $x<y$\n\n|h|\n|-|\n|c|\n\n```python\nx = 1\n```\n![p](data:image/png;base64,AAAA)"
    page = safe_markdown(None, source)

    for part in (
        "<strong>a</strong>",
        'href="#top"',
        "$x&lt;y$",
        "<td>c</td>",
        'class="mi"',
        "base64,AAAA",
    ):
        assert part in page
