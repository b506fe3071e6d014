"""The named numbers of form that no parameter sets, and what they mean for one house. Lengths in metres.

Every number is drawn uniformly from its range and acts continuously. A part whose range begins below zero is absent
there, and grows from nothing above it.
"""

from dataclasses import dataclass

import numpy as np

import openings
from sampling import lerp

RANGES = {
    "wing": (-5.5, 5.5),              # length of an annex plus 1; left below zero, right above
    "wing_height": (0.0, 1.0),        # its walls: from 2.4 m to almost those of the house
    "wing_setback": (0.3, 3.2),       # its front behind the front of the house
    "top_setback": (-1.5, 3.0),       # front of the top storey behind the storeys below, with a terrace
    "bay_window": (-1.0, 1.4),        # how far the rightmost column of windows stands out
    "bay_window_height": (0.0, 1.0),  # from one storey to all
    "front_gable": (-1.0, 1.0),       # a gable in the middle of the front, up to half as wide; a parapet on flat roofs
    "dormers": (-0.8, 1.0),           # size of one dormer for each bay
    "chimney": (-1.2, 2.0),           # height above the ridge
    "chimney_place": (-1.0, 1.0),     # along the ridge
    "eaves": (0.0, 1.0),              # edge of the roof, from thin to heavy
    "porch": (-0.9, 2.2),             # depth of a porch before the door
    "porch_width": (0.0, 1.0),        # from the door to the whole front
    "window_pairing": (0.0, 1.0),     # from an even rhythm to windows side by side
    "window_gradient": (-0.5, 0.5),   # taller windows below (above zero) or above
    "large_window": (-1.0, 1.0),      # ground-floor windows right of the door merge into one
    "shutters": (-1.0, 1.0),          # width, in half windows
    "surrounds": (-0.15, 0.25),       # width of trim around openings
    "bands": (-0.3, 0.45),            # height of trim at the floors
    "base_course": (-1.2, 2.8),       # how high stone faces the wall above the plinth
    "balcony_extent": (0.0, 1.0),     # from single balconies to one along the front
    "railing_panels": (-0.5, 1.0),    # share of railings that is solid
}
WING_STARTS = 1.0
LOWEST_WING = 2.4


@dataclass
class Form:
    """What a house's parameters and latent numbers amount to; lengths in metres, 0 where a part is absent."""
    middle: float            # x of the main block's middle: house and wing together are centred
    wing_side: int           # -1 left, 1 right
    wing_length: float
    wing_setback: float
    wing_top: float          # above the ground floor
    setback: float
    bay_depth: float
    bay_top: float
    gable: float             # share of the largest front gable
    dormers: float           # share of the largest dormers
    chimney: float
    chimney_place: float
    eaves: float
    porch: float
    porch_left: float        # along the front
    porch_right: float
    pairing: float
    gradient: float
    large_window: float
    shutters: float
    surrounds: float
    bands: float
    base: float
    balcony_extent: float
    panels: float


def form(p, latent):
    """The form of one house. p: parameters."""
    grown = {name: max(value, 0.0) for name, value in latent.items()}
    storeys, storey, height = p["storeys"], p["storey_height"], p["storeys"] * p["storey_height"]
    wing = max(abs(latent["wing"]) - WING_STARTS, 0.0)
    side = -1 if latent["wing"] < 0 else 1
    setback = min(grown["top_setback"], 0.4 * p["depth"]) if storeys > 1 else 0.0
    bay_room = height - 0.15 - storey * min(setback / 0.5, 1.0)
    middle = (openings.door_bay(p["bays"]) + 0.5) * p["width"] / p["bays"]
    return Form(
        middle=-side * wing / 2,
        wing_side=side,
        wing_length=wing,
        wing_setback=max(latent["wing_setback"], setback + 0.3 if setback > 0 else 0.0),
        wing_top=lerp(min(LOWEST_WING, height - 0.1), height - 0.1, latent["wing_height"]),
        setback=setback,
        bay_depth=grown["bay_window"],
        bay_top=lerp(min(storey, bay_room), bay_room, latent["bay_window_height"]),
        gable=grown["front_gable"],
        dormers=grown["dormers"],
        chimney=grown["chimney"],
        chimney_place=latent["chimney_place"],
        eaves=latent["eaves"],
        porch=grown["porch"],
        porch_left=lerp(middle - 1.0, 0.1, latent["porch_width"]),
        porch_right=lerp(middle + 1.0, p["width"] - 0.1, latent["porch_width"]),
        pairing=latent["window_pairing"],
        gradient=latent["window_gradient"],
        large_window=grown["large_window"],
        shutters=grown["shutters"],
        surrounds=grown["surrounds"],
        bands=grown["bands"],
        base=min(grown["base_course"], 0.6 * height),
        balcony_extent=latent["balcony_extent"],
        panels=grown["railing_panels"])
