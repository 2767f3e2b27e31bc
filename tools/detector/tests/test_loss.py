import numpy as np
import torch

from detector.augment import Sample
from detector.loss import EVERY, assign, inside, losses, supervised


def grid(size=64, stride=8):
    steps = torch.arange(stride / 2, size, stride)
    y, x = torch.meshgrid(steps, steps, indexing="ij")
    return torch.stack([x, y, torch.full_like(x, stride)], -1).reshape(-1, 3)


def sample(boxes, categories, ignored=(), persons=(), trust=None, exact=None):
    return Sample(np.zeros((64, 64, 3), np.uint8), np.float32(boxes).reshape(-1, 4), np.array(categories, np.int64), [[] for _ in categories],
                  np.full((len(categories), 2), np.nan, np.float32), np.float32(trust or [1] * len(categories)),
                  np.array(exact or [True] * len(categories), bool), list(ignored), np.float32(persons).reshape(-1, 4))


def test_people_nobody_annotated_are_neither_right_nor_wrong():
    places = grid()
    counts = supervised(places, sample([], [], ignored=[(EVERY, np.float32([0, 0, 32, 64]))], persons=[[24, 0, 64, 64]]), 2)
    left, middle = places[:, 0] < 24, (places[:, 0] > 24) & (places[:, 0] < 32)
    assert counts[left].sum() == 0 and counts[middle].min() == 1 and counts[places[:, 0] > 32].min() == 1


def test_a_region_of_one_category_leaves_the_others_supervised():
    counts = supervised(grid(), sample([], [], ignored=[(1, np.float32([0, 0, 64, 64]))]), 3)
    assert counts[:, 1].sum() == 0 and counts[:, [0, 2]].min() == 1


def test_the_best_places_inside_a_box_learn_it_and_no_others():
    places, box = grid(), [8, 8, 40, 56]
    boxes = torch.tensor(box, dtype=torch.float32).expand(1, len(places), 2, 4).clone()
    boxes[0, ::2] += 6                                          # every second place predicts a worse box
    targets, target_boxes, _, index = assign(torch.zeros(1, len(places), 2), boxes, places, [sample([box], [1])])
    chosen = index[0, :, 1] == 0
    assert chosen.sum() == 10 and inside(places, torch.tensor(box))[chosen].all()
    assert targets[0, :, 0].sum() == 0 and abs(targets.max() - 1) < 1e-4
    assert (target_boxes[0, chosen, 1] == torch.tensor(box, dtype=torch.float32)).all()
    assert chosen.nonzero()[:, 0].remainder(2).min() == 1, "places with the worse box were taken although better ones were free"


def test_two_categories_may_own_the_same_place():
    places, box = grid(), [8, 8, 40, 56]
    boxes = torch.tensor(box, dtype=torch.float32).expand(1, len(places), 2, 4)
    index = assign(torch.zeros(1, len(places), 2), boxes, places, [sample([box, box], [0, 1])])[3]
    assert ((index[0] >= 0).sum(0) == 10).all() and (index[0, :, 0] >= 0).equal(index[0, :, 1] >= 0)


def test_the_loss_of_a_picture_without_boxes_is_finite():
    places = grid()
    raw = (torch.zeros(1, len(places), 2, requires_grad=True), torch.zeros(1, len(places), 2, 4), torch.zeros(1, len(places), 2, 4, 17),
           torch.zeros(1, len(places), 3), torch.zeros(1, len(places), 2, 2), places)
    total = sum(losses(raw, [sample([], [])]).values())
    total.backward()
    assert torch.isfinite(total) and torch.isfinite(raw[0].grad).all()


def test_a_doubtful_box_is_wanted_with_a_lower_score_and_its_edges_are_not_learned():
    places, box = grid(), [8, 8, 40, 56]
    boxes = (torch.tensor(box, dtype=torch.float32) + 3).expand(1, len(places), 2, 4)
    sure, doubtful = sample([box], [0]), sample([box], [0], trust=[0.5], exact=[False])
    logits = torch.zeros(1, len(places), 2)
    full, half = (assign(logits, boxes, places, [s])[0].max() for s in (sure, doubtful))
    assert abs(half / full - 0.5) < 1e-4
    raw = (logits, boxes, torch.zeros(1, len(places), 2, 4, 17), torch.zeros(1, len(places), 3), torch.zeros(1, len(places), 2, 2), places)
    assert losses(raw, [sure])["box"] > 0.1 and losses(raw, [doubtful])["box"] == 0
    both = losses(tuple(torch.cat([part, part]) for part in raw[:5]) + (places,), [sure, doubtful])
    assert torch.isclose(both["box"], losses(raw, [sure])["box"]), "photos without edges must not dilute those with them"
