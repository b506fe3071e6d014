"""Where windows, doors and balconies go: the layout of a facade in metres, before anything is built."""

from dataclasses import dataclass

import numpy as np

HEAD, SILL, PIER = 0.22, 0.1, 0.16   # least wall above, below and beside a window
DOOR_HEIGHT, DOOR_WIDTH = 2.15, 1.15
FULL_HEIGHT_SILL = 0.06


@dataclass
class Opening:
    """A hole in a facade: from left to right, from bottom to top; z counts from the ground floor."""
    left: float
    right: float
    bottom: float
    top: float
    kind: str = "window"   # window, balcony or door


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


def front(p):
    """Openings of the front: one a bay and storey, the door below, balconies above it on both sides."""
    return _facade(p, p["width"], p["bays"], door_bay(p["bays"]))


def side(p):
    """Openings of the side, as far apart as those of the front."""
    return _facade(p, p["depth"], side_bays(p), None)


def _facade(p, length, bays, door):
    bay, storey = length / bays, p["storey_height"]
    width, height = window_size(p["window_share"], p["window_proportion"], bay, storey)
    openings = []
    for floor in range(p["storeys"]):
        sill = max(SILL, min((storey - height) * 0.56, storey - HEAD - height))
        for column in range(bays):
            middle, base = (column + 0.5) * bay, floor * storey
            if floor == 0 and column == door:
                openings.append(_door(middle, bay, storey))
                continue
            window = Opening(middle - width / 2, middle + width / 2, base + sill, base + sill + height)
            if p["balconies"] and door is not None and floor > 0 and column != door:
                window = _balcony_window(window, base, bay, storey)
            openings.append(window)
    return openings


def _door(middle, bay, storey):
    width = min(DOOR_WIDTH, bay - 2 * PIER)
    return Opening(middle - width / 2, middle + width / 2, 0.0, min(DOOR_HEIGHT, storey - HEAD), "door")


def _balcony_window(window, base, bay, storey):
    middle = (window.left + window.right) / 2
    width = max(window.right - window.left, min(0.9, bay - 2 * PIER))
    top = max(window.top, base + min(2.05, storey - HEAD))
    return Opening(middle - width / 2, middle + width / 2, base + FULL_HEIGHT_SILL, top, "balcony")
