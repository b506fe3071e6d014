"""From rendered EXR files to the finished picture and its depth and coverage."""

import numpy as np

from denoise import denoise, levels_for
from layers import Layers, write_picture

ALBEDO_SIGMA, NORMAL_SIGMA, COVERAGE_SIGMA = 0.06, 0.3, 0.12
BRIGHTEST = 2.5
EXPOSURE = 1.14
# What counts as noise, as a difference of square-root luminance.
PAPER_NOISE, VESSEL_NOISE = 0.3, 0.12
FEATHER = 8


class Frame(Layers):
    """One rendered frame with its denoised linear colour [3, H, W]."""

    def __init__(self, exr, size):
        """size: of the whole picture at full size."""
        super().__init__(exr)
        noise = PAPER_NOISE + (VESSEL_NOISE - PAPER_NOISE) * self.coverage
        noisy = np.clip(self.colour("Combined"), 0.0, BRIGHTEST)
        self.clean = EXPOSURE * denoise(noisy, self._guides(), noise, levels_for(size))

    def _guides(self):
        albedo = np.sqrt(np.maximum(self.colour("DiffCol"), 0.0)) / ALBEDO_SIGMA
        normal = self.normal() * self.coverage / NORMAL_SIGMA
        return np.concatenate([albedo, normal, self.coverage[None] / COVERAGE_SIGMA]).astype(np.float32)


def develop(backdrop, vessel, box, stem, distances):
    """Writes STEM.png and STEM.aux.png.

    backdrop: the whole picture at half size. vessel: the part inside box (left, top, right, bottom), in pixels.
    distances: (near, far) in metres, depth 1 and 0.
    """
    left, top, right, bottom = box
    colour = _double(backdrop.clean)
    inside = (slice(None), slice(top, bottom), slice(left, right))
    share = _feather(vessel.coverage.shape)
    colour[inside] += share * (vessel.clean - colour[inside])
    aux = np.zeros((2, *colour.shape[1:]), np.float32)
    aux[inside] = np.stack([vessel.depth(*distances), vessel.coverage])
    write_picture(stem, colour, *aux)


def _double(colour):
    """[3, H, W] -> [3, 2H, 2W], bilinear."""
    for axis in (1, 2):
        before = np.concatenate([colour.take([0], axis), colour], axis).take(range(colour.shape[axis]), axis)
        after = np.concatenate([colour, colour.take([-1], axis)], axis).take(range(1, colour.shape[axis] + 1), axis)
        pair = np.stack([0.75 * colour + 0.25 * before, 0.75 * colour + 0.25 * after], axis + 1)
        colour = pair.reshape([size * 2 if index == axis else size for index, size in enumerate(colour.shape)])
    return colour


def _feather(size):
    """Weights [H, W] rising from 0 at the border to 1 inside."""
    rows, columns = (np.minimum(np.arange(n) + 0.5, n - np.arange(n) - 0.5) for n in size)
    return np.clip(np.minimum(rows[:, None], columns[None]) / FEATHER, 0.0, 1.0).astype(np.float32)
