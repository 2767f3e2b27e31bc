from xml.etree import ElementTree

from detector.curve import LARGEST, MARGIN, SIDE, reliability_svg


def test_the_curve_has_a_dot_for_each_row_where_it_belongs():
    rows = [dict(score=0.0, right=0.25, detections=4), dict(score=1.0, right=1.0, detections=100)]
    root = ElementTree.fromstring(reliability_svg(rows, "Reliability"))
    first, last = root.findall("{http://www.w3.org/2000/svg}circle")
    assert (float(first.get("cx")), float(first.get("cy"))) == (MARGIN, MARGIN + 0.75 * SIDE)
    assert (float(last.get("cx")), float(last.get("cy"))) == (MARGIN + SIDE, MARGIN)
    assert float(last.get("r")) == LARGEST and float(first.get("r")) < LARGEST


def test_a_model_that_finds_nothing_has_an_empty_curve():
    root = ElementTree.fromstring(reliability_svg([], "Reliability"))
    assert not root.findall("{http://www.w3.org/2000/svg}circle")
