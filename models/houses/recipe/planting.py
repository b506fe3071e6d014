"""Plants of the plates, one metre high, so that sites can stretch them: trunks, twigs and single leaves as quads."""

from dataclasses import dataclass

import numpy as np

BARK, LEAF = 0, 1


@dataclass
class Plant:
    """Quads [N, 4, 3] with their materials [N], and a tone [N] of -1..1 for each."""
    corners: np.ndarray
    materials: np.ndarray
    tone: np.ndarray


def broadleaf(random, spread=0.85, leaves=70000, leaf=0.0135):
    """A tree whose clumps of leaves fill an uneven egg; leaf: length of a leaf."""
    crown = random.uniform(0.16, 0.26)
    middle, reach = (1 + crown) / 2, np.array([spread / 2, spread / 2, (1 - crown) / 2])
    ways = _unit(random.normal(size=(210, 3)))
    bumps = _unit(random.normal(size=(9, 3)))
    uneven = 0.82 + 0.22 * np.max(ways @ bumps.T, axis=1) ** 3
    middles = [0, 0, middle] + ways * (uneven * random.uniform(0.25, 1.0, 210) ** 0.4)[:, None] * reach * 0.9
    forks = middles[random.permutation(210)[:36]]
    bark = [_stick((0, 0, 0), (0, 0, 0.55), 0.02, 0.009)]
    for fork in forks:
        start = np.array([0, 0, min(fork[2] * random.uniform(0.35, 0.75), 0.55)])
        elbow = (start + fork) / 2 + [0, 0, -0.02]
        bark += [_stick(start, elbow, 0.008, 0.005), _stick(elbow, fork, 0.005, 0.002)]
    clump = random.integers(210, size=leaves)
    size = random.uniform(0.035, 0.07, 210)[clump][:, None]
    position = middles[clump] + random.normal(size=(leaves, 3)) * size * [0.62, 0.62, 0.42]
    outwards = _unit(position - [0, 0, middle])
    normal = _unit(outwards * 0.7 + [0, 0, 0.5] + random.normal(size=(leaves, 3)) * 0.75)
    tone = 0.35 * random.normal(size=leaves) + 0.45 * random.normal(size=210)[clump]
    return _plant(np.concatenate(bark), _leaves(random, position, normal, leaf, 0.62), tone)


def conifer(random, spread=0.54, branches=560):
    """A spruce: whorls of drooping branches, each a row of sprays."""
    height = 0.08 + 0.9 * np.sort(random.uniform(size=branches)) ** 0.9
    length = spread / 2 * (1.0 - height) ** 1.15 * random.uniform(0.7, 1.1, branches) + 0.008
    angle = random.uniform(0, 2 * np.pi, branches)
    along = np.linspace(0.12, 1, 26)
    out = length[:, None] * along
    sprays = np.stack([out * np.cos(angle)[:, None], out * np.sin(angle)[:, None],
                       height[:, None] - 0.42 * out * along + 0.1 * out * along ** 4], axis=-1).reshape(-1, 3)
    count = len(sprays) * 4
    position = np.repeat(sprays, 4, axis=0) + random.normal(size=(count, 3)) * [0.008, 0.008, 0.005]
    normal = _unit(random.normal(size=(count, 3)) * 0.6 + [0, 0, 0.9])
    tone = 0.4 * random.normal(size=count) + 0.35 * np.repeat(random.normal(size=branches), 104)
    return _plant(_stick((0, 0, 0), (0, 0, 0.95), 0.012, 0.002), _leaves(random, position, normal, 0.019, 0.45), tone)


def bare(random):
    """A leafless tree: sticks that fork seven times."""
    sticks, ends = [], [(np.zeros(3), np.array([0.0, 0.0, 1.0]), 0.27, 0.018)]
    for _ in range(7):
        after = []
        for foot, way, length, thick in ends:
            top = foot + way * length
            sticks.append(_stick(foot, top, thick, thick * 0.7))
            for _ in range(2 if thick > 0.008 or random.uniform() < 0.8 else 3):
                turned = _unit(way + random.normal(size=3) * 0.42 + [0, 0, 0.08])
                after.append((top, turned, length * random.uniform(0.66, 0.86), thick * 0.68))
        ends = after
    corners = np.concatenate(sticks)
    return _plant(corners / corners[..., 2].max(), np.zeros((0, 4, 3)), np.zeros(0))


def shrub(random, leaves=9000):
    """A bush that stands on the ground, about as wide as high."""
    middles = _unit(random.normal(size=(60, 3))) * random.uniform(0.2, 1.0, (60, 1)) ** 0.5 * [0.5, 0.5, 0.42] + [0, 0, 0.45]
    clump = random.integers(60, size=leaves)
    position = middles[clump] + random.normal(size=(leaves, 3)) * 0.075
    position[:, 2] = np.maximum(position[:, 2], 0.01)
    normal = _unit(position - [0, 0, 0.3] + random.normal(size=(leaves, 3)) * 0.5 + [0, 0, 0.3])
    tone = 0.35 * random.normal(size=leaves) + 0.4 * random.normal(size=60)[clump]
    return _plant(np.zeros((0, 4, 3)), _leaves(random, position, normal, 0.045, 0.6), tone)


def turf(random, blades=6000, size=2.0, height=0.06, width=0.012, lean=0.5):
    """A square patch of upright blades, `size` metres wide; not one metre high."""
    foot = np.column_stack([random.uniform(-size / 2, size / 2, (blades, 2)), np.zeros(blades)])
    tall = height * random.uniform(0.5, 1.3, (blades, 1))
    side = _unit(np.column_stack([random.normal(size=(blades, 2)), np.zeros(blades)])) * width / 2
    top = foot + np.column_stack([random.normal(size=(blades, 2)) * lean * tall, tall])
    corners = np.stack([foot - side, foot + side, top + side * 0.25, top - side * 0.25], axis=1)
    return _plant(np.zeros((0, 4, 3)), corners, random.normal(size=blades) * 0.5)


def _plant(bark, leaves, tone):
    return Plant(np.concatenate([bark, leaves]).astype(np.float32),
                 np.concatenate([np.full(len(bark), BARK), np.full(len(leaves), LEAF)]),
                 np.concatenate([np.zeros(len(bark)), np.clip(tone, -1.5, 1.5)]).astype(np.float32))


def _leaves(random, position, normal, length, slim):
    """Rhombic leaves; slim: width in lengths."""
    side = _unit(np.cross(normal, random.normal(size=position.shape)))
    tip = np.cross(normal, side)
    scale = length * random.uniform(0.6, 1.2, (len(position), 1)) / 2
    return np.stack([position - side * scale * slim, position - tip * scale,
                     position + side * scale * slim, position + tip * scale], axis=1)


def _stick(foot, top, thick, thin):
    """A tapering stick with five sides, [5, 4, 3]."""
    foot, top = np.asarray(foot, float), np.asarray(top, float)
    way = _unit(top - foot)
    across = _unit(np.cross(way, [0.3, 0.9, 0.1] if abs(way[2]) > 0.9 else [0, 0, 1.0]))
    other = np.cross(way, across)
    angle = np.arange(6)[:, None] * 2 * np.pi / 5
    around = np.cos(angle) * across + np.sin(angle) * other
    low, high = foot + around * thick, top + around * thin
    return np.stack([low[:-1], low[1:], high[1:], high[:-1]], axis=1)


def _unit(vectors):
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
