import contextlib
import io

import numpy as np
import pytest

from detector.precision import IOUS, average_precision, evaluate, match


def image(*boxes, category="a"):
    return [dict(category=category, bbox=list(box)) for box in boxes]


def found(*rows, category="a"):
    return [dict(category=category, bbox=list(box), score=score) for score, *box in rows]


def test_a_perfect_detector_has_precision_one():
    truth = [image([0, 0, 10, 10]), image([5, 5, 20, 20])]
    detections = [found((0.9, 0, 0, 10, 10)), found((0.8, 5, 5, 20, 20))]
    assert np.allclose(average_precision(match(truth, detections, "a")), 1)


def test_a_false_alarm_above_the_only_hit_halves_the_precision():
    truth, detections = [image([0, 0, 10, 10])], [found((0.9, 50, 50, 10, 10), (0.8, 0, 0, 10, 10))]
    assert np.allclose(average_precision(match(truth, detections, "a")), 0.5)


def test_a_second_detection_of_the_same_box_is_wrong():
    truth, detections = [image([0, 0, 10, 10])], [found((0.9, 0, 0, 10, 10), (0.8, 0, 0, 10, 10))]
    assert match(truth, detections, "a").right[0].tolist() == [True, False]


def test_a_loose_box_counts_only_up_to_its_overlap():
    truth, detections = [image([0, 0, 10, 10])], [found((0.9, 0, 0, 10, 8))]          # IoU 0.8
    assert average_precision(match(truth, detections, "a")).tolist() == [1.0 if iou <= 0.8 else 0.0 for iou in IOUS]


def test_one_of_two_boxes_found_covers_the_recalls_up_to_a_half():
    truth, detections = [image([0, 0, 10, 10], [50, 50, 10, 10])], [found((0.9, 0, 0, 10, 10))]
    assert np.allclose(average_precision(match(truth, detections, "a")), 51 / 101)


def test_counting_an_image_twice_equals_having_it_twice():
    truth = [image([0, 0, 10, 10]), image([0, 0, 10, 10])]
    detections = [found((0.9, 0, 0, 10, 10), (0.95, 50, 50, 9, 9)), found((0.4, 0, 0, 10, 10))]
    weighted = average_precision(match(truth, detections, "a"), np.array([2.0, 1.0]))
    repeated = average_precision(match([truth[0], *truth], [detections[0], *detections], "a"))
    assert np.allclose(weighted, repeated)


def random_case(seed):
    """Jittered and invented detections for 30 images of two categories."""
    rng, truth, detections = np.random.default_rng(seed), [], []
    for _ in range(30):
        boxes = [dict(category=str(rng.choice(["a", "b"])), bbox=[float(v) for v in np.r_[rng.uniform(0, 60, 2), rng.uniform(10, 60, 2)]])
                 for _ in range(rng.integers(0, 4))]
        mine = [dict(category=b["category"], bbox=[float(v) for v in np.maximum(1, b["bbox"] + rng.normal(0, 4, 4))], score=float(rng.random()))
                for b in boxes for _ in range(rng.integers(0, 3))]
        mine += [dict(category="a", bbox=[float(v) for v in np.r_[rng.uniform(0, 60, 2), 20, 20]], score=float(rng.random()))]
        truth.append(boxes)
        detections.append(mine)
    return truth, detections


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_precision_of_pycocotools(seed):
    coco, cocoeval = pytest.importorskip("pycocotools.coco"), pytest.importorskip("pycocotools.cocoeval")
    truth, detections = random_case(seed)
    ids = {"a": 1, "b": 2}
    with contextlib.redirect_stdout(io.StringIO()):
        reference = coco.COCO()
        annotations = [dict(id=0, image_id=i + 1, category_id=ids[b["category"]], bbox=b["bbox"], area=b["bbox"][2] * b["bbox"][3], iscrowd=0)
                       for i, boxes in enumerate(truth) for b in boxes]
        for number, annotation in enumerate(annotations, 1):
            annotation["id"] = number
        reference.dataset = dict(images=[dict(id=i + 1) for i in range(len(truth))], annotations=annotations,
                                 categories=[dict(id=1, name="a"), dict(id=2, name="b")], info={})
        reference.createIndex()
        results = reference.loadRes([dict(image_id=i + 1, category_id=ids[d["category"]], bbox=d["bbox"], score=d["score"])
                                     for i, mine in enumerate(detections) for d in mine])
        judge = cocoeval.COCOeval(reference, results, "bbox")
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    ours = evaluate(truth, detections, ["a", "b"], resamples=0)["all"]
    assert np.allclose([ours["AP"], ours["AP50"], ours["AP75"]], judge.stats[:3], atol=1e-6)


def test_the_standard_error_is_that_of_a_proportion():
    """One box an image, found with certainty or not at all: AP is about the recall, its error sqrt(p (1 - p) / n)."""
    truth = [image([0, 0, 10, 10]) for _ in range(100)]
    detections = [found((0.9, 0, 0, 10, 10)) if i % 4 else [] for i in range(100)]
    result = evaluate(truth, detections, ["a"], resamples=400)["all"]
    assert abs(result["AP50_error"] - np.sqrt(0.75 * 0.25 / 100)) < 0.006
