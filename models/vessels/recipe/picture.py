"""From rendered EXR files to the finished picture: the vessel on black, and its coverage, shadow and depth."""

import numpy as np

from denoise import denoise, levels_for
from layers import Layers, shadow, write_object

ALBEDO_SIGMA, NORMAL_SIGMA = 0.06, 0.3
BRIGHTEST = 3.0
EXPOSURE = 1.0
# What counts as noise, as a difference of square-root luminance.
VESSEL_NOISE, GROUND_NOISE = 0.12, 0.25
# Shadow that is nothing but noise of the open ground.
FAINTEST = 0.012
NOWHERE = 100.0


class Vessel(Layers):
    """The part of the picture around the vessel, with its denoised linear colour [3, H, W], premultiplied by coverage."""

    def __init__(self, exr, size):
        """size: of the whole picture."""
        super().__init__(exr)
        share = np.maximum(self.coverage, 1e-3)
        there = self.coverage > 0.02
        noisy = np.where(there, np.clip(self.colour("Combined") / share, 0.0, BRIGHTEST), 0.0)
        noise = np.full(there.shape, VESSEL_NOISE, np.float32)
        self.clean = EXPOSURE * denoise(noisy, self._guides(share, there), noise, levels_for(size)) * self.coverage

    def _guides(self, share, there):
        """Pixels without the vessel take no part, and edges are smoothed along the vessel only."""
        albedo = np.sqrt(np.maximum(self.colour("DiffCol") / share, 0.0)) / ALBEDO_SIGMA
        normal = self.normal() / share / NORMAL_SIGMA
        return np.concatenate([np.where(there, np.concatenate([albedo, normal]), 0.0), there[None] * NOWHERE]).astype(np.float32)


def ground_shadow(exr, open_light):
    """Fraction [H, W] of the ground's light that is taken away. open_light: [H, W]."""
    light = Layers(exr).light() / open_light
    noise = np.full(light.shape, GROUND_NOISE, np.float32)
    clean = denoise(light[None], np.zeros_like(light)[None], noise, levels_for(2 * len(light)))[0]
    return np.clip((shadow(clean, 1.0) - FAINTEST) / (1 - FAINTEST), 0.0, 1.0)


def develop(vessel, box, ground, stem, distances):
    """Writes STEM.png and STEM.aux.png.

    vessel: the part inside box (left, top, right, bottom), in pixels. ground: shadow at half size.
    distances: (near, far) in metres, depth 1 and 0.
    """
    left, top, right, bottom = box
    shade = _double(ground)
    whole = np.zeros((5, *shade.shape), np.float32)
    whole[:, top:bottom, left:right] = np.stack([*vessel.clean, vessel.coverage, vessel.depth(*distances)])
    write_object(stem, whole[:3], whole[3], shade, whole[4])


def _double(plane):
    """[H, W] -> [2H, 2W], bilinear."""
    for axis in (0, 1):
        before = np.concatenate([plane.take([0], axis), plane], axis).take(range(plane.shape[axis]), axis)
        after = np.concatenate([plane, plane.take([-1], axis)], axis).take(range(1, plane.shape[axis] + 1), axis)
        pair = np.stack([0.75 * plane + 0.25 * before, 0.75 * plane + 0.25 * after], axis + 1)
        plane = pair.reshape([size * 2 if index == axis else size for index, size in enumerate(plane.shape)])
    return plane
