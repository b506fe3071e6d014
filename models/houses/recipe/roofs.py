"""Roofs over rectangular blocks, and what stands on them."""

from dataclasses import dataclass

import numpy as np

from facade import FRAME, FRAME_WIDTH, GLASS, ROOF, STONE, TRIM, WALL
from sampling import lerp


@dataclass
class Block:
    """A box of walls: from x0 to x1, from y0 (front) to y1, up to the eaves; in metres."""
    x0: float
    x1: float
    y0: float
    y1: float
    eave: float

    @property
    def middle(self):
        return (self.x0 + self.x1) / 2


@dataclass
class Roof:
    """kind: flat, gable, hip or shed. slope: rise per metre. reach: how far the roof stands out beyond the walls."""
    kind: str
    slope: float
    reach: float
    thickness: float

    def rise(self, block):
        """Height of the ridge above the eaves."""
        across = block.y1 - block.y0
        if self.kind == "hip":
            across = min(across, block.x1 - block.x0)
        return {"flat": 0.0, "shed": self.slope * across}.get(self.kind, self.slope * across / 2)


def roof_of(p, form):
    """A shed rises as high as a gable."""
    slope = np.tan(np.radians(p["pitch"]))
    thickness = lerp(0.2, 0.6, form.eaves) if p["roof"] == "flat" else lerp(0.13, 0.42, form.eaves)
    return Roof(p["roof"], slope / 2 if p["roof"] == "shed" else slope, p["overhang"] + 0.03, thickness)


def add_roof(quads, block, roof, cut=None):
    """cut: from where to where in x the front of the roof does not reach beyond the wall."""
    {"flat": _flat, "gable": _gable, "hip": _hip, "shed": _shed}[roof.kind](quads, block, roof, cut)


def _flat(quads, block, roof, cut):
    x0, x1, y0, y1 = _outline(block, roof)
    top = block.eave + roof.thickness
    quads.box((x0, y0, block.eave), (x1, y1, top), TRIM)
    x0, x1, y0, y1, top = x0 + 0.3, x1 - 0.3, y0 + 0.3, y1 - 0.3, top + 0.005
    quads.add([(x0, y0, top), (x1, y0, top), (x1, y1, top), (x0, y1, top)], ROOF)


def _gable(quads, block, roof, cut):
    x0, x1, y0, y1 = _outline(block, roof)
    low, ridge, y = block.eave - roof.reach * roof.slope, block.eave + roof.rise(block), (block.y0 + block.y1) / 2
    upper = [(x0, block.y0, block.eave), (x1, block.y0, block.eave), (x1, y, ridge), (x0, y, ridge)]
    back = [(x1, y1, low), (x0, y1, low), (x0, y, ridge), (x1, y, ridge)]
    rims = [[(x1, y0, low), (x1, y, ridge)], [(x1, y, ridge), (x1, y1, low)], [(x1, y1, low), (x0, y1, low)],
            [(x0, y1, low), (x0, y, ridge)], [(x0, y, ridge), (x0, y0, low)]]
    strips, fronts = _front_strip(x0, x1, x0, x1, block, y0, low, cut)
    _slab(quads, [upper, back, *strips], rims + fronts, roof.thickness)
    for sign, x in ((1, block.x1), (-1, block.x0)):
        ends = (block.y0, block.y1) if sign > 0 else (block.y1, block.y0)
        quads.triangle((x, ends[0], block.eave), (x, ends[1], block.eave), (x, y, ridge), WALL)


def _hip(quads, block, roof, cut):
    x0, x1, y0, y1 = _outline(block, roof)
    half = min(x1 - x0, y1 - y0) / 2
    low, mx, my = block.eave - roof.reach * roof.slope, block.middle, (block.y0 + block.y1) / 2
    ridge = low + half * roof.slope
    b, c, d, a = (x1, y0, low), (x1, y1, low), (x0, y1, low), (x0, y0, low)
    if x1 - x0 >= y1 - y0:
        e, f = (x0 + half, my, ridge), (x1 - half, my, ridge)
        upper, faces = [f, e], [[b, c, f], [c, d, e, f], [d, a, e]]
    else:
        e, f = (mx, y0 + half, ridge), (mx, y1 - half, ridge)
        upper, faces = [e], [[b, c, f, e], [c, d, f], [d, a, e, f]]
    front = [(block.x0, block.y0, block.eave), (block.x1, block.y0, block.eave), *upper]
    strips, fronts = _front_strip(x0, x1, block.x0, block.x1, block, y0, low, cut)
    _slab(quads, [front, *faces, *strips], [[b, c], [c, d], [d, a]] + fronts, roof.thickness)


def _shed(quads, block, roof, cut):
    x0, x1, y0, y1 = _outline(block, roof)
    beyond, top = roof.reach * roof.slope, block.eave + roof.rise(block)
    low, high = block.eave - beyond, top + beyond
    upper = [(x0, block.y0, block.eave), (x1, block.y0, block.eave), (x1, y1, high), (x0, y1, high)]
    rims = [[(x1, y0, low), (x1, y1, high)], [(x1, y1, high), (x0, y1, high)], [(x0, y1, high), (x0, y0, low)]]
    strips, fronts = _front_strip(x0, x1, x0, x1, block, y0, low, cut)
    _slab(quads, [upper, *strips], rims + fronts, roof.thickness)
    quads.triangle((block.x1, block.y0, block.eave), (block.x1, block.y1, block.eave), (block.x1, block.y1, top), WALL)
    quads.triangle((block.x0, block.y1, block.eave), (block.x0, block.y0, block.eave), (block.x0, block.y1, top), WALL)
    quads.add([(block.x1, block.y1, block.eave), (block.x0, block.y1, block.eave),
               (block.x0, block.y1, top), (block.x1, block.y1, top)], WALL)


def _outline(block, roof):
    return block.x0 - roof.reach, block.x1 + roof.reach, block.y0 - roof.reach, block.y1 + roof.reach


def _front_strip(low0, low1, high0, high1, block, y0, low, cut):
    """The part of a roof before the front wall, in one piece or in two, and its edges."""
    y1, high = block.y0, block.eave
    if cut is None:
        a, b = (low0, y0, low), (low1, y0, low)
        return [[a, b, (high1, y1, high), (high0, y1, high)]], [[a, b]]
    a, b, c, d = (low0, y0, low), (cut[0], y0, low), (cut[1], y0, low), (low1, y0, low)
    inner = (cut[0], y1, high), (cut[1], y1, high)
    return ([[a, b, inner[0], (high0, y1, high)], [c, d, (high1, y1, high), inner[1]]],
            [[a, b], [b, inner[0]], [inner[1], c], [c, d]])


def _slab(quads, faces, rims, thickness):
    """Roof faces given by the corners of their underside, and the fascia along their edges."""
    lift = np.array([0, 0, thickness])
    for face in faces:
        face = np.asarray(face if len(face) == 4 else [*face, face[-1]], float)
        quads.add(face + lift, ROOF)
        quads.add(face[::-1], TRIM)
    for a, b in rims:
        a, b = np.asarray(a, float), np.asarray(b, float)
        quads.add([a, b, b + lift, a + lift], TRIM)


GABLE_SLOPE, GABLE_REACH = 0.75, 0.25


def front_gable_cut(block, form):
    """From where to where in x the front gable stands, or None."""
    half = form.gable * 0.25 * (block.x1 - block.x0)
    return (block.middle - half, block.middle + half) if half > 0.05 else None


def add_front_gable(quads, facade, block, roof, form):
    """A gable flush with the front, its ridge below that of the roof; on flat roofs a raised parapet.

    facade: of the front, its u counted from block.x0.
    """
    left, right = front_gable_cut(block, form)
    half, base = (right - left) / 2, facade.origin[2]
    if roof.kind == "flat":
        top = block.eave + roof.thickness + form.gable * 1.3
        quads.box((left, block.y0 - roof.reach - 0.02, block.eave), (right, block.y0 + 0.3, top), WALL)
        quads.box((left - 0.08, block.y0 - roof.reach - 0.1, top), (right + 0.08, block.y0 + 0.38, top + 0.14), TRIM)
        return
    knee, peak = 0.9 * form.gable, half * GABLE_SLOPE
    share = min(1.0, (roof.rise(block) - 0.05) / (knee + peak))
    knee, peak = knee * share, peak * share
    x, y, slope = block.middle, block.y0, peak / half
    low, ridge = block.eave + knee, block.eave + knee + peak
    back = y + (knee + peak) / roof.slope
    quads.add([(left, y, block.eave), (right, y, block.eave), (right, y, low), (left, y, low)], WALL)
    quads.triangle((left, y, low), (right, y, low), (x, y, ridge), WALL)
    for edge, order in ((left, (1, 0)), (right, (0, 1))):
        ends = np.array([y, back])[list(order)]
        quads.add([(edge, ends[0], block.eave), (edge, ends[1], block.eave),
                   (edge, ends[1], low), (edge, ends[0], low)], WALL)
    reach = min(GABLE_REACH, half / 2)
    front, side = y - reach, low - reach * slope
    a, b, c = (left - reach, front, side), (right + reach, front, side), (x, front, ridge)
    d, e, f = (left - reach, back, side), (right + reach, back, side), (x, back, ridge)
    rims = [[a, c], [c, b], [d, a], [b, e]]
    _slab(quads, [[b, e, f, c], [d, a, c, f]], rims, roof.thickness * min(0.6, half))
    _gable_window(facade, x - block.x0, low - base, half, knee + peak)


def _gable_window(facade, u, z, half, height):
    w, h = min(0.32 * half, 0.7), min(0.5 * height, 1.3)
    bottom = z - 0.3 * h
    facade.panel(u - w, u + w, bottom, bottom + h, 0.02, FRAME)
    edge = min(FRAME_WIDTH, w / 4)
    facade.panel(np.array([u - w + edge, u + edge / 2]), np.array([u - edge / 2, u + w - edge]),
                 bottom + edge, bottom + h - edge, 0.03, GLASS, np.array([-0.4, 0.5]))


def add_dormers(quads, block, roof, size, middles, spacing, cut):
    """One dormer at each of the middles (in x) that the front gable leaves free."""
    height = min(1.5 * size, 0.8 * (roof.rise(block) - 0.2))
    half = min(0.95 * size, 0.38 * spacing)
    y = block.y0 + 0.45
    foot, back = block.eave + 0.45 * roof.slope + roof.thickness, y + height / roof.slope
    if height < 0.05:
        return
    for x in middles:
        if cut and cut[0] - half - 0.3 < x < cut[1] + half + 0.3:
            continue
        quads.box((x - half, y, foot - 0.5), (x + half, back, foot + height), ROOF)
        side, top = x + half + 0.1 * size, foot + height
        quads.box((2 * x - side, y - 0.15 * size, top), (side, back, top + 0.1 * size), ROOF)
        quads.box((2 * x - side, y - 0.2 * size, top - 0.02), (side, y - 0.15 * size, top + 0.14 * size), TRIM)
        edge = 0.12 * size
        low, high, face = foot + 0.06 * height, foot + height, y - 0.02
        quads.add([(x - half, face, foot), (x + half, face, foot), (x + half, face, high), (x - half, face, high)], FRAME)
        for a, b, tone in ((x - half + edge, x - edge / 2, -0.3), (x + edge / 2, x + half - edge, 0.4)):
            quads.add([(a, face - 0.02, low + edge), (b, face - 0.02, low + edge),
                       (b, face - 0.02, high - edge), (a, face - 0.02, high - edge)], GLASS, tone)


def add_chimney(quads, block, roof, form):
    x = block.middle + form.chimney_place * 0.38 * (block.x1 - block.x0)
    ends = min(roof.rise(block) / roof.slope, (block.x1 - block.x0) / 2 - 0.5) if roof.kind == "hip" else 0.5
    x = np.clip(x, block.x0 + ends, block.x1 - ends)
    y = block.y0 + (block.y1 - block.y0) * 0.5
    surface = block.eave + roof.rise(block) * (0.5 if roof.kind == "shed" else 1.0) + roof.thickness
    top = surface + form.chimney
    quads.box((x - 0.5, y - 0.38, block.eave), (x + 0.5, y + 0.38, top), STONE)
    cap = min(0.08, form.chimney)
    quads.box((x - 0.5 - cap, y - 0.38 - cap, top), (x + 0.5 + cap, y + 0.38 + cap, top + 1.6 * cap), TRIM)
