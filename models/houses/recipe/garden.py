"""What grows around the house, and where the ground is paved."""

from dataclasses import dataclass

import numpy as np

import openings
import planting
from sampling import lerp

MOST = 44
PATH_WIDTH, APRON = 1.7, 0.45


@dataclass
class Place:
    """One plant: where it stands, how it is turned and stretched, and its colour in CIELAB."""
    species: str
    x: float
    y: float
    turn: float
    spread: float
    height: float
    colour: tuple


def species():
    """All plants, one metre high and about one metre wide, so that places can stretch them."""
    made = {}
    for number in range(4):
        random = np.random.default_rng([7, number])
        made[f"tree {number}"] = planting.tree(random, 1.0, 0.78, 22 + 6 * number, 1500, 0.05)
    for number in range(2):
        random = np.random.default_rng([8, number])
        made[f"slender {number}"] = planting.tree(random, 1.0, 0.9, 24, 1300, 0.05)
    for number in range(3):
        random = np.random.default_rng([9, number])
        made[f"shrub {number}"] = planting.shrub(random, 1.0, 1.0, 12, 420, 0.13)
    return made


def paving(p, latent):
    """Quads of the path to the door and of the strip along the walls."""
    x, y = p["width"] / 2 + APRON, p["depth"] / 2 + APRON
    middle = -p["width"] / 2 + (openings.door_bay(p["bays"]) + 0.5) * p["width"] / p["bays"]
    left, right = middle - PATH_WIDTH / 2, middle + PATH_WIDTH / 2
    return np.array([_flat(-x, x, -y, y, 0.02), _flat(left, right, -60, -y, 0.02)], np.float32)


def _flat(left, right, front, back, z):
    return [(left, front, z), (right, front, z), (right, back, z), (left, back, z)]


def places(p, latent, random, camera):
    """All plants of one picture; camera: its azimuth in radians."""
    ground = _Ground(p, latent, random, camera)
    lush = latent["planting"]
    for _ in range(round(lerp(1, 7, lush))):
        ground.tree(random.uniform(-17, 17), random.uniform(11, 26), random.uniform(6, 12))
    for side in (-1, 1):
        if random.uniform() < 0.35 + 0.5 * lush:
            ground.tree(side * random.uniform(10.5, 13), random.uniform(1, 9), random.uniform(3.5, 8))
    for _ in range(round(lerp(1, 8, lush))):
        ground.bed(random)
    for number in range(14):
        across = lerp(-50, 50, (number + random.uniform(0.1, 0.9)) / 14)
        ground.far(across, random.uniform(55, 95))
    return ground.places


class _Ground:
    """Collects places. Across and away are metres to the right of the house's middle and behind it, as the camera sees it."""

    def __init__(self, p, latent, random, camera):
        self.p, self.random, self.places = p, random, []
        self.right = np.array([np.cos(camera), np.sin(camera)])
        self.away = np.array([-np.sin(camera), np.cos(camera)])
        self.warmth = latent["leaf_warmth"]

    def tree(self, across, away, height):
        slender = self.random.uniform() < 0.3
        kind = f"slender {self.random.integers(2)}" if slender else f"tree {self.random.integers(4)}"
        spread = height * (self.random.uniform(0.4, 0.55) if slender else self.random.uniform(0.85, 1.15))
        self._add(kind, across * self.right + away * self.away, spread, height)

    def far(self, across, away):
        height = self.random.uniform(5, 11)
        self._add(f"tree {self.random.integers(4)}", across * self.right + away * self.away, height * 1.5, height)

    def bed(self, random):
        """A shrub close to the front or to the side, not in front of the door."""
        p, height = self.p, random.uniform(0.5, 1.3)
        if random.uniform() < 0.5:
            place = np.array([random.uniform(-0.5, 0.5) * p["width"], -p["depth"] / 2 - 0.9])
            door = -p["width"] / 2 + (openings.door_bay(p["bays"]) + 0.5) * p["width"] / p["bays"]
            if abs(place[0] - door) < 1.6 or (p["balconies"] and place[0] > door):
                return
        else:
            place = np.array([p["width"] / 2 + 0.9, random.uniform(-0.5, 0.5) * p["depth"]])
        self._add(f"shrub {random.integers(3)}", place, height * random.uniform(1.1, 1.8), height)

    def _add(self, kind, place, spread, height):
        random = self.random
        lightness = random.uniform(44, 56)
        red, yellow = lerp(-17, -6, self.warmth) + random.normal() * 2.5, lerp(22, 30, self.warmth) + random.normal() * 3
        self.places.append(Place(kind, *place, random.uniform(0, 2 * np.pi), spread, height, (lightness, red, yellow)))
