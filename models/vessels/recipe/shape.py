"""The body: a closed profile turned around the z axis, then pressed, twisted and drawn. Lengths in metres."""

import numpy as np

import form
from outline import OUTER_RINGS, outline
from sampling import lerp, smoothstep

SEGMENTS = 192
LIP_RINGS, INNER_RINGS = 9, 40
RINGS = 2 + OUTER_RINGS + LIP_RINGS + INNER_RINGS
FACETS, FLUTES = 8, 16
RING_HEIGHT, RING_PERIOD = 0.0006, 0.015
# Size in metres of a vessel that is shown as large as it is.
FULL_SIZE = 0.325


def shown_scale(p):
    """Factor at which the vessel is shown. Small ones come closer, so that a cup does not stand in an empty picture."""
    size = ((p["height"] / 1000) ** 4 + (1.15 * p["belly_width"] / 1000) ** 4) ** 0.25
    return (FULL_SIZE / size) ** (1 / 3)


class Body:
    """Form of one vessel's body. radius, z, cut [RINGS]: the profile, and how strongly facets or flutes show in it, 0..1."""

    def __init__(self, p, latent):
        self.p, self.latent = p, latent
        self.height = p["height"] / 1000
        self.depth = form.relief(p["surface"], latent)
        self.radius, self.z, self.cut = _profile(p, latent)
        self.outer = slice(2, 2 + OUTER_RINGS)
        lip = self.outer.stop + LIP_RINGS // 2
        self.lip_radius, self.lip_z = self.radius[lip], self.z[lip]
        self.lip_width = self.radius[self.outer.stop - 1] - self.radius[self.outer.stop + LIP_RINGS]

    def points(self):
        """Positions [RINGS, SEGMENTS, 3]."""
        share = self.z / self.height
        angle = np.arange(SEGMENTS)[None] * 2 * np.pi / SEGMENTS + self.twist(share)[:, None]
        return self.turned(self.radius[:, None], self.z[:, None], self.cut[:, None], angle)

    def twist(self, share):
        return self.latent["twist"] * np.clip(share, 0, 1)

    def carved(self, cut, z, angle):
        """Fraction of the radius that facets or flutes take away."""
        return cut * self.depth * carving(self.p["surface"], angle - self.twist(z / self.height))

    def turned(self, radius, z, cut, angle):
        """Positions [..., 3] of points at a radius, a height and an angle around the axis; 0 is to the right."""
        share = np.clip(z / self.height, 0, 1.05)
        radius = radius * (1 - self.carved(cut, z, angle)) * plan(angle, share, form.grown(self.latent["squareness"]))
        radius, lift = self._rim(radius, share, angle)
        x = radius * np.cos(angle) + self.shift(z)
        return np.stack(np.broadcast_arrays(x, radius * np.sin(angle), z + lift), axis=-1)

    def shift(self, z):
        """Metres that the axis lies to the right."""
        share = np.clip(z / self.height, 0, 1.2)
        sway = 0.022 * self.latent["sway"] * np.sin(2 * np.pi * share) * smoothstep(0, 0.3, share)
        return self.latent["lean"] * z + sway * self.height

    def _rim(self, radius, share, angle):
        """Draws the lip out to a spout and lets it rise and fall."""
        near = smoothstep(0.72, 1.0, share)
        lift = np.zeros_like(near)
        for length, middle in zip(form.spouts(self.latent), (np.pi, 0.0)):
            away = np.abs((angle - middle + np.pi) % (2 * np.pi) - np.pi)
            tongue = np.exp(-(away / 0.5) ** 2) - 0.22 * np.exp(-((away - 0.95) / 0.45) ** 2)
            radius = radius * (1 + 0.10 * length * near ** 2 * tongue) + 0.010 * length * near ** 2 * tongue
            lift = lift + 0.020 * length * near ** 2 * tongue
        closed, _ = form.lid(self.latent)
        wave = form.grown(self.latent["rim_wave"]) * (1 - closed) * (0.0015 + 0.05 * self.lip_radius)
        return radius, lift + wave * near * np.cos(5 * (angle + np.pi / 2))


def carving(surface, angle):
    """Fraction of the radius taken away around the vessel."""
    if surface == "faceted":
        step = 2 * np.pi / FACETS
        return 1 - np.cos(step / 2) / np.cos((angle % step) - step / 2)
    if surface == "fluted":
        return 0.065 * np.abs(np.sin(angle * FLUTES / 2)) ** 0.9
    return np.zeros_like(angle)


def plan(angle, share, squareness):
    """Factor of the radius: 1 for a round plan; a square one has a corner at the front and keeps its greatest width."""
    power = lerp(2.0, 5.0, squareness * (1 - 0.55 * smoothstep(0.6, 1.0, share)))
    turned = angle + np.pi / 4
    side = (np.abs(np.cos(turned)) ** power + np.abs(np.sin(turned)) ** power) ** (-1 / power)
    return side / 2 ** (0.5 - 1 / power)


def _profile(p, latent):
    """Closed profile (radius, z, cut), each [RINGS]: foot, outer wall, lip, inner wall, floor."""
    radius, z = outline(p, latent)
    share = z / z[-1]
    radius = radius + latent["throwing_rings"] * RING_HEIGHT * rings(z) * smoothstep(0.06, 0.14, share) * smoothstep(1, 0.93, share)
    normal_r, normal_z = np.gradient(z), -np.gradient(radius)
    size = np.hypot(normal_r, normal_z)
    normal_r, normal_z = normal_r / size, normal_z / size
    wall, roll = 0.0030 + 0.010 * radius.max(), _roll(radius, z, latent)
    inner_r, inner_z = radius - (wall + roll) * normal_r, z - (wall + roll) * normal_z
    radius, z = radius + roll * normal_r, z + roll * normal_z
    lip_r, lip_z = _lip(radius[-1], z[-1], inner_r[-1], inner_z[-1])
    floor = max(0.006, 0.15 * latent["foot_height"] * p["height"] / 1000)
    inner_r, inner_z = _inner(inner_r, inner_z, floor)
    cut = smoothstep(0.02, 0.16, share) * smoothstep(1.0, 0.84, share)
    cut = np.concatenate([[0, 0], cut, np.zeros(LIP_RINGS + INNER_RINGS)])
    closed_r = np.concatenate([[0.0, radius[0] - 0.0025], radius, lip_r, inner_r])
    closed_z = np.concatenate([[0.0, 0.0], np.maximum(z, 0.0018), lip_z, inner_z])
    return closed_r, closed_z, cut


def _inner(radius, z, floor):
    """Inner wall (radius, z), each [INNER_RINGS], from the lip down to the floor and its middle."""
    lowest = int(np.argmax(z >= floor))
    pick = np.linspace(len(z) - 1, lowest, INNER_RINGS - 1).astype(int)
    return np.append(np.maximum(radius[pick], 0.0), 0.0), np.append(z[pick], z[lowest])


def rings(z):
    """Traces of the fingers, -1..1; not quite regular."""
    return np.sin(2 * np.pi * z / RING_PERIOD + 0.9 * np.sin(2 * np.pi * z / 0.083))


def _roll(radius, z, latent):
    """Metres of clay added on both sides of the wall near the lip."""
    size = latent["lip_thickness"] * (0.0012 + 0.045 * radius[-1])
    along = np.concatenate([np.cumsum(np.hypot(np.diff(radius), np.diff(z))[::-1])[::-1], [0.0]])
    bead = np.clip(1 - ((along - 1.2 * size) / np.maximum(1.9 * size, 1e-6)) ** 2, 0, 1) ** 0.5
    return size * smoothstep(0, 1, bead)


def _lip(outer_r, outer_z, inner_r, inner_z):
    """Half circle (radius, z), each [LIP_RINGS], from the outer wall over to the inner one."""
    turn = np.linspace(0, np.pi, LIP_RINGS + 2)[1:-1]
    half_r, half_z = (outer_r - inner_r) / 2, (outer_z - inner_z) / 2
    centre_r, centre_z = (outer_r + inner_r) / 2, (outer_z + inner_z) / 2
    return (centre_r + np.cos(turn) * half_r - np.sin(turn) * half_z,
            centre_z + np.cos(turn) * half_z + np.sin(turn) * half_r)
