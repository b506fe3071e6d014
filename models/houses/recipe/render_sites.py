"""Renders plates: blender -b --factory-startup -t 1 -P render_sites.py -- OUT [NAME ...] [--size 1536] [--samples 12]"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "common")]

import numpy as np

import plates
import sky
from colour import soft_shoulder, to_srgb
from denoise import denoise
from layers import Layers
from picture import BRIGHTEST
from site_builder import Builder
from sites import SITES, lab

NOISE, LEVELS = 0.12, 4


def develop(site, exr, size):
    """Display colours [H, W, 3] of a rendered plate, before its painted sky."""
    random = np.random.default_rng(site.seed)
    colours = [lab(*colour) for colour in (site.horizon, site.middle, site.zenith, site.cloud)]
    behind = sky.paint(size, *colours, site.cover, random)
    sky.add_hills(behind, [(*row, lab(*colour)) for *row, colour in site.hills], random)
    frame = Layers(exr)
    solid = frame.alpha()
    haze = (1.0 - np.exp(-np.maximum(frame.distance - 55.0, 0.0) / site.haze)) * solid
    colour = site.exposure * _surfaces(frame)
    colour += haze * (colours[0][:, None, None] - colour)
    return to_srgb(soft_shoulder(colour, 0.6) + (1.0 - solid) * behind).transpose(1, 2, 0)


def _surfaces(frame):
    """Denoised premultiplied colour; leaves and grass keep their own."""
    surface = np.maximum(frame.colour("DiffCol"), 0.0)
    light = np.clip(frame.colour("DiffDir") + frame.colour("DiffInd"), 0.0, BRIGHTEST)
    rest = np.clip(frame.colour("Combined") - surface * light, 0.0, BRIGHTEST)
    guides = np.concatenate([np.sqrt(surface) / 0.1, frame.normal() / 0.35, frame.alpha()[None] / 0.12]).astype(np.float32)
    clean = denoise(np.concatenate([light, rest]), guides, np.full(surface.shape[1:], NOISE), LEVELS)
    return surface * clean[:3] + clean[3:]


def main():
    parser = argparse.ArgumentParser(prog="render_sites.py")
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*", default=[site.name for site in SITES])
    parser.add_argument("--size", type=int, default=1536)
    parser.add_argument("--samples", type=int, default=12)
    options = parser.parse_args(sys.argv[sys.argv.index("--") + 1:])
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        exr = os.path.join(scratch, "plate.exr")
        for site in (site for site in SITES if site.name in options.names):
            builder = Builder(options.size, site.seed)
            site.build(builder)
            builder.shoot(exr, options.samples)
            plates.save(options.out / f"{site.name}.jpg", develop(site, exr, options.size))


if __name__ == "__main__":
    main()
