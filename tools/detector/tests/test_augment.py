import numpy as np
import pytest

from detector.augment import augmented, centred, cut, moved, place
from detector.coco import Photo
from detector.loss import EVERY


def photo(width=60, height=90, box=(20, 30, 40, 70)):
    """A black picture with a white rectangle that is annotated."""
    image = np.zeros((height, width, 3), np.uint8)
    image[box[1]:box[3], box[0]:box[2]] = 255
    return Photo(1, "p.png", image, np.float32([box]), np.array([0]), [["coat"]], person=np.float32([15, 10, 45, 80]))


def white_box(picture):
    rows, columns = np.nonzero(picture[:, :, 0] > 127)
    return [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


@pytest.mark.parametrize("flip", [False, True])
def test_the_box_stays_on_what_it_marks(flip):
    source = photo()
    picture, motion = place(source.image, (160, 192), zoom=0.9, stretch=1.1, shift=(0.05, -0.06), flip=flip, fill=0)
    assert np.abs(moved(source.boxes, motion)[0] - white_box(picture)).max() <= 1.0


def test_the_letterbox_is_centred_on_grey():
    picture, (kx, tx, ky, ty) = place(np.full((50, 100, 3), 255, np.uint8), (64, 96))
    assert (kx, ky, tx, ty) == (0.64, 0.64, 0, 32)
    assert (picture[:31] == 114).all() and (picture[33:63] == 255).all() and (picture[65:] == 114).all()


def test_boxes_mostly_cut_off_are_ignored_not_background():
    source = photo()
    picture, motion = place(source.image, (64, 96), shift=(-0.55, 0))
    sample = cut(source, {"coat": 3}, picture, motion, (64, 96))
    assert len(sample.boxes) == 0 and [c for c, _ in sample.ignored] == [0] and len(sample.garments) == 0


def test_spans_tell_top_and_hem_on_the_person():
    source = photo()
    sample = cut(source, {"coat": 3}, *place(source.image, (64, 96)), (64, 96))
    assert np.allclose(sample.spans, [[20 / 70, 60 / 70]]) and sample.garments == [[3]]


def test_the_person_of_a_pair_stands_in_the_middle_of_its_half():
    for seed in range(10):
        sample = centred(photo(), {}, (80, 240), np.random.default_rng(seed))
        assert abs((sample.persons[0, 0] + sample.persons[0, 2]) / 2 - 40) < 2
        assert 0.5 < (sample.persons[0, 3] - sample.persons[0, 1]) / 240 < 1.0


def test_every_sample_has_the_size_asked_for_and_boxes_inside():
    rng, source = np.random.default_rng(0), photo()
    source.strangers = np.float32([[0, 0, 10, 80]])
    for _ in range(200):
        sample = augmented(source, lambda: source, {"coat": 0}, (96, 128), rng)
        assert sample.image.shape == (128, 96, 3) and sample.image.dtype == np.uint8
        assert len(sample.boxes) == len(sample.categories) == len(sample.garments) == len(sample.spans)
        assert (sample.boxes[:, :2] >= 0).all() and (sample.boxes[:, 2:] <= [96, 128]).all()
        assert any(category == EVERY for category, _ in sample.ignored)
