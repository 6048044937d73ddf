"""Briefs for pictures, and the prompts that answer them."""

import json

import words as w
from writer import Writer, articles


class BriefWriter(Writer):
    COMPOSITION = {
        "wide composition with empty space for text": [
            "hero image",
            "banner",
            "blog header",
            "email header",
            "website header",
            "cover image",
            "landing page image",
            "ad",
        ],
        "simple and readable at small size": ["thumbnail", "sidebar image", "Open Graph card"],
        "tall vertical composition": [
            "story image",
            "flyer",
            "poster",
            "book cover",
            "magazine cover",
        ],
        "clean backdrop": ["product photo", "packaging image", "menu cover"],
        "calm uncluttered scene": ["background image", "wallpaper", "slide background"],
    }

    def subject(self, lower):
        """What the picture shows: text in the brief, text in the prompts, words that must appear, settings and details."""
        p = self.r.random()
        low = (lambda s: s.lower()) if lower else (lambda s: s)
        if self.chance(0.22):
            return self.scene(low)
        if p < 0.5:
            noun, kind = self.noun(
                ("animal", "food", "artifact", "plant", "animal", "artifact", "place", "person")
            )
            settings, details = w.RARE_PLACES[kind]
            phrase, keys = noun, [noun]
            if self.chance(0.4):
                phrase = f"{self.pick(w.ADJ + w.COLOURS)} {noun}"
            if self.chance(0.12) and noun[-1] not in "sxyhz":
                phrase, keys = phrase + "s", [noun]
            else:
                phrase = articles("a " + phrase) if kind != "food" or self.chance(0.4) else phrase
            said_as = None
            if self.chance(0.12):
                said_as = low(
                    self.pick(
                        [
                            "our new product is {}. We need a {{asset}}",
                            "I write about {} and need a {{asset}} for the article",
                            "my next talk is about {}, please make a {{asset}}",
                            "a story about {} needs a {{asset}}",
                            "we sell {} in our shop, suggest a {{asset}}",
                            "there will be an event about {} and we want a {{asset}}",
                        ]
                    ).format(phrase)
                )
                return said_as, low(phrase), [low(k) for k in keys], settings, details
            if self.chance(0.1):
                other, _ = self.noun()
                phrase = f"{phrase} {self.pick(['wearing', 'holding', 'painting', 'repairing', 'collecting', 'carrying', 'guarding', 'who collects', 'dreaming of', 'surrounded by', 'in a bowl of', 'full of', 'hidden behind'])} {articles('a ' + self.pick(w.ADJ) + ' ' + other)}"
                keys, settings = keys + [other], settings if self.chance(0.5) else None
            elif self.chance(0.22):
                other, _ = self.noun()
                phrase, keys = (
                    phrase
                    + articles(
                        self.pick(
                            [
                                " and a ",
                                " with a ",
                                " next to a ",
                                " on top of a ",
                                " looking at a ",
                                " made of ",
                            ]
                        )
                        + other
                    ),
                    keys + [other],
                )
                settings = settings if self.chance(0.5) else None
            elif self.chance(0.35):
                phrase, settings = f"{phrase} {self.pick(w.ACTIONS)}", None
            return low(phrase), low(phrase), [low(k) for k in keys], settings, details
        category = self.pick(list(w.CATEGORIES))
        businesses, subjects, settings, details = w.CATEGORIES[category]
        biz, brand = self.pick(businesses), low(self.brand())
        if self.chance(0.35):  # a business nobody listed
            biz = f"{self.noun()[0].split()[-1]} {self.pick(['maker', 'shop', 'startup', 'store', 'company', 'studio', 'museum', 'rental', 'club', 'repair shop', 'school', 'farm'])}"
            settings, details = w.RARE_PLACES[self.pick(["artifact", "person"])]
        if self.chance(0.15):  # a topic rather than a thing
            topic = self.noun(("topic", "act"))[0]
            if self.chance(0.3):
                topic = f"{self.pick(['remote', 'urban', 'modern', 'early', 'local', 'sustainable', 'digital', 'public'])} {topic}"
            said = self.pick(
                [
                    "an article about {}",
                    "{}",
                    "a talk on {}",
                    "a newsletter on {}",
                    "a campaign against {}",
                    "a video about {}",
                    "a workshop on {}",
                    "{} for beginners",
                    "our guide to {}",
                    "how to explain {}",
                ]
            ).format(topic)
            settings, details = w.RARE_PLACES[self.pick(["artifact", "person", "place"])]
            return (
                low(articles(said)),
                low(
                    self.pick(
                        [f"a scene about {topic}", f"a symbol of {topic}", f"the idea of {topic}"]
                    )
                ),
                [low(topic)],
                settings,
                details,
            )
        season = low(self.pick(w.SEASONS)) + " " if self.chance(0.45) else ""
        event = season + self.pick(w.EVENTS)
        mood = (
            self.pick(w.MOODS + ["small", "local", "family-run", "new"]) + " "
            if self.chance(0.6)
            else ""
        )
        place = f" in {low(self.pick(w.PLACES))}"
        if p < 0.88:
            if p < 0.7:
                said = self.pick(
                    [
                        f"a {mood}{biz}'s {event}",
                        f"the {event} of a {mood}{biz}",
                        f"the {event} of a {biz}{place}",
                        f"a {event} at a {mood}{biz}{place}",
                        f"our {event}, we are a {mood}{biz}{place}",
                        f"{mood}{biz}{place}, {event}",
                        f"Our {biz} is planning a {event}{place}. We need a {{asset}}",
                        f"We run a {mood}{biz}{place} and would like a {{asset}} for the {event}",
                        f"My {biz} has its {event} soon. Please propose a {{asset}}",
                        f"I own a {mood}{biz}. The {event} starts on Monday and I need a {{asset}}",
                    ]
                )
                keys = [biz, event.split()[-1]]
            else:
                said = self.pick(
                    [
                        f"{brand}, a {mood}{biz}, for the {event}",
                        f"the {event} of {brand} ({biz})",
                        f"{brand}, our {mood}{biz}",
                        f"{brand} {biz} {event}",
                        f"a {mood}{biz} called {brand}",
                        f"We are {brand}, a {mood}{biz}{place}. We need a {{asset}} for our {event}",
                        f"{brand} is a {mood}{biz}. Make a {{asset}}",
                        f"Hi, my {biz} {brand} has a {event} soon, could you do a {{asset}}",
                        f"{brand} ({mood}{biz}{place}) needs a {{asset}}",
                        f"{event} at {brand}, a {mood}{biz}",
                        f"{mood}{biz} {brand}, {event}",
                        f"{brand}, a {biz} for {self.pick(w.AUDIENCES)}",
                    ]
                )
                keys = [brand, biz]
            said = articles(said)
            mood, place = mood if f"{mood}{biz}" in said else "", place if place in said else ""
            shown = f"the {mood}{biz} {brand}" if brand in keys else f"a {mood}{biz}"
            shown = articles(shown + place + (f" during its {event}" if event in said else ""))
            return low(said) if lower else said, shown, keys, settings, details
        thing = self.pick(subjects)
        if self.chance(0.5):
            thing = self.pick(
                [
                    f"{self.noun()[0]} {self.pick(['bottle', 'box', 'bag', 'jar', 'set', 'poster', 'cake', 'soup', 'lamp', 'toy', 'book'])}",
                    f"{self.pick(w.ADJ + w.COLOURS)} {self.noun()[0]}",
                ]
            )
            settings, details = w.RARE_PLACES["artifact"]
        if self.chance(0.25):
            return (
                f"{brand} is a new {thing}, we need a {{asset}}",
                f"{brand}, a new {thing}",
                [brand, thing],
                settings,
                details,
            )
        if self.chance(0.4):
            return f"{brand} {thing}", f"{brand} {thing}", [brand, thing], settings, details
        return mood + thing, mood + thing, [thing], settings, details

    NUMBER = {
        1: ["one option", "just one", "one prompt", "a single image"],
        2: ["two options", "2 variants", "two ideas", "give me 2"],
        3: ["three options", "3 variants", "three ideas", "give me 3"],
        4: ["four options", "4 variants", "four ideas", "give me 4"],
    }

    DOING = [
        "teaching",
        "repairing",
        "painting",
        "carrying",
        "feeding",
        "guarding",
        "selling",
        "drawing",
        "polishing",
        "watching",
        "chasing",
        "washing",
        "building",
        "holding",
        "decorating",
        "counting",
        "planting",
        "cooking",
        "mending",
        "collecting",
        "hiding",
        "balancing",
        "photographing",
        "weaving",
        "tasting",
        "pushing",
        "stacking",
    ]
    BETWEEN = [
        "in",
        "on",
        "under",
        "beside",
        "behind",
        "inside",
        "above",
        "between",
        "made of",
        "full of",
        "covered with",
        "with",
        "without",
        "next to",
        "on top of",
        "in front of",
        "looking at",
        "wearing",
    ]

    def scene(self, low):
        """Any words in any order: what the brief says must be copied, whatever it is."""
        kinds = ("animal", "food", "artifact", "plant", "person", "place")
        first, kind = self.noun(kinds)
        others = [self.noun(kinds)[0] for _ in range(self.pick([1, 1, 2]))]
        named = [self.dress(n) for n in (first, *others)]
        link = (
            self.pick(self.BETWEEN)
            if kind not in ("animal", "person") or self.chance(0.5)
            else self.pick(self.DOING)
        )
        phrase = f"{named[0]} {link} {named[1]}"
        if len(others) > 1:
            phrase += f" {self.pick(['and', 'with', 'near', 'at', 'for', 'beside'])} {named[2]}"
        if self.chance(0.2):
            phrase += f" in {self.pick(w.PLACES)}"
        if self.chance(0.15):
            phrase = f"{self.brand()}, {phrase}"
        if self.chance(0.15):
            phrase += self.pick(
                [
                    " for beginners",
                    " for kids",
                    " at night",
                    " in the rain",
                    " at dawn",
                    " in the snow",
                    " after the storm",
                    " on a Sunday morning",
                    " in 1920",
                ]
            )
        phrase = articles(phrase)
        settings, details = w.RARE_PLACES[kind]
        return (
            low(phrase),
            low(phrase),
            [low(n) for n in (first, *others)],
            settings if self.chance(0.4) else None,
            details,
        )

    def dress(self, noun):
        """a noun, with an adjective or not, one or many"""
        noun = f"{self.pick(w.ADJ + w.COLOURS)} {noun}" if self.chance(0.45) else noun
        if self.chance(0.15) and noun[-1] not in "sxyhz":
            return f"{self.pick(['two', 'three', 'many', 'some'])} {noun}s"
        return f"{self.pick(['a', 'a', 'a', 'the', 'her', 'our'])} {noun}"

    def brief(self):
        lower = self.chance(0.35)
        said, shown, keys, settings, details = self.subject(lower)
        asset = self.pick(w.ASSETS) if self.chance(0.75) else None
        b = {"keys": keys, "asset": asset}
        mods = []

        def maybe(p, key, value, texts):
            if self.chance(p):
                b[key] = value
                mods.append(self.pick(texts))

        light, mood, colour, style_key = (
            self.pick(w.LIGHTS),
            self.pick(w.MOODS),
            self.pick(w.COLOURS),
            self.pick(list(w.ART_STYLES) + list(w.PHOTO_STYLES)),
        )
        two = f"{colour} and {self.pick([c for c in w.COLOURS if c != colour])}"
        palette = self.pick([colour, two])
        without = self.pick(w.EXCLUDE)
        who = self.pick(w.AUDIENCES)
        maybe(0.3, "light", light, [light, f"with {light}", f"{light} please"])
        maybe(0.25, "mood", mood, [mood, f"{mood} mood", f"should feel {mood}", f"{mood} look"])
        maybe(
            0.2,
            "palette",
            palette,
            [f"{palette} colours", f"in {palette}", f"colours: {palette}", f"mostly {palette}"],
        )
        maybe(
            0.25,
            "style",
            style_key,
            [
                style_key,
                f"{style_key} style",
                f"as a {style_key}",
                f"in the style of a {style_key}",
            ],
        )
        maybe(
            0.2,
            "exclude",
            without,
            [
                f"no {without}",
                f"without {without}",
                f"please avoid {without}",
                f"{without} must not appear",
            ],
        )
        maybe(0.12, "audience", who, [f"for {who}", f"audience: {who}", f"aimed at {who}"])
        count_in = self.r.random()
        count = self.r.choices([1, 2, 3, 4], [66, 22, 8, 4])[0]
        system = "task: brief"
        if count_in < 0.55:
            system += f"\nprompts: {count}"
        elif count_in < 0.85:
            mods.append(self.pick(self.NUMBER[count]))
        else:
            count = 3
        self.r.shuffle(mods)
        a = asset or self.pick(["picture", "image"])
        start = (
            said.replace("{asset}", a)
            if "{asset}" in said
            else self.pick(
                [
                    f"{a} for {said}",
                    f"{a}: {said}",
                    f"I need a {a} for {said}",
                    f"make a {a} showing {said}",
                    f"{said}, {a}",
                    f"we need a {a} of {said}",
                    f"create a {a} about {said}",
                    f"can you do a {a} for {said}",
                    f"{a} with {said}",
                    f"please suggest a {a}: {said}",
                    f"looking for a {a} for {said}",
                    f"a {a} for {said}",
                ]
            )
            if asset
            else self.pick(
                [
                    said,
                    said,
                    f"{said}",
                    f"picture of {said}",
                    f"show {said}",
                    f"I want {said}",
                    f"something with {said}",
                    f"an image of {said}",
                    f"prompts for {said}",
                    f"{said} please",
                ]
            )
        )
        text = articles(start)
        if mods:
            text += (
                (", " + ", ".join(mods))
                if self.chance(0.65)
                else (". " + ". ".join(m[0].upper() + m[1:] for m in mods) + ".")
            )
        if lower:
            text = text.lower()
        elif self.chance(0.6):
            text = text[0].upper() + text[1:]
        keep = [said, light, mood, palette, style_key, without]
        text = self.typo(text, keep, 0.2)
        b.update(text=text, system=system, count=count)
        b["answer"] = json.dumps(
            {"prompts": self.prompts(b, shown, settings, details)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return b

    def prompts(self, b, shown, settings, details):
        r, out, used = self.r, [], set()
        asset = b.get("asset")
        hint = next((h for h, assets in self.COMPOSITION.items() if asset in assets), None)
        for _ in range(b["count"]):
            style = b.get("style") or self.pick(
                list(w.PHOTO_STYLES)
                if asset == "product photo" or (asset != "illustration" and self.chance(0.6))
                else list(w.ART_STYLES)
            )
            photo = style in w.PHOTO_STYLES
            shot = self.pick([s for s in w.SHOTS if s not in used])
            name = shot if b.get("style") or photo else style[0].upper() + style[1:]
            if name in used:
                name = shot
            used |= {name, shot}
            kind = (w.PHOTO_STYLES if photo else w.ART_STYLES)[style]
            light = b.get("light") or self.pick(w.LIGHTS)
            where = f" {self.pick(settings)}" if settings else ""
            parts = [
                f"{kind} of {shown}{where}" if self.chance(0.7) else f"{shown}{where}, {kind}",
                w.SHOTS[shot],
                light,
            ]
            extra = [self.pick(details)]
            if "mood" in b:
                extra.append(f"{b['mood']} mood")
            if "palette" in b:
                extra.append(f"{b['palette']} tones")
            elif self.chance(0.3):
                extra.append(f"{self.pick(w.COLOURS)} and {self.pick(w.COLOURS)} tones")
            if "audience" in b:
                extra.append(f"appealing to {b['audience']}")
            r.shuffle(extra)
            parts += extra
            if hint:
                parts.append(hint)
            parts.append(self.pick(w.PHOTO_TAILS if photo else w.ART_TAILS))
            negative = self.pick(w.PHOTO_NEG if photo else w.ART_NEG)
            negative = (
                (b["exclude"] + ", " if "exclude" in b else "")
                + negative
                + ("" if b.get("exclude") == "text" or not self.chance(0.5) else ", text")
            )
            out.append({"name": name, "prompt": ", ".join(parts), "negativePrompt": negative})
        return out
