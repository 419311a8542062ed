"""Outputs and tracebacks are those of a Jupyter kernel, letter by letter."""

from __future__ import annotations

import json
import re
import tempfile

import nbformat
import pytest
from nbclient import NotebookClient

CELLS = [
    "print('部署')\nimport sys\nprint('x', file=sys.stderr)\n1 + 1",
    "None",
    "import pandas as pd\ndf = pd.DataFrame({'部署': ['福祉課', None], 'n': [1, 2]})\ndf",
    "df['無い列']",
    "def f(x):\n    return 1 / x\n\ndef g(x):\n    return f(x)",
    "g(0)",
    "def f(:\n    pass",
    "if True:\nprint(1)",
    "try:\n    g(0)\nexcept ZeroDivisionError as e:\n    raise ValueError('換算できません') from e",
    "class BudgetError(Exception):\n    pass\n\nraise BudgetError('超過', 3)",
    "raise SystemExit(1)",
    "assert df.empty, 'データがあります'",
    "from IPython.display import display, HTML, Markdown\ndisplay(HTML('<b>x</b>'), Markdown('*y*'))\nHTML('z')",
    "print('gone')\nfrom IPython.display import clear_output\nclear_output()\nprint('kept')",
    "shown = display('a', display_id='d')\nshown.update('b')",
    "%no_such_magic",
    "%%capture c\nprint('hidden')",
    "c.stdout",
    "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "raise ExceptionGroup('e', [ValueError(1), TypeError('t')])",
    "undefined_name",
    "x = 5;\nx;",
    "_, __, Out[1]",
    "import json\njson.loads('{')",
    "[n / 0 for n in range(3)]",
    "raise KeyboardInterrupt",
    "open('ない.txt')",
    "df?",
    "import warnings\nwarnings.warn('注意')",
    "x = 1\n  y = 2",
    "raise SystemExit",
    "'a' * 300",
    "print('a', end=''); print('b'); sys.stdout.write('c\\n'); sys.stdout.flush()",
    "__name__, get_ipython() is not None",
]


PLACES = re.compile(rf"0x[0-9a-f]+|({re.escape(tempfile.gettempdir())}/)?ipykernel(_\d+)?/")


def _shown(outputs):
    """Return what is shown besides printed text, without what differs from run to run."""
    shown = [
        {key: value for key, value in output.items() if value != {}}
        for output in outputs
        if output["output_type"] != "stream"
    ]
    return PLACES.sub("…", json.dumps(shown, sort_keys=True, ensure_ascii=False))


def _printed(outputs):
    return {
        name: PLACES.sub("…", "".join(o["text"] for o in outputs if o.get("name") == name))
        for name in ("stdout", "stderr")
    }


@pytest.mark.kernel
@pytest.mark.slow
def test_outputs_equal_those_of_a_kernel(client):
    """Results, displays, printed texts and tracebacks of a table of cells are the same as ipykernel's."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in CELLS])
    NotebookClient(notebook, allow_errors=True, timeout=60).execute()
    answers, _ = client.run(*CELLS)
    kernel = [[dict(output) for output in cell.outputs] for cell in notebook.cells]
    ours = [answer["outputs"] for answer in answers]
    assert dict(zip(CELLS, map(_shown, kernel), strict=True)) == dict(
        zip(CELLS, map(_shown, ours), strict=True)
    )
    assert list(map(_printed, kernel)) == list(map(_printed, ours))
