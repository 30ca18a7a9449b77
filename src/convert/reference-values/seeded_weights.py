"""Seeded weights of small models, by the same generator as `createSeededRandom`, so that tests build the same files."""

import tempfile

import torch
from safetensors.torch import load_file, save_file


def mulberry32(seed):
    state = seed
    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        mixed = ((state ^ (state >> 15)) * (state | 1)) & 0xFFFFFFFF
        mixed ^= (mixed + (((mixed ^ (mixed >> 7)) * (mixed | 61)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        yield (mixed ^ (mixed >> 14)) / 2**32


def uniform(seed, *shape):
    random = mulberry32(seed)
    count = int(torch.tensor(shape).prod())
    return torch.tensor([next(random) - 0.5 for _ in range(count)]).reshape(shape)


def seed_weights(model, tied):
    """Fills the weights uniformly, in the order of their names. Returns their shapes by name.

    tied: names of tensors that are stored under another name.
    """
    shapes = {}
    random = mulberry32(1)
    with torch.no_grad():
        for name, tensor in sorted(model.state_dict().items()):
            if name in tied or not tensor.is_floating_point():
                continue
            shapes[name] = list(tensor.shape)
            tensor.copy_(torch.tensor([next(random) - 0.5 for _ in range(tensor.numel())]).reshape(tensor.shape))
    return shapes


def reload_with_seeded_file(model):
    """Saves a model, fills its file as `seed_weights` does, and loads it again: names in files differ from those of modules.

    Returns the loaded model and the shapes by name.
    """
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        path = f"{folder}/model.safetensors"
        random = mulberry32(1)
        tensors = {}
        for name, tensor in sorted(load_file(path).items()):
            tensors[name] = torch.tensor([next(random) - 0.5 for _ in range(tensor.numel())]).reshape(tensor.shape)
        save_file(tensors, path, metadata={"format": "pt"})
        return type(model).from_pretrained(folder), {name: list(tensor.shape) for name, tensor in tensors.items()}
