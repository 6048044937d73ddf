"""The generator's hands: words, names, slots, slips of the finger. Deterministic for a seed."""

import random
import re
import zlib

import words as w

ARTICLE = re.compile(r"\b([Aa])n? (?=([A-Za-z]))")


def articles(text):
    """a apple -> an apple, an fox -> a fox."""

    def fix(m):
        rest = text[m.end() : m.end() + 5].lower()
        vowel = rest[0] in "aeiou" and not rest.startswith(("uni", "use", "eu", "one", "ukul"))
        return m.group(1) + ("n " if vowel or rest.startswith("hour") else " ")

    return ARTICLE.sub(fix, text)


class Words:
    """Nouns, split once and for all into training and held-out ones by a hash of the word."""

    def __init__(self, wordnet, test):
        def mine(word):
            return (zlib.crc32(word.encode()) % 12 == 0) == test

        self.test = test
        self.nouns = {k: [n for n in v if mine(n)] for k, v in w.rare_nouns(wordnet).items()}
        self.nouns["person"] = [
            "beekeeper",
            "potter",
            "violinist",
            "lighthouse keeper",
            "baker",
            "astronaut",
            "gardener",
            "fisherman",
            "tailor",
            "grandmother",
            "ballet dancer",
            "carpenter",
            "nurse",
            "knight",
            "chess player",
            "postman",
            "shepherd",
            "clockmaker",
            "firefighter",
            "diver",
            "skater",
            "librarian",
            "farmer",
            "wizard",
            "pirate",
            "robot",
            "samurai",
            "glassblower",
        ]
        self.stickers = w.sticker_names()


class Writer:
    def __init__(self, words, seed):
        self.words, self.r = words, random.Random(seed)

    # ---- small helpers ----
    def pick(self, items):
        return self.r.choice(items)

    def chance(self, p):
        return self.r.random() < p

    def brand(self):
        r = self.r
        kind = r.random()
        if kind < 0.55:
            name = "".join(r.choice(w.SYLLABLES) for _ in range(r.choice([1, 2, 2, 3]))) + r.choice(
                w.ENDINGS
            )
        elif kind < 0.75:
            name = r.choice(
                self.words.nouns[r.choice(["animal", "plant", "artifact", "food"])]
            ).split()[-1]
            return (
                f"{r.choice(w.COLOURS + w.ADJ)} {name}".title()
                if r.random() < 0.6
                else f"{name} & {r.choice(w.NAMES)}".title()
            )
        elif kind < 0.9:
            return f"{r.choice(w.NAMES)}'s {r.choice(['Place', 'Corner', 'Kitchen', 'Studio', 'Shop', 'House', 'Garden', 'Works', 'Room', 'Table'])}"
        else:
            letters = "bcdfghjklmnprstvwz"
            name = "".join(
                r.choice(letters) + r.choice("aeiou") for _ in range(r.choice([2, 3]))
            ) + r.choice(["", "x", "n", "r", "s", "th", "lt"])
        return name.capitalize()

    def gibberish(self):
        return "".join(self.pick("asdfghjklqwertzuiopyxcvbnm") for _ in range(self.r.randint(3, 9)))

    def noun(self, kinds=("animal", "food", "artifact", "plant")):
        kind = self.pick(kinds)
        return self.pick(self.words.nouns[kind]), kind

    def expand(self, text, slots=None):
        text = re.sub(r"\{[^}]*\}", lambda m: m.group().replace("|", "/"), text)
        while "(" in text:
            new = re.sub(r"\(([^()]*)\)", lambda m: self.pick(m.group(1).split("|")), text)
            if new == text:
                break
            text = new

        def fill(m):
            name = m.group(1)
            if name == "num":
                return str(
                    self.r.choice(
                        [self.r.randint(2, 12), self.r.randint(2, 99), self.r.randint(100, 9999)]
                    )
                )
            value = {
                "Name": lambda: self.pick(w.NAMES),
                "Place": lambda: self.pick([p for p in w.PLACES if p[0].isupper()]),
                "Brand": self.brand,
                "brand": lambda: self.brand().lower().replace(" ", ""),
                "gibberish": self.gibberish,
                "biz": lambda: self.pick(w.CATEGORIES[self.pick(list(w.CATEGORIES))][0]),
            }.get(name)
            value = value() if value else self.noun(name.split("/"))[0]
            if slots is not None:
                slots[name] = value
            return value

        return articles(re.sub(r"\{([A-Za-z/]+)\}", fill, text)).strip()

    def typo(self, text, keep=(), rate=0.25):
        """One or two slips of the finger, never inside the words to keep."""
        if not self.chance(rate):
            return text
        parts = text.split(" ")
        keep = {x for k in keep for x in re.findall(r"\w+", k.lower())}
        for _ in range(self.pick([1, 1, 2])):
            i = self.r.randrange(len(parts))
            word = parts[i]
            if len(word) < 4 or not word.isalpha() or word.lower() in keep:
                continue
            j = self.r.randrange(1, len(word) - 1)
            parts[i] = self.pick(
                [
                    word[:j] + word[j + 1 :],
                    word[:j] + word[j] + word[j:],
                    word[:j] + word[j + 1] + word[j] + word[j + 2 :],
                ]
            )
        return " ".join(parts)

    SYNONYMS = [
        ["picture", "image", "photo"],
        ["pictures", "images", "photos"],
        ["make", "create", "generate"],
        ["computer", "machine", "pc", "laptop"],
        ["download", "fetch", "get"],
        ["need", "require"],
        ["big", "large"],
        ["bigger", "larger"],
        ["start", "begin"],
        ["change", "modify", "adjust"],
        ["delete", "remove", "erase"],
        ["choose", "pick", "select"],
        ["save", "keep", "store"],
        ["what is", "what's"],
        ["do not", "don't"],
        ["is not", "isn't"],
        ["does not", "doesn't"],
        ["cannot", "can't"],
        ["i want to", "i wanna", "i would like to"],
        ["internet", "network", "wifi"],
        ["slow", "sluggish"],
        ["private", "confidential"],
        ["website", "site", "page"],
        ["answer", "reply", "response"],
        ["show me", "tell me"],
        ["quickly", "fast"],
        ["voice", "speaker"],
    ]

    PROPER = {
        x.lower(): x
        for x in """WebGPU GPU API JSON OpenAI ChatGPT GPT Siri Alexa Claude Gemini iPhone iPad Android Chrome Firefox Safari Edge Brave Opera Triptych ONNX GGUF PNG WebP WiFi Python JavaScript
              SDXL NVIDIA PC WAV MP3 PWA AI CFG IndexedDB Instagram Facebook EXIF NSFW REST CUDA RTX RAM VRAM LLM CSS HTML SQL React Google German French Spanish Italian Chinese Japanese Dutch Polish
              Turkish Arabic English Mac Windows OOM DNS CPU Internet 1B 3B 7B 8B GB I""".split()
    }

    def question(self, text, plain=False):
        """A question as people type it."""
        r = self.r
        if self.chance(0.35):
            for group in self.SYNONYMS:
                for word in group:
                    if self.chance(0.5) and re.search(rf"\b{word}\b", text):
                        text = re.sub(rf"\b{word}\b", self.pick(group), text, count=1)
                        break
        if not plain:
            if self.chance(0.22):
                text = (
                    self.pick(
                        [
                            "hey, ",
                            "please, ",
                            "hi, ",
                            "ok, ",
                            "so ",
                            "excuse me, ",
                            "quick question: ",
                            "hello, ",
                            "one question: ",
                            "and ",
                            "sorry, ",
                            "um, ",
                            "well, ",
                        ]
                    )
                    + text
                )
            if self.chance(0.18):
                text += self.pick(
                    [
                        " please",
                        " here",
                        " in triptych",
                        " in this app",
                        " on this site",
                        " then",
                        " now",
                        ", thanks",
                        " exactly",
                    ]
                )
        if self.chance(0.6) and not text.endswith((".", "?", "!")):
            text += (
                "?"
                if re.match(
                    r"(.*, )?(how|what|which|where|who|why|can|could|is|are|do|does|will|and|when|must|may|should)\b",
                    text,
                )
                else self.pick([".", "", "!", "?"])
            )
        text = self.typo(text)
        if self.chance(0.55):  # names as they are written in print
            text = re.sub(r"[a-z0-9]+", lambda m: self.PROPER.get(m.group(), m.group()), text)
        style = r.random()
        if style < 0.45:
            text = text[0].upper() + text[1:]
            text = re.sub(r"\bi\b", "I", text) if self.chance(0.7) else text
        elif style < 0.5:
            text = text.upper()
        return text
