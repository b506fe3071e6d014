"""What is painted behind the plates' geometry: sky, clouds and far hills."""

import numpy as np

import view
from sampling import lerp, smoothstep

LATTICE = 128


def plane(size, distance):
    """Metres to the right [W], and above the ground [H], of all pixels in an upright plane `distance` from the camera."""
    share = (np.arange(size) + 0.5) / size
    scale = distance / view.DISTANCE
    right = (view.SHIFT + (share - 0.5) * view.FIELD) * scale
    return right, view.HEIGHT + (view.LOWEST + view.FIELD * (1 - share) - view.HEIGHT) * scale


def paint(size, horizon, middle, zenith, cloud, cover, random):
    """Linear colour [3, H, W] of a sky from `horizon` to `zenith`, with soft clouds over `cover` of it."""
    right, up = plane(size, view.DISTANCE)
    steep = np.maximum((up - view.HEIGHT) / view.DISTANCE, 0.0)[:, None]
    colour = lerp(_column(horizon), _column(middle), smoothstep(0.0, 0.13, steep)[None])
    colour = lerp(colour, _column(zenith), smoothstep(0.06, 0.46, steep)[None])
    away = 1.0 / (steep + 0.12)
    across = (right[None] / view.DISTANCE) * away
    shape = fractal(random, 0.9 * across + 7, 1.5 * away + np.zeros_like(across), 7)
    thick = smoothstep(0.62 - 0.3 * cover, 0.86 - 0.2 * cover, shape) * smoothstep(0.0, 0.1, steep)
    body = 0.86 + 0.22 * fractal(random, 2.0 * across, 3.2 * away + np.zeros_like(across), 5)
    return colour + (cover * thick)[None] * (_column(cloud) * body[None] - colour)


def add_hills(colour, rows, random):
    """Paints ridges over colour, far ones first. rows: (distance, height, width of a hill, linear colour)."""
    size = colour.shape[1]
    for distance, height, wide, paint_colour in rows:
        right, up = plane(size, distance)
        pixel = up[0] - up[1]
        top = height * smoothstep(0.15, 0.95, fractal(random, right / wide, np.zeros(size), 7))
        share = np.clip((top[None] - up[:, None]) / pixel + 0.5, 0, 1)
        mottle = fractal(random, *np.broadcast_arrays(right[None] / 16, up[:, None] / 6), 5)
        lit = 0.9 + 0.2 * mottle
        colour += share[None] * (_column(paint_colour) * lit[None] - colour)


def fractal(random, x, y, octaves):
    """Smooth noise around 0.5, of the same shape as x."""
    total, weight = 0.0, 0.0
    for octave in range(octaves):
        lattice = random.uniform(size=(LATTICE, LATTICE))
        share = 0.52 ** octave
        total = total + share * _value(lattice, x * 2 ** octave, y * 2 ** octave)
        weight += share
    return total / weight


def _value(lattice, x, y):
    column, row = np.floor(x).astype(int), np.floor(y).astype(int)
    u, v = smoothstep(0, 1, x - column), smoothstep(0, 1, y - row)
    corner = [[lattice[(row + i) % LATTICE, (column + j) % LATTICE] for j in (0, 1)] for i in (0, 1)]
    return lerp(lerp(*corner[0], u), lerp(*corner[1], u), v)


def _column(rgb):
    return np.asarray(rgb, np.float32)[:, None, None]
