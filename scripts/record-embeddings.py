"""Records what onnxruntime and Hugging Face's own tokenizer make of sentences, for
src/engine/embeddings/sentence-embedding-engine.test.ts:

    pip install onnxruntime tokenizers
    python scripts/record-embeddings.py > src/engine/embeddings/minilm-goldens.json
"""

import json

import numpy
import onnxruntime
import tokenizers

FOLDER = "public/starter/sentence-transformers/all-MiniLM-L6-v2"
TEXTS = [
    "a red fox in the snow",
    "a fox standing on a snowy field",
    "Grüße aus Zürich: 日本語, café & naïve!",
    "The invoice is due at the end of the month.",
    "",
    "a lighthouse by the sea, " * 120,
]

tokenizer = tokenizers.Tokenizer.from_file(f"{FOLDER}/tokenizer.json")
tokenizer.no_padding()
tokenizer.enable_truncation(256)
session = onnxruntime.InferenceSession(f"{FOLDER}/model.onnx", providers=["CPUExecutionProvider"])


def embed(text):
    ids = tokenizer.encode(text).ids
    row = numpy.array([ids], dtype=numpy.int64)
    feeds = {"input_ids": row, "attention_mask": numpy.ones_like(row), "token_type_ids": numpy.zeros_like(row)}
    (states,) = session.run(["last_hidden_state"], feeds)
    mean = states[0].astype(numpy.float64).mean(axis=0)
    vector = mean / numpy.linalg.norm(mean)
    return {"text": text, "ids": ids, "vector": [round(float(value), 6) for value in vector]}


print(json.dumps([embed(text) for text in TEXTS], ensure_ascii=False))
