"""The serving side of SageMaker's script mode, without a container: `python serving.py`.

Loads the inference module of the artefact below SAGEMAKER_BASE_DIR (default /opt/ml), then serves GET /ping and
POST /invocations on 127.0.0.1:SAGEMAKER_BIND_TO_PORT (default 8080). A model that cannot be loaded ends the process
with status 1 and the reason. Standard library only at import.
"""

import os
import signal
import sys
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer

from handlers import load_transform
from lifeline import follow_parent, lead_group
from responses import INTERNAL_ERROR, METHOD_NOT_ALLOWED, NOT_FOUND, PING, response_of

JSON = "application/json"
TEXT_TYPES = (JSON, "text/csv")
DRAIN_SECONDS = 25
"""How long SIGTERM waits for requests under way; SageMaker kills a model container 30 s after SIGTERM."""


class ModelServer(ThreadingHTTPServer):
    """A thread per connection, so that /ping answers during a prediction; predictions run one at a time, as they do
    in a worker of AWS's image, so user code need not be thread-safe."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port, transform):
        self._transform = transform
        self._predicting = threading.Lock()
        self._idle = threading.Condition()
        self._requests = 0
        super().__init__(("127.0.0.1", port), Handler)

    def server_bind(self):
        """Binds without the reverse DNS lookup that http.server makes for a name nobody reads."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def invoke(self, body, headers):
        """The response to one invocation. What user code raises becomes a 500, with the traceback on stderr."""
        content_type = headers.get("ContentType") or headers.get("Content-Type") or JSON
        accept = headers.get("Accept")
        if not accept or accept == "*/*":
            accept = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", JSON)
        # The toolkit decodes only these exact types; with a charset parameter the handler gets bytes.
        content = body.decode("utf-8", "replace") if content_type in TEXT_TYPES else body
        with self._idle:
            self._requests += 1
        try:
            with self._predicting:
                return response_of(self._transform(content, content_type, accept))
        except Exception:  # whatever user code raises is its answer, and the server goes on
            print(f"Exception on /invocations [POST]\n{traceback.format_exc()}", file=sys.stderr, flush=True)
            return INTERNAL_ERROR
        finally:
            with self._idle:
                self._requests -= 1
                self._idle.notify_all()

    def drain(self):
        """Waits until no invocation is under way, at most DRAIN_SECONDS."""
        with self._idle:
            self._idle.wait_for(lambda: self._requests == 0, timeout=DRAIN_SECONDS)


class Handler(BaseHTTPRequestHandler):
    """Routes of the container contract over HTTP/1.1 with keep-alive."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self):
        self._answer(PING if self.path == "/ping" else METHOD_NOT_ALLOWED if self.path == "/invocations" else NOT_FOUND)

    def do_POST(self):
        body = self._body()
        if body is None:
            return
        if self.path == "/invocations":
            self._answer(self.server.invoke(body, self.headers))
        else:
            self._answer(METHOD_NOT_ALLOWED if self.path == "/ping" else NOT_FOUND)

    def _body(self):
        """The request's body, or None after answering 400 for a framing error."""
        try:
            if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
                return b"".join(self._chunks())
            length = int(self.headers.get("Content-Length", 0))
            if length < 0:
                raise ValueError("negative length")
            return self.rfile.read(length)
        except ValueError:
            self.close_connection = True
            self.send_error(400, "Bad request body framing")
            return None

    def _chunks(self):
        while size := int(self.rfile.readline(66).split(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline(3)
        while self.rfile.readline(8192) not in (b"\r\n", b"\n", b""):
            pass

    def _answer(self, response):
        status, headers, body = response
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """No line per request: the logs are for what user code prints."""


def serve(base, port):
    """Serves until SIGTERM, then finishes the requests under way. Returns the exit code."""
    try:
        transform = load_transform(base)
    except Exception as error:  # any failure of user code at load is the reason the process ends
        traceback.print_exc()
        print(f"cannot load the model: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        return 1
    try:
        server = ModelServer(port, transform)
    except OSError as error:
        print(f"cannot listen on 127.0.0.1:{port}: {error.strerror}", file=sys.stderr, flush=True)
        return 1
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown, daemon=True).start())
    server.serve_forever(poll_interval=0.05)
    server.drain()
    return 0


if __name__ == "__main__":
    lead_group()
    follow_parent()
    sys.stdout.reconfigure(line_buffering=True)  # what user code prints is a log line, also when stdout is a pipe
    exit_code = serve(
        Path(os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml")).absolute(),
        int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")),
    )
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(exit_code)  # idle keep-alive connections hold nothing that needs an orderly end
