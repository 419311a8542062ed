"""The parameters of measurement and decision, read from `assessments/measurement.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import MeasurementError
from grader.schema.store import schema_findings
from grader.yamlfile import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from grader.findings import Finding


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that is decided rather than measured.

    Parameters
    ----------
    version : str
        Name of this set of decisions; stands in every estimates document.
    levels : int
        Highest level K; levels run from 0 to K.
    width : float
        Width of a level Δ in logits; level k begins at τ_k = (k − 1)·Δ.
    slope : float
        Discrimination a of a task of which nobody's answers are known.
    response_probability : float
        Share of the points of a level-k task that a person at τ_k is expected to get.
    step_spread : float
        Distance from the middle to the outer steps of a task with partial credit, in logits.
    sd_expert : float
        SD of an author's error in declaring a task's level, in logits.
    sd_family : float
        SD between the variants of one randomised task, in logits.
    sd_notebook : float
        SD of the effect shared by the tasks of one notebook, in logits.
    prior_mean : float
        Mean of the prior of every person, level coordinate.
    prior_sd : float
        SD of the prior, in levels.
    grid_points : int
        Points of the ability grid.
    grid_margin : float
        How far the grid reaches below level 1 and above level K, in levels.
    difficulty_nodes : int
        Gauss–Hermite nodes over a task's difficulty.
    notebook_nodes : int
        Gauss–Hermite nodes over the notebook effect.
    met : float
        A requirement is met from this probability on.
    not_met : float
        A requirement is not met up to this probability.
    point : float
        The level shown is the highest one reached with this probability.
    confirmed : float
        The confirmed level is the highest one reached with this probability.
    interval : float
        Probability inside the interval shown.
    min_items : int
        With fewer scored tasks than this no level is vouched for.
    min_notebooks : int
        With fewer notebooks than this no level is vouched for.
    empty_is_zero : bool
        Whether a task left empty in a submitted notebook counts as category 0; else it is missing.
    notebook_ceiling : int
        Highest level that notebooks alone may show.
    drift_idle : float
        SD of what may change without a sitting, in levels per square root of a year.
    drift_module : float
        SD of what may change between two forms of one lesson, in levels.
    session_days : int
        Sittings of different lessons at most this many days apart are one session.
    retake_days : int
        Days to wait before another form of a lesson, for certified use.
    sittings_per_half_year : int
        Most sittings of one lesson within 183 days, for certified use.
    valid_years : int
        Years after which a certified level is no longer valid.
    refresh_months : int
        Months after which a skill of a fast-moving field is to be refreshed.
    answers_common_slope : int
        Answers from which an item's difficulty is estimated, with one slope for all items.
    answers_own_slope : int
        Answers from which an item's own slope is estimated.
    sd_log_slope : float
        SD of the prior of the logarithm of an item's slope.
    sd_step : float
        SD of the prior of a step around its place, in logits.
    sd_log_person_sd : float
        SD of the prior of the logarithm of the persons' SD.
    largest_move : float
        Logits by which calibration may move a difficulty without sign-off by a person.
    diagnostic_items : int
        Usual length of the diagnostic, in items.
    diagnostic_items_track : int
        Its greatest length, while a must of the role is undecided.
    diagnostic_sd : float
        Posterior SD at which the diagnostic stops, in levels.
    diagnostic_best : int
        Number of most informative items among which the diagnostic draws.
    diagnostic_minutes : int
        Minutes that the diagnostic may take.
    diagnostic_sd_skill : float
        SD of a skill around its track, in logits.
    diagnostic_part : float
        Share of an answer from which it is partly right.
    diagnostic_start : int
        Level of the first item.
    diagnostic_near : int
        Levels that an item may lie from the level reached so far.
    diagnostic_per_skill : int
        Items that each skill in question gets before the diagnostic may end.
    module_share : float
        Share of those just below a level who reach it through a module that teaches it.
    """

    version: str = "2026-11.2"
    levels: int = 4
    width: float = 2.0
    slope: float = 1.2
    response_probability: float = 0.67
    step_spread: float = 0.8
    sd_expert: float = 0.7
    sd_family: float = 0.3
    sd_notebook: float = 0.5
    prior_mean: float = 2.5
    prior_sd: float = 1.5
    grid_points: int = 61
    grid_margin: float = 2.0
    difficulty_nodes: int = 11
    notebook_nodes: int = 9
    met: float = 0.9
    not_met: float = 0.1
    point: float = 0.5
    confirmed: float = 0.9
    interval: float = 0.9
    min_items: int = 6
    min_notebooks: int = 2
    empty_is_zero: bool = True
    notebook_ceiling: int = 3
    drift_idle: float = 0.35
    drift_module: float = 0.7
    session_days: int = 30
    retake_days: int = 14
    sittings_per_half_year: int = 3
    valid_years: int = 3
    refresh_months: int = 12
    answers_common_slope: int = 30
    answers_own_slope: int = 200
    sd_log_slope: float = 0.3
    sd_step: float = 0.4
    sd_log_person_sd: float = 1.0
    largest_move: float = 0.5
    diagnostic_items: int = 12
    diagnostic_items_track: int = 15
    diagnostic_sd: float = 0.35
    diagnostic_best: int = 3
    diagnostic_minutes: int = 30
    diagnostic_sd_skill: float = 1.2
    diagnostic_part: float = 0.5
    diagnostic_start: int = 2
    diagnostic_near: int = 1
    diagnostic_per_skill: int = 2
    module_share: float = 0.5

    def cut(self, level: int) -> float:
        """Return where a level begins on the ability scale.

        Parameters
        ----------
        level : int
            Level k from 1 to K.

        Returns
        -------
        float
            τ_k = (k − 1)·Δ, in logits.
        """
        return (level - 1) * self.width


def load_policy(path: Path) -> Policy:
    """Read `assessments/measurement.yaml`.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Policy
        The values; every one must stand in the file with its reason, so that none is decided unseen.

    Raises
    ------
    MeasurementError
        If the file is missing, breaks a YAML rule, or does not fit the schema.
    """
    if not path.is_file():
        raise MeasurementError(
            f"{path}: ファイルがありません。測定の方針を置いてください。",
            f"{path}: no such file; put the measurement policy there.",
        )
    document, findings = read_yaml(path)
    if document is not None:
        findings = [*findings, *schema_findings(document, "policy")]
    if document is None or findings:
        raise _unusable(path, findings)
    reasoned = {k: v["value"] for k, v in document.data.items() if isinstance(v, dict)}
    policy = Policy(version=document.data["version"], **reasoned)
    if not policy.not_met < policy.point < policy.met:
        raise MeasurementError(
            f"{path}:{document.line('met')}: not_met < point < met の順にしてください。",
            f"{path}:{document.line('met')}: not_met < point < met must hold.",
        )
    return policy


def _unusable(path: Path, findings: list[Finding]) -> MeasurementError:
    return MeasurementError(
        "\n".join(finding.render(path.parent, "ja") for finding in findings),
        "\n".join(finding.render(path.parent, "en") for finding in findings),
    )
