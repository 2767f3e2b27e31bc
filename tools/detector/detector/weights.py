"""Smaller weights in the ONNX file: float16, or int8 with a step for each output channel. The network still computes in float32.

Runtimes undo both when they load the file, so neither costs time.
"""
import math

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LARGE_ENOUGH = 256           # numbers in a weight: smaller ones stay float32
LARGE_KERNEL = 50_000        # numbers in a kernel (a weight of four axes) that int8 is used for: the deep pointwise ones, two thirds of all
                             # weights. With all kernels as int8 the scores err by twice as much, for a sixth less file
LEVELS = 127


def large_weights(graph, least):
    return [t for t in graph.initializer if t.data_type == TensorProto.FLOAT and math.prod(t.dims) >= least]


def replace(graph, weight, stored, nodes):
    """Put `stored` initializers and the nodes that make `weight` of them in its place."""
    graph.initializer.remove(weight)
    graph.initializer.extend(stored)
    for node in reversed(nodes):
        graph.node.insert(0, node)


def halve_weights(graph):
    """Large float32 weights as float16, each followed by a Cast back: half the file, the same operators."""
    for weight in large_weights(graph, LARGE_ENOUGH):
        name = weight.name
        half = numpy_helper.from_array(numpy_helper.to_array(weight).astype(np.float16), name + "_half")
        replace(graph, weight, [half], [helper.make_node("Cast", [half.name], [name], to=TensorProto.FLOAT)])


def quarter_kernels(graph):
    """Large kernels of convolutions as int8 times a step of their own for each output channel, rounded to the nearest; call before
    halve_weights. A quarter of the file. Symmetric, the largest weight of a channel is 127 steps (Krishnamoorthi 2018, section 3.1)."""
    for weight in [w for w in large_weights(graph, LARGE_KERNEL) if len(w.dims) == 4]:
        name, values = weight.name, numpy_helper.to_array(weight)
        most = np.abs(values).max(axis=(1, 2, 3), keepdims=True)
        step = np.maximum(most / LEVELS, np.finfo(np.float32).tiny).astype(np.float32)
        steps = [numpy_helper.from_array(np.round(values / step).astype(np.int8), name + "_int8"), numpy_helper.from_array(step, name + "_step")]
        replace(graph, weight, steps, [helper.make_node("Cast", [name + "_int8"], [name + "_steps"], to=TensorProto.FLOAT),
                                       helper.make_node("Mul", [name + "_steps", name + "_step"], [name])])
