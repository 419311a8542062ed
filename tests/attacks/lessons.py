"""What is special to our lessons: the truth of the worlds, the cells that mark, the cards they show."""

import re

from attacks.model import TELL, Attack, Look, any_of, disturbed, scored, told

_WRONG = 'def total(visits):\n    return visits["visits"].iloc[0]'


def _first(payload: str) -> dict[str, str]:
    return {"tst-1-q3": f"{TELL}\n{payload.strip()}\n\n{_WRONG}\n"}


def _call(payload: str) -> dict[str, str]:
    body = "\n".join(f"    {line}" for line in payload.strip().splitlines())
    return {
        "tst-1-q3": f"{TELL}\ndef total(visits):\n{body}\n    return visits['visits'].iloc[0]\n"
    }


def _state_forged(look: Look) -> bool:
    """Tell whether the record calls a wrong answer right."""
    exercises = (look.record or {}).get("exercises") or ()
    return any(item["state"] == "right" for item in exercises)


def _data_in_page(look: Look) -> bool:
    """Tell whether feedback or record show which data the hidden tests passed."""
    return bool(re.search(r"seen[-_]\d", look.page + str(look.record)))


_EITHER = any_of(scored, _state_forged, disturbed)

ATTACKS = (
    Attack(
        "world-source",
        "正解を作るプログラムを探して読む",
        "look for the program that makes the right answers and read it",
        told,
        plain=True,
        lesson=True,
        cells=_first("""
import glob, os
for root in ("@SCENE@/workspace/curriculum", os.environ.get("KAKEHASHI_CURRICULUM", "."), "../../../../../curriculum", "/opt"):
    for path in glob.glob(root + "/**/world.py", recursive=True): tell_file(path)
"""),
    ),
    Attack(
        "make-world",
        "正解を作る関数を自分で呼ぶ",
        "call the function that makes the right answers",
        _EITHER,
        plain=True,
        lesson=True,
        cells=_call("""
import os
from pathlib import Path
from grader.marking.worlds import fresh_seeds, make_world, seed_of
for place in (os.environ.get("KAKEHASHI_CURRICULUM"), "@SCENE@/workspace/curriculum"):
    if place and Path(place).is_dir():
        for seed in [*fresh_seeds("tiny-counts"), *(seed_of("tiny-counts", p.name) for p in Path("@COURSE@/submitted").glob("*"))]:
            world = make_world(Path(place), "tiny-counts", seed)
            if world.truth["first"] == visits["visits"].iloc[0]: return world.truth["total"]
"""),
    ),
    Attack(
        "gc-world",
        "メモリーから世界の正解を探す",
        "look for the truth of the world in memory",
        _EITHER,
        plain=True,
        lesson=True,
        cells=_call("""
import gc
for thing in gc.get_objects():
    if type(thing) is dict and "total" in thing and thing.get("first") == visits["visits"].iloc[0]: return thing["total"]
"""),
    ),
    Attack(
        "callers-world",
        "呼び出し元の変数から正解を読む",
        "read the truth from the variables of the caller",
        _EITHER,
        plain=True,
        lesson=True,
        cells=_call("""
import sys
frame = sys._getframe(1)
while frame is not None:
    for name in ("world", "own"):
        world = frame.f_locals.get(name)
        if hasattr(world, "truth") and world.truth["first"] == visits["visits"].iloc[0]: return world.truth["total"]
    frame = frame.f_back
"""),
    ),
    Attack(
        "patched-sheet",
        "採点票の計算を書き換える",
        "patch the score sheet",
        _EITHER,
        plain=True,
        lesson=True,
        cells=_first("""
import grader.marking.sheet as sheet
sheet.Sheet.share = property(lambda self: 1.0)
sheet.Sheet.score = lambda self, *_: self.scores.append((1.0, 1.0))
import grader.lab.guard as guard
guard.Guard.is_constant = False
"""),
    ),
    Attack(
        "patched-marks",
        "採点の関数を満点を返す関数に替える",
        "replace the marking function by one that gives full points",
        _EITHER,
        plain=True,
        lesson=True,
        cells=_first("""
import grader.marking
full = lambda *_, points, **__: (lambda body: points)
grader.marking.marks = grader.marking.sheet.marks = full
marks = full
"""),
    ),
    Attack(
        "false-card",
        "正解という結果のカードを自分で表示する",
        "display a card that says the answer is right",
        _EITHER,
        plain=False,
        lesson=True,
        cells=_first("""
from IPython.display import display
from grader.lab.result import MIME, Result, emit
for name in ("tst-1-q3", "tst-1-q4"):
    try: emit(Result(name, "right"), "ja")
    except Exception: pass
    display({MIME: {"format_version": 1, "exercise": name, "state": "right", "misconceptions": [], "message": ""}, "text/plain": "x"}, raw=True)
"""),
    ),
    Attack(
        "card-in-call",
        "テストの最中に正解のカードを表示する",
        "display such a card while the test calls",
        _EITHER,
        plain=False,
        lesson=True,
        cells=_call("""
from grader.lab.result import Result, emit
emit(Result("tst-1-q3", "right"), "ja")
"""),
    ),
    Attack(
        "error-text",
        "隠しテストの渡すデータを、エラーの名前と文に入れる",
        "put the data that hidden tests pass into name and text of an error",
        _data_in_page,
        plain=True,
        lesson=True,
        cells={
            "tst-1-q3": "seen = []\ndef total(visits):\n"
            "    seen.append(int(visits['visits'].sum()))\n"
            "    if len(seen) > 2: raise type(f'seen_{seen[2]}', (ValueError,), {})('-'.join(['seen', *map(str, seen)]))\n"
            "    return seen[-1]",
        },
    ),
    Attack(
        "own-data",
        "自分のデータを、答えやすいデータに替える",
        "replace the own data by data that are easy to answer",
        _EITHER,
        plain=False,
        lesson=True,
        cells=_first("""
import glob, os
for path in glob.glob(os.environ.get("KAKEHASHI_DATA", "data") + "/*.csv"):
    try:
        lines = open(path).read().splitlines()
        open(path, "w").write("\\n".join(lines[:2]) + "\\n")
    except OSError: pass
os.environ["KAKEHASHI_TRAINEE"] = "exemplar"
os.environ["KAKEHASHI_DATA"] = "."
"""),
        files={"data/lesson.json": "{}"},
    ),
)
