"""Muon for matrices and kernels of convolutions, AdamW for the rest, at one learning rate."""

import sys
from pathlib import Path

import torch

sys.path.append(str(Path(__file__).parent.parent))
from muon import Muon  # noqa: E402


class MuonAdam:
    """opt = MuonAdam(model.named_parameters()); opt.step(lr). Names with `plain` go to AdamW."""

    def __init__(self, named, plain=(), betas=(0.9, 0.97), decay=0.0):
        named = [(name, p) for name, p in named if p.requires_grad]
        matrices = [p for name, p in named if is_matrix(p) and not any(k in name for k in plain)]
        ids = {id(p) for p in matrices}
        rest = [p for _, p in named if id(p) not in ids]
        self.adam = torch.optim.AdamW(rest, lr=1e-3, betas=betas, weight_decay=0.0, fused=True)
        self.muon = Muon(matrices, decay=decay)
        self.params = matrices + rest

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self, lr):
        for group in self.adam.param_groups:
            group["lr"] = lr
        self.adam.step()
        self.muon.step(lr)


def is_matrix(p):
    return p.ndim in (2, 4) and min(p.shape[0], p[0].numel()) >= 16
