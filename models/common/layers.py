"""The layers of a rendered frame, and the two files that a picture becomes."""

import numpy as np

from colour import soft_shoulder, to_srgb
from exr import read_exr
from png import write_png
from renderer import LAYER


class Layers:
    """What `renderer` wrote to one EXR file: coverage and distance [H, W] of the object, and any other layer by name."""

    def __init__(self, exr):
        self._channels = read_exr(exr)
        self.coverage = np.clip(self.value("coverage"), 0.0, 1.0)
        self.distance = self.value("distance") / np.maximum(self.coverage, 1e-4)

    def value(self, name):
        return self._channels[f"{LAYER}.{name}.X"]

    def colour(self, name):
        return self._stack(name, "RGB")

    def normal(self):
        return self._stack("Normal", "XYZ")

    def light(self):
        """Light that reaches diffuse surfaces straight from lamps and sky, [H, W]."""
        return self._stack("DiffDir", "RGB").mean(axis=0)

    def alpha(self):
        """Share of a pixel that anything covers, in scenes with a transparent background."""
        return np.clip(self._channels[f"{LAYER}.Combined.A"], 0.0, 1.0)

    def depth(self, near, far):
        """1 at `near` metres, 0 at `far` and where the object is not."""
        return np.where(self.coverage > 1e-3, np.clip((far - self.distance) / (far - near), 0.0, 1.0), 0.0)

    def _stack(self, name, letters):
        return np.stack([self._channels[f"{LAYER}.{name}.{letter}"] for letter in letters])


def shadow(lit, open_light):
    """Fraction of the ground's light that the object takes away. open_light: light without the object."""
    return np.clip(1.0 - lit / open_light, 0.0, 1.0)


def write_object(stem, colour, coverage, shadow, depth):
    """Writes an object without its site.

    colour: [3, H, W], linear and premultiplied by coverage. STEM.png keeps it, after the tone curve, as 8-bit sRGB on
    black; the curve bends the object's own colour, as if it covered each of its pixels whole.
    STEM.aux.png is 16-bit RGB: coverage, shadow, depth.
    """
    whole = np.maximum(coverage, 1e-4)
    toned = soft_shoulder(colour / whole) * coverage
    write_png(f"{stem}.png", _quantise(to_srgb(toned).transpose(1, 2, 0), 255, np.uint8))
    planes = np.stack([coverage, shadow, depth], axis=-1)
    write_png(f"{stem}.aux.png", _quantise(planes, 65535, np.uint16))


def write_picture(stem, colour, depth, coverage):
    """Writes linear colour [3, H, W] as STEM.png (8-bit sRGB), depth and coverage as STEM.aux.png (16-bit grey, alpha)."""
    write_png(f"{stem}.png", _quantise(to_srgb(soft_shoulder(colour)).transpose(1, 2, 0), 255, np.uint8))
    write_png(f"{stem}.aux.png", _quantise(np.stack([depth, coverage], axis=-1), 65535, np.uint16))


def _quantise(values, top, kind):
    return np.clip(np.rint(values * top), 0, top).astype(kind)
