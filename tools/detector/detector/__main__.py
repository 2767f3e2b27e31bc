"""Command line: python -m detector COMMAND. `python -m detector COMMAND --help` lists the options."""
import argparse
import json
import sys

from .coco import DataError


def size_of(text):
    """'320x480' as (width, height); both must be multiples of 32."""
    width, height = (int(part) for part in text.lower().split("x"))
    if width % 32 or height % 32:
        raise argparse.ArgumentTypeError(f"{text}: width and height must be multiples of 32")
    return width, height


def sizes_of(text):
    small, final = text.split(",")
    return size_of(small), size_of(final)


def run_combine(options):
    from .coco import combine
    with open(options.base, encoding="utf-8") as base, open(options.added, encoding="utf-8") as added:
        result = combine(json.load(base), json.load(added), options.take, options.name)
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump(result, file)
    print(f"{options.out}: {len(result['images'])} images, {len(result['annotations'])} boxes")


def run_train(options):
    from .finish import finish
    from .train import train
    finish(options, [train(options)])


def run_members(options):
    from .members import train_members
    train_members(options)


def run_label(options):
    from .weak import label
    label(options)


def run_export(options):
    from .finish import finish
    finish(options, options.model)


def run_check(options):
    from .coco import read_photos, shared_pictures
    photos, names = read_photos(options.data, options.images)
    boxes = sum(len(photo.boxes) for photo in photos)
    print(f"{options.data}: {len(photos)} images, {boxes} boxes of {', '.join(names)}: no fault found")
    if options.val:
        validation, _ = read_photos(options.val, options.val_images or options.images, names)
        leaked = shared_pictures(photos, validation)
        if leaked:
            raise DataError(f"{len(leaked)} pictures are in both files: {', '.join(leaked[:5])}")
        print(f"{options.val}: {len(validation)} images, none of them in the first file")


def run_evaluate(options):
    from .evaluate import measure_model, measure_studio, size_of_model
    from .precision import table
    if options.detections:
        result, lowest = measure_studio(options.data, options.detections, options.resamples)
        print(table(result))
        if lowest > 0.05:
            print(f"note: the lowest score in the list is {lowest:.2f}. AP needs the weak detections too: detect with a threshold of "
                  "0.01, or expect less than the card says.")
        return
    if not (options.model and options.images):
        raise DataError("give --detections FILE, or --model FILE and --images FOLDER")
    print(table(measure_model(options.data, options.images, options.model, size_of_model(options.model), options.resamples)))


def run_sheet(options):
    from .coco import read_photos
    from .evaluate import size_of_model
    from .predict import detect, onnx_runner
    from .sheet import drawn, write_sheet
    photos, names = read_photos(options.data, options.images)
    photos = photos[options.first:options.first + options.count]
    size = size_of_model(options.model)
    found = detect(onnx_runner(options.model), photos, names, size)
    write_sheet(options.out, [drawn(p, found[p.name], names, size, options.threshold) for p in photos], options.columns)


def list_of_sizes(text):
    return [size_of(part) for part in text.split(",")]


def add_export_options(command):
    command.add_argument("--test-sizes", type=list_of_sizes, default=[], help="look at each picture at all these sizes, WxH,WxH,... and average; "
                         "one must be the size trained at (default: that one alone)")
    command.add_argument("--bits", type=int, default=16, choices=[16, 8], help="of the weights in the file: float16, or int8 for large kernels "
                         "(together two thirds of that size; default %(default)s)")
    command.add_argument("--name", default="garment", help="file name of the model, without ending (default %(default)s)")
    command.add_argument("--title", default="Garment detector")
    command.add_argument("--version", default="1.0.0")
    command.add_argument("--licence", default="see the model card", help="one line for the manifest")


def add_training_options(command):
    command.add_argument("--data", required=True, help="COCO file to train on")
    command.add_argument("--images", required=True, help="folder of its images")
    command.add_argument("--val", required=True, help="COCO file to measure on")
    command.add_argument("--val-images", help="folder of its images (default: --images)")
    command.add_argument("--extra", help="second COCO file, mixed in as soon as it exists")
    command.add_argument("--extra-images")
    command.add_argument("--extra-share", type=float, default=0.22, help="its share of what is seen (default %(default)s)")
    command.add_argument("--extra-val", help="COCO file of the same kind to measure on, apart")
    command.add_argument("--extra-val-images")
    command.add_argument("--weak-share", type=float, default=0.4, help="share of weakly labelled photos (default %(default)s)")
    command.add_argument("--out", required=True, help="folder for logs, checkpoints and the exported model")
    command.add_argument("--minutes", type=float, default=60, help="time the training takes, by the clock (default %(default)s)")
    command.add_argument("--backbone", default="lite0", choices=["lite0", "lite1", "lite2"])
    command.add_argument("--channels", type=int, default=128, help="width of neck and head (default %(default)s)")
    command.add_argument("--sizes", type=sizes_of, default=((256, 384), (320, 480)), help="first and final input size, WxH,WxH")
    command.add_argument("--small-share", type=float, default=0.5, help="part of the time at the first size (default %(default)s)")
    command.add_argument("--batch", type=int, default=16)
    command.add_argument("--rate", type=float, default=1e-3, help="learning rate; a quarter of it for the backbone")
    command.add_argument("--decay", type=float, default=0.05, help="weight decay (default %(default)s)")
    command.add_argument("--drop-path", type=float, default=0.15)
    command.add_argument("--dropout", type=float, default=0.1)
    command.add_argument("--average", type=float, default=0.998, help="decay of the moving average of the weights, per step")
    command.add_argument("--evaluations", type=int, default=12, help="how often it is measured on the way")
    command.add_argument("--seed", type=int, default=0)


def parser():
    top = argparse.ArgumentParser(prog="python -m detector", description="Trains, measures and exports the garment detector.")
    commands = top.add_subparsers(dest="command", required=True)

    command = commands.add_parser("combine", help="add one category of a second COCO file (same images) to a first")
    command.set_defaults(run=run_combine)
    command.add_argument("base")
    command.add_argument("added")
    command.add_argument("--take", required=True, help="name of the category in the second file")
    command.add_argument("--name", required=True, help="its name in the result")
    command.add_argument("--out", required=True)

    command = commands.add_parser("train", help="train on a COCO file, then measure and export")
    command.set_defaults(run=run_train)
    add_training_options(command)
    command.add_argument("--weak", help="COCO file of `label`: its boxes teach the scores only")
    command.add_argument("--weak-images")
    command.add_argument("--start", help="model.pt whose weights to start from, instead of the backbone's alone")
    command.add_argument("--resume", action="store_true", help="go on from OUT/last.pt")
    add_export_options(command)

    command = commands.add_parser("members", help="teachers, boxes for tagged photos, members trained on both, and their mean as one model")
    command.set_defaults(run=run_members)
    add_training_options(command)
    command.add_argument("--tags", required=True, help="JSON list of {file_name, width, height, tags}")
    command.add_argument("--tags-images", required=True, help="folder of its images")
    command.add_argument("--members", type=int, default=2, choices=range(2, 6), help="how many (default %(default)s)")
    command.add_argument("--at-once", type=int, default=2, help="trainings at a time, each on one core (default %(default)s)")
    command.add_argument("--teacher-minutes", type=float, default=12, help="--minutes are the members' (default %(default)s)")
    add_export_options(command)

    command = commands.add_parser("label", help="boxes for photos with image tags, from models and the photos they did not see")
    command.set_defaults(run=run_label)
    command.add_argument("--models", nargs="+", required=True, help="model.pt files")
    command.add_argument("--held", nargs="+", required=True, help="for each, a COCO file of photos it was not trained on")
    command.add_argument("--images", required=True, help="folder of their images")
    command.add_argument("--tags", required=True, help="JSON list of {file_name, width, height, tags}")
    command.add_argument("--tags-images", required=True)
    command.add_argument("--out", required=True)

    command = commands.add_parser("export", help="measure, calibrate and export one model.pt, or the mean of several")
    command.set_defaults(run=run_export)
    command.add_argument("--model", required=True, nargs="+", help="model.pt of one or more trainings")
    command.add_argument("--val", required=True)
    command.add_argument("--images", required=True)
    command.add_argument("--val-images")
    command.add_argument("--extra-val")
    command.add_argument("--extra-images")
    command.add_argument("--extra-val-images")
    command.add_argument("--out", required=True)
    add_export_options(command)

    command = commands.add_parser("check", help="look for faults in COCO files without training")
    command.set_defaults(run=run_check)
    command.add_argument("--data", required=True)
    command.add_argument("--images", required=True)
    command.add_argument("--val")
    command.add_argument("--val-images")

    command = commands.add_parser("evaluate", help="AP of an exported model, or of detections listed by the studio")
    command.set_defaults(run=run_evaluate)
    command.add_argument("--data", required=True, help="COCO file with the annotations")
    command.add_argument("--detections", help="output of `deepstyle list PROJECT --json`")
    command.add_argument("--model", help="an exported .onnx")
    command.add_argument("--images", help="folder of the images, with --model")
    command.add_argument("--resamples", type=int, default=300, help="bootstrap samples for the standard error")

    command = commands.add_parser("sheet", help="contact sheet of photos with annotations and detections")
    command.set_defaults(run=run_sheet)
    command.add_argument("--model", required=True)
    command.add_argument("--data", required=True)
    command.add_argument("--images", required=True)
    command.add_argument("--first", type=int, default=0)
    command.add_argument("--count", type=int, default=12)
    command.add_argument("--columns", type=int, default=6)
    command.add_argument("--threshold", type=float, default=0.4)
    command.add_argument("--out", required=True, help="a .png")
    return top


def main():
    options = parser().parse_args()
    try:
        options.run(options)
    except DataError as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
