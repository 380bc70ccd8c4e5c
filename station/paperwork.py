"""Paper of the office, from the real records of this station: a return label for a customer, and the packing list of
what goes back to a vendor. Responsible for what stands on it and for saying what is lacking; where it stands is data.
Reads beside an open station; prints nothing itself."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from station import texts
from station.config import Config
from station.domain.records import Authorization, Container, Line, Merchant, Order, Unit
from station.domain.stationery import Address
from station.labels import logistics, packing
from station.labels.codes import check_payload
from station.labels.values import LabelRefused, LabelValues
from station.store.look import looking, units_in
from station.store.step import StepStore

TO_VENDOR = "return_to_vendor"
OVER = ("closed", "cancelled", "refused", "expired")
"""States of an authorization under which nothing is to come any more."""


class Lacking(Exception):
    """It cannot be made; the message says why and what to do."""


class Letter(Struct, frozen=True):
    """Of a packing list: who gets it (name, then the address behind a comma), and the vendor's own number for this
    return."""

    to: str = ""
    reference: str = ""


# ------------------------------------------------------------ a return label for a customer


def return_label(config: Config, journal: Path, lang: str, code: str, day: date, layout: str) -> LabelValues:
    """Where to, the number that was promised, and what is expected; no person's name or address. Raises Lacking."""
    with looking(journal) as reads:
        promised = _authorization(reads, code)
        _must_fit(lang, promised.code)
        merchant = _merchant(config, promised.merchant)
        place = merchant.address if merchant.address.known else config.address
        if not place.known:
            raise Lacking(_NO_ADDRESS.format(merchant=merchant.id))
        order = reads.read(("order", promised.order)) if promised.order else None
        fields = _where(lang, place, merchant.name) | {
            "merchant": merchant.name,
            "authorization": promised.code,
            "order": order.number if isinstance(order, Order) else "",
            "date": texts.date(lang, day),
            "product": ", ".join(dict.fromkeys(_title(reads, line.product) for line in promised.lines)),
            "quantity": texts.say_n(lang, "label.pieces", sum(line.quantity for line in promised.lines)),
            "reason": ", ".join(dict.fromkeys(_reasons(lang, promised.lines))),
        }
    code_2d, gs1 = logistics.return_code(promised.code)
    return LabelValues(layout=layout, lang=lang, fields=fields, code_1d=promised.code, code_2d=code_2d, gs1_2d=gs1)


_NO_ADDRESS = """Nobody has said where returns go to. Write it into station.toml, for all merchants:
[address]
street = "7 Dock Street"
postcode = "08019"
city = "Sampleton"
country = "ES"
or as address = {{street = …, postcode = …, city = …, country = …}} at the merchant {merchant!r}."""


def _authorization(reads: StepStore, code: str) -> Authorization:
    found = [reads.read(("authorization", ref.id)) for ref in reads.read(("code", code)) if ref.type == "authorization"]
    promised = next((one for one in found if isinstance(one, Authorization) and one.code.upper() == code.upper()), None)
    if promised is None:
        raise Lacking(
            f"No authorization has the number {code!r} here. Bring it in: returns-station import expected FILE."
        )
    if promised.state in OVER:
        raise Lacking(f"Authorization {promised.code} is {promised.state}: nothing is to come back for it.")
    return promised


def _must_fit(lang: str, number: str) -> None:
    try:
        check_payload("code128", number)
    except LabelRefused as refused:
        raise Lacking(texts.say(lang, "label.return.no_code", number=number)) from refused


def _merchant(config: Config, id: str) -> Merchant:
    return next((one for one in config.merchants if one.id == id), Merchant(id, id))


def _where(lang: str, place: Address, name: str) -> dict[str, str]:
    city = " ".join(filter(None, (place.postcode, place.city)))
    return {
        "to": place.name or name,
        "street": place.street,
        "city": city,
        "country": texts.country(lang, place.country),
    }


def _title(reads: StepStore, id: str) -> str:
    product = reads.read(("product", id)) if id else None
    return str(product.title or product.sku) if product else id


def _reasons(lang: str, lines: Iterable[Line]) -> Iterator[str]:
    return (texts.say(lang, f"reason.{line.reason}") for line in lines if line.reason)


# ------------------------------------------------------------ a vendor's packing list


def packing_list(config: Config, journal: Path, lang: str, code: str, day: date, letter: Letter) -> bytes:
    """A PDF of what lies in the closed container with this code or SSCC. Raises Lacking."""
    with looking(journal) as reads:
        tote = _container(reads, code)
        units = units_in(journal, tote.id)
        if not units:
            raise Lacking(f"{tote.code} is empty: there is nothing to list.")
        rows = [_row(reads, lang, unit) for unit in units]
    number = logistics.numbered(tote.code, tote.sscc, config.gs1_prefix)
    name, _, street = (letter.to or tote.vendor or tote.channel or _vendor(units)).partition(",")
    fields = {
        "sender": config.address.name or config.name,
        "merchant": _merchant(config, tote.merchant).name,
        "to": name.strip(),
        "street": street.strip(),
        "date": texts.date(lang, day),
        "container": tote.code if tote.sscc else "",
        "note": letter.reference,
    }
    head = number.put(LabelValues(layout="packing-head", lang=lang, fields=fields), texts.say(lang, number.kind))
    return packing.packing_list(head, rows, sum(unit.quantity for unit in units))


def _container(reads: StepStore, code: str) -> Container:
    """The closed one, of several that bore this code."""
    tote = max(_containers(reads, code), key=lambda one: (one.state == "closed", one.id), default=None)
    if tote is None:
        raise Lacking(f"No tote or pallet has the number {code!r} here: give its code or its SSCC.")
    if tote.route != TO_VENDOR:
        where = texts.say("en", f"route.{tote.route}")
        raise Lacking(f"{tote.code} does not go back to a vendor; its route is: {where}.")
    if tote.state != "closed":
        raise Lacking(f"{tote.code} is still open: close it at the bench (Tote full), then ask again.")
    return tote


def _containers(reads: StepStore, code: str) -> Iterator[Container]:
    """By its code, or by its SSCC as it is printed."""
    plain = code.strip().replace("(00)", "").replace(" ", "")
    refs = (ref for one in dict.fromkeys((code.strip(), plain)) for ref in reads.read(("code", one)))
    return (tote for ref in refs if ref.type == "container" and (tote := reads.read(("container", ref.id))))


def _vendor(units: tuple[Unit, ...]) -> str:
    """The one that all of them go to; nobody, where there are several."""
    found = {unit.channel for unit in units}
    return found.pop() if len(found) == 1 else ""


def _row(reads: StepStore, lang: str, unit: Unit) -> dict[str, str]:
    product = reads.read(("product", unit.product)) if unit.product else None
    return {
        "product": product.title if product else texts.say(lang, "label.unknown_product"),
        "sku": product.sku if product else "",
        "lpn": " ".join(unit.lpn[i : i + 4] for i in (0, 4, 8)).strip(),
        "grade": texts.say(lang, f"grade.{unit.grade}") if unit.grade else "",
        "reason": ", ".join(dict.fromkeys(_said(reads, lang, unit))),
        "note": " · ".join(filter(None, (unit.serial and f"SN {unit.serial}", unit.lot and f"LOT {unit.lot}"))),
        "quantity": str(unit.quantity),
    }


def _said(reads: StepStore, lang: str, unit: Unit) -> Iterator[str]:
    """What the customer said, then why it goes back."""
    id, _, n = unit.line.rpartition("/")
    office = (reads.read(("authorization", id)) or reads.read(("order", id))) if id else None
    if isinstance(office, Authorization | Order) and n.isdigit() and int(n) < len(office.lines):
        yield from _reasons(lang, (office.lines[int(n)],))
    yield from (texts.say(lang, f"why.{reason}") for reason in unit.reasons[:1])
