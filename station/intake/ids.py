"""Ids of imported values, derived from what the file says, so that importing the same file again changes nothing."""

from functools import lru_cache
from uuid import UUID, uuid5

NAMESPACE = UUID("8c2f3e0a-5b1d-5e6f-9a74-2d90c6b1f0e3")


@lru_cache(8192)
def reference_id(type: str, merchant: str, key: str) -> str:
    """UUIDv5 of a reference value: type (product, order, authorization, operator, location), merchant (empty where
    it has none) and key (SKU, order number, RMA code, operator number, location code; case and outer spaces do not
    count)."""
    return str(uuid5(NAMESPACE, "\x1f".join((type, merchant, key.strip().upper()))))
