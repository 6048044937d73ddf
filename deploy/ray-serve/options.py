"""What can be set, and what holds otherwise: an example for a machine with two cores."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """`weights`: a GGUF; `name`: what its users call the model."""

    weights: str
    name: str
    slots: int = 4
    """Answers that one replica writes at once. Further ones wait in front of the replicas."""
    context_tokens: int = 2048
    """For each answer, with its question."""
    threads: int = 1
    """Processor cores that a replica takes."""
    min_replicas: int = 1
    max_replicas: int = 2
    target_requests: float = 2.0
    """Requests for each replica, running and waiting, above which there are to be more replicas."""
    waiting_requests: int = 64
    """More than these are refused with 429."""
    upscale_seconds: float = 5.0
    """How long there must be too many requests."""
    downscale_seconds: float = 60.0
    """How long there must be too few."""
