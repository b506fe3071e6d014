"""The studio: vessel, paper sweep, lights, camera and render settings, built once and adjusted for each picture."""

import math

import bpy
import numpy as np
from mathutils import Vector

import glaze_edge
import renderer
import shape
from colour import lab_to_linear
from sampling import lerp

CAMERA_DISTANCE = 1.06
CAMERA_ELEVATION = math.radians(17)
NEAR, FAR = 0.88, 1.24
RENDER_LENS = 95
BOX_MARGIN = 0.035


class Studio:
    """Owns the Blender scene; `arrange` sets one picture up and `shoot` renders it to an EXR file."""

    def __init__(self, size):
        self.scene = renderer.new_scene(size)
        renderer.add_passes(self.scene, ("coverage", "distance"))
        self.vessel = self._add_mesh("Vessel", np.zeros((shape.RINGS * shape.SEGMENTS, 3)), shape.faces())
        for name in ("glaze", "pooling"):
            self.vessel.data.attributes.new(name, "FLOAT", "POINT")
        self.clay = _vessel_material()
        self.vessel.data.materials.append(self.clay)
        self.paper = _paper_material()
        self._add_mesh("Sweep", *_sweep()).data.materials.append(self.paper)
        self.key = self._add_light("Key")
        self.rim = self._add_light("Rim")
        self.world = renderer.add_world(self.scene)
        self.camera = self._add_camera()

    def arrange(self, parameters, latent, seed):
        """Sets form, colours and light from one draw of parameters and latent numbers."""
        self.scene.cycles.seed = seed
        self._set_form(parameters, latent)
        self._set_colours(parameters, latent)
        self._set_light(parameters, latent)
        self._aim_camera(parameters["height"] / 1000)

    def shoot_backdrop(self, path, samples):
        """The whole picture at half size: enough for the paper and its soft shadows."""
        self.scene.render.use_border = False
        self.scene.render.resolution_percentage = 50
        renderer.shoot(self.scene, path, samples)

    def shoot_vessel(self, path, samples):
        """The part of the picture around the vessel at full size; returns (left, top, right, bottom) in pixels."""
        render = self.scene.render
        size = render.resolution_x
        left, top, right, bottom = self._vessel_box(size)
        render.use_border = True
        render.border_min_x, render.border_max_x = left / size, right / size
        render.border_min_y, render.border_max_y = 1 - bottom / size, 1 - top / size
        render.resolution_percentage = 100
        renderer.shoot(self.scene, path, samples)
        return left, top, right, bottom

    def _vessel_box(self, size):
        margin = size * BOX_MARGIN
        points = self.points - np.array([0, 0, self.points[:, 2].max() / 2], np.float32)
        up = points[:, 2] * math.cos(CAMERA_ELEVATION) + points[:, 1] * math.sin(CAMERA_ELEVATION)
        away = CAMERA_DISTANCE + points[:, 1] * math.cos(CAMERA_ELEVATION) - points[:, 2] * math.sin(CAMERA_ELEVATION)
        scale = size * RENDER_LENS / 36 / away
        across, down = size / 2 + points[:, 0] * scale, size / 2 - up * scale
        low = [max(0, int(math.floor(values.min() - margin))) for values in (across, down)]
        high = [min(size, int(math.ceil(values.max() + margin))) for values in (across, down)]
        return low[0], low[1], high[0], high[1]

    def _add_mesh(self, name, points, quads):
        mesh = bpy.data.meshes.new(name)
        mesh.from_pydata(np.asarray(points).tolist(), [], np.asarray(quads).tolist())
        mesh.polygons.foreach_set("use_smooth", np.ones(len(quads), bool))
        return renderer.add_object(self.scene, name, mesh)

    def _add_light(self, name):
        light = bpy.data.lights.new(name, "AREA")
        light.shape = "RECTANGLE"
        return renderer.add_object(self.scene, name, light)

    def _add_camera(self):
        camera = bpy.data.cameras.new("Camera")
        camera.lens, camera.sensor_width = RENDER_LENS, 36
        camera.clip_start, camera.clip_end = 0.1, 20
        self.scene.camera = renderer.add_object(self.scene, "Camera", camera)
        return self.scene.camera

    def _set_form(self, p, latent):
        points, angle, steepness = shape.vertices(p, latent)
        self.points = points
        mesh = self.vessel.data
        mesh.vertices.foreach_set("co", points.ravel())
        share = points[:, 2] / (p["height"] / 1000)
        mesh.attributes["glaze"].data.foreach_set("value", _glaze(points[:, 2], angle, steepness, p, latent))
        mesh.attributes["pooling"].data.foreach_set("value", (latent["pooling"] * (1 - 2 * share)).astype(np.float32))
        mesh.update()
        self.vessel.update_tag()

    def _set_colours(self, p, latent):
        nodes = self.clay.node_tree.nodes
        nodes["Base"].outputs[0].default_value = (*_colour(p, "base"), 1)
        nodes["Second"].outputs[0].default_value = (*_colour(p, "second"), 1)
        surface = nodes["Surface"].inputs
        surface["Roughness"].default_value = lerp(0.75, 0.06, p["gloss"])
        surface["Specular"].default_value = lerp(0.2, 1.0, p["gloss"])
        tone, warmth = latent["backdrop_tone"], latent["backdrop_warmth"]
        paper = self.paper.node_tree.nodes["Surface"].inputs["Color"]
        paper.default_value = (*lab_to_linear(tone, 0.25 * warmth, warmth), 1)

    def _set_light(self, p, latent):
        centre = Vector((0, 0, p["height"] / 2000))
        azimuth = math.radians(p["light_azimuth"])
        side = latent["light_softness"]
        _place(self.key, centre, azimuth, math.radians(36), 1.4, side, 1.3, 34)
        back = azimuth + math.copysign(math.radians(150), -azimuth or 1)
        _place(self.rim, centre, back, math.radians(28), 1.5, 0.35, 1.1, 9)
        self.world.inputs["Color"].default_value = (1, 1, 1, 1)
        self.world.inputs["Strength"].default_value = 0.24

    def _aim_camera(self, height):
        direction = Vector((0, -math.cos(CAMERA_ELEVATION), math.sin(CAMERA_ELEVATION)))
        centre = Vector((0, 0, height / 2))
        self.camera.location = centre + direction * CAMERA_DISTANCE
        self.camera.rotation_euler = direction.to_track_quat("Z", "Y").to_euler()


def _colour(p, which):
    return lab_to_linear(p[which + "_lightness"], p[which + "_red"], p[which + "_yellow"])


def _glaze(z, angle, steepness, p, latent):
    """Metres above the edge of the dipped glaze, per vertex."""
    height, margin = p["height"] / 1000, latent["edge_waviness"] + 0.003
    edge = lerp(-margin, height + margin, p["second_start"])
    return (z - edge + glaze_edge.drop(latent, angle) * steepness).astype(np.float32)


def _place(light, centre, azimuth, elevation, distance, width, height, watts):
    """Azimuth 0 is above the camera, positive to the right of the picture."""
    direction = Vector((math.sin(azimuth) * math.cos(elevation), -math.cos(azimuth) * math.cos(elevation), math.sin(elevation)))
    light.location = centre + direction * distance
    light.rotation_euler = direction.to_track_quat("Z", "Y").to_euler()
    light.data.size, light.data.size_y, light.data.energy = width, height, watts


def _sweep():
    """Floor, quarter round and wall of the paper; x runs across."""
    turn = np.linspace(0, np.pi / 2, 24)
    y = np.concatenate([[-4.0, -1.0], 0.9 + 1.2 * np.sin(turn), [2.1]])
    z = np.concatenate([[0.0, 0.0], 1.2 - 1.2 * np.cos(turn), [6.0]])
    points = [(x, y[i], z[i]) for i in range(len(y)) for x in (-6.0, 6.0)]
    quads = [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(y) - 1)]
    return points, quads


def _paper_material():
    material = bpy.data.materials.new("Paper")
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    surface = tree.nodes.new("ShaderNodeBsdfDiffuse")
    surface.name = "Surface"
    tree.links.new(surface.outputs[0], tree.nodes.new("ShaderNodeOutputMaterial").inputs["Surface"])
    return material


def _vessel_material():
    material = bpy.data.materials.new("Glaze")
    material.use_nodes = True
    tree = material.node_tree
    surface = tree.nodes["Principled BSDF"]
    surface.name = "Surface"
    mix = _glaze_mix(tree)
    pooled = tree.nodes.new("ShaderNodeHueSaturation")
    value = tree.nodes.new("ShaderNodeMath")
    value.operation = "SUBTRACT"
    value.inputs[0].default_value = 1.0
    tree.links.new(_attribute(tree, "pooling"), value.inputs[1])
    tree.links.new(value.outputs[0], pooled.inputs["Value"])
    tree.links.new(mix, pooled.inputs["Color"])
    tree.links.new(pooled.outputs[0], surface.inputs["Base Color"])
    renderer.put_out_distance(tree)
    return material


def _attribute(tree, name):
    node = tree.nodes.new("ShaderNodeAttribute")
    node.attribute_name = name
    return node.outputs["Fac"]


def _glaze_mix(tree):
    """Base colour below the edge of the dipped glaze, second colour above it."""
    ramp = tree.nodes.new("ShaderNodeMapRange")
    ramp.interpolation_type = "SMOOTHSTEP"
    ramp.inputs["From Min"].default_value, ramp.inputs["From Max"].default_value = -0.0015, 0.0015
    tree.links.new(_attribute(tree, "glaze"), ramp.inputs["Value"])
    mix = tree.nodes.new("ShaderNodeMixRGB")
    tree.links.new(ramp.outputs[0], mix.inputs["Fac"])
    for name, slot in (("Base", "Color1"), ("Second", "Color2")):
        node = tree.nodes.new("ShaderNodeRGB")
        node.name = name
        tree.links.new(node.outputs[0], mix.inputs[slot])
    return mix.outputs[0]
