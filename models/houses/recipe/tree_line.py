"""How high trees reach across a picture, said in a few numbers that a latent code can hold."""

import numpy as np

import garden
import view

COLUMNS, WAVES = 64, 12
MOST = 3.0     # either way; the largest of 10,000 pictures is 2.4
RANGES = {f"tree_line_{wave}": (-MOST, MOST) for wave in range(WAVES)}
CROWN = 0.62   # height of a crown's middle, in heights of its tree


def heights(places):
    """Share of the picture's height that trees take up, [COLUMNS], as if no house stood before them."""
    middles = (np.arange(COLUMNS) + 0.5) / COLUMNS
    line = np.zeros(COLUMNS)
    for place in places:
        if place.species.startswith("shrub"):
            continue
        where = np.array([place.x, place.y])
        metre = view.DISTANCE / (view.DISTANCE + where @ view.AWAY) / view.FIELD  # in shares of the picture
        offset = (middles - 0.5 - where @ view.RIGHT * metre) / (place.spread / 2 * metre)
        rise = (1 - CROWN) * np.sqrt(np.clip(1 - offset ** 2, 0, None))
        line = np.maximum(line, np.where(np.abs(offset) < 1, place.height * metre * (CROWN + rise), 0))
    return line


def waves(parameters, latent, seed):
    """{name: number}: the heights' cosine series (DCT-II), whose terms depend little on one another."""
    line = heights(garden.places(parameters, latent, np.random.default_rng([seed, garden.STREAM])))
    phase = np.pi * (np.arange(COLUMNS) + 0.5) / COLUMNS
    terms = (np.mean(line * np.cos(wave * phase)) * (5 if wave == 0 else 20) for wave in range(WAVES))
    return {name: round(float(np.clip(term, -MOST, MOST)), 6) for name, term in zip(RANGES, terms)}
