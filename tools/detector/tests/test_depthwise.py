"""The hand-written gradient must be PyTorch's, up to bfloat16's rounding."""
import pytest
import torch
import torch.nn.functional as F

from detector import depthwise


@pytest.mark.parametrize("kernel,stride", [(3, 1), (3, 2), (5, 1), (5, 2)])
def test_gradients_agree_with_pytorch(tmp_path, kernel, stride):
    if not depthwise.build_fast_gradient(str(tmp_path)):
        pytest.skip("no g++ or no AVX-512 here")
    torch.manual_seed(kernel * 10 + stride)
    x = torch.randn(2, 32, 12, 8).bfloat16().float().requires_grad_()
    weight = torch.randn(32, 1, kernel, kernel).bfloat16().float().requires_grad_()
    bias = torch.randn(32).bfloat16().float().requires_grad_()
    exact = F.conv2d(x, weight, bias, stride, kernel // 2, 1, 32)
    pull = torch.randn_like(exact).bfloat16().float()
    expected = torch.autograd.grad(exact, (x, weight, bias), pull)
    with torch.autocast("cpu", torch.bfloat16):
        fast = depthwise.convolve(x, weight, bias, stride, 32)
    assert fast.grad_fn.name().startswith("_FastDepthwise"), "the fast path was not taken"
    got = torch.autograd.grad(fast, (x, weight, bias), pull.bfloat16())
    for mine, theirs in zip((fast, *got), (exact, *expected)):
        assert (mine.float() - theirs).abs().max() < 0.02 * theirs.abs().max()
