"""The fixed patterns of glazes, as one image that repeats in both directions: red spots, green net, blue clouds."""

import numpy as np

SIZE = 512
WIDTH = 0.4  # metres that the image covers
_NEIGHBOURS = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]


def image():
    """float32 [SIZE, SIZE, 3], first row at v = 0.

    Spots: amount from which on a point lies in a spot. Net: 1 in the middle of a line, 0 away from it. Clouds: 0..1.
    """
    random = np.random.default_rng(7)
    spots = np.minimum(_spots(random, 34, 0.0026), _spots(random, 80, 0.0013))
    net = np.maximum(_net(random, 22, 0.0008), 0.3 * _net(random, 50, 0.0006))
    return np.stack([spots, net, _clouds(random)], axis=-1).astype(np.float32)


def _grid():
    """Position of every pixel (u, v), in widths of the image."""
    steps = ((np.arange(SIZE) + 0.5) / SIZE).astype(np.float32)
    return np.meshgrid(steps, steps)


def _cells(random, cells, jitter=0.9):
    """For every pixel and each of nine cells around it: distance [9, SIZE, SIZE] in cells to the cell's point, and its number."""
    points = 0.5 + jitter * (random.random((cells, cells, 2)) - 0.5)
    points, luck = points.astype(np.float32), random.random((cells, cells)).astype(np.float32)
    u, v = (plane * cells for plane in _grid())
    column, row = np.floor(u).astype(int), np.floor(v).astype(int)
    offsets, lucks = [], []
    for down, right in _NEIGHBOURS:
        there = (row + down) % cells, (column + right) % cells
        offsets.append(np.stack([column + right + points[there][..., 0] - u, row + down + points[there][..., 1] - v]))
        lucks.append(luck[there])
    return np.array(offsets), np.array(lucks)


def _spots(random, cells, largest):
    """Spots of up to `largest` metres in radius, most of them much smaller."""
    offsets, luck = _cells(random, cells)
    metres = np.hypot(offsets[:, 0], offsets[:, 1]) * WIDTH / cells
    return np.clip((metres / (largest * luck ** 2.2 + 1e-5)).min(axis=0), 0.0, 4.0)


def _net(random, cells, half_width):
    """Lines between the cells, fading out at `half_width` metres from their middle."""
    offsets, _ = _cells(random, cells)
    closest = (offsets ** 2).sum(axis=1).argmin(axis=0)
    nearest = np.take_along_axis(offsets, closest[None, None], axis=0)[0]
    away = np.full(nearest.shape[1:], 1e9)
    for offset in offsets:
        between = offset - nearest
        length = np.hypot(*between)
        edge = ((offset + nearest) / 2 * between).sum(axis=0) / np.maximum(length, 1e-9)
        away = np.where(length > 1e-6, np.minimum(away, edge), away)
    return np.clip(1 - away * WIDTH / cells / half_width, 0, 1) ** 0.7


def _clouds(random):
    """Streaks that run down, from smooth noise in four sizes."""
    total = np.zeros((SIZE, SIZE))
    spectrum = np.fft.fft2(random.standard_normal((SIZE, SIZE)))
    across, down = np.meshgrid(np.fft.fftfreq(SIZE) * SIZE, np.fft.fftfreq(SIZE) * SIZE)
    for period, weight in ((6, 1.0), (13, 0.6), (28, 0.35), (70, 0.25)):
        layer = np.real(np.fft.ifft2(spectrum * np.exp(-0.5 * ((across / period) ** 2 + (down * 1.5 / period) ** 2))))
        total += weight * layer / layer.std()
    return np.clip(0.5 + 0.22 * total / total.std(), 0, 1)
