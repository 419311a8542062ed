"""The pages in a real browser, from file://, as an officer opens them."""

from __future__ import annotations

import os
import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ("index.html", "people.html", "person/s003.html")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_page_draws_its_chart_in_silence(site, browser, lang, page):
    """A page opened from a folder draws its chart, asks nothing of the network, and reports no error."""
    visit = browser.visit(site / lang / page)

    assert visit.dom.count('class="main-svg"') >= 1
    assert [] == visit.console
    assert [] == visit.requests


def test_chart_says_what_the_table_says(site, browser):
    """The numbers of the department chart are really drawn, those of small groups are words."""
    dom = browser.visit(site / "ja" / "index.html").dom
    drawn = re.findall(r'<tspan class="line"[^>]*>([^<]*)</tspan>', dom)

    assert "n=6" in drawn
    assert [] == [text for text in drawn if text in {"n=1", "n=2", "n=3", "n=4"}]
    assert "5人未満" in dom


def test_console_errors_would_be_seen(tmp_path, browser):
    """The two tests above can fail: a page that breaks the policy is reported."""
    page = tmp_path / "bad.html"
    page.write_text(
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
        "<script>document.title = 'x'</script>",
        encoding="utf-8",
    )

    assert 1 == len(browser.visit(page).console)


def test_requests_would_be_seen(tmp_path, browser):
    """A page that asks the network for a picture is reported, though the network is shut."""
    page = tmp_path / "asks.html"
    page.write_text('<img src="http://pictures.example/x.png" alt="">', encoding="utf-8")

    assert ["http://pictures.example/x.png"] == browser.visit(page).requests


@pytest.mark.parametrize("page", PAGES)
def test_switch_leads_to_the_twin_and_back(site, browser, page):
    """The language switch opens the same page in the other language, whose switch leads back."""
    here = site / "ja" / page
    there = _twin(browser.visit(here).dom, here)
    dom = browser.visit(there).dom

    assert (site / "en" / page).resolve() == there
    assert '<html lang="en">' in dom
    assert here.resolve() == _twin(dom, there)


def _twin(dom, page):
    (target,) = re.findall(r'<a href="([^"]+)"[^>]*rel="alternate"', dom)
    return (page.parent / os.fspath(target)).resolve()


_DRIVER = """<iframe id="page" src="{page}" width="1280" height="1600"></iframe><pre id="found"></pre>
<script>
document.getElementById("page").addEventListener("load", (event) => {{
  const inner = event.target.contentDocument;
  const choice = inner.querySelector("{choice}");
  {act}
  choice.dispatchEvent(new Event("change", {{ bubbles: true }}));
  setTimeout(() => {{
    const seen = (query) => [...inner.querySelectorAll(query)].filter((one) => one.getClientRects().length).length;
    document.getElementById("found").textContent =
      [seen("tr[data-department]"), seen(".panel"), seen(".panel .main-svg") > 0].join(" ");
  }}, 500);
}});
</script>"""


@pytest.mark.parametrize(
    ("page", "choice", "act", "found"),
    [
        ("people.html", "select", 'choice.value = "d4";', "2 1 true"),
        ("index.html", "input[value=share-3]", "choice.checked = true;", "0 1 true"),
    ],
)
def test_reader_can_choose(site, browser, page, choice, act, found):
    """Choosing a department leaves its rows and its chart; choosing a level leaves its chart."""
    driver = site / f"driver-{page}"
    page = f"ja/{page}"
    driver.write_text(_DRIVER.format(page=page, choice=choice, act=act), encoding="utf-8")
    dom = browser.visit(driver, "--allow-file-access-from-files").dom
    driver.unlink()

    assert f'<pre id="found">{found}</pre>' in dom
