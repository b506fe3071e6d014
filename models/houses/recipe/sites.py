"""The plates: what each site consists of. Lengths in metres; colours are CIELAB or linear RGB, as named."""

from dataclasses import dataclass, field
from typing import Callable

import numpy as np

import planting
import site_materials as shade
from colour import lab_to_linear
from site_builder import ground_at


@dataclass
class Site:
    """build(builder) makes ground, plants and light; everything else is painted behind or over them."""
    name: str
    build: Callable
    horizon: tuple      # CIELAB, as are the other colours of the sky
    middle: tuple
    zenith: tuple
    cloud: tuple = (97, 0, 1)
    cover: float = 0.7
    hills: list = field(default_factory=list)   # (distance, height, width of a hill, CIELAB), far ones first
    haze: float = 700.0                         # distance at which 63 % of what lies there is haze
    exposure: float = 1.5
    seed: int = 1


def lab(lightness, red=0.0, yellow=0.0):
    return lab_to_linear(lightness, red, yellow)


def _day(builder, energy=2.2, level=0.5, azimuth=-50, elevation=38):
    """An overcast day with a trace of sun."""
    builder.light(np.multiply((0.98, 1.0, 1.03), level), np.multiply((0.86, 0.95, 1.08), level),
                  np.multiply((0.3, 0.32, 0.26), level), (1.0, 0.96, 0.9), energy, azimuth, elevation)


def _bark(lightness=34):
    return shade.matt("Bark", lab(lightness, 4, 9))


def meadow(b):
    _day(b)
    b.flat(shade.patchy("Grass", lab(51, -15, 31), lab(56, -13, 32), 0.1, 2.5, 0.4))
    b.lawn((60, -16, 35))
    b.species("tree", planting.broadleaf, _bark(), shade.leaf(), 4)
    b.species("shrub", planting.shrub, _bark(), shade.leaf(), 2)
    for across, away, height in ((-17, 24, 11), (-11, 34, 13), (-21, 42, 15), (14, 28, 12), (19, 38, 14), (9, 44, 15)):
        b.plant("tree", ground_at(across, away), height, 1.0, (58, -15, 33))
    b.scatter("tree", 30, (55, 100), (10, 17), (57, -15, 31))
    b.scatter("tree", 20, (110, 170), (12, 18), (56, -15, 28))
    b.scatter("shrub", 40, (44, 70), (1.0, 2.6), (58, -14, 32), (1.0, 1.8))


def autumn(b):
    _day(b, 2.6, 0.46, 55, 24)
    b.flat(shade.rows(lab(52, 7, 25), lab(72, 5, 30), 0.75))
    b.lawn((66, 5, 31), 40.0, blades=1300, height=0.10, width=0.014)
    b.species("tree", planting.broadleaf, _bark(30), shade.leaf(), 4)
    b.species("shrub", planting.shrub, _bark(30), shade.leaf(), 2)
    colours = [(60, 22, 54), (67, 13, 60), (52, 27, 42), (56, 2, 42), (70, 6, 60)]
    for across, away, height, tint in ((-18, 26, 12, 0), (-13, 37, 14, 1), (16, 26, 11, 2),
                                       (20, 36, 14, 4), (10, 46, 15, 0), (-24, 48, 15, 3)):
        b.plant("tree", ground_at(across, away), height, 1.0, colours[tint])
    for tint in colours:
        b.scatter("tree", 9, (55, 110), (10, 16), tint)
        b.scatter("shrub", 6, (46, 62), (1.0, 2.2), tint, (1.0, 1.8))


def snow(b):
    _day(b, 1.3, 0.44, -40, 30)
    b.flat(shade.snow((0.78, 0.81, 0.86), (0.84, 0.855, 0.875)))
    needles = shade.leaf(0.9)
    b.species("spruce", planting.conifer, _bark(28), needles, 4)
    b.species("bare", planting.bare, _bark(30), needles, 2)
    for across, away, height in ((-16, 24, 10), (-21, 31, 14), (-12.5, 38, 12), (15, 25, 9), (18, 31, 13), (12, 40, 15)):
        b.plant("spruce", ground_at(across, away), height, 1.0, (40, -10, 11))
    b.plant("bare", ground_at(-19, 22), 9)
    b.plant("bare", ground_at(20, 45), 11)
    b.scatter("spruce", 60, (44, 80), (8, 17), (40, -10, 11))
    b.scatter("spruce", 90, (85, 160), (10, 19), (42, -9, 8))


def dusk(b):
    b.light((0.42, 0.27, 0.21), (0.07, 0.10, 0.19), (0.02, 0.025, 0.03), (1.0, 0.62, 0.38), 0.25, 150, 8, 20.0)
    b.flat(shade.patchy("Grass", lab(48, -13, 27), lab(53, -11, 28), 0.1, 2.5, 0.4))
    b.lawn((56, -13, 30))
    b.species("tree", planting.broadleaf, _bark(), shade.leaf(), 4)
    b.species("shrub", planting.shrub, _bark(), shade.leaf(), 2)
    for across, away, height in ((-18, 25, 11), (-23, 34, 14), (16, 30, 12), (21, 40, 15)):
        b.plant("tree", ground_at(across, away), height, 1.0, (54, -13, 26))
    b.scatter("tree", 26, (60, 120), (9, 15), (54, -13, 24))
    b.scatter("shrub", 40, (46, 66), (0.9, 2.2), (54, -12, 26), (1.0, 1.8))


# Neighbours in the street, from right to left: roof, wall, its colour in CIELAB, storeys.
NEIGHBOURS = (("gable", "brick", (52, 14, 16), 3), ("flat", "render", (86, 0, 5), 3), ("gable", "render", (74, 4, 16), 2),
              ("hip", "brick", (66, 4, 13), 3), ("gable", "render", (68, -3, 6), 3), ("flat", "brick", (48, 12, 14), 3),
              ("gable", "render", (82, 2, 12), 2), ("hip", "render", (76, 3, 8), 3))
PLAIN = dict(bays=4, wing=0.0, bay_window=-0.5, top_setback=-1.0, balconies=False, large_window=-1.0)


def street(b):
    """A lot beside a street that runs behind it, with houses across."""
    _day(b, 2.0)
    b.flat(shade.slabs(lab(74, 0, 4), 1.2, 1.2, 0.014, 0.05), y0=-60, y1=11.0)
    b.box(shade.matt("Kerb", lab(72, 0, 2)), (-400, 13.2, 0), (60, 13.5, 0.02))
    b.flat(shade.slabs(lab(62, 0, 3), 0.5, 0.75, 0.01, 0.1), y0=11.0, y1=13.3, z=0.004)
    b.flat(shade.patchy("Asphalt", lab(43, 0, 1), lab(47, 0, 2), 0.15, 30.0, 0.22), y0=13.3, y1=900.0, z=-0.1)
    for x in np.arange(-120, 30, 6.0):
        b.flat(shade.matt("Line", lab(82, 0, 1)), x, x + 3.0, 16.85, 17.0, -0.09)
    b.box(shade.matt("Kerb", lab(72, 0, 2)), (-400, 20.4, -0.1), (60, 20.7, 0.04))
    b.box(shade.slabs(lab(62, 0, 3), 0.5, 0.75, 0.01, 0.1), (-400, 20.7, -0.1), (60, 24.0, 0.035))
    b.box(shade.patchy("Garden", lab(45, -12, 22), lab(50, -9, 24), 0.2, 4.0, 0.5), (-400, 24.0, -0.1), (60, 120.0, 0.03))
    for index, (roof, wall, colour, storeys) in enumerate(NEIGHBOURS):
        lightness, red, yellow = colour
        b.house(300 + index, (4.5 - 12.0 * index, 31.5), **PLAIN | dict(
            roof=roof, wall_material=wall, wall_lightness=lightness, wall_red=red, wall_yellow=yellow, storeys=storeys,
            width=10.5, depth=9.0, overhang=0.25, window_share=0.2, window_proportion=1.5, plinth=0.4, storey_height=3.0,
            pitch=34, porch=-0.5, surrounds=0.12, base_course=0.0))
    b.species("tree", planting.broadleaf, _bark(), shade.leaf(), 3)
    for x in np.arange(-78, 8, 9.5):
        b.plant("tree", (x, 22.2), b.random.uniform(6.0, 7.2), 0.9, (58, -14, 32))
    for x in np.arange(-73, -13, 11.0):
        b.plant("tree", (x, 12.1), b.random.uniform(6.0, 7.2), 0.9, (58, -14, 33))
    b.scatter("tree", 26, (75, 130), (9, 14), (56, -14, 28))


def plaza(b):
    """A square before a long facade, with a row of trees."""
    _day(b, 2.2, 0.48, -55, 42)
    b.flat(shade.slabs(lab(74, 1, 7), 1.0, 2.0, 0.016, 0.08), y1=900)
    b.flat(shade.matt("Band", lab(56, 1, 5)), y0=15.6, y1=16.2, z=0.004)
    b.flat(shade.matt("Band", lab(56, 1, 5)), y0=25.4, y1=26.0, z=0.004)
    for index in range(9):
        b.house(52, (8.0 - 14.08 * index, 36.0), **PLAIN | dict(
            roof="flat", wall_material="render", wall_lightness=84, wall_red=2, wall_yellow=12, storeys=3,
            width=14.0, depth=9.0, overhang=0.0, window_share=0.24, window_proportion=1.7, plinth=0.2, storey_height=3.4,
            porch=2.2, porch_width=1.0, front_gable=-1.0, surrounds=0.16, bands=0.3, shutters=-1.0, chimney=-1.0,
            window_pairing=0.0, window_gradient=0.2, base_course=-1.0, eaves=0.5, trim=0.7, frame_lightness=60,
            stone_lightness=66))
    b.species("tree", planting.broadleaf, _bark(), shade.leaf(), 3)
    stone = shade.matt("Stone", lab(66, 1, 5))
    for x in np.arange(-66.5, 12, 7.0):
        b.plant("tree", (x, 20.8), b.random.uniform(6.2, 6.9), 0.9, (58, -14, 33))
        b.box(stone, (x - 0.9, 19.9, 0), (x + 0.9, 21.7, 0.42))
    b.scatter("tree", 22, (95, 150), (12, 18), (56, -14, 28))


def beach(b):
    _day(b, 1.9, 0.46, -35, 40)
    b.flat(shade.sand(lab(77, 3, 16), lab(83, 2, 14)))
    b.flat(shade.matt("Wet sand", lab(63, 2, 12)), -600, 600, 66, 72, 0.01, True)
    b.flat(shade.water(lab(46, -14, -16)), -4000, 4000, 71, 9000, 0.02, True)
    foam = shade.matt("Foam", lab(93, -1, -1))
    for away, wide in ((71.0, 0.9), (80.0, 0.5), (93.0, 0.6)):
        b.flat(foam, -600, 600, away, away + wide, 0.03, True)
    b.species("grass", lambda random: planting.turf(random, 900, 1.6, 0.75, 0.014, 0.35), shade.leaf(), shade.leaf(), 4)

    for _ in range(1500):
        far, across = b.random.uniform(2, 46), b.random.uniform(-29, 29)
        inland = abs(across) - 12.5 - 0.16 * far
        if b.random.uniform() < np.clip(inland / 7, 0, 1) ** 1.5:
            b.plant("grass", ground_at(across, far), b.random.uniform(0.7, 1.3), 0.8, (64, -3, 27))


GREEN_HILLS = [(900, 75, 420, (78, -3, -3)), (520, 42, 260, (70, -6, 4)), (300, 20, 120, (60, -9, 12))]
BLUE_HILLS = [(900, 80, 420, (42, 9, -4)), (520, 42, 260, (32, 5, -6)), (300, 22, 120, (23, 1, -3))]
BROWN_HILLS = [(900, 75, 420, (80, 3, 3)), (520, 42, 260, (74, 5, 9)), (300, 20, 120, (66, 7, 17))]
SNOWY_HILLS = [(900, 110, 420, (84, 0, -5)), (480, 46, 260, (76, -1, -5))]
SITES = [
    Site("meadow", meadow, (91, -1, -1), (84, -2, -9), (68, -3, -20), cover=0.75, hills=GREEN_HILLS),
    Site("street", street, (92, 0, 1), (87, -1, -5), (74, -2, -15), cover=0.8,
         hills=[(400, 26, 160, (74, -3, 2))], seed=2),
    Site("snow", snow, (92, 0, -1), (87, 0, -5), (74, 0, -12), (96, 0, -1), cover=0.8,
         hills=SNOWY_HILLS, haze=420.0, exposure=1.28, seed=3),
    Site("dusk", dusk, (79, 16, 36), (66, 12, 6), (40, 3, -25), (70, 20, 18), cover=0.55,
         hills=BLUE_HILLS, haze=1400.0, exposure=5.5, seed=4),
    Site("plaza", plaza, (91, 0, 0), (83, -2, -9), (66, -4, -24), seed=5),
    Site("autumn", autumn, (93, 1, 6), (87, 1, 1), (74, 0, -10), (97, 1, 4),
         hills=BROWN_HILLS, haze=560.0, seed=6),
    Site("beach", beach, (92, -1, -1), (82, -4, -13), (62, -5, -30), cover=0.6, haze=4000.0, seed=7),
]
