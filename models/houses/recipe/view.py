"""Where the camera stands, and what that means for a picture. Lengths in metres."""

import math

import numpy as np

AZIMUTH = math.radians(35)         # turned from the front towards the side that is seen
DISTANCE, HEIGHT = 40.0, 8.0       # from the middle of the house, and above the ground; the camera looks level
FIELD, LOWEST = 24.2, -3.6         # what is seen in the plane of the house's middle, and where it begins
NEAR, FAR = 30.0, 50.0             # depth 1 and 0
RIGHT = np.array([math.cos(AZIMUTH), math.sin(AZIMUTH)])
AWAY = np.array([-math.sin(AZIMUTH), math.cos(AZIMUTH)])


def plane(size, distance):
    """Metres to the right [W], and above the ground [H], of all pixels in an upright plane `distance` from the camera."""
    share = (np.arange(size) + 0.5) / size
    scale = distance / DISTANCE
    return (share - 0.5) * FIELD * scale, HEIGHT + (LOWEST + FIELD * (1 - share) - HEIGHT) * scale
