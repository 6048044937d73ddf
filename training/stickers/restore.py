"""Read the shipped ONNX weights back into the torch modules, to train on from them.
restore.py --model ../../public/starter/triptych/stickers --work work      WORK/start.pt, WORK/decoder.pt, WORK/pca.pt
"""

import argparse
import os
import re
import shutil

import numpy as np
import onnx
import torch
from onnx import numpy_helper


def read_weights(path):
    """parameter name -> tensor; unnamed MatMul weights get the names of the layers they are used in, in the order of the graph."""
    g = onnx.load(path).graph
    raw = {t.name: numpy_helper.to_array(t) for t in g.initializer}
    full = {}
    for name, a in raw.items():
        if name.endswith("_q"):
            full[name[:-2]] = a.astype(np.float32) * raw[name[:-2] + "_s"]
        elif not name.endswith("_s"):
            full[name] = a
    out = {k: torch.from_numpy(np.array(v)) for k, v in full.items() if not k.startswith("onnx::")}
    seen = {}
    for n in g.node:
        for i in n.input:
            if n.op_type == "MatMul" and i.startswith("onnx::") and i in full:
                layer = re.sub(r"_\d+$", "", n.name.strip("/").removesuffix("/MatMul")).replace(
                    "/", "."
                )
                k = seen.setdefault(layer, 0)
                seen[layer] += 1
                name = (
                    layer if layer.startswith("net.") else f"layers.{k}.{layer}"
                )  # the text encoder's layers carry no number
                out[name + ".weight"] = torch.from_numpy(full[i].T.copy())
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", required=True)
    ap.add_argument("--work", default="work")
    a = ap.parse_args()
    os.makedirs(a.work, exist_ok=True)
    part = {
        k: read_weights(f"{a.model}/{k}/model.onnx")
        for k in ("text_encoder", "unet", "vae_decoder", "vae_encoder")
    }
    torch.save(
        dict(
            text=part["text_encoder"],
            net={k.removeprefix("net."): v for k, v in part["unet"].items()},
        ),
        f"{a.work}/start.pt",
    )
    torch.save(part["vae_decoder"], f"{a.work}/decoder.pt")
    torch.save(dict(enc=part["vae_encoder"]), f"{a.work}/pca.pt")
    shutil.copy(f"{a.model}/tokenizer/tokenizer.json", f"{a.work}/start_tokenizer.json")
    print({k: sum(v.numel() for v in p.values()) for k, p in part.items()})


if __name__ == "__main__":
    main()
