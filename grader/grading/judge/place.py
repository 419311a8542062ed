"""Where the author's cells run: an empty folder, the trainee's own data, and nothing left behind afterwards."""

from __future__ import annotations

import contextlib
import os
import random
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from grader.lab.session import DATA_FOLDER, apart, using_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.grading.job import NotebookJob


@contextlib.contextmanager
def place(job: NotebookJob) -> Iterator[dict[str, bytes]]:
    """Prepare this process for the author's cells of one notebook, and put everything back.

    Parameters
    ----------
    job : NotebookJob
        The notebook.

    Yields
    ------
    dict of str to bytes
        What stands beside the notebook in the sandbox. A lesson's data are ours, whatever was submitted in their place.
    """
    with apart(), tempfile.TemporaryDirectory() as name, _own_folder(Path(name), job.author_files):
        _seed(job.seed)
        if job.lesson is None:
            yield {**job.files}
            return
        with _lesson(job) as data:
            mine = f"{DATA_FOLDER}/"
            theirs = {path: raw for path, raw in job.files.items() if not path.startswith(mine)}
            yield {**theirs, **data}


@contextlib.contextmanager
def _own_folder(folder: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    for path, raw in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(raw)
    environment, path_before, modules = dict(os.environ), list(sys.path), set(sys.modules)
    # Only the author's files are here: what a cell imports cannot be the submission's.
    sys.path[:] = [*(entry for entry in sys.path if entry not in ("", ".")), str(folder)]
    try:
        with contextlib.chdir(folder), warnings.catch_warnings():
            yield
    finally:
        sys.path[:] = path_before
        _forget(folder, modules)
        if os.environ != environment:
            os.environ.clear()
            os.environ.update(environment)


def _forget(folder: Path, before: set[str]) -> None:
    sys.path_importer_cache.pop(str(folder), None)
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", None)).startswith(str(folder)):
            del sys.modules[name]


def _seed(seed: int) -> None:
    random.seed(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed)


@contextlib.contextmanager
def _lesson(job: NotebookJob) -> Iterator[dict[str, bytes]]:
    # These bring pandas, which other notebooks may do without.
    from grader.marking.sheet import MARKER, Marker  # noqa: PLC0415
    from grader.marking.shelf import WorldShelf  # noqa: PLC0415
    from grader.marking.worlds import make_world, seed_of  # noqa: PLC0415

    assert job.lesson is not None  # noqa: S101  # the caller asked
    curriculum = Path(job.curriculum or "")
    world = make_world(curriculum, job.lesson, seed_of(job.lesson, job.trainee, job.form))
    told = {**(job.handout or {}), "lang": job.lang, "trainee": job.trainee}
    shelf = WorldShelf(world, told)
    files = shelf.files() if job.reads_data else shelf.texts()
    token = MARKER.set(Marker(curriculum, job.trainee, form=job.form))
    try:
        with using_data(shelf):
            yield {f"{DATA_FOLDER}/{name}": data for name, data in files.items()}
    finally:
        MARKER.reset(token)
