"""Runs an exported generator in programs that are not ours, and compares what they draw with what the studio drew.

    python3 tools/check-generator.py FOLDER

FOLDER holds generator.onnx, generator.safetensors, latent.json (a list of latent vectors) and pictures.json (as many
pictures, [height][width][3], 0 to 255, flat). The .onnx runs in the reference evaluator of the `onnx` package, which is
NumPy; where PyTorch is installed, the .safetensors is loaded, name by name, into the generator of PyTorch's DCGAN tutorial.
Prints one JSON line: the largest difference of each, in 255ths. Needs: pip install onnx numpy (torch).
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np


def read_safetensors(path):
    """https://github.com/huggingface/safetensors#format, in a dozen lines: no package needed."""
    data = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    kinds = {"F32": np.float32, "I64": np.int64}
    arrays = {}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        arrays[name] = np.frombuffer(data[start:end], kinds[entry["dtype"]]).reshape(entry["shape"])
    return arrays, metadata


def run_onnx(path, latents):
    import onnx
    from onnx.reference import ReferenceEvaluator

    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    evaluator = ReferenceEvaluator(model)
    return np.concatenate([evaluator.run(None, {"latent": latent[None]})[0] for latent in latents])


def run_torch(path, latents):
    import torch
    from torch import nn

    arrays, metadata = read_safetensors(path)
    config = json.loads(metadata["config"])
    width, layers = config["generatorWidth"], []
    # The tutorial's Generator: https://pytorch.org/tutorials/beginner/dcgan_faces_tutorial.html
    channels, stride, padding = config["latentDim"], 1, 0
    side = 4
    while side < config["imageSize"]:
        out = width * config["imageSize"] // (2 * side)
        layers += [
            nn.ConvTranspose2d(channels, out, 4, stride, padding, bias=False),
            nn.BatchNorm2d(out),
            nn.ReLU(True),
        ]
        channels, stride, padding, side = out, 2, 1, side * 2
    layers += [nn.ConvTranspose2d(channels, 3, 4, 2, 1, bias=False), nn.Tanh()]
    generator = nn.Module()
    generator.main = nn.Sequential(*layers)
    generator.load_state_dict({name: torch.from_numpy(array.copy()) for name, array in arrays.items()}, strict=True)
    generator.eval()
    with torch.no_grad():
        image = generator.main(torch.from_numpy(latents)[:, :, None, None])
    return (image.numpy() + 1) / 2


def main(folder):
    folder = Path(folder)
    latents = np.array(json.loads((folder / "latent.json").read_text()), np.float32)
    pictures = np.array(json.loads((folder / "pictures.json").read_text()), np.float32)

    def difference(images):
        drawn = images.transpose(0, 2, 3, 1).reshape(len(latents), -1) * 255
        return float(np.abs(drawn - pictures).max())

    result = {"onnx": difference(run_onnx(str(folder / "generator.onnx"), latents))}
    try:
        result["torch"] = difference(run_torch(folder / "generator.safetensors", latents))
    except ModuleNotFoundError:
        result["torch"] = None
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1])
