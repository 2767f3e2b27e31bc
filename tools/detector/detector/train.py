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
from .checkpoint import load_model, load_progress, save_model, save_progress
from .coco import DataError, read_photos, shared_pictures
from .depthwise import build_fast_gradient
from .loss import losses
from .model import Detector
from .precision import evaluate, truth_of
from .predict import batch_of, detect, torch_runner
from .sources import AddedSource, Sources

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


class Training:
    """One run: its photos, network, optimiser, random numbers, and `state` (epoch, step, elapsed seconds, evaluations done)."""

    def __init__(self, options):
        os.makedirs(options.out, exist_ok=True)
        self.options, self.log = options, Log(options.out)
        self.last, self.averaged = os.path.join(options.out, "last.pt"), os.path.join(options.out, "model.pt")
        keep_memory()
        torch.manual_seed(options.seed)
        self.rng = np.random.default_rng(options.seed)
        self.fast = build_fast_gradient(os.path.join(options.out, "build"))
        photos, self.names = read_photos(options.data, options.images)
        self.validation, _ = read_photos(options.val, options.val_images or options.images, self.names)
        if leaked := shared_pictures(photos, self.validation):
            raise DataError(f"{len(leaked)} pictures are in both training and validation: {', '.join(leaked[:5])}")
        self.vocabulary = vocabulary_of(photos)
        self.log(f"{len(photos)} training and {len(self.validation)} validation images, categories {', '.join(self.names)}, "
                 f"{len(self.vocabulary)} garment names; fast depthwise gradient: {'yes' if self.fast else 'no'}")
        model = Detector(options.backbone, len(self.names), len(self.vocabulary), channels=options.channels,
                         drop_path=options.drop_path, dropout=options.dropout)
        self.model = model.to(memory_format=torch.channels_last)
        if options.start:
            self.model.load_state_dict(load_model(options.start)[0].state_dict())
        self.average = AveragedWeights(self.model, options.average)
        self.optimizer = make_optimizer(self.model, options.rate, options.rate / 4, options.decay)
        self.second = AddedSource("second source", options.extra, options.extra_images, options.extra_share, self.names, self.log)
        weak = AddedSource("weakly labelled", options.weak, options.weak_images, options.weak_share, self.names, self.log)
        self.sources = Sources(photos, [self.second, weak], self.rng)
        self.state, self.total = dict(epoch=0, step=0, elapsed=0.0, evaluated=0), options.minutes * 60
        if options.resume and os.path.exists(self.last):
            self.state = load_progress(self.last, self.model, self.average, self.optimizer, self.rng)
            self.log(f"going on after epoch {self.state['epoch']}")
        self.start = time.time() - self.state["elapsed"]

    def progress(self):
        """Part of the time that is over, from 0."""
        return (time.time() - self.start) / self.total

    def run(self):
        """Train until the time is over; every epoch leaves last.pt, every evaluation and the end model.pt."""
        over = self.progress() >= 1
        while not over:
            self.epoch()
            self.state["elapsed"] = time.time() - self.start
            over = self.progress() >= 1
            due = self.state["elapsed"] / self.total * self.options.evaluations
            if over or due >= self.state["evaluated"] + 1:
                self.state["evaluated"] = int(due)
                self.measure()
                save_model(self.averaged, self.average.model, self.names, self.options.sizes[1],
                           epoch=self.state["epoch"], minutes=self.state["elapsed"] / 60)
            save_progress(self.last, self.model, self.average, self.optimizer, self.rng, self.state)
        return self.averaged

    def epoch(self):
        """Every main photo once, and the shares of the other sources."""
        began, batch, sums, count = time.time(), self.options.batch, {}, 0
        size = input_size(self.progress(), self.options.sizes, self.options.small_share)
        order = self.sources.epoch()
        self.model.train()
        for first in range(0, len(order) - batch + 1, batch):
            if self.progress() >= 1:
                break
            samples = [augmented(photo, self.sources.another, self.vocabulary, size, self.rng) for photo in order[first:first + batch]]
            for name, value in self.step(samples).items():
                sums[name] = sums.get(name, 0.0) + value.item()
            count += 1
        self.state["epoch"] += 1
        means = {name: round(value / max(1, count), 4) for name, value in sums.items()}
        seconds = time.time() - self.start
        self.log(f"epoch {self.state['epoch']} {size[0]}x{size[1]} {seconds:.0f} s {means} "
                 f"{1e3 * (time.time() - began) / max(1, count) / batch:.0f} ms/image")
        self.log.figures(epoch=self.state["epoch"], size=size, seconds=round(seconds), loss=means)

    def step(self, samples):
        """One update; returns the parts of the loss."""
        factor = rate_factor(self.state["step"], self.progress())
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * factor
        parts = losses(self.model.raw(batch_of([sample.image for sample in samples]), bfloat16=self.fast), samples)
        self.optimizer.zero_grad(set_to_none=True)
        sum(parts.values()).backward()
        torch.nn.utils.clip_grad_norm_([p for p in self.model.parameters() if p.grad is not None], CLIP_NORM)
        self.optimizer.step()
        self.average.update(self.model)
        self.state["step"] += 1
        return parts

    def measure(self):
        """AP of the averaged weights on the validation photos and, apart, on the second source's, at the current input size."""
        options = self.options
        self._measure("val", self.validation)
        if self.second.photos and options.extra_val and os.path.isfile(options.extra_val):
            photos, _ = read_photos(options.extra_val, options.extra_val_images or options.extra_images, self.names)
            self._measure("second", photos)

    def _measure(self, label, photos):
        size = input_size(self.progress(), self.options.sizes, self.options.small_share)
        found = detect(torch_runner(self.average.model, bfloat16=self.fast), photos, self.names, size)
        result = evaluate(truth_of(photos, self.names), list(found.values()), self.names, resamples=0)
        self.log(f"  {label} AP50/AP " + "  ".join(f"{name} {row['AP50']:.3f}/{row['AP']:.3f}" for name, row in result.items()))
        self.log.figures(epoch=self.state["epoch"], **{label: {name: [round(row[k], 4) for k in ("AP", "AP50", "AP75")] for name, row in result.items()}})


def train(options):
    """Run a training as the command line describes it (see __main__.py); returns the path of the averaged weights."""
    return Training(options).run()
