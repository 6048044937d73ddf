"""Adds up stickers from the bank of placed objects that data.py writes: latents to learn from, small pictures to compare with.

A sticker is dict(things=[dict(c, drawing, kind, k, tint, size, at)], pos, bg): one thing, or two with the left one first.
"""

import numpy as np
import torch
from data import BACKGROUNDS, TINTS

SINGLE = {
    "normal": 80,
    "small": 5,
    "large": 4,
    "left": 4,
    "right": 4,
    "small left": 1.5,
    "small right": 1.5,
}


def is_plain(m):
    """Upright and, alone, of the one size: tilted ones and other sizes kept thin things blurred for 1,000 steps, so they are left to longer runs."""
    return m["tilt"] == 0 and (m["kind"] != "normal" or 0.8 < m["scale"] < 0.9)


class Bank:
    def __init__(self, path):
        b = torch.load(path, weights_only=False)
        self.parts, self.base, self.whole, self.thumbs, self.meta = (
            b["parts"],
            b["base"],
            b["whole"],
            b["thumbs"],
            b["meta"],
        )
        self.at = {}
        for i, m in enumerate(self.meta):
            if is_plain(m):
                self.at.setdefault((m["c"], m["drawing"], m["kind"]), []).append(i)

    def latents(self, stickers):
        """B x 12 x 16 x 16, exact up to float16."""
        own = torch.tensor([n for n, s in enumerate(stickers) for _ in s["things"]])
        things = [t for s in stickers for t in s["things"]]
        p = self.parts[[t["at"] for t in things]].float()
        colour = torch.tensor([TINTS[t["tint"]] if t["tint"] else (0, 0, 0) for t in things]) / 255
        dyed = p[:, 48:60] + torch.einsum("nc,nckij->nkij", colour, p[:, 60:].unflatten(1, (3, 12)))
        body = torch.where(
            torch.tensor([bool(t["tint"]) for t in things])[:, None, None, None], dyed, p[:, :12]
        )
        ground = torch.tensor([BACKGROUNDS[stickers[n]["bg"]] for n in own.tolist()]) / 255
        # what each thing takes away from the ground
        body = body + torch.einsum(
            "nc,nckij->nkij", ground, p[:, 12:48].unflatten(1, (3, 12)) - self.whole
        )
        empty = self.base + torch.einsum(
            "nc,ckij->nkij",
            torch.tensor([BACKGROUNDS[s["bg"]] for s in stickers]) / 255,
            self.whole,
        )
        return empty.index_add(0, own, body)

    def small(self, at, bg, tint=None):
        """n x 32 x 32 x 3 in 0..255: placed objects on a background, not mirrored into anything else."""
        t = self.thumbs[at].astype(np.float32)
        g = np.array(BACKGROUNDS[bg], np.float32)
        body = (
            t[..., :3] * 255
            if tint is None
            else t[..., 4:5] * 255 + t[..., 5:6] * np.array(TINTS[tint], np.float32)
        )
        return body + (1 - t[..., 3:4]) * g


class Drawer:
    """Draws the stickers to learn: every concept equally often, a share of pairs, colours, places and backgrounds.

    settled: nothing mirrored, and nine times of ten the first drawing of a thing; ends the ghosts of two drawings in one."""

    def __init__(self, bank, rows, rnd, pairs=0.27, tinted=0.22, extra=(), settled=False):
        (
            self.bank,
            self.rows,
            self.rnd,
            self.pairs,
            self.tinted,
            self.extra,
            self.order,
            self.settled,
        ) = bank, rows, rnd, pairs, tinted, list(extra), [], settled

    def concept(self):
        if not self.order:
            self.order = list(range(len(self.rows))) + self.extra
            self.rnd.shuffle(self.order)
        return self.order.pop()

    def thing(self, c, kind, drawing=None, tint="any"):
        rnd, row = self.rnd, self.rows[c]
        if drawing is None:
            drawing = (
                0
                if not row["others"] or rnd.random() < (0.9 if self.settled else 0.55)
                else rnd.randint(1, len(row["others"]))
            )
        if tint == "any":
            tint = rnd.choice(list(TINTS)) if row["tint"] and rnd.random() < self.tinted else None
        return dict(
            c=c,
            drawing=drawing,
            tint=tint,
            size=kind.split()[0] if kind.split()[0] in ("small", "large") else None,
            at=self.place(c, drawing, kind),
        )

    def place(self, c, drawing, kind):
        """One placed object; the one that is as the artist drew it a good deal oftener than those that are moved or mirrored."""
        choice = self.bank.at[c, drawing, kind]
        if self.settled:
            choice = [i for i in choice if not self.bank.meta[i]["mirrored"]]
        return choice[0] if self.rnd.random() < 0.4 else self.rnd.choice(choice)

    def draw(self):
        rnd, c = self.rnd, self.concept()
        pos = None
        if rnd.random() < self.pairs:
            first = self.thing(c, "first")
            u = rnd.random()
            if u < 0.2:
                second = self.thing(c, "second", first["drawing"], first["tint"])
            elif u < 0.26 and self.rows[c]["tint"]:
                second = self.thing(c, "second", first["drawing"])
            else:
                second = self.thing(rnd.randrange(len(self.rows)), "second")
            things = [first, second]
            if rnd.random() < 0.5 and first["c"] != second["c"]:  # either may stand left
                things = [
                    self.thing(second["c"], "first", second["drawing"], second["tint"]),
                    self.thing(c, "second", first["drawing"], first["tint"]),
                ]
        else:
            kind = rnd.choices(list(SINGLE), list(SINGLE.values()))[0]
            pos = kind.split()[-1] if kind.split()[-1] in ("left", "right") else None
            things = [self.thing(c, kind)]
        grounds = [
            b
            for b in BACKGROUNDS
            if b != "white"
            and all(b != t["tint"] and b != self.rows[t["c"]]["held_out"] for t in things)
        ]
        return dict(
            things=things, pos=pos, bg="white" if rnd.random() < 0.33 else rnd.choice(grounds)
        )
