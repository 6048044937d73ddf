"""Scores an exported model through onnxruntime: as it is (greedy, one answer) and as the product uses it (decode_plan.py).

python evaluate.py --hub ../../public/starter/triptych/guide --data data            # all tests
python evaluate.py --hub HUB --data data --only briefs,jobs --limit 100 --show      # some, with the misses
python evaluate.py --hub HUB --data data --wild wild.jsonl                          # the hand-written set
python evaluate.py --hub HUB --check model                                          # against torch
python evaluate.py --hub HUB --say "tagline for Moonleaf" [--system "task: guide"]
"""

import argparse
import collections
import difflib
import json
import re
import time
from pathlib import Path

import decode_plan
import dialogues
import numpy as np
import onnxruntime as ort
import words as scene
from tokenizers import Tokenizer


class Guide:
    def __init__(self, hub, file, threads=1):
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self.session = ort.InferenceSession(
            str(Path(hub) / "onnx" / file), options, providers=["CPUExecutionProvider"]
        )
        self.tok = Tokenizer.from_file(str(Path(hub) / "tokenizer.json"))
        self.config = json.load(open(Path(hub) / "config.json"))
        self.empty = {
            i.name: np.zeros(
                (1, self.config["num_key_value_heads"], 0, self.config["head_dim"]), np.float32
            )
            for i in self.session.get_inputs()
            if "past" in i.name
        }
        self.outputs = [o.name for o in self.session.get_outputs()]
        self.tokens, self.seconds = 0, 0.0

    def prompt(self, messages):
        return (
            "".join(f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n" for m in messages)
            + "<|im_start|>assistant\n"
        )

    def step(self, ids, past, length):
        out = self.session.run(
            None,
            {
                "input_ids": np.array([ids], np.int64),
                "attention_mask": np.ones((1, length), np.int64),
                **past,
            },
        )
        return out[0][0], {
            n.replace("present", "past_key_values"): v for n, v in zip(self.outputs[1:], out[1:])
        }

    def generate(self, messages, prefix="", max_tokens=420, temperature=0.0, top_p=1.0, seed=0):
        """What follows the prefix."""
        ids = self.tok.encode(self.prompt(messages) + prefix).ids
        random, begin = np.random.default_rng(seed), time.perf_counter()
        logits, past = self.step(ids, self.empty, len(ids))
        out, length = [], len(ids)
        while True:
            token = choose_token(logits[-1].astype(np.float64), temperature, top_p, random)
            if token in (0, 2) or len(out) >= max_tokens or length >= 1000:
                break
            out.append(token)
            length += 1
            logits, past = self.step([token], past, length)
        self.tokens, self.seconds = (
            self.tokens + len(out),
            self.seconds + time.perf_counter() - begin,
        )
        return self.tok.decode(out, skip_special_tokens=True)


def choose_token(logits, temperature, top_p, random):
    """Greedy, or a draw from the smallest set of tokens whose probabilities reach top_p."""
    if not temperature:
        return int(logits.argmax())
    p = np.exp((logits - logits.max()) / temperature)
    p /= p.sum()
    order = np.argsort(-p)
    kept = order[: int(np.searchsorted(np.cumsum(p[order]), top_p)) + 1]
    return int(random.choice(kept, p=p[kept] / p[kept].sum()))


def words(text):
    return re.findall(r"\w+", text.lower())


def mentions(key, text):
    """Every word of the key is in the text, whatever its ending."""
    text = text.lower()
    return all(w[:-1] in text if len(w) > 4 else w in text for w in words(key))


def parse(text):
    try:
        prompts = json.loads(text)["prompts"]
        ok = 1 <= len(prompts) <= 4 and all(
            set(p) == {"name", "prompt", "negativePrompt"}
            and all(isinstance(v, str) and v for v in p.values())
            for p in prompts
        )
        return prompts if ok else None
    except (ValueError, KeyError, TypeError):
        return None


def rows(path, limit):
    data = [json.loads(line) for line in open(path)]
    return data[:limit] if limit else data


def chat(system, text):
    return ([{"role": "system", "content": system}] if system else []) + [
        {"role": "user", "content": text}
    ]


class Score:
    """Counts of yes by name, of how many asked."""

    def __init__(self):
        self.yes, self.asked = collections.Counter(), collections.Counter()

    def add(self, name, ok):
        self.asked[name] += 1
        self.yes[name] += bool(ok)

    def print(self, title):
        print(title)
        for name, n in self.asked.items():
            print(f"  {name}: {100 * self.yes[name] / n:.1f} % of {n}", flush=True)


def judge_brief(s, b, p, way):
    s.add(f"{way}: valid JSON", p)
    p = p or []
    s.add(
        f"{way}: every subject word in every prompt",
        p and all(mentions(k, x["prompt"]) for x in p for k in b["keys"]),
    )
    s.add(
        f"{way}: the first subject word in every prompt",
        p and all(mentions(b["keys"][0], x["prompt"]) for x in p),
    )
    s.add(f"{way}: number of prompts as asked", len(p) == b["count"])
    for key in ("light", "mood", "palette", "style"):
        if key in b:
            want = {**scene.ART_STYLES, **scene.PHOTO_STYLES}[b[key]] if key == "style" else b[key]
            s.add(f"{way}: {key} as asked", p and all(want in x["prompt"] for x in p))
    if "exclude" in b:
        s.add(
            f"{way}: exclusion as asked", p and all(b["exclude"] in x["negativePrompt"] for x in p)
        )
    if b["count"] > 1:
        s.add(
            f"{way}: several prompts, all different",
            len(p) == b["count"] and len({x["prompt"] for x in p}) == len(p),
        )


def score_briefs(model, data, limit, show):
    s = Score()
    for b in rows(data, limit):
        judge_brief(s, b, parse(model.generate(chat(b["system"], b["text"]))), "one answer")
        p = decode_plan.write_prompts(b["text"], b["count"], model.generate)
        judge_brief(s, b, p, "plan")
        if show and not all(mentions(k, x["prompt"]) for x in p for k in b["keys"]):
            print("  MISS", b["keys"], "|", b["text"], "=>", [x["prompt"] for x in p])
    s.print("briefs")


def judge_stickers(s, b, p, way):
    names = set(scene.sticker_names().values())
    things = [x["name"].lower() for x in p]
    s.add(f"{way}: valid JSON", p)
    s.add(f"{way}: all in the vocabulary", p and all(t in names for t in things))
    s.add(f"{way}: number as asked", len(p) == b["count"])
    if b["colour"]:
        s.add(
            f"{way}: colour",
            p and all(re.search(rf"on an? {b['colour']} background", x["prompt"]) for x in p),
        )
    if b["kind"] == "asked":
        s.add(f"{way}: exactly the things asked for", set(things) == set(b["things"]))
    else:
        s.add(f"{way}: no thing twice", len(set(things)) == len(things))
    if b["kind"] == "theme":
        s.add(f"{way}: fits the theme", p and all(t in b["fitting"] for t in things))
    return things


def score_stickers(model, data, limit, show):
    s = Score()
    for b in rows(data, limit):
        judge_stickers(
            s, b, parse(model.generate(chat(b["system"], b["text"]))) or [], "one answer"
        )
        things = judge_stickers(
            s, b, decode_plan.write_stickers(b["text"], b["count"], model.generate), "plan"
        )
        if show and b["kind"] == "asked" and set(things) != set(b["things"]):
            print("  MISS", b["text"], things)
    s.print("stickers")


def score_jobs(model, data, limit, show):
    s = Score()
    for b in rows(data, limit):
        answer = model.generate(chat(b["system"], b["text"]))
        ok = (
            answer == b["answer"]
            if b["job"] == "title"
            else all(mentions(k, answer) for k in b["keys"])
        )
        s.add("all", ok)
        s.add(b["job"], ok)
        if show and not ok:
            print("  MISS", b["job"], b["keys"], "|", b["text"], "=>", answer)
    s.print("small jobs")


KIND_OF = {
    a: kind
    for kind, group in (("small-talk", dialogues.SMALL_TALK), ("beyond", dialogues.REFUSALS))
    for entry in group.values()
    for a in entry["answers"]
}


def kind_of(answer):
    """Small talk or a refusal, by the nearest known answer; None when it is like none."""
    if answer.startswith("Nice to meet you"):
        return "small-talk"
    best = max(
        KIND_OF, key=lambda a: difflib.SequenceMatcher(None, words(a), words(answer)).ratio()
    )
    return (
        KIND_OF[best]
        if difflib.SequenceMatcher(None, words(best), words(answer)).ratio() > 0.6
        else None
    )


def score_talk(model, data, limit, show):
    """Held-out wordings of small talk and of things beyond the model, without the router that stands before it in the product."""
    s = Score()
    for d in rows(data, limit):
        turn = d["turns"][0]
        answer = model.generate(chat(d["system"], turn["q"]))
        ok = kind_of(answer) == turn["intent"]
        s.add(turn["intent"], ok)
        if show and not ok:
            print("  MISS", turn["q"], "=>", answer)
    s.print("talk, held-out wordings")


def score_device(model, data, limit, show):
    """Held-out wordings of questions about this device: the very answer that the facts ask for."""
    s = Score()
    for d in rows(data, limit):
        turn = d["turns"][0]
        answer = model.generate(chat(d["system"], turn["q"]))
        s.add("exactly right", answer == turn["a"])
        if show and answer != turn["a"]:
            print("  MISS", turn["q"], "=>", answer, "| wanted:", turn["a"])
    s.print("device facts, held-out wordings")


def score_follow(model, data, limit, show):
    """Later turns of dialogues; the last phrase of every follow-up list is held out."""
    s = Score()
    for d in rows(data, limit):
        history = [{"role": "system", "content": d["system"]}] if d["system"] else []
        for i, turn in enumerate(d["turns"]):
            history.append({"role": "user", "content": turn["q"]})
            if i:
                answer = model.generate(history)
                same = {
                    a
                    for entry in {**dialogues.SMALL_TALK, **dialogues.REFUSALS}.values()
                    for a in entry["answers"]
                    if turn["a"] in entry["answers"]
                } | {turn["a"]}
                s.add("right answer", answer in same)
                if show and answer not in same:
                    print("  MISS", turn["q"], "=>", answer, "| wanted:", turn["a"])
            history.append({"role": "assistant", "content": turn["a"]})
    s.print("follow-up turns")


def score_wild(model, path, show):
    """Briefs and jobs written by hand, not by the generator."""
    s = Score()
    for d in rows(path, None):
        if d["kind"] == "brief":
            one = parse(model.generate(chat(d["system"], d["text"]))) or []
            plan = decode_plan.write_prompts(d["text"], d["count"], model.generate)
            for way, p in (("one answer", one), ("plan", plan)):
                ok = p and all(mentions(k, x["prompt"]) for x in p for k in d["keys"])
                s.add(f"briefs, {way}: every subject word", ok)
                if show:
                    print(
                        "  " + ("ok  " if ok else "MISS"),
                        way,
                        "|",
                        d["text"],
                        "=>",
                        [x["prompt"] for x in p],
                    )
        else:
            answer = model.generate(chat(d.get("system"), d["text"]))
            ok = all(mentions(k, answer) for k in d["keys"])
            s.add(d["kind"], ok)
            if show:
                print("  " + ("ok  " if ok else "MISS"), d["text"], "=>", answer)
    s.print("hand-written")


def check(model, folder, data):
    """Greedy answers against torch, and token by token agreement on the expected answers."""
    import torch
    from model import Config
    from model import Guide as Torch

    saved = torch.load(Path(folder) / "guide.pt")
    net = Torch(Config(**saved["config"]))
    net.load_state_dict(saved["model"])
    same = agree = count = 0
    worst = 0.0
    tests = [
        (b["system"], b["text"], b["answer"])
        for name in ("briefs", "jobs")
        for b in rows(Path(data) / f"test_{name}.jsonl", 15)
    ]
    with torch.no_grad():
        for system, text, expected in tests:
            prompt = model.tok.encode(model.prompt(chat(system, text))).ids
            ids = prompt + model.tok.encode(expected).ids
            a = net(torch.tensor([ids]))[0].numpy()
            b, _ = model.step(ids, model.empty, len(ids))
            worst = max(worst, float(np.abs(a - b).max()))
            agree += int((a.argmax(-1) == b.argmax(-1))[len(prompt) - 1 :].sum())
            count += len(ids) - len(prompt) + 1
            out = list(prompt)
            while len(out) < len(prompt) + 120:
                best = int(net(torch.tensor([out]))[0, -1].argmax())
                if best == 2:
                    break
                out.append(best)
            same += model.tok.decode(out[len(prompt) :]) == model.generate(
                chat(system, text), max_tokens=120
            )
    print(
        f"{len(tests)} answers: greedy text equal to torch {100 * same / len(tests):.1f} %, same next token {100 * agree / count:.2f} %, largest logit difference {worst:.4f}"
    )


TESTS = {
    "briefs": score_briefs,
    "stickers": score_stickers,
    "jobs": score_jobs,
    "talk": score_talk,
    "device": score_device,
    "follow": score_follow,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--hub", default="../../public/starter/triptych/guide")
    parser.add_argument("--file", default="model_quantized.onnx")
    parser.add_argument("--data", default="data")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--check")
    parser.add_argument("--wild")
    parser.add_argument("--say")
    parser.add_argument("--system")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--only", default=",".join(TESTS))
    args = parser.parse_args()
    model = Guide(args.hub, args.file)
    if args.say:
        print(model.generate(chat(args.system, args.say)))
    elif args.check:
        check(model, args.check, args.data)
    elif args.wild:
        score_wild(model, args.wild, args.show)
    else:
        for name in args.only.split(","):
            TESTS[name](model, Path(args.data) / f"test_{name}.jsonl", args.limit, args.show)
    if model.seconds and not args.say:
        print(f"{model.tokens / model.seconds:.0f} tokens/s with the prompts, one thread")


if __name__ == "__main__":
    main()
