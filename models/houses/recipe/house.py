"""The house as quads. x runs along the front, y into the depth, z up; the middle of the footprint is the origin.

The front looks towards -y, the side that is seen towards +x.
"""

from dataclasses import dataclass, replace

import numpy as np

import openings
import roofs
from facade import FRAME, STONE, TRIM, WALL, Facade
from form import form as form_of
from quads import Quads
from roofs import Block
from sampling import lerp

PLINTH_STEP = 0.05
BALCONY_DEPTH, RAIL_HEIGHT = 1.15, 0.95
STEP_RISE, STEP_RUN, LANDING, DOOR_REACH = 0.17, 0.3, 0.75, 0.95
POST = 0.2


@dataclass
class House:
    """A house under construction."""
    p: dict
    form: object
    quads: Quads
    block: Block     # of the ground floor; its eave is the top of the walls
    roof: roofs.Roof

    @property
    def lintels(self):
        return self.p["wall_material"] == "brick"

    @property
    def bay(self):
        return self.p["width"] / self.p["bays"]

    @property
    def height(self):
        return self.p["storeys"] * self.p["storey_height"]


def build(p, latent):
    """Corners [N, 4, 3], materials [N] and tones [N] of all quads, and the corner (x, y) that patterns begin at."""
    form = form_of(p, latent)
    x, y = p["width"] / 2, p["depth"] / 2
    block = Block(form.middle - x, form.middle + x, -y, y, p["plinth"] + p["storeys"] * p["storey_height"])
    house = House(p, form, Quads(), block, roofs.roof_of(p, form))
    front = Facade(house.quads, (block.x0, block.y0), (1, 0), p["plinth"])
    side = Facade(house.quads, (block.x1, block.y0), (0, 1), p["plinth"])
    _walls(house, front, side)
    _plinth(house, block)
    _main_roof(house, front)
    _entrance(house, front)
    if form.bay_depth > 0:
        _bay_window(house, front)
    if p["balconies"]:
        _balconies(house, front)
    if form.wing_length > 0.05:
        _wing(house)
    corners, materials, tones = house.quads.arrays()
    corners[..., 2] = np.maximum(corners[..., 2], 0.0)   # the camera sees through the ground
    return corners, materials, tones, (block.x1, block.y0)


def _walls(house, front, side):
    """Front and side, each as the lower storeys and the top storey, which may stand back."""
    p, form, top = house.p, house.form, house.p["storeys"] - 1
    split = top * p["storey_height"]
    for facade, length, holes, start in ((front, p["width"], openings.front(p, form), 0.0),
                                         (side, p["depth"], openings.side(p, form), form.setback)):
        lower = [hole for hole in holes if hole.floor < top]
        upper = [hole for hole in holes if hole.floor == top]
        if top:
            facade.wall(0.0, length, 0.0, split, lower, form.base)
            facade.dress(lower, form, house.lintels, 0.0, length)
        back = facade if facade is side else facade.moved(out=-form.setback)
        back.wall(start, length, split, house.height, upper, form.base)
        back.dress(upper, form, house.lintels, start, length)
        if form.bands > 0:
            floors = [floor * p["storey_height"] for floor in range(1, p["storeys"])]
            facade.bands(-0.06 if facade is front else 0.0, length + 0.06, floors, form.bands)
    _shell(house, house.block, p["plinth"], p["plinth"] + split)
    _shell(house, _top_block(house), p["plinth"] + split, house.block.eave)
    if form.setback > 0:
        _roof_terrace(house, front, split)


def _top_block(house):
    b = house.block
    return Block(b.x0, b.x1, b.y0 + house.form.setback, b.y1, b.eave)


def _shell(house, b, bottom, top):
    """The back and the left side, which are seen only where a wing is, and which throw shadows."""
    for origin, along, length in (((b.x1, b.y1), (-1, 0), b.x1 - b.x0), ((b.x0, b.y1), (0, -1), b.y1 - b.y0)):
        Facade(house.quads, origin, along, bottom).panel(0.0, length, 0.0, top - bottom, 0.0, WALL)


def _roof_terrace(house, front, floor):
    b, setback = house.block, house.form.setback
    z = house.p["plinth"] + floor
    grown = min(1.0, setback / 0.6)
    rim = 0.04 * grown
    house.quads.box((b.x0 - rim, b.y0 - rim, z - 0.12 * grown), (b.x1 + rim, b.y0 + setback, z + 0.02), TRIM)
    edge = front.moved(out=-setback)
    edge.railing(0.02, house.p["width"] - 0.02, floor, setback, RAIL_HEIGHT * grown, house.form.panels)


def _plinth(house, b):
    step = PLINTH_STEP
    house.quads.box((b.x0 - step, b.y0 - step, -0.2), (b.x1 + step, b.y1 + step, house.p["plinth"]), STONE)


def _main_roof(house, front):
    p, form, block = house.p, house.form, _top_block(house)
    cut = roofs.front_gable_cut(block, form)
    roofs.add_roof(house.quads, block, house.roof, cut if p["roof"] != "flat" else None)
    if cut:
        roofs.add_front_gable(house.quads, front.moved(out=-form.setback), block, house.roof, form)
    if p["roof"] != "flat" and form.dormers > 0.02:
        middles = block.x0 + (np.arange(p["bays"]) + 0.5) * house.bay
        roofs.add_dormers(house.quads, block, house.roof, form.dormers, middles, house.bay, cut)
    if form.chimney > 0:
        roofs.add_chimney(house.quads, block, house.roof, form)


def _entrance(house, front):
    """Steps up to the door, and a porch before it."""
    p, form = house.p, house.form
    middle = (openings.door_bay(p["bays"]) + 0.5) * house.bay
    landing = max(LANDING, form.porch + 0.15)
    if form.porch > 0:
        front.block(form.porch_left - 0.1, form.porch_right + 0.1, -p["plinth"], -0.02, 0.0, form.porch + 0.15, STONE)
        _porch(house, front)
    steps = int(np.ceil(p["plinth"] / STEP_RISE - 0.3))
    for step in range(steps):
        top = -p["plinth"] * step / max(steps, 1)
        outer = landing + step * STEP_RUN
        inner = outer - STEP_RUN if step else 0.0
        front.block(middle - DOOR_REACH, middle + DOOR_REACH, -p["plinth"], top, inner, outer, STONE)


def _porch(house, front):
    """A roof on posts, at its ends and between the bays."""
    p, form = house.p, house.form
    left, right, depth = form.porch_left, form.porch_right, form.porch
    top = min(openings.DOOR_HEIGHT + 0.25, p["storey_height"] - 0.2)
    grown = min(1.0, depth / 0.6)
    edge = 0.12 * grown
    front.block(left - edge, right + edge, top, top + 0.18 * grown, 0.0, depth + edge, TRIM)
    between = [k * house.bay for k in range(1, p["bays"]) if left + 0.3 < k * house.bay < right - 0.3]
    half = POST / 2 * grown
    for u in (left + half, *between, right - half):
        front.block(u - half, u + half, 0.0, top, depth - 2 * half, depth, FRAME)


def _bay_window(house, front):
    """The rightmost column of windows stands out, with a roof of its own."""
    p, form = house.p, house.form
    column = p["bays"] - 1
    holes = [hole for hole in openings.front(p, form) if hole.column == column and hole.kind != "door"]
    wide, _ = openings.window_size(p["window_share"], p["window_proportion"], house.bay, p["storey_height"])
    middle = (column + 0.5) * house.bay
    half = min(max(wide / 2 + 0.5, 0.9), house.bay / 2 - 0.04)
    left, right, top = middle - half, middle + half, form.bay_top
    room = (left + openings.PIER / 2, right - openings.PIER / 2, 0.0, top - openings.HEAD)
    cut = [piece for hole in holes if (piece := openings.clipped(hole, *room))]
    face = front.moved(out=form.bay_depth)
    face.wall(left, right, 0.0, top, cut, form.base)
    face.dress(cut, _bare(form), house.lintels, left, right)
    corner = face.point(right, 0.0)[:2]
    cheek = Facade(house.quads, corner, (0, 1), p["plinth"])
    whole = [replace(hole, left=0.22, right=form.bay_depth - 0.22, column=column + 1) for hole in cut]
    narrow = [piece for hole in whole if (piece := openings.clipped(hole, 0.0, form.bay_depth, 0.0, top))]
    cheek.wall(0.0, form.bay_depth, 0.0, top, narrow, form.base)
    cheek.dress(narrow, _bare(form), False, 0.0, form.bay_depth)
    other = Facade(house.quads, front.point(left, 0.0)[:2], (0, -1), p["plinth"])
    other.panel(0.0, form.bay_depth, 0.0, top, 0.0, WALL)
    step = 0.6 * PLINTH_STEP
    front.block(left - step, right + step, -p["plinth"], 0.0, 0.0, form.bay_depth + step, STONE)
    reach = min(0.14, form.bay_depth)
    front.block(left - reach, right + reach, top, top + 1.7 * reach, 0.0, form.bay_depth + reach, TRIM)


def _bare(form):
    """The form of walls too narrow for shutters."""
    return replace(form, shutters=0.0, surrounds=min(form.surrounds, 0.1))


def _balconies(house, front):
    p, form = house.p, house.form
    facade_of = {floor: front for floor in range(p["storeys"])}
    if form.setback > 0:
        facade_of.pop(p["storeys"] - 1)   # the terrace takes their place
    for hole in openings.front(p, form):
        if hole.kind != "balcony" or hole.floor not in facade_of:
            continue
        single = min(hole.width / 2 + 0.3, house.bay / 2 - 0.06)
        left = max(0.02, lerp(hole.middle - single, hole.column * house.bay, form.balcony_extent))
        right = min(p["width"] - 0.02, lerp(hole.middle + single, (hole.column + 1) * house.bay, form.balcony_extent))
        floor = hole.bottom - openings.FULL_HEIGHT_SILL
        front.block(left, right, floor - 0.18, floor, 0.0, BALCONY_DEPTH, TRIM)
        front.railing(left, right, floor, BALCONY_DEPTH, RAIL_HEIGHT, form.panels)
    _terrace(house, front)


def _terrace(house, front):
    """A deck along the front, to the right of the entrance."""
    p = house.p
    left, right = (openings.door_bay(p["bays"]) + 1) * house.bay + 0.35, p["width"] - 0.1
    floor = max(0.0, 0.14 - p["plinth"])
    front.block(left, right, -p["plinth"], floor, 0.0, 2.1, STONE)
    front.railing(left, right, floor, 2.1, RAIL_HEIGHT, house.form.panels)


def _wing(house):
    """An annex beside the house. Its block reaches into the house, so that their roofs meet."""
    p, form, b = house.p, house.form, house.block
    length, y0, y1 = form.wing_length, b.y0 + form.wing_setback, b.y1 - 0.25
    inside = min((b.x1 - b.x0) / 2, (y1 - y0) / 2 + 1.0)
    eave = p["plinth"] + form.wing_top
    right = form.wing_side > 0
    x0, x1 = (b.x1, b.x1 + length) if right else (b.x0 - length, b.x0)
    body = Block(x0 - inside * right, x1 + inside * (not right), y0, y1, eave)
    front = Facade(house.quads, (x0, y0), (1, 0), p["plinth"])
    outer = Facade(house.quads, (body.x1, y0), (0, 1), p["plinth"])
    walls = [(front, length, 1 if right else -1)] + ([(outer, y1 - y0, 1)] if right else [])
    for facade, long, towards_end in walls:
        holes = openings.wing(p, form, long, towards_end)
        facade.wall(0.0, long, 0.0, form.wing_top, holes, form.base)
        facade.dress(holes, form, house.lintels, 0.0, long)
        if form.bands > 0:
            floors = [k * p["storey_height"] for k in range(1, p["storeys"]) if k * p["storey_height"] < form.wing_top - 0.3]
            facade.bands(0.0, long + 0.06 * (facade is outer), floors, form.bands)
    _shell(house, Block(x0, x1, y0, y1, eave), p["plinth"], eave)
    _plinth(house, Block(x0, x1, y0, y1, eave))
    roofs.add_roof(house.quads, body, _wing_roof(house, length))


def _wing_roof(house, length):
    """That of the house, whose edges grow with the wing."""
    roof = house.roof
    reach = min(roof.reach, 0.6 * length)
    return roofs.Roof(roof.kind, roof.slope, reach, roof.thickness * min(1.0, length))
