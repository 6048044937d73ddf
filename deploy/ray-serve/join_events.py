"""A whole answer out of the events of a stream."""

import json

PREFIX = "data: "


def join_events(stream: str) -> dict:
    """`chat.completion` of the `chat.completion.chunk`s in server-sent events, or their error."""
    lines = [line.removeprefix(PREFIX) for line in stream.splitlines() if line.startswith(PREFIX)]
    events = [json.loads(line) for line in lines if line != "[DONE]"]
    answer = {}
    for event in events:
        if "error" in event:
            return event
        merge(answer, event)
    for choice in answer["choices"]:
        choice["message"] = choice.pop("delta")
        for call in choice["message"].get("tool_calls", []):
            del call["index"]
    return answer | {"object": "chat.completion"}


def merge(whole: dict, piece: dict) -> None:
    """Adds a piece: texts that come in pieces grow, lists are filled by index, the rest is replaced."""
    for key, value in piece.items():
        if isinstance(value, dict):
            merge(whole.setdefault(key, {}), value)
        elif isinstance(value, list):
            merge_list(whole.setdefault(key, []), value)
        elif key in ("content", "reasoning_content", "arguments"):
            whole[key] = (whole.get(key) or "") + (value or "")
        else:
            whole[key] = value


def merge_list(whole: list, pieces: list) -> None:
    for piece in pieces:
        if "index" not in piece:
            whole.append(piece)
            continue
        while len(whole) <= piece["index"]:
            whole.append({})
        merge(whole[piece["index"]], piece)
