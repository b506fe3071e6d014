"""The site: house, ground, planting, sun, sky and camera, built once and adjusted for each picture."""

import math

import bpy
import numpy as np
from mathutils import Matrix, Vector

import garden
import house
import materials
import openings
import renderer
import view
from colour import lab_to_linear
from materials import set_colour, set_number
from sampling import lerp

GROUND = 400.0
SKY_LIGHT = 0.5   # how much of its brightness the sky throws on surfaces


class Site:
    """Owns the Blender scene; `arrange` sets one picture up and `shoot` renders it to an EXR file."""

    def __init__(self, size):
        self.scene = renderer.new_scene(size)
        layer = renderer.add_passes(self.scene, ("coverage", "distance", "far"))
        self.scene.render.film_transparent = True
        self.scene.cycles.filter_width = 1.9
        layer.use_pass_diffuse_direct = layer.use_pass_diffuse_indirect = True
        self.walls = {kind: materials.wall(kind) for kind in ("render", "brick", "timber", "concrete")}
        self.house = self._add_mesh("House", self._house_materials())
        self.paving = self._add_mesh("Paving", [materials.paving()])
        self.lawn = self._add_mesh("Lawn", [materials.lawn()])
        _fill(self.lawn.data, GROUND * np.array([[(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)]]))
        self._add_plants()
        self.sun = renderer.add_object(self.scene, "Sun", bpy.data.lights.new("Sun", "SUN"))
        self.sun.visible_glossy = False
        _sky(renderer.add_world(self.scene))
        self._add_camera()

    def arrange(self, parameters, latent, seed):
        """Sets the house, its colours, planting and light from one draw of parameters and latent numbers."""
        self.scene.cycles.seed = seed
        panes, plants, self.backdrop = (np.random.default_rng([seed, part]) for part in (1, garden.STREAM, 3))
        self._set_house(parameters, latent, panes)
        self._set_colours(parameters, latent)
        self._set_garden(parameters, latent, plants)
        self._set_light(parameters, latent)

    def shoot(self, path, samples):
        renderer.shoot(self.scene, path, samples)

    def _house_materials(self):
        slots = [None] * house.MATERIALS
        slots[house.WALL] = self.walls["render"]
        slots[house.GLASS], slots[house.ROOF], slots[house.STONE] = materials.glass(), materials.roof(), materials.stone()
        for slot, name in ((house.TRIM, "Trim"), (house.FRAME, "Frame"), (house.DOOR, "Door"), (house.RAIL, "Rail")):
            slots[slot] = materials.plain(name)
        return slots

    def _add_mesh(self, name, slots):
        return renderer.add_object(self.scene, name, _mesh(name, slots))

    def _add_plants(self):
        slots = [materials.plain("Bark", covered=False), materials.leaf()]
        set_colour(slots[0], "Colour", lab_to_linear(36, 5, 9))
        self.species = {}
        for name, plant in garden.species().items():
            mesh = _mesh(name, slots)
            _fill(mesh, plant.corners, plant.materials, tone=np.repeat(plant.tone, 4), bulge=np.repeat(plant.bulge, 4, axis=0))
            self.species[name] = mesh
        first = next(iter(self.species.values()))
        self.plants = [renderer.add_object(self.scene, f"Plant {i:02d}", first) for i in range(garden.MOST)]

    def _add_camera(self):
        camera = bpy.data.cameras.new("Camera")
        camera.sensor_width, camera.lens = 36, 36 * view.DISTANCE / view.FIELD
        camera.shift_y = (view.LOWEST + view.FIELD / 2 - view.HEIGHT) / view.FIELD
        camera.clip_start, camera.clip_end = 1, 1000
        self.scene.camera = renderer.add_object(self.scene, "Camera", camera)
        turn = view.AZIMUTH
        self.scene.camera.location = (view.DISTANCE * math.sin(turn), -view.DISTANCE * math.cos(turn), view.HEIGHT)
        self.scene.camera.rotation_euler = (math.pi / 2, 0, turn)

    def _set_house(self, p, latent, random):
        corners, slots, tone = house.build(p, latent, random)
        _fill(self.house.data, corners, slots, tone=np.repeat(tone, 4))
        self.house.data.materials[house.WALL] = self.walls[p["wall_material"]]
        _fill(self.paving.data, garden.paving(p, latent))

    def _set_colours(self, p, latent):
        slots = self.house.data.materials
        hue, frame = 2 * math.pi * latent["door_hue"], lab_to_linear(latent["frame_lightness"], 0, 1)
        roof, warm = latent["roof_lightness"], latent["roof_warmth"]
        if p["roof"] == "flat":
            roof, warm = roof + 16, warm * 0.2
        for slot, colour in ((house.WALL, lab_to_linear(p["wall_lightness"], p["wall_red"], p["wall_yellow"])),
                             (house.ROOF, lab_to_linear(roof, 0.75 * warm, warm)),
                             (house.STONE, lab_to_linear(latent["stone_lightness"], 1, 5)),
                             (house.FRAME, frame),
                             (house.RAIL, frame),
                             (house.TRIM, lab_to_linear(lerp(70, 88, latent["trim"]), 0.5, 3)),
                             (house.DOOR, lab_to_linear(42, 24 * math.cos(hue), 24 * math.sin(hue))),
                             (house.GLASS, lab_to_linear(20, -1, -4))):
            set_colour(slots[slot], "Colour", colour)
        set_number(slots[house.ROOF], "Course", 0.34 * math.sin(math.radians(p["pitch"])) + 0.02)
        if p["wall_material"] == "concrete":
            _set_panels(slots[house.WALL], p)

    def _set_garden(self, p, latent, random):
        places = garden.places(p, latent, random)
        for thing, place in zip(self.plants, places + [None] * (garden.MOST - len(places))):
            thing.hide_render = place is None
            if place is None:
                continue
            thing.data = self.species[place.species]
            turn = Matrix.Rotation(place.turn, 4, "Z") @ Matrix.Diagonal((place.spread, place.spread, place.height, 1))
            thing.matrix_world = Matrix.Translation((place.x, place.y, 0)) @ turn
            thing.color = (*lab_to_linear(*place.colour), 1)
        dry, lawn = latent["lawn_dryness"], self.lawn.data.materials[0]
        set_colour(lawn, "Colour", lab_to_linear(lerp(50, 60, dry), lerp(-15, -6, dry), lerp(24, 21, dry)))
        set_colour(lawn, "Second", lab_to_linear(lerp(55, 68, dry), lerp(-14, -2, dry), lerp(26, 21, dry)))
        set_colour(self.paving.data.materials[0], "Colour", lab_to_linear(latent["paving_lightness"], 1, 5))

    def _set_light(self, p, latent):
        azimuth, elevation = view.AZIMUTH + math.radians(p["sun_azimuth"]), math.radians(p["sun_elevation"])
        towards = Vector((math.sin(azimuth) * math.cos(elevation), -math.cos(azimuth) * math.cos(elevation), math.sin(elevation)))
        self.sun.rotation_euler = towards.to_track_quat("Z", "Y").to_euler()
        high = (p["sun_elevation"] - 14) / 48
        self.sun.data.color = (1.0, lerp(0.84, 0.96, high), lerp(0.64, 0.88, high))
        self.sun.data.energy = lerp(4.6, 3.9, high)
        self.sun.data.angle = math.radians(latent["sun_softness"])
        self.colours = Colours(latent)
        set_colour(self.scene.world, "Horizon", self.colours.horizon)
        set_colour(self.scene.world, "Zenith", self.colours.zenith)
        set_colour(self.scene.world, "Wood", self.colours.wood * 0.6)


class Colours:
    """Linear colours of what lies far away."""

    def __init__(self, latent):
        milky, warm = latent["sky_milkiness"], latent["leaf_warmth"]
        self.horizon = lab_to_linear(lerp(91, 94, milky), lerp(-2, 0.5, milky), lerp(-5, 3, milky))
        self.zenith = lab_to_linear(lerp(62, 83, milky), lerp(-5, -1, milky), lerp(-31, -8, milky))
        self.cloud = lab_to_linear(97, 0.3, 1.5)
        self.wood = lab_to_linear(48, lerp(-14, -6, warm), lerp(16, 23, warm))


def _mesh(name, slots):
    mesh = bpy.data.meshes.new(name)
    for material in slots:
        mesh.materials.append(material)
    return mesh


def _fill(mesh, corners, slots=None, **attributes):
    """Puts quads [N, 4, 3] into a mesh; attributes hold one number or one vector a corner."""
    count = len(corners)
    mesh.clear_geometry()
    mesh.vertices.add(4 * count)
    mesh.vertices.foreach_set("co", np.ascontiguousarray(corners, np.float32).ravel())
    mesh.loops.add(4 * count)
    mesh.loops.foreach_set("vertex_index", np.arange(4 * count, dtype=np.int32))
    mesh.polygons.add(count)
    mesh.polygons.foreach_set("loop_start", np.arange(0, 4 * count, 4, dtype=np.int32))
    mesh.polygons.foreach_set("loop_total", np.full(count, 4, np.int32))
    if slots is not None:
        mesh.polygons.foreach_set("material_index", slots.astype(np.int32))
    for name, values in attributes.items():
        kind, slot = ("FLOAT_VECTOR", "vector") if values.ndim == 2 else ("FLOAT", "value")
        mesh.attributes.new(name, kind, "POINT").data.foreach_set(slot, np.ascontiguousarray(values, np.float32).ravel())
    mesh.update(calc_edges=True)


def _set_panels(concrete, p):
    """One panel a bay and storey."""
    set_number(concrete, "Panel height", p["storey_height"])
    set_number(concrete, "Ground floor", p["plinth"])
    for half, panel, length, bays in (("Half width", "Front panel", p["width"], p["bays"]),
                                      ("Half depth", "Side panel", p["depth"], openings.side_bays(p))):
        set_number(concrete, half, length / 2)
        set_number(concrete, panel, length / bays)


def _sky(background):
    """Woods, horizon and zenith for light and mirrors; the camera sees a painted sky instead.

    The left of the sky is a little brighter, so that the two walls differ also where the sun lights both or none.
    """
    tree = materials.Tree(background.id_data)
    direction = tree.node("SeparateXYZ", {0: tree.node("TexCoord", {}).outputs["Generated"]}).outputs
    up = tree.math("MINIMUM", tree.math("MULTIPLY", direction[2], 1.3), 1.0)
    sky = tree.mix(tree.math("MAXIMUM", up, 0.0), tree.colour("Horizon"), tree.colour("Zenith"))
    seen = tree.mix(tree.math("LESS_THAN", direction[2], 0.1), sky, tree.colour("Wood"))
    tree.link(seen, background.inputs["Color"])
    diffuse = tree.node("LightPath", {}).outputs["Is Diffuse Ray"]
    right = tree.math("MULTIPLY_ADD", direction[0], view.RIGHT[0], tree.math("MULTIPLY", direction[1], view.RIGHT[1]))
    dim = tree.math("MULTIPLY_ADD", right, -0.3 * SKY_LIGHT, SKY_LIGHT - 1)
    tree.link(tree.math("MULTIPLY_ADD", diffuse, dim, 1.0), background.inputs["Strength"])
