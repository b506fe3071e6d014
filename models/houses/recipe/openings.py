"""Where windows, doors and balconies go: the layout of a facade in metres, before anything is built."""

from dataclasses import dataclass, replace

import numpy as np

from sampling import lerp

HEAD, SILL, PIER = 0.22, 0.1, 0.16   # least wall above, below and beside a window
DOOR_HEIGHT, DOOR_WIDTH = 2.15, 1.15
FULL_HEIGHT_SILL = 0.06
MULLION = 0.12                       # wall between windows that are paired
LEAST = 0.3                          # a window that is cut down to this has vanished


@dataclass(frozen=True)
class Opening:
    """A hole in a facade: from left to right, from bottom to top; z counts from the ground floor."""
    left: float
    right: float
    bottom: float
    top: float
    kind: str = "window"   # window, balcony or door
    floor: int = 0
    column: int = 0

    @property
    def width(self):
        return self.right - self.left

    @property
    def middle(self):
        return (self.left + self.right) / 2


def window_size(share, proportion, bay, storey):
    """Width and height of a window that takes `share` of its bay; a proportion that does not fit gives way."""
    area = share * bay * storey
    widest, tallest = bay - 2 * PIER, storey - HEAD - SILL
    width = np.clip(np.sqrt(area / proportion), area / tallest, widest)
    return float(width), float(min(area / width, tallest))


def door_bay(bays):
    return (bays - 1) // 2


def side_bays(p):
    return max(1, round(p["depth"] * p["bays"] / p["width"]))


def front(p, form):
    """Openings of the front: one for each bay and storey, the door below, balconies beside it above."""
    openings = _facade(p, form, p["width"], p["bays"], door_bay(p["bays"]))
    return _merged(openings, p, form.large_window)


def side(p, form):
    """Openings of the side, as far apart as those of the front; those of the top storey keep clear of its setback."""
    room = (form.setback + PIER, p["depth"], 0.0, np.inf)
    return [cut for hole in _facade(p, form, p["depth"], side_bays(p), None)
            if (cut := clipped(hole, *room) if hole.floor == p["storeys"] - 1 else hole)]


def wing(p, form, length, towards_end):
    """Openings of a wing's wall, counted from the main block; towards_end: 1 where that is to the right, else -1."""
    bay = p["width"] / p["bays"]
    width, _ = window_size(p["window_share"], p["window_proportion"], bay, p["storey_height"])
    found = []
    for floor in range(p["storeys"]):
        bottom, top = _heights(p, form, bay, floor)
        for column in range(int(length / bay) + 1):
            middle = (column + 0.5) * bay
            whole = Opening(middle - width / 2, middle + width / 2, bottom, top, floor=floor, column=column)
            hole = clipped(whole, PIER, length - PIER, 0.0, form.wing_top - HEAD)
            if hole and towards_end < 0:
                hole = replace(hole, left=length - hole.right, right=length - hole.left)
            found += [hole] if hole else []
    return found


def clipped(hole, left, right, bottom, top):
    """The part of a hole inside borders, or None. What is nearly cut away also narrows, so that it vanishes gradually."""
    hole = replace(hole, left=max(hole.left, left), right=min(hole.right, right),
                   bottom=max(hole.bottom, bottom), top=min(hole.top, top))
    rest = min(hole.width, hole.top - hole.bottom) - LEAST
    if rest <= 0:
        return None
    half = hole.width / 2 * min(1.0, rest / LEAST)
    return replace(hole, left=hole.middle - half, right=hole.middle + half)


def _facade(p, form, length, bays, door):
    bay, storey = length / bays, p["storey_height"]
    width, _ = window_size(p["window_share"], p["window_proportion"], bay, storey)
    openings = []
    for floor in range(p["storeys"]):
        bottom, top = _heights(p, form, bay, floor)
        for column in range(bays):
            shift = _towards_partner(column, floor, bays, door) * form.pairing * (bay - width - MULLION) / 2
            middle = (column + 0.5) * bay + shift
            window = Opening(middle - width / 2, middle + width / 2, bottom, top, "window", floor, column)
            if floor == 0 and column == door:
                window = _door(window, bay, storey)
            elif p["balconies"] and door is not None and floor > 0 and column != door:
                window = _balcony_window(window, floor * storey, bay, storey)
            openings.append(window)
    return openings


def _heights(p, form, bay, floor):
    """Bottom and top of the windows of one floor."""
    storey = p["storey_height"]
    _, height = window_size(p["window_share"], p["window_proportion"], bay, storey)
    downwards = 1 - 2 * floor / (p["storeys"] - 1) if p["storeys"] > 1 else 0.0
    height = min(height * (1 + form.gradient * downwards), storey - HEAD - SILL)
    sill = max(SILL, min((storey - height) * 0.56, storey - HEAD - height))
    return floor * storey + sill, floor * storey + sill + height


def _towards_partner(column, floor, bays, door):
    """1 or -1 where the window that a window pairs with is right or left of it, 0 where it has none."""
    partner = column ^ 1
    if partner >= bays or (floor == 0 and door in (column, partner)):
        return 0
    return partner - column


def _merged(openings, p, share):
    """Lets the first window right of the door grow over the others of the ground floor."""
    if share <= 0:
        return openings
    bay, door = p["width"] / p["bays"], door_bay(p["bays"])
    target = ((door + 1) * bay + 0.3, p["width"] - 0.45, 0.12, p["storey_height"] - 0.35)
    merged, edge = [], None
    for hole in openings:
        if hole.floor > 0 or hole.column <= door:
            merged.append(hole)
            continue
        if edge is None:
            borders = (lerp(old, new, share) for old, new in zip((hole.left, hole.right, hole.bottom, hole.top), target))
            hole = Opening(*borders, "window", 0, hole.column)
            edge = hole.right + PIER
        else:
            hole = clipped(hole, edge, p["width"], 0.0, np.inf)
        merged += [hole] if hole else []
    return merged


def _door(window, bay, storey):
    width = min(DOOR_WIDTH, bay - 2 * PIER)
    middle, top = window.middle, min(DOOR_HEIGHT, storey - HEAD)
    return replace(window, left=middle - width / 2, right=middle + width / 2, bottom=0.0, top=top, kind="door")


def _balcony_window(window, base, bay, storey):
    width = max(window.width, min(0.9, bay - 2 * PIER))
    middle, top = window.middle, max(window.top, base + min(2.05, storey - HEAD))
    return replace(window, left=middle - width / 2, right=middle + width / 2,
                   bottom=base + FULL_HEIGHT_SILL, top=top, kind="balcony")
