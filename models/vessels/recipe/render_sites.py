"""Renders the plates that vessels stand in: blender -b --factory-startup -t 1 -P render_sites.py -- DIR [--size 1536] [--samples 8] [NAME ...]

Cycles gives light and surface colour apart. The light is smoothed, for it is soft everywhere, and the colours keep their
grain. What lies out of focus is blurred afterwards, by its distance.
"""

import argparse
import math
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "common")]

import bpy
import numpy as np
from mathutils import Vector

import plates
import renderer
import site_scenes
import studio
from colour import soft_shoulder, to_srgb
from denoise import denoise, levels_for
from exr import read_exr

APERTURE = 0.0955 / 5.6  # metres
FOCUS = 1.10
# Blurs that are computed, in thousandths of the picture's width; between them pixels are mixed.
BLURS = (0.0, 1.2, 2.4, 4.8, 9.6, 19.2, 38.4)
LIGHT_NOISE, NORMAL_SIGMA = 0.5, 0.25


def main():
    options = _read_options()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as scratch:
        for name in options.names or site_scenes.SITES:
            exr = os.path.join(scratch, "plate.exr")
            _render(name, options.size, options.samples, exr)
            display = to_srgb(soft_shoulder(develop(read_exr(exr))))
            plates.save(options.out / f"{name}.jpg", display.transpose(1, 2, 0))


def _read_options():
    parser = argparse.ArgumentParser(prog="render_sites.py")
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--size", type=int, default=1536)
    parser.add_argument("--samples", type=int, default=8)
    return parser.parse_args(sys.argv[sys.argv.index("--") + 1:])


def _render(name, size, samples, exr):
    build, colour, watts, azimuth, dome = site_scenes.SITES[name]
    scene = renderer.new_scene(size)
    scene.render.film_transparent = False
    layer = renderer.add_passes(scene, ())
    layer.use_pass_z = layer.use_pass_emit = True
    layer.use_pass_glossy_color = layer.use_pass_glossy_direct = layer.use_pass_glossy_indirect = True
    renderer.add_world(scene).inputs["Strength"].default_value = dome
    scene.world.node_tree.nodes["Background"].inputs["Color"].default_value = (1, 1, 1, 1)
    scene.camera = studio.add_camera(scene)
    build(scene)
    _add_window(scene, colour, watts, math.radians(azimuth))
    renderer.shoot(scene, exr, samples)


def _add_window(scene, colour, watts, azimuth):
    """A large soft light from one side and above."""
    light = bpy.data.lights.new("Window", "AREA")
    light.shape, light.size, light.size_y, light.energy, light.color = "RECTANGLE", 1.5, 1.3, watts, colour
    lamp = renderer.add_object(scene, "Window", light)
    elevation = math.radians(48)
    direction = Vector((math.sin(azimuth) * math.cos(elevation), -math.cos(azimuth) * math.cos(elevation), math.sin(elevation)))
    lamp.location = Vector((0, 0.15, 0)) + direction * 1.9
    lamp.rotation_euler = direction.to_track_quat("Z", "Y").to_euler()


def develop(channels):
    """Linear colour [3, H, W] of a plate."""
    normal = _layer(channels, "Normal", "XYZ")
    diffuse = _smoothed(_layer(channels, "DiffDir") + _layer(channels, "DiffInd"), normal)
    gloss = _smoothed(_layer(channels, "GlossDir") + _layer(channels, "GlossInd"), normal)
    sharp = _layer(channels, "DiffCol") * diffuse + _layer(channels, "GlossCol") * gloss + _layer(channels, "Emit")
    return _out_of_focus(sharp, channels[f"{renderer.LAYER}.Depth.Z"])


def _layer(channels, name, letters="RGB"):
    return np.stack([channels[f"{renderer.LAYER}.{name}.{letter}"] for letter in letters])


def _smoothed(light, normal):
    noise = np.full(light.shape[1:], LIGHT_NOISE, np.float32)
    return denoise(np.clip(light, 0, 20), (normal / NORMAL_SIGMA).astype(np.float32), noise, levels_for(light.shape[1]) - 1)


def _out_of_focus(sharp, distance):
    """Blurs every pixel by the circle of confusion at its distance."""
    size = len(distance)
    magnification = studio.LENS / 1000 / (FOCUS - studio.LENS / 1000)
    circle = APERTURE * np.abs(1 - FOCUS / np.maximum(distance, 0.1)) * magnification / (studio.SENSOR / 1000)
    level = np.interp(_gauss(circle[None], 2.0 * size / 1536)[0] * 1000 / 3.2, BLURS, range(len(BLURS)))
    total = np.zeros_like(sharp)
    for index, blur in enumerate(BLURS):
        share = np.clip(1 - np.abs(level - index), 0, 1)
        if share.any():
            total += share * _gauss(sharp, blur * size / 1000)
    return total


def _gauss(planes, sigma):
    """Gaussian blur of [C, H, W] with mirrored borders."""
    if sigma < 0.3:
        return planes
    pad = int(3 * sigma) + 1
    padded = np.pad(planes, ((0, 0), (pad, pad), (pad, pad)), mode="reflect")
    spectrum = np.fft.rfft2(padded)
    down, across = np.fft.fftfreq(padded.shape[1]), np.fft.rfftfreq(padded.shape[2])
    spectrum *= np.exp(-2 * (np.pi * sigma) ** 2 * (down[:, None] ** 2 + across[None] ** 2))
    return np.fft.irfft2(spectrum, s=padded.shape[1:])[:, pad:-pad, pad:-pad].astype(np.float32)


if __name__ == "__main__":
    main()
