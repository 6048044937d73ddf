"""How the product asks the model for briefs and stickers: the same steps as src/engine/chat/guide/brief.ts and stickers.ts, with the same
word lists. Only the random numbers of the sampling differ."""

import json
import re
from pathlib import Path

PRODUCT = Path(__file__).resolve().parents[2] / "src/engine/chat/guide"
WORDS = json.load(open(PRODUCT / "brief-words.json"))
STICKERS = json.load(open(PRODUCT / "sticker-names.json"))
# temperature and top-p
GREEDY, SAMPLING, BOLD = (0.0, 1.0), (0.7, 0.8), (1.1, 0.95)
MAX_TOKENS, LONGEST_SUBJECT, FEWEST_PARTS = 160, 200, 3
THEME_TRIES, TOKENS_PER_STICKER = 5, 60
REQUEST, LOOKS = (set(" ".join(WORDS[key]).split()) for key in ("requestWords", "lookWords"))
BACKGROUNDS = WORDS["stickerBackgrounds"].split()
NAME_OF = {alias: name for name, aliases in STICKERS.items() for alias in (name, *aliases)}
LONGEST = max(len(alias.split()) for alias in NAME_OF)
FILLERS = REQUEST | {"sticker", "stickers", "each", "cute", "background"}
DEFAULT_NEGATIVE = "blurry, low quality, watermark, text"
LETTER = r"[^\W\d_]"


# ---- briefs ----
def write_prompts(brief, count, generate, seed=1):
    """generate(messages, prefix, max_tokens, temperature, top_p, seed) gives what follows the prefix."""
    messages = [
        {"role": "system", "content": "task: brief\nprompts: 1"},
        {"role": "user", "content": brief},
    ]
    subject, written = find_subject_words(brief), []

    def ask(prefix):
        choice = GREEDY if not written and seed == 1 else SAMPLING
        return parse_prompt(
            prefix + generate(messages, prefix, MAX_TOKENS, *choice, seed * 100 + len(written))
        )

    def good(p):
        return (
            p is not None
            and p["prompt"].count(", ") + 1 >= FEWEST_PARTS
            and all(mentions(p["prompt"], word) for word in subject)
            and all(p["prompt"] != w["prompt"] for w in written)
        )

    while len(written) < count:
        name = choose_shot(written, seed)
        named = f'{{"prompts":[{{"name":"{name}","prompt":"'
        candidate = ask(named if written else '{"prompts":[{"name":"')
        if not good(candidate):
            candidate = ask(named + quote_subject(brief))
        written.append(candidate if good(candidate) else make_plain_prompt(brief, name))
    return written


def find_subject_words(brief):
    return list(
        dict.fromkeys(
            word
            for clause in split_clauses(brief)
            for word, _ in list_words(clause)
            if word not in LOOKS
        )
    )


def quote_subject(brief):
    parts = []
    for clause in split_clauses(brief):
        found = list_words(clause)
        if any(word not in LOOKS for word, _ in found):
            parts.append(clause[found[0][1] : found[-1][1] + len(found[-1][0])])
    return re.sub(r'["\\\s]+', " ", ", ".join(parts))[:LONGEST_SUBJECT]


def split_clauses(brief):
    wanted = re.sub(
        rf"\b(no|without|avoid)\s+(?:{LETTER}|-)+(\s+(must not appear|colou?rs))?",
        " ",
        brief,
        flags=re.I,
    )
    return re.split(r"[.,;:!?()\n]+", wanted)


def list_words(clause):
    """The words that are not part of the request, and where they begin."""
    found = (
        (m[0].lower(), m.start())
        for m in re.finditer(rf"(?:{LETTER}|\d)(?:{LETTER}|\d|-)*", clause)
    )
    return [(word, at) for word, at in found if len(word) > 2 and word not in REQUEST]


def parse_prompt(answer):
    try:
        p = json.loads(answer)["prompts"][0]
        if p["name"] and p["prompt"] and isinstance(p["negativePrompt"], str):
            return p
    except (ValueError, KeyError, TypeError, IndexError):
        pass
    cut = re.search(r'"name":"([^"]+)","prompt":"([^"]+)"', answer)
    return {"name": cut[1], "prompt": cut[2], "negativePrompt": DEFAULT_NEGATIVE} if cut else None


def choose_shot(written, seed):
    used = [f"{p['name']} {p['prompt']}".lower() for p in written]
    free = [
        name
        for name, view in WORDS["shots"].items()
        if not any(name.lower() in text or view in text for text in used)
    ]
    return free[(seed * 5 + len(written) * 3) % len(free)] if free else "Close-up"


def mentions(prompt, word):
    return (word[:-1] if len(word) > 4 else word) in prompt.lower()


def make_plain_prompt(brief, name):
    text = quote_subject(brief) or re.sub(r'["\\\s]+', " ", brief).strip()
    return {
        "name": name,
        "prompt": f"{text}, {WORDS['shots'][name]}, soft light",
        "negativePrompt": DEFAULT_NEGATIVE,
    }


# ---- stickers ----
def write_stickers(request, count, generate, seed=1):
    things, background = read_sticker_request(request)

    def describe(name):
        return describe_sticker(name, background or pick_background(name))

    if things:
        return [describe(name) for name in things]
    names = []
    messages = [
        {"role": "system", "content": f"task: stickers\nprompts: {count}"},
        {"role": "user", "content": request},
    ]
    for attempt in range(THEME_TRIES):
        if len(names) >= count:
            break
        taken = "".join(json.dumps(describe(name), separators=(",", ":")) + "," for name in names)
        prefix = '{"prompts":[' + taken + '{"name":"'
        choice = GREEDY if attempt == 0 and seed == 1 else SAMPLING if attempt < 2 else BOLD
        answer = generate(
            messages,
            prefix,
            TOKENS_PER_STICKER * (count - len(names)),
            *choice,
            seed * 100 + attempt,
        )
        for name in list_known_names(answer):
            if len(names) < count and name not in names:
                names.append(name)
    return [describe(name) for name in names]


def list_known_names(answer):
    found = (
        find_name(name.lower()) for name in re.findall(r'"name":"([^"]+)"', '"name":"' + answer)
    )
    return [name for name in found if name]


def read_sticker_request(request):
    plain = re.sub(rf"(?:(?!{LETTER})[^\d' -])+", " , ", request.lower())
    colours = "|".join(BACKGROUNDS)
    place = re.compile(
        rf"(?:\b(?:on|in front of)\s+(?:an?\s+|the\s+)?({colours})(?:\s+background)?|\b({colours})\s+background|\bbackground\s+({colours}))\b"
    )
    found = place.search(plain)
    background = next((g for g in found.groups() if g), None) if found else None
    things, rest = find_things(place.sub(" , ", plain, count=1).split())
    return (things if things and all(word in FILLERS for word in rest) else None), background


def find_things(spoken):
    things, rest, at = [], [], 0
    while at < len(spoken):
        size = min(LONGEST, len(spoken) - at)
        name = None
        while size > 0 and name is None:
            name = find_name(" ".join(spoken[at : at + size]))
            size -= 1
        if name is None:
            rest.append(spoken[at])
        elif name not in things:
            things.append(name)
        at += 1 if name is None else size + 1
    return things, [word for word in rest if re.search(LETTER, word)]


def find_name(text):
    for form in (
        text,
        re.sub(r"s$", "", text),
        re.sub(r"es$", "", text),
        re.sub(r"ies$", "y", text),
    ):
        if form in NAME_OF:
            return NAME_OF[form]
    return None


def describe_sticker(name, background):
    plural = name.endswith("s") and name not in ("bus", "compass", "octopus", "cactus", "hibiscus")
    thing = name if plural else f"{article(name)} {name}"
    return {
        "name": name[:1].upper() + name[1:],
        "prompt": f"{thing} on {article(background)} {background} background",
        "negativePrompt": "text, blurry, cluttered",
    }


def article(word):
    return "an" if re.match(r"[aeiou]", word) and not re.match(r"uni|use|eu|one|uku", word) else "a"


def pick_background(name):
    return BACKGROUNDS[len(name) % len(BACKGROUNDS)]
