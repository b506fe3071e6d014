"""The edge of the dipped glaze, which rises and falls around the vessel."""

import numpy as np

MOST = 7.0  # millimetres
RANGES = {f"edge_wave_{wave}": (-MOST, MOST) for wave in range(4)}


def drop(latent, angle):
    """Metres that the edge lies lower than its mean at angles around the axis, where the wall is upright."""
    phase = latent["edge_phase"]
    return latent["edge_waviness"] * (0.6 * np.sin(2 * angle + phase) + 0.4 * np.sin(3 * angle + 2 * phase))


def waves(parameters, latent, seed):
    """{name: number}: parts of the edge, in millimetres, that do not depend on one another. Seen from the camera, even ones are the same to
    the left and to the right, and odd ones opposite."""
    wave, phase = 1000 * latent["edge_waviness"], latent["edge_phase"]
    parts = (np.sin(phase), np.cos(phase), np.cos(2 * phase), np.sin(2 * phase))
    return {name: round(float(wave * part), 6) for name, part in zip(RANGES, parts)}
