"""Measuring detections that come from anywhere: an ONNX file of this recipe, or the studio's own list as JSON lines."""
import json
import os

from .coco import DataError, read_photos
from .precision import evaluate, truth_of
from .predict import detect, onnx_runner


def truth_by_name(path, names=None):
    """{file name without folders: [{category, bbox}]}, {file name: (width, height)} and category names of a COCO file; no images needed."""
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    categories = {c["id"]: c["name"] for c in document["categories"]}
    names = names or [c["name"] for c in sorted(document["categories"], key=lambda c: c["id"])]
    files = {image["id"]: os.path.basename(image["file_name"]) for image in document["images"]}
    sizes = {files[image["id"]]: (image["width"], image["height"]) for image in document["images"]}
    truth = {name: [] for name in files.values()}
    for annotation in document["annotations"]:
        truth[files[annotation["image_id"]]].append(dict(category=categories[annotation["category_id"]], bbox=annotation["bbox"]))
    return truth, sizes, names


def studio_detections(path, truth, sizes, names):
    """{file name: detections} of `deepstyle list PROJECT --json` (one image a line), for the images of the COCO file.

    Lines for other images are passed over; images of the COCO file without a line are an error, and so is another size.
    """
    spelled, found = {name.lower(): name for name in names}, {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            entry = json.loads(line)
            name = os.path.basename(entry["path"].replace("\\", "/"))
            if name not in truth:
                continue
            if name in found:
                raise DataError(f"{path}, line {number}: {name} appears twice")
            if (entry["width"], entry["height"]) != sizes[name]:
                raise DataError(f"{path}, line {number}: {name} is {entry['width']} x {entry['height']} there and {sizes[name]} in the COCO file")
            found[name] = [dict(d, category=spelled.get(d["category"].lower(), d["category"])) for d in entry["detections"]]
    missing = sorted(set(truth) - set(found))
    if missing:
        raise DataError(f"{path}: no line for {len(missing)} of {len(truth)} images, such as {', '.join(missing[:5])}")
    return found


def measure_studio(coco, path, resamples):
    """Result of a studio list against a COCO file, and the lowest score in the list."""
    truth, sizes, names = truth_by_name(coco)
    found = studio_detections(path, truth, sizes, names)
    lowest = min((d["score"] for detections in found.values() for d in detections), default=1.0)
    return evaluate(list(truth.values()), [found[name] for name in truth], names, resamples), lowest


def measure_model(coco, folder, path, size, resamples):
    """Result of an exported model against a COCO file."""
    photos, names = read_photos(coco, folder)
    found = detect(onnx_runner(path), photos, names, size)
    return evaluate(truth_of(photos, names), list(found.values()), names, resamples)


def size_of_model(path):
    """(width, height) of an exported model's input."""
    import onnxruntime
    shape = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).get_inputs()[0].shape
    return shape[3], shape[2]
