"""The undeclared numbers of glaze and clay, and where on the wall the glaze ends, breaks and pools."""

import numpy as np

import form
from colour import lab_to_linear
from sampling import lerp, smoothstep
from shape import LIP_RINGS, SEGMENTS, carving, rings

EDGE_WAVE = 5.0  # millimetres

# name -> (lowest, highest), each drawn uniformly. Of what begins below 0 there is nothing below 0.
LATENT = {
    "edge_wave_0": (-EDGE_WAVE, EDGE_WAVE),  # millimetres that the dip's edge falls and rises, twice around the vessel:
    "edge_wave_1": (-EDGE_WAVE, EDGE_WAVE),  # the same to the left and to the right; opposite to the left and to the right
    "edge_wave_2": (-EDGE_WAVE, EDGE_WAVE),  # three times around: the same to the left and to the right
    "edge_wave_3": (-EDGE_WAVE, EDGE_WAVE),  # opposite to the left and to the right
    "drips": (-1.0, 1.0),           # of the dip over its edge
    "bare_foot": (-1.0, 1.0),       # clay without glaze above the foot, up to a sixth of the height
    "clay_tone": (0.0, 1.0),        # from dark brown to pale buff
    "breaking": (-1.0, 1.0),        # the clay shows through the glaze at lip, ridges and corners
    "pooling": (-1.0, 1.0),         # darker foot (above 0) or darker lip (below 0)
    "mottle": (-1.0, 1.0),          # clouds in the glaze
    "speckle": (-1.0, 1.0),         # dark iron spots
    "crackle": (-1.0, 1.0),         # net of fine dark lines
}

# Drips of the dip: radians from the front on both sides, length (1 is 30 mm) and half width in radians.
DRIPS = [(0.0, 0.45, 0.17), (0.44, 1.0, 0.13), (0.86, 0.3, 0.15), (1.22, 0.7, 0.14), (1.66, 0.9, 0.15), (2.2, 0.5, 0.16), (2.7, 0.8, 0.16)]
DRIP_LENGTH = 0.034


def clay(latent):
    tone = latent["clay_tone"]
    return lab_to_linear(lerp(30, 74, tone), lerp(13, 6, tone), lerp(16, 19, tone))


def falls(latent, angle):
    """Metres that the dip's edge lies lower than its mean at angles around the axis, where the wall is upright."""
    front = angle + np.pi / 2
    front = (front + np.pi) % (2 * np.pi) - np.pi
    wave = [latent[f"edge_wave_{index}"] / 1000 for index in range(4)]
    fall = wave[0] * np.cos(2 * front) + wave[1] * np.sin(2 * front)
    fall += 0.7 * (wave[2] * np.cos(3 * front) + wave[3] * np.sin(3 * front))
    drips = sum(length * np.exp(-((np.abs(front) - middle) / width) ** 4) for middle, length, width in DRIPS)
    return fall + form.grown(latent["drips"]) * DRIP_LENGTH * drips


def above_dip(p, latent, height, z, angle, steepness):
    """Metres above the edge of the dipped glaze."""
    margin = 0.013
    drip = 0.8 * form.grown(latent["drips"]) * DRIP_LENGTH
    edge = lerp(-margin, height + margin + drip, p["second_start"])
    return np.minimum(z, height) - edge + falls(latent, angle) * steepness


def above_bare(latent, height, z, angle, steepness):
    """Metres above the clay that no glaze covers; well below 0 means bare."""
    band = form.grown(latent["bare_foot"])
    return z - (0.165 * band + 0.003) * height - 0.35 * band * falls(latent | {"drips": 0.0}, angle) * steepness


def body_surface(body):
    """{attribute: [RINGS, SEGMENTS]} of the body: see `material`."""
    p, latent, height = body.p, body.latent, body.height
    share = body.z / height
    angle = np.arange(SEGMENTS)[None] * 2 * np.pi / SEGMENTS + body.twist(share)[:, None]
    steepness = _steepness(body.radius, body.z)[:, None]
    z = np.broadcast_to(body.z[:, None], angle.shape)
    inside = np.arange(len(body.z))[:, None] >= body.outer.stop + LIP_RINGS
    bare = np.where(inside, 1.0, above_bare(latent, height, z, angle, steepness))
    return {
        "dip": above_dip(p, latent, height, z, angle, steepness),
        "bare": bare,
        "thin": _thin(body, angle),
        "pool": 0.28 * latent["pooling"] * (1 - 2 * np.clip(z / height, 0, 1)) + 0.3 * _hollow(body, angle),
        "across": _across(body, angle, inside),
        "along": np.broadcast_to(_along(body.radius, body.z)[:, None], angle.shape),
    }


def _across(body, angle, inside):
    """Metres around the vessel: from its front outside, and from its back inside."""
    front = (angle + 1.5 * np.pi) % (2 * np.pi) - np.pi
    back = (angle + 0.5 * np.pi) % (2 * np.pi) - np.pi
    return np.where(inside, back, front) * body.radius[:, None]


def _along(radius, z):
    return np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(radius), np.diff(z)))])


def _steepness(radius, z):
    """0 where the wall lies flat, 1 where it stands upright."""
    rise, run = np.gradient(z), np.gradient(radius)
    return np.abs(rise) / np.maximum(np.hypot(rise, run), 1e-9)


def _thin(body, angle):
    """Where glaze runs off, 0..1: lip, corners of the wall, ridges of flutes and edges of facets."""
    lip = np.exp(-((body.z - body.z.max()) / 0.0045) ** 2)
    corner = np.zeros_like(body.z)
    radius, z = body.radius[body.outer], body.z[body.outer]
    turn = np.unwrap(np.arctan2(np.gradient(z), np.gradient(radius)))
    bend = np.gradient(turn) / np.hypot(np.gradient(z), np.gradient(radius))
    corner[body.outer] = smoothstep(22, 90, bend)
    corner[body.outer.stop - 4:] = 0.0
    crest = 0.5 * body.latent["throwing_rings"] * smoothstep(0.2, 1.0, _fingers(body))
    if body.p["surface"] != "round":
        crest *= 1 - 0.75 * body.cut  # where facets or flutes are cut, rings no longer stand out
    along = np.maximum(np.maximum(lip, 0.8 * corner), crest)[:, None]
    return np.maximum(along, _ridge(body, angle))


def _fingers(body):
    wave = np.zeros_like(body.z)
    wave[body.outer] = rings(body.z[body.outer])
    return wave


def _ridge(body, angle):
    """Edges of facets and ridges of flutes, 0..1."""
    if body.p["surface"] == "round":
        return np.zeros_like(angle)
    carved = carving(body.p["surface"], angle - body.twist(body.z / body.height)[:, None])
    return body.cut[:, None] * min(1.0, body.depth) * (1 - carved / carved.max()) ** 6


def _hollow(body, angle):
    """Valleys of flutes, where glaze stands thick and dark, 0..1."""
    if body.p["surface"] != "fluted":
        return np.zeros_like(angle)
    carved = carving("fluted", angle - body.twist(body.z / body.height)[:, None])
    return body.cut[:, None] * min(1.0, body.depth) * (carved / carved.max()) ** 3


def part_surface(body, points, thin):
    """Attributes of a handle or a lid at points [..., 3]; thin: where glaze runs off there."""
    z = points[..., 2]
    side = np.where(points[..., 0] < 0, np.pi, 0.0)
    upright = np.full_like(z, 0.6)
    return {
        "dip": above_dip(body.p, body.latent, body.height, z, side, upright),
        "bare": above_bare(body.latent, body.height, z, side, upright),
        "thin": np.broadcast_to(thin, z.shape),
        "pool": 0.28 * body.latent["pooling"] * (1 - 2 * np.clip(z / body.height, 0, 1)),
        "across": points[..., 0],
        "along": points[..., 2] + points[..., 1],
    }
