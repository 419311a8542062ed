"""What `kakehashi lint` costs, beside a reader of the same YAML without lines, rules or lessons.

Run from the root of the repository::

    python benchmarks/lint_speed.py

Prints medians of whole processes, start included: that is what an author waits for after each change. The peer reads
the YAML of the standard with PyYAML's own loader and holds it to the same JSON Schemas.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 9

PEER = """
from pathlib import Path
import yaml
from jsonschema import Draft202012Validator
from grader.schema.store import load_schema
from grader.standard.files import KINDS
for kind in KINDS:
    for path in Path("skills_standard").glob(kind.pattern):
        official = path.parent.name.startswith("mic-")
        if kind.name not in {"roles", "personas"} or official == (kind.name == "personas"):
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            Draft202012Validator(load_schema(kind.name)).validate(data)
"""


def seconds(command: list[str]) -> float:
    """Return the median seconds of a process."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print both figures and their ratio."""
    ours = seconds([sys.executable, "-m", "grader.cli", "lint"])
    peer = seconds([sys.executable, "-c", PEER])
    files = len(list((ROOT / "skills_standard").rglob("*.yaml")))
    print(f"kakehashi lint: {ours:.2f} s (standard of {files} files and all lessons)")
    print(f"PyYAML and jsonschema alone, standard only: {peer:.2f} s ({ours / peer:.1f} ×)")


if __name__ == "__main__":
    main()
