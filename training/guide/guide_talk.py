"""Talk with the guide: small talk, honest refusals, questions about this device, texts of the guide and what follows them."""

import dialogues
import words as w
from writer import Writer, articles


class TalkWriter(Writer):
    def facts(self):
        r = self.r
        f = {
            "gpu": self.pick(
                [
                    "Radeon 780M",
                    "Intel Iris Xe",
                    "Apple M2",
                    "Apple M4",
                    "GeForce RTX 3060",
                    "GeForce RTX 4090",
                    "GeForce GTX 1650",
                    "Adreno 740",
                    "Mali-G715",
                    "Intel UHD 620",
                    "Radeon RX 6600",
                    "Intel Arc A770",
                    "Apple M1",
                    "SwiftShader",
                    "GeForce RTX 4060",
                    "Radeon RX 7800 XT",
                    f"{self.brand()} {r.randint(2, 99)}0",
                ]
            ),
            "webgpu": "no" if self.chance(0.25) else "yes",
            "f16": self.pick(["yes", "no"]),
            "memory": f"{self.pick([2, 3, 4, 6, 8, 8, 12, 16, 16, 24, 32, 48, 64])} GB",
            "storage": f"{r.randint(1, 400)} GB free",
            "online": "no" if self.chance(0.15) else "yes",
            "companion": "connected" if self.chance(0.2) else "no",
        }
        if f["webgpu"] == "no":
            f["f16"] = "no"
        return {k: v for k, v in f.items() if self.chance(0.8)}

    def system(self, facts=None, task="guide"):
        lines = [f"task: {task}"]
        if facts:
            items = [f"{k}: {v}" for k, v in facts.items()]
            lines += [", ".join(items)] if self.chance(0.4) else items
        return "\n".join(lines)

    def guide_system(self):
        """The system message, and the facts in it. Often none: the model must be a guide by itself."""
        p = self.r.random()
        if p < 0.3:
            return None, {}
        if p < 0.36:
            return self.pick(
                [
                    "You are a helpful assistant.",
                    "You are the guide of Triptych.",
                    "You are a friendly assistant in Triptych, a browser AI studio.",
                    "Answer briefly.",
                ]
            ), {}
        if p < 0.5:
            return self.system(), {}
        facts = self.facts()
        return self.system(facts), facts

    def recommend(self, intent, f):
        memory = int(f["memory"].split()[0]) if "memory" in f else None
        gpu, companion = f.get("webgpu"), f.get("companion") == "connected"
        build = (
            ""
            if "f16" not in f
            else (
                " Take the q4f16 build: your GPU has f16."
                if f["f16"] == "yes"
                else " Take a q4 build, since your GPU has no f16."
            )
        )
        if intent == "my_device":
            if not f:
                return "I was not told about your device. The chip at the top right shows your GPU and its memory, and **Models** marks what fits."
            have = []
            if "gpu" in f:
                have.append(f"a {f['gpu']} GPU")
            if gpu:
                have.append("WebGPU" if gpu == "yes" else "no WebGPU")
            if "f16" in f and gpu != "no":
                have.append("f16" if f["f16"] == "yes" else "no f16")
            if memory:
                have.append(f"{memory} GB of memory")
            if not have:
                return "I was not told about your GPU. The chip at the top right shows it, and **Models** marks what fits."
            text = articles(
                "You have "
                + (", ".join(have[:-1]) + " and " + have[-1] if len(have) > 1 else have[0])
                + "."
            )
            if gpu == "no":
                return text + " The small built-in models run well there."
            if memory is None:
                return text + " **Models** marks every model that fits."
            return text + (
                " Stay with the built-in and the smallest models."
                if memory <= 4
                else " That is fine for small chat models."
                if memory <= 8
                else " That is good for middle-sized chat and image models."
                if memory <= 16
                else " That is plenty, even for large models."
            )
        if intent == "my_f16":
            return (
                "I was not told whether your GPU has f16. The device chip at the top right shows it; without f16, choose q4 builds."
                if "f16" not in f
                else "Yes, your GPU has f16: take the q4f16 builds, they are smaller in memory and faster."
                if f["f16"] == "yes"
                else "No, there is no f16 on this device. Choose q4 builds instead of q4f16; they work, only a bit slower."
            )
        if intent == "my_storage":
            return (
                f"There are {f['storage']} for this browser. Models shows what each model takes."
                if "storage" in f
                else "I was not told how much is free. **Models** shows the space used and what is left."
            )
        if intent == "my_connection":
            parts = (
                []
                if "online" not in f
                else [
                    "You are online."
                    if f["online"] == "yes"
                    else "You are offline, but everything you downloaded works."
                ]
            ) + (
                []
                if "companion" not in f
                else [
                    "A companion server is connected."
                    if companion
                    else "No companion server is connected."
                ]
            )
            return (
                " ".join(parts)
                or "I was not told about your connection. The line beneath the panels says what runs where."
            )
        if companion:
            return (
                "Your companion server is connected, so choose one of its chat models: 7 to 8 billion parameters is no problem there."
                if intent == "which_chat"
                else "Your companion server is connected, so let it make the pictures: choose one of its image models."
            )
        if f.get("online") == "no":
            return "You are offline, so use what is already downloaded; the built-in models always work. When you are online again, Models shows what fits."
        if gpu == "no":
            return (
                "Without WebGPU, stay with me or take the smallest chat model, 0.5 billion parameters in 4-bit (about 0.4 GB)."
                if intent == "which_chat"
                else "Without WebGPU, stay with the built-in stickers: larger image models would take minutes."
            )
        if memory is None:
            return (
                "That depends on your memory: 0.5 billion parameters for 4 GB, 1 to 1.5 billion for 8 GB, 3 billion for 16 GB, 7 billion for 24 GB or more. **Models** marks what fits."
                if intent == "which_chat"
                else "That depends on your memory: the built-in stickers for 4 GB, a small one-step model for 8 GB, SD-Turbo for 16 GB, SDXL for 24 GB or more. **Models** marks what fits."
            )
        if intent == "which_chat":
            size = (
                "0.5 billion parameters in 4-bit (about 0.4 GB)"
                if memory <= 4
                else "1 to 1.5 billion parameters in 4-bit (about 1 GB)"
                if memory <= 8
                else "3 billion parameters in 4-bit (about 2 GB)"
                if memory <= 16
                else "7 to 8 billion parameters in 4-bit (about 5 GB)"
            )
            return f"With {memory} GB, take a chat model of {size}.{build}"
        size = (
            "stay with the built-in stickers: larger image models will not fit"
            if memory <= 4
            else "take a small one-step image model of about 1 GB, at 512 pixels"
            if memory <= 8
            else "take a model like SD-Turbo, about 2 GB"
            if memory <= 16
            else "you can take SDXL, about 5 GB"
        )
        return f"With {memory} GB, {size}.{build if memory > 4 else ''}"

    HOW_MANY = [1, 1, 2, 2, 3]

    def patterns(self, name):
        for group in (dialogues.SMALL_TALK, dialogues.REFUSALS):
            if name in group:
                return group[name]["patterns"]
        return dialogues.DEVICE.get(name) or self.texts[name]["questions"]

    def reply(self, name, facts):
        for group in (dialogues.SMALL_TALK, dialogues.REFUSALS):
            if name in group:
                return self.pick(group[name]["answers"])
        return self.recommend(name, facts) if name in dialogues.DEVICE else self.texts[name]["text"]

    def ask(self, name, pattern=None):
        plain = name in dialogues.SMALL_TALK or name in ("unclear", "no_math")
        return self.question(self.expand(pattern or self.pick(self.patterns(name))), plain=plain)

    def turn(self, name, facts, pattern=None):
        return {"intent": name, "q": self.ask(name, pattern), "a": self.reply(name, facts)}

    def follow_up(self, last, facts):
        """A short question that means another text, or None where nothing is known to follow."""
        options = [
            (phrases, target) for before, phrases, target in dialogues.FOLLOW_UPS if last in before
        ]
        if last in ("which_chat", "which_image") and self.chance(0.6):
            target, pattern = (
                ("which_image", "(and|what about|and which one) for (pictures|images|drawing)")
                if last == "which_chat"
                else ("which_chat", "(and|what about|and which one) for (chat|text|chatting)")
            )
            return {
                "intent": target,
                "q": self.question(self.expand(pattern), plain=True),
                "a": self.recommend(target, facts),
            }
        if not options:
            return None
        phrases, target = self.pick(options)
        phrases = phrases[-1:] if self.words.test else phrases[:-1]
        return {
            "intent": target,
            "q": self.question(self.pick(phrases), plain=True),
            "a": self.reply(target, facts),
        }

    @staticmethod
    def is_follow_up(before, turn):
        return any(
            before["intent"] in names and target == turn["intent"]
            for names, _, target in dialogues.FOLLOW_UPS
        )

    def introduction(self):
        name = self.brand().split()[0] if self.chance(0.5) else self.pick(w.NAMES)
        return {
            "intent": "name",
            "q": self.expand(f"(hi, |hello, |)(my name is|i am|i'm|call me|this is) {name}"),
            "a": f"Nice to meet you, {name}. What would you like to make?",
        }

    def next_turn(self, facts):
        p = self.r.random()
        if p < (0.45 if facts else 0.06):
            return self.turn(self.pick(list(dialogues.DEVICE)), facts)
        if p < 0.62:
            return self.turn(self.pick([*dialogues.REFUSALS, "no_facts"]), facts)
        if p < 0.8:
            return self.turn(
                self.pick(
                    [
                        *dialogues.SMALL_TALK,
                        "about-the-guide",
                        "what-the-guide-can-do",
                        "guide-limits",
                        "language",
                    ]
                ),
                facts,
            )
        return self.introduction() if p < 0.83 else self.turn(self.pick(list(self.texts)), facts)

    def guide_dialogue(self):
        system, facts = self.guide_system()
        turns = []
        for _ in range(self.pick(self.HOW_MANY)):
            after = (
                self.follow_up(turns[-1]["intent"], facts) if turns and self.chance(0.6) else None
            )
            turns.append(after or self.next_turn(facts))
        return system, turns
