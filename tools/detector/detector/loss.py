"""Which places answer for which box, and what a wrong answer costs."""
import torch
import torch.nn.functional as F

from .boxes import iou_and_giou
from .model import BINS

EVERY = -1                   # an ignored region that holds for all categories
PLACES_PER_BOX = 10
BOX_WEIGHT, SIDE_WEIGHT, GARMENT_WEIGHT, SPAN_WEIGHT = 2.0, 0.5, 1.0, 1.0


def inside(places, box):
    """[N] whether each place lies in the box."""
    x, y = places[:, 0], places[:, 1]
    return (x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])


def supervised(places, sample, categories):
    """[N, C] 1 where a place counts, 0 in ignored regions.

    Regions of EVERY category are people nobody annotated; where they overlap an annotated person, the annotation rules.
    """
    counts = torch.ones(len(places), categories)
    annotated = torch.zeros(len(places), dtype=torch.bool)
    for person in sample.persons:
        annotated |= inside(places, person)
    for category, region in sample.ignored:
        if category == EVERY:
            counts[inside(places, region) & ~annotated] = 0
        else:
            counts[inside(places, region), category] = 0
    return counts


@torch.no_grad()
def assign(logits, boxes, places, samples):
    """Task-aligned assignment (Feng et al. 2021, TOOD), each category on its own.

    The ten best places inside a box, by score^0.5 * IoU^6, learn it; their target score is that measure scaled so that the
    best place gets its IoU. Returns target scores [B, N, C], target boxes [B, N, C, 4], weights [B, N, C] and
    the index of the box [B, N, C] (-1: none).
    """
    batch, count, categories = logits.shape
    targets, weights = torch.zeros(batch, count, categories), torch.ones(batch, count, categories)
    target_boxes, index = torch.zeros(batch, count, categories, 4), torch.full((batch, count, categories), -1)
    for image, sample in enumerate(samples):
        weights[image] = supervised(places, sample, categories)
        for number, (box, category) in enumerate(zip(torch.from_numpy(sample.boxes), sample.categories.tolist())):
            iou = iou_and_giou(boxes[image, :, category], box)[0]
            measure = (logits[image, :, category].sigmoid().sqrt() * iou ** 6 + 1e-12) * inside(places, box)
            measure, best = measure.topk(min(PLACES_PER_BOX, count))
            value = measure / measure.max().clamp(min=1e-12) * iou[best].max() * float(sample.trust[number])
            new = (measure > 0) & (value > targets[image, best, category])
            best, value = best[new], value[new]
            targets[image, best, category], weights[image, best, category] = value, 1
            target_boxes[image, best, category], index[image, best, category] = box, number
    return targets, target_boxes, weights, index


def garment_targets(index, samples, count):
    """[B, N, G] 1 where a place's box holds that garment."""
    targets = torch.zeros(*index.shape[:2], count)
    for image, sample in enumerate(samples):
        for number, garments in enumerate(sample.garments):
            rows = (index[image] == number).any(-1).nonzero()
            if garments:
                targets[image, rows, torch.tensor(garments)] = 1
    return targets


def span_targets(index, samples):
    """[B, N, C, 2] top and hem of each place's box on its person (0 hair, 1 sole); NaN where unknown."""
    targets = torch.full((*index.shape, 2), float("nan"))
    for image, sample in enumerate(samples):
        if len(sample.spans):
            known = index[image] >= 0
            targets[image][known] = torch.from_numpy(sample.spans)[index[image][known]]
    return targets


def exact_places(index, samples):
    """[B, N, C] whether a place answers for a box whose edges are known."""
    exact = torch.zeros_like(index, dtype=torch.bool)
    for image, sample in enumerate(samples):
        if len(sample.exact):
            exact[image] = torch.from_numpy(sample.exact)[index[image].clamp(min=0)] & (index[image] >= 0)
    return exact


def losses(raw, samples):
    """The parts of the loss by name. `samples` as made by augment.py."""
    logits, boxes, sides, garments, spans, places = raw
    targets, target_boxes, weights, index = assign(logits, boxes, places, samples)
    positive, total = targets > 0, targets.sum().clamp(min=1)
    error = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    parts = {"score": (error * (logits.sigmoid() - targets).abs() ** 2 * weights).sum() / total}     # quality focal loss
    edges = positive & exact_places(index, samples)
    wanted, share = target_boxes[edges], targets[edges]
    sure = share.sum().clamp(min=1)
    parts["box"] = BOX_WEIGHT * ((1 - iou_and_giou(boxes[edges], wanted)[1]) * share).sum() / sure
    place = places[None, :, None].expand(*targets.shape, 3)[edges]
    distance = torch.cat([place[:, :2] - wanted[:, :2], wanted[:, 2:] - place[:, :2]], 1) / place[:, 2:]
    distance = distance.clamp(0, BINS - 0.01)
    low, log_share = distance.long(), F.log_softmax(sides[edges], -1)
    error = (log_share.gather(-1, low[..., None])[..., 0] * (low + 1 - distance)
             + log_share.gather(-1, low[..., None] + 1)[..., 0] * (distance - low))
    parts["side"] = -SIDE_WEIGHT * (error.mean(-1) * share).sum() / sure                            # distribution focal loss
    some = (index >= 0).any(-1)
    if some.any():
        wanted = garment_targets(index, samples, garments.shape[-1])[some]
        named = wanted.any(-1)               # pictures without garment names say nothing here
        if named.any():
            parts["garment"] = GARMENT_WEIGHT * F.binary_cross_entropy_with_logits(garments[some][named], wanted[named])
    wanted = span_targets(index, samples)
    known = ~wanted.isnan()
    if known.any():
        parts["span"] = SPAN_WEIGHT * F.l1_loss(spans[known], wanted[known])
    return parts
