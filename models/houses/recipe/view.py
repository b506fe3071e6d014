"""Where the camera stands, and what that means for a picture. Lengths in metres."""

import math

import numpy as np

AZIMUTH = math.radians(35)         # turned from the front towards the side that is seen
DISTANCE, HEIGHT = 40.0, 8.0       # from the middle of the house, and above the ground; the camera looks level
# What is seen in the plane of the house's middle, where it begins, and how far its middle is to the right of the
# house's. The largest house with the longest wing just fits, except for the highest chimneys.
FIELD, LOWEST, SHIFT = 24.2, -3.1, 0.3
NEAR, FAR = 30.0, 50.0             # depth 1 and 0
RIGHT = np.array([math.cos(AZIMUTH), math.sin(AZIMUTH)])
AWAY = np.array([-math.sin(AZIMUTH), math.cos(AZIMUTH)])


def project(points):
    """Where points [N, 3] appear, as shares of the picture from its left and from its bottom."""
    points = np.asarray(points)
    nearness = DISTANCE / np.maximum(DISTANCE + points[:, :2] @ AWAY, 1.0)
    up = HEIGHT + (points[:, 2] - HEIGHT) * nearness
    return (points[:, :2] @ RIGHT * nearness - SHIFT) / FIELD + 0.5, (up - LOWEST) / FIELD
