"""The house as quads. x runs along the front, y into the depth, z up; the middle of the footprint is the origin.

The front looks towards -y, the side that is seen towards +x.
"""

import numpy as np

import openings
from quads import Quads

WALL, TRIM, FRAME, GLASS, ROOF, STONE, DOOR, RAIL = range(8)
MATERIALS = 8

REVEAL = 0.2
FRAME_WIDTH, BAR_WIDTH, PANE_WIDTH = 0.11, 0.09, 1.2
PLINTH_STEP = 0.05
ROOF_THICKNESS, FLAT_THICKNESS = 0.2, 0.34
BALCONY_DEPTH, RAIL_HEIGHT, BALUSTER_STEP = 1.15, 0.95, 0.22
STEP_RISE, STEP_RUN, LANDING = 0.17, 0.3, 0.75
UP = np.array([0.0, 0.0, 1.0])


class Facade:
    """A wall's own coordinates: u along it, z up from the ground floor, out away from it."""

    def __init__(self, quads, origin, along, base):
        self.quads = quads
        self.origin = np.array([*origin, base], float)
        self.along = np.array([*along, 0.0])
        self.out = np.cross(self.along, UP)

    def point(self, u, z, out=0.0):
        u, z, out = np.broadcast_arrays(u, z, out)
        return self.origin + u[..., None] * self.along + z[..., None] * UP + out[..., None] * self.out

    def panel(self, left, right, bottom, top, out, material, tone=0.0):
        """Upright rectangles; the borders may be arrays."""
        u = np.stack(np.broadcast_arrays(left, right, right, left), -1)
        z = np.stack(np.broadcast_arrays(bottom, bottom, top, top), -1)
        self.quads.add(self.point(u, z, out), material, tone)

    def block(self, left, right, bottom, top, inner, outer, material, tone=0.0):
        a, b = self.point(left, bottom, inner), self.point(right, top, outer)
        self.quads.box(np.minimum(a, b), np.maximum(a, b), material, tone)


def build(p, latent, random):
    """Corners [N, 4, 3], materials [N] and tones [N] of all quads."""
    quads = Quads()
    width, depth, base = p["width"], p["depth"], p["plinth"]
    front = Facade(quads, (-width / 2, -depth / 2), (1, 0), base)
    side = Facade(quads, (width / 2, -depth / 2), (0, 1), base)
    for facade, length, holes in ((front, width, openings.front(p)), (side, depth, openings.side(p))):
        _wall(facade, length, p["storeys"] * p["storey_height"], holes)
        for hole in holes:
            _fill(facade, hole, random, p["wall_material"] == "brick")
    _hidden_walls(quads, p)
    _plinth(quads, p)
    _roof(quads, p, latent)
    _entrance(front, p)
    if p["balconies"]:
        _balconies(front, p)
    return quads.arrays()


def _wall(facade, length, height, holes):
    """The wall between the holes, and the reveals inside them."""
    us = np.unique([0.0, length] + [u for hole in holes for u in (hole.left, hole.right)])
    zs = np.unique([0.0, height] + [z for hole in holes for z in (hole.bottom, hole.top)])
    middle_u, middle_z = (us[:-1] + us[1:]) / 2, (zs[:-1] + zs[1:]) / 2
    solid = np.ones((len(middle_u), len(middle_z)), bool)
    for hole in holes:
        inside = (middle_u > hole.left) & (middle_u < hole.right)
        solid[np.ix_(inside, (middle_z > hole.bottom) & (middle_z < hole.top))] = False
    i, j = np.nonzero(solid)
    facade.panel(us[i], us[i + 1], zs[j], zs[j + 1], 0.0, WALL)
    for hole in holes:
        _reveal(facade, hole)


def _reveal(facade, hole):
    corners = [(hole.left, hole.bottom), (hole.right, hole.bottom), (hole.right, hole.top), (hole.left, hole.top)]
    for (u0, z0), (u1, z1) in zip(corners, corners[1:] + corners[:1]):
        u, z = np.array([u0, u1, u1, u0]), np.array([z0, z1, z1, z0])
        facade.quads.add(facade.point(u, z, np.array([0, 0, -REVEAL, -REVEAL])), WALL)


def _fill(facade, hole, random, lintels):
    """Frame and panes, a sill under windows, a leaf in doors."""
    if hole.kind == "door":
        _door_leaf(facade, hole)
        return
    if hole.kind == "window":
        facade.block(hole.left - 0.06, hole.right + 0.06, hole.bottom - 0.09, hole.bottom, -REVEAL, 0.07, TRIM)
        if lintels:
            facade.block(hole.left - 0.12, hole.right + 0.12, hole.top, hole.top + 0.19, -0.05, 0.012, TRIM)
    count = max(1, round((hole.right - hole.left) / PANE_WIDTH))
    us = np.linspace(hole.left, hole.right, count + 1)
    facade.panel(us[:-1], us[1:], hole.bottom, hole.top, -REVEAL, GLASS, random.uniform(-1, 1, count))
    half = np.where((us == us[0]) | (us == us[-1]), FRAME_WIDTH, BAR_WIDTH / 2)
    out = -REVEAL + 0.05
    facade.panel(np.maximum(us - half, hole.left), np.minimum(us + half, hole.right), hole.bottom, hole.top, out, FRAME)
    bottoms = np.array([hole.bottom, hole.top - FRAME_WIDTH])
    facade.panel(hole.left, hole.right, bottoms, bottoms + FRAME_WIDTH, out + 0.005, FRAME)


def _door_leaf(facade, hole):
    facade.panel(hole.left, hole.right, hole.bottom, hole.top, -REVEAL, FRAME)
    facade.panel(hole.left + 0.09, hole.right - 0.09, hole.bottom + 0.04, hole.top - 0.09, -REVEAL + 0.04, DOOR)
    facade.panel(hole.right - 0.4, hole.right - 0.24, hole.bottom + 0.6, hole.top - 0.4, -REVEAL + 0.06, GLASS)


def _hidden_walls(quads, p):
    """The back and the left side, which only throw shadows, and a floor against light from below."""
    width, depth, height = p["width"], p["depth"], p["storeys"] * p["storey_height"]
    for origin, along, length in (((width / 2, depth / 2), (-1, 0), width), ((-width / 2, depth / 2), (0, -1), depth)):
        Facade(quads, origin, along, p["plinth"]).panel(0.0, length, 0.0, height, 0.0, WALL)


def _plinth(quads, p):
    x, y = p["width"] / 2 + PLINTH_STEP, p["depth"] / 2 + PLINTH_STEP
    quads.box((-x, -y, -0.2), (x, y, p["plinth"]), STONE)


def _roof(quads, p, latent):
    eave = p["plinth"] + p["storeys"] * p["storey_height"]
    {"flat": _flat, "gable": _gable, "hip": _hip, "shed": _shed}[p["roof"]](quads, p, eave)
    if p["roof"] != "flat" and latent["chimney"] > 0:
        _chimney(quads, p, latent, eave)


def rise(p):
    """Height of the ridge above the eaves; a shed rises as high as a gable."""
    across = min(p["depth"], p["width"]) if p["roof"] == "hip" else p["depth"]
    return 0.0 if p["roof"] == "flat" else across / 2 * np.tan(np.radians(p["pitch"]))


def _flat(quads, p, eave):
    x, y = p["width"] / 2 + p["overhang"] + 0.03, p["depth"] / 2 + p["overhang"] + 0.03
    quads.box((-x, -y, eave), (x, y, eave + FLAT_THICKNESS), TRIM)
    top = eave + FLAT_THICKNESS + 0.005
    x, y = x - 0.3, y - 0.3
    quads.add([(-x, -y, top), (x, -y, top), (x, y, top), (-x, y, top)], ROOF)


def _slab(quads, faces, rim):
    """Roof faces given by the corners of their underside, and the fascia along the rim."""
    lift = np.array([0, 0, ROOF_THICKNESS])
    for face in faces:
        face = np.asarray(face if len(face) == 4 else [*face, face[-1]], float)
        quads.add(face + lift, ROOF)
        quads.add(face[::-1], TRIM)
    for a, b in zip(rim, rim[1:] + rim[:1]):
        a, b = np.asarray(a, float), np.asarray(b, float)
        quads.add([a, b, b + lift, a + lift], TRIM)


def _gable(quads, p, eave):
    slope = rise(p) / (p["depth"] / 2)
    x, y = p["width"] / 2 + p["overhang"] + 0.03, p["depth"] / 2 + p["overhang"] + 0.03
    low, ridge = eave - (y - p["depth"] / 2) * slope, eave + rise(p)
    a, b, c, d = (-x, -y, low), (x, -y, low), (x, y, low), (-x, y, low)
    e, f = (-x, 0, ridge), (x, 0, ridge)
    _slab(quads, [(a, b, f, e), (c, d, e, f)], [a, b, f, c, d, e])
    for sign in (1, -1):
        wall_x, wall_y = sign * p["width"] / 2, sign * p["depth"] / 2
        quads.triangle((wall_x, -wall_y, eave), (wall_x, wall_y, eave), (wall_x, 0, ridge), WALL)


def _hip(quads, p, eave):
    slope = np.tan(np.radians(p["pitch"]))
    x, y = p["width"] / 2 + p["overhang"] + 0.03, p["depth"] / 2 + p["overhang"] + 0.03
    low = eave - (p["overhang"] + 0.03) * slope
    half = min(x, y)
    ridge, dx, dy = low + half * slope, x - half, y - half
    a, b, c, d = (-x, -y, low), (x, -y, low), (x, y, low), (-x, y, low)
    e, f = (-dx, -dy, ridge), (dx, dy, ridge)
    if dx >= dy:
        faces = [(a, b, f, e), (b, c, f), (c, d, e, f), (d, a, e)]
    else:
        faces = [(a, b, e), (b, c, f, e), (c, d, f), (d, a, e, f)]
    _slab(quads, faces, [a, b, c, d])


def _shed(quads, p, eave):
    slope = rise(p) / p["depth"]
    x, y = p["width"] / 2 + p["overhang"] + 0.03, p["depth"] / 2 + p["overhang"] + 0.03
    beyond = (y - p["depth"] / 2) * slope
    low, high = eave - beyond, eave + rise(p) + beyond
    corners = [(-x, -y, low), (x, -y, low), (x, y, high), (-x, y, high)]
    _slab(quads, [corners], corners)
    wall_x, wall_y, top = p["width"] / 2, p["depth"] / 2, eave + rise(p)
    quads.triangle((wall_x, -wall_y, eave), (wall_x, wall_y, eave), (wall_x, wall_y, top), WALL)
    quads.triangle((-wall_x, wall_y, eave), (-wall_x, -wall_y, eave), (-wall_x, wall_y, top), WALL)
    quads.add([(wall_x, wall_y, eave), (-wall_x, wall_y, eave), (-wall_x, wall_y, top), (wall_x, wall_y, top)], WALL)


def _chimney(quads, p, latent, eave):
    x = (latent["chimney"] - 0.5) * 0.4 * p["width"]
    y = 0.12 * p["depth"]
    top = eave + rise(p) * (1.0 if p["roof"] != "shed" else 0.62) + ROOF_THICKNESS + 0.55
    quads.box((x - 0.32, y - 0.25, eave), (x + 0.32, y + 0.25, top), STONE)
    quads.box((x - 0.38, y - 0.31, top), (x + 0.38, y + 0.31, top + 0.1), TRIM)


def _entrance(front, p):
    """Steps up to the door and a canopy over it."""
    bay = p["width"] / p["bays"]
    middle, reach = (openings.door_bay(p["bays"]) + 0.5) * bay, 0.95
    steps = int(np.ceil(p["plinth"] / STEP_RISE - 0.3))
    for step in range(steps):
        top = -p["plinth"] * step / max(steps, 1)
        outer = LANDING + step * STEP_RUN
        inner = outer - STEP_RUN if step else 0.0
        front.block(middle - reach, middle + reach, -p["plinth"] - 0.1, top, inner, outer, STONE)
    top = min(openings.DOOR_HEIGHT, p["storey_height"] - openings.HEAD) + 0.1
    front.block(middle - reach, middle + reach, top, top + 0.1, 0.0, 0.95, FRAME)


def _balconies(front, p):
    for hole in openings.front(p):
        if hole.kind == "balcony":
            middle = (hole.left + hole.right) / 2
            bay = p["width"] / p["bays"]
            half = min((hole.right - hole.left) / 2 + 0.4, bay / 2 - 0.06)
            floor = hole.bottom - openings.FULL_HEIGHT_SILL
            front.block(middle - half, middle + half, floor - 0.16, floor, 0.0, BALCONY_DEPTH, TRIM)
            _railing(front, middle - half, middle + half, floor, BALCONY_DEPTH)
    _terrace(front, p)


def _terrace(front, p):
    """A deck along the front, to the right of the entrance."""
    bay = p["width"] / p["bays"]
    left, right = (openings.door_bay(p["bays"]) + 1) * bay + 0.35, p["width"] - 0.1
    floor = max(0.0, 0.14 - p["plinth"])
    front.block(left, right, -p["plinth"] - 0.1, floor, 0.0, 2.1, STONE)
    _railing(front, left, right, floor, 2.1)


def _railing(facade, left, right, floor, depth):
    """Top rail and balusters around three sides."""
    bar, top = 0.03, floor + RAIL_HEIGHT
    facade.block(left, right, top - 0.07, top, depth - 0.07, depth, RAIL)
    facade.block(left, left + 0.06, top - 0.07, top, 0.0, depth, RAIL)
    facade.block(right - 0.06, right, top - 0.07, top, 0.0, depth, RAIL)
    across = np.linspace(left + bar, right - bar, max(2, round((right - left) / BALUSTER_STEP)))
    inward = np.linspace(0.1, depth - 0.1, max(2, round(depth / BALUSTER_STEP)))
    us = np.concatenate([across, np.full_like(inward, left + bar), np.full_like(inward, right - bar)])
    outs = np.concatenate([np.full_like(across, depth - bar), inward, inward])
    a, b = facade.point(us - bar, floor, outs - bar), facade.point(us + bar, top - 0.05, outs + bar)
    facade.quads.boxes(np.minimum(a, b), np.maximum(a, b), RAIL)
