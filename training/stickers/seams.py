"""Seams: steps of brightness where two of the decoder's 16 px blocks meet."""

import torch

BLOCK = 16


def border_columns(width):
    """Which of the width - 1 differences between neighbouring columns cross a border of blocks."""
    return torch.arange(width - 1) % BLOCK == BLOCK - 1


def steps(y):
    """Differences between neighbouring columns, and between neighbouring rows (turned to lie in columns as well), of [..., H, W]."""
    y = y.float()
    return y[..., 1:] - y[..., :-1], (y[..., 1:, :] - y[..., :-1, :]).transpose(-1, -2)


def seam_ratio(y):
    """Mean step across the borders of blocks over the mean step inside them. Pictures without seams: 1, give or take 0.05."""
    b = border_columns(y.shape[-1])
    return sum((d[..., b].abs().mean() / d[..., ~b].abs().mean()).item() for d in steps(y)) / 2


def seam_loss(y, x):
    """How far the steps across the borders are from those of the true picture."""
    b = border_columns(y.shape[-1])
    return sum((dy - dx)[..., b].abs().mean() for dy, dx in zip(steps(y), steps(x)))
