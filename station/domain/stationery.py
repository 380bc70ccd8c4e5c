"""What a site wants on paper besides its units' labels, the numbers it gives to containers, and where returns go to.
Settings only; which step orders what stands in bench/tickets.py."""

from msgspec import Struct

RECEIVED = ("none", "unknown", "all")
ROUTE = ("none", "totes", "units", "all")


class Labels(Struct, frozen=True, forbid_unknown_fields=True):
    """received: which parcels get a label when they are taken in, at the dock or by a bench scan (RECEIVED: none, those
    that nobody announced, all); route: what gets a label with its route (ROUTE): totes when they are opened, units of
    products that bear no licence plate; container: a tote gets its label when it is closed."""

    received: str = "none"
    route: str = "none"
    container: bool = True


class Company(Struct, frozen=True):
    """GS1: the company prefix (empty: none, so there are no SSCCs), and the digits that this station alone puts at the
    front of its serials."""

    prefix: str = ""
    digits: str = ""


class Address(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a parcel goes to: country is ISO 3166 alpha-2 (ES); name is empty where the merchant's own is meant."""

    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""

    @property
    def known(self) -> bool:
        """A parcel would find its way."""
        return bool(self.street.strip() and self.city.strip() and self.country)
