"""A language model on Ray Serve behind OpenAI's API.

`Api` takes the requests. It needs no model, so it also answers while all replicas are busy; requests
wait there for a replica that is free. `ChatModel` has the model, and Ray Serve starts more or fewer
replicas of it by the number of requests that run and wait.
"""

import asyncio
import json
import os
import re
import time
from contextlib import aclosing

import ray
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from llama_server import LlamaServer
from options import Options
from ray import serve
from ray.actor import ActorHandle
from ray.exceptions import RayError
from ray.serve.exceptions import BackPressureError
from ray.serve.handle import DeploymentHandle
from refusals import describe_error, find_problem, refuse
from starlette.exceptions import HTTPException

REPORT_SECONDS = 0.5
FRESH_SECONDS = 5

api = FastAPI(openapi_url=None)


@api.exception_handler(HTTPException)
async def refuse_route(_request: Request, error: HTTPException) -> Response:
    return refuse(error.status_code, "not_found", str(error.detail))


def label_metrics(text: str, labels: str) -> str:
    """Prometheus' text without its comments, each value with labels.

    `runs 2` becomes `runs{replica="a"} 2`.
    """
    values = re.findall(r"^([\w:]+) (\S+)$", text, re.MULTILINE)
    return "".join(f"{name}{{{labels}}} {value}\n" for name, value in values)


@ray.remote(num_cpus=0)
class Board:
    """What the replicas last said of themselves: one that is busy could not be asked."""

    def __init__(self):
        self._told: dict[str, tuple[float, str]] = {}

    def tell(self, replica: str, metrics: str) -> None:
        self._told[replica] = (time.monotonic(), metrics)

    def read(self) -> str:
        """Of those that are alive."""
        oldest = time.monotonic() - FRESH_SECONDS
        self._told = {replica: told for replica, told in self._told.items() if told[0] > oldest}
        return "".join(metrics for _, metrics in self._told.values())


@serve.deployment(graceful_shutdown_timeout_s=60)
class ChatModel:
    """A replica: one llama.cpp with the weights in memory, which writes several answers at once."""

    def __init__(self, options: Options, board: ActorHandle):
        self._llama = LlamaServer(options)
        self._reports = asyncio.create_task(self._report(board))

    async def chat(self, body: bytes):
        """Yields (status, content type), then bytes. Ray Serve closes it when the client leaves."""
        async with aclosing(self._llama.chat(json.loads(body))) as parts:
            async for part in parts:
                yield part

    async def _report(self, board: ActorHandle) -> None:
        replica = serve.get_replica_context().replica_id.unique_id
        labels = f'replica="{replica}",process="{os.getpid()}"'
        while True:
            metrics = label_metrics(await self._llama.read_metrics(), labels)
            board.tell.remote(replica, metrics)
            await asyncio.sleep(REPORT_SECONDS)

    async def check_health(self) -> None:
        """Asked by Ray Serve, which puts another replica in the place of one that raises."""
        await self._llama.check()


async def open_answer(model: DeploymentHandle, body: bytes):
    """A replica's answer from its second part on, and the first part."""
    parts = model.chat.remote(body)
    first = await anext(parts)
    return parts, first


async def open_answer_of_any(model: DeploymentHandle, body: bytes):
    """The same; a replica that dies before it says anything is replaced by another one, once."""
    try:
        return await open_answer(model, body)
    except RayError:
        return await open_answer(model, body)


async def pass_on(parts, is_stream: bool):
    """The bytes as they come. If the replica dies in the middle, a stream's last event says so."""
    try:
        async for part in parts:
            yield part
    except RayError:
        if not is_stream:
            raise
        error = describe_error(503, "unavailable", "The replica broke off in the middle.")
        yield f"\n\ndata: {json.dumps(error)}\n\n".encode()


# What its methods use must stand above: Ray Serve copies them as the module is when it reaches them.
@serve.deployment(max_ongoing_requests=1000, ray_actor_options={"num_cpus": 0})
@serve.ingress(api)
class Api:
    """OpenAI's routes, in front of the replicas."""

    def __init__(self, model: DeploymentHandle, board: ActorHandle, name: str):
        self._model = model.options(stream=True)
        self._board = board
        self._name = name
        self._created = int(time.time())

    @api.get("/v1/models")
    async def list_models(self) -> Response:
        card = {"id": self._name, "object": "model", "created": self._created}
        return JSONResponse({"object": "list", "data": [{**card, "owned_by": "ray-serve"}]})

    @api.post("/v1/chat/completions")
    async def chat(self, request: Request) -> Response:
        body = await request.body()
        if problem := find_problem(body, self._name):
            return problem
        try:
            parts, (status, content_type) = await open_answer_of_any(self._model, body)
        except BackPressureError:
            return refuse(429, "overloaded", "Too many requests wait. Try again in a moment.")
        except RayError:
            return refuse(503, "unavailable", "No replica answers. Try again in a moment.")
        answer = pass_on(parts, is_stream=content_type == "text/event-stream")
        return StreamingResponse(answer, status, media_type=content_type)

    @api.get("/metrics")
    async def read_metrics(self) -> Response:
        """llama.cpp's numbers, of every replica. Triptych reads from them how much there is to do."""
        return PlainTextResponse(await self._board.read.remote())


def build_app(options: Options) -> serve.Application:
    model = ChatModel.options(
        max_ongoing_requests=options.slots,
        max_queued_requests=options.waiting_requests,
        ray_actor_options={"num_cpus": options.threads},
        autoscaling_config={
            "min_replicas": options.min_replicas,
            "max_replicas": options.max_replicas,
            "target_ongoing_requests": options.target_requests,
            "upscale_delay_s": options.upscale_seconds,
            "downscale_delay_s": options.downscale_seconds,
        },
    )
    # Detached: it lasts as long as Ray, whoever has built the app.
    board = Board.options(name="board", get_if_exists=True, lifetime="detached").remote()
    return Api.bind(model.bind(options, board), board, options.name)
