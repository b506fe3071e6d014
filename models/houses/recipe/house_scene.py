"""The house, the ground under it, sun, sky and camera, built once and adjusted for each picture."""

import math

import bpy
import numpy as np
from mathutils import Vector

import facade
import house
import materials
import openings
import renderer
import view
from colour import lab_to_linear
from materials import set_colour, set_number
from sampling import lerp

GROUND, GROUND_ALBEDO = 300.0, 0.3
SKY = 0.52          # radiance of the sky, averaged over what a level ground sees
SHADOW_MARGIN = 7.0  # metres around the house that its sky shadow darkens noticeably


class Scene:
    """Owns the Blender scene; `arrange` sets one picture up, the others render it to EXR files."""

    def __init__(self, size):
        self.scene = renderer.new_scene(size)
        renderer.add_passes(self.scene, ("coverage", "distance"))
        self.scene.cycles.filter_width = 1.7
        self.walls = {kind: materials.wall(kind) for kind in ("render", "brick", "timber", "concrete")}
        self.house = renderer.add_object(self.scene, "House", new_mesh("House", house_materials("render")))
        self.ground = renderer.Ground(self.scene, GROUND, GROUND_ALBEDO)
        self.sun = renderer.add_object(self.scene, "Sun", bpy.data.lights.new("Sun", "SUN"))
        self.sun.visible_glossy = False
        self.sky = _sky(renderer.add_world(self.scene))
        add_camera(self.scene)

    def arrange(self, parameters, latent, seed):
        """Sets the house, its colours and the light from one draw of parameters and latent numbers."""
        self.scene.cycles.seed = seed
        self._set_house(parameters, latent)
        set_colours(self.house.data.materials, parameters, latent)
        self._set_light(parameters, latent)

    def shoot_house(self, path, samples):
        """Renders the part of the picture that the house is in. Returns that part: (left, top, right, bottom) in pixels."""
        self.ground.hide([self.house])
        self.sky["Even"].outputs[0].default_value = 0.0
        box = self._frame(self.corners.reshape(-1, 3))
        renderer.shoot(self.scene, path, samples)
        return box

    def shoot_shadow(self, path, samples):
        """Renders the ground's light near the house, under an even sky. Returns the part, as `shoot_house` does."""
        self.ground.show([self.house])
        self.sky["Even"].outputs[0].default_value = 1.0
        box = self._frame(self._shadow_outline())
        renderer.shoot(self.scene, path, samples)
        return box

    @property
    def open_light(self):
        """Light that reaches the ground where nothing takes any away, as Cycles writes it."""
        return SKY + self.sun.data.energy / math.pi * self.towards_sun.z * sum(self.sun.data.color) / 3

    def _set_house(self, p, latent):
        self.corners, slots, tone, corner = house.build(p, latent)
        place = places(self.corners, (*corner, p["plinth"]))
        fill(self.house.data, self.corners, slots, tone=np.repeat(tone, 4), place=place.reshape(-1, 3))
        self.house.data.materials[facade.WALL] = self.walls[p["wall_material"]]

    def _set_light(self, p, latent):
        azimuth, elevation = view.AZIMUTH + math.radians(p["sun_azimuth"]), math.radians(p["sun_elevation"])
        across = math.cos(elevation)
        self.towards_sun = Vector((math.sin(azimuth) * across, -math.cos(azimuth) * across, math.sin(elevation)))
        self.sun.rotation_euler = self.towards_sun.to_track_quat("Z", "Y").to_euler()
        high = (p["sun_elevation"] - 14) / 48
        self.sun.data.color = (1.0, lerp(0.89, 0.96, high), lerp(0.74, 0.90, high))
        self.sun.data.energy = lerp(4.5, 3.9, high)
        self.sun.data.angle = math.radians(latent["sun_softness"])

    def _shadow_outline(self):
        """Points on the ground between which all noticeable shadow lies."""
        corners = self.corners.reshape(-1, 3)
        away = self.towards_sun / self.towards_sun.z
        fallen = corners - corners[:, 2:] * np.array(away)
        low, high = corners.min(axis=0) - SHADOW_MARGIN, corners.max(axis=0) + SHADOW_MARGIN
        rim = [(x, y, 0.0) for x in (low[0], high[0]) for y in (low[1], high[1])]
        return np.concatenate([fallen, rim])

    def _frame(self, points):
        """Makes Blender render only the pixels around points. Returns (left, top, right, bottom)."""
        render, size = self.scene.render, self.scene.render.resolution_x
        across, up = view.project(points)
        left, right, bottom, top = (
            int(np.clip(edge, 0, size)) for low, high in ((across.min(), across.max()), (up.min(), up.max()))
            for edge in (np.floor(low * size) - 3, np.ceil(high * size) + 3))
        render.use_border = True
        render.border_min_x, render.border_max_x = left / size, right / size
        render.border_min_y, render.border_max_y = bottom / size, top / size
        return left, size - top, right, size - bottom


def house_materials(wall):
    """One material for each slot of a house's mesh; wall: one of the choices of wall_material."""
    slots = [None] * facade.MATERIALS
    slots[facade.WALL] = materials.wall(wall)
    slots[facade.GLASS], slots[facade.ROOF], slots[facade.STONE] = materials.glass(), materials.roof(), materials.stone()
    for slot, name in ((facade.TRIM, "Trim"), (facade.FRAME, "Frame"), (facade.DOOR, "Door"), (facade.RAIL, "Rail")):
        slots[slot] = materials.plain(name)
    return slots


def set_colours(slots, p, latent):
    """Colours of a house, and how large its panels are. slots: its materials."""
    hue, frame = 2 * math.pi * latent["door_hue"], lab_to_linear(latent["frame_lightness"], 0, 1)
    roof, warm = latent["roof_lightness"], latent["roof_warmth"]
    if p["roof"] == "flat":
        roof, warm = roof + 16, warm * 0.2
    for slot, colour in ((facade.WALL, lab_to_linear(p["wall_lightness"], p["wall_red"], p["wall_yellow"])),
                         (facade.ROOF, lab_to_linear(roof, 0.75 * warm, warm)),
                         (facade.STONE, lab_to_linear(latent["stone_lightness"], 1, 5)),
                         (facade.FRAME, frame),
                         (facade.RAIL, frame),
                         (facade.TRIM, lab_to_linear(lerp(66, 92, latent["trim"]), 0.5, 3)),
                         (facade.DOOR, lab_to_linear(44, 26 * math.cos(hue), 26 * math.sin(hue))),
                         (facade.GLASS, lab_to_linear(13, -1, -4))):
        set_colour(slots[slot], "Colour", colour)
    set_number(slots[facade.ROOF], "Slanted", float(p["roof"] != "flat"))
    if p["wall_material"] == "concrete":
        concrete = slots[facade.WALL]
        set_number(concrete, "Panel height", p["storey_height"])
        set_number(concrete, "Front panel", p["width"] / p["bays"])
        set_number(concrete, "Side panel", p["depth"] / openings.side_bays(p))


def add_camera(scene):
    camera = bpy.data.cameras.new("Camera")
    camera.sensor_width, camera.lens = 36, 36 * view.DISTANCE / view.FIELD
    camera.shift_x = view.SHIFT / view.FIELD
    camera.shift_y = (view.LOWEST + view.FIELD / 2 - view.HEIGHT) / view.FIELD
    camera.clip_start, camera.clip_end = 1, 2000
    scene.camera = renderer.add_object(scene, "Camera", camera)
    turn = view.AZIMUTH
    scene.camera.location = (view.DISTANCE * math.sin(turn), -view.DISTANCE * math.cos(turn), view.HEIGHT)
    scene.camera.rotation_euler = (math.pi / 2, 0, turn)


def places(corners, origin):
    """Where the corners of quads lie on their surfaces, [N, 4, 3]: metres along it and up it from `origin`, and whether
    it faces sideways (1) or to the front (0). Up follows the slope of roofs."""
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    thin = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 0])
    normal = np.where(np.linalg.norm(normal, axis=1, keepdims=True) > 1e-9, normal, thin)
    normal = normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    level = np.abs(normal[:, 2]) > 0.999
    sideways = np.abs(normal[:, 0]) > np.abs(normal[:, 1])
    steep = np.sqrt(np.maximum(1 - normal[:, 2] ** 2, 1e-4))
    from_origin = corners - np.asarray(origin)
    along = np.where(sideways[:, None], from_origin[..., 1], from_origin[..., 0])
    up = np.where(level[:, None], from_origin[..., 1], from_origin[..., 2] / steep[:, None])
    return np.stack([along, up, np.broadcast_to(sideways[:, None], up.shape)], axis=-1)


def new_mesh(name, slots):
    mesh = bpy.data.meshes.new(name)
    for material in slots:
        mesh.materials.append(material)
    return mesh


def fill(mesh, corners, slots, **attributes):
    """Puts quads [N, 4, 3] into a mesh; attributes hold one number or one vector for each corner."""
    count = len(corners)
    mesh.clear_geometry()
    mesh.vertices.add(4 * count)
    mesh.vertices.foreach_set("co", np.ascontiguousarray(corners, np.float32).ravel())
    mesh.loops.add(4 * count)
    mesh.loops.foreach_set("vertex_index", np.arange(4 * count, dtype=np.int32))
    mesh.polygons.add(count)
    mesh.polygons.foreach_set("loop_start", np.arange(0, 4 * count, 4, dtype=np.int32))
    mesh.polygons.foreach_set("loop_total", np.full(count, 4, np.int32))
    mesh.polygons.foreach_set("material_index", slots.astype(np.int32))
    for name, values in attributes.items():
        kind, slot = ("FLOAT_VECTOR", "vector") if values.ndim == 2 else ("FLOAT", "value")
        mesh.attributes.new(name, kind, "POINT").data.foreach_set(slot, np.ascontiguousarray(values, np.float32).ravel())
    mesh.update(calc_edges=True)


def _sky(background):
    """The nodes of a soft, neutral sky; with "Even" at 1 it is the same everywhere, so that open ground has no noise.

    The left of the sky is a little brighter, so that the two walls differ also where the sun lights both or none.
    Mirrors see a stronger gradient, and something dark below the horizon.
    """
    tree = materials.Tree(background.id_data)
    direction = tree.node("SeparateXYZ", {0: tree.node("TexCoord", {}).outputs["Generated"]}).outputs
    up = tree.math("MAXIMUM", tree.math("MINIMUM", tree.math("MULTIPLY", direction[2], 1.2), 1.0), 0.0)
    mirrored = tree.mix(up, (0.95, 0.98, 1.0, 1), (0.16, 0.26, 0.40, 1))
    mirrored = tree.mix(tree.math("LESS_THAN", direction[2], 0.06), mirrored, (0.22, 0.23, 0.23, 1))
    right = tree.math("MULTIPLY_ADD", direction[0], view.RIGHT[0], tree.math("MULTIPLY", direction[1], view.RIGHT[1]))
    level = tree.math("MULTIPLY_ADD", right, -0.3 * SKY, SKY)
    lit = tree.shade((0.96, 1.0, 1.07, 1), level)
    lit = tree.mix(tree.number("Even"), lit, (SKY, SKY, SKY, 1))
    tree.link(tree.mix(tree.node("LightPath", {}).outputs["Is Glossy Ray"], lit, mirrored), background.inputs["Color"])
    return background.id_data.nodes
