"""The studio: vessel, ground, lights, camera and render settings, built once and adjusted for each picture."""

import math

import bpy
import numpy as np

import lights
import renderer
import vessel
from material import ATTRIBUTES, Glaze

# The camera is the same for all vessels and for the plates in sites/. It looks at a point above the ground.
CAMERA_DISTANCE, CAMERA_ELEVATION, CAMERA_TARGET = 1.06, math.radians(17), 0.163
LENS, SENSOR = 95.5, 36.0
NEAR, FAR = 0.88, 1.24
GROUND_ALBEDO = 0.45
BOX_MARGIN = 0.02


class Studio:
    """Owns the Blender scene; `arrange` sets one picture up, and each `shoot_` renders one layer of it to an EXR file."""

    def __init__(self, size):
        self.scene = renderer.new_scene(size)
        renderer.add_passes(self.scene, ("coverage", "distance"))
        self.glaze = Glaze()
        self.vessel = self._add_vessel()
        self.flat = _flat_material()
        self.ground = renderer.Ground(self.scene, 9.0, GROUND_ALBEDO)
        self.lights = lights.Lights(self.scene)
        self.scene.camera = add_camera(self.scene)

    def arrange(self, parameters, latent, seed):
        """Sets form, glaze and light from one draw of parameters and latent numbers; the seed only moves the noise."""
        self.scene.cycles.seed = seed
        self._set_form(parameters, latent)
        self.glaze.set(parameters, latent)
        self.lights.set(parameters, latent)

    def shoot_vessel(self, path, samples):
        """The part of the picture around the vessel; returns (left, top, right, bottom) in pixels."""
        box = self._frame_vessel()
        self.ground.hide([self.vessel])
        self._shoot(path, samples, bounces=2)
        return box

    def shoot_coverage(self, path, samples):
        """The same part without any light: its alpha is the vessel's coverage."""
        self._frame_vessel()
        self.vessel.data.materials[0] = self.flat
        self._shoot(path, samples, bounces=0)
        self.vessel.data.materials[0] = self.glaze.material

    def shoot_ground(self, path, samples):
        """The shadow on the ground at half size."""
        self.scene.render.use_border, self.scene.render.resolution_percentage = False, 50
        self.ground.show([self.vessel])
        self._shoot(path, samples, bounces=0)

    def open_ground(self):
        """Light on the ground without the vessel, at a quarter of the picture's size."""
        return self.lights.on_ground(ground_points(self.scene.render.resolution_x // 4))

    def _shoot(self, path, samples, bounces):
        self.scene.cycles.max_bounces = bounces
        renderer.shoot(self.scene, path, samples)

    def _frame_vessel(self):
        render = self.scene.render
        size = render.resolution_x
        left, top, right, bottom = box = self._vessel_box(size)
        render.use_border, render.resolution_percentage = True, 100
        render.border_min_x, render.border_max_x = left / size, right / size
        render.border_min_y, render.border_max_y = 1 - bottom / size, 1 - top / size
        return box

    def _add_vessel(self):
        mesh = bpy.data.meshes.new("Vessel")
        mesh.from_pydata(np.zeros((vessel.VERTICES, 3)).tolist(), [], vessel.faces().tolist())
        mesh.polygons.foreach_set("use_smooth", np.ones(len(mesh.polygons), bool))
        for name in ATTRIBUTES:
            mesh.attributes.new(name, "FLOAT", "POINT")
        mesh.materials.append(self.glaze.material)
        return renderer.add_object(self.scene, "Vessel", mesh)

    def _set_form(self, parameters, latent):
        self.points, surface = vessel.build(parameters, latent)
        mesh = self.vessel.data
        mesh.vertices.foreach_set("co", self.points.ravel())
        for name in ATTRIBUTES:
            mesh.attributes[name].data.foreach_set("value", surface[name])
        mesh.update()
        self.vessel.update_tag()

    def _vessel_box(self, size):
        margin = size * BOX_MARGIN
        across, down = project(self.points, size)
        low = [max(0, int(math.floor(values.min() - margin))) for values in (across, down)]
        high = [min(size, int(math.ceil(values.max() + margin))) for values in (across, down)]
        return low[0], low[1], high[0], high[1]


def _flat_material():
    material = bpy.data.materials.new("Flat")
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    shine, output = tree.nodes.new("ShaderNodeEmission"), tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(shine.outputs[0], output.inputs["Surface"])
    return material


def add_camera(scene):
    camera = bpy.data.cameras.new("Camera")
    camera.lens, camera.sensor_width = LENS, SENSOR
    camera.clip_start, camera.clip_end = 0.1, 60
    thing = renderer.add_object(scene, "Camera", camera)
    thing.location = camera_place()
    thing.rotation_euler = (math.pi / 2 - CAMERA_ELEVATION, 0, 0)
    return thing


def camera_place():
    return (0, -CAMERA_DISTANCE * math.cos(CAMERA_ELEVATION), CAMERA_TARGET + CAMERA_DISTANCE * math.sin(CAMERA_ELEVATION))


def project(points, size):
    """Pixels (across, down) of positions [N, 3] in a picture of size x size."""
    rise = points[:, 2] - CAMERA_TARGET
    up = rise * math.cos(CAMERA_ELEVATION) + points[:, 1] * math.sin(CAMERA_ELEVATION)
    away = CAMERA_DISTANCE + points[:, 1] * math.cos(CAMERA_ELEVATION) - rise * math.sin(CAMERA_ELEVATION)
    scale = size * LENS / SENSOR / away
    return size / 2 + points[:, 0] * scale, size / 2 - up * scale


def ground_points(size):
    """Positions [size, size, 3] on the ground that the middles of pixels see."""
    tilt = np.array([math.cos(CAMERA_ELEVATION), math.sin(CAMERA_ELEVATION)])
    steps = ((np.arange(size) + 0.5) / size - 0.5) * SENSOR / LENS
    across, up = np.meshgrid(steps, -steps)
    forward, rise = tilt[0] + up * tilt[1], up * tilt[0] - tilt[1]
    place = camera_place()
    far = -place[2] / rise
    return np.stack([far * across, place[1] + far * forward, np.zeros_like(far)], axis=-1)
