"""The training loop. Its schedule follows the clock, so that a run ends when it should on any machine."""
import ctypes
import json
import math
import os
import time

import numpy as np
import torch

from .augment import augmented
from .averaging import AveragedWeights
from .checkpoint import load_progress, save_model, save_progress
from .coco import read_photos, shared_pictures, DataError
from .depthwise import build_fast_gradient
from .loss import losses
from .model import Detector
from .precision import evaluate, truth_of
from .predict import batch_of, detect, torch_runner
from .sources import SecondSource, Sources

WARM_UP_STEPS = 100
LEAST_RATE = 0.02          # of the base learning rate, at the end
CLIP_NORM = 10.0
COMMON_GARMENT = 5         # garment names in fewer boxes are not learned


class Log:
    """Lines to the terminal and to OUT/log.txt, figures to OUT/log.jsonl."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, text):
        print(text, flush=True)
        with open(os.path.join(self.folder, "log.txt"), "a", encoding="utf-8") as file:
            file.write(text + "\n")

    def figures(self, **values):
        with open(os.path.join(self.folder, "log.jsonl"), "a", encoding="utf-8") as file:
            file.write(json.dumps(values) + "\n")


def vocabulary_of(photos):
    """{garment name: number} of the names in at least COMMON_GARMENT boxes."""
    counts = {}
    for photo in photos:
        for names in photo.garments:
            for name in set(names):
                counts[name] = counts.get(name, 0) + 1
    return {name: number for number, name in enumerate(sorted(n for n, c in counts.items() if c >= COMMON_GARMENT))}


def make_optimizer(model, rate, backbone_rate, decay):
    """AdamW; the pretrained layers learn slower, biases and norms do not decay."""
    groups = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            base = backbone_rate if name.startswith("backbone.") else rate
            groups.setdefault((base, decay if parameter.ndim > 1 else 0.0), []).append(parameter)
    return torch.optim.AdamW([dict(params=parameters, lr=base, base=base, weight_decay=weight_decay)
                              for (base, weight_decay), parameters in groups.items()], betas=(0.9, 0.99))


def rate_factor(step, progress):
    """Linear warm-up, then half a cosine over the time of the run."""
    return min(1.0, (step + 1) / WARM_UP_STEPS) * (LEAST_RATE + (1 - LEAST_RATE) * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))


def input_size(progress, sizes, small_share):
    """(width, height): the small one for the first part of the run, then the final one."""
    return sizes[0] if progress < small_share else sizes[1]


def keep_memory():
    """Let glibc keep large buffers rather than give them back to the system at each step (a tenth of the time)."""
    try:
        library = ctypes.CDLL(None)
        for parameter in (-3, -1):                    # M_MMAP_THRESHOLD, M_TRIM_THRESHOLD
            library.mallopt(parameter, 1 << 30)
    except (OSError, AttributeError):
        pass


def train(options):
    """Run a training as the command line describes it (see __main__.py); returns the path of the averaged model."""
    os.makedirs(options.out, exist_ok=True)
    log = Log(options.out)
    keep_memory()
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    fast = build_fast_gradient(os.path.join(options.out, "build"))
    photos, names = read_photos(options.data, options.images)
    validation, _ = read_photos(options.val, options.val_images or options.images, names)
    if leaked := shared_pictures(photos, validation):
        raise DataError(f"{len(leaked)} pictures are in both training and validation: {', '.join(leaked[:5])}")
    vocabulary = vocabulary_of(photos)
    log(f"{len(photos)} training and {len(validation)} validation images, categories {', '.join(names)}, "
        f"{len(vocabulary)} garment names; fast depthwise gradient: {'yes' if fast else 'no'}")
    model = Detector(options.backbone, len(names), len(vocabulary), drop_path=options.drop_path, dropout=options.dropout)
    model = model.to(memory_format=torch.channels_last)
    average = AveragedWeights(model)
    optimizer = make_optimizer(model, options.rate, options.rate / 4, options.decay)
    second = SecondSource(options.extra, options.extra_images, options.extra_share, names, log)
    sources = Sources(photos, second, rng)
    state = dict(epoch=0, step=0, elapsed=0.0, evaluated=0)
    last = os.path.join(options.out, "last.pt")
    if options.resume and os.path.exists(last):
        state = load_progress(last, model, average, optimizer, rng)
        log(f"going on after epoch {state['epoch']}")
    path, total, start = os.path.join(options.out, "model.pt"), options.minutes * 60, time.time() - state["elapsed"]
    while time.time() - start < total:
        size = input_size((time.time() - start) / total, options.sizes, options.small_share)
        began, sums, count = time.time(), {}, 0
        order = sources.epoch()
        model.train()
        for first in range(0, len(order) - options.batch + 1, options.batch):
            progress = (time.time() - start) / total
            if progress >= 1:
                break
            samples = [augmented(photo, sources.another, vocabulary, size, rng) for photo in order[first:first + options.batch]]
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * rate_factor(state["step"], progress)
            parts = losses(model.raw(batch_of([s.image for s in samples]), bfloat16=fast), samples)
            optimizer.zero_grad(set_to_none=True)
            sum(parts.values()).backward()
            torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.grad is not None], CLIP_NORM)
            optimizer.step()
            average.update(model)
            state["step"] += 1
            count += 1
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + value.item()
        state["epoch"] += 1
        state["elapsed"] = time.time() - start
        means = {name: round(value / max(1, count), 4) for name, value in sums.items()}
        log(f"epoch {state['epoch']} {size[0]}x{size[1]} {state['elapsed']:.0f} s {means} "
            f"{1e3 * (time.time() - began) / max(1, count) / options.batch:.0f} ms/image")
        log.figures(epoch=state["epoch"], size=size, seconds=round(state["elapsed"]), loss=means)
        if state["elapsed"] / total * options.evaluations >= state["evaluated"] + 1 or state["elapsed"] >= total:
            state["evaluated"] = int(state["elapsed"] / total * options.evaluations)
            found = detect(torch_runner(average.model, bfloat16=fast), validation, names, size)
            result = evaluate(truth_of(validation, names), list(found.values()), names, resamples=0)
            log("  val " + "  ".join(f"{n} {v['AP50']:.3f}/{v['AP']:.3f}" for n, v in result.items()))
            log.figures(epoch=state["epoch"], val={n: {k: round(x, 4) for k, x in v.items() if x == x} for n, v in result.items()})
            if second.photos and options.extra_val and os.path.isfile(options.extra_val):
                drawn, _ = read_photos(options.extra_val, options.extra_val_images or options.extra_images, names)
                found = detect(torch_runner(average.model, bfloat16=fast), drawn, names, size)
                result = evaluate(truth_of(drawn, names), list(found.values()), names, resamples=0)
                log("  second source " + "  ".join(f"{n} {v['AP50']:.3f}/{v['AP']:.3f}" for n, v in result.items()))
            save_model(path, average.model, names, options.sizes[1], epoch=state["epoch"], minutes=state["elapsed"] / 60)
        save_progress(last, model, average, optimizer, rng, state)
    return path
