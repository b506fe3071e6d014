"""Walls with what is in and on them: windows, doors, shutters, bands."""

import numpy as np

WALL, TRIM, FRAME, GLASS, ROOF, STONE, DOOR, RAIL = range(8)
MATERIALS = 8

REVEAL = 0.2
FRAME_WIDTH, BAR_WIDTH, PANE_WIDTH = 0.11, 0.09, 1.2
BALUSTER_STEP = 0.32
UP = np.array([0.0, 0.0, 1.0])
GOLDEN = 0.618034


class Facade:
    """A wall's own coordinates: u along it, z up from the ground floor, out away from it."""

    def __init__(self, quads, origin, along, base):
        self.quads = quads
        self.origin = np.array([*origin, base], float)
        self.along = np.array([*along, 0.0])
        self.out = np.cross(self.along, UP)

    def moved(self, u=0.0, out=0.0):
        """A wall parallel to this one."""
        return Facade(self.quads, self.point(u, 0.0, out)[:2], self.along[:2], self.origin[2])

    def point(self, u, z, out=0.0):
        u, z, out = np.broadcast_arrays(u, z, out)
        return self.origin + u[..., None] * self.along + z[..., None] * UP + out[..., None] * self.out

    def panel(self, left, right, bottom, top, out, material, tone=0.0):
        """Upright rectangles; the borders may be arrays."""
        u = np.stack(np.broadcast_arrays(left, right, right, left), -1)
        z = np.stack(np.broadcast_arrays(bottom, bottom, top, top), -1)
        self.quads.add(self.point(u, z, out), material, tone)

    def block(self, left, right, bottom, top, inner, outer, material):
        a, b = self.point(left, bottom, inner), self.point(right, top, outer)
        self.quads.box(np.minimum(a, b), np.maximum(a, b), material)

    def wall(self, left, right, bottom, top, holes, base=0.0):
        """The wall between the holes, and the reveals inside them; it is of stone up to `base`."""
        us = np.unique([left, right] + [u for hole in holes for u in (hole.left, hole.right)])
        zs = np.unique([bottom, top, *([base] if bottom < base < top else [])]
                       + [z for hole in holes for z in (hole.bottom, hole.top)])
        middle_u, middle_z = (us[:-1] + us[1:]) / 2, (zs[:-1] + zs[1:]) / 2
        solid = np.ones((len(middle_u), len(middle_z)), bool)
        for hole in holes:
            inside = (middle_u > hole.left) & (middle_u < hole.right)
            solid[np.ix_(inside, (middle_z > hole.bottom) & (middle_z < hole.top))] = False
        for material, rows in ((STONE, middle_z < base), (WALL, middle_z >= base)):
            i, j = np.nonzero(solid & rows)
            if len(i):
                self.panel(us[i], us[i + 1], zs[j], zs[j + 1], 0.0, material)
        for hole in holes:
            self._reveal(hole)

    def _reveal(self, hole):
        corners = [(hole.left, hole.bottom), (hole.right, hole.bottom), (hole.right, hole.top), (hole.left, hole.top)]
        for (u0, z0), (u1, z1) in zip(corners, corners[1:] + corners[:1]):
            u, z = np.array([u0, u1, u1, u0]), np.array([z0, z1, z1, z0])
            self.quads.add(self.point(u, z, np.array([0, 0, -REVEAL, -REVEAL])), WALL)

    def dress(self, holes, form, lintels, left, right):
        """Fills the holes and puts surrounds, lintels and shutters beside them, between `left` and `right`."""
        for hole in holes:
            if hole.kind == "door":
                self._door_leaf(hole)
            else:
                self._window(hole)
            if lintels and hole.kind == "window":
                self.block(hole.left - 0.15, hole.right + 0.15, hole.top, hole.top + 0.24, -0.05, 0.012, TRIM)
            if form.surrounds > 0:
                self._surround(hole, form.surrounds)
            if form.shutters > 0 and hole.kind != "door":
                self._shutters(hole, form.shutters * hole.width / 2, *_room(hole, holes, left, right))

    def _window(self, hole):
        """Frame and panes, and a sill. A fixed sequence tells how a pane reflects the sky."""
        if hole.kind == "window":
            self.block(hole.left - 0.06, hole.right + 0.06, hole.bottom - 0.09, hole.bottom, -REVEAL, 0.07, TRIM)
        count = max(1, round(hole.width / PANE_WIDTH))
        us = np.linspace(hole.left, hole.right, count + 1)
        tone = 2 * ((np.arange(count) + 3 * hole.column + 5 * hole.floor) * GOLDEN % 1.0) - 1
        self.panel(us[:-1], us[1:], hole.bottom, hole.top, -REVEAL, GLASS, tone)
        half = np.where((us == us[0]) | (us == us[-1]), FRAME_WIDTH, BAR_WIDTH / 2)
        out = -REVEAL + 0.05
        self.panel(np.maximum(us - half, hole.left), np.minimum(us + half, hole.right), hole.bottom, hole.top, out, FRAME)
        bottoms = np.array([hole.bottom, hole.top - FRAME_WIDTH])
        self.panel(hole.left, hole.right, bottoms, bottoms + FRAME_WIDTH, out + 0.005, FRAME)

    def _door_leaf(self, hole):
        self.panel(hole.left, hole.right, hole.bottom, hole.top, -REVEAL, FRAME)
        self.panel(hole.left + 0.09, hole.right - 0.09, hole.bottom + 0.04, hole.top - 0.09, -REVEAL + 0.04, DOOR)
        self.panel(hole.right - 0.4, hole.right - 0.24, hole.bottom + 0.6, hole.top - 0.4, -REVEAL + 0.06, GLASS)

    def _surround(self, hole, width):
        inner, outer = -0.02, 0.035
        bottom = hole.bottom if hole.kind == "door" else hole.bottom - width
        self.block(hole.left - width, hole.right + width, hole.top, hole.top + width, inner, outer, TRIM)
        if hole.kind != "door":
            self.block(hole.left - width, hole.right + width, bottom, hole.bottom, inner, outer, TRIM)
        self.block(hole.left - width, hole.left, bottom, hole.top, inner, outer, TRIM)
        self.block(hole.right, hole.right + width, bottom, hole.top, inner, outer, TRIM)

    def _shutters(self, hole, width, left, right):
        for start, end in ((max(hole.left - width, left), hole.left), (hole.right, min(hole.right + width, right))):
            if end - start > 0.02:
                self.block(start, end, hole.bottom, hole.top, 0.0, 0.06, DOOR)

    def bands(self, left, right, floors, height, depth=0.06):
        """Trim across the wall, just below each of the floors."""
        for floor in floors:
            self.block(left, right, floor - height / 2, floor + height / 2, -0.02, depth, TRIM)

    def railing(self, left, right, floor, depth, height, panels):
        """Top rail and balusters around three sides, and panels up to a share of their height."""
        bar, top = 0.04, floor + height
        self.block(left, right, top - 0.07, top, depth - 0.07, depth, RAIL)
        self.block(left, left + 0.06, top - 0.07, top, 0.0, depth, RAIL)
        self.block(right - 0.06, right, top - 0.07, top, 0.0, depth, RAIL)
        if panels > 0:
            solid = floor + panels * (height - 0.07)
            self.block(left, right, floor, solid, depth - 0.06, depth, TRIM)
            self.block(left, left + 0.06, floor, solid, 0.0, depth, TRIM)
            self.block(right - 0.06, right, floor, solid, 0.0, depth, TRIM)
        across = np.linspace(left + bar, right - bar, max(2, round((right - left) / BALUSTER_STEP)))
        inward = np.linspace(0.1, max(depth - 0.1, 0.1), max(2, round(depth / BALUSTER_STEP)))
        us = np.concatenate([across, np.full_like(inward, left + bar), np.full_like(inward, right - bar)])
        outs = np.concatenate([np.full_like(across, depth - bar), inward, inward])
        a, b = self.point(us - bar, floor, outs - bar), self.point(us + bar, top - 0.05, outs + bar)
        self.quads.boxes(np.minimum(a, b), np.maximum(a, b), RAIL)


def _room(hole, holes, left, right):
    """From where to where a hole's shutters may reach: half-way to its neighbours."""
    beside = [other for other in holes if other is not hole and other.bottom < hole.top and other.top > hole.bottom]
    before = [other.right for other in beside if other.right <= hole.left]
    after = [other.left for other in beside if other.left >= hole.right]
    return (max([left] + [(edge + hole.left) / 2 for edge in before]),
            min([right] + [(edge + hole.right) / 2 for edge in after]))
