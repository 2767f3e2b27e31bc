"""COCO's average precision (Lin et al. 2014), written out so that the images can be resampled for a standard error.

Same rules as pycocotools with area 'all' and 100 detections an image; a test compares the two.
"""
from dataclasses import dataclass

import numpy as np

from .boxes import corners_from_xywh, pairwise_iou

IOUS = np.arange(50, 100, 5) / 100
RECALLS = np.linspace(0, 1, 101)
MOST_PER_IMAGE = 100


@dataclass
class Matches:
    """All detections of one category over all images, best first."""
    scores: np.ndarray       # [d]
    images: np.ndarray       # [d] index of the image
    right: np.ndarray        # [10, d] whether it matched a box at each IoU
    wanted: np.ndarray       # [images] number of annotated boxes


def match_image(detected, wanted):
    """[10, d] right or not for one image and category; detections [d, 4] sorted best first, boxes [n, 4].

    Greedy as COCO's: each detection takes the free box it overlaps most, if by at least the IoU asked for.
    """
    right = np.zeros((len(IOUS), len(detected)), bool)
    if not len(detected) or not len(wanted):
        return right
    overlaps = pairwise_iou(detected, wanted)
    for level, threshold in enumerate(IOUS):
        free = np.ones(len(wanted), bool)
        for index in range(len(detected)):
            overlap = np.where(free, overlaps[index], -1)
            best = len(overlap) - 1 - int(overlap[::-1].argmax())     # of equals COCO takes the last
            if overlap[best] >= min(threshold, 1 - 1e-10):
                right[level, index], free[best] = True, False
    return right


def match(truth, found, category):
    """Matches of one category. truth and found: lists over images of [{category, bbox, (score)}], xywh."""
    scores, images, right, wanted = [], [], [], np.zeros(len(truth), int)
    for image, (boxes, detections) in enumerate(zip(truth, found)):
        boxes = [b["bbox"] for b in boxes if b["category"] == category]
        mine = sorted((d for d in detections if d["category"] == category), key=lambda d: -d["score"])[:MOST_PER_IMAGE]
        wanted[image] = len(boxes)
        right.append(match_image(corners_from_xywh([d["bbox"] for d in mine]), corners_from_xywh(boxes)))
        scores += [d["score"] for d in mine]
        images += [image] * len(mine)
    scores, images = np.array(scores, float), np.array(images, int)
    order = np.argsort(-scores, kind="mergesort")
    return Matches(scores[order], images[order], np.concatenate(right, 1)[:, order], wanted)


def average_precision(matches, times=None):
    """[10] average precision at each IoU; `times` [images]: how often each image counts (None: once). NaN without boxes."""
    times = np.ones(len(matches.wanted)) if times is None else times
    total = float((matches.wanted * times).sum())
    if total == 0:
        return np.full(len(IOUS), np.nan)
    weight, result = times[matches.images], np.zeros(len(IOUS))
    for level in range(len(IOUS)):
        right = np.cumsum(matches.right[level] * weight)
        wrong = np.cumsum(~matches.right[level] * weight)
        precision = right / np.maximum(right + wrong, 1e-12)
        precision = np.maximum.accumulate(precision[::-1])[::-1]
        at = np.searchsorted(right / total, RECALLS, side="left")
        result[level] = np.append(precision, 0.0)[at].mean()
    return result


def summary(per_category):
    """Means over categories of [10] precisions: {AP, AP50, AP75} of each and of all."""
    rows = dict(per_category, all=np.nanmean(list(per_category.values()), 0))
    return {name: {"AP": float(values.mean()), "AP50": float(values[0]), "AP75": float(values[5])} for name, values in rows.items()}


def evaluate(truth, found, names, resamples=300, seed=0):
    """{category or 'all': {AP, AP50, AP75, and each with '_error': one standard error}}.

    The error is the standard deviation over bootstrap samples of the images: what another val set of this size would change.
    """
    matches = {name: match(truth, found, name) for name in names}
    result = summary({name: average_precision(m) for name, m in matches.items()})
    rng, tries = np.random.default_rng(seed), []
    for _ in range(resamples):
        times = np.bincount(rng.integers(0, len(truth), len(truth)), minlength=len(truth)).astype(float)
        tries.append(summary({name: average_precision(m, times) for name, m in matches.items()}))
    for name, values in result.items():
        for key in list(values):
            values[key + "_error"] = float(np.nanstd([t[name][key] for t in tries], ddof=1)) if resamples > 1 else float("nan")
        values["boxes"] = int(sum(m.wanted.sum() for n, m in matches.items() if name in ("all", n)))
    return result


def table(result):
    """The result as text, one line a category."""
    lines = [f"{'':10}{'boxes':>6}  {'AP':>15}{'AP50':>15}{'AP75':>15}"]
    for name in [*(n for n in result if n != "all"), "all"]:
        cells = "".join(f"{result[name][k]:9.3f} ±{result[name][k + '_error']:.3f}" for k in ("AP", "AP50", "AP75"))
        lines.append(f"{name:10}{result[name]['boxes']:6d}  {cells}")
    return "\n".join(lines)


def truth_of(photos, names):
    """Annotations of photos as lists of {category, bbox} in the pixels of the file."""
    return [[dict(category=names[c], bbox=[float(b[0]), float(b[1]), float(b[2] - b[0]), float(b[3] - b[1])])
             for c, b in zip(photo.categories, photo.boxes / photo.scale)] for photo in photos]
