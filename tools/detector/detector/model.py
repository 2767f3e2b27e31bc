"""The detector: EfficientNet-Lite, a path aggregation neck (Liu et al. 2018) and one head shared by strides 16 and 32.

Every place of the two grids predicts, for each category on its own, a score and a box: an Upper, a Full and an
Outfit may own the same place. Distances from the place to the four sides are distributions over BINS + 1 steps of
one stride each (Li et al. 2020, "Generalized Focal Loss"), so that a blurred edge stays possible.
"""
import torch
import torch.nn.functional as F
from torch import nn

from .backbone import Backbone
from .depthwise import DepthwiseConv

STRIDES = (16, 32)       # pixels of the input per grid step
BINS = 16                # a side lies at most 16 strides from the place: 256 and 512 pixels


def separable(channels, stride=1):
    """5x5 depthwise and 1x1 convolution, batch norm, SiLU."""
    return nn.Sequential(DepthwiseConv(channels, 5, stride), nn.Conv2d(channels, channels, 1, bias=False),
                         nn.BatchNorm2d(channels), nn.SiLU())


def doubled(x):
    """The feature map at twice the size, by repetition."""
    return F.interpolate(x, scale_factor=2.0, mode="nearest")


class Detector(nn.Module):
    """Images [B, 3, H, W], RGB 0..255, H and W multiples of 32. N = HW/256 + HW/1024 places, C categories."""

    def __init__(self, backbone, categories, garments, channels=128, drop_path=0.15, dropout=0.1):
        super().__init__()
        self.settings = dict(backbone=backbone, categories=categories, garments=garments, channels=channels,
                             drop_path=drop_path, dropout=dropout)
        self.backbone = Backbone(backbone, drop_path)
        self.reduce8, self.reduce16, self.reduce32 = (
            nn.Sequential(nn.Conv2d(width, channels, 1, bias=False), nn.BatchNorm2d(channels)) for width in self.backbone.widths)
        self.down_path16, self.down_path8, self.up_path16, self.up_path32 = (separable(channels) for _ in range(4))
        self.halve8, self.halve16 = separable(channels, 2), separable(channels, 2)
        self.score_tower = nn.Sequential(separable(channels), separable(channels), nn.Dropout2d(dropout))
        self.box_tower = nn.Sequential(separable(channels), separable(channels))
        self.score = nn.Conv2d(channels, categories, 1)
        self.side = nn.Conv2d(channels, categories * 4 * (BINS + 1), 1)
        self.garment = nn.Conv2d(channels, max(1, garments), 1)  # training only: which garment is it (coat, jeans ...)
        self.span = nn.Conv2d(channels, categories * 2, 1)       # training only: top and hem, 0 = hair, 1 = sole
        for layer, bias in ((self.score, -4.0), (self.side, 0.0), (self.garment, -3.0), (self.span, 0.0)):
            nn.init.normal_(layer.weight, std=0.01)
            nn.init.constant_(layer.bias, bias)

    def neck(self, images):
        """Features at strides 16 and 32, two lists: for scores and for boxes."""
        at8, at16, at32 = self.backbone(images)
        deep = self.reduce32(at32)
        middle = self.down_path16(self.reduce16(at16) + doubled(deep))
        fine = self.down_path8(self.reduce8(at8) + doubled(middle))
        middle = self.up_path16(middle + self.halve8(fine))
        deep = self.up_path32(deep + self.halve16(middle))
        return [self.score_tower(f) for f in (middle, deep)], [self.box_tower(f) for f in (middle, deep)]

    def places(self, features):
        """[N, 3]: x and y of each place in input pixels and its stride."""
        parts = []
        for feature, stride in zip(features, STRIDES):
            rows, columns = (torch.arange(n, dtype=torch.float32) for n in feature.shape[2:])
            y, x = torch.meshgrid((rows + 0.5) * stride, (columns + 0.5) * stride, indexing="ij")
            parts.append(torch.stack([x, y, torch.full_like(x, stride)], -1).reshape(-1, 3))
        return torch.cat(parts)

    def raw(self, images, bfloat16=False):
        """What the loss needs: logits [B, N, C], boxes [B, N, C, 4], side logits [B, N, C, 4, BINS + 1],
        garment logits [B, N, G], spans [B, N, C, 2] and places [N, 3]."""
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            for_scores, for_boxes = self.neck(images)

        def flat(layer, features):
            return torch.cat([layer(f.float()).flatten(2).transpose(1, 2) for f in features], 1)
        places = self.places(for_scores)
        logits, count = flat(self.score, for_scores), self.settings["categories"]
        sides = flat(self.side, for_boxes).reshape(len(images), len(places), count, 4, BINS + 1)
        distance = (sides.softmax(-1) * torch.arange(BINS + 1, dtype=torch.float32)).sum(-1) * places[:, 2, None, None]
        centre = places[:, None, :2]
        boxes = torch.cat([centre - distance[..., :2], centre + distance[..., 2:]], -1)
        spans = flat(self.span, for_scores).reshape(len(images), len(places), count, 2)
        return logits, boxes, sides, flat(self.garment, for_scores), spans, places

    def forward(self, images, bfloat16=False):
        """Scores [B, N, C] in 0..1 and boxes [B, N, C, 4], corners in input pixels."""
        logits, boxes, *_ = self.raw(images, bfloat16)
        return logits.sigmoid(), boxes
