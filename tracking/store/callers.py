"""Who may call: stations, one-time codes, other systems' tokens, customers' links. Secrets are kept only as SHA-256."""

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, insert, select, update

from tracking.store import tables as t
from tracking.store.dialects import upsert


class Station(Struct, frozen=True):
    """An enrolled station; revoked_at is empty while it may call."""

    id: str
    name: str
    public_key: str
    token_hash: str
    enrolled_at: str
    revoked_at: str = ""


class Code(Struct, frozen=True):
    """A one-time code; station and public_key are empty until it is used."""

    code_hash: str
    name: str
    expires_at: str
    station: str = ""
    public_key: str = ""


class Access(Struct, frozen=True):
    """A token of the office or another system."""

    token_hash: str
    name: str
    scope: str
    made_at: str
    revoked_at: str = ""


class Link(Struct, frozen=True):
    """A customer's link to one authorization or parcel."""

    token_hash: str
    type: str
    id: str
    made_at: str
    expires_at: str


_STATION = [t.station.c[name] for name in Station.__struct_fields__]
_CODE = [t.enrolment.c[name] for name in Code.__struct_fields__]
_ACCESS = [t.access.c[name] for name in Access.__struct_fields__]
_LINK = [t.public_link.c[name] for name in Link.__struct_fields__]


def station_by_token(connection: Connection, token_hash: str) -> Station | None:
    """The station that holds a token."""
    row = connection.execute(select(*_STATION).where(t.station.c.token_hash == token_hash)).first()
    return Station(*row) if row else None


def stations(connection: Connection) -> list[Station]:
    """All stations, by name."""
    return [Station(*row) for row in connection.execute(select(*_STATION).order_by(t.station.c.name, t.station.c.id))]


def stations_called(connection: Connection, name: str) -> list[Station]:
    """The station of this id, else those of this name or enrolled with a code that was made for it."""
    coded = select(t.enrolment.c.station).where(t.enrolment.c.name == name, t.enrolment.c.station != "")
    known = stations(connection)
    codes = {id for (id,) in connection.execute(coded)}
    return [one for one in known if one.id == name] or [one for one in known if one.name == name or one.id in codes]


def put_station(connection: Connection, station: Station) -> None:
    """Writes a station, new or enrolled again."""
    row = _row(station)
    connection.execute(upsert(connection, t.station, [name for name in row if name != "id"]), row)


def revoke_station(connection: Connection, station: str, at: str) -> bool:
    """Takes a station's right to call, and to ask again with the code that it has used; False where there is no such
    station."""
    _end_codes(connection, t.enrolment.c.station == station, at)
    changed = connection.execute(update(t.station).where(t.station.c.id == station).values(revoked_at=at))
    return changed.rowcount > 0


def put_code(connection: Connection, code: Code) -> None:
    """Writes a one-time code, fresh or used."""
    connection.execute(upsert(connection, t.enrolment, ["station", "public_key"]), _row(code))


def revoke_codes(connection: Connection, name: str, at: str) -> bool:
    """Ends the codes made for this name that nobody has used; False where there was none."""
    return _end_codes(connection, (t.enrolment.c.name == name) & (t.enrolment.c.station == ""), at)


def _end_codes(connection: Connection, which: ColumnElement[bool], at: str) -> bool:
    open_ones = update(t.enrolment).where(which, t.enrolment.c.expires_at > at)
    return connection.execute(open_ones.values(expires_at=at)).rowcount > 0


def find_code(connection: Connection, code_hash: str) -> Code | None:
    """A one-time code, or None where it was never made."""
    row = connection.execute(select(*_CODE).where(t.enrolment.c.code_hash == code_hash)).first()
    return Code(*row) if row else None


def put_access(connection: Connection, access: Access) -> None:
    """Writes a new token's right."""
    connection.execute(insert(t.access), _row(access))


def find_access(connection: Connection, token_hash: str) -> Access | None:
    """What a token opens, or None where it was never given."""
    row = connection.execute(select(*_ACCESS).where(t.access.c.token_hash == token_hash)).first()
    return Access(*row) if row else None


def revoke_access(connection: Connection, name: str, scope: str, at: str) -> bool:
    """Takes the right of all tokens of one name and scope; False where none had it."""
    mine = (t.access.c.name == name) & (t.access.c.scope == scope) & (t.access.c.revoked_at == "")
    return connection.execute(update(t.access).where(mine).values(revoked_at=at)).rowcount > 0


def put_link(connection: Connection, link: Link) -> None:
    """Writes a link; older ones to the same thing end now, so that a link can be exchanged."""
    same = (t.public_link.c.type == link.type) & (t.public_link.c.id == link.id)
    older = same & (t.public_link.c.expires_at > link.made_at)
    connection.execute(update(t.public_link).where(older).values(expires_at=link.made_at))
    connection.execute(insert(t.public_link), _row(link))


def find_link(connection: Connection, token_hash: str) -> Link | None:
    """The link of a secret, or None where it was never made."""
    row = connection.execute(select(*_LINK).where(t.public_link.c.token_hash == token_hash)).first()
    return Link(*row) if row else None


def _row(value: Struct) -> dict[str, str]:
    return {name: getattr(value, name) for name in value.__struct_fields__}
