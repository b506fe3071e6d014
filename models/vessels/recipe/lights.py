"""The light: a large soft box that goes around the vessel, two narrow ones behind it, and a dome."""

import math

import bpy
import numpy as np
from mathutils import Vector

import renderer
from sampling import lerp, smoothstep

LATENT = {
    "light_softness": (0.45, 1.2),  # metres, width of the key light
    "rim_light": (0.0, 1.0),        # of the light from behind, opposite to the key light
}
KEY_ELEVATION, KEY_DISTANCE, KEY_HEIGHT, KEY_WATTS = math.radians(43), 1.35, 1.0, 31.0
RIM_AZIMUTH, RIM_ELEVATION, RIM_DISTANCE, RIM_WIDTH, RIM_HEIGHT, RIM_WATTS = math.radians(138), math.radians(30), 1.3, 0.28, 1.0, 13.0
DOME = 0.22
AIM = Vector((0, 0, 0.12))


class Lights:
    """Owns lamps and world; `set` places them for one picture."""

    def __init__(self, scene):
        self.key, self.left, self.right = (_add_lamp(scene, name) for name in ("Key", "Left", "Right"))
        renderer.add_world(scene).inputs["Strength"].default_value = DOME
        scene.world.node_tree.nodes["Background"].inputs["Color"].default_value = (1, 1, 1, 1)

    def set(self, parameters, latent):
        azimuth = parameters["light_azimuth"]
        _place(self.key, math.radians(azimuth), KEY_ELEVATION, KEY_DISTANCE, latent["light_softness"], KEY_HEIGHT, KEY_WATTS)
        # The rim passes over from one side to the other while the key light stands near the camera.
        right = float(smoothstep(-30, 30, -azimuth))
        watts = RIM_WATTS * lerp(0.1, 1.0, latent["rim_light"])
        for lamp, side, share in ((self.left, -1, 1 - right), (self.right, 1, right)):
            _place(lamp, side * RIM_AZIMUTH, RIM_ELEVATION, RIM_DISTANCE, RIM_WIDTH, RIM_HEIGHT, watts * share)

    def on_ground(self, points):
        """Light on the open ground at points [..., 3], as the renderer's diffuse light without anything standing there."""
        return DOME + sum(_lamp_light(lamp, points) for lamp in (self.key, self.left, self.right))


def _add_lamp(scene, name):
    light = bpy.data.lights.new(name, "AREA")
    light.shape = "RECTANGLE"
    lamp = renderer.add_object(scene, name, light)
    lamp.visible_camera = False
    return lamp


def _place(lamp, azimuth, elevation, distance, width, height, watts):
    """Azimuth 0 is above the camera, positive to the right of the picture."""
    direction = Vector((math.sin(azimuth) * math.cos(elevation), -math.cos(azimuth) * math.cos(elevation), math.sin(elevation)))
    lamp.location = AIM + direction * distance
    lamp.rotation_euler = direction.to_track_quat("Z", "Y").to_euler()
    lamp.data.size, lamp.data.size_y, lamp.data.energy = width, height, watts


def _lamp_light(lamp, points, steps=5):
    """Sum over steps x steps pieces of a rectangular lamp that shines along its -z axis."""
    turn = np.array(lamp.rotation_euler.to_matrix())
    middle, area = np.array(lamp.location), lamp.data.size * lamp.data.size_y
    radiance = lamp.data.energy / (4 * area)
    total = np.zeros(points.shape[:-1])
    for u in (np.arange(steps) + 0.5) / steps - 0.5:
        for v in (np.arange(steps) + 0.5) / steps - 0.5:
            ray = middle + turn @ np.array([u * lamp.data.size, v * lamp.data.size_y, 0.0]) - points
            square = (ray ** 2).sum(axis=-1)
            total += np.maximum(ray[..., 2], 0) * np.maximum(ray @ turn[:, 2], 0) / square ** 2
    return radiance * area / steps ** 2 * total / math.pi
