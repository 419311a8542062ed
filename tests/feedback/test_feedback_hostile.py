"""Our feedback pages: whatever a result says, the page shows it and does nothing."""

from __future__ import annotations

from datetime import datetime
from html.parser import HTMLParser

import pytest

from grader.feedback import give_back

NOW = datetime.fromisoformat("2026-12-25T16:00:00+09:00")
HOSTILE = (
    "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">\n"
    "</p></article><iframe src=\"javascript:parent.document.title='ran'\"></iframe>"
    '<meta http-equiv=refresh content="0;url=https://elsewhere.example/"><svg onload=alert(1)>'
    "[x](javascript:alert(1)) \x1b[31m<b onclick=alert(1)>red</b>"
)


class _Seen(HTMLParser):
    """Elements, handlers and targets of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.handlers, self.targets = set(), [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.targets += [value for name, value in attrs if name in {"href", "src", "action"}]


@pytest.fixture
def page(put, result):
    """The page of a result whose every text is hostile."""
    wrong = {"points": 0.0, "state": "could_not_run", "message": HOSTILE}
    workspace = put(result(tst_1_q3=wrong, whole={"submitted_at": None}))
    (returned,) = give_back(workspace, now=NOW)
    return returned.page


def test_nothing_in_a_message_is_active(page):
    """The message is there as text; no element acts, no handler, no target but the page and its lesson."""
    text = page.read_text(encoding="utf-8")
    seen = _Seen(text)

    assert set() == seen.tags & {"script", "iframe", "svg", "img", "form", "object", "base", "b"}
    assert [] == seen.handlers
    assert [] == [one for one in seen.targets if not one.startswith(("#", "data:,", "../"))]
    assert "&lt;script&gt;document.title=" in text
    assert "default-src 'none'" in text


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_in_a_message_runs(page, browser):
    """A browser draws the page in silence, asks for nothing, and its title stays."""
    visit = browser.visit(page)

    assert ([], []) == (visit.console, visit.requests)
    assert "<title>ran" not in visit.dom
