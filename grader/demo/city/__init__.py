"""The synthetic city 青葉野市: its records, and planning problems of any size."""

from __future__ import annotations

from grader.demo.city.city import make_city
from grader.demo.city.problem import city_problem

__all__ = ["city_problem", "make_city"]
