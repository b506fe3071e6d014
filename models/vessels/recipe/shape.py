"""The vessel's form: a closed profile turned around the z axis. Lengths in metres, foot on z = 0."""

import numpy as np

from sampling import lerp, smoothstep

SEGMENTS = 192
OUTER_RINGS, LIP_RINGS, INNER_RINGS = 100, 7, 32
RINGS = 2 + OUTER_RINGS + LIP_RINGS + INNER_RINGS
FACETS, FLUTES = 8, 16
FINE = 480


def outline(p):
    """Outer wall (radius, z), each [OUTER_RINGS], evenly spaced along the wall from foot to lip."""
    height, belly = p["height"] / 1000, p["belly_width"] / 2000
    neck = belly * p["neck_width"]
    lip = neck + 0.4 * p["lip_flare"] * (1.2 * belly - neck)
    foot = belly * p["foot_width"]
    belly_z = p["belly_position"]
    neck_z = belly_z + 0.7 * (1.0 - belly_z)
    t = np.linspace(0.0, 1.0, FINE)
    straight = np.interp(t, [0.0, belly_z, neck_z, 1.0], [foot, belly, neck, lip])
    below = np.clip(t / belly_z, 0, 1)
    above = np.clip((t - belly_z) / (neck_z - belly_z), 0, 1)
    beyond = np.clip((t - neck_z) / (1 - neck_z), 0, 1)
    curved = foot + (belly - foot) * (1 - (1 - below) ** 2.4) ** 0.6
    curved += (neck - belly) * smoothstep(0.0, 1.0, above ** 1.4) + (lip - neck) * beyond ** 2.2
    radius = lerp(straight, curved, p["wall_curve"])
    return _soften(radius, t * height, lerp(0.006, 0.012, p["wall_curve"]) * (height + belly))


def _soften(radius, z, width):
    """Rounds the corners over `width` and spaces the points evenly; both ends stay where they are."""
    even_radius, even_z = _even(radius, z, FINE)
    length = np.hypot(np.diff(even_radius), np.diff(even_z)).sum()
    reach = max(2, int(3 * width / length * FINE))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * 3 / reach) ** 2)
    kernel /= kernel.sum()

    def smooth(values):
        mirrored = np.pad(values, reach, mode="reflect", reflect_type="odd")
        return np.convolve(mirrored, kernel, mode="valid")

    return _even(smooth(even_radius), smooth(even_z), OUTER_RINGS)


def _even(radius, z, count):
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(radius), np.diff(z)))])
    wanted = np.linspace(0.0, along[-1], count)
    return np.interp(wanted, along, radius), np.interp(wanted, along, z)


def profile(p, rings):
    """Closed profile (radius, z, relief), each [RINGS]: foot, outer wall, lip, inner wall, floor.

    rings: height in metres of the throwing rings. relief: how strongly facets or flutes cut into the wall, 0..1.
    """
    radius, z = outline(p)
    height = z[-1]
    share = z / height
    radius = radius + rings * np.sin(z * 2 * np.pi / 0.022) * smoothstep(0, 0.1, share) * smoothstep(1, 0.9, share)
    normal_r, normal_z = np.gradient(z), -np.gradient(radius)
    size = np.hypot(normal_r, normal_z)
    normal_r, normal_z = normal_r / size, normal_z / size
    wall = 0.0030 + 0.010 * radius.max()
    inner_r, inner_z = radius - wall * normal_r, z - wall * normal_z
    turn = np.linspace(0, np.pi, LIP_RINGS + 2)[1:-1]
    along_r, along_z = -normal_z[-1], normal_r[-1]
    centre_r, centre_z = (radius[-1] + inner_r[-1]) / 2, (z[-1] + inner_z[-1]) / 2
    lip_r = centre_r + wall / 2 * (np.cos(turn) * normal_r[-1] + np.sin(turn) * along_r)
    lip_z = centre_z + wall / 2 * (np.cos(turn) * normal_z[-1] + np.sin(turn) * along_z)
    pick = np.linspace(OUTER_RINGS - 1, 2, INNER_RINGS).astype(int)
    inner_r = np.append(inner_r[pick][:-1], 0.0)
    inner_z = np.append(np.maximum(inner_z[pick][:-1], 0.006), 0.006)
    cut = smoothstep(0.0, 0.14, share) * smoothstep(1.0, 0.84, share)
    relief = np.concatenate([[0, 0], cut, np.zeros(LIP_RINGS + INNER_RINGS)])
    closed_r = np.concatenate([[0.0, radius[0] - 0.0025], radius, lip_r, np.maximum(inner_r, 0.0)])
    closed_z = np.concatenate([[0.0, 0.0], np.maximum(z, 0.0018), lip_z, inner_z])
    return closed_r, closed_z, relief


def cut_depth(surface, angle):
    """Share of the radius taken away around the vessel, [SEGMENTS]."""
    if surface == "faceted":
        step = 2 * np.pi / FACETS
        return 1 - np.cos(step / 2) / np.cos((angle % step) - step / 2)
    if surface == "fluted":
        return 0.065 * np.abs(np.sin(angle * FLUTES / 2)) ** 0.9
    return np.zeros_like(angle)


def vertices(p, latent):
    """Positions [RINGS * SEGMENTS, 3], and for every vertex its angle around the axis and the wall's steepness.

    Steepness: 0 where the wall lies flat, 1 where it stands upright.
    """
    radius, z, relief = profile(p, latent["throwing_rings"])
    angle = np.arange(SEGMENTS) * 2 * np.pi / SEGMENTS
    turned = radius[:, None] * (1 - relief[:, None] * cut_depth(p["surface"], angle)[None])
    height = np.broadcast_to(z[:, None], turned.shape)
    x = turned * np.cos(angle) + latent["lean"] * height
    y = turned * np.sin(angle)
    points = np.stack([x, y, height], axis=-1).reshape(-1, 3)
    rise, run = np.gradient(z), np.gradient(radius)
    steepness = np.abs(rise) / np.maximum(np.hypot(rise, run), 1e-9)
    return points.astype(np.float32), np.tile(angle, RINGS), np.repeat(steepness, SEGMENTS)


def faces():
    """Vertex indices [N, 4] of all quads, wound so that normals point out of the clay."""
    ring, segment = np.meshgrid(np.arange(RINGS - 1), np.arange(SEGMENTS), indexing="ij")
    a = ring * SEGMENTS + segment
    b = ring * SEGMENTS + (segment + 1) % SEGMENTS
    return np.stack([a, b, b + SEGMENTS, a + SEGMENTS], axis=-1).reshape(-1, 4)
