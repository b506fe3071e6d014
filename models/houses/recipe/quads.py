"""Collects quads, each with its material and a number of its own, for one mesh."""

import numpy as np

# The six sides of a box as corner numbers; bit 0: high x, bit 1: high y, bit 2: high z. Normals point outwards.
BOX = np.array([[0, 4, 6, 2], [1, 3, 7, 5], [0, 1, 5, 4], [2, 6, 7, 3], [0, 2, 3, 1], [4, 5, 7, 6]])


class Quads:
    """Corners [N, 4, 3] in metres, material [N] and tone [N] of everything that was added."""

    def __init__(self):
        self._corners, self._materials, self._tones = [], [], []

    def add(self, corners, material, tone=0.0):
        """corners: [4, 3] or [N, 4, 3], counter-clockwise seen from outside. tone: -1..1, what it means is the material's."""
        corners = np.asarray(corners, np.float32).reshape(-1, 4, 3)
        self._corners.append(corners)
        self._materials.append(np.full(len(corners), material, np.int32))
        self._tones.append(np.broadcast_to(np.asarray(tone, np.float32), len(corners)))

    def triangle(self, a, b, c, material):
        self.add([a, b, c, c], material)

    def box(self, low, high, material, tone=0.0):
        bits = (np.arange(8)[:, None] >> np.arange(3)) & 1
        self.add(np.where(bits, high, low)[BOX], material, tone)

    def boxes(self, low, high, material):
        """low, high: [N, 3]."""
        bits = ((np.arange(8)[:, None] >> np.arange(3)) & 1).astype(bool)
        corners = np.where(bits[None], np.asarray(high)[:, None], np.asarray(low)[:, None])
        self.add(corners[:, BOX], material)

    def arrays(self):
        return np.concatenate(self._corners), np.concatenate(self._materials), np.concatenate(self._tones)
