"""Several detectors as one: they share the grid, so that their answers can be averaged place by place inside one graph.

Mean of the logits and mean of the boxes of each place and category, before NMS (a bagged ensemble, Breiman 1996; cheaper
than merging lists of boxes, and as good on these data, see the README).
"""
import torch
from torch import nn

from .checkpoint import load_model
from .coco import DataError


class Ensemble(nn.Module):
    """The mean of `members`, Detectors with the same categories. Called as a Detector is."""

    def __init__(self, members):
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, images, bfloat16=False):
        """Scores [B, N, C] in 0..1 and boxes [B, N, C, 4], corners in input pixels."""
        answers = [member.raw(images, bfloat16)[:2] for member in self.members]
        return torch.stack([logits for logits, _ in answers]).mean(0).sigmoid(), torch.stack([boxes for _, boxes in answers]).mean(0)


def load_models(paths):
    """One model.pt as it is, several as an Ensemble; with category names, input size and the notes of each."""
    loaded = [load_model(path) for path in paths]
    (_, names, size, _), notes = loaded[0], [notes for *_, notes in loaded]
    for path, (_, other_names, other_size, _) in zip(paths, loaded):
        if (other_names, other_size) != (names, size):
            raise DataError(f"{path} has the categories {other_names} and the input size {other_size}, {paths[0]} has {names} and {size}: "
                            "only models with the same of both can be averaged")
    if len(loaded) == 1:
        return loaded[0][0], names, size, notes
    return Ensemble([model for model, *_ in loaded]).eval(), names, size, notes
