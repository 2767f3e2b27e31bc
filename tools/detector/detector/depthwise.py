"""Convolutions, with a fast path for training depthwise ones in bfloat16 on a CPU (see depthwise.cpp).

Without g++ or AVX-512 everything works the same, only slower: PyTorch's own gradient is used.
"""
import ctypes
import glob
import os
import subprocess

import torch
import torch.nn.functional as F
from torch import nn

_kernel = None


def build_fast_gradient(folder):
    """Compile depthwise.cpp into `folder` and use it from now on. Returns False where that is not possible."""
    global _kernel
    try:
        if "avx512f" not in open("/proc/cpuinfo").read():
            return False
        for library in glob.glob(os.path.join(os.path.dirname(torch.__file__), "lib", "libgomp*")):
            ctypes.CDLL(library, ctypes.RTLD_GLOBAL)          # share PyTorch's OpenMP threads
        source = os.path.join(os.path.dirname(__file__), "depthwise.cpp")
        os.makedirs(folder, exist_ok=True)
        built, part = os.path.join(folder, "depthwise.so"), os.path.join(folder, "depthwise.o")
        subprocess.run(["g++", "-O3", "-march=native", "-fopenmp", "-fPIC", "-c", source, "-o", part], check=True)
        subprocess.run(["g++", "-shared", part, "-o", built], check=True)   # not linked with another libgomp
        _kernel = ctypes.CDLL(os.path.abspath(built)).depthwise_weight_gradient
        return True
    except (OSError, subprocess.CalledProcessError, AttributeError):
        return False


class _FastDepthwise(torch.autograd.Function):
    """Depthwise convolution in bfloat16: x [B, C, H, W], weight [C, 1, K, K], bias [C] or None, padding K // 2."""

    @staticmethod
    def forward(context, x, weight, bias, stride):
        x = x.bfloat16().contiguous(memory_format=torch.channels_last)
        context.save_for_backward(x, weight)
        context.stride, context.has_bias = stride, bias is not None
        bias = bias.bfloat16() if context.has_bias else None
        return F.conv2d(x, weight.bfloat16(), bias, stride, weight.shape[-1] // 2, 1, len(weight))

    @staticmethod
    def backward(context, gradient):
        x, weight = context.saved_tensors
        gradient = gradient.bfloat16().contiguous(memory_format=torch.channels_last)
        for_weight, for_bias = torch.empty(weight.shape), torch.empty(len(weight))
        pointers = (ctypes.c_void_p(t.data_ptr()) for t in (x, gradient, for_weight, for_bias))
        _kernel(*pointers, len(x), *x.shape[2:], len(weight), weight.shape[-1], context.stride, *gradient.shape[2:])
        if context.stride > 1:                                # as if it had been computed at every place
            spread = torch.zeros_like(x)
            spread[:, :, ::context.stride, ::context.stride] = gradient
            gradient = spread
        for_x = F.conv2d(gradient, weight.flip(2, 3).bfloat16(), None, 1, weight.shape[-1] // 2, 1, len(weight))
        return for_x, for_weight, for_bias if context.has_bias else None, None


def convolve(x, weight, bias, stride, groups):
    """F.conv2d with 'same' padding; takes the fast path when training a depthwise layer under CPU autocast."""
    fast = (_kernel is not None and groups > 1 and groups % 16 == 0 and weight.shape[-1] in (3, 5)
            and torch.is_grad_enabled() and torch.is_autocast_enabled("cpu"))
    if fast:
        return _FastDepthwise.apply(x, weight, bias, stride)
    return F.conv2d(x, weight, bias, stride, weight.shape[-1] // 2, 1, groups)


class DepthwiseConv(nn.Conv2d):
    """A depthwise convolution without bias that takes the fast path."""

    def __init__(self, channels, kernel, stride=1):
        super().__init__(channels, channels, kernel, stride, kernel // 2, groups=channels, bias=False)

    def forward(self, x):
        return convolve(x, self.weight, None, self.stride[0], self.groups)
