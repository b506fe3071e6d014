"""What grows around the house, and where the ground is paved."""

from dataclasses import dataclass

import numpy as np

import openings
import planting
import view
from sampling import lerp

MOST = 18
STREAM = 2  # of a picture's random numbers: what draws its plants
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
        made[f"tree {number}"] = planting.tree(random, 1.0, 0.8, 24 + 6 * number, 5000, 0.036)
    for number in range(2):
        random = np.random.default_rng([8, number])
        made[f"slender {number}"] = planting.tree(random, 1.0, 0.9, 26, 4200, 0.036)
    for number in range(3):
        random = np.random.default_rng([9, number])
        made[f"shrub {number}"] = planting.shrub(random, 1.0, 1.0, 16, 700, 0.10)
    return made


def paving(p, latent):
    """Quads of the path to the door and of the strip along the walls."""
    x, y = p["width"] / 2 + APRON, p["depth"] / 2 + APRON
    middle = -p["width"] / 2 + (openings.door_bay(p["bays"]) + 0.5) * p["width"] / p["bays"]
    left, right = middle - PATH_WIDTH / 2, middle + PATH_WIDTH / 2
    return np.array([_flat(-x, x, -y, y, 0.02), _flat(left, right, -60, -y, 0.02)], np.float32)


def _flat(left, right, front, back, z):
    return [(left, front, z), (right, front, z), (right, back, z), (left, back, z)]


def places(p, latent, random):
    """All plants of one picture."""
    ground = _Ground(p, latent, random)
    lush = latent["planting"]
    for _ in range(round(lerp(1, 8, lush))):
        ground.tree(random.uniform(-17, 17), random.uniform(11, 26), random.uniform(7, 13))
    for side in (-1, 1):
        if random.uniform() < 0.4 + 0.55 * lush:
            ground.tree(side * random.uniform(10.5, 13), random.uniform(1, 9), random.uniform(4, 10))
    for _ in range(round(lerp(1, 8, lush))):
        ground.bed(random)
    return ground.places


class _Ground:
    """Collects places. Across and away are metres to the right of the house's middle and behind it, as the camera sees it."""

    def __init__(self, p, latent, random):
        self.p, self.random, self.places = p, random, []
        self.warmth = latent["leaf_warmth"]

    def tree(self, across, away, height):
        slender = self.random.uniform() < 0.3
        kind = f"slender {self.random.integers(2)}" if slender else f"tree {self.random.integers(4)}"
        spread = height * (self.random.uniform(0.4, 0.55) if slender else self.random.uniform(0.85, 1.15))
        self._add(kind, across * view.RIGHT + away * view.AWAY, spread, height)

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
        lightness = random.uniform(43, 56)
        red, yellow = lerp(-16, -8, self.warmth) + random.normal() * 2, lerp(18, 25, self.warmth) + random.normal() * 2.5
        self.places.append(Place(kind, *place, random.uniform(0, 2 * np.pi), spread, height, (lightness, red, yellow)))
