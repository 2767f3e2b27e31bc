"""From photos to detections, with PyTorch or with the exported file: both give scores [N, C] and boxes [N, C, 4] of one image."""
import numpy as np
import torch

from .augment import place
from .boxes import non_maximum_suppression, xywh_from_corners

MAX_IOU = 0.6            # of two boxes of one category in one image
LOWEST_SCORE = 0.01
MOST_PER_CATEGORY = 20


def batch_of(pictures):
    """[B, 3, H, W] float32, channels last in memory as the network likes it."""
    return torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float()


def torch_runner(model, bfloat16=False):
    """A function from a list of letterboxed pictures to scores [B, N, C] and boxes [B, N, C, 4]."""
    @torch.no_grad()
    def run(pictures):
        model.eval()
        scores, boxes = model(batch_of(pictures), bfloat16)
        return scores.numpy(), boxes.numpy()
    return run


def onnx_runner(path, threads=2):
    """The same function for an exported file, one image at a time."""
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def run(pictures):
        outputs = [session.run(["scores", "boxes"], {"image": p.transpose(2, 0, 1)[None].astype(np.float32)}) for p in pictures]
        return np.concatenate([o[0] for o in outputs]), np.concatenate([o[1] for o in outputs])
    return run


def detections_of(scores, boxes, names, motion, image_size, max_iou=MAX_IOU):
    """Detections of one image, in its own pixels: [{category, score, bbox}], best first within a category."""
    kx, tx, ky, ty = motion
    width, height = image_size
    boxes = ((boxes - np.float32([tx, ty, tx, ty])) / np.float32([kx, ky, kx, ky])).clip(0, np.float32([width, height] * 2))
    detections = []
    for number, name in enumerate(names):
        likely = np.flatnonzero(scores[:, number] >= LOWEST_SCORE)
        likely = likely[np.argsort(-scores[likely, number], kind="stable")][:200]
        mine = boxes[likely, number]
        for index in non_maximum_suppression(mine, scores[likely, number], max_iou, MOST_PER_CATEGORY):
            detections.append(dict(category=name, score=float(scores[likely[index], number]),
                                   bbox=[float(v) for v in xywh_from_corners(mine[index])[0]]))
    return detections


def detect(run, photos, names, size, batch=8):
    """{file name: detections in the pixels of the file} of `photos` at input `size` (width, height)."""
    found = {}
    for start in range(0, len(photos), batch):
        some = photos[start:start + batch]
        placed = [place(photo.image, size) for photo in some]
        scores, boxes = run([picture for picture, _ in placed])
        for photo, (_, motion), s, b in zip(some, placed, scores, boxes):
            rows, columns = photo.image.shape[:2]
            found[photo.name] = detections_of(s, b, names, motion, (columns, rows))
            for detection in found[photo.name]:
                detection["bbox"] = [v / photo.scale for v in detection["bbox"]]
    return found
