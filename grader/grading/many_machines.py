"""The same tasks on many machines, with Dask (https://distributed.dask.org): the extra ``dask``."""

from __future__ import annotations

import threading
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from grader.errors import GradingError
from grader.grading import labels
from grader.grading.crew import Crew
from grader.grading.pool import WorkerDied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.grading.crew import Trade

T = TypeVar("T")
_AHEAD = 2
"""Tasks under way for each thread of the cluster: one that runs and one that waits on its machine."""
_TRIES = 2
"""How often a task is begun: a machine may go while it works on it."""
PATIENCE = 10
"""Seconds for which a scheduler is waited for."""
_CREWS: dict[Trade, Crew] = {}
_GATE = threading.Lock()


def run_on_cluster(
    address: str, tasks: Iterable[T], trade: Trade
) -> Iterator[tuple[T, Any | WorkerDied]]:
    """Have every task done by the workers of a Dask cluster.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.1:8786``.
    tasks : iterable
        Picklable, complete: workers see none of our files. Asked for the next one only when there is room.
    trade : Trade
        What to do; the package has to be installed on every machine.

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
        import distributed  # noqa: PLC0415  # an extra
    except ImportError:
        raise GradingError(labels.NO_DASK.ja, labels.NO_DASK.en) from None
    try:
        client: Any = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        said = labels.NO_SCHEDULER
        raise GradingError(
            said.ja.format(address=address), said.en.format(address=address)
        ) from error
    with client:
        yield from _finished(client, distributed, iter(tasks), trade)


def _finished(
    client: Any, distributed: Any, tasks: Iterator[T], trade: Trade
) -> Iterator[tuple[T, Any | WorkerDied]]:
    under_way: dict[Any, T] = {}

    def begin(count: int) -> list[Any]:
        some = list(islice(tasks, count))
        futures = [client.submit(do, task, trade, pure=False, retries=_TRIES - 1) for task in some]
        under_way.update(zip(futures, some, strict=True))
        return futures

    some = begin(_AHEAD * max(1, sum(client.nthreads().values())))
    # The client is nobody's default: without its loop Dask would look for another one.
    finished = distributed.as_completed(some, loop=client.loop)
    for future in finished:
        task, error = under_way.pop(future), future.exception()
        for another in begin(1):
            finished.add(another)
        if isinstance(error, distributed.scheduler.KilledWorker):
            yield task, WorkerDied()
        elif error is not None:
            raise error
        else:
            yield task, future.result()


def do(task: Any, trade: Trade) -> Any:
    """Do one task on a machine of the cluster, with a crew of its own.

    Parameters
    ----------
    task : Any
        The task.
    trade : Trade
        What to do.

    Returns
    -------
    Any
        The result, or `WorkerDied` if the task killed two graders.
    """
    # Dask runs tasks in threads; a grader limits time by signals, which only a main thread receives.
    with _GATE:
        crew = _CREWS.get(trade)
        if crew is None:
            crew = _CREWS[trade] = Crew(trade)
    ((_, result),) = crew.run([task], workers=1)
    return result
