"""Writes the model in transformers.js layout: config, tokenizer and onnx/model_quantized.onnx (8 bits).

    python export.py --model model --out hub

One decoder graph with past keys and values: com.microsoft GroupQueryAttention (with its rotary) and SimplifiedLayerNormalization; weights are
int8 in blocks of 32, unpacked to floats by onnxruntime while it loads. The tied embedding is stored once: the same bytes feed the lookup and the
head. With --q4 the weights stay packed (MatMulNBits).
"""

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from model import Config, rope_tables
from onnx import TensorProto, helper, numpy_helper

BLOCK = 32
MS = "com.microsoft"


def fold(g, name, weight):
    """int8 weights and scales that onnxruntime folds to floats while it loads: small on disk, plain MatMul at run time."""
    k, n = weight.shape
    blocks = weight.reshape(k // BLOCK, BLOCK, n)
    scale = np.abs(blocks).max(1, keepdims=True) / 127 + 1e-12
    q = np.clip(np.round(blocks / scale), -127, 127).astype(np.int8)
    value = g.op(
        "Mul",
        [
            g.op("Cast", [g.init(name + ".q", q)], to=TensorProto.FLOAT),
            g.init(name + ".s", scale.astype(np.float32)),
        ],
    )
    return g.op("Reshape", [value, g.init(f"shape_{k}_{n}", np.array([k, n], np.int64))])


def quantize(weight, bits):
    """weight [N, K] -> bytes [N, K/32, 32*bits/8], scales [N, K/32]; the scale of each block is searched for least error."""
    n, k = weight.shape
    blocks = weight.reshape(n, k // BLOCK, BLOCK).astype(np.float32)
    top, mid = 2 ** (bits - 1) - 1, 2 ** (bits - 1)
    peak = np.abs(blocks).max(-1, keepdims=True) + 1e-12
    best, scale = np.full(peak.shape, np.inf, np.float32), peak / top
    for factor in np.linspace(0.75, 1.06, 16 if bits == 4 else 2):
        s = peak / top * factor if bits == 4 else peak / top
        error = ((np.clip(np.round(blocks / s), -mid, top) * s - blocks) ** 2).sum(
            -1, keepdims=True
        )
        scale, best = np.where(error < best, s, scale), np.minimum(error, best)
    q = (np.clip(np.round(blocks / scale), -mid, top) + mid).astype(np.uint8)
    if bits == 4:
        q = q[..., 0::2] | (q[..., 1::2] << 4)
    return q, scale[..., 0].astype(np.float32)


class Graph:
    def __init__(self):
        self.nodes, self.inits, self.count = [], {}, 0

    def init(self, name, array):
        self.inits[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def op(self, kind, inputs, outputs=1, domain="", **attributes):
        names = (
            outputs
            if isinstance(outputs, list)
            else [f"{kind}_{self.count}_{i}" for i in range(outputs)]
        )
        self.nodes.append(
            helper.make_node(
                kind, inputs, names, f"{kind}_{self.count}", domain=domain, **attributes
            )
        )
        self.count += 1
        return names[0] if len(names) == 1 else names


def build(weights, c, bits, accuracy):
    """bits: 4, 8 or 32 (plain MatMul)."""
    g, table_bits = Graph(), 8 if bits < 32 else 32

    def linear(x, name, out=None):
        w = weights[name]
        n, k = w.shape
        output = [out] if out else 1
        if bits == 32:
            return g.op("MatMul", [x, g.init(name, w.T)], output)
        if bits == 8:
            return g.op("MatMul", [x, head if "embed" in name else fold(g, name, w.T)], output)
        if name + ".q" not in g.inits:
            q, s = quantize(w, table_bits if "embed" in name else bits)
            g.init(name + ".q", q), g.init(name + ".s", s)
        return g.op(
            "MatMulNBits",
            [x, name + ".q", name + ".s"],
            output,
            MS,
            K=k,
            N=n,
            bits=table_bits if "embed" in name else bits,
            block_size=BLOCK,
            accuracy_level=accuracy,
        )

    def norm(x, name):
        return g.op(
            "SimplifiedLayerNormalization",
            [x, g.init(name, weights[name])],
            axis=-1,
            epsilon=c.rms_norm_eps,
            stash_type=1,
        )

    one, table = g.init("one", np.array([1], np.int64)), "embed_tokens.weight"
    if bits == 32:
        x = g.op("Gather", [g.init("embed", weights[table]), "input_ids"], axis=0)
    elif bits == 8:
        head = fold(g, table, weights[table].T)
        x = g.op("Gather", [g.op("Transpose", [head], perm=[1, 0]), "input_ids"], axis=0)
    else:
        q, s = quantize(weights[table], table_bits)
        g.init(table + ".q", q), g.init(table + ".s", s)
        rows = g.op(
            "Sub",
            [
                g.op(
                    "Cast",
                    [g.op("Gather", [table + ".q", "input_ids"], axis=0)],
                    to=TensorProto.FLOAT,
                ),
                g.init("mid", np.array(128, np.float32)),
            ],
        )
        scales = g.op(
            "Unsqueeze",
            [
                g.op("Gather", [table + ".s", "input_ids"], axis=0),
                g.init("last", np.array([-1], np.int64)),
            ],
        )
        x = g.op(
            "Reshape",
            [
                g.op("Mul", [rows, scales]),
                g.init("flat", np.array([0, 0, c.hidden_size], np.int64)),
            ],
        )
    total = g.op("ReduceSum", ["attention_mask", one], keepdims=1)
    past = g.op("Cast", [g.op("Sub", [total, one])], to=TensorProto.INT32)
    length = g.op(
        "Cast",
        [
            g.op(
                "Gather",
                [g.op("Shape", ["attention_mask"]), g.init("axis1", np.array(1, np.int64))],
                axis=0,
            )
        ],
        to=TensorProto.INT32,
    )
    cos, sin = rope_tables(c, c.max_position_embeddings)
    cos, sin = g.init("cos_cache", cos.numpy()), g.init("sin_cache", sin.numpy())
    for i in range(c.num_hidden_layers):
        p = f"layers.{i}."
        h = norm(x, p + "input_layernorm.weight")
        q, k, v = (linear(h, f"{p}self_attn.{n}_proj.weight") for n in "qkv")
        y = g.op(
            "GroupQueryAttention",
            [
                q,
                k,
                v,
                f"past_key_values.{i}.key",
                f"past_key_values.{i}.value",
                past,
                length,
                cos,
                sin,
            ],
            [f"attention_{i}", f"present.{i}.key", f"present.{i}.value"],
            MS,
            num_heads=c.num_attention_heads,
            kv_num_heads=c.num_key_value_heads,
            scale=c.head_dim**-0.5,
            do_rotary=1,
            rotary_interleaved=0,
            local_window_size=-1,
        )[0]
        x = g.op("Add", [x, linear(y, p + "self_attn.o_proj.weight")])
        h = norm(x, p + "post_attention_layernorm.weight")
        gate, up = linear(h, p + "mlp.gate_proj.weight"), linear(h, p + "mlp.up_proj.weight")
        h = g.op("Mul", [g.op("Mul", [gate, g.op("Sigmoid", [gate])]), up])
        x = g.op("Add", [x, linear(h, p + "mlp.down_proj.weight")])
    linear(norm(x, "norm.weight"), table, "logits")

    def io(name, kind, shape):
        return helper.make_tensor_value_info(name, kind, shape)

    kv = ["batch_size", c.num_key_value_heads, "past_sequence_length", c.head_dim]
    inputs = [
        io("input_ids", TensorProto.INT64, ["batch_size", "sequence_length"]),
        io("attention_mask", TensorProto.INT64, ["batch_size", "total_sequence_length"]),
    ]
    inputs += [
        io(f"past_key_values.{i}.{n}", TensorProto.FLOAT, kv)
        for i in range(c.num_hidden_layers)
        for n in ("key", "value")
    ]
    outputs = [io("logits", TensorProto.FLOAT, ["batch_size", "sequence_length", c.vocab_size])]
    outputs += [
        io(f"present.{i}.{n}", TensorProto.FLOAT, kv[:2] + ["total_sequence_length", c.head_dim])
        for i in range(c.num_hidden_layers)
        for n in ("key", "value")
    ]
    graph = helper.make_graph(g.nodes, "guide", inputs, outputs, list(g.inits.values()))
    return helper.make_model(
        graph,
        ir_version=8,
        producer_name="triptych-guide",
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)],
    )


def read_weights(path):
    """The weights of an exported 8-bit graph, as torch tensors by their names in model.py."""
    inits = {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    weights = {}
    for name, array in inits.items():
        if name.endswith("weight.q"):
            blocks = array.astype(np.float32) * inits[name[:-2] + ".s"]
            weights[name[:-2]] = torch.from_numpy(
                np.ascontiguousarray(blocks.reshape(-1, array.shape[-1]).T)
            )
        elif name.endswith("weight"):
            weights[name] = torch.from_numpy(array.copy())
    return weights


def llama_config(c):
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": c.vocab_size,
        "hidden_size": c.hidden_size,
        "intermediate_size": c.intermediate_size,
        "num_hidden_layers": c.num_hidden_layers,
        "num_attention_heads": c.num_attention_heads,
        "num_key_value_heads": c.num_key_value_heads,
        "head_dim": c.head_dim,
        "hidden_act": "silu",
        "max_position_embeddings": c.max_position_embeddings,
        "rms_norm_eps": c.rms_norm_eps,
        "rope_theta": c.rope_theta,
        "attention_bias": False,
        "mlp_bias": False,
        "tie_word_embeddings": True,
        "torch_dtype": "float32",
        "bos_token_id": None,
        "eos_token_id": 2,
        "pad_token_id": 0,
        "use_cache": True,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="model")
    parser.add_argument("--out", default="hub")
    parser.add_argument(
        "--q4", action="store_true", help="also onnx/model_q4.onnx: smaller, less exact, not scored"
    )
    parser.add_argument("--f32", action="store_true", help="also onnx/model.onnx, for checks")
    parser.add_argument(
        "--accuracy", type=int, default=4, help="MatMulNBits accuracy_level: 4 = 8-bit activations"
    )
    args = parser.parse_args()
    source, out = Path(args.model), Path(args.out)
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    saved = torch.load(source / "guide.pt")
    c = Config(**saved["config"])
    weights = {k: v.float().numpy() for k, v in saved["model"].items()}
    for file, bits in (
        [("model_quantized.onnx", 8)]
        + [("model_q4.onnx", 4)] * args.q4
        + [("model.onnx", 32)] * args.f32
    ):
        onnx.save(build(weights, c, bits, args.accuracy), out / "onnx" / file)
        print(file, (out / "onnx" / file).stat().st_size)
    json.dump(llama_config(c), open(out / "config.json", "w"), indent=1)
    json.dump(
        {"eos_token_id": 2, "pad_token_id": 0, "max_new_tokens": 400, "do_sample": False},
        open(out / "generation_config.json", "w"),
        indent=1,
    )
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(source / name, out / name)


if __name__ == "__main__":
    main()
