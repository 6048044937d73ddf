"""Errors in the shape that OpenAI's clients read."""

import json

from fastapi.responses import JSONResponse, Response

RETRY_SECONDS = 2


def describe_error(status: int, code: str, message: str) -> dict:
    kind = "invalid_request_error" if status < 429 else "server_error"
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def refuse(status: int, code: str, message: str) -> Response:
    headers = {"retry-after": str(RETRY_SECONDS)} if status in (429, 503) else None
    return JSONResponse(describe_error(status, code, message), status, headers)


def find_problem(body: bytes, name: str) -> Response | None:
    """A refusal of what no replica needs to see. `name`: of the model that is here."""
    try:
        request = json.loads(body)
    except ValueError:
        return refuse(400, "invalid_json", "The body is not JSON.")
    if not isinstance(request, dict):
        return refuse(400, "invalid_json", "The body must be a JSON object.")
    if request.get("model", name) != name:
        return refuse(404, "model_not_found", f"Only {name} is here.")
    return None
