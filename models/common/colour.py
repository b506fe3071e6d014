"""CIELAB to linear sRGB, the sRGB curve, and the tone curve of finished pictures."""

import numpy as np

D65_WHITE = np.array([0.95047, 1.0, 1.08883])
XYZ_TO_SRGB = np.array([
    [3.2404542, -1.5371385, -0.4985314],
    [-0.9692660, 1.8760108, 0.0415560],
    [0.0556434, -0.2040259, 1.0572252],
])
BRIGHTEST_ALBEDO = 0.86
DARKEST_ALBEDO = 0.004


def lab_to_linear(lightness, red, yellow):
    """Linear sRGB albedo of a CIELAB (D65) colour.

    A colour outside the gamut loses chroma, at the same lightness and hue, until it fits.
    """
    for chroma in np.linspace(1.0, 0.0, 41):
        rgb = _unclipped(lightness, red * chroma, yellow * chroma)
        if rgb.min() >= 0.0 and rgb.max() <= 1.0:
            break
    return np.clip(rgb, DARKEST_ALBEDO, BRIGHTEST_ALBEDO)


def _unclipped(lightness, red, yellow):
    fy = (lightness + 16.0) / 116.0
    f = np.array([fy + red / 500.0, fy, fy - yellow / 200.0])
    xyz = np.where(f > 6.0 / 29.0, f ** 3, 3.0 * (6.0 / 29.0) ** 2 * (f - 4.0 / 29.0))
    return XYZ_TO_SRGB @ (xyz * D65_WHITE)


def soft_shoulder(linear, start=0.5):
    """Leaves values below `start` alone and bends brighter ones smoothly towards 1."""
    room = 1.0 - start
    bent = start + room * (1.0 - np.exp(-np.maximum(linear - start, 0.0) / room))
    return np.where(linear < start, np.maximum(linear, 0.0), bent)


def to_srgb(linear):
    """Display values 0..1 of linear values 0..1."""
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 1e-6) ** (1 / 2.4) - 0.055)


def to_linear(display):
    """Linear values 0..1 of display values 0..1."""
    return np.where(display <= 0.04045, display / 12.92, ((display + 0.055) / 1.055) ** 2.4)
