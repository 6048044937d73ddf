"""Requests for stickers, in the words that the sticker model knows."""

import json

import words as w
from writer import Writer, articles


class StickerWriter(Writer):
    def stickers(self):
        r, p = self.r, self.r.random()
        names = self.words.stickers
        count = r.choices([1, 2, 3, 4], [22, 28, 28, 22])[0]
        colour = self.pick(w.STICKER_BACKGROUNDS) if self.chance(0.4) else None
        kind, fitting = "asked", None
        if p < 0.33:
            theme, kind = self.pick(list(w.STICKER_THEMES)), "theme"
            fitting = w.STICKER_THEMES[theme]
            things = r.sample(fitting, count)
            said = self.pick(
                [
                    theme,
                    f"a {theme} theme",
                    f"{theme} stickers",
                    f"stickers for {theme}",
                    f"something about {theme}",
                    f"stickers about {theme}",
                    f"a {theme} party",
                    f"a set for {theme}",
                    f"my {theme} page",
                    f"I am planning a {theme} evening and need stickers",
                    f"decorate my {theme} letter",
                    f"cute stickers, {theme}",
                    f"my children love {theme}",
                ]
            )
        elif p < 0.9:
            words = r.sample(sorted(names), min(count, 3))
            things = list(dict.fromkeys(names[x] for x in words))
            count = len(things)
            listed = " and ".join(articles("a " + x) for x in words)
            said = self.pick(
                [
                    listed,
                    ", ".join(words),
                    "stickers of " + ", ".join(words),
                    "stickers: " + ", ".join(words),
                    "make " + listed + " as stickers",
                    "draw me " + listed,
                    "can i have " + listed,
                    "one sticker each: " + ", ".join(words),
                    "sticker: " + " and ".join(words),
                    "I want " + listed,
                    "please draw " + listed,
                    listed + " sticker",
                    "a sticker with " + listed,
                ]
            )
        else:
            noun, k = self.noun()
            things = r.sample(w.STICKER_FALLBACK[k], count)
            said, kind = (
                self.pick(
                    [
                        articles("a " + noun),
                        f"{noun} stickers",
                        f"stickers for a {noun} fan",
                        f"something with {noun}",
                    ]
                ),
                "rare",
            )
        system = "task: stickers" + (
            f"\nprompts: {count}" if kind != "asked" or self.chance(0.4) else ""
        )
        text = articles(said) + (
            self.pick(
                [
                    f", {colour} background",
                    f" on {colour}",
                    f", on a {colour} background",
                    f" in front of {colour}",
                    f", background {colour}",
                ]
            )
            if colour
            else ""
        )
        text = self.pick([text, text, text.lower(), text[0].upper() + text[1:]])
        text = self.typo(text, [said, colour or ""], 0.15)
        answer = []
        for t in things:
            c = colour or self.pick(w.STICKER_BACKGROUNDS)
            a = (
                ""
                if t.endswith("s") and t not in ("bus", "compass", "octopus", "cactus", "hibiscus")
                else "a "
            )
            answer.append(
                {
                    "name": t[0].upper() + t[1:],
                    "prompt": articles(f"{a}{t} on a {c} background"),
                    "negativePrompt": "text, blurry, cluttered",
                }
            )
        return {
            "system": system,
            "text": text,
            "count": count,
            "things": things,
            "kind": kind,
            "colour": colour,
            "fitting": fitting,
            "answer": json.dumps({"prompts": answer}, ensure_ascii=False, separators=(",", ":")),
        }
