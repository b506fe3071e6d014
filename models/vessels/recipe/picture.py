"""From rendered EXR files to the finished picture and its depth and coverage."""

import numpy as np

from colour import soft_shoulder, to_srgb
from denoise import denoise
from exr import read_exr
from png import write_png

LAYER = "L."
ALBEDO_SIGMA, NORMAL_SIGMA, COVERAGE_SIGMA = 0.06, 0.3, 0.12
BRIGHTEST = 2.5
EXPOSURE = 1.14
# What counts as noise, as a difference of square-root luminance.
PAPER_NOISE, VESSEL_NOISE = 0.3, 0.16
FEATHER = 8


class Frame:
    """One rendered frame: denoised linear colour [3, H, W], and coverage and distance of the vessel [H, W]."""

    def __init__(self, exr):
        channels = read_exr(exr)
        self.coverage = np.clip(channels[LAYER + "coverage.X"], 0.0, 1.0)
        self.distance = channels[LAYER + "distance.X"] / np.maximum(self.coverage, 1e-4)
        colour = np.clip(_stack(channels, "Combined", "RGB"), 0.0, BRIGHTEST)
        noise = PAPER_NOISE + (VESSEL_NOISE - PAPER_NOISE) * self.coverage
        self.colour = EXPOSURE * denoise(colour, _guides(channels, self.coverage), noise)


def develop(backdrop, vessel, box, stem, distances):
    """Writes STEM.png (8-bit sRGB) and STEM.aux.png (16-bit grey: depth, alpha: coverage).

    backdrop: the whole picture at half size. vessel: the part inside box (left, top, right, bottom), in pixels.
    distances: (near, far) in metres, depth 1 and 0.
    """
    left, top, right, bottom = box
    colour = _double(backdrop.colour)
    inside = (slice(None), slice(top, bottom), slice(left, right))
    share = _feather(vessel.coverage.shape)
    colour[inside] += share * (vessel.colour - colour[inside])
    write_png(f"{stem}.png", _quantise(to_srgb(soft_shoulder(colour)).transpose(1, 2, 0), 255, np.uint8))
    aux = np.zeros((*colour.shape[1:], 2), np.float32)
    aux[top:bottom, left:right] = np.stack([_depth(vessel, *distances), vessel.coverage], axis=-1)
    write_png(f"{stem}.aux.png", _quantise(aux, 65535, np.uint16))


def _stack(channels, name, letters):
    return np.stack([channels[f"{LAYER}{name}.{letter}"] for letter in letters])


def _guides(channels, coverage):
    albedo = np.sqrt(np.maximum(_stack(channels, "DiffCol", "RGB"), 0.0)) / ALBEDO_SIGMA
    normal = _stack(channels, "Normal", "XYZ") * coverage / NORMAL_SIGMA
    return np.concatenate([albedo, normal, coverage[None] / COVERAGE_SIGMA]).astype(np.float32)


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


def _depth(frame, near, far):
    return np.where(frame.coverage > 1e-3, np.clip((far - frame.distance) / (far - near), 0.0, 1.0), 0.0)


def _quantise(values, top, kind):
    return np.clip(np.rint(values * top), 0, top).astype(kind)
