"""The gradebook: jobs, marks, results and events of a course in one database beside nbgrader's own tables.

The database is the truth. One transaction holds all that belongs to a submission; the files that other stages
read are made from it afterwards, and can be made again.
"""

from __future__ import annotations

from grader.grading.gradebook.graded import Graded, Recorded, Refused
from grader.grading.gradebook.jobs import Incoming, Job, jobs
from grader.grading.gradebook.lease import claim, give_back, renew
from grader.grading.gradebook.marks import no_points
from grader.grading.gradebook.open import open_gradebook, registering
from grader.grading.gradebook.publish import publish
from grader.grading.gradebook.read import Standing, cells, standing, trainees
from grader.grading.gradebook.receive import receive
from grader.grading.gradebook.write import record, refresh, refuse

__all__ = [
    "Graded",
    "Incoming",
    "Job",
    "Recorded",
    "Refused",
    "Standing",
    "cells",
    "claim",
    "give_back",
    "jobs",
    "no_points",
    "open_gradebook",
    "publish",
    "receive",
    "record",
    "refresh",
    "refuse",
    "registering",
    "renew",
    "standing",
    "trainees",
]
