"""Textbook formulas of queueing, for a counter that has been open forever."""

from __future__ import annotations

import math

MINUTES = 60.0


def utilisation(per_hour: float, service_minutes: float, windows: int) -> float:
    """Give the share of the open time in which a window is busy.

    Parameters
    ----------
    per_hour : float
        Visitors per hour.
    service_minutes : float
        Mean minutes at the window.
    windows : int
        Open windows.

    Returns
    -------
    float
        1.0 means that the work fills the windows exactly; more can never be worked off.

    Examples
    --------
    >>> utilisation(18, 12, 4)
    0.9
    """
    return per_hour * service_minutes / MINUTES / windows


def erlang_c_wait(per_hour: float, service_minutes: float, windows: int) -> float:
    """Give the mean wait of a counter that has been open forever (Erlang's C formula).

    Parameters
    ----------
    per_hour : float
        Visitors per hour, coming at random.
    service_minutes : float
        Mean minutes at the window, exponentially distributed.
    windows : int
        Open windows.

    Returns
    -------
    float
        Minutes; infinite when the utilisation is 1 or more.

    Notes
    -----
    With the load a = λs, Erlang's B is B(0) = 1, B(c) = a B(c-1) / (c + a B(c-1)); then
    C = c B / (c - a (1 - B)) and the mean wait is C s / (c - a).

    References
    ----------
    A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic
    telephone exchanges", 1917.

    Examples
    --------
    >>> round(erlang_c_wait(18, 12, 4), 1)
    23.6
    """
    load = per_hour * service_minutes / MINUTES
    if load >= windows:
        return math.inf
    blocked = 1.0
    for servers in range(1, windows + 1):
        blocked = load * blocked / (servers + load * blocked)
    waiting = windows * blocked / (windows - load * (1 - blocked))
    return waiting * service_minutes / (windows - load)
