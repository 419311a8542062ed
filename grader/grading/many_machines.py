"""The same tasks on many machines, with Dask (https://distributed.dask.org): the extra ``dask``."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, TypeVar

from grader.errors import GradingError
from grader.grading import labels
from grader.grading.crew import Crew
from grader.grading.pool import WorkerDied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")
_AHEAD = 2
"""Tasks under way for each thread of the cluster: one that runs and one that waits on its machine."""
_TRIES = 2
"""How often a task is begun: a machine may go while it works on it."""
_CREW: dict[tuple[str, str], Crew] = {}
_GATE = threading.Lock()


def run_on_cluster(
    address: str, tasks: Sequence[T], *, function: str, prepare: str
) -> Iterator[tuple[T, Any | WorkerDied]]:
    """Have every task done by the workers of a Dask cluster.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.1:8786``.
    tasks : sequence
        Picklable, complete: workers see none of our files.
    function, prepare : str
        As for `grader.grading.crew.Crew`; the package has to be installed on every machine.

    Yields
    ------
    tuple
        Each task and its result, in the order in which they are finished.

    Raises
    ------
    GradingError
        If Dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client, as_completed  # noqa: PLC0415  # an extra
        from distributed.scheduler import KilledWorker  # noqa: PLC0415
    except ImportError:
        raise GradingError(labels.NO_DASK.ja, labels.NO_DASK.en) from None
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        ja, en = labels.NO_SCHEDULER.ja, labels.NO_SCHEDULER.en
        raise GradingError(ja.format(address=address), en.format(address=address)) from error
    with client:
        waiting = list(reversed(tasks))
        under_way: dict[Any, T] = {}

        def begin() -> Any:
            task = waiting.pop()
            future = client.submit(do, task, function, prepare, pure=False, retries=_TRIES - 1)
            under_way[future] = task
            return future

        room = _AHEAD * max(1, sum(client.nthreads().values()))
        finished = as_completed([begin() for _ in range(min(room, len(waiting)))])
        for future in finished:
            task = under_way.pop(future)
            error = future.exception()
            if waiting:
                finished.add(begin())
            if isinstance(error, KilledWorker):
                yield task, WorkerDied()
            elif error is not None:
                raise error
            else:
                yield task, future.result()


def do(task: Any, function: str, prepare: str) -> Any:
    """Do one task on a machine of the cluster, with its own crew of one.

    Parameters
    ----------
    task : Any
        The task.
    function, prepare : str
        As for `grader.grading.crew.Crew`.

    Returns
    -------
    Any
        What the function returned, or `WorkerDied` if it killed two graders.
    """
    # Dask runs tasks in threads; a grader limits time by signals, which only a main thread receives.
    with _GATE:
        crew = _CREW.get((function, prepare))
        if crew is None:
            crew = _CREW[function, prepare] = Crew(function, prepare=prepare)
        ((_, result),) = crew.run([task], workers=1)
        return result
