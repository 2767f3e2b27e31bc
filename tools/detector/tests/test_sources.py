import collections
from types import SimpleNamespace

import numpy as np

from detector.sources import Sources


def added(name, count, share):
    return SimpleNamespace(photos=[(name, i) for i in range(count)], share=share, refresh=lambda: None)


def test_an_epoch_has_every_main_photo_once_and_the_shares_asked_for():
    sources = Sources([("main", i) for i in range(60)], [added("drawn", 10, 0.2), added("weak", 500, 0.4)], np.random.default_rng(0))
    counts = collections.Counter(name for name, _ in sources.epoch())
    assert counts == {"main": 60, "drawn": 30, "weak": 60}
    main = [photo for photo in sources.epoch() if photo[0] == "main"]
    assert len(set(main)) == 60


def test_a_source_is_used_up_before_it_is_repeated():
    sources = Sources([("main", i) for i in range(10)], [added("weak", 20, 0.5)], np.random.default_rng(0))
    seen = [photo for _ in range(2) for photo in sources.epoch() if photo[0] == "weak"]
    assert len(seen) == len(set(seen)) == 20


def test_a_source_that_is_not_there_takes_no_share():
    sources = Sources([("main", i) for i in range(10)], [added("drawn", 0, 0.2), added("weak", 5, 0.5)], np.random.default_rng(0))
    assert collections.Counter(name for name, _ in sources.epoch()) == {"main": 10, "weak": 10}
    drawn = collections.Counter(sources.another()[0] for _ in range(400))
    assert drawn["drawn"] == 0 and 150 < drawn["weak"] < 250
