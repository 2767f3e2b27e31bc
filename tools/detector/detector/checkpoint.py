"""Files of a run: `last.pt` to go on after an interruption, `model.pt` with the averaged weights to evaluate and export."""
import os

import torch

from .model import Detector


def _write(content, path):
    """Never leaves half a file behind."""
    torch.save(content, path + ".part")
    os.replace(path + ".part", path)


def save_model(path, model, names, size, **notes):
    """Averaged weights with all that is needed to use them: settings, category names, input size (width, height)."""
    _write(dict(weights=model.state_dict(), settings=model.settings, names=names, size=list(size), notes=notes), path)


def load_model(path):
    """The model (evaluation mode), its category names, its input size and notes."""
    content = torch.load(path, map_location="cpu", weights_only=True)
    model = Detector(**content["settings"]).to(memory_format=torch.channels_last)
    model.load_state_dict(content["weights"])
    return model.eval(), content["names"], tuple(content["size"]), content["notes"]


def save_progress(path, model, average, optimizer, rng, state):
    """Everything at the end of an epoch. `state`: epoch, step, elapsed seconds."""
    _write(dict(model=model.state_dict(), average=average.model.state_dict(), updates=average.updates,
                optimizer=optimizer.state_dict(), torch_rng=torch.get_rng_state(), numpy_rng=rng.bit_generator.state, state=state), path)


def load_progress(path, model, average, optimizer, rng):
    """Puts everything back and returns `state`. The next epoch is then the one that would have come."""
    content = torch.load(path, map_location="cpu", weights_only=False)
    model.load_state_dict(content["model"])
    average.model.load_state_dict(content["average"])
    average.updates = content["updates"]
    optimizer.load_state_dict(content["optimizer"])
    torch.set_rng_state(content["torch_rng"])
    rng.bit_generator.state = content["numpy_rng"]
    return content["state"]
