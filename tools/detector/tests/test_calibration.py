import numpy as np

from detector.calibration import best_threshold, calibrated, fit, operating_point, reliability


def test_the_fit_finds_the_distortion_of_honest_scores():
    rng = np.random.default_rng(0)
    honest = rng.uniform(0.02, 0.98, 20000)
    right = rng.random(20000) < honest
    distorted = calibrated(honest, 0.5, -1.0)
    assert np.abs(calibrated(distorted, *fit(distorted, right)) - honest).max() < 0.03


def test_few_detections_hardly_move_the_scores():
    slope, offset = fit(np.array([0.6]), np.array([False]))
    assert abs(slope - 1) < 0.2 and abs(offset) < 1.5


def test_precision_and_recall_are_counted_at_the_threshold():
    scored = {"a": (np.array([0.9, 0.8, 0.3]), np.array([True, False, True]), 4)}
    point = operating_point(scored, 0.5)["a"]
    assert point["precision"] == 0.5 and point["recall"] == 0.25
    assert best_threshold(scored) <= 0.3


def test_honest_scores_have_a_small_calibration_error():
    rng = np.random.default_rng(1)
    scores = rng.random(20000)
    assert reliability({"a": (scores, rng.random(20000) < scores, 1)})[1] < 0.02
    assert reliability({"a": (scores, rng.random(20000) < scores ** 3, 1)})[1] > 0.1
