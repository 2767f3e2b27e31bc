"""Several detectors, each looking at the picture at several sizes, as one: their answers are averaged inside one graph.

All answers are brought onto the grid of one size and averaged place by place, before NMS: the mean of the logits, the mean of
the boxes. Neighbouring places see the same garment and answer alike, so that answers of another grid can be interpolated.
Cheaper than merging lists of boxes, and as good on these data (see the README).
"""
import torch
import torch.nn.functional as F
from torch import nn

from .checkpoint import load_model
from .coco import DataError
from .model import STRIDES


def onto_grid(values, size, other):
    """Values [B, N, K] of the places of input size (width, height) on the grid of another size, [B, N', K], bilinear."""
    parts, first = [], 0
    for stride in STRIDES:
        (width, height), shape = (side // stride for side in size), (other[1] // stride, other[0] // stride)
        part = values[:, first:first + width * height].transpose(1, 2).reshape(len(values), values.shape[2], height, width)
        parts.append(F.interpolate(part, size=shape, mode="bilinear").flatten(2).transpose(1, 2))
        first += width * height
    return torch.cat(parts, 1)


class Ensemble(nn.Module):
    """The mean of `members`, Detectors with the same categories, at input sizes `sizes` [(width, height)].

    Takes images of the largest size and answers on the grid of `grid`, one of the sizes.
    """

    def __init__(self, members, sizes, grid):
        super().__init__()
        self.members, self.sizes, self.grid = nn.ModuleList(members), sizes, grid
        self.size = max(sizes)

    def forward(self, images, bfloat16=False):
        """Scores [B, N, C] in 0..1 and boxes [B, N, C, 4], corners in pixels of the largest size."""
        all_logits, all_boxes = [], []
        for size in self.sizes:
            seen = images if size == self.size else F.interpolate(images, size=size[::-1], mode="bilinear")
            for member in self.members:
                logits, boxes = member.raw(seen, bfloat16)[:2]
                boxes = boxes.flatten(2) * (self.size[0] / size[0])
                if size != self.grid:
                    logits, boxes = onto_grid(logits, size, self.grid), onto_grid(boxes, size, self.grid)
                all_logits.append(logits)
                all_boxes.append(boxes)
        logits, boxes = torch.stack(all_logits).mean(0), torch.stack(all_boxes).mean(0)
        return logits.sigmoid(), boxes.unflatten(2, (-1, 4))


def load_models(paths, sizes=()):
    """The models of `paths` at `sizes`: one at its own size as it is, otherwise an Ensemble on the grid of the size they were trained at.

    Returns it with category names, input size and the notes of each model.
    """
    loaded = [load_model(path) for path in paths]
    (_, names, size, _), notes = loaded[0], [notes for *_, notes in loaded]
    for path, (_, other_names, other_size, _) in zip(paths, loaded):
        if (other_names, other_size) != (names, size):
            raise DataError(f"{path} has the categories {other_names} and the input size {other_size}, {paths[0]} has {names} and {size}: "
                            "only models with the same of both can be averaged")
    sizes = list(sizes) or [size]
    if size not in sizes or any(abs(width * size[1] - height * size[0]) > 0 for width, height in sizes):
        raise DataError(f"sizes must have the shape of {size[0]}x{size[1]}, which the models were trained at, and include it: {sizes}")
    if len(loaded) == 1 and sizes == [size]:
        return loaded[0][0], names, size, notes
    return Ensemble([model for model, *_ in loaded], sizes, size).eval(), names, max(sizes), notes
