"""Removes path-tracing noise: an edge-avoiding a-trous wavelet filter (Dammertz et al. 2010)."""

import math

import numpy as np

# Half of a 3x3 B-spline kernel; each pair of opposite neighbours shares one weight.
NEIGHBOURS = [(0, 1, 0.5), (1, 0, 0.5), (1, 1, 0.25), (1, -1, 0.25)]


def levels_for(size):
    """Levels with which smoothing reaches as far in a picture of any size: 4 at 256 x 256 pixels."""
    return max(1, round(math.log2(size / 16)))


def denoise(colour, guides, range_sigma, levels):
    """Smooths colour [3, H, W] where neighbours agree.

    guides: [C, H, W], scaled so that a difference of 1 stops the smoothing. range_sigma: [H, W], the difference
    of square-root luminance taken for noise at the first level; it shrinks from level to level.
    """
    colour = colour.astype(np.float32)
    for level in range(levels):
        colour = _smooth(colour, guides, 1 << level, range_sigma * 0.7 ** level)
    return colour


def _smooth(colour, guides, step, range_sigma):
    luminance = _blur(np.sqrt(np.maximum(colour.mean(axis=0), 0.0))) if step == 1 else np.sqrt(colour.mean(axis=0))
    total = colour.copy()
    weights = np.ones(colour.shape[1:], np.float32)
    for down, right, kernel in NEIGHBOURS:
        here, there = _pair(down * step, right * step)
        difference = ((guides[(slice(None), *here)] - guides[(slice(None), *there)]) ** 2).sum(axis=0)
        difference += ((luminance[here] - luminance[there]) / range_sigma[here]) ** 2
        weight = kernel * np.exp(-difference)
        total[(slice(None), *here)] += weight * colour[(slice(None), *there)]
        total[(slice(None), *there)] += weight * colour[(slice(None), *here)]
        weights[here] += weight
        weights[there] += weight
    return total / weights


def _blur(values):
    """3x3 binomial blur, so that single noisy pixels do not pass for edges."""
    padded = np.pad(values, 1, mode="edge")
    rows = padded[:-2] + 2 * padded[1:-1] + padded[2:]
    return (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 16


def _pair(down, right):
    """Index pairs of all pixels and of their neighbours `down` and `right` of them, inside the picture."""
    def cut(offset):
        return (slice(None, -offset or None), slice(offset, None)) if offset >= 0 else (slice(-offset, None), slice(None, offset))
    rows, columns = cut(down), cut(right)
    return (rows[0], columns[0]), (rows[1], columns[1])
