"""Practice in a real kernel, as somebody who works through it meets it."""

from __future__ import annotations

import nbclient
import nbformat
import pytest

from grader.exchange import release
from grader.lab.result import MIME

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
FIRST = 'def total(visits):\n    return visits["visits"].iloc[0]'
RIGHT = 'def total(visits):\n    return visits["visits"].sum()'


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_wrong_then_right_then_the_explanation(explained, lang, monkeypatch):
    """Marks come in the notebook, twice; the explanation opens after the right answer, and not before."""
    monkeypatch.delenv("KAKEHASHI_WORKSPACE", raising=False)
    handout = release(explained, trainee="s001", lang=lang, practice=True)[0]
    notebook = nbformat.read(handout.first, as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    answer, marked, helped = (cells[f"tst-1-q3{end}"] for end in ("", "-mark", "-hint"))
    helped.source = helped.source.splitlines()[-1].removeprefix("#")
    assert helped.source.startswith('solution("tst-1-q3")')
    client = nbclient.NotebookClient(
        notebook, timeout=60, resources={"metadata": {"path": str(handout.folder)}}
    )
    said = []
    with client.setup_kernel():
        for cell in (cells["setup-assess"], cells["setup"]):
            client.execute_cell(cell, notebook.cells.index(cell))
        for source in (FIRST, RIGHT):
            answer.source = source
            for cell in (answer, marked, helped):
                client.execute_cell(cell, notebook.cells.index(cell))
            said.append((marked.outputs[0].data, helped.outputs[0].data))
    (wrong, closed), (right, opened) = said

    assert ["M-FIRST"] == wrong[MIME]["misconceptions"]
    assert ("wrong", "right") == (wrong[MIME]["state"], right[MIME]["state"])
    assert "text/markdown" not in closed
    assert opened["text/markdown"].endswith({"ja": "ひみつ1", "en": "secret 1"}[lang])
