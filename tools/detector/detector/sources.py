"""What an epoch is made of: the main photos once each, and shares of added sources (drawings, weakly labelled photos)."""
import os

from .coco import DataError, read_photos


class AddedSource:
    """A COCO file that may appear or change while a training runs: looked at again before every epoch."""

    def __init__(self, label, path, folder, share, names, log):
        self.label, self.path, self.folder, self.share, self.names, self.log = label, path, folder, share, names, log
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
            self.log(f"{self.label}: {len(self.photos)} images, {self.share:.0%} of what is seen")
        except (DataError, ValueError, KeyError) as fault:
            self.log(f"{self.label} not used yet: {fault}")


class Sources:
    """Draws the photos of an epoch."""

    def __init__(self, photos, others, rng):
        self.photos, self.others, self.rng = photos, others, rng
        self._left = [[] for _ in others]

    def _next(self, number):
        photos, left = self.others[number].photos, self._left[number]
        if not left:
            left += [int(i) for i in self.rng.permutation(len(photos))]
        return photos[left.pop() % len(photos)]

    def epoch(self):
        """Photos in the order of one epoch: every main photo once, of the other sources their shares."""
        for other in self.others:
            other.refresh()
        chosen = list(self.photos)
        own = 1 - sum(other.share for other in self.others if other.photos)
        for number, other in enumerate(self.others):
            if other.photos:
                chosen += [self._next(number) for _ in range(round(len(self.photos) * other.share / own))]
        return [chosen[i] for i in self.rng.permutation(len(chosen))]

    def another(self):
        """Any photo, to stand beside another."""
        chance = self.rng.random()
        for other in self.others:
            if other.photos:
                if chance < other.share:
                    return other.photos[self.rng.integers(len(other.photos))]
                chance -= other.share
        return self.photos[self.rng.integers(len(self.photos))]
