"""Read YAML without its surprises, and remember on which line each value stands.

PyYAML follows YAML 1.1: it drops duplicate keys without a word, reads ``NO`` as false, ``010`` as 8, ``1:30`` as 90
and ``1.10`` as 1.1. In a skill standard each of these is a silent change of meaning, so each is a finding here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from grader.findings import Finding, Rule
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Key = str | int

_QUOTE = Text('引用符で囲んでください（例: "1.10"）。', 'Put it in quotes (for example "1.10").')

Y001 = Rule(
    "Y001",
    "error",
    Text("YAMLとして読める", "The file is valid YAML"),
    Text(
        "示された行の字下げ・引用符・括弧を直してください。",
        "Mend the indentation, quotes or brackets there.",
    ),
)
Y002 = Rule(
    "Y002",
    "error",
    Text("同じキーは一度だけ", "A key stands only once"),
    Text(
        "どちらか一方を消してください。後の値だけが残り、前の値は失われます。",
        "Delete one of them: only the last value would survive.",
    ),
)
Y003 = Rule(
    "Y003", "error", Text("書いたとおりに残る小数", "A number keeps its written form"), _QUOTE
)
Y004 = Rule(
    "Y004",
    "error",
    Text("真偽値は true / false だけ", "Only true and false are truth values"),
    _QUOTE,
)
Y005 = Rule("Y005", "error", Text("先頭の0は文字列", "A leading zero makes it text"), _QUOTE)
Y006 = Rule(
    "Y006", "error", Text("時刻やコロン付きの数は文字列", "A number with a colon is text"), _QUOTE
)
Y007 = Rule("Y007", "error", Text("日付は文字列", "A date is text"), _QUOTE)
Y008 = Rule(
    "Y008",
    "error",
    Text("数字とコロンは半角", "Digits and colons are half-width"),
    Text(
        "半角に直してください（全角の「：」はキーの区切りになりません）。",
        "Use half-width characters (a full-width colon does not end a key).",
    ),
)

RULES: tuple[Rule, ...] = (Y001, Y002, Y003, Y004, Y005, Y006, Y007, Y008)

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+\Z")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9_]+\Z")
_SEXAGESIMAL = re.compile(r"[-+]?[0-9]+(:[0-9]+)+(\.[0-9]*)?\Z")
# The timestamp of YAML 1.1; a sentence that merely begins with a date stays text everywhere.
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]*)?)?"
    r"([ \t]*(Z|[-+][0-9]{1,2}(:?[0-9]{2})?))?\Z"
)
_FULL_WIDTH_NUMBER = re.compile(r"[0-9]*[\uff10-\uff19][0-9\uff10-\uff19.\uff0e]*\Z")
_FULL_WIDTH_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\s*\uff1a\s*\S")
_YAML11_BOOL = {"yes", "no", "on", "off", "y", "n"}


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A YAML file as plain data, with the line of every value.

    Parameters
    ----------
    path : Path
        The file.
    data : Any
        Dicts, lists, str, int, float, bool, None.
    lines : mapping
        From the path of keys and indexes to the line, from 1.
    """

    path: Path
    data: Any
    lines: Mapping[tuple[Key, ...], int]

    def line(self, *keys: Key) -> int:
        """Return the line of a value, or of the nearest thing around it that exists.

        Parameters
        ----------
        *keys : str or int
            Keys and indexes from the top.

        Returns
        -------
        int
            Line number from 1.
        """
        for end in range(len(keys), -1, -1):
            if keys[:end] in self.lines:
                return self.lines[keys[:end]]
        return 1


class _Reader:
    """Turns a composed node tree into data, noting lines and findings on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[tuple[Key, ...], int] = {}
        self.findings: list[Finding] = []
        self.inside: list[yaml.Node] = []  # an alias may name a node that is still being read

    def note(self, rule: Rule, node: yaml.Node, ja: str, en: str) -> None:
        """Add a finding at a node."""
        self.findings.append(Finding(rule, self.path, node.start_mark.line + 1, Text(ja, en)))

    def read(self, node: yaml.Node, at: tuple[Key, ...]) -> Any:
        """Return the data of one node."""
        self.lines.setdefault(at, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        if node in self.inside:
            ja, en = "この別名は自分自身を含みます。", "This alias contains itself."
            self.note(Y001, node, ja, en)
            return None
        self.inside.append(node)
        data = (
            self.mapping(node, at)
            if isinstance(node, yaml.MappingNode)
            else self.sequence(node, at)
        )
        self.inside.pop()
        return data

    def sequence(self, node: yaml.Node, at: tuple[Key, ...]) -> list[Any]:
        """Return a list."""
        return [self.read(child, (*at, i)) for i, child in enumerate(node.value)]

    def mapping(self, node: yaml.MappingNode, at: tuple[Key, ...]) -> dict[str, Any]:
        """Return a dict with text keys; a second key of the same name is a finding."""
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not self.is_key(key_node):
                continue
            key = str(key_node.value)
            if key in out:
                self.note(
                    Y002,
                    key_node,
                    f"キー「{key}」が二度あります。",
                    f"The key “{key}” stands twice.",
                )
            self.lines[(*at, key)] = key_node.start_mark.line + 1
            out[key] = self.read(value_node, (*at, key))
        return out

    def is_key(self, node: yaml.Node) -> bool:
        """Refuse keys that other readers take for something else than their text."""
        if not isinstance(node, yaml.ScalarNode):
            self.note(Y001, node, "キーは文字列だけです。", "A key can only be text.")
            return False
        if node.value == "<<" and not node.style:
            ja = "「<<」（マージキー）は使えません。中身を書き写してください。"
            en = "The merge key “<<” cannot be used; write the entries out."
            self.note(Y001, node, ja, en)
            return False
        return True

    def scalar(self, node: yaml.ScalarNode) -> Any:
        """Return text, number, truth value or None; say so where YAML 1.1 would have changed it."""
        text: str = node.value
        if node.style:  # plain scalars have None or "", depending on the parser
            return text
        trap = _trap(text)
        if trap is not None:
            rule, becomes = trap
            self.note(rule, node, f"「{text}」は{becomes.ja}。", f"“{text}” {becomes.en}.")
            return text
        return _plain(text)


def _plain(text: str) -> Any:
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text


def _trap(text: str) -> tuple[Rule, Text] | None:
    lowered = text.lower()
    if lowered in _YAML11_BOOL or text in {"True", "TRUE", "False", "FALSE"}:
        return Y004, Text(
            "多くのYAML読み込みで真偽値に変わります", "becomes a truth value in many YAML readers"
        )
    if _LEADING_ZERO.match(text):
        return Y005, Text(
            "8進数に変わるか、先頭の0が消えます", "becomes an octal number or loses its zero"
        )
    if _SEXAGESIMAL.match(text):
        return Y006, Text("60進数として読まれます", "is read as a base-60 number")
    if _DATE.match(text):
        return Y007, Text("日付の型に変わります", "becomes a date object")
    if _FLOAT.match(text) and text != repr(float(text)):
        return Y003, Text(f"{float(text)!r} に変わります", f"becomes {float(text)!r}")
    if _FULL_WIDTH_NUMBER.match(text):
        return Y008, Text(
            "全角の数字なので文字列のままです", "has full-width digits and stays text"
        )
    if _FULL_WIDTH_KEY.match(text):
        return Y008, Text(
            "全角のコロンなので、キーと値に分かれません",
            "has a full-width colon and is not split into key and value",
        )
    return None


def _syntax_error(path: Path, text: str, error: yaml.YAMLError | RecursionError) -> Finding:
    line, problem = 1, "too deeply nested"
    if isinstance(error, yaml.reader.ReaderError):  # a control character, told by its position
        line, problem = text.count("\n", 0, error.position) + 1, error.reason
    elif isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark
        line = mark.line + 1 if mark is not None else 1
        problem = error.problem or str(error)
    return Finding(
        Y001,
        path,
        line,
        Text(f"YAMLとして読めません（{problem}）。", f"This is not valid YAML ({problem})."),
    )


def read_yaml(path: Path) -> tuple[YamlDocument | None, list[Finding]]:
    """Read one YAML file strictly.

    Parameters
    ----------
    path : Path
        A UTF-8 file with one YAML document.

    Returns
    -------
    YamlDocument or None
        None if the file is not YAML at all.
    list of Finding
        Rules Y001 to Y008 violated in the file.

    Raises
    ------
    OSError
        If there is no such file, or it may not be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:  # an old editor on a Japanese PC saves as Shift_JIS
        message = Text(
            "文字コードがUTF-8ではありません。UTF-8で保存し直してください。",
            "The file is not UTF-8; save it as UTF-8.",
        )
        return None, [Finding(Y001, path, 1, message)]
    return parse_yaml(path, text, first_line=1)


def parse_yaml(
    path: Path, text: str, *, first_line: int
) -> tuple[YamlDocument | None, list[Finding]]:
    """Read YAML text that stands inside a file, such as a front matter.

    Parameters
    ----------
    path : Path
        The file, for the findings.
    text : str
        The YAML text.
    first_line : int
        Line of the file on which the text begins, from 1.

    Returns
    -------
    YamlDocument or None
        None if the text is not YAML at all.
    list of Finding
        Rules Y001 to Y008 violated.
    """
    try:
        node = _compose(text)
        reader = _Reader(path)
        data = reader.read(node, ()) if node is not None else None
    except (yaml.YAMLError, RecursionError) as error:
        return None, [_shift(_syntax_error(path, text, error), first_line)]
    lines = {keys: line + first_line - 1 for keys, line in reader.lines.items()}
    return YamlDocument(path, data, lines), [_shift(f, first_line) for f in reader.findings]


def _compose(text: str) -> yaml.Node | None:
    """Parse with libyaml, which is ten times faster; what it refuses, PyYAML explains better."""
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _shift(finding: Finding, first_line: int) -> Finding:
    return Finding(finding.rule, finding.path, finding.line + first_line - 1, finding.message)


def walk(data: Any, at: tuple[Key, ...] = ()) -> Iterator[tuple[tuple[Key, ...], Any]]:
    """Go through all values of plain data, outermost first.

    Parameters
    ----------
    data : Any
        Data as in `YamlDocument.data`.
    at : tuple
        Path of `data` itself.

    Yields
    ------
    tuple
        Path of keys and indexes, and the value there.
    """
    yield at, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from walk(value, (*at, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from walk(value, (*at, index))
