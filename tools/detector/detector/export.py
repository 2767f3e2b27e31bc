"""The trained model as an ONNX file with its manifest, checked against PyTorch."""
import copy
import hashlib
import json
import os
import time

import numpy as np
import onnx
import torch

from .augment import GREY, place
from .predict import MAX_IOU, onnx_runner, torch_runner
from .weights import halve_weights, quarter_kernels

OPSET = 18
STUDIO_CATEGORIES = ("upper", "lower", "full", "outfit")
SCORE_COMPARED, AT_LEAST = 0.1, 10
SCORE_TOLERANCE, BOX_TOLERANCE = 0.02, {16: 1.0, 8: 2.0}      # of the check, by bits of the weights; boxes in input pixels (networks
                             # trained for half a minute, unsure of every edge, differ by 1.2 in int8; the shipped ones by 0.7)


def with_calibration(model, slopes, offsets):
    """A copy whose scores are calibrated: the last layers' logits, and so their mean, become slope * logit + offset."""
    model = copy.deepcopy(model)
    slopes, offsets = torch.as_tensor(slopes, dtype=torch.float32), torch.as_tensor(offsets, dtype=torch.float32)
    with torch.no_grad():
        for member in getattr(model, "members", [model]):
            member.score.weight.mul_(slopes[:, None, None, None])
            member.score.bias.mul_(slopes).add_(offsets)
    return model.eval()


def export(model, path, size, bits=16):
    """Write the network: `image` [1, 3, H, W] to `scores` [1, N, C] and `boxes` [1, N, C, 4]; weights in float16 or large kernels in int8
    (`bits` 16 or 8), sums in float32."""
    example = torch.rand(1, 3, size[1], size[0]) * 255
    torch.onnx.export(model.eval(), (example,), path, input_names=["image"], output_names=["scores", "boxes"],
                      dynamo=True, external_data=False, opset_version=OPSET, verbose=False)
    network = onnx.load(path)
    if bits == 8:
        quarter_kernels(network.graph)
    halve_weights(network.graph)
    del network.metadata_props[:]
    for node in network.graph.node:
        del node.metadata_props[:]                # the exporter's stack traces name local paths
        node.doc_string = ""
    for value in [*network.graph.value_info, *network.graph.input, *network.graph.output]:
        del value.metadata_props[:]
    onnx.checker.check_model(network, full_check=True)
    if any(entry.domain not in ("", "ai.onnx") or entry.version > OPSET for entry in network.opset_import):
        raise RuntimeError(f"the exporter used more than standard operators of opset {OPSET}: {network.opset_import}")
    onnx.save(network, path)


def compare(model, path, photos, size):
    """Largest differences between PyTorch's and ONNX Runtime's outputs for the photos, as {boxes, score, box}, over all
    places and categories with a score of at least SCORE_COMPARED, and the AT_LEAST best of each photo in any case.
    Before NMS: of two equally good boxes it may keep either.
    """
    outcome = dict(boxes=0, score=0.0, box=0.0)
    ours, theirs = torch_runner(model), onnx_runner(path)
    for photo in photos:
        picture, _ = place(photo.image, size)
        (scores, boxes), (other_scores, other_boxes) = ours([picture]), theirs([picture])
        likely = scores >= min(SCORE_COMPARED, np.sort(scores, axis=None)[-AT_LEAST])
        outcome["boxes"] += int(likely.sum())
        outcome["score"] = max(outcome["score"], float(np.abs(scores - other_scores)[likely].max()))
        outcome["box"] = max(outcome["box"], float(np.abs(boxes - other_boxes)[likely].max()))
    return outcome


def agrees(outcome, bits=16):
    return outcome["score"] <= SCORE_TOLERANCE and outcome["box"] <= BOX_TOLERANCE[bits]


def milliseconds(path, size, threads=2, runs=40):
    """Median time of one image in ONNX Runtime on so many threads, without reading and NMS."""
    run, picture, times = onnx_runner(path, threads), np.full((size[1], size[0], 3), GREY, np.uint8), []
    for _ in range(runs):
        start = time.perf_counter()
        run([picture])
        times.append(1e3 * (time.perf_counter() - start))
    return float(np.median(times[5:]))


def write_manifest(path, onnx_path, names, size, threshold, title, version, licence):
    """The JSON beside the model that tells the studio how to feed and read it. Categories must be the studio's by name."""
    unknown = [name for name in names if name.lower() not in STUDIO_CATEGORIES]
    if unknown:
        print(f"note: {', '.join(unknown)}: not a category of the studio ({', '.join(STUDIO_CATEGORIES)}); edit 'maps' in {path}")
    with open(onnx_path, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    manifest = {
        "name": os.path.splitext(os.path.basename(onnx_path))[0], "title": title, "version": version,
        "file": os.path.basename(onnx_path), "sha256": digest, "licence": licence,
        "input": {"name": "image", "width": size[0], "height": size[1], "layout": "nchw", "channels": "rgb",
                  "mean": [0, 0, 0], "std": [1, 1, 1], "scale": 255, "fit": "letterbox", "align": "centre", "padding": GREY},
        "adapter": "scores-boxes", "outputs": {"scores": "scores", "boxes": "boxes"},
        "categories": [{"name": name, "maps": name.lower()} for name in names], "threshold": threshold, "nmsIou": MAX_IOU}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=2)
        file.write("\n")
