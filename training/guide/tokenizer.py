"""Trains the byte-level BPE on the dialogues and packs them for training.

python tokenizer.py --data data --out model --vocab 4096
"""

import argparse
import json
from pathlib import Path

import numpy as np
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def train(rows, vocab):
    tok = Tokenizer(models.BPE())
    tok.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tok.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab,
        special_tokens=[AddedToken(t, special=True, normalized=False) for t in SPECIAL],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tok.train_from_iterator((m["content"] for row in rows for m in row), trainer)
    return tok


def pack(tok, rows):
    """ids, loss mask (the assistant's words and its <|im_end|>), and where each dialogue starts."""
    ids, mask, starts = [], [], [0]
    start, end = tok.token_to_id("<|im_start|>"), tok.token_to_id("<|im_end|>")
    newline = tok.encode("\n").ids
    head = {r: tok.encode(r + "\n").ids for r in ("system", "user", "assistant")}
    for i in range(0, len(rows), 5000):
        chunk = rows[i : i + 5000]
        texts = tok.encode_batch([m["content"] for row in chunk for m in row])
        k = 0
        for row in chunk:
            for m in row:
                body = texts[k].ids
                k += 1
                said = m["role"] == "assistant"
                prefix = [start] + head[m["role"]]
                ids += prefix + body + [end] + newline
                mask += [0] * len(prefix) + [int(said)] * (len(body) + 1) + [0] * len(newline)
            starts.append(len(ids))
    return np.array(ids, np.uint16), np.array(mask, np.uint8), np.array(starts, np.int64)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default="data")
    parser.add_argument("--out", default="model")
    parser.add_argument("--vocab", type=int, default=4096)
    parser.add_argument(
        "--keep",
        action="store_true",
        help="pack with the tokenizer that is there, do not train one",
    )
    args = parser.parse_args()
    out = Path(args.out)
    out.mkdir(exist_ok=True)
    rows = [json.loads(line) for line in open(Path(args.data) / "train.jsonl")]
    tok = (
        Tokenizer.from_file(str(out / "tokenizer.json"))
        if args.keep
        else train(rows[:60000], args.vocab)
    )
    tok.save(str(out / "tokenizer.json"))
    json.dump(
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": None,
            "eos_token": "<|im_end|>",
            "pad_token": "<|endoftext|>",
            "model_max_length": 1024,
            "clean_up_tokenization_spaces": False,
            "chat_template": TEMPLATE,
        },
        open(out / "tokenizer_config.json", "w"),
        indent=1,
    )
    ids, mask, starts = pack(tok, rows)
    np.savez(Path(args.data) / "train.npz", ids=ids, mask=mask, starts=starts)
    print(
        f"{len(rows)} dialogues, {len(ids) / 1e6:.1f} M tokens, {mask.sum() / 1e6:.1f} M with loss, longest {int(np.diff(starts).max())}"
    )


if __name__ == "__main__":
    main()
