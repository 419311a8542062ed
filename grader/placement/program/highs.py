"""The solver behind two functions: linear programs that stay hot, and integer programs.

HiGHS has one pool of threads for each thread that calls it: it is set up again when another number is asked for.

References
----------
Q. Huangfu, J. A. J. Hall: Parallelizing the dual revised simplex method. Mathematical Programming Computation 10 (2018).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from grader.placement.program.limits import Clock
    from grader.placement.program.region import Region

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

_STATUS = highspy.HighsModelStatus
_EMPTY = {_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible}  # no cost is unbounded here
_OK = highspy.HighsStatus.kOk
_FEASIBLE = int(highspy.SolutionStatus.kSolutionStatusFeasible)
_GRACE = 0.2  # of all seconds, for a linear program when the time is over
_WHOLE = 1e-6
_HALF = 0.3  # of the seconds must be left to go on diving
_DIVES = 40
_PARTS = 6  # a sixth of the divided columns is fixed at a time
FEW = 1_500
"""So many pairs of people divided between posts are left to a search; where there are more, some people are placed first."""
_pool = threading.local()


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """Optimum of a linear program.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Values of the columns; not a number where the solver found none in time.
    prices : ndarray of shape (m,)
        Duals of the rows; 0 where the solver found none. If no values fit, those rows have one that leave none (Farkas).
    feasible : bool
        False if it is proven that no values fit.
    """

    values: Floats
    prices: Floats
    feasible: bool


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What the search for whole numbers gave.

    Parameters
    ----------
    values : ndarray of shape (n,) or None
        The best values found, if any.
    bound : float
        Lower bound of the cost in the region searched; infinite where it is proven empty.
    """

    values: Floats | None
    bound: float


class Linear:
    """A linear program that is solved again from where it stands.

    Parameters
    ----------
    region : Region
        Rows and bounds.
    clock : Clock
        Limits.
    """

    def __init__(self, region: Region, clock: Clock) -> None:
        self.clock = clock
        self.shape = region.matrix.shape
        self.solver = _solver(clock)
        self.solver.setOptionValue("solver", "simplex")
        self.solver.passModel(_model(region, np.zeros(self.shape[1])))

    def minimise(self, cost: Floats) -> Relaxed:
        """Minimise a cost.

        Parameters
        ----------
        cost : ndarray of shape (n,)
            Costs.

        Returns
        -------
        Relaxed
            Values and prices.
        """
        columns = np.arange(self.shape[1], dtype=np.int32)
        self.solver.changeColsCost(len(columns), columns, cost)
        return self.again()

    def bound(self, columns: list[int], lower: list[float], upper: list[float]) -> None:
        """Change bounds of some columns.

        Parameters
        ----------
        columns : list of int
            The columns.
        lower, upper : list of float
            Their bounds.
        """
        index = np.array(columns, dtype=np.int32)
        self.solver.changeColsBounds(len(index), index, np.array(lower), np.array(upper))

    def add_rows(self, matrix: csr_array, lower: Floats) -> None:
        """Add rows with lower limits; the basis stays.

        Parameters
        ----------
        matrix : csr_array of shape (k, n)
            Their coefficients.
        lower : ndarray of shape (k,)
            Their limits.
        """
        upper = np.full(len(lower), np.inf)
        starts, index = matrix.indptr[:-1], matrix.indices
        self.solver.addRows(len(lower), lower, upper, matrix.nnz, starts, index, matrix.data)
        self.shape = (self.shape[0] + len(lower), self.shape[1])
        self.solver.setOptionValue("presolve", "off")  # it would give the basis up

    def add_columns(self, region: Region, cost: Floats) -> None:
        """Add columns; the basis stays.

        Parameters
        ----------
        region : Region
            The same rows over k new columns.
        cost : ndarray of shape (k,)
            Their costs.
        """
        part = region.matrix.tocsc()
        starts, index, count = part.indptr[:-1], part.indices, len(cost)
        bounds = (region.lower, region.upper)
        self.solver.addCols(count, cost, *bounds, part.nnz, starts, index, part.data)
        self.shape = (self.shape[0], self.shape[1] + count)
        self.solver.setOptionValue("presolve", "off")  # it would give the basis up

    def again(self) -> Relaxed:
        """Solve it as it stands; never without some seconds, for nothing can be said about a goal without it.

        Returns
        -------
        Relaxed
            Values and prices.
        """
        seconds = max(self.clock.left(), _GRACE * self.clock.limits.seconds)
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + seconds)
        self.solver.run()
        if self.solver.getModelStatus() in _EMPTY:
            _, known, ray = self.solver.getDualRay()  # type: ignore[attr-defined]  # left out of the stubs
            prices = np.array(ray) if known else np.ones(self.shape[0])
            return Relaxed(np.full(self.shape[1], np.nan), prices, feasible=False)
        solution = self.solver.getSolution()
        optimal = self.solver.getModelStatus() == _STATUS.kOptimal
        values = np.array(solution.col_value) if optimal else np.full(self.shape[1], np.nan)
        prices = np.array(solution.row_dual) if solution.dual_valid else np.zeros(self.shape[0])
        return Relaxed(values, prices, feasible=True)

    def dived(self, values: Floats, may: Bools) -> Floats:
        """Bring the most whole of the divided columns up to 1, some at a time, and solve again, until few are divided.

        Parameters
        ----------
        values : ndarray of shape (n,)
            The optimum.
        may : ndarray of bool of shape (n,)
            Columns that may be fixed; their bounds are 0 and 1.

        Returns
        -------
        ndarray of shape (n,)
            The last values that fit. The program and its basis are as they were.
        """
        basis, fixed = self.solver.getBasis(), []
        for _ in range(_DIVES):
            divided = np.flatnonzero(may & (values > _WHOLE) & (values < 1 - _WHOLE))
            if len(divided) <= FEW or self.clock.left() < _HALF * self.clock.limits.seconds:
                break
            most = divided[np.argsort(-values[divided], kind="stable")][: len(divided) // _PARTS]
            fixed += most.tolist()
            self.bound(most.tolist(), [1.0] * len(most), [1.0] * len(most))
            relaxed = self.again()
            if np.isnan(relaxed.values).any():
                break
            values = relaxed.values
        self.bound(fixed, [0.0] * len(fixed), [1.0] * len(fixed))
        self.solver.setBasis(basis)
        return values

    def tableau(self, columns: Ints) -> Iterator[Floats]:
        """Yield the rows of the inverse of the basis that belong to some columns.

        Parameters
        ----------
        columns : ndarray of int
            The columns; those that are not basic have none.

        Yields
        ------
        ndarray of shape (m,)
            Multipliers of the rows: with them, the rows sum up to the tableau row of the column.
        """
        solver: Any = self.solver  # the stubs leave this out
        for row in np.flatnonzero(np.isin(self._basic(), columns)):
            known, multipliers = solver.getBasisInverseRow(int(row))[:2]
            if known == _OK:
                yield np.array(multipliers)

    def _basic(self) -> Ints:
        """The basic column of each row, below 0 for a slack; none where HiGHS has no basis, as without coefficients."""
        solver: Any = self.solver  # the stubs leave this out
        if not solver.getNumNz():
            return np.zeros(0, dtype=np.intp)  # it would crash
        return np.array(solver.getBasicVariables()[1], dtype=np.intp)

    def settle(self) -> None:
        """Remember the basis as the one that questions start from."""
        self.solver.setOptionValue("presolve", "off")
        self.basis = self.solver.getBasis()

    def forced(self, column: int) -> Relaxed:
        """Solve it with one column at 1, and return to where it was.

        Parameters
        ----------
        column : int
            The column; its bounds are 0 and 1.

        Returns
        -------
        Relaxed
            Values and prices.
        """
        self.bound([column], [1.0], [1.0])
        relaxed = self.again()
        self.bound([column], [0.0], [1.0])
        self.solver.setBasis(self.basis)
        return relaxed

    def prices_of(self, cost: Floats) -> Floats:
        """Return the prices that go with a cost at the present basis.

        Parameters
        ----------
        cost : ndarray of shape (n,)
            Costs.

        Returns
        -------
        ndarray of shape (m,)
            y with Bᵀy = c_B; a slack in the basis costs nothing.
        """
        basic = self._basic()
        if not len(basic):
            return np.zeros(self.shape[0])
        solver: Any = self.solver  # the stubs leave this out
        costs = np.where(basic >= 0, cost[np.maximum(basic, 0)], 0.0)
        return np.array(solver.getBasisTransposeSolve(costs)[1])


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What a search starts from, and when it may stop.

    Parameters
    ----------
    start : ndarray of shape (n,), optional
        Values to start from.
    target : float
        Cost that is good enough.
    slack : float
        Absolute gap that is good enough.
    share : float
        Share of the seconds left that may be used.
    least : float
        Share of all seconds that may be used even if fewer are left.
    nodes : int
        Most nodes of the search tree.
    """

    start: Floats | None = None
    target: float = -np.inf
    slack: float = 0.0
    share: float = 1.0
    least: float = 0.0
    nodes: int = 2**31 - 1


def search(region: Region, cost: Floats, whole: Bools, aim: Aim, clock: Clock) -> Found:
    """Minimise a cost over whole numbers.

    Parameters
    ----------
    region : Region
        Rows and bounds of n columns.
    cost : ndarray of shape (n,)
        Costs.
    whole : ndarray of bool of shape (n,)
        The columns that are whole numbers.
    aim : Aim
        Start, and what is good enough.
    clock : Clock
        Limits.

    Returns
    -------
    Found
        Values over all columns, and the bound.
    """
    index, part = region.unfixed()
    values = np.where(region.open, 0.0, region.lower)
    lp = _model(part, cost[index])
    lp.offset_ = float(cost @ values)
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[int(is_whole)] for is_whole in whole[index]]
    solver = _solver(clock)
    options = {
        "mip_rel_gap": 0.0,
        "mip_abs_gap": aim.slack,
        "objective_target": aim.target,
        "time_limit": max(clock.left(aim.share), aim.least * clock.limits.seconds),
    }
    for name, value in options.items():
        solver.setOptionValue(name, float(value))
    solver.setOptionValue("mip_max_nodes", aim.nodes)
    solver.passModel(lp)
    if aim.start is not None:
        first = highspy.HighsSolution()
        first.col_value = list(aim.start[index])
        solver.setSolution(first)
    solver.run()
    info = solver.getInfo()
    if solver.getModelStatus() == _STATUS.kInfeasible:
        return Found(None, np.inf)
    if info.primal_solution_status != _FEASIBLE:
        return Found(None, info.mip_dual_bound)
    values[index] = solver.getSolution().col_value
    return Found(values, info.mip_dual_bound)


class _Silent(highspy.Highs):
    """Prints nothing, not even the banner: the constructor prints it with the callbacks, so output is off before."""

    def enableCallbacks(self) -> None:  # noqa: N802  # the name is highspy's
        """Switch output off, then go on."""
        self.setOptionValue("output_flag", False)  # noqa: FBT003  # takes no name
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # stubs without types


def _solver(clock: Clock) -> highspy.Highs:
    """A silent solver with the limits' seed and threads."""
    if getattr(_pool, "threads", clock.limits.threads) != clock.limits.threads:
        highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003 - takes no name
    _pool.threads = clock.limits.threads
    solver = _Silent()  # type: ignore[no-untyped-call]  # stubs without types
    options = {
        "threads": clock.limits.threads,
        "random_seed": clock.limits.seed,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver


def _model(region: Region, cost: Floats) -> highspy.HighsLp:
    """The region with costs, as HiGHS takes it."""
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = region.matrix.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, region.lower, region.upper
    lp.row_lower_, lp.row_upper_ = region.row_lower, region.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = region.matrix.indptr
    lp.a_matrix_.index_ = region.matrix.indices
    lp.a_matrix_.value_ = region.matrix.data
    return lp
