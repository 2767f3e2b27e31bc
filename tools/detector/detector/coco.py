"""Reading COCO files: photos with boxes, checked before anything is trained on them.

Besides COCO's own fields these are used where present: image.person_bbox (the annotated person), image.background_persons
(people whose clothes nobody annotated: ignored, neither right nor wrong), both xywh; annotation.garments (names of the
garments inside the box), annotation.trust (how likely the box is right, 1 if absent) and annotation.exact (whether its
edges are good enough to learn from, true if absent).
"""
import collections
import hashlib
import json
import os
from dataclasses import dataclass, field

import cv2
import numpy as np

from .boxes import corners_from_xywh

SMALLEST_SIDE = 4.0        # pixels: a narrower box is called an error
OVERHANG = 2.0             # pixels a box may stick out of its image; it is cut off there
LONGEST_SIDE = 704         # pixels: larger photos are shrunk on reading, they are never seen larger than this


class DataError(Exception):
    """The data are not fit for use; the message names every fault."""


@dataclass
class Photo:
    """One image with its annotations, boxes as corners in the pixels of `image`."""
    id: int
    name: str
    image: np.ndarray                                            # [H, W, 3] uint8 RGB
    boxes: np.ndarray                                            # [n, 4]
    categories: np.ndarray                                       # [n], from 0
    garments: list = field(default_factory=list)                 # n lists of names
    trust: np.ndarray | None = None                              # [n] probability that the box is right (None: all 1)
    exact: np.ndarray | None = None                              # [n] whether its edges are good enough to learn from (None: all)
    person: np.ndarray | None = None                             # [4]
    strangers: np.ndarray = field(default_factory=lambda: np.zeros((0, 4), np.float32))
    scale: float = 1.0                                           # pixels of `image` per pixel of the file

    def __post_init__(self):
        self.trust = np.ones(len(self.boxes), np.float32) if self.trust is None else self.trust
        self.exact = np.ones(len(self.boxes), bool) if self.exact is None else self.exact


def category_names(document):
    """Names in the order of the file's category ids."""
    return [c["name"] for c in sorted(document["categories"], key=lambda c: c["id"])]


def faults_of(document, names, folder):
    """Every fault of a COCO document, as one line of text each. `names`: the categories that are known."""
    faults, images = [], {}
    known = {c["id"]: c["name"].lower() for c in document.get("categories", [])}
    for key in ("images", "annotations", "categories"):
        if key not in document:
            faults.append(f"no '{key}' in the file")
    for image in document.get("images", []):
        if image["id"] in images:
            faults.append(f"image id {image['id']} twice")
        images[image["id"]] = image
        if not (image.get("width", 0) > 0 and image.get("height", 0) > 0):
            faults.append(f"image {image['id']} ({image['file_name']}): no width and height")
            image["width"] = image["height"] = float("inf")
        if not os.path.isfile(os.path.join(folder, image["file_name"])):
            faults.append(f"image {image['id']}: no file {image['file_name']}")
    for name, count in collections.Counter(i["file_name"] for i in images.values()).items():
        if count > 1:
            faults.append(f"{name} is listed {count} times")
    seen_ids, seen_boxes = set(), set()
    for annotation in document.get("annotations", []):
        label = f"annotation {annotation.get('id')}"
        image, box = images.get(annotation["image_id"]), annotation["bbox"]
        if annotation.get("id") in seen_ids:
            faults.append(f"{label}: the id is used twice")
        seen_ids.add(annotation.get("id"))
        if image is None:
            faults.append(f"{label}: no image {annotation['image_id']}")
            continue
        label += f" ({image['file_name']})"
        if known.get(annotation["category_id"]) not in [n.lower() for n in names]:
            faults.append(f"{label}: category {annotation['category_id']} is not one of {', '.join(names)}")
        if len(box) != 4 or not np.isfinite(box).all():
            faults.append(f"{label}: the box {box} is not four numbers")
            continue
        if not 0 < annotation.get("trust", 1) <= 1:
            faults.append(f"{label}: a trust of {annotation['trust']} is not in 0..1")
        x, y, width, height = box
        if min(width, height) < SMALLEST_SIDE:
            faults.append(f"{label}: the box is only {width:g} x {height:g} pixels")
        elif (min(x, y) < -OVERHANG or x + width > image["width"] + OVERHANG or y + height > image["height"] + OVERHANG):
            faults.append(f"{label}: the box {box} leaves the image ({image['width']} x {image['height']})")
        key = (annotation["image_id"], annotation["category_id"], *(round(v) for v in box))
        if key in seen_boxes:
            faults.append(f"{label}: the same box and category twice")
        seen_boxes.add(key)
    return faults


def read_document(path, folder, names=None):
    """The COCO document at `path` and its category names; DataError with all faults if it has any."""
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    names = names or category_names(document)
    faults = faults_of(document, names, folder)
    if faults:
        shown = "\n".join("  " + fault for fault in faults[:30])
        more = f"\n  ... and {len(faults) - 30} more" if len(faults) > 30 else ""
        raise DataError(f"{path}: {len(faults)} faults\n{shown}{more}")
    return document, names


def read_image(path, width, height):
    """[H, W, 3] uint8 RGB, upright (EXIF), at most LONGEST_SIDE; and the scale that took. The file must be width x height."""
    image = cv2.imread(path, cv2.IMREAD_COLOR)
    if image is None:
        raise DataError(f"{path} cannot be read as an image")
    if image.shape[:2] != (height, width):
        raise DataError(f"{path} is {image.shape[1]} x {image.shape[0]} (upright), the COCO file says {width} x {height}: "
                        "its boxes would be wrong")
    scale = min(1.0, LONGEST_SIDE / max(image.shape[:2]))
    if scale < 1:
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(image[:, :, ::-1]), scale


def read_photos(path, folder, names=None):
    """Photos of a COCO file (checked, decoded) and the category names that its numbers stand for."""
    document, names = read_document(path, folder, names)
    number = {name.lower(): index for index, name in enumerate(names)}
    number = {c["id"]: number[c["name"].lower()] for c in document["categories"] if c["name"].lower() in number}
    by_image = collections.defaultdict(list)
    for annotation in document["annotations"]:
        if not annotation.get("iscrowd"):
            by_image[annotation["image_id"]].append(annotation)
    photos = []
    for entry in document["images"]:
        image, scale = read_image(os.path.join(folder, entry["file_name"]), entry["width"], entry["height"])
        limit = np.float32([image.shape[1], image.shape[0]] * 2)
        mine = by_image[entry["id"]]
        person = entry.get("person_bbox")
        photos.append(Photo(
            id=entry["id"], name=entry["file_name"], image=image, scale=scale,
            boxes=np.clip(corners_from_xywh([a["bbox"] for a in mine]) * np.float32(scale), 0, limit),
            categories=np.array([number[a["category_id"]] for a in mine], np.int64),
            garments=[a.get("garments") or [] for a in mine],
            trust=np.array([a.get("trust", 1.0) for a in mine], np.float32), exact=np.array([a.get("exact", True) for a in mine], bool),
            person=corners_from_xywh(person)[0] * np.float32(scale) if person else None,
            strangers=corners_from_xywh(entry.get("background_persons") or []) * np.float32(scale)))
    return photos, names


def shared_pictures(first, second):
    """Names of pictures of `second` whose pixels are also in `first`: they would make a validation worthless."""
    def digest(photo):
        return hashlib.sha256(photo.image.tobytes()).digest()
    known = {digest(photo) for photo in first}
    return [photo.name for photo in second if digest(photo) in known]


def combine(base, added, take, name):
    """COCO document `base` plus the annotations of category `take` in `added` (same images) as a new category `name`."""
    ids = {c["id"] for c in added["categories"] if c["name"].lower() == take.lower()}
    if not ids:
        raise DataError(f"the second file has no category {take}")
    files = {image["file_name"]: image["id"] for image in base["images"]}
    where = {image["id"]: files.get(image["file_name"]) for image in added["images"]}
    new = 1 + max(c["id"] for c in base["categories"])
    result = dict(base, categories=[*base["categories"], {"id": new, "name": name, "supercategory": "clothing"}],
                  annotations=list(base["annotations"]))
    following = 1 + max((a["id"] for a in base["annotations"]), default=0)
    for annotation in added["annotations"]:
        if annotation["category_id"] in ids and where.get(annotation["image_id"]) is not None:
            result["annotations"].append(dict(annotation, id=following, category_id=new, image_id=where[annotation["image_id"]]))
            following += 1
    return result
