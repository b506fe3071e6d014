"""From a rendered EXR file to the finished picture and its depth and coverage."""

import numpy as np

import backdrop
import view
from denoise import denoise, levels_for
from layers import Layers, write_picture
from sampling import lerp

ALBEDO_SIGMA, NORMAL_SIGMA, COVERAGE_SIGMA = 0.12, 0.3, 0.12
BRIGHTEST = 6.0
EXPOSURE = 1.22
GREYED = 0.5   # how much of its colour bounced light loses, so that the lawn does not turn walls green
NOISE = 0.16   # what counts as noise, as a difference of square-root luminance


def develop(exr, colours, latent, random, stem):
    """Writes STEM.png and STEM.aux.png."""
    frame = Layers(exr)
    solid = frame.alpha()
    distance = (frame.value("far") + frame.value("distance")) / np.maximum(solid, 1e-4)

    def open_beyond(limit):
        return np.where(distance < limit, 1.0 - solid, 1.0)

    share = backdrop.haze_share(distance) * solid
    colour = _surfaces(frame)
    colour += share * (colours.horizon[:, None, None] - colour)
    colour += (1.0 - solid) * backdrop.sky(len(solid), colours, latent, random)
    backdrop.add_woods(colour, open_beyond, colours, random)
    write_picture(stem, EXPOSURE * colour, frame.depth(view.NEAR, view.FAR), frame.coverage)


def _surfaces(frame):
    """Denoised colour. Light and surface colour are kept apart meanwhile, so that bricks and boards stay crisp."""
    surface = np.maximum(frame.colour("DiffCol"), 0.0)
    direct, bounced = frame.colour("DiffDir"), frame.colour("DiffInd")
    rest = np.clip(frame.colour("Combined") - surface * (direct + bounced), 0.0, BRIGHTEST)
    light = np.clip(direct + lerp(bounced, bounced.mean(axis=0), GREYED), 0.0, BRIGHTEST)
    guides = _guides(frame, surface)
    clean = denoise(np.concatenate([light, rest]), guides, np.full(surface.shape[1:], NOISE), levels_for(surface.shape[1]))
    return surface * clean[:3] + clean[3:]


def _guides(frame, surface):
    albedo = np.sqrt(surface) / ALBEDO_SIGMA
    normal = frame.normal() * frame.alpha() / NORMAL_SIGMA
    return np.concatenate([albedo, normal, frame.coverage[None] / COVERAGE_SIGMA]).astype(np.float32)
