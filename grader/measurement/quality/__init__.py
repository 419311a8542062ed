"""Statistics of items, scores and levels: pure functions on answer matrices and curves."""

from __future__ import annotations

from grader.measurement.quality.accuracy import (
    Classification,
    closed_form_accuracy,
    closed_form_consistency,
    eap_reliability,
    expected_accuracy,
    lee,
    rudner,
    sem_by_level,
)
from grader.measurement.quality.classes import (
    ShrunkenDif,
    empirical_bayes,
    ets_class,
    ets_class_polytomous,
)
from grader.measurement.quality.classical import (
    ItemStatistics,
    alpha_if_deleted,
    cronbach_alpha,
    facility,
    item_rest_correlation,
    item_statistics,
)
from grader.measurement.quality.curves import (
    ability_posterior,
    marginal_curves,
    notebook_curve,
    posterior_masses,
)
from grader.measurement.quality.dif import ItemDif, dif_statistics, dif_tables
from grader.measurement.quality.fit import (
    ItemFit,
    dependent_pairs,
    expected_q3,
    expected_scores,
    item_fit,
    person_fit,
    yen_q3,
)
from grader.measurement.quality.information import (
    item_information,
    mean_by_level,
    skill_information,
    total_information,
)
from grader.measurement.quality.lordwingersky import lord_wingersky, lord_wingersky_polytomous
from grader.measurement.quality.mantel import (
    Mantel,
    MantelHaenszel,
    mantel_haenszel,
    mantel_test,
)
from grader.measurement.quality.matrix import answer_matrix, pairwise_covariance
from grader.measurement.quality.subscores import SubscoreValue, haberman, subscore_value

__all__ = [
    "Classification",
    "ItemDif",
    "ItemFit",
    "ItemStatistics",
    "Mantel",
    "MantelHaenszel",
    "ShrunkenDif",
    "SubscoreValue",
    "ability_posterior",
    "alpha_if_deleted",
    "answer_matrix",
    "closed_form_accuracy",
    "closed_form_consistency",
    "cronbach_alpha",
    "dependent_pairs",
    "dif_statistics",
    "dif_tables",
    "eap_reliability",
    "empirical_bayes",
    "ets_class",
    "ets_class_polytomous",
    "expected_accuracy",
    "expected_q3",
    "expected_scores",
    "facility",
    "haberman",
    "item_fit",
    "item_information",
    "item_rest_correlation",
    "item_statistics",
    "lee",
    "lord_wingersky",
    "lord_wingersky_polytomous",
    "mantel_haenszel",
    "mantel_test",
    "marginal_curves",
    "mean_by_level",
    "notebook_curve",
    "pairwise_covariance",
    "person_fit",
    "posterior_masses",
    "rudner",
    "sem_by_level",
    "skill_information",
    "subscore_value",
    "total_information",
    "yen_q3",
]
