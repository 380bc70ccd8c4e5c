"""The tracking service over HTTP: the only place that knows the HTTP library, which is imported when first used.
Whatever goes wrong on the way becomes an answer with status 0."""

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from station.sync.policy import Answer

if TYPE_CHECKING:
    import httpx2

CONNECT_S = 5.0
ANSWER_S = 30.0


class HttpService:
    """One service at `url` (without a slash at its end), called with a station's token; the connection is kept."""

    def __init__(self, url: str, token: str = "", transport: "httpx2.BaseTransport | None" = None) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._transport = transport
        self._client: httpx2.Client | None = None

    def post_facts(self, packed: bytes) -> Answer:
        """Sends a batch (gzip)."""
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        return self._ask("POST", "/v1/facts", content=packed, headers=headers)

    def get_feed(self, after: int, limit: int) -> Answer:
        """Asks for the changes after a version."""
        return self._ask("GET", "/v1/feed", params={"after": after, "limit": limit})

    def put_evidence(self, sha256: str, epoch: str, seq: int, data: bytes) -> Answer:
        """Sends a picture that this fact of ours names."""
        named, kind = {"epoch": epoch, "seq": seq}, {"Content-Type": "image/jpeg"}
        return self._ask("PUT", f"/v1/evidence/{sha256}", params=named, content=data, headers=kind)

    def post_enrolment(self, body: bytes) -> Answer:
        """Asks for a token; needs none."""
        return self._ask("POST", "/v1/stations", content=body, headers={"Content-Type": "application/json"})

    def close(self) -> None:
        """Ends the connection."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _ask(self, method: str, path: str, **request: Any) -> Answer:
        import httpx2

        try:
            response = self._open().request(method, self._url + path, **request)
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError):
            return Answer(0)
        return Answer(response.status_code, response.content, seconds_told(response.headers))

    def _open(self) -> "httpx2.Client":
        import httpx2

        if self._client is None:
            headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
            where = urlsplit(self._url)
            self._client = httpx2.Client(
                headers=headers,
                timeout=httpx2.Timeout(ANSWER_S, connect=CONNECT_S),
                transport=self._transport,
                trust_env=where.hostname not in ("127.0.0.1", "::1", "localhost"),
                verify=where.scheme == "https",  # loading certificates takes a tenth of a second
            )
        return self._client


def seconds_told(headers: Any) -> float:
    """Retry-After in seconds (RFC 9110 section 10.2.3: a number, or a date, here against the server's own Date); 0
    where it is not told or makes no sense."""
    told = headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return float(told)
    try:
        until, now = parsedate_to_datetime(told), parsedate_to_datetime(headers.get("date", ""))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):
        return 0.0
