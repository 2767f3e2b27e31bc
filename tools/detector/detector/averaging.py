"""Exponential moving average of the weights: what is evaluated and shipped."""
import copy

import torch


class AveragedWeights:
    """A copy of `model` that follows it slowly: weight = decay * weight + (1 - decay) * model's, decay rising to `longest`."""

    def __init__(self, model, longest):
        self.model, self.longest, self.updates = copy.deepcopy(model).eval(), longest, 0

    @torch.no_grad()
    def update(self, model):
        self.updates += 1
        decay = min(self.longest, (1 + self.updates) / (10 + self.updates))
        for mine, theirs in zip(self.model.state_dict().values(), model.state_dict().values()):
            if mine.is_floating_point():
                mine.lerp_(theirs, 1 - decay)
            else:
                mine.copy_(theirs)
