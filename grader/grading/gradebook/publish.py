"""Files made from the gradebook: they can be made again at any time, and nothing is ever read from them."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from grader.grading.gradebook.open import reading
from grader.grading.gradebook.read import standing
from grader.grading.gradebook.tables import content
from grader.grading.model import Submission
from grader.grading.results import result_path
from grader.schema.points import write_point
from grader.schema.store import write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from grader.grading.gradebook.read import Standing

    Autograded = Callable[[str, str], Path]


def publish(
    engine: Engine,
    course: Path,
    *,
    only: Iterable[tuple[str, str]] | None = None,
    autograded: Autograded | None = None,
    left_for: float = 3600.0,
) -> int:
    """Write ``results.json`` and the autograded notebooks of submissions, where they differ from the gradebook.

    What a run that was cut off has left half written goes too.

    Parameters
    ----------
    engine : Engine
        The gradebook.
    course : Path
        Root of the course.
    only : iterable of tuple of str, optional
        Pairs of trainee and assignment; all of them if not given.
    autograded : callable, optional
        Says where nbgrader has the autograded notebooks of a trainee and an assignment;
        ``autograded/<trainee>/<assignment>`` of the course if not given.
    left_for : float
        Seconds since which a half-written file has not changed before it goes: another run may be writing a younger one.

    Returns
    -------
    int
        How many files were written or removed.

    Raises
    ------
    GradingError
        If the gradebook cannot be read.
    """
    views = _views(course, standing(engine, only), autograded)
    before = time.time() - left_for  # beside the clock that stamped the files
    return sum(_write(engine, view) + _sweep(view, before) for view in views)


@dataclass(frozen=True, slots=True)
class _View:
    """One result and where its files belong."""

    item: Standing
    results: Path
    notebooks: Path


def _views(
    course: Path, items: Iterable[Standing], autograded: Autograded | None
) -> Iterator[_View]:
    for item in items:
        # Names are checked when work comes in; a database that came from elsewhere is not believed.
        if _plain(item.trainee) and _plain(item.assignment) and all(map(_plain, item.notebooks)):
            names = (item.trainee, item.assignment)
            folder = autograded(*names) if autograded else course.joinpath("autograded", *names)
            yield _View(item, result_path(course, Submission(*names, folder)), folder)


def _plain(name: str) -> bool:
    return name not in ("", ".", "..") and not set(name) & set("/\\\0")


def _write(engine: Engine, view: _View) -> int:
    wanted = {f"{name}.ipynb": digest for name, digest in view.item.notebooks.items()}
    done = 0
    for name, digest in sorted(wanted.items()):
        done += _replace(view.notebooks / name, _content(engine, digest))
    if view.item.state == "graded":
        # An earlier attempt may have had notebooks that this one has not.
        done += _remove(path for path in view.notebooks.glob("*.ipynb") if path.name not in wanted)
    # Last: whoever finds the result finds the notebooks that belong to it.
    return done + _replace(view.results, view.item.results.encode())


def _content(engine: Engine, digest: str) -> bytes:
    with reading(engine) as connection:
        packed: bytes = connection.execute(_CONTENT, {"sha256": digest}).scalar_one()
    return zlib.decompress(packed)


def _replace(path: Path, data: bytes) -> int:
    if path.is_file() and path.read_bytes() == data:
        return 0
    write_text(path, data.decode())
    return 1


def _sweep(view: _View, before: float) -> int:
    """Remove what `write_text` leaves when it is killed."""
    left = [*view.results.parent.glob(f".{view.results.name}.????????")]
    left += view.notebooks.glob(".*.ipynb.????????")
    return _remove(path for path in left if _changed(path) <= before)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # just now completed by the other run
        return float("inf")


def _remove(paths: Iterable[Path]) -> int:
    found = sorted(paths)
    for path in found:
        write_point("remove")
        path.unlink(missing_ok=True)
    return len(found)


_CONTENT = select(content.c.packed).where(content.c.sha256 == bindparam("sha256"))
