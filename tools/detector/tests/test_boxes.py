import numpy as np
import torch

from detector.boxes import corners_from_xywh, iou_and_giou, non_maximum_suppression, pairwise_iou, xywh_from_corners


def test_coco_boxes_come_back_unchanged():
    boxes = [[3, 4, 10, 20], [0, 0, 1, 1]]
    assert np.allclose(xywh_from_corners(corners_from_xywh(boxes)), boxes)


def test_iou_of_half_overlapping_squares_is_a_third():
    overlaps = pairwise_iou([[0, 0, 2, 2]], [[1, 0, 3, 2], [5, 5, 6, 6], [0, 0, 2, 2]])
    assert np.allclose(overlaps, [[1 / 3, 0, 1]])


def test_giou_is_iou_less_the_empty_part_of_the_hull():
    a, b = torch.tensor([0.0, 0, 1, 1]), torch.tensor([3.0, 0, 4, 1])
    iou, giou = iou_and_giou(a, b)
    assert abs(iou) < 1e-5 and abs(giou + 0.5) < 1e-5          # hull 4, union 2
    same = iou_and_giou(a, a)
    assert abs(same[0] - 1) < 1e-5 and abs(same[1] - 1) < 1e-5


def test_giou_pulls_distant_boxes_together():
    a = torch.tensor([3.0, 0, 4, 1], requires_grad=True)
    (1 - iou_and_giou(a, torch.tensor([0.0, 0, 1, 1]))[1]).backward()
    assert a.grad[0] > 0                                       # a smaller x0 lowers the loss


def test_nms_keeps_the_best_of_a_cluster_and_what_is_apart():
    boxes = np.float32([[0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10], [0, 0, 10, 5]])
    scores = np.float32([0.8, 0.9, 0.3, 0.5])
    assert non_maximum_suppression(boxes, scores, 0.6, 10) == [1, 3, 2]
    assert non_maximum_suppression(boxes, scores, 0.6, 1) == [1]
    assert non_maximum_suppression(boxes[:0], scores[:0], 0.6, 10) == []
