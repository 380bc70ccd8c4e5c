"""A request's body, bounded: as it travels and unpacked, so that a small packet cannot become a large text."""

import zlib

from fastapi import Request

from tracking.problems import Refusal, refuse

LIMIT = 1 << 20
"""Bytes of a batch, unpacked."""

GZIP = 16 + zlib.MAX_WBITS


async def read_body(request: Request, limit: int = LIMIT) -> bytes:
    """The body, unpacked where it is gzip. Refused: 413 beyond `limit` bytes, 415 in another coding, 422 if damaged."""
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", ""):
        raise refuse(415, "coding", "Only gzip or no content coding is understood.", coding)
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > limit:
            raise too_large(limit)
    return unpack(bytes(taken), limit) if coding == "gzip" else bytes(taken)


def unpack(packed: bytes, limit: int = LIMIT) -> bytes:
    """The text of one gzip member; nothing beyond `limit` bytes is ever unpacked."""
    engine = zlib.decompressobj(GZIP)
    try:
        text = engine.decompress(packed, limit + 1)
    except zlib.error as error:
        raise refuse(422, "malformed", "The gzip data is damaged.", str(error)) from error
    if len(text) > limit:
        raise too_large(limit)
    if not engine.eof or engine.unused_data:
        raise refuse(422, "malformed", "The gzip data is cut or has something behind it.")
    return text


def too_large(limit: int) -> Refusal:
    """413, told with the limit."""
    return refuse(413, "too_large", "The request is too large: send less at once.", f"at most {limit} bytes")
