"""llama.cpp's own HTTP server inside this process, as xllamacpp has it."""

import json
import secrets

import aiohttp
import xllamacpp
from join_events import join_events
from options import Options

CONNECT_SECONDS = 5
WARNINGS = 2
STREAM = {"stream": True, "stream_options": {"include_usage": True}}


class LlamaServer:
    """On a free port of the loopback interface, with a key that nobody else has.

    Made inside an event loop; ends with the process. Raises RuntimeError if the weights cannot be
    loaded.
    """

    def __init__(self, options: Options):
        key = secrets.token_urlsafe()
        self._server = start_llama_cpp(options, key)
        self._client = aiohttp.ClientSession(
            self._server.listening_address,
            headers={"authorization": f"Bearer {key}"},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
        )

    async def chat(self, request: dict):
        """The answer's status and content type, then its bytes as they come.

        Closing the generator breaks the connection, on which llama.cpp stops a stream with its next
        token. A whole answer it would stop only while it does nothing else, so one is joined here.
        """
        is_stream = request.get("stream", False)
        asked = request if is_stream else {**request, **STREAM}
        async with self._client.post("/v1/chat/completions", json=asked) as answer:
            if is_stream or answer.status != 200:
                yield answer.status, answer.content_type
                async for piece in answer.content.iter_any():
                    yield piece
                return
            whole = join_events(await answer.text())
        yield whole.get("error", {}).get("code", 200), "application/json"
        yield json.dumps(whole).encode()

    async def read_metrics(self) -> str:
        """In Prometheus' text format."""
        async with self._client.get("/metrics") as answer:
            return await answer.text()

    async def check(self) -> None:
        """Raises if it does not answer that it is well."""
        async with self._client.get("/health") as answer:
            answer.raise_for_status()


def start_llama_cpp(options: Options, key: str) -> xllamacpp.Server:
    params = xllamacpp.CommonParams()
    params.model.path = options.weights
    params.model_alias = {options.name}
    params.n_ctx = options.context_tokens * options.slots
    params.n_parallel = options.slots
    params.cpuparams.n_threads = options.threads
    params.cpuparams_batch.n_threads = options.threads
    params.api_keys = [key]
    params.endpoint_metrics = True
    params.ui = False
    params.verbosity = WARNINGS
    return xllamacpp.Server(params)
