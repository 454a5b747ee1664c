"""HTTP to our SageMaker server, over connections that are kept."""

import http.client
import json
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

# An endpoint's model may take 60 s to answer, and its container a little longer to say that it did not.
TIMEOUT_SECONDS = 75
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "te", "upgrade", "expect", "content-length"})
NOT_FORWARDED = HOP_BY_HOP | {"host", "content-encoding", "authorization", "x-amz-security-token"}


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Upstream:
    """The SageMaker server at `url`, such as http://127.0.0.1:9001; None when there is none."""

    def __init__(self, url: str | None) -> None:
        self._address = urlsplit(url).netloc if url else None
        self._local = threading.local()

    def request(
        self, method: str, path: str, headers: dict[str, str], body: bytes, account: str, region: str
    ) -> Answer:
        """Send one request. A server that cannot be reached is an answer too: 503 ServiceUnavailable."""
        if self._address is None:
            return unavailable("No SageMaker server: SAGEMAKER_UPSTREAM was not set when the emulator started")
        sent = {name: value for name, value in headers.items() if name.lower() not in NOT_FORWARDED}
        sent |= {"x-local-account": account, "x-local-region": region, "content-length": str(len(body))}
        try:
            return self._exchange(method, path, sent, body)
        except (OSError, http.client.HTTPException) as broken:
            return unavailable(f"The SageMaker server at {self._address} did not answer {method} {path}: {broken}")

    def _exchange(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        connection: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if connection is not None:
            try:
                return self._send(connection, method, path, headers, body)
            except (ConnectionError, http.client.RemoteDisconnected, http.client.CannotSendRequest):
                # The server closed a connection it had kept idle; a timeout is not repeated, it may have run.
                connection.close()
        connection = http.client.HTTPConnection(self._address or "", timeout=TIMEOUT_SECONDS)
        self._local.connection = connection
        try:
            return self._send(connection, method, path, headers, body)
        except BaseException:
            self._local.connection = None
            connection.close()
            raise

    @staticmethod
    def _send(
        connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> Answer:
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        content = response.read()
        kept = {name: value for name, value in response.getheaders() if name.lower() not in HOP_BY_HOP}
        return Answer(response.status, kept, content)


def unavailable(message: str) -> Answer:
    """SageMaker's answer when it cannot serve."""
    document = {"__type": "ServiceUnavailable", "message": message, "Message": message}
    return Answer(503, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(document).encode())
