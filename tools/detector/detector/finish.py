"""After the training: measure, calibrate, choose the threshold, export, check, and write it all down."""
import json
import os

from .calibration import as_scored, best_threshold, fit_categories, operating_point, reliability
from .coco import read_photos
from .curve import reliability_svg
from .ensemble import load_models
from .export import agrees, compare, export, milliseconds, with_calibration, write_manifest
from .precision import evaluate, table, truth_of
from .predict import detect, onnx_runner, torch_runner
from .train import keep_memory

COMPARED_PHOTOS = 40


def finish(options, model_paths):
    """The model, or the mean of several. Write OUT/NAME.onnx, NAME.json, NAME.reliability.svg, report.json and report.txt. RuntimeError if ONNX Runtime's boxes are not PyTorch's."""
    keep_memory()
    model, names, size, notes = load_models(model_paths, options.test_sizes)
    photos, _ = read_photos(options.val, options.val_images or options.images, names)
    truth = truth_of(photos, names)
    found = detect(torch_runner(model), photos, names, size)
    slopes, offsets, crossed = fit_categories(truth, list(found.values()), names)
    threshold = best_threshold(crossed)
    model = with_calibration(model, slopes, offsets)
    os.makedirs(options.out, exist_ok=True)
    path = os.path.join(options.out, options.name + ".onnx")
    export(model, path, size, options.bits)
    outcome = compare(model, path, photos[:COMPARED_PHOTOS], size)
    found = list(detect(onnx_runner(path), photos, names, size).values())
    rows, error = reliability(crossed)
    report = {
        "training": notes, "names": names, "size": size, "megabytes": os.path.getsize(path) / 1e6,
        "millisecondsTwoThreads": milliseconds(path, size), "onnxAgainstPytorch": outcome,
        "val": evaluate(truth, found, names), "threshold": threshold,
        "slopes": slopes.tolist(), "offsets": offsets.tolist(),
        "atThreshold": operating_point(crossed, threshold), "reliability": rows, "calibrationError": error}
    if options.extra_val and os.path.isfile(options.extra_val):
        drawn, _ = read_photos(options.extra_val, options.extra_val_images or options.extra_images, names)
        found = list(detect(onnx_runner(path), drawn, names, size).values())
        truth = truth_of(drawn, names)
        report["secondVal"] = evaluate(truth, found, names)
        report["secondAtThreshold"] = operating_point(as_scored(truth, found, names), threshold)
    write_manifest(os.path.join(options.out, options.name + ".json"), path, names, size, threshold,
                   options.title, options.version, options.licence)
    with open(os.path.join(options.out, options.name + ".reliability.svg"), "w", encoding="utf-8") as file:
        file.write(reliability_svg(rows, "Reliability on validation (cross-fitted)"))
    with open(os.path.join(options.out, "report.json"), "w", encoding="utf-8") as file:
        json.dump(report, file, indent=1)
    with open(os.path.join(options.out, "report.txt"), "w", encoding="utf-8") as file:
        file.write(text_of(report))
    print(text_of(report))
    if not agrees(outcome, options.bits):
        raise RuntimeError(f"ONNX Runtime's boxes are not PyTorch's: {outcome}")


def points(rows):
    return "\n".join(f"{name:10} precision {row['precision']:.3f}  recall {row['recall']:.3f}  F1 {row['f1']:.3f}" for name, row in rows.items())


def text_of(report):
    """The report for people."""
    parts = ["Validation, ONNX Runtime (± one standard error, bootstrap over images)", table(report["val"])]
    if "secondVal" in report:
        parts += ["", "Second source (drawings)", table(report["secondVal"])]
    parts += ["", f"At score >= {report['threshold']:.2f}, IoU >= 0.5, cross-fitted calibration", points(report["atThreshold"])]
    if "secondAtThreshold" in report:
        parts += ["", "The same on the second source", points(report["secondAtThreshold"])]
    parts += ["", "Reliability (cross-fitted): mean score, part that is right, detections"]
    parts += [f"{r['from']:.1f}-{r['to']:.1f}  {r['score']:.3f}  {r['right']:.3f}  {r['detections']}" for r in report["reliability"]]
    parts += [f"expected calibration error {report['calibrationError']:.3f}", "",
              f"{report['megabytes']:.2f} MB, {report['millisecondsTwoThreads']:.1f} ms an image on two threads; ONNX against PyTorch: {report['onnxAgainstPytorch']}", ""]
    return "\n".join(parts)
