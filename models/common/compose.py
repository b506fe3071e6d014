"""Puts a rendered object in front of a site: compose.py PICTURE.png SITE OUT.png

SITE is an image file or a colour such as #b4b2ae. PICTURE.aux.png must lie beside PICTURE.png.
"""

import sys
from pathlib import Path

import numpy as np

from colour import to_linear, to_srgb
from png import read_png, write_png


def read_pair(picture):
    """Linear premultiplied colour [H, W, 3], coverage, shadow and depth [H, W] of a rendered picture."""
    picture = Path(picture)
    aux = read_png(picture.with_suffix(".aux.png")).astype(np.float32) / 65535
    return to_linear(read_png(picture) / 255), aux[..., 0], aux[..., 1], aux[..., 2]


def read_site(site, size):
    """Linear colour [H, W, 3] of a colour such as #b4b2ae, or of an image file averaged down to `size`."""
    if str(site).startswith("#"):
        rgb = np.array([int(site[i:i + 2], 16) for i in (1, 3, 5)]) / 255
        return np.broadcast_to(to_linear(rgb), (size, size, 3))
    from PIL import Image  # only sites that are image files need Pillow
    pixels = to_linear(np.asarray(Image.open(site).convert("RGB")) / 255)
    factor, rest = divmod(pixels.shape[0], size)
    if rest or pixels.shape[0] != pixels.shape[1]:
        raise ValueError(f"{site}: must be square, with a side that is a multiple of {size} pixels")
    return pixels.reshape(size, factor, size, factor, 3).mean(axis=(1, 3))


def compose(site, colour, coverage, shadow):
    """Linear colour [H, W, 3] of the object standing in the site. All light is linear."""
    return site * ((1 - shadow) * (1 - coverage))[..., None] + colour


def composed(picture, site):
    """uint8 sRGB [H, W, 3] of a rendered picture in front of a site."""
    colour, coverage, shadow, _ = read_pair(picture)
    linear = compose(read_site(site, len(colour)), colour, coverage, shadow)
    return np.rint(np.clip(to_srgb(linear), 0, 1) * 255).astype(np.uint8)


def main():
    picture, site, out = sys.argv[1:4]
    write_png(out, composed(picture, site))


if __name__ == "__main__":
    main()
