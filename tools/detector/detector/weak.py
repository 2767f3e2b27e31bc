"""Boxes for photos of which only the garments' names are known (image tags): weak labels for the score layer.

A trained model proposes boxes; a logistic regression says how likely each is right, from its score, its size and whether
the tags name such a garment. The regression is fitted on photos with boxes that the model was not trained on, whose garment
names serve as tags. The results are soft targets (`trust`), and their edges are not learned (`exact` false).
"""
import json
import os

import numpy as np
from scipy.optimize import minimize

from .calibration import logit
from .coco import Photo, read_image, read_photos
from .ensemble import load_models
from .precision import match, truth_of
from .predict import detect, torch_runner

LEAST_TRUST = 0.08          # less likely boxes are left out: their places count as background
NAMED = 0.7                 # from here on a box also teaches the tags' garment names
PULL = 0.5                  # ridge penalty of the regression


def garments_by_category(photos, names, least=2):
    """{category: names of the garments that were annotated at least `least` times in a box of it}."""
    counts = {name: {} for name in names}
    for photo in photos:
        for category, garments in zip(photo.categories, photo.garments):
            for garment in set(garments):
                counts[names[category]][garment] = counts[names[category]].get(garment, 0) + 1
    return {name: {g for g, count in row.items() if count >= least} for name, row in counts.items()}


def evidence(detection, tags, size, allowed):
    """[features] of a detection in an image of `size` (width, height) with `tags`: logit, log of its part of the picture, for each
    category whether a tag allows it, whether one allows the detection's own, 1."""
    tags, (width, height) = set(tags), size
    part = detection["bbox"][2] * detection["bbox"][3] / (width * height)
    possible = [float(bool(tags & allowed[name])) for name in allowed]
    return [float(logit(detection["score"])), float(np.log(max(part, 1e-6))), *possible, float(bool(tags & allowed[detection["category"]])), 1.0]


def fit_trust(truth, found, tags, sizes, allowed):
    """{category: weights of the regression} from detections on photos with boxes; all lists are over the images."""
    weights = {}
    for name in allowed:
        features, right = [], []
        for boxes, detections, words, size in zip(truth, found, tags, sizes):
            mine = sorted((d for d in detections if d["category"] == name), key=lambda d: -d["score"])
            features += [evidence(d, words, size, allowed) for d in mine]
            right += match([boxes], [mine], name).right[0].tolist()
        weights[name] = regression(np.array(features, float), np.array(right, float))
    return weights


def regression(features, right):
    """Weights [features] by penalised maximum likelihood; the last feature is 1 and is not penalised."""
    if not len(right):
        return None

    def cost(weights):
        z = features @ weights
        return np.sum(np.logaddexp(0, z) - right * z) + 0.5 * PULL * np.sum(weights[:-1] ** 2)
    return minimize(cost, np.zeros(features.shape[1]), method="BFGS").x


def trust_of(detection, tags, size, allowed, weights):
    """Probability in 0..1 that the detection is right."""
    mine = weights[detection["category"]]
    return 0.0 if mine is None else float(1 / (1 + np.exp(-np.dot(evidence(detection, tags, size, allowed), mine))))


def weak_document(images, found, names, allowed, weights):
    """A COCO document for `images` [{file_name, width, height, tags}] with detections `found` {file name: detections}."""
    entries, annotations = [], []
    for number, image in enumerate(images, 1):
        size = image["width"], image["height"]
        entries.append(dict(id=number, file_name=image["file_name"], width=size[0], height=size[1]))
        for detection in found[image["file_name"]]:
            trust = trust_of(detection, image["tags"], size, allowed, weights)
            if trust >= LEAST_TRUST and min(detection["bbox"][2:]) >= 8:
                known = sorted(set(image["tags"]) & allowed[detection["category"]]) if trust >= NAMED else []
                annotations.append(dict(id=len(annotations) + 1, image_id=number, category_id=names.index(detection["category"]) + 1,
                                        bbox=detection["bbox"], trust=round(trust, 3), exact=False, garments=known))
    return dict(images=entries, annotations=annotations, categories=[dict(id=i, name=name) for i, name in enumerate(names, 1)])


def read_tagged(path, folder):
    """Images [{file_name, width, height, tags}] of a tags file and their Photos, without boxes; DataError for one that cannot be read."""
    with open(path, encoding="utf-8") as file:
        images = json.load(file)
    photos, nothing = [], np.zeros((0, 4), np.float32)
    for number, image in enumerate(images):
        pixels, scale = read_image(os.path.join(folder, image["file_name"]), image["width"], image["height"])
        photos.append(Photo(number, image["file_name"], pixels, nothing, np.zeros(0, np.int64), scale=scale))
    return images, photos


def label(options):
    """Write OUT: boxes for the tagged photos by the mean of the models, trusted as each was right on its own held photos."""
    model, names, size, _ = load_models(options.models)
    members, truth, found, held = getattr(model, "members", [model]), [], [], []
    for member, path in zip(members, options.held):
        photos, _ = read_photos(path, options.images, names)
        held += photos
        truth += truth_of(photos, names)
        found += detect(torch_runner(member), photos, names, size).values()
    allowed = garments_by_category(held, names)
    tags = [[g for garments in photo.garments for g in garments] for photo in held]
    sizes = [tuple(v / photo.scale for v in photo.image.shape[1::-1]) for photo in held]
    weights = fit_trust(truth, found, tags, sizes, allowed)
    images, photos = read_tagged(options.tags, options.tags_images)
    document = weak_document(images, detect(torch_runner(model), photos, names, size), names, allowed, weights)
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump(document, file)
    print(f"{options.out}: {len(images)} images, {len(document['annotations'])} boxes, "
          f"{sum(a['trust'] >= 0.6 for a in document['annotations'])} of them with a trust of 0.6 or more")
