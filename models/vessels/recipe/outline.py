"""The outer wall of a vessel, before it is turned around its axis. Lengths in metres, foot on z = 0."""

import numpy as np

from form import grown
from sampling import lerp, smoothstep

OUTER_RINGS = 130
FINE = 600


def outline(p, latent):
    """Outer wall (radius, z), each [OUTER_RINGS], from foot to lip; points lie closer at both ends."""
    height, belly = p["height"] / 1000, p["belly_width"] / 2000
    t = np.linspace(0.0, 1.0, FINE)
    marks = _marks(p, latent, belly)
    radius = lerp(_straight(t, marks), _curved(t, marks), p["wall_curve"]) * _waist(t, marks, latent)
    return _soften(radius, t * height, lerp(0.006, 0.012, p["wall_curve"]) * (height + belly))


def _marks(p, latent, belly):
    """Radii and heights (as fractions of the whole) that the wall runs through."""
    foot, neck = belly * p["foot_width"], belly * p["neck_width"]
    belly_z, ring = p["belly_position"], 0.15 * latent["foot_height"] * p["height"] / 1000
    return {
        "foot": foot, "belly": belly, "neck": neck,
        "joint": foot - latent["foot_flare"] * min(0.4 * foot, 0.9 * ring),  # no flatter than 48 degrees
        "lip": neck + 0.4 * p["lip_flare"] * (1.2 * belly - neck),
        "joint_z": 0.15 * latent["foot_height"],
        "belly_z": belly_z,
        "neck_z": belly_z + lerp(0.93, 0.48, latent["neck_length"]) * (1.0 - belly_z),
        "shoulder": latent["shoulder"],
    }


def _straight(t, m):
    """Straight pieces with corners; the shoulder is one more corner."""
    shoulder_z = lerp(m["belly_z"], m["neck_z"], 0.62)
    slope = lerp(m["belly"], m["neck"], 0.62)
    shoulder = lerp(slope, m["belly"] + 0.1 * (m["neck"] - m["belly"]), m["shoulder"])
    heights = [0.0, max(m["joint_z"], 1e-3), m["belly_z"], shoulder_z, m["neck_z"], 1.0]
    return np.interp(t, heights, [m["foot"], m["joint"], m["belly"], shoulder, m["neck"], m["lip"]])


def _curved(t, m):
    ring = np.clip(1.0 - t / max(m["joint_z"], 1e-3), 0, 1)
    below = np.clip((t - m["joint_z"]) / (m["belly_z"] - m["joint_z"]), 0, 1)
    above = np.clip((t - m["belly_z"]) / (m["neck_z"] - m["belly_z"]), 0, 1)
    beyond = np.clip((t - m["neck_z"]) / (1 - m["neck_z"]), 0, 1)
    radius = m["joint"] + (m["foot"] - m["joint"]) * ring ** 1.25
    radius += (m["belly"] - m["joint"]) * (1 - (1 - below) ** 2.4) ** 0.6
    radius += (m["neck"] - m["belly"]) * smoothstep(0.0, 1.0, above ** lerp(0.85, 3.4, m["shoulder"]))
    return radius + (m["lip"] - m["neck"]) * beyond ** 2.2


def _waist(t, m, latent):
    middle, width = lerp(m["belly_z"], m["neck_z"], 0.5), 0.03 + 0.24 * (m["neck_z"] - m["belly_z"])
    return 1.0 - 0.32 * grown(latent["waist"]) * np.exp(-((t - middle) / width) ** 2)


def _soften(radius, z, width):
    """Rounds the corners over `width`; both ends stay where they are."""
    even_radius, even_z = _spaced(radius, z, np.linspace(0.0, 1.0, FINE))
    length = np.hypot(np.diff(even_radius), np.diff(even_z)).sum()
    reach = max(2, int(3 * width / length * FINE))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * 3 / reach) ** 2)
    kernel /= kernel.sum()

    def smooth(values):
        mirrored = np.pad(values, reach, mode="reflect", reflect_type="odd")
        return np.convolve(mirrored, kernel, mode="valid")

    share = np.linspace(0.0, 1.0, OUTER_RINGS)
    return _spaced(smooth(even_radius), smooth(even_z), share - 0.11 * np.sin(2 * np.pi * share))


def _spaced(radius, z, shares):
    """The wall at fractions of its length."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(radius), np.diff(z)))])
    return np.interp(shares * along[-1], along, radius), np.interp(shares * along[-1], along, z)
