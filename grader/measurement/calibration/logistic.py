"""Logistic models of right-or-wrong answers: partial credit models with one step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, Self

from grader.measurement.calibration.partial_credit import GeneralizedPartialCredit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from grader.measurement.calibration.search import Found


class TwoParameterLogistic(GeneralizedPartialCredit):
    """Two-parameter logistic model (2PL) by marginal maximum likelihood, for right-or-wrong answers.

    Attributes
    ----------
    items_ : tuple of str
        Names of the J items: the columns of a DataFrame, else their numbers from 1.
    slopes_ : ndarray of shape (J,)
        Discriminations a (no factor 1.7). A slope may be negative.
    difficulties_ : ndarray of shape (J,)
        Difficulties b, logits: P(X = 1) = 1/2 at θ = b.
    intercepts_ : ndarray of shape (J,)
        d = −a·b.
    standard_errors_ : ItemCurves
        From the observed information: `standard_errors_.slopes`, `.difficulties`, `.intercepts`.
    log_likelihood_ : float
        Log likelihood of the answers to the items that were estimated; NaN if there are none.
    person_mean_, person_sd_ : float
        Distribution of the persons: 0 and 1.
    status_ : tuple of {'converged', 'not_identified'}
        Per item. What belongs to an item that is not identified is NaN: no number is cut off at a
        bound. Such an item is left out, and the others are estimated without it.
    reasons_ : tuple of Text or None
        Why an item is not identified, in Japanese and English (``.ja``, ``.en``).
    n_parameters_ : int
        Number of parameters estimated.
    quadrature_ : QuadratureCheck or None
        Nodes used, and what twice as many would change; None if nothing could be estimated.

    Notes
    -----
    P(X = 1 | θ) = 1 / (1 + exp(−a(θ − b))), θ ~ N(0, 1) integrated out. Missing answers leave the
    product.

    References
    ----------
    .. [1] R. D. Bock, M. Aitkin (1981), "Marginal maximum likelihood estimation of item parameters:
       application of an EM algorithm", Psychometrika 46(4), 443–459.

    Examples
    --------
    >>> patterns = [
    ...     [0, 0, 0],
    ...     [1, 0, 0],
    ...     [0, 1, 0],
    ...     [0, 0, 1],
    ...     [1, 1, 0],
    ...     [1, 0, 1],
    ...     [0, 1, 1],
    ...     [1, 1, 1],
    ... ]
    >>> model = TwoParameterLogistic().fit(patterns, counts=[30, 25, 12, 8, 28, 20, 9, 40])
    >>> model.difficulties_.round(2).tolist()
    [-0.63, -0.08, 0.23]
    """

    def __init__(self) -> None:
        super().__init__()

    def fit(self, answers: ArrayLike, counts: ArrayLike | None = None) -> Self:  # type: ignore[override]  # right or wrong: no categories to name
        """Estimate the items.

        Parameters
        ----------
        answers : array_like of shape (N, J)
            1 right, 0 wrong; NaN, None, NA and −1 are missing. One row per person or pattern, one
            column per item: lists, an array or a pandas DataFrame.
        counts : array_like of shape (N,), optional
            How many persons gave each row; 1 if left out.

        Returns
        -------
        object
            The model itself, fitted.

        Raises
        ------
        MeasurementError
            If the answers are no table of 0, 1 and missing.
        """
        return super().fit(answers, counts, categories=2)

    def _learn(self, found: Found | None, columns: Sequence[int], tops: Sequence[int]) -> None:
        super()._learn(found, columns, tops)
        self.intercepts_ = self.intercepts_[:, 0]
        errors = self.standard_errors_
        self.standard_errors_ = replace(errors, intercepts=errors.intercepts[:, 0])


class OneParameterLogistic(TwoParameterLogistic):
    """One-parameter logistic model (1PL, Rasch) by marginal maximum likelihood, for right-or-wrong answers.

    As it is, the common slope is estimated and persons are N(0, 1). ``OneParameterLogistic(slope=1.0,
    person_sd=None)`` is the same model in Rasch's words: slope 1, and the persons' SD estimated.

    Parameters
    ----------
    slope : 'common' or float, default 'common'
        One slope for all items, estimated; or a given number.
    person_sd : float or None, default 1.0
        SD of the persons; their mean is 0. None estimates it, which needs a given slope.

    Attributes
    ----------
    items_ : tuple of str
        Names of the J items: the columns of a DataFrame, else their numbers from 1.
    slopes_ : ndarray of shape (J,)
        The one slope, for each item.
    difficulties_ : ndarray of shape (J,)
        Difficulties b, logits.
    intercepts_ : ndarray of shape (J,)
        d = −a·b.
    standard_errors_ : ItemCurves
        From the observed information: `standard_errors_.slopes`, `.difficulties`, `.intercepts`,
        `.person_sd`; 0 for what was given.
    log_likelihood_ : float
        Log likelihood of the answers to the items that were estimated; NaN if there are none.
    person_mean_, person_sd_ : float
        Distribution of the persons: 0, and as given or estimated.
    status_ : tuple of {'converged', 'not_identified'}
        Per item; see `TwoParameterLogistic`.
    reasons_ : tuple of Text or None
        Why an item is not identified, in Japanese and English (``.ja``, ``.en``).
    n_parameters_ : int
        Number of parameters estimated.
    quadrature_ : QuadratureCheck or None
        Nodes used, and what twice as many would change; None if nothing could be estimated.

    Notes
    -----
    P(X = 1 | θ) = 1 / (1 + exp(−a(θ − b))) with the same a for all items.

    References
    ----------
    .. [1] D. Thissen (1982), "Marginal maximum likelihood estimation for the one-parameter logistic
       model", Psychometrika 47(2), 175–186.

    Examples
    --------
    >>> patterns = [
    ...     [0, 0, 0],
    ...     [1, 0, 0],
    ...     [0, 1, 0],
    ...     [0, 0, 1],
    ...     [1, 1, 0],
    ...     [1, 0, 1],
    ...     [0, 1, 1],
    ...     [1, 1, 1],
    ... ]
    >>> model = OneParameterLogistic().fit(patterns, counts=[30, 25, 12, 8, 28, 20, 9, 40])
    >>> model.status_
    ('converged', 'converged', 'converged')
    """

    def __init__(
        self, slope: Literal["common"] | float = "common", person_sd: float | None = 1.0
    ) -> None:
        GeneralizedPartialCredit.__init__(self, slope, person_sd)
