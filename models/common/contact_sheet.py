"""Lays pictures of a set out in a grid, each in front of a site:
contact_sheet.py SET SHEET.png [--site '#b4b2ae'] [--columns 8] [--rows 5] [--size 128] [--start 0]
"""

import argparse
from pathlib import Path

import numpy as np

from compose import composed
from png import write_png


def shrink(picture, size):
    """[H, W, C] averaged down to [size, size, C]; H must be a multiple of size."""
    factor = picture.shape[0] // size
    blocks = picture.reshape(size, factor, size, factor, -1).astype(np.float32)
    return np.rint(blocks.mean(axis=(1, 3))).astype(picture.dtype)


def sheet(paths, site, columns, size):
    cells = [shrink(composed(path, site), size) for path in paths]
    return np.concatenate([np.concatenate(cells[i:i + columns], axis=1) for i in range(0, len(cells), columns)])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("set", type=Path)
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--site", default="#b4b2ae", help="a colour or an image file")
    parser.add_argument("--columns", type=int, default=8)
    parser.add_argument("--rows", type=int, default=5)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--start", type=int, default=0)
    options = parser.parse_args()
    numbers = range(options.start, options.start + options.columns * options.rows)
    paths = [options.set / f"{number:06d}.png" for number in numbers]
    write_png(options.sheet, sheet(paths, options.site, options.columns, options.size))


if __name__ == "__main__":
    main()
