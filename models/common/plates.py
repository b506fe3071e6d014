"""Stores plates: the sites that objects can stand in, each one JPEG."""

import io

import numpy as np
from PIL import Image

from files import write_whole

LARGEST_FILE = 400_000
# Standard deviations of the grain, in 255ths: of single pixels, and of spots three pixels wide.
FINE_GRAIN, COARSE_GRAIN = 0.8, 0.7


def save(path, display):
    """Writes display values [H, W, 3], 0..1, in the highest quality that stays within LARGEST_FILE."""
    levels = 255 * np.clip(display, 0, 1) + _grain(display.shape[:2])[..., None]
    image = Image.fromarray(np.rint(np.clip(levels, 0, 255)).astype(np.uint8))
    for quality in range(96, 40, -2):
        data = io.BytesIO()
        image.save(data, "JPEG", quality=quality, subsampling=0 if quality > 80 else 2, optimize=True, progressive=True)
        if data.tell() <= LARGEST_FILE:
            write_whole(path, data.getvalue())
            print(f"{path}: quality {quality}, {data.tell() // 1000} kB", flush=True)
            return


def _grain(shape):
    """Film grain. Without it, 8 bits show steps in smooth walls and skies."""
    random = np.random.default_rng(1)
    fine, coarse = (random.standard_normal(shape).astype(np.float32) for _ in range(2))
    for axis in (0, 1):
        coarse = (np.roll(coarse, 1, axis) + coarse + np.roll(coarse, -1, axis)) / np.sqrt(3)
    return FINE_GRAIN * fine + COARSE_GRAIN * coarse
