"""The lean PyTorch peer in bfloat16: its forward passes under torch.autocast('cpu', dtype=torch.bfloat16).

Usage: python3 bench/pytorch-lean-bf16.py PEER.py [the peer's own options]      (torch 2.13)

PEER.py is the peer script of `npm run bench -- train`, run as it is in lean mode. Only what its networks and losses compute
is autocast; weights, their gradients and Adam stay float32, as autocast's documentation advises. The loss takes the
logits, since torch forbids BCELoss under autocast: the Sigmoid at the discriminator's end and BCELoss become
BCEWithLogitsLoss, which is the same mathematics and no slower. What it trains is thus not bit for bit the lean peer's.
"""
import runpy
import sys

import torch
import torch.nn as nn


def autocast(forward):
    def run(self, *args, **kwargs):
        with torch.autocast('cpu', dtype=torch.bfloat16):
            return forward(self, *args, **kwargs)

    return run


peer, *options = sys.argv[1:]
nn.Sigmoid = nn.Identity
nn.BCELoss = nn.BCEWithLogitsLoss
nn.Sequential.forward = autocast(nn.Sequential.forward)
# The loss itself in float32: autocast would do the same.
loss = nn.BCEWithLogitsLoss.forward
nn.BCEWithLogitsLoss.forward = lambda self, logits, target: loss(self, logits.float(), target)
sys.argv = [peer, *options, '--mode', 'lean']
runpy.run_path(peer, run_name='__main__')
