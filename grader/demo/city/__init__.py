"""The synthetic city 青葉野市: a planning problem of any size."""

from __future__ import annotations

from grader.demo.city.problem import city_problem

__all__ = ["city_problem"]
