"""Files made from the gradebook: they can be made again at any time, and nothing is ever read from them."""

from __future__ import annotations

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
) -> int:
    """Write ``results.json`` and the autograded notebooks of submissions, where they differ from the gradebook.

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
    return sum(_write(engine, view) for view in views)


def republish(engine: Engine, course: Path, *, autograded: Autograded | None = None) -> int:
    """Mend all files after a crash, and clear away what it left half written.

    No other run may be under way in the course: its half-written files would go too.

    Parameters
    ----------
    engine : Engine
        The gradebook.
    course : Path
        Root of the course.
    autograded : callable, optional
        As of `publish`.

    Returns
    -------
    int
        How many files were written or removed.

    Raises
    ------
    GradingError
        If the gradebook cannot be read.
    """
    views = _views(course, standing(engine), autograded)
    return sum(_write(engine, view) + _sweep(view) for view in views)


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


def _sweep(view: _View) -> int:
    """Remove what `write_text` leaves when it is killed."""
    left = [*view.results.parent.glob(f".{view.results.name}.????????")]
    left += view.notebooks.glob(".*.ipynb.????????")
    return _remove(left)


def _remove(paths: Iterable[Path]) -> int:
    found = sorted(paths)
    for path in found:
        write_point("remove")
        path.unlink(missing_ok=True)
    return len(found)


_CONTENT = select(content.c.packed).where(content.c.sha256 == bindparam("sha256"))
