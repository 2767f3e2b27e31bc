"""Scores that mean something: after calibration, of the detections with score 0.7 about seven in ten are right (IoU >= 0.5).

Platt scaling (Platt 1999) for each category, score' = sigmoid(slope * logit(score) + offset), fitted to the detections left
after NMS. It changes no order within a category, so no category's AP. Both numbers are folded into the last
layer on export. What is reported about it is cross-fitted: each image is judged by a fit on the other folds.
"""
import numpy as np
from scipy.optimize import minimize

from .precision import match

PRIOR = 2.0              # pull towards slope 1, offset 0, worth about this many detections
FOLDS = 5
STRONG = 0.05            # detections below it are left out of the curve: nearly all wrong, they would only flatter it


def logit(scores):
    scores = np.clip(scores, 1e-6, 1 - 1e-6)
    return np.log(scores / (1 - scores))


def calibrated(scores, slope, offset):
    return 1 / (1 + np.exp(-(slope * logit(scores) + offset)))


def fit(scores, right):
    """Slope and offset by penalised maximum likelihood. scores [d] in 0..1, right [d] bool."""
    x, y = logit(scores), np.asarray(right, float)

    def cost(parameters):
        z = parameters[0] * x + parameters[1]
        return np.sum(np.logaddexp(0, z) - y * z) + PRIOR * ((parameters[0] - 1) ** 2 + 0.1 * parameters[1] ** 2)
    slope, offset = minimize(cost, [1.0, 0.0], method="BFGS").x
    return float(max(slope, 0.05)), float(offset)


def fit_categories(truth, found, names):
    """([C] slopes, [C] offsets, {name: cross-fitted (scores, right, wanted)}) from detections after NMS."""
    slopes, offsets, crossed = [], [], {}
    fold = np.random.default_rng(0).permutation(len(truth)) % FOLDS
    for name in names:
        matches = match(truth, found, name)
        right, scores = matches.right[0], matches.scores
        slope, offset = fit(scores, right)
        slopes.append(slope)
        offsets.append(offset)
        outside = np.zeros(len(scores))
        for number in range(FOLDS):
            held = fold[matches.images] == number
            outside[held] = calibrated(scores[held], *fit(scores[~held], right[~held]))
        crossed[name] = (outside, right, int(matches.wanted.sum()))
    return np.array(slopes), np.array(offsets), crossed


def as_scored(truth, found, names):
    """{name: (scores, right, wanted)} of detections whose scores are calibrated already."""
    result = {}
    for name in names:
        matches = match(truth, found, name)
        result[name] = (matches.scores, matches.right[0], int(matches.wanted.sum()))
    return result


def operating_point(scored, threshold):
    """{name or 'all': {precision, recall, f1}} at IoU 0.5; 'all' is over all boxes together."""
    rows, totals = {}, np.zeros(3)
    for name, (scores, right, wanted) in scored.items():
        taken = scores >= threshold
        rows[name] = np.array([right[taken].sum(), taken.sum(), wanted], float)
        totals += rows[name]
    rows["all"] = totals
    result = {}
    for name, (hits, taken, wanted) in rows.items():
        precision, recall = hits / max(1, taken), hits / max(1, wanted)
        result[name] = dict(precision=precision, recall=recall, f1=2 * precision * recall / max(1e-9, precision + recall))
    return result


def best_threshold(scored):
    """The multiple of 0.05 with the best mean F1 over the categories."""
    def mean_f1(threshold):
        point = operating_point(scored, threshold)
        return np.mean([point[name]["f1"] for name in scored])
    return float(max(np.round(np.arange(0.2, 0.75, 0.05), 2), key=mean_f1))


def reliability(scored, bins=10):
    """Rows {from, to, detections, score, right} of equal width, and the expected calibration error over them."""
    scores = np.concatenate([s for s, _, _ in scored.values()])
    right = np.concatenate([r for _, r, _ in scored.values()])
    scores, right = scores[scores >= STRONG], right[scores >= STRONG]
    rows, error = [], 0.0
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        here = (scores >= low) & ((scores < high) | (number == bins - 1))
        if here.any():
            rows.append({"from": low, "to": high, "detections": int(here.sum()),
                         "score": float(scores[here].mean()), "right": float(right[here].mean())})
            error += here.mean() * abs(scores[here].mean() - right[here].mean())
    return rows, float(error)
