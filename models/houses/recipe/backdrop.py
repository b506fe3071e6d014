"""What lies behind house and garden: sky, clouds and distant woods, painted rather than rendered."""

import numpy as np

import view
from sampling import lerp, smoothstep

# Rows of distant trees: distance, least height, how much higher some are, and how far apart.
WOODS = ((360.0, 9.0, 12.0, 38.0), (150.0, 5.0, 6.0, 10.0))
HAZE_START, HAZE_LENGTH = 45.0, 200.0


def haze_share(distance):
    return 1.0 - np.exp(-np.maximum(distance - HAZE_START, 0.0) / HAZE_LENGTH)


def sky(size, colours, latent, random):
    """Linear colour [3, H, W]."""
    right, up = view.plane(size, view.DISTANCE)
    steep = np.maximum((up - view.HEIGHT) / view.DISTANCE, 0.0)[:, None]
    share = smoothstep(0.0, 0.42, steep)[None] ** 0.8
    colour = lerp(colours.horizon[:, None, None], colours.zenith[:, None, None], share)
    flat = steep + 0.2
    across, away = 2.0 * (right[None] / view.DISTANCE) / flat, 1.6 / flat
    thick = smoothstep(0.44, 0.78, _fractal(random, across, away + np.zeros_like(across), 4))
    cover = latent["clouds"] * thick * smoothstep(0.0, 0.07, steep)
    return colour + cover * (colours.cloud[:, None, None] - colour)


def add_woods(colour, open_beyond, colours, random):
    """Paints rows of distant trees over colour; open_beyond(distance): share [H, W] of a pixel with nothing nearer."""
    for distance, low, more, apart in WOODS:
        size = colour.shape[1]
        right, up = view.plane(size, distance)
        pixel = up[0] - up[1]
        crowns = _fractal(random, right / apart, np.zeros(size), 5)
        top = low + more * smoothstep(0.25, 0.75, crowns)
        share = np.clip((top[None] - up[:, None]) / pixel + 0.5, 0, 1) * np.clip(up[:, None] / pixel + 0.5, 0, 1)
        leaves = _fractal(random, *np.broadcast_arrays(right[None] / 7.0, up[:, None] / 4.0), 3)
        lit = (0.6 + 0.8 * leaves) * lerp(0.7, 1.1, np.clip(up[:, None] / top[None], 0, 1))
        paint = colours.wood[:, None, None] * lit
        paint = lerp(paint, colours.horizon[:, None, None], haze_share(distance))
        colour += share * open_beyond(distance) * (paint - colour)


def _fractal(random, x, y, octaves):
    """Smooth noise around 0.5, [same shape as x]."""
    total, weight = 0.0, 0.0
    for octave in range(octaves):
        lattice = random.uniform(size=(64, 64))
        share = 0.5 ** octave
        total = total + share * _value(lattice, x * 2 ** octave, y * 2 ** octave)
        weight += share
    return total / weight


def _value(lattice, x, y):
    column, row = np.floor(x).astype(int), np.floor(y).astype(int)
    u, v = smoothstep(0, 1, x - column), smoothstep(0, 1, y - row)
    corner = [[lattice[(row + i) % 64, (column + j) % 64] for j in (0, 1)] for i in (0, 1)]
    return lerp(lerp(*corner[0], u), lerp(*corner[1], u), v)
