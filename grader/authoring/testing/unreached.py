"""What a test changes around itself in vain, or what would be unsafe: the trainee's code runs in another process."""

from __future__ import annotations

import ast
import builtins
import re
from typing import TYPE_CHECKING, Any

from grader.authoring.testing import labels
from grader.authoring.testing.flaw import Flaw, flaw
from grader.authoring.testing.setting import dotted
from grader.authoring.testing.view import calls
from grader.cells.reading import SHELL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.authoring.testing.view import View

_RUNNERS = frozenset(
    {
        *("eval", "exec", "compile", "builtins.eval", "builtins.exec", "__import__"),
        *("importlib.import_module", "os.system", "os.popen", "pickle.loads", "pickle.load"),
        *("pandas.eval", "pandas.read_pickle", "subprocess.run", "subprocess.Popen"),
        *("subprocess.call", "subprocess.check_call", "subprocess.check_output", "marshal.loads"),
    }
)
_RUNNING_METHODS = frozenset(
    {"query", "eval", "execute", "executemany", "executescript", "read_sql", "read_sql_query"}
)
"""Of tables and databases: they run text in a language of their own."""
_READERS = frozenset({"open", "io.open", "numpy.load", "numpy.loadtxt", "numpy.genfromtxt"})
_FIGURES = frozenset(
    f"matplotlib.pyplot.{name}" for name in ("gca", "gcf", "get_fignums", "fignum_exists", "axes")
)
_SEEDS = frozenset({"random.seed", "numpy.random.seed"})
_FILES = frozenset({"os.chdir", "os.putenv", "os.mkdir", "os.makedirs"})
_WRITERS = frozenset({"write_text", "write_bytes", "to_csv", "to_excel", "to_parquet"})
_KEPT = ("sys.stdout", "sys.stderr")
"""May be replaced: what the trainee's code prints is printed again by the judge."""


def _flaw(kind: str, node: ast.AST | str, line: int = 0) -> Flaw:
    return flaw(labels.UNSUPPORTED, kind, node, line=line)


def shell_commands(view: View) -> Iterator[tuple[ast.Call, str]]:
    """Find what a cell asks of IPython.

    Parameters
    ----------
    view : View
        The cell.

    Yields
    ------
    tuple of ast.Call and str
        The call, and how an author writes it: ``%time f()``, ``!ls``, or ``get_ipython()``.
    """
    inner = {
        id(call.func.value): call for call, _ in calls(view) if isinstance(call.func, ast.Attribute)
    }
    for call, name in calls(view):
        if name == SHELL:
            outer = inner.get(id(call))
            yield call, _typed(outer) if outer else f"{SHELL}()"


def _typed(call: ast.Call) -> str:
    words = [str(a.value) for a in call.args if isinstance(a, ast.Constant)]
    how = {"run_line_magic": "%", "run_cell_magic": "%%", "system": "!", "getoutput": "!"}
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    return how[name] + " ".join(words[:2]).strip() if name in how else ast.unparse(call)


def _shells(view: View) -> Iterator[Flaw]:
    for call, text in shell_commands(view):
        yield _flaw("shell", text, call.lineno)


def _patches(view: View) -> Iterator[Flaw]:
    for call, name in calls(view):
        patching = name.startswith(("unittest.mock.patch", "mock.patch")) or (
            name in {"pytest.MonkeyPatch", "mocker.patch"} or name.startswith("monkeypatch.")
        )
        sets = name in {"setattr", "delattr"} and call.args and _is_foreign(view, call.args[0])
        if patching or sets:
            yield _flaw("patches", call)
    for node in view.nodes:
        if isinstance(node, ast.Attribute | ast.Subscript) and _replaces_part(view, node):
            yield _flaw("patches", node)


def _replaces_part(view: View, node: ast.Attribute | ast.Subscript) -> bool:
    if isinstance(node.ctx, ast.Load):
        return False
    if isinstance(node, ast.Subscript):
        place = dotted(node.value, view.origins)
        return view.stays_there(node.value) or place in {"sys.modules", "builtins.__dict__"}
    return dotted(node, view.origins) not in _KEPT and _is_foreign(view, node.value)


def _is_foreign(view: View, node: ast.expr) -> bool:
    """Tell whether something is a library, or a function, class or object of the trainee's."""
    first = dotted(node, {}).split(".")[0]
    library = first in view.origins or first in {"builtins", "__builtins__"}
    settings = any(word in dotted(node, {}) for word in ("options", "rcParams"))
    return view.stays_there(node) or (library and not settings)


def _replaced(view: View) -> Iterator[Flaw]:
    looked_up = view.setting.needed - set(view.setting.trainee)
    known = looked_up & (set(view.setting.given) | set(dir(builtins)))
    for statement in view.tree.body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef) and statement.name in known:
            yield _flaw("replaces", statement.name, statement.lineno)
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name) and target.id in known:
                    yield _flaw("replaces", statement)


def _seeds(view: View) -> Iterator[Flaw]:
    for call, name in calls(view):
        if name in _SEEDS and view.setting.random and call.lineno < view.last_trainee_line():
            yield _flaw("seed", call)


def _globals(view: View) -> Iterator[Flaw]:
    names = set(view.setting.trainee) | set(view.setting.needed)
    for node in view.nodes:
        if isinstance(node, ast.Global) and names & set(node.names):
            yield _flaw("global", node)
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            key = node.slice.value if isinstance(node.slice, ast.Constant) else None
            if _is_globals(node.value) and (key is None or key in names):
                yield _flaw("global", node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            changes = node.func.attr in {"update", "pop", "setdefault", "clear"}
            if changes and _is_globals(node.func.value):
                yield _flaw("global", node)


def _is_globals(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func, {}) in {"globals", "locals", "vars"}


def _runners(view: View) -> Iterator[Flaw]:
    for call, name in calls(view):
        method = isinstance(call.func, ast.Attribute) and call.func.attr in _RUNNING_METHODS
        first = call.args[0] if call.args else None
        if first is not None and (
            (name in _RUNNERS and not _harmless_text(view, first))
            or (method and _mentions(view, first))
        ):
            yield _flaw("runs", call)
        elif first is not None and _reads(name) and _mentions(view, first):
            yield _flaw("opens", call)


def _reads(name: str) -> bool:
    return name in _READERS or name.startswith("pandas.read_")


def _harmless_text(view: View, node: ast.expr) -> bool:
    if not isinstance(node, ast.Constant):
        return False
    return not set(re.findall(r"\w+", str(node.value))) & set(view.setting.trainee)


def _mentions(view: View, node: ast.expr) -> bool:
    return any(isinstance(n, ast.Name) and n.id in view.kinds for n in ast.walk(node))


def _figures(view: View) -> Iterator[Flaw]:
    for call, name in calls(view):
        if name in _FIGURES:
            yield _flaw("figure", call)


def _inputs(view: View) -> Iterator[Flaw]:
    for call, name in calls(view):
        if name == "input" and "input" not in view.bound | set(view.own):
            yield _flaw("input", call)


def _files(view: View) -> Iterator[Flaw]:
    last = view.last_trainee_line()
    for node in view.nodes:
        if isinstance(node, ast.Call):
            outside = _is_outside(view, node)
        else:
            outside = isinstance(node, ast.Subscript) and _is_environment(view, node)
        if outside and isinstance(node, ast.expr) and node.lineno < last:
            yield _flaw("file", node)


def _is_outside(view: View, call: ast.Call) -> bool:
    """Tell whether a call changes files or folders; a table written into a variable does not."""
    name = dotted(call.func, view.origins)
    if name in _FILES or name.startswith("tempfile."):
        return True
    if isinstance(call.func, ast.Attribute) and call.func.attr in _WRITERS:
        return bool(call.args) and view.unsendable(call.args[0]) != "file"
    return name == "open" and _writes(call)


def _is_environment(view: View, node: ast.Subscript) -> bool:
    return isinstance(node.ctx, ast.Store) and dotted(node.value, view.origins) == "os.environ"


def _writes(call: ast.Call) -> bool:
    given: list[Any] = [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "mode")]
    return any(isinstance(m, ast.Constant) and set(str(m.value)) & set("wax+") for m in given)


CHECKS = (
    _shells,
    _patches,
    _replaced,
    _seeds,
    _globals,
    _runners,
    _figures,
    _inputs,
    _files,
)
"""Each takes a view of a test and yields its flaws."""
