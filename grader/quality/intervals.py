"""How far a figure may be off with so few people: confidence intervals."""

from __future__ import annotations

import math

Z95 = 1.959964
"""97.5 % point of the normal distribution."""


def share_interval(share: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share.

    Parameters
    ----------
    share : float
        From 0 to 1; also a mean of points from 0 to 1, whose spread is never larger than that of right and
        wrong, so that the interval is then a little too wide.
    n : int
        Number of answers, at least 1.

    Returns
    -------
    (float, float)
        Wilson's score interval.

    References
    ----------
    .. [1] E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference",
       Journal of the American Statistical Association 22(158), 209–212.

    Examples
    --------
    >>> low, high = share_interval(0.5, 24)
    >>> round(low, 3), round(high, 3)
    (0.314, 0.686)
    """
    square = Z95**2 / n
    middle = (share + square / 2) / (1 + square)
    half = Z95 * math.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def correlation_interval(r: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a correlation.

    Parameters
    ----------
    r : float
        The correlation.
    n : int
        Number of persons.

    Returns
    -------
    (float, float)
        By Fisher's transformation, tanh(artanh r ± 1.96/√(n − 3)); from −1 to 1 for fewer than four
        persons.

    References
    ----------
    .. [1] R. A. Fisher (1921), "On the 'probable error' of a coefficient of correlation deduced from a
       small sample", Metron 1, 3–32.

    Examples
    --------
    >>> low, high = correlation_interval(0.3, 24)
    >>> round(low, 2), round(high, 2)
    (-0.12, 0.63)
    """
    if n <= 3:  # noqa: PLR2004  # no degree of freedom left
        return -1.0, 1.0
    middle, half = math.atanh(max(-0.999999, min(0.999999, r))), Z95 / math.sqrt(n - 3)
    return math.tanh(middle - half), math.tanh(middle + half)


def alpha_interval(alpha: float, n: int, items: int) -> tuple[float, float]:
    """Return the 95 % interval of Cronbach's alpha.

    Parameters
    ----------
    alpha : float
        The coefficient.
    n : int
        Number of persons, at least 2.
    items : int
        Number of items, at least 2.

    Returns
    -------
    (float, float)
        1 − (1 − α)·F, F the 97.5 % and 2.5 % points of F(n − 1, (n − 1)(J − 1)).

    References
    ----------
    .. [1] L. S. Feldt (1965), "The approximate sampling distribution of Kuder–Richardson reliability
       coefficient twenty", Psychometrika 30(3), 357–370.
    """
    from scipy.special import fdtri  # noqa: PLC0415  # keeps the start of commands quick

    freedom = (n - 1, (n - 1) * (items - 1))
    low, high = (1 - (1 - alpha) * fdtri(*freedom, point) for point in (0.975, 0.025))
    return float(low), float(high)
