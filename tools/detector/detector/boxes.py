"""Box arithmetic. A box is [x0, y0, x1, y1] in pixels unless a name says xywh (COCO's [x, y, width, height])."""
import numpy as np
import torch


def corners_from_xywh(boxes):
    """[n, 4] COCO boxes to corners."""
    boxes = np.asarray(boxes, np.float32).reshape(-1, 4)
    return np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], 1)


def xywh_from_corners(boxes):
    """[n, 4] corners to COCO boxes."""
    boxes = np.asarray(boxes, np.float32).reshape(-1, 4)
    return np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], 1)


def area(boxes):
    """Area of each box, never negative. Works on numpy arrays [..., 4]."""
    size = np.clip(boxes[..., 2:] - boxes[..., :2], 0, None)
    return size[..., 0] * size[..., 1]


def pairwise_iou(a, b):
    """Intersection over union of every pair: [n, 4] and [m, 4] to [n, m]."""
    a, b = np.asarray(a, np.float64).reshape(-1, 1, 4), np.asarray(b, np.float64).reshape(1, -1, 4)
    overlap = np.concatenate([np.maximum(a[..., :2], b[..., :2]), np.minimum(a[..., 2:], b[..., 2:])], -1)
    intersection = area(overlap)
    return intersection / np.maximum(area(a) + area(b) - intersection, 1e-9)


def non_maximum_suppression(boxes, scores, max_iou, limit):
    """Indices of the boxes kept, best first: greedy, one category at a time.

    boxes [n, 4], scores [n]; a box goes when it overlaps a better one that was kept by more than `max_iou`.
    """
    order, kept = np.argsort(-scores, kind="stable"), []
    while len(order) and len(kept) < limit:
        best, order = order[0], order[1:]
        kept.append(int(best))
        order = order[pairwise_iou(boxes[best], boxes[order])[0] <= max_iou]
    return kept


def iou_and_giou(a, b):
    """IoU and generalised IoU (Rezatofighi et al. 2019) of matching torch boxes [..., 4]; keeps the gradient."""
    def size(low, high):
        return (high - low).clamp(min=0).prod(-1)
    intersection = size(torch.maximum(a[..., :2], b[..., :2]), torch.minimum(a[..., 2:], b[..., 2:]))
    hull = size(torch.minimum(a[..., :2], b[..., :2]), torch.maximum(a[..., 2:], b[..., 2:])) + 1e-6
    union = size(a[..., :2], a[..., 2:]) + size(b[..., :2], b[..., 2:]) - intersection + 1e-6
    iou = intersection / union
    return iou, iou - (hull - union) / hull
