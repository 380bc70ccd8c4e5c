"""What the bench tells an operator: keys with arguments, never finished sentences. The words lie in the catalogue."""

from msgspec import Struct


class Text(Struct, frozen=True, omit_defaults=True):
    """A catalogue key with its arguments. An argument that is itself a key is written `@key` and is put into words
    first."""

    key: str
    args: dict[str, str | int] = {}


class Notice(Struct, frozen=True):
    """One message; severity is ok, info, warn or error. Each has its own sound."""

    severity: str
    text: Text


def notice(severity: str, key: str, /, **args: str | int) -> Notice:
    """A notice from a key and its arguments."""
    return Notice(severity, Text(key, args))
