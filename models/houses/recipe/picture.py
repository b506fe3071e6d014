"""From rendered EXR files to the finished picture and the file beside it."""

import numpy as np

import view
from denoise import denoise, levels_for
from layers import Layers, shadow, write_object
from sampling import smoothstep

ALBEDO_SIGMA, NORMAL_SIGMA, COVERAGE_SIGMA = 0.12, 0.3, 0.12
BRIGHTEST = 6.0
EXPOSURE = 1.15
NOISE = 0.16          # what counts as noise, as a difference of square-root luminance
SHADOW_NOISE = 0.2
# Shadows below the first count as none, above the second as they are: a house dims the sky's light far around.
FAINT = (0.02, 0.12)


def develop(house_exr, house_box, shadow_exr, shadow_box, open_light, size, stem):
    """Writes STEM.png and STEM.aux.png; boxes say which part of the picture a file holds."""
    frame = Layers(house_exr)
    colour = _whole(EXPOSURE * _surfaces(frame, size), house_box, size)
    coverage, depth = (_whole(v[None], house_box, size)[0] for v in (frame.coverage, frame.depth(view.NEAR, view.FAR)))
    taken = _whole(_shadow(Layers(shadow_exr), open_light, size)[None], shadow_box, size)[0]
    write_object(stem, colour, coverage, taken, depth)


def _surfaces(frame, size):
    """Denoised colour. Light and surface colour are kept apart meanwhile, so that blocks and boards stay crisp."""
    surface = np.maximum(frame.colour("DiffCol"), 0.0)
    light = np.clip(frame.colour("DiffDir") + frame.colour("DiffInd"), 0.0, BRIGHTEST)
    rest = np.clip(frame.colour("Combined") - surface * light, 0.0, BRIGHTEST)
    noise = np.full(surface.shape[1:], NOISE)
    clean = denoise(np.concatenate([light, rest]), _guides(frame, surface), noise, levels_for(size))
    return surface * clean[:3] + clean[3:]


def _guides(frame, surface):
    albedo = np.sqrt(surface) / ALBEDO_SIGMA
    normal = frame.normal() * frame.alpha() / NORMAL_SIGMA
    return np.concatenate([albedo, normal, frame.coverage[None] / COVERAGE_SIGMA]).astype(np.float32)


def _shadow(frame, open_light, size):
    """Shadow on the ground [H, W]; above the horizon there is none."""
    ground = frame.alpha()
    taken = shadow(frame.light() / np.maximum(ground, 1e-4), open_light) * (ground > 0.5)
    clean = denoise(taken[None], ground[None] / 0.1, np.full(taken.shape, SHADOW_NOISE), levels_for(size))[0]
    return clean * smoothstep(*FAINT, clean)


def _whole(values, box, size):
    """[C, H, W] of a part, set into a black picture."""
    left, top, right, bottom = box
    whole = np.zeros((len(values), size, size), np.float32)
    whole[:, top:bottom, left:right] = values
    return whole
