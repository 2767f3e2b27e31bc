"""Contact sheets: photos with annotated boxes (thin, white) and detections (thick, one colour a category), to be looked at."""
import cv2
import numpy as np

from .augment import place

COLOURS = ((230, 60, 50), (40, 170, 70), (50, 90, 240), (235, 190, 30), (200, 60, 200), (60, 200, 200))    # RGB


def drawn(photo, detections, names, size, threshold):
    """[H, W, 3] the letterboxed photo with its boxes."""
    picture, (kx, tx, ky, ty) = place(photo.image, size)
    kx, ky = kx * photo.scale, ky * photo.scale

    def rectangle(x, y, width, height, colour, thickness):
        corners = [(round(kx * x + tx), round(ky * y + ty)), (round(kx * (x + width) + tx), round(ky * (y + height) + ty))]
        cv2.rectangle(picture, *corners, colour, thickness)
        return corners[0]
    for detection in sorted((d for d in detections if d["score"] >= threshold), key=lambda d: d["score"]):
        number = names.index(detection["category"])
        colour = COLOURS[number % len(COLOURS)]
        x, y = rectangle(*detection["bbox"], colour, 2)
        label = f"{detection['category'][:2]} {detection['score']:.2f}"
        cv2.putText(picture, label, (x + 2, y + 11 + 11 * number), cv2.FONT_HERSHEY_SIMPLEX, 0.36, (0, 0, 0), 3, cv2.LINE_AA)
        cv2.putText(picture, label, (x + 2, y + 11 + 11 * number), cv2.FONT_HERSHEY_SIMPLEX, 0.36, colour, 1, cv2.LINE_AA)
    for number, box in zip(photo.categories, photo.boxes / photo.scale):
        rectangle(box[0], box[1], box[2] - box[0], box[3] - box[1], (255, 255, 255), 1)
        cv2.putText(picture, names[number][:2], (round(kx * box[2] + tx) - 14, round(ky * box[3] + ty) - 3),
                    cv2.FONT_HERSHEY_SIMPLEX, 0.34, (255, 255, 255), 1, cv2.LINE_AA)
    cv2.putText(picture, photo.name.split("/")[-1], (3, size[1] - 5), cv2.FONT_HERSHEY_SIMPLEX, 0.34, (0, 0, 0), 1, cv2.LINE_AA)
    return picture


def write_sheet(path, pictures, columns):
    """A PNG of equal pictures in rows."""
    blank = np.full_like(pictures[0], 255)
    pictures = [*pictures, *[blank] * (-len(pictures) % columns)]
    rows = [np.concatenate(pictures[i:i + columns], 1) for i in range(0, len(pictures), columns)]
    cv2.imwrite(path, np.concatenate(rows)[:, :, ::-1])
