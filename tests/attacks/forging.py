"""Scores forged from inside the interpreter in which the answers run."""

from attacks.model import WRONG, Attack, any_of, dropped, first, scored

_ANYTHING = """\
class Anything:
    def __init__(self, *_): pass
    def _same(self, *_): return self
    def _yes(self, *_): return True
    __add__ = __radd__ = __sub__ = __rsub__ = __abs__ = __call__ = __getitem__ = _same
    __eq__ = __lt__ = __gt__ = __le__ = __ge__ = __bool__ = __contains__ = _yes
    def __hash__(self): return 1
    def __float__(self): return 4.0
    def __getattr__(self, name): return self
"""
_STACK = """\
import sys
def frames():
    frame = sys._getframe(1)
    while frame is not None:
        yield frame
        frame = frame.f_back
"""

ATTACKS = (
    Attack(
        "ast-transformer",
        "構文木からassertを取り除く",
        "strip every assert from the syntax tree of later cells",
        scored,
        plain=True,
        cells=first("""
import ast
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.copy_location(ast.Pass(), node)
    def visit_Call(self, node):
        self.generic_visit(node)
        if getattr(node.func, "id", "").startswith("assert_"):
            return ast.copy_location(ast.Constant(None), node)
        return node
get_ipython().ast_transformers.append(Strip())
"""),
    ),
    Attack(
        "input-transformer",
        "後のセルの文字列を満点の数に置き換える",
        "replace the text of later cells by a number of points",
        scored,
        plain=True,
        cells=first("""
get_ipython().input_transformers_post.append(lambda lines: ["3\\n"] if any("assert" in line for line in lines) else lines)
"""),
    ),
    Attack(
        "run-code",
        "セルを実行する関数を何もしない関数に替える",
        "replace the function that runs cells by one that does nothing",
        scored,
        plain=True,
        cells=first("""
async def nothing(self, *_, **__): return False
type(get_ipython()).run_code = nothing
"""),
    ),
    Attack(
        "equal-to-everything",
        "何とでも等しい値を返す",
        "return an object that is equal to everything",
        scored,
        plain=True,
        cells={"fee": f"{_ANYTHING}\ndef fee(minutes): return Anything()"},
    ),
    Attack(
        "float-subclass",
        "引き算と比較を変えたfloatを返す",
        "return a float with its own subtraction and comparison",
        scored,
        plain=True,
        cells={
            "fee": "class E(float):\n    def __eq__(self, _): return True\n"
            "    def __sub__(self, _): return E(0)\n    __rsub__ = __sub__\n"
            "    __hash__ = float.__hash__\ndef fee(minutes): return E(200)"
        },
    ),
    Attack(
        "numpy-subclass",
        "`__array_ufunc__`と比較を変えたnumpyの値を返す",
        "return a numpy scalar with its own `__array_ufunc__` and comparisons",
        scored,
        plain=True,
        cells={
            "fee": "import numpy as np\nclass E(np.float64):\n"
            "    def __array_ufunc__(self, *_, **__): return E(0)\n"
            "    def __eq__(self, _): return True\n    def __sub__(self, _): return E(0)\n"
            "    __hash__ = None\ndef fee(minutes): return E(200)"
        },
    ),
    Attack(
        "frame-subclass",
        "比べる相手の中身を返すDataFrameを渡す",
        "a DataFrame subclass that takes its content from whatever it is compared with",
        scored,
        plain=True,
        cells={
            "busy": f"""\
import sys
def other():
    frame = sys._getframe(1)
    while frame is not None:
        for place in (frame.f_locals, frame.f_globals):
            for name in ("expected", "right"):
                if isinstance(place.get(name), pd.DataFrame):
                    return place[name]
        frame = frame.f_back
    return visits
class Sneaky(pd.DataFrame):
    shape = property(lambda self: other().shape)
    index = property(lambda self: other().index)
    columns = property(lambda self: pd.Index(["窓口", "件数"]))
    def _ixs(self, i, axis=0): return other()._ixs(i, axis=axis)
    def equals(self, _): return True
    def __eq__(self, _): return True
    __class__ = pd.DataFrame
{WRONG["busy"]}
busy = Sneaky(visits)"""
        },
    ),
    Attack(
        "patched-library",
        "absとpandas.testingを書き換える",
        "patch abs and pandas.testing",
        scored,
        plain=True,
        cells=first("""
import builtins, pandas.testing
builtins.abs = lambda _: 0
pandas.testing.assert_frame_equal = lambda *_, **__: None
""")
        | {"busy": "busy = visits[['窓口', '件数']]"},
    ),
    Attack(
        "shadowed-names",
        "テストが使う名前sumとabsを定義する",
        "define sum and abs, which the test uses",
        scored,
        plain=True,
        cells={
            "fee": "def sum(items): return 4\ndef abs(_): return 0\ndef fee(minutes): return 200"
        },
    ),
    Attack(
        "locked-data",
        "テストが使う表を書き換えてから答える",
        "change the author's table first, so that the wrong answer is right",
        scored,
        plain=True,
        cells={
            "busy": "visits.drop(visits.index[1:], inplace=True)\n"
            'busy = pd.DataFrame({"窓口": ["住民"], "件数": [12]})'
        },
    ),
    Attack(
        "settrace",
        "sys.settraceでテストの途中で答えを差し替える",
        "sys.settrace: put the expected value in place while the test runs",
        scored,
        plain=True,
        cells=first("""
import sys
def trace(frame, event, _):
    names = frame.f_globals
    if event == "line" and "expected" in names:
        names["busy"] = names["expected"]
    return trace
sys.settrace(trace)
""")
        | {
            "busy": f"{WRONG['busy']}\nbusy.columns = ['日', '窓口', '件数']\nbusy = busy[['窓口', '件数']]"
        },
    ),
    Attack(
        "callers-frame",
        "呼び出し元のフレームから正解を読む",
        "read the right value from the frame of the caller",
        scored,
        plain=True,
        cells={
            "fee": f"{_STACK}\ndef fee(minutes):\n    for frame in frames():\n"
            "        if 'yen' in frame.f_locals: return frame.f_locals['yen']\n"
            "        for value in list(frame.f_locals.values()):\n"
            "            if isinstance(value, dict) and minutes in value: return value[minutes]\n"
            "    return 200"
        },
    ),
    Attack(
        "showtraceback",
        "例外の表示を消す",
        "silence showtraceback, so that failures are not seen",
        scored,
        plain=False,
        cells=first("""
type(get_ipython()).showtraceback = lambda *_, **__: None
get_ipython().showtraceback = lambda *_, **__: None
"""),
    ),
    Attack(
        "silent-session",
        "カーネルの通信から誤りの知らせを取り除く",
        "drop error messages from the kernel's connection",
        scored,
        plain=True,
        cells=first("""
session = get_ipython().kernel.session
send = session.send
def quiet(stream, kind, content=None, *args, **kwargs):
    if kind == "error": return None
    if kind == "execute_reply" and content: content = {**content, "status": "ok", "payload": []}
    return send(stream, kind, content, *args, **kwargs)
session.send = quiet
"""),
    ),
    Attack(
        "early-result",
        "誤りの前に満点の結果を出す",
        "publish a result with full points before the test fails",
        scored,
        plain=True,
        cells={
            "fee": "def fee(minutes):\n    from IPython import get_ipython\n"
            "    import sys\n    for hook in (getattr(get_ipython(), 'displayhook', None), sys.displayhook):\n"
            "        try: hook(4)\n        except Exception: pass\n    return 0"
        },
    ),
    Attack(
        "waiting-thread",
        "スレッドで待ち、答えのあとで検査の関数を替える",
        "a thread waits for the answer and then changes what the test uses",
        scored,
        plain=True,
        cells=first("""
import threading, time
def wait():
    import pandas.testing
    end = time.time() + 20
    while time.time() < end:
        names = get_ipython().user_ns
        if isinstance(names.get("busy"), pd.DataFrame):
            pandas.testing.assert_frame_equal = lambda *_, **__: None
            return
get_ipython; ip = get_ipython(); get_ipython = lambda: ip
threading.Thread(target=wait, daemon=True).start()
""")
        | {"busy": "busy = visits[['窓口', '件数']]\nimport time; time.sleep(0.3)"},
    ),
    Attack(
        "import-hook",
        "importを横取りして偽の検査を渡す",
        "an import hook hands the test a false module",
        scored,
        plain=True,
        cells=first("""
import builtins, types
real = builtins.__import__
def fake(name, *args, **kwargs):
    found = real(name, *args, **kwargs)
    if name == "pandas.testing":
        return types.SimpleNamespace(assert_frame_equal=lambda *_, **__: None)
    return found
builtins.__import__ = fake
""")
        | {"busy": "busy = visits[['窓口', '件数']]"},
    ),
    Attack(
        "protocol-lines",
        "開いているすべての記述子に採点の返事を書く",
        "write answers of the protocol to every open descriptor",
        scored,
        plain=False,
        cells={
            "fee": f"""\
{_STACK}
import base64, json, os
def forge():
    ids = set()
    for frame in frames():
        for value in list(frame.f_locals.values()):
            if type(value) is dict and "id" in value: ids.add(str(value["id"]))
            if type(value) is str and len(value) in (8, 16, 32): ids.add(value)
    for name in [*ids, "0" * 32]:
        for value in (200, ["f", 200], 4):
            for line in ({{"value": value}}, {{"done": True, "values": {{"fee": value, "busy": value}}}},
                         {{"cell": 2, "outputs": [{{"output_type": "execute_result", "data": {{"text/plain": "4"}},
                           "metadata": {{}}, "execution_count": 1}}], "error": None, "timeout": False}}):
                text = (json.dumps({{"id": name, **line}}) + "\\n").encode()
                for fd in [1, 2, *range(3, 40)]:
                    try:
                        if fd < 3 or "socket" in os.readlink(f"/proc/self/fd/{{fd}}") or "pipe" in os.readlink(f"/proc/self/fd/{{fd}}"):
                            if "@ENGINE@" != "plain": os.write(fd, text)
                    except OSError: pass
def fee(minutes):
    forge()
    return 0"""
        },
    ),
    Attack(
        "own-server",
        "採点側の通信処理と値の変換を書き換える",
        "patch the grader's own serving and encoding inside the sandbox",
        scored,
        plain=False,
        cells=first("""
import sys, types
for name, module in list(sys.modules.items()):
    if name.startswith("grader.grading"):
        for key, value in list(vars(module).items()):
            if isinstance(value, types.FunctionType) and ("encode" in key or "attempt" in key or "error" in key):
                setattr(module, key, lambda *_, **__: ["a", 4])
""")
        | {"busy": f"{WRONG['busy']}\nimport json\njson.dumps = lambda *_, **__: '{{}}'"},
    ),
    Attack(
        "pickle",
        "復元されるときに動く値を返す",
        "return a value that runs code when it is unpickled or copied",
        any_of(scored, dropped),
        plain=False,
        cells={
            "fee": """\
class Bomb:
    def __reduce__(self): return (exec, ("open('@DROP@/@ID@', 'w').write('x')",))
    def __deepcopy__(self, _): open("@DROP@/@ID@", "w").write("x")
def fee(minutes): return Bomb()"""
        },
    ),
    Attack(
        "result-by-exit",
        "テストの中で正常に終わる",
        "end the process as if all were well while the test calls",
        scored,
        plain=False,
        cells={"fee": "def fee(minutes):\n    import sys\n    sys.exit(0)"},
    ),
    Attack(
        "false-builtin",
        "intという名の型と、例外をなかったことにする型を返す",
        "a class that calls itself int of builtins, and exceptions that swallow themselves",
        scored,
        plain=True,
        cells={
            "fee": f"{_ANYTHING}\nAnything.__name__ = Anything.__qualname__ = 'int'\n"
            "Anything.__module__ = 'builtins'\ndef fee(minutes): return Anything()",
            "busy": "class DataFrame(pd.DataFrame):\n"
            "    def __getattribute__(self, name):\n"
            "        if name == 'columns': return ['窓口', '件数']\n"
            "        return super().__getattribute__(name)\n"
            "DataFrame.__module__ = 'pandas'\nbusy = DataFrame(visits)",
        },
    ),
)
