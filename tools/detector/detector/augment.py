"""Random changes of a photo for training. All of them stay on until the last step: fewer, and the categories overfit.

A Sample is what the network sees; its boxes are corners in input pixels and `size` is (width, height) throughout.
"""
import math
from dataclasses import dataclass

import cv2
import numpy as np

from .loss import EVERY

GREY = 114
VISIBLE_PART = 0.4       # a box of which less remains in the picture is ignored
SMALLEST_SIDE = 8.0      # input pixels; a smaller rest is ignored
GREY_RATE, ERASE_RATE, DARK_RATE, BLUR_RATE = 0.08, 0.35, 0.10, 0.10
PAIR_RATE = 0.10           # the photos with boxes show one annotated person each; people stand side by side only here


@dataclass
class Sample:
    image: np.ndarray        # [H, W, 3] uint8 RGB
    boxes: np.ndarray        # [n, 4] float32
    categories: np.ndarray   # [n] int64
    garments: list           # n lists of garment numbers
    spans: np.ndarray        # [n, 2] top and hem on the person, 0 = hair, 1 = sole; NaN where unknown
    trust: np.ndarray        # [n] probability that the box is right
    exact: np.ndarray        # [n] bool, whether its edges are to be learned
    ignored: list            # (category or EVERY, [4] region)
    persons: np.ndarray      # [p, 4] the annotated people


def place(image, size, zoom=1.0, stretch=1.0, shift=(0.0, 0.0), flip=False, fill=GREY):
    """Fit `image` into `size`, centred, then zoomed, stretched sideways and shifted by fractions of the size.

    Returns the picture and (kx, tx, ky, ty): x' = kx x + tx, y' = ky y + ty. With the defaults this is the
    letterbox of inference.
    """
    (width, height), (rows, columns) = size, image.shape[:2]
    scale = min(width / columns, height / rows) * zoom
    kx, ky = scale * math.sqrt(stretch) * (-1 if flip else 1), scale / math.sqrt(stretch)
    tx, ty = width * (0.5 + shift[0]) - kx * columns / 2, height * (0.5 + shift[1]) - ky * rows / 2
    matrix = np.float32([[kx, 0, tx + kx / 2 - 0.5], [0, ky, ty + ky / 2 - 0.5]])      # OpenCV counts from pixel centres
    picture = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(fill,) * 3)
    return picture, (kx, tx, ky, ty)


def moved(boxes, motion):
    """Boxes [n, 4] after place()."""
    kx, tx, ky, ty = motion
    corners = np.asarray(boxes, np.float32).reshape(-1, 2, 2) * np.float32([kx, ky]) + np.float32([tx, ty])
    return np.concatenate([corners.min(1), corners.max(1)], 1).astype(np.float32)


def spans_of(photo):
    """[n, 2] top and hem of each box as fractions of the person's height."""
    if photo.person is None:
        return np.full((len(photo.boxes), 2), np.nan, np.float32)
    top, height = photo.person[1], max(1.0, photo.person[3] - photo.person[1])
    return np.where(photo.exact[:, None], (photo.boxes[:, [1, 3]] - top) / height, np.nan).astype(np.float32)


def cut(photo, vocabulary, picture, motion, size):
    """The Sample of a placed photo: boxes cut at the edges, those mostly cut off ignored."""
    whole = moved(photo.boxes, motion)
    boxes = whole.clip(0, np.float32([*size, *size]))
    sides = boxes[:, 2:] - boxes[:, :2]
    visible = sides.prod(1) / np.maximum((whole[:, 2:] - whole[:, :2]).prod(1), 1e-6)
    kept = (visible > VISIBLE_PART) & (sides.min(1, initial=np.inf) > SMALLEST_SIDE)
    ignored = [(int(c), b) for c, b, keep in zip(photo.categories, boxes, kept) if not keep]
    ignored += [(EVERY, region) for region in moved(photo.strangers, motion)]
    garments = [[vocabulary[g] for g in names if g in vocabulary] for names, keep in zip(photo.garments, kept) if keep]
    people = moved(photo.person, motion) if photo.person is not None else whole
    return Sample(picture, boxes[kept], photo.categories[kept], garments, spans_of(photo)[kept], photo.trust[kept], photo.exact[kept],
                  ignored, people)


def recolour(picture, rng):
    """Exposure, saturation, tint, hue and brightness in one matrix; sometimes gamma (dark stages) or a soft lens."""
    matrix = np.eye(3) * (rng.uniform(0.75, 1.25) if rng.random() < 0.8 else 1)
    if rng.random() < 0.8:
        saturation = 0.0 if rng.random() < GREY_RATE else rng.uniform(0.5, 1.4)
        to_grey = np.array([[0.299, 0.587, 0.114]])
        matrix = matrix @ (saturation * np.eye(3) + (1 - saturation) * to_grey)
        matrix = matrix @ np.diag(rng.uniform(0.9, 1.1, 3)) + rng.uniform(-0.06, 0.06, (3, 3))
    picture = cv2.transform(picture, np.c_[matrix, np.full(3, rng.uniform(-22, 22))].astype(np.float32))
    if rng.random() < DARK_RATE:
        table = 255 * (np.arange(256) / 255) ** rng.uniform(1.2, 2.4)
        picture = cv2.LUT(picture, table.round().astype(np.uint8))
    if rng.random() < BLUR_RATE:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.5, 1.3))
    return picture


def erase(picture, rng):
    """One to three rectangles of plain colour, at most a quarter of the width: bags, other people, furniture."""
    height, width = picture.shape[:2]
    for _ in range(rng.integers(1, 4)):
        w, h = int(rng.uniform(0.06, 0.25) * width), int(rng.uniform(0.05, 0.16) * height)
        x, y = rng.integers(0, width - w), rng.integers(0, height - h)
        picture[y:y + h, x:x + w] = rng.integers(0, 255, 3)


def single(photo, vocabulary, size, rng):
    """One photo, jittered."""
    picture, motion = place(
        photo.image, size, zoom=rng.uniform(0.62, 1.3), stretch=math.exp(rng.uniform(-0.12, 0.12)),
        shift=(rng.uniform(-0.14, 0.14), rng.uniform(-0.12, 0.12)), flip=rng.random() < 0.5, fill=int(rng.uniform(0, 255)))
    picture = recolour(picture, rng)
    if rng.random() < ERASE_RATE:
        erase(picture, rng)
    return cut(photo, vocabulary, picture, motion, size)


def centred(photo, vocabulary, size, rng):
    """One photo moved so that its person stands in the middle of a (narrow) picture and fills 55 to 95 % of the height."""
    person = photo.person if photo.person is not None else _around(photo)
    rows, columns = photo.image.shape[:2]
    fit = min(size[0] / columns, size[1] / rows)
    zoom = rng.uniform(0.55, 0.95) * size[1] / max(1.0, fit * (person[3] - person[1]))
    flip = rng.random() < 0.5
    x, y = (person[0] + person[2]) / 2 - columns / 2, (person[1] + person[3]) / 2 - rows / 2
    shift = (x * fit * zoom / size[0] * (1 if flip else -1), -y * fit * zoom / size[1] + rng.uniform(-0.04, 0.04))
    picture, motion = place(photo.image, size, zoom=zoom, shift=shift, flip=flip, fill=int(rng.uniform(0, 255)))
    return cut(photo, vocabulary, recolour(picture, rng), motion, size)


def _around(photo):
    """The box around all boxes of a photo, or all of it."""
    if len(photo.boxes):
        return np.r_[photo.boxes[:, :2].min(0), photo.boxes[:, 2:].max(0)]
    return np.float32([0, 0, photo.image.shape[1], photo.image.shape[0]])


def merged(image, parts):
    """Several Samples that share one picture."""
    return Sample(image, np.concatenate([p.boxes for p in parts]), np.concatenate([p.categories for p in parts]),
                  sum((p.garments for p in parts), []), np.concatenate([p.spans for p in parts]),
                  np.concatenate([p.trust for p in parts]), np.concatenate([p.exact for p in parts]),
                  sum((p.ignored for p in parts), []), np.concatenate([p.persons for p in parts]))


def shifted(sample, x, y):
    """The Sample at another corner of a larger picture."""
    by = np.float32([x, y, x, y])
    sample.boxes, sample.persons = sample.boxes + by, sample.persons + by
    sample.ignored = [(category, region + by) for category, region in sample.ignored]
    return sample


def pair(photos, vocabulary, size, rng):
    """Two people side by side, each in half of the picture."""
    half = (size[0] // 2, size[1])
    parts = [shifted(centred(photo, vocabulary, half, rng), i * half[0], 0) for i, photo in enumerate(photos[:2])]
    return merged(np.concatenate([p.image for p in parts], 1), parts)


def augmented(photo, others, vocabulary, size, rng):
    """One training Sample of `photo`; `others()` draws another photo to stand beside it. Mosaics and mixtures of photos made it worse (README)."""
    if rng.random() < PAIR_RATE:
        return pair([photo, others()], vocabulary, size, rng)
    return single(photo, vocabulary, size, rng)
