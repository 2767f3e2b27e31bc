import json

import cv2
import numpy as np
import pytest

from detector.coco import DataError, combine, read_photos, shared_pictures
from detector.evaluate import measure_studio
from detector.sources import AddedSource, Sources


def write(folder, boxes=((10, 10, 20, 30),), categories=(1,), size=(80, 100), name="one.png", **image):
    """A COCO file of one picture."""
    cv2.imwrite(str(folder / name), np.random.default_rng(0).integers(0, 255, (size[1], size[0], 3)).astype(np.uint8))
    document = dict(images=[dict(id=7, file_name=name, width=size[0], height=size[1], **image)],
                    categories=[dict(id=1, name="Upper"), dict(id=3, name="Full")],
                    annotations=[dict(id=i, image_id=7, category_id=c, bbox=list(b), area=1, iscrowd=0)
                                 for i, (b, c) in enumerate(zip(boxes, categories))])
    (folder / "coco.json").write_text(json.dumps(document))
    return document


def read(folder):
    return read_photos(str(folder / "coco.json"), str(folder))


def test_a_sound_file_is_read_as_corners(tmp_path):
    write(tmp_path, categories=(3,), person_bbox=[5, 5, 40, 80], background_persons=[[50, 0, 20, 20]])
    (photo,), names = read(tmp_path)
    assert names == ["Upper", "Full"] and photo.categories.tolist() == [1] and photo.boxes.tolist() == [[10, 10, 30, 40]]
    assert photo.person.tolist() == [5, 5, 45, 85] and photo.strangers.tolist() == [[50, 0, 70, 20]]


@pytest.mark.parametrize("change,message", [
    (dict(boxes=[(70, 10, 40, 30)]), "leaves the image"),
    (dict(boxes=[(10, 10, 2, 30)]), "only 2 x 30 pixels"),
    (dict(boxes=[(10, 10, float("nan"), 30)]), "not four numbers"),
    (dict(categories=(2,)), "category 2 is not one of Upper, Full"),
    (dict(boxes=[(10, 10, 20, 30)] * 2, categories=(1, 1)), "same box and category twice")])
def test_faults_are_named(tmp_path, change, message):
    write(tmp_path, **change)
    with pytest.raises(DataError, match=message):
        read(tmp_path)


def test_a_missing_picture_is_named(tmp_path):
    write(tmp_path)
    (tmp_path / "one.png").unlink()
    with pytest.raises(DataError, match="no file one.png"):
        read(tmp_path)


def test_a_picture_of_another_size_than_stated_is_refused(tmp_path):
    write(tmp_path)
    cv2.imwrite(str(tmp_path / "one.png"), np.zeros((50, 40, 3), np.uint8))
    with pytest.raises(DataError, match="is 40 x 50 .upright., the COCO file says 80 x 100"):
        read(tmp_path)


def test_all_faults_are_told_at_once(tmp_path):
    write(tmp_path, boxes=[(70, 10, 40, 30), (10, 10, 2, 30)], categories=(1, 2))
    with pytest.raises(DataError, match="3 faults"):
        read(tmp_path)


def test_a_box_a_pixel_over_the_edge_is_cut(tmp_path):
    write(tmp_path, boxes=[(-1, 10, 20, 91)])
    assert read(tmp_path)[0][0].boxes.tolist() == [[0, 10, 19, 100]]


def test_large_photos_are_shrunk_with_their_boxes(tmp_path):
    write(tmp_path, boxes=[(100, 200, 300, 400)], size=(704, 1408))
    photo = read(tmp_path)[0][0]
    assert photo.image.shape == (704, 352, 3) and photo.scale == 0.5 and photo.boxes.tolist() == [[50, 100, 200, 300]]


def test_a_picture_in_both_files_is_found_by_its_pixels(tmp_path):
    write(tmp_path)
    first, _ = read(tmp_path)
    write(tmp_path, name="renamed.png")
    assert shared_pictures(first, read(tmp_path)[0]) == ["renamed.png"]


def test_combine_adds_one_category_by_file_name():
    base = dict(images=[dict(id=1, file_name="a"), dict(id=2, file_name="b")], categories=[dict(id=1, name="Upper")],
                annotations=[dict(id=5, image_id=1, category_id=1, bbox=[0, 0, 9, 9])])
    added = dict(images=[dict(id=8, file_name="b")], categories=[dict(id=1, name="Upper"), dict(id=3, name="Full")],
                 annotations=[dict(id=1, image_id=8, category_id=1, bbox=[1, 1, 9, 9]), dict(id=2, image_id=8, category_id=3, bbox=[2, 2, 9, 9])])
    result = combine(base, added, "full", "Outfit")
    assert [c["name"] for c in result["categories"]] == ["Upper", "Outfit"]
    assert [(a["id"], a["image_id"], a["category_id"]) for a in result["annotations"]] == [(5, 1, 1), (6, 2, 2)]


def test_a_second_source_joins_when_it_appears_and_keeps_its_share(tmp_path):
    said = []
    (tmp_path / "x").mkdir()
    write(tmp_path / "x")
    main, names = read_photos(str(tmp_path / "x" / "coco.json"), str(tmp_path / "x"))
    second = AddedSource("drawings", str(tmp_path / "coco.json"), str(tmp_path), 0.25, names, said.append)
    sources = Sources(main * 30, [second], np.random.default_rng(0))
    assert len(sources.epoch()) == 30
    (tmp_path / "coco.json").write_text("{ half a fi")
    assert len(sources.epoch()) == 30 and "not used yet" in said[-1]
    write(tmp_path, name="two.png")
    epoch = sources.epoch()
    assert len(epoch) == 40 and sum(p.name == "two.png" for p in epoch) == 10


def test_a_box_is_right_and_exact_unless_the_file_says_otherwise(tmp_path):
    document = write(tmp_path, boxes=((10, 10, 20, 30), (40, 10, 20, 30)), categories=(1, 3))
    document["annotations"][1].update(trust=0.25, exact=False)
    (tmp_path / "coco.json").write_text(json.dumps(document))
    photo = read_photos(str(tmp_path / "coco.json"), str(tmp_path))[0][0]
    assert photo.trust.tolist() == [1, 0.25] and photo.exact.tolist() == [True, False]
    document["annotations"][1]["trust"] = 3
    (tmp_path / "coco.json").write_text(json.dumps(document))
    with pytest.raises(DataError, match="a trust of 3 is not in 0..1"):
        read_photos(str(tmp_path / "coco.json"), str(tmp_path))


def listed(path, lines):
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return str(path)


def test_the_list_of_the_studio_is_measured_by_file_name(tmp_path):
    write(tmp_path)
    line = dict(id="i1", path="/home/someone/photos/one.png", width=80, height=100,
                detections=[dict(category="upper", score=0.5, bbox=[10, 10, 20, 30])])
    path = listed(tmp_path / "list.jsonl", [line, dict(line, path="other.png")])
    result, lowest = measure_studio(str(tmp_path / "coco.json"), path, 0)
    assert result["Upper"]["AP"] == 1 and lowest == 0.5
    with pytest.raises(DataError, match="no line for 1 of 1"):
        measure_studio(str(tmp_path / "coco.json"), listed(tmp_path / "list.jsonl", [dict(line, path="other.png")]), 0)
    with pytest.raises(DataError, match="is 40 x 50 there"):
        measure_studio(str(tmp_path / "coco.json"), listed(tmp_path / "list.jsonl", [dict(line, width=40, height=50)]), 0)
