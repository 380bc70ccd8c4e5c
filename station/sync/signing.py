"""The station's key and its enrolment: a one-time code becomes a token; every batch is signed by an Ed25519 key that
never leaves the station. Where key and token are kept is the caller's business."""

from base64 import b64decode, b64encode

import msgspec

from station import wire
from station.sync.client import HttpService
from station.wire import Enrolled, Enrolment, Problem

KEY_BYTES = 32


class EnrolRefused(Exception):
    """The service gave no token. reason: network, code, malformed, or http and a status; detail in its own words."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class KeySigner:
    """Signs with a private key of 32 bytes; raises ValueError for another length."""

    def __init__(self, private_key: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._key = Ed25519PrivateKey.from_private_bytes(private_key)

    @classmethod
    def from_text(cls, text: str) -> "KeySigner":
        """The key from its base64 text."""
        return cls(b64decode(text, validate=True))

    @property
    def public_key(self) -> str:
        """What the service is told: 32 bytes, base64."""
        return b64encode(self._key.public_key().public_bytes_raw()).decode()

    def sign(self, text: bytes) -> str:
        """An Ed25519 signature, base64."""
        return b64encode(self._key.sign(text)).decode()


def enrol(service: HttpService, code: str, station: str, name: str, signer: KeySigner) -> Enrolled:
    """Turns a one-time code into a token; may be repeated with the same key. Raises EnrolRefused."""
    asked = Enrolment(code, station, name, signer.public_key)
    answer = service.post_enrolment(wire.encode(asked).encode())
    if answer.status == 0:
        raise EnrolRefused("network", "the service does not answer")
    try:
        if answer.status == 201:
            return msgspec.json.decode(answer.body, type=Enrolled)
        problem = msgspec.json.decode(answer.body, type=Problem)
    except msgspec.DecodeError as error:
        raise EnrolRefused(f"http {answer.status}", "this is not the tracking service") from error
    raise EnrolRefused(problem.type, f"{problem.title} {problem.detail}".strip())
