"""Trains the guide on packed dialogues; loss on the assistant's words only. The learning rate falls with the clock, so that the run
ends when --minutes of training are over. A run that was stopped goes on from its last checkpoint when started again.

    taskset -c 1 nice -n 19 python train.py --data data --out model --minutes 90
"""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from export import read_weights
from model import Config, Guide
from tokenizers import Tokenizer

sys.path.append(str(Path(__file__).parent.parent))
from muon import Muon  # noqa: E402

BRIEF, STICKERS = 1, 2


def pack_rows(lengths, docs, length, rng):
    """Rows of whole dialogues, first fit over a few open rows: about 98 % full."""
    rows, open_rows = [], []
    for i in rng.permutation(docs):
        n = int(lengths[i])
        for row in open_rows:
            if row[0] + n <= length:
                row[0] += n
                row[1].append(i)
                break
        else:
            open_rows.append([n, [i]])
            if len(open_rows) > 40:
                fullest = max(range(len(open_rows)), key=lambda k: open_rows[k][0])
                rows.append(open_rows.pop(fullest)[1])
    return rows


def weigh_tokens(mask, ids, task, first, copied, free):
    """Loss weights. The first words of an answer decide what it is about; in a brief the words of the user matter and the rest is
    free choice, hence noise."""
    out = mask.astype(np.float32)
    if task:
        said = np.isin(ids, ids[mask == 0])
        out *= np.where(said, copied, free)
    else:
        for begin in np.flatnonzero(np.diff(mask.astype(np.int8), prepend=0) == 1):
            out[begin : begin + 3] *= first
    return out


class Batches:
    """One batch for each shape (length, rows) at every step: short dialogues in short rows, for cheaper attention."""

    def __init__(self, data, shapes, seed, tasks, first=4.0, copied=1.5, free=0.5):
        self.ids, self.mask, self.starts = data["ids"], data["mask"], data["starts"]
        self.lengths = np.diff(self.starts)
        self.task = np.array(
            [tasks.get(tuple(self.ids[a + 5 : a + 8]), 0) for a in self.starts[:-1]]
        )
        self.rng, self.shapes, self.weights = (
            np.random.default_rng(seed),
            shapes,
            (first, copied, free),
        )
        # the short dialogues are shared out, so that they fill the gaps which the long ones leave
        short = np.flatnonzero(self.lengths <= shapes[0][0])
        room = np.array(
            [
                length * size if i == 0 else 0.3 * length * size
                for i, (length, size) in enumerate(shapes)
            ]
        )
        share = self.rng.choice(len(shapes), len(short), p=room / room.sum())
        low, self.docs = 0, []
        for i, (length, _) in enumerate(shapes):
            long = (
                np.flatnonzero((self.lengths > low) & (self.lengths <= length))
                if i
                else np.array([], np.int64)
            )
            self.docs.append(np.concatenate([short[share == i], long]))
            low = length

    def __iter__(self):
        return zip(*(self.stream(docs, *shape) for docs, shape in zip(self.docs, self.shapes)))

    def stream(self, docs, length, size):
        while True:
            rows = pack_rows(self.lengths, docs, length, self.rng)
            self.rng.shuffle(rows)
            for b in range(0, len(rows) - size + 1, size):
                yield self.fill(rows[b : b + size], length, size)

    def fill(self, rows, length, size):
        x, said, doc = (
            np.zeros((size, length), np.int64),
            np.zeros((size, length), np.float32),
            np.full((size, length), -1, np.int64),
        )
        for r, row in enumerate(rows):
            at = 0
            for d in row:
                part = slice(self.starts[d], self.starts[d + 1])
                n = self.lengths[d]
                x[r, at : at + n] = self.ids[part]
                said[r, at : at + n] = weigh_tokens(
                    self.mask[part], self.ids[part], self.task[d], *self.weights
                )
                doc[r, at : at + n] = d
                at += n
        return torch.from_numpy(x), torch.from_numpy(said), torch.from_numpy(doc)


def measure_loss(model, part, total):
    """Weighted loss of one batch, backwards; also how many of the deciding tokens were right, of how many."""
    x, said, doc = part
    with torch.autocast("cpu", torch.bfloat16):
        allowed = (doc[:, :, None] == doc[:, None, :]).tril()
        mask = torch.zeros(allowed.shape, dtype=torch.bfloat16).masked_fill_(~allowed, -1e9)[
            :, None
        ]
        chosen = said[:, 1:] > 0
        hidden = model.hidden(x, mask)[:, :-1][chosen]
        target, weight = x[:, 1:][chosen], said[:, 1:][chosen]
        logits = F.linear(hidden, model.embed_tokens.weight)
    loss = (F.cross_entropy(logits.float(), target, reduction="none") * weight).sum() / total
    loss.backward()
    decisive = weight > 1
    return (
        loss.item(),
        float((logits[decisive].argmax(-1) == target[decisive]).sum()),
        float(decisive.sum()),
    )


class Run:
    """Model, optimisers and the clock: what a checkpoint holds."""

    def __init__(self, args):
        self.out, self.args = Path(args.out), args
        self.model = Guide(Config(num_hidden_layers=args.layers))
        if args.init:
            weights = (
                torch.load(args.init)["model"]
                if args.init.endswith(".pt")
                else read_weights(args.init)
            )
            self.model.load_state_dict(weights)
        named = list(self.model.named_parameters())
        matrices = [p for n, p in named if p.dim() == 2 and "embed" not in n]
        self.muon = Muon(matrices, decay=0.05, steps=4)
        self.others = [p for n, p in named if p.dim() != 2 or "embed" in n]
        self.adam = torch.optim.AdamW(self.others, lr=1e-3, betas=(0.9, 0.98), weight_decay=0.0)
        self.step, self.tokens, self.seconds = 0, 0, 0.0
        if (self.out / "guide.pt").exists():
            saved = torch.load(self.out / "guide.pt")
            self.model.load_state_dict(saved["model"])
            self.adam.load_state_dict(saved["adam"])
            self.muon.buffers = saved["muon"]
            self.step, self.tokens, self.seconds = saved["step"], saved["tokens"], saved["seconds"]
        for layer in self.model.layers:
            layer.compile(dynamic=False)

    def save(self):
        file = self.out / "guide.tmp"
        torch.save(
            {
                "config": self.model.config.to_dict(),
                "model": self.model.state_dict(),
                "adam": self.adam.state_dict(),
                "muon": self.muon.buffers,
                "step": self.step,
                "tokens": self.tokens,
                "seconds": self.seconds,
            },
            file,
        )
        file.replace(self.out / "guide.pt")

    def learn(self, parts):
        """One step; returns loss, right and asked."""
        progress = self.seconds / (self.args.minutes * 60)
        lr = self.args.lr * min(1, (self.step + 1) / 60) * max(0.01, 1 - progress)
        total = sum(float(said[:, 1:].sum()) for _, said, _ in parts)
        results = [measure_loss(self.model, part, total) for part in parts]
        torch.nn.utils.clip_grad_norm_(self.others, 1.0)
        for group in self.adam.param_groups:
            group["lr"] = lr
        self.adam.step()
        self.adam.zero_grad(set_to_none=True)
        self.muon.step(lr)
        self.step += 1
        self.tokens += sum(int((doc >= 0).sum()) for _, _, doc in parts)
        return [sum(values) for values in zip(*results)], lr


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default="data")
    parser.add_argument("--out", default="model")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument(
        "--shapes",
        default="128x6,256x10,448x1",
        help="row length x rows, shortest first; one of each at a step",
    )
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--init", default="", help="start from this checkpoint (.pt) or exported q8 model (.onnx)"
    )
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    run = Run(args)
    print(
        f"{sum(p.numel() for p in run.model.parameters()) / 1e6:.2f} M parameters, step {run.step}",
        flush=True,
    )

    data = np.load(Path(args.data) / "train.npz")
    tok = Tokenizer.from_file(str(run.out / "tokenizer.json"))
    tasks = {
        tuple(tok.encode("task: " + name).ids): i
        for name, i in (("brief", BRIEF), ("stickers", STICKERS))
    }
    shapes = [tuple(int(v) for v in s.split("x")) for s in args.shapes.split(",")]
    log = open(run.out / "train_log.csv", "a")
    if not run.step:
        print("step,minutes,loss,accuracy,tokens,lr", file=log)
    sums, last = np.zeros(3), (time.time(), run.tokens)
    for parts in Batches({k: data[k] for k in data.files}, shapes, args.seed + run.step, tasks):
        begin = time.time()
        result, lr = run.learn(parts)
        # the first steps compile: they do not count
        run.seconds += min(time.time() - begin, 3.0)
        sums += result
        if run.step % 20 == 0:
            row = f"{run.step},{run.seconds / 60:.2f},{sums[0] / 20:.4f},{sums[1] / max(sums[2], 1):.4f},{run.tokens},{lr:.6f}"
            print(row, file=log, flush=True)
            print(row, f"{(run.tokens - last[1]) / (time.time() - last[0]):.0f} tok/s", flush=True)
            sums, last = np.zeros(3), (time.time(), run.tokens)
        if run.step % 200 == 0:
            run.save()
        if run.seconds >= args.minutes * 60:
            break
    run.save()
    json.dump(run.model.config.to_dict(), open(run.out / "guide_config.json", "w"), indent=1)


if __name__ == "__main__":
    main()
