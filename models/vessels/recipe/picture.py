"""From rendered EXR files to the finished picture: the vessel on black, and its coverage, shadow and depth."""

import numpy as np

from denoise import denoise, levels_for
from exr import read_exr
from layers import Layers, shadow, write_object
from renderer import LAYER
from sampling import smoothstep

NORMAL_SIGMA = 0.3
BRIGHTEST = 3.0
EXPOSURE = 1.0
# What counts as noise, as a difference of square-root luminance.
LIGHT_NOISE, GLOSS_NOISE, GROUND_NOISE = 0.28, 0.16, 0.45
# Shadow up to the first is nothing but noise of the open ground; above the second it is as it is.
FAINT = (0.008, 0.07)
# Coverage up to which a pixel has too few samples to say anything, and up to which its covered neighbours are believed
# instead: at the silhouette a single sample of the foot's underside would make a black dot.
FEWEST, DOUBTFUL = 0.1, 0.7
NOWHERE = 100.0


class Vessel(Layers):
    """The part of the picture around the vessel: linear colour [3, H, W], premultiplied, coverage, and depth 0..1."""

    def __init__(self, exr, size, distances):
        """size: of the whole picture. distances: (near, far) in metres, depth 1 and 0."""
        super().__init__(exr)
        self.there = self.coverage > FEWEST
        share, levels = np.maximum(self.coverage, 1e-3), levels_for(size)
        albedo = self.colour("DiffCol")
        light = _without_specks(self.colour("DiffDir") + self.colour("DiffInd"))
        gloss = np.clip(self.colour("Combined") - albedo * light, 0.0, None) / share
        guides = self._guides(share)
        self.clean = EXPOSURE * (albedo / share * self._smoothed(light, guides, LIGHT_NOISE, levels)
                                 + self._smoothed(gloss, guides, GLOSS_NOISE, levels))
        self.near = self.depth(*distances)

    def planes(self, coverage):
        """[5, H, W]: colour, coverage and depth, with the coverage of a finer frame."""
        trust = self.there * np.maximum(smoothstep(DOUBTFUL, 1.0, self.coverage), 1e-3 * self.coverage)
        filled = _grown(np.concatenate([self.clean, self.near[None]]), trust)
        return np.concatenate([filled[:3] * coverage, coverage[None], filled[3:] * (coverage > 1e-3)])

    def _smoothed(self, colour, guides, noise, levels):
        colour = np.where(self.there, np.clip(colour, 0.0, BRIGHTEST), 0.0)
        return denoise(colour, guides, np.full(self.there.shape, noise, np.float32), levels)

    def _guides(self, share):
        """Pixels without the vessel take no part. Colours of the glaze do not count: the light is free of them."""
        normal = np.where(self.there, self.normal() / share / NORMAL_SIGMA, 0.0)
        return np.concatenate([normal, self.there[None] * NOWHERE]).astype(np.float32)


def fine_coverage(exr):
    return read_exr(exr)[f"{LAYER}.Combined.A"].clip(0.0, 1.0)


def _without_specks(planes):
    """Planes [C, H, W] whose single dark and bright pixels, which come by chance in creases, are within their neighbours' range."""
    around = np.sort(_shifted(np.pad(planes, ((0, 0), (1, 1), (1, 1)), mode="edge")), axis=0)
    return np.clip(planes, around[1], around[-2])


def _shifted(padded):
    """[9, C, H, W]: planes [C, H + 2, W + 2] seen from a pixel and its eight neighbours."""
    rows, columns = padded.shape[1] - 2, padded.shape[2] - 2
    return np.stack([padded[:, down:down + rows, right:right + columns] for down in range(3) for right in range(3)])


def _grown(planes, trust):
    """Planes [C, H, W] that take on what their neighbours say, as far as they are not trusted. trust: [H, W], 0..1."""
    padding = ((0, 0), (1, 1), (1, 1))
    known, values = _shifted(np.pad(trust[None], padding)), _shifted(np.pad(planes, padding))
    return trust * planes + (1 - trust) * (known * values).sum(axis=0) / np.maximum(known.sum(axis=0), 1e-6)


def ground_shadow(exr, open_light):
    """Fraction [H, W] of the ground's light that is taken away. open_light: [H / 2, W / 2]."""
    light = Layers(exr).light() / _double(open_light)
    noise = np.full(light.shape, GROUND_NOISE, np.float32)
    clean = denoise(light[None], np.zeros_like(light)[None], noise, levels_for(2 * len(light)))[0]
    taken = shadow(_soft(clean), 1.0)
    return taken * smoothstep(*FAINT, taken)


def _soft(plane):
    """3 x 3 binomial blur."""
    around = np.pad(plane, 1, mode="edge")
    rows = around[:-2] + 2 * around[1:-1] + around[2:]
    return (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 16


def develop(planes, box, ground, stem):
    """Writes STEM.png and STEM.aux.png.

    planes: [5, h, w] of the vessel inside box (left, top, right, bottom), in pixels. ground: shadow at half size.
    """
    left, top, right, bottom = box
    shade = _double(ground)
    whole = np.zeros((5, *shade.shape), np.float32)
    whole[:, top:bottom, left:right] = planes
    write_object(stem, whole[:3], whole[3], shade, whole[4])


def _double(plane):
    """[H, W] -> [2H, 2W], bilinear."""
    for axis in (0, 1):
        before = np.concatenate([plane.take([0], axis), plane], axis).take(range(plane.shape[axis]), axis)
        after = np.concatenate([plane, plane.take([-1], axis)], axis).take(range(1, plane.shape[axis] + 1), axis)
        pair = np.stack([0.75 * plane + 0.25 * before, 0.75 * plane + 0.25 * after], axis + 1)
        plane = pair.reshape([size * 2 if index == axis else size for index, size in enumerate(plane.shape)])
    return plane
