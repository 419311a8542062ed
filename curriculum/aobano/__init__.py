"""Aobano City (青葉野市): the invented city in which every lesson takes place.

It is put together on the side of instructor and build and is never shipped to a trainee. No
person, company or town in it exists; names, domains and addresses are safe by construction.
"""

from __future__ import annotations

from aobano.net import (
    CITY_DOMAIN,
    PREFECTURE_DOMAIN,
    PRINTER_DOMAIN,
    REGISTERED_DOMAINS,
    VENDOR_DOMAIN,
    address,
    under,
)
from aobano.people import DEPARTMENTS, NAMED, Department, Named, Person, headcounts, staff

__all__ = [
    "CITY_DOMAIN",
    "DEPARTMENTS",
    "NAMED",
    "PREFECTURE_DOMAIN",
    "PRINTER_DOMAIN",
    "REGISTERED_DOMAINS",
    "VENDOR_DOMAIN",
    "Department",
    "Named",
    "Person",
    "address",
    "headcounts",
    "staff",
    "under",
]
