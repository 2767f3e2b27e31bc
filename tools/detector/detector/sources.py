"""What an epoch is made of: the main photos once each, and a share of an optional second source (such as drawings)."""
import os

from .coco import DataError, read_photos


class SecondSource:
    """A COCO file that may appear or change while a training runs: looked at again before every epoch."""

    def __init__(self, path, folder, share, names, log):
        self.path, self.folder, self.share, self.names, self.log = path, folder, share, names, log
        self.photos, self._seen = [], None

    def refresh(self):
        """Read the file if it is there and new. Faults are logged and the file is tried again before the next epoch."""
        if not self.path or not os.path.isfile(self.path):
            return
        stamp = os.stat(self.path).st_mtime_ns
        if stamp == self._seen:
            return
        try:
            self.photos, _ = read_photos(self.path, self.folder, self.names)
            self._seen = stamp
            self.log(f"second source: {len(self.photos)} images, {self.share:.0%} of what is seen")
        except (DataError, ValueError, KeyError) as fault:
            self.log(f"second source not used yet: {fault}")


class Sources:
    """Draws the photos of an epoch."""

    def __init__(self, photos, second, rng):
        self.photos, self.second, self.rng, self._left = photos, second, rng, []

    def _next_second(self):
        if not self._left:
            self._left = [int(i) for i in self.rng.permutation(len(self.second.photos))]
        return self.second.photos[self._left.pop() % len(self.second.photos)]

    def epoch(self):
        """Photos in the order of one epoch."""
        self.second.refresh()
        chosen = list(self.photos)
        if self.second.photos:
            chosen += [self._next_second() for _ in range(round(len(self.photos) * self.second.share / (1 - self.second.share)))]
        return [chosen[i] for i in self.rng.permutation(len(chosen))]

    def another(self):
        """Any photo, for pairs and mixtures."""
        pool = self.second.photos if self.second.photos and self.rng.random() < self.second.share else self.photos
        return pool[self.rng.integers(len(pool))]
