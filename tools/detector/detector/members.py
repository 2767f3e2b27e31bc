"""The whole recipe of an ensemble in one go: teachers, boxes for the tagged photos, members, one exported model.

1. Teachers learn from the photos with boxes, each without another part of them (a fold).
2. They propose boxes for the tagged photos (weak.py); how far to trust them is measured on the parts that they did not see.
3. Members start from the teachers' weights and learn from all photos with boxes and, for the scores only, from the tagged ones.
4. Their mean is measured, calibrated and exported (finish.py).
"""
import argparse
import json
import multiprocessing
import os

import numpy as np
import torch

from .coco import DataError
from .finish import finish
from .train import train
from .weak import label

FOLDS = 5
FOLD_SEED = 20241124
TEACHER_AVERAGE = 0.99       # of the weights: a longer one lags behind in so short a training


def fold_documents(document, fold):
    """(without, only) the images of one of FOLDS parts of a COCO document, drawn at random but always the same."""
    images = document["images"]
    part = np.random.default_rng(FOLD_SEED).permutation(len(images)) % FOLDS
    result = []
    for chosen in (part != fold, part == fold):
        ids = {image["id"] for image, taken in zip(images, chosen) if taken}
        result.append(dict(document, images=[i for i in images if i["id"] in ids],
                           annotations=[a for a in document["annotations"] if a["image_id"] in ids]))
    return result


def train_alone(options):
    """One training in a process of its own, on one thread."""
    torch.set_num_threads(1)
    train(options)


def in_parallel(trainings, at_once):
    """Run trainings, each with its options, some at a time: two on one thread each train more a minute than one on two threads."""
    os.environ.update(OMP_NUM_THREADS="1", OMP_WAIT_POLICY="passive")
    context = multiprocessing.get_context("spawn")
    for start in range(0, len(trainings), at_once):
        running = [context.Process(target=train_alone, args=(options,)) for options in trainings[start:start + at_once]]
        for process in running:
            process.start()
        for process in running:
            process.join()
        if any(process.exitcode for process in running):
            raise DataError("a training ended with an error, see above")


def write_folds(options):
    """For each member its two parts of the data: [(path of the photos without its fold, path of the fold)]."""
    with open(options.data, encoding="utf-8") as file:
        document = json.load(file)
    paths = []
    for number in range(options.members):
        paths.append([os.path.join(options.out, f"{kind}{number}.json") for kind in ("without", "fold")])
        for path, part in zip(paths[-1], fold_documents(document, number)):
            with open(path, "w", encoding="utf-8") as file:
                json.dump(part, file)
    return paths


def train_members(options):
    """Run the recipe (options: see __main__.py)."""
    os.makedirs(options.out, exist_ok=True)
    folds, weak = write_folds(options), os.path.join(options.out, "weak.json")

    def variant(number, **changed):
        return argparse.Namespace(**{**vars(options), "run": None, "seed": options.seed + number, "resume": False, "start": None, "weak": None,
                                     "weak_images": options.tags_images, **changed})
    teachers = [variant(number, data=without, out=os.path.join(options.out, f"teacher{number}"), minutes=options.teacher_minutes,
                        average=min(options.average, TEACHER_AVERAGE))
                for number, (without, _) in enumerate(folds)]
    in_parallel(teachers, options.at_once)
    taught = [os.path.join(teacher.out, "model.pt") for teacher in teachers]
    label(argparse.Namespace(models=taught, held=[fold for _, fold in folds], images=options.images, tags=options.tags,
                             tags_images=options.tags_images, out=weak))
    members = [variant(number, out=os.path.join(options.out, f"member{number}"), start=start, weak=weak) for number, start in enumerate(taught)]
    in_parallel(members, options.at_once)
    finish(options, [os.path.join(member.out, "model.pt") for member in members])
