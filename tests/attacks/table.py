"""Run every attack again and write what came of it: plain nbgrader against ours.

    python tests/attacks/table.py --date 2026-11-26              both engines, both sandboxes (about twenty minutes)
    python tests/attacks/table.py --ours landlock --out table.md

Run by root, the classes are graded by an ordinary user all the same.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from attacks import account
from attacks.model import ungraded
from attacks.runner import Suite, Target
from attacks.suite import CLASSES, classes_for

PACKAGES = ("nbgrader", "IPython", "pandas")
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "attacks.md"
FRAME = """\
# 採点への攻撃 / Attacks on grading

**要点** 提出物は他人のプログラムです。得点を偽る、隠しテストを読む、ほかの人の情報を持ち出す、採点を止める、といった
攻撃を{number}種類つくり、通常の `nbgrader autograde` と Kakehashi の採点（隔離の方法ごと）に同じものを提出しました。
表の数字は「成功した数／試した数」です。成功とは、誤った答えで点を得る、秘密が受講者の読める所に出る、ホストに届く、
ほかの受講者の点が変わる、点も理由もないまま残る、のいずれかです。各クラスには正しい答えと誤った答えの受講者もいて、
攻撃の前後で自分の点を得たかどうかも確かめます。

A submission is a stranger's program. {number} hostile ones were handed in twice: to plain `nbgrader autograde`, and to
Kakehashi's grading, with each way of isolating. Numbers are *worked / tried*. An attack has worked when wrong answers earn
points, a secret comes to where the trainee can read it, something of the host is reached, somebody else's points change,
or a submission is left without points and without a reason. Honest trainees, right and wrong, are graded before, between
and after the attacks by the same worker, and must get their own points.

この表にない攻撃が効かないという証明ではありません。何をどう守り、何を守らないかは {{doc}}`../developer/threats` にあります。
採点は一般の利用者の権限で行ってください。root では行いません。
This proves nothing about attacks that are not in the table. What is defended how, and what is not, stands in
{{doc}}`../developer/threats`. Grade as an ordinary user, never as root.

```
python tests/attacks/table.py --date {date}
```

{versions}

## まとめ / Summary

{summary}

## 攻撃ごと / Each attack

● 成功 / worked　○ 失敗 / did not work

{rows}
"""


def measured(suite: Suite, target: Target) -> dict[str, bool]:
    """Return of each attack whether it worked against a target; under ``""`` whether it changed an honest score."""
    sys.stderr.write(f"{target.name} …\n")
    with ThreadPoolExecutor(2) as pool:
        graded = list(
            pool.map(lambda some: (some, suite.run(target, some)), classes_for(target.engine))
        )
    worked = {"": not all(looks[""][0].others for _, looks in graded)}
    for attacks, looks in graded:
        for attack in attacks:
            left = looks[attack.id]
            reasonless = target.engine == "ours" and any(map(ungraded, left))
            worked[attack.id] = reasonless or any(map(attack.worked, left))
            if target.engine == "plain" and attack.plain not in {None, worked[attack.id]}:
                sys.stderr.write(f"  {attack.id}: expected {attack.plain}\n")
    return worked


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _heading(first: list[str], results: dict[str, dict[str, bool]]) -> list[str]:
    names = {"plain": "nbgrader"}
    head = [*first, *(names.get(name, name) for name in results)]
    return [_line(head), _line(["---"] * len(head))]


def versions(uid: int) -> str:
    """Name what graded: the kernel, the Python of the grading account, and the packages in it."""
    asked = "import sys; from importlib.metadata import version as v; "
    asked += f"print('Python', sys.version.split()[0], *(f', {{n}} {{v(n)}}' for n in {PACKAGES}))"
    wrapper = shutil.which("bwrap")
    commands = [[account.python(uid), "-c", asked], *([[wrapper, "--version"]] if wrapper else [])]
    said = [
        subprocess.run(command, capture_output=True, text=True, check=True, cwd="/").stdout
        for command in commands
    ]
    return ", ".join(
        [f"Linux {platform.release()}", *(text.strip().replace(" ,", ",") for text in said)]
    )


def page(results: dict[str, dict[str, bool]], *, date: str, versions: str) -> str:
    """Return the page for what was measured, by name of the target."""
    summary, rows = _heading(["攻撃の種類 / class"], results), []
    for ja, en, attacks in CLASSES.values():
        counts = [sum(worked[a.id] for a in attacks) for worked in results.values()]
        summary.append(_line([f"{ja} / {en}", *(f"{count} / {len(attacks)}" for count in counts)]))
        rows += [f"### {ja} / {en}", "", *_heading(["", "何をするか / what it tries"], results)]
        for a in attacks:
            signs = ["●" if worked[a.id] else "○" for worked in results.values()]
            rows.append(_line([f"`{a.id}`", f"{a.ja} / {a.en}", *signs]))
        rows.append("")
    total = sum(len(attacks) for _, _, attacks in CLASSES.values())
    sums = [f"**{sum(worked.values()) - worked['']} / {total}**" for worked in results.values()]
    summary.append(_line(["**合計 / all**", *sums]))
    changed = ["変わった / yes" if worked[""] else "変わらない / no" for worked in results.values()]
    summary.append(_line(["正直な受講者の点 / honest trainees' points changed", *changed]))
    text = FRAME.format(
        number=total,
        date=date,
        versions=f"{date}: {versions}.",
        summary="\n".join(summary),
        rows="\n".join(rows),
    )
    return text.rstrip("\n") + "\n"


def main() -> None:
    """Run what was asked for and write the page."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument(
        "--plain", action="store_true", help="plain nbgrader only, unless --ours is given too"
    )
    ask.add_argument(
        "--ours",
        nargs="+",
        choices=["bubblewrap", "landlock"],
        default=None,
        help="these sandboxes",
    )
    ask.add_argument("--date", required=True, help="what the page gives as the day of the run")
    ask.add_argument("--out", type=Path, default=PAGE, help="the page")
    given = ask.parse_args()
    everything = not given.plain and given.ours is None
    targets = [Target("plain")] if given.plain or everything else []
    targets += [
        Target("ours", name)
        for name in given.ours or (["bubblewrap", "landlock"] if everything else [])
    ]
    suite = Suite()
    try:
        results = {target.name: measured(suite, target) for target in targets}
    finally:
        suite.close()
    given.out.write_text(
        page(results, date=given.date, versions=versions(targets[0].uid)), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
