"""What is kept of a submission's outputs, and what its exceptions become."""

from __future__ import annotations

import base64
import json
from decimal import InvalidOperation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grading.judge.author import compiled, names_in
from grader.grading.judge.errors import rebuilt
from grader.grading.judge.outputs import OUTPUTS, Recorder, clean

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\nxyz").decode()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
KEYS = ["output_type", "name", "text", "data", "ename", "evalue", "traceback", "execution_count"]
KINDS = st.sampled_from(
    ["stream", "error", "display_data", "execute_result", "update_display_data"]
)


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        ({"text/plain": "a", "text/html": "<b>"}, {"text/plain": "a"}),
        ({"text/plain": ["a", "b"]}, {"text/plain": "ab"}),
        ({"image/png": PNG}, {"image/png": PNG}),
        ({"image/png": "PHN2Zz4="}, None),
        ({"image/png": "not base64"}, None),
        ({"image/svg+xml": "<svg>"}, None),
        ({"application/javascript": "1", "text/markdown": "x"}, None),
        ({"text/plain": "\ud800"}, {"text/plain": "?"}),
    ],
)
def test_displays_keep_text_and_pictures(data, kept):
    """Everything that a browser could run is left out; half a character would break the file."""
    outputs = clean([{"output_type": "display_data", "data": data, "metadata": {"x": 1}}], most=99)
    assert ([] if kept is None else [kept]) == [output["data"] for output in outputs]


def test_outputs_are_cut():
    """Neither many nor long outputs make the notebook grow; that something is missing is said."""
    lines = [{"output_type": "stream", "name": "stdout", "text": "x" * 100}] * 1000
    assert OUTPUTS == len(clean(lines, most=1 << 20))
    short = clean(lines, most=500)
    assert (True, True) == (len(json.dumps(short)) < 1000, "省略" in short[-1]["text"])


@given(st.lists(st.fixed_dictionaries({"output_type": KINDS | JSON}, optional=dict.fromkeys(KEYS[1:], JSON)) | JSON) | JSON)  # fmt: skip
def test_cleaning_takes_anything(outputs):
    """Whatever is sent, what is left is of nbformat's shape and can be written to a file."""
    for output in clean(outputs, most=10_000):
        assert output["output_type"] in {"stream", "error", "display_data", "execute_result"}
        json.dumps(output, ensure_ascii=False).encode()


def test_what_is_printed_in_pieces_is_one_output():
    """Streams are joined, kept in order, and end at the limit."""
    recorder = Recorder(most=5, is_deaf=False)
    for name, text in [("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "defg")]:
        recorder.write(name, text)
    first, second, last = recorder.outputs
    assert ("ab", "c", "de") == (first["text"], second["text"], last["text"].splitlines()[0])


@pytest.mark.parametrize(
    ("name", "module", "base", "text", "kind"),
    [
        ("ValueError", "builtins", "ValueError", "x", ValueError),
        ("KeyError", "builtins", "KeyError", "'x'", KeyError),
        ("KeyError", "builtins", "KeyError", "no literal", KeyError),
        ("Mine", "__main__", "LookupError", "x", LookupError),
        ("JSONDecodeError", "json.decoder", "ValueError", "x", ValueError),
        ("InvalidOperation", "decimal", "ArithmeticError", "x", InvalidOperation),
        ("UnicodeDecodeError", "builtins", "UnicodeDecodeError", "x", UnicodeDecodeError),
        ("ExceptionGroup", "builtins", "ExceptionGroup", "x", Exception),
        ("SystemExit", "builtins", "SystemExit", "0", SystemExit),
        ("KeyboardInterrupt", "builtins", "KeyboardInterrupt", "", Exception),
        ("GeneratorExit", "builtins", "GeneratorExit", "", Exception),
        ("Popen", "subprocess", "object", "x", Exception),
        ("TooSlowError", "grader.lab.limits", "BaseException", "x", Exception),
        ("print", "builtins", "print", "x", Exception),
        ("ValueError", "os", "ValueError", "x", ValueError),
    ],
)
def test_exceptions_are_caught_by_their_class(name, module, base, text, kind):
    """A test catches the class it names, and reads the text that was raised."""
    error = rebuilt({"class": name, "module": module, "base": base, "text": text})
    assert (True, text) == (isinstance(error, kind), str(error))
    assert isinstance(error, Exception | SystemExit)


@given(st.dictionaries(st.sampled_from(["class", "module", "base", "text"]), JSON) | JSON)
def test_any_exception_can_be_rebuilt(told):
    """Whatever is said of an exception, it becomes one that ends nothing but its test."""
    assert isinstance(rebuilt(told), Exception | SystemExit)


def test_names_that_a_cell_may_touch_are_known():
    """Read, bound, imported, defined, and the parameters of its functions."""
    source = "%matplotlib inline\nimport a.b, c as d\ndef e(f): return g\nh = [i for i in j]\ndel k"
    assert set("adefghijk") == names_in(source)
    assert frozenset() == names_in("def (")


def test_a_cell_is_compiled_once():
    """The same text is the same code, for every submission of a class."""
    assert compiled("1 + 1") is compiled("1 + 1")
