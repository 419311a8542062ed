"""What a search cut off by time leaves behind is cleared away before a plan's values are told."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from grader.placement.problem.model import Goal
from grader.placement.program.exact import completed
from grader.placement.program.model import Objective, Program


@pytest.mark.parametrize(
    ("found", "told"), [([0, 1, 1], [0, 0, 1]), ([1, 1, 1], [1, 1, 1]), ([0, 0, 1], [0, 0, 1])]
)
def test_a_move_that_is_none_is_not_counted(found, told):
    """A column that costs and that no row needs becomes 0; one that a row needs, or that costs nothing, stays."""
    program = Program(
        matrix=csr_array(np.array([[1.0, -1.0, 0.0]])),  # the pair of a later year needs its move
        row_lower=np.array([-np.inf]),
        row_upper=np.array([0.0]),
        upper=np.ones(3),
        objectives=(Objective(Goal("moves", {"moves": 1.0}), np.array([0.0, 1.0, 0.0])),),
        pairs=1,
    )

    assert told == completed(program, np.array(found, dtype=float)).tolist()
