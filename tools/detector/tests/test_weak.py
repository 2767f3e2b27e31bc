import numpy as np

from detector.coco import Photo
from detector.weak import evidence, fit_trust, garments_by_category, trust_of, weak_document

NAMES = ["Upper", "Full"]


def photo(categories, garments):
    boxes = np.tile(np.float32([[10, 10, 60, 90]]), (len(categories), 1))
    return Photo(1, "a.jpg", np.zeros((100, 100, 3), np.uint8), boxes, np.array(categories, np.int64), garments)


def detection(category, score=0.6, bbox=(10, 10, 50, 80)):
    return dict(category=category, score=score, bbox=list(bbox))


def taught():
    """A model that finds a Full in every picture; it is one in those with a dress and only in those."""
    rng, truth, found, tags = np.random.default_rng(0), [], [], []
    for number in range(80):
        dress = number % 2 == 0
        tags.append(["dress"] if dress else ["shirt"])
        truth.append([dict(category="Full" if dress else "Upper", bbox=[10, 10, 50, 80])])
        found.append([detection("Full", float(rng.uniform(0.4, 0.7))), detection("Upper", float(rng.uniform(0.4, 0.7)))])
    allowed = {"Upper": {"shirt"}, "Full": {"dress"}}
    return allowed, fit_trust(truth, found, tags, [(100, 100)] * 80, allowed)


def test_a_name_belongs_to_a_category_once_it_was_seen_there_twice():
    photos = [photo([0, 1], [["shirt"], ["dress", "coat"]]), photo([0, 1], [["shirt"], ["dress"]])]
    assert garments_by_category(photos, NAMES) == {"Upper": {"shirt"}, "Full": {"dress"}}


def test_equal_scores_are_trusted_by_what_the_tags_allow():
    allowed, weights = taught()
    assert trust_of(detection("Full"), ["dress", "bag"], (100, 100), allowed, weights) > 0.9
    assert trust_of(detection("Full"), ["shirt", "bag"], (100, 100), allowed, weights) < 0.1


def test_only_likely_boxes_are_kept_and_their_edges_are_not_to_be_learned():
    allowed, weights = taught()
    images = [dict(file_name="a.jpg", width=100, height=100, tags=["dress", "hat"]), dict(file_name="b.jpg", width=100, height=100, tags=["shirt"])]
    found = {"a.jpg": [detection("Full"), detection("Upper")], "b.jpg": [detection("Full")]}
    document = weak_document(images, found, NAMES, allowed, weights)
    assert [(a["image_id"], a["category_id"]) for a in document["annotations"]] == [(1, 2)]
    only = document["annotations"][0]
    assert only["trust"] > 0.9 and only["exact"] is False and only["garments"] == ["dress"]


def test_a_category_without_examples_is_not_trusted():
    allowed = {"Upper": {"shirt"}, "Full": {"dress"}}
    weights = fit_trust([[]], [[detection("Upper")]], [["shirt"]], [(100, 100)], allowed)
    assert trust_of(detection("Full"), ["dress"], (100, 100), allowed, weights) == 0
    assert len(evidence(detection("Full"), [], (100, 100), allowed)) == 6
