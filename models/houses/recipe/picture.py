"""From a rendered EXR file to the finished picture and its depth and coverage."""

import numpy as np

from denoise import denoise
from layers import Layers, write_picture

ALBEDO_SIGMA, NORMAL_SIGMA, COVERAGE_SIGMA = 0.12, 0.3, 0.12
BRIGHTEST = 6.0
EXPOSURE = 0.95
LIGHT_NOISE, REST_NOISE = 0.22, 0.2   # what counts as noise, as a difference of square-root luminance
HAZE_START, HAZE_LENGTH = 50.0, 110.0


def develop(exr, haze, stem, distances):
    """Writes STEM.png and STEM.aux.png. haze: its linear colour. distances: (near, far) in metres.

    Light and surface colour are kept apart until the light is free of noise, so that bricks and boards stay crisp.
    """
    frame = Layers(exr)
    surface = np.maximum(frame.colour("DiffCol"), 0.0)
    light = np.clip(frame.colour("DiffDir") + frame.colour("DiffInd"), 0.0, BRIGHTEST)
    rest = np.clip(frame.colour("Combined") - surface * light, 0.0, BRIGHTEST)
    guides = _guides(frame, surface)
    size = surface.shape[1:]
    colour = surface * denoise(light, guides, np.full(size, LIGHT_NOISE)) + denoise(rest, guides, np.full(size, REST_NOISE))
    share = 1.0 - np.exp(-np.maximum(frame.value("far") - HAZE_START, 0.0) / HAZE_LENGTH)
    colour += share * (np.asarray(haze)[:, None, None] - colour)
    write_picture(stem, EXPOSURE * colour, frame.depth(*distances), frame.coverage)


def _guides(frame, surface):
    known = (surface.max(axis=0) > 0).astype(np.float32)
    albedo = np.sqrt(surface) / ALBEDO_SIGMA
    normal = frame.normal() * known / NORMAL_SIGMA
    return np.concatenate([albedo, normal, frame.coverage[None] / COVERAGE_SIGMA]).astype(np.float32)
