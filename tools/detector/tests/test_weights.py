import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from detector.weights import halve_weights, quarter_kernels

INPUTS, OUTPUTS = 128, 64          # a kernel large enough for int8
SHAPE = [1, INPUTS, 8, 8]


def network(scale):
    """A convolution, whose channels differ in size by `scale`, and a sum with a large weight that is no kernel."""
    rng = np.random.default_rng(3)
    kernel = rng.standard_normal((OUTPUTS, INPUTS, 3, 3)).astype(np.float32) * np.geomspace(1, scale, OUTPUTS, dtype=np.float32)[:, None, None, None]
    added = rng.standard_normal((OUTPUTS, 8, 8)).astype(np.float32)
    graph = helper.make_graph(
        [helper.make_node("Mul", ["kernel", "norm"], ["scaled"]),          # as the exporter writes a batch norm
         helper.make_node("Conv", ["x", "scaled"], ["c"], pads=[1, 1, 1, 1]), helper.make_node("Add", ["c", "added"], ["y"])], "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, SHAPE)], [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, OUTPUTS, 8, 8])],
        [numpy_helper.from_array(kernel, "kernel"), numpy_helper.from_array(added, "added"),
         numpy_helper.from_array(np.full((OUTPUTS, 1, 1, 1), 0.5, np.float32), "norm")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def answer(model):
    onnx.checker.check_model(model, full_check=True)
    run = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return run.run(None, {"x": np.random.default_rng(5).standard_normal(SHAPE).astype(np.float32)})[0]


@pytest.mark.parametrize("pack, bytes_a_weight, tolerance", [((halve_weights,), 2, 1e-3), ((quarter_kernels, halve_weights), 1, 1.5e-2)])
def test_a_packed_network_is_smaller_and_answers_alike(pack, bytes_a_weight, tolerance):
    model = network(1000)
    before = answer(model)
    for step in pack:
        step(model.graph)
    kernel = next(t for t in model.graph.initializer if t.name.startswith("kernel") and len(t.dims) == 4 and t.dims[1] > 1)
    assert len(kernel.raw_data) == bytes_a_weight * OUTPUTS * INPUTS * 9
    # Each channel has a step of its own: small channels keep their accuracy beside large ones.
    error = np.abs(answer(model) - before).max(axis=(0, 2, 3)) / np.abs(before).max(axis=(0, 2, 3))
    assert error.max() < tolerance


def test_a_channel_of_zeros_stays_zero():
    model = network(1)
    kernel = numpy_helper.to_array(model.graph.initializer[0]).copy()
    kernel[4] = 0
    model.graph.initializer[0].CopyFrom(numpy_helper.from_array(kernel, "kernel"))
    before = answer(model)
    quarter_kernels(model.graph)
    assert np.array_equal(answer(model)[:, 4], before[:, 4])
