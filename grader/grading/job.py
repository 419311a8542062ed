"""What goes into the engine and what comes out of it: one notebook, its cells, its limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.text import Text

CellKind = Literal["answer", "locked", "test"]
"""``answer``: the trainee's, run in the sandbox only. ``locked``: the author's, run on both sides. ``test``: the
author's, run by the judge only."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a submission may use.

    Parameters
    ----------
    seconds : float
        Wall-clock time of one cell, or of one call that a test makes.
    total_seconds : float
        Wall-clock time of a whole notebook.
    memory_mb : int
        Address space of each process, in MiB.
    processes : int
        Processes and threads at the same time.
    disk_mb : int
        Size of each work folder, and of any file, in MiB.
    output_kb : int
        What one cell may print and display, in KiB; the rest is dropped and said to be.
    """

    seconds: float = 30.0
    total_seconds: float = 300.0
    memory_mb: int = 2048
    processes: int = 64
    disk_mb: int = 64
    output_kb: int = 1024


@dataclass(frozen=True, slots=True)
class CodeCell:
    """One code cell of a rebuilt notebook.

    Parameters
    ----------
    index : int
        Position among all cells of the notebook.
    kind : {'answer', 'locked', 'test'}
        Who wrote it and where it runs.
    source : str
        Python, as IPython takes it.
    grade_id : str or None
        nbgrader's name of the cell; None for a cell that the trainee added.
    surface : tuple of str
        Names that an answer cell may define: those which the author's own solution defines. Empty for others.
    visible : str
        What the trainee sees of a test cell: run in the sandbox too when a later cell of the author needs a name that
        it defines. Empty for others.
    inside : str or None
        What of a locked cell runs in the sandbox; all of it if None.
    is_secret : bool
        Whether a test cell has a part that the trainee does not see.
    """

    index: int
    kind: CellKind
    source: str
    grade_id: str | None = None
    surface: tuple[str, ...] = ()
    visible: str = ""
    inside: str | None = None
    is_secret: bool = True


@dataclass(frozen=True, slots=True)
class NotebookJob:
    """One notebook to be executed and tested.

    Parameters
    ----------
    name : str
        Its name without ``.ipynb``.
    trainee : str
        Whose work it is.
    cells : tuple of CodeCell
        In order.
    files : mapping of str to bytes
        What stands beside the notebook, by relative POSIX path.
    seed : int
        For numpy's and Python's random numbers in the sandbox, in [0, 2**32).
    lesson, lang : str or None
        The lesson that the notebook belongs to, and its language; None for other assignments.
    curriculum : str or None
        Folder of the lessons, for the judge only.
    handout : mapping or None
        The lesson's texts, as `grader.marking.worlds.write_data` reads them from the build.
    reads_data : bool
        Whether anything in the sandbox can read the lesson's data.
    limits : Limits
        How much it may use.
    author_files : mapping of str to bytes
        What the author's cells find beside the notebook in the judge, by relative POSIX path: the files of the source,
        never one of the submission.
    form : int
        Form of the lesson, from 1; decides the trainee's own world.
    """

    name: str
    trainee: str
    cells: tuple[CodeCell, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    seed: int = 0
    lesson: str | None = None
    lang: str | None = None
    curriculum: str | None = None
    handout: Mapping[str, Any] | None = None
    reads_data: bool = True
    limits: Limits = field(default_factory=Limits)
    author_files: Mapping[str, bytes] = field(default_factory=dict)
    form: int = 1


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that the engine had to stop.

    Parameters
    ----------
    index : int
        The cell that was running, or being tested.
    why : Text
        Which limit, or that the process ended.
    """

    index: int
    why: Text


@dataclass(frozen=True, slots=True)
class Usage:
    """What one notebook cost, in seconds of CPU unless said otherwise.

    Parameters
    ----------
    fork : float
        Making the fresh process and its namespaces.
    execute : float
        The fresh process itself, all of it.
    judge : float
        The trusted side.
    wall : float
        From start to end, in seconds of wall-clock time.
    memory_mb : float
        Largest resident size of the fresh process, in MiB.
    trips : int
        Questions sent into the sandbox.
    """

    fork: float = 0.0
    execute: float = 0.0
    judge: float = 0.0
    wall: float = 0.0
    memory_mb: float = 0.0
    trips: int = 0


@dataclass(frozen=True, slots=True)
class NotebookRun:
    """What came of one notebook.

    Parameters
    ----------
    outputs : mapping of int to list of dict
        nbformat outputs of each cell that ran, by index. Those of answer cells come from the sandbox: they hold text
        and PNG pictures only. Those of the author's cells come from the judge.
    stops : tuple of Stop
        What had to be stopped, in order.
    usage : Usage
        What it cost.
    withheld : frozenset of int
        Cells that ran after a hidden test had handed something to the submission: what they show may tell it, and is
        for the staff only.
    """

    outputs: Mapping[int, list[dict[str, Any]]]
    stops: tuple[Stop, ...] = ()
    usage: Usage = field(default_factory=Usage)
    withheld: frozenset[int] = frozenset()
