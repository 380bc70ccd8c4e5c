"""The service's tables. Log (epoch, fact), what readers make of it (value, about, code, doubt), and who may call."""

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text, UniqueConstraint

metadata = MetaData()

# SQLite numbers only an INTEGER key by itself; PostgreSQL's INTEGER would be full after two thousand million facts.
Long = BigInteger().with_variant(Integer, "sqlite")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


epoch = Table(
    "epoch", metadata,
    Column("key", Integer, primary_key=True),
    _text("station"), _text("id"),
    Column("first_seq", Long, nullable=False),
    _text("parent"), _text("parent_hash"),
    Column("stored_through", Long, nullable=False),
    _text("hash"), _text("signature"), _text("sent_at"), _text("received_at"),
    Column("offset_ms", Long, nullable=False, server_default="0"),
    UniqueConstraint("station", "id"),
)  # fmt: skip
"""One row per run of a station's journal: the watermark that dedupes. The newest signature covers all before it,
since each hash covers all facts before. offset_ms: how far the station's clock was behind ours."""

fact = Table(
    "fact", metadata,
    Column("position", Long, primary_key=True, autoincrement=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Long, nullable=False),
    _text("received_at"), _text("hash"), _text("record"),
    UniqueConstraint("epoch", "seq"),
)  # fmt: skip
"""The log of all stations; position is given under the write lock and has no gaps."""

reader = Table("reader", metadata, Column("name", Text, primary_key=True), Column("position", Long, nullable=False))
"""How far each reader has come in the log."""

value = Table(
    "value", metadata,
    Column("type", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("version", Long, nullable=False, unique=True),
    _text("origin"), _text("body"),
)  # fmt: skip
"""Reference values (origin: empty) and folded records (origin: the station that touched it last), newest version only:
what the feed sends. An empty body says that it was removed."""

about = Table(
    "about", metadata,
    Column("type", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("position", Long, primary_key=True, autoincrement=False),
    _text("kind"),
    sqlite_with_rowid=False,
)  # fmt: skip
"""Which facts, of which kind, are about which record."""

code = Table(
    "code", metadata,
    Column("code", Text, primary_key=True),
    Column("type", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip
"""Every identifier by which something is found; a unit also by its parcel's id."""

doubt = Table(
    "doubt", metadata,
    Column("id", Text, primary_key=True),
    _text("type"), _text("station"), _text("fact"), _text("about_type"), _text("about_id"),
    _text("detail"), _text("raised_at"), _text("settled_at"), _text("how"),
    Index("doubt_open", "settled_at", "raised_at"),
)  # fmt: skip
"""Exceptions: what makes no sense, shown to a person until settled."""

station = Table(
    "station", metadata,
    Column("id", Text, primary_key=True),
    _text("name"), _text("public_key"),
    Column("token_hash", Text, nullable=False, unique=True),
    _text("enrolled_at"), _text("revoked_at"),
)  # fmt: skip

enrolment = Table(
    "enrolment", metadata,
    Column("code_hash", Text, primary_key=True),
    _text("name"), _text("expires_at"), _text("station"), _text("public_key"),
)  # fmt: skip
"""One-time codes; station and public_key tell who used it."""

access = Table(
    "access", metadata,
    Column("token_hash", Text, primary_key=True),
    _text("name"), _text("scope"), _text("made_at"), _text("revoked_at"),
)  # fmt: skip
"""Callers that are no stations: the office and other systems."""

public_link = Table(
    "public_link", metadata,
    Column("token_hash", Text, primary_key=True),
    _text("type"), _text("id"), _text("made_at"), _text("expires_at"),
    Index("public_link_target", "type", "id"),
)  # fmt: skip
"""Customers' links; only a hash of the secret part is kept."""

learnt = Table(
    "learnt", metadata,
    Column("category", Text, primary_key=True),
    Column("grade", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    *(Column(name, Long, nullable=False, server_default="0")
      for name in ("sent", "n", "permille", "permille2", "days", "days2", "fees")),
)  # fmt: skip
"""What a reader counted of outcomes: units sent, outcomes, sums of recovered permille, days and fees (permille)."""

learnt_fee = Table(
    "learnt_fee", metadata,
    Column("channel", Text, primary_key=True),
    *(Column(name, Long, nullable=False, server_default="0") for name in ("n", "sold", "paid", "pieces")),
)  # fmt: skip
"""What a reader counted of fees: outcomes that told them, and what was sold, paid (minor units) and how many pieces."""

outcome = Table(
    "outcome", metadata,
    Column("caller", Text, primary_key=True),
    Column("reference", Text, primary_key=True),
    _text("digest"), _text("fact"),
    sqlite_with_rowid=False,
)  # fmt: skip
"""Which outcomes were told by whom, so that one told twice is one."""

quota = Table(
    "quota", metadata,
    Column("name", Text, primary_key=True),
    Column("pieces", Long, nullable=False),
    _text("period"), _text("shares"),
)  # fmt: skip
"""Limits by `vendor:NAME` or `channel:NAME`, pieces a period; shares: JSON weights by station, empty = alike."""
