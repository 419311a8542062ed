"""The generalised partial credit model, fitted by marginal maximum likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

import numpy as np

from grader.errors import MeasurementError
from grader.measurement.calibration.answers import AnswerTable, read_answers
from grader.measurement.calibration.identified import (
    STEEPEST,
    disconnected,
    undetermined_at_sight,
    undetermined_parameters,
    undetermined_slopes,
)
from grader.measurement.calibration.learned import learn, nothing_learned
from grader.measurement.calibration.likelihood import MarginalLikelihood, even_quadrature
from grader.measurement.calibration.search import Found, find_maximum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from grader.text import Text

    Floats = NDArray[np.float64]

# Nodes for the posteriors of persons.
_NODES = 321

Status = Literal["converged", "not_identified"]
Slope = Literal["own", "common"] | float


class GeneralizedPartialCredit:
    """Generalised partial credit model (GPCM) by marginal maximum likelihood.

    For answers in ordered categories 0, 1, …, m; items may have different numbers of categories. With
    ``slope=1.0, person_sd=None`` it is Masters' partial credit model, with ``slope="common"`` the same
    with the persons' SD as unit. Items with two categories are two-parameter logistic ones.

    Parameters
    ----------
    slope : {'own', 'common'} or float, default 'own'
        A slope for each item, one slope for all, or a given number.
    person_sd : float or None, default 1.0
        SD of the persons; their mean is 0. None estimates it, which needs a given slope: else nothing
        holds the scale.

    Attributes
    ----------
    items_ : tuple of str
        Names of the J items: the columns of a DataFrame, else their numbers from 1.
    slopes_ : ndarray of shape (J,)
        Discriminations a (no factor 1.7), for persons with SD `person_sd_`. A slope may be negative.
    thresholds_ : ndarray of shape (J, M)
        b_1 … b_m of each item, logits: where categories v − 1 and v are equally likely. NaN beyond m.
    difficulties_ : ndarray of shape (J,)
        Mean of an item's thresholds, logits.
    steps_ : ndarray of shape (J, M)
        `thresholds_` around `difficulties_`.
    intercepts_ : ndarray of shape (J, M)
        d_1 … d_m with log P(X = c) = c·a·θ + d_c + const: d_c = −a·(b_1 + … + b_c).
    standard_errors_ : ItemCurves
        From the observed information, by the delta method: `standard_errors_.slopes`, `.thresholds`,
        `.difficulties`, `.intercepts` in the shapes above, and `.person_sd`; 0 for what was given.
    log_likelihood_ : float
        Log likelihood of the answers to the items that were estimated; NaN if there are none.
    person_mean_, person_sd_ : float
        Distribution of the persons: 0, and as given or estimated.
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
    P(X = c | θ) = exp Σ_{v≤c} a(θ − b_v) / Σ_{c'} exp Σ_{v≤c'} a(θ − b_v); θ ~ N(0, person_sd²) is
    integrated out. Missing answers leave the product: they are taken as missing at random. The search
    is for intercepts and slopes, which have no bounds, by L-BFGS and Newton's method, up to a distance
    of 1e-5 standard errors from the top.

    References
    ----------
    .. [1] E. Muraki (1992), "A generalized partial credit model: application of an EM algorithm",
       Applied Psychological Measurement 16(2), 159–176.
    .. [2] R. D. Bock, M. Aitkin (1981), "Marginal maximum likelihood estimation of item parameters:
       application of an EM algorithm", Psychometrika 46(4), 443–459.

    Examples
    --------
    >>> answers = [[0, 0, 1], [1, 2, 0], [1, 1, 1], [0, 1, 0], [1, 2, 1], [0, 2, 1], [1, 0, 0]]
    >>> model = GeneralizedPartialCredit(slope="common").fit(answers)
    >>> model.thresholds_.shape
    (3, 2)
    """

    def __init__(self, slope: Slope = "own", person_sd: float | None = 1.0) -> None:
        self.slope = slope
        self.person_sd = person_sd

    def fit(
        self,
        answers: ArrayLike,
        counts: ArrayLike | None = None,
        *,
        categories: Sequence[int] | int | None = None,
    ) -> Self:
        """Estimate the items.

        Parameters
        ----------
        answers : array_like of shape (N, J)
            One row per person (or per pattern of answers), one column per item: lists, an array or a
            pandas DataFrame. Categories are whole numbers from 0; NaN, None, NA and −1 are missing.
        counts : array_like of shape (N,), optional
            How many persons gave each row; 1 if left out.
        categories : int or sequence of int, optional
            Number of categories of all items, or of each; if left out, one more than the highest
            answer seen.

        Returns
        -------
        object
            The model itself, fitted.

        Raises
        ------
        MeasurementError
            If the answers are no table of categories, or slope and person_sd do not hold the scale.
        """
        table = read_answers(answers, counts)
        tops = _tops(table, categories)
        found, columns, reasons = self._identified(table, tops)
        self.items_ = table.names
        self.reasons_: tuple[Text | None, ...] = tuple(map(reasons.get, range(len(tops))))
        self.status_: tuple[Status, ...] = tuple(
            "converged" if reason is None else "not_identified" for reason in self.reasons_
        )
        self._learn(found, columns, tops)
        return self

    def eap(self, answers: ArrayLike) -> tuple[Floats, Floats]:
        """Estimate persons by the mean of their posterior.

        Parameters
        ----------
        answers : array_like of shape (N, J)
            As for `fit`. Answers to items that are not identified carry no information.

        Returns
        -------
        eap : ndarray of shape (N,)
            Posterior means, logits.
        sd : ndarray of shape (N,)
            Posterior standard deviations, logits.

        Raises
        ------
        MeasurementError
            If the model is not fitted, the number of items is not its own, or a category is unknown.
        """
        if not hasattr(self, "status_"):
            raise MeasurementError("先に fit を実行してください。", "Call fit first.")
        table = read_answers(answers)
        table.check_tops(self._tops)
        active = np.array([status == "converged" for status in self.status_])
        if not active.any():
            return np.zeros(len(table.counts)), np.full(len(table.counts), np.nan)
        rows = table.categories[:, active]
        tops = [top for top, known in zip(self._tops, active, strict=True) if known]
        likelihood = MarginalLikelihood(rows, table.counts, tops)
        intercepts = np.atleast_2d(self.intercepts_.T).T[active]
        known = intercepts[~np.isnan(intercepts)]
        slopes = self.slopes_[active] * self.person_sd_
        mean, sd = likelihood.abilities(known, slopes, even_quadrature(_NODES))
        return self.person_sd_ * mean, self.person_sd_ * sd

    def _identified(
        self, table: AnswerTable, tops: Sequence[int]
    ) -> tuple[Found | None, list[int], dict[int, Text]]:
        """Leave out items until the rest has a maximum; return it, the rest, and reasons for the others."""
        reasons = undetermined_at_sight(table, tops)
        found: Found | None = None
        while True:
            columns = [column for column in range(len(tops)) if column not in reasons]
            lost = disconnected(table, columns)
            if columns and not lost:
                found = self._search(table, columns, tops)
                lost = {columns[i]: reason for i, reason in _undetermined(found).items()}
            if not lost:
                break
            reasons, found = reasons | lost, None
        return found, columns, reasons

    def _search(self, table: AnswerTable, columns: Sequence[int], tops: Sequence[int]) -> Found:
        patterns, counts = table.patterns(columns)
        likelihood = MarginalLikelihood(patterns, counts, [tops[c] for c in columns])
        return find_maximum(likelihood, *self._slopes(len(columns)))

    def _slopes(self, items: int) -> tuple[Floats, Floats]:
        """Return loading (J, k) and fixed part (J,) of the slopes for persons with SD 1."""
        if self.slope in {"own", "common"} and self.person_sd == 1:
            loading = np.eye(items) if self.slope == "own" else np.ones((items, 1))
            return loading, np.zeros(items)
        if isinstance(self.slope, str) or self.slope == 0 or (self.person_sd or 1) <= 0:
            raise _no_scale()
        if self.person_sd is None:
            return np.full((items, 1), float(self.slope)), np.zeros(items)
        return np.zeros((items, 0)), np.full(items, self.slope * self.person_sd)

    def _learn(self, found: Found | None, columns: Sequence[int], tops: Sequence[int]) -> None:
        given = None if isinstance(self.slope, str) else float(self.slope)
        estimates = errors = nothing_learned(tops)
        self.log_likelihood_, self.n_parameters_, self.quadrature_ = float("nan"), 0, None
        if found is not None:
            estimates, errors = learn(found, np.array(columns), tops, given)
            self.log_likelihood_, self.quadrature_ = found.top.value, found.check
            self.n_parameters_ = len(found.top.point)
        self._tops = tuple(tops)
        self.person_mean_, self.person_sd_ = 0.0, estimates.person_sd
        self.slopes_, self.intercepts_ = estimates.slopes, estimates.intercepts
        self.thresholds_, self.difficulties_ = estimates.thresholds, estimates.difficulties
        self.steps_ = self.thresholds_ - self.difficulties_[:, None]
        self.standard_errors_ = errors


def _no_scale() -> MeasurementError:
    return MeasurementError(
        "slope は 'own'、'common' か0でない数です。slope を推定するときは person_sd=1.0 にしてください"
        "（両方を推定すると、物差しの単位が決まりません）。",
        "slope is 'own', 'common' or a number other than 0. Where it is estimated person_sd must be 1.0: "
        "with both estimated nothing holds the unit of the scale.",
    )


def _tops(table: AnswerTable, categories: Sequence[int] | int | None) -> list[int]:
    """Highest category of each item; answers above a declared one are refused."""
    seen = table.categories[table.counts > 0]
    highest = seen.max(axis=0, initial=0).astype(int)
    if categories is None:
        if (seen >= 0).any() and seen[seen >= 0].min() > 0 and (highest > 1).any():
            raise MeasurementError(
                "区分0の回答が一つもありません。区分は0から数えます。1から数えた回答なら1を引いてください。",
                "no answer is in category 0, and categories are counted from 0: subtract 1 from answers "
                "that are counted from 1, or give `categories`.",
            )
        return [max(1, int(top)) for top in highest]
    tops = [int(c) - 1 for c in np.broadcast_to(categories, highest.shape)]
    table.check_tops(tops)
    return tops


def _undetermined(found: Found) -> dict[int, Text]:
    """Items, by their place in the search, that have no maximum or a flat one."""
    curves, top = found.curves, found.top
    slopes = curves.split(top.point)[1]
    if (np.abs(slopes) > STEEPEST).any():
        return undetermined_slopes(slopes, np.zeros_like(slopes))
    lost = undetermined_parameters(found)
    if lost:
        return lost
    spread = curves.spread[len(curves.likelihood.item) :]
    variances = np.einsum("jp,pq,jq->j", spread, np.linalg.inv(top.information), spread)
    return undetermined_slopes(slopes, variances)
