"""Mail domains and addresses that can belong to nobody.

Every domain ends in ``.example`` (RFC 2606); every public address lies in a documentation range
(RFC 5737); inside addresses lie in 10.0.0.0/8 (RFC 1918).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

CITY_DOMAIN = "city.aobano.example"
"""Where the city's own mail and pages live."""
PREFECTURE_DOMAIN = "pref.midorigawa.example"
"""The prefecture around the city (緑川県, invented)."""
VENDOR_DOMAIN = "kawasemi-systems.example"
"""The city's systems contractor (カワセミシステムズ, invented)."""
PRINTER_DOMAIN = "hinoki-print.example"
"""The city's printer (ひのき印刷, invented)."""
REGISTERED_DOMAINS: tuple[str, ...] = (
    CITY_DOMAIN,
    PREFECTURE_DOMAIN,
    VENDOR_DOMAIN,
    PRINTER_DOMAIN,
)
"""The domains that stand in the city's list of partners."""

Place = Literal["office", "home", "mobile", "abroad"]
_BLOCKS: dict[Place, str] = {"home": "198.51.100", "mobile": "192.0.2", "abroad": "203.0.113"}


def under(host: str, domain: str) -> bool:
    """Say whether a host belongs to a domain, read from its right end.

    Parameters
    ----------
    host : str
        A host name.
    domain : str
        The domain it may belong to.

    Returns
    -------
    bool
        True for the domain itself and for what stands, dot separated, to the left of it.

    Examples
    --------
    >>> under("portal.city.aobano.example", "city.aobano.example")
    True
    >>> under("city.aobano.example.check.example", "city.aobano.example")
    False
    """
    return host == domain or host.endswith("." + domain)


def address(rng: np.random.Generator, place: Place) -> str:
    """Draw an IP address that belongs to nobody.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    place : {"office", "home", "mobile", "abroad"}
        Office addresses lie in 10.0.0.0/8, the others each in one documentation range.

    Returns
    -------
    str
        A dotted address.
    """
    last = int(rng.integers(2, 250))
    if place == "office":
        return f"10.{int(rng.integers(1, 13))}.{int(rng.integers(0, 8))}.{last}"
    return f"{_BLOCKS[place]}.{last}"
