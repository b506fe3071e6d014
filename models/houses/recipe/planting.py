"""Trees and shrubs: trunks, and clouds of leaves that are shaded as soft round forms. Lengths in metres."""

from dataclasses import dataclass

import numpy as np

BARK, LEAF = 0, 1


@dataclass
class Plant:
    """Quads [N, 4, 3] with their materials [N], the way their clump bulges [N, 3] and a tone [N]."""
    corners: np.ndarray
    materials: np.ndarray
    bulge: np.ndarray
    tone: np.ndarray


def tree(random, height, spread, clumps, leaves, leaf):
    """A broadleaf tree: a bare trunk, and clumps that fill an egg from `crown` upwards."""
    crown = 0.24 * height
    centre = np.array([0, 0, (height + crown) / 2])
    reach = np.array([spread / 2, spread / 2, (height - crown) / 2])
    middles = centre + _in_ball(random, clumps) * reach * 0.8
    bark = [_stick((0, 0, 0), (0, 0, height * 0.62), 0.022 * height, 0.008 * height)]
    bark += [_stick((0, 0, crown * random.uniform(0.75, 1.6)), middle, 0.008 * height, 0.003 * height) for middle in middles[:9]]
    return _plant(random, np.concatenate(bark), middles, reach.mean() * 0.4, centre, leaves, leaf)


def shrub(random, height, spread, clumps, leaves, leaf):
    """A bush that stands on the ground."""
    middles = _in_ball(random, clumps) * [spread / 2, spread / 2, height / 2] * 0.75 + [0, 0, height * 0.45]
    return _plant(random, np.zeros((0, 4, 3)), middles, 0.25 * height, np.array([0, 0, 0.3 * height]), leaves, leaf)


def _plant(random, bark, middles, size, centre, leaves, leaf):
    clump = random.integers(len(middles), size=leaves)
    offset = random.normal(size=(leaves, 3))
    offset *= (size * random.uniform(0.55, 1.0, leaves) / np.linalg.norm(offset, axis=1))[:, None]
    offset[:, 2] *= 0.75
    position = middles[clump] + offset
    position[:, 2] = np.maximum(position[:, 2], leaf / 2)
    bulge = _unit(_unit(offset) + 0.9 * _unit(position - centre) + [0, 0, 0.25])
    side, up = _unit(random.normal(size=(leaves, 3))), _unit(random.normal(size=(leaves, 3)))
    side, up = side * leaf / 2, np.cross(side, up) * leaf / 2
    corners = np.stack([position - side, position - up * 0.7, position + side, position + up * 0.7], axis=1)
    tone = np.clip(0.5 * random.normal(size=leaves) + 0.6 * random.normal(size=len(middles))[clump], -1.5, 1.5)
    return Plant(np.concatenate([bark, corners]).astype(np.float32),
                 np.concatenate([np.full(len(bark), BARK), np.full(leaves, LEAF)]),
                 np.concatenate([np.zeros((len(bark), 3)), bulge]).astype(np.float32),
                 np.concatenate([np.zeros(len(bark)), tone]).astype(np.float32))


def _stick(foot, top, thick, thin):
    """A five-sided tapering stick, [5, 4, 3]."""
    foot, top = np.asarray(foot, float), np.asarray(top, float)
    angle = np.arange(6) * 2 * np.pi / 5
    around = np.stack([np.cos(angle), np.sin(angle), np.zeros(6)], axis=1)
    low, high = foot + around * thick, top + around * thin
    return np.stack([low[:-1], low[1:], high[1:], high[:-1]], axis=1)


def _in_ball(random, count):
    """Points inside the unit ball, rather towards its surface."""
    return _unit(random.normal(size=(count, 3))) * random.uniform(0.15, 1.0, (count, 1)) ** 0.5


def _unit(vectors):
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
