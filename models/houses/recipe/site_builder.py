"""Builds the geometry of a plate in Blender and renders it from where the houses are seen."""

import math

import bpy
import numpy as np
from mathutils import Matrix, Vector

import facade
import form
import house
import house_scene
import materials
import planting
import render
import renderer
import site_materials
import view
from colour import lab_to_linear
from materials import set_colour, set_number
from recipe import draw_picture
from sampling import lerp, smoothstep

SEEN = view.FIELD / view.DISTANCE / 2   # half of the picture's width, at a distance of one metre


def ground_at(across, away):
    """x, y of a point `across` metres to the right of the house's middle and `away` metres behind it, for the camera."""
    return across * view.RIGHT + away * view.AWAY


class Builder:
    """An empty site under a sky that lights it."""

    def __init__(self, size, seed):
        self.scene = renderer.new_scene(size)
        renderer.add_passes(self.scene, ("coverage", "distance"))
        self.scene.cycles.filter_width = 1.3
        self.scene.cycles.diffuse_bounces = 2
        self.random = np.random.default_rng(seed)
        self.meshes = {}
        house_scene.add_camera(self.scene)

    def light(self, horizon, zenith, below, sun, energy, azimuth, elevation, width=25.0):
        """Sky colours as linear radiance; sun: its colour. azimuth: as for the houses; width of the sun in degrees."""
        background = renderer.add_world(self.scene)
        tree = materials.Tree(background.id_data)
        up = tree.node("SeparateXYZ", {0: tree.node("TexCoord", {}).outputs["Generated"]}).outputs[2]
        sky = tree.mix(tree.math("MAXIMUM", tree.math("MULTIPLY", up, 1.2), 0.0), (*horizon, 1), (*zenith, 1))
        seen = tree.mix(tree.math("LESS_THAN", up, 0.0), sky, (*below, 1))
        tree.link(seen, background.inputs["Color"])
        lamp = renderer.add_object(self.scene, "Sun", bpy.data.lights.new("Sun", "SUN"))
        lamp.visible_glossy = False
        turn, high = view.AZIMUTH + math.radians(azimuth), math.radians(elevation)
        towards = Vector((math.sin(turn) * math.cos(high), -math.cos(turn) * math.cos(high), math.sin(high)))
        lamp.rotation_euler = towards.to_track_quat("Z", "Y").to_euler()
        lamp.data.color, lamp.data.energy, lamp.data.angle = sun, energy, math.radians(width)

    def flat(self, material, x0=-900.0, x1=900.0, y0=-900.0, y1=900.0, z=0.0, turned=False):
        """A level rectangle; turned: its axes are those of the picture instead of those of the house."""
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        if turned:
            corners = [ground_at(*corner) for corner in corners]
        mesh = bpy.data.meshes.new("Flat")
        mesh.from_pydata([(x, y, z) for x, y in corners], [], [(0, 1, 2, 3)])
        mesh.materials.append(material)
        renderer.add_object(self.scene, "Flat", mesh)

    def box(self, material, low, high):
        quads = house.Quads()
        quads.box(low, high, 0)
        corners, slots, _ = quads.arrays()
        mesh = house_scene.new_mesh("Box", [material])
        house_scene.fill(mesh, corners, slots)
        renderer.add_object(self.scene, "Box", mesh)

    def species(self, name, make, bark, leaf, count=3):
        """Makes `count` plants of one kind known as `name`."""
        self.meshes[name] = []
        for _ in range(count):
            plant = make(self.random)
            mesh = house_scene.new_mesh(name, [bark, leaf])
            house_scene.fill(mesh, plant.corners, plant.materials, tone=np.repeat(plant.tone, 4))
            self.meshes[name].append(mesh)

    def plant(self, name, place, height, wide=1.0, lab=(46, -12, 22)):
        """place: (x, y). wide: stretches sideways. lab: colour of the leaves."""
        meshes = self.meshes[name]
        mesh = meshes[self.random.integers(len(meshes))]
        thing = renderer.add_object(self.scene, name, mesh)
        turn = Matrix.Rotation(self.random.uniform(0, 2 * math.pi), 4, "Z")
        size = Matrix.Diagonal((wide * height, wide * height, height, 1))
        thing.matrix_world = Matrix.Translation((*place, 0)) @ turn @ size
        thing.color = (*lab_to_linear(*lab), 1)

    def scatter(self, name, count, away, height, lab, wide=(0.9, 1.1), beyond=1.15, keep=None):
        """Plants all over the picture's width, between two distances behind the house's middle."""
        for _ in range(count):
            far = self.random.uniform(*away)
            across = self.random.uniform(-1, 1) * (view.DISTANCE + far) * SEEN * beyond
            if keep and not keep(across, far):
                continue
            shade = self.random.normal(size=3) * [2.5, 1.8, 2.5]
            self.plant(name, ground_at(across, far), self.random.uniform(*height), self.random.uniform(*wide), np.add(lab, shade))

    def lawn(self, lab, until=46.0, **blades):
        """Blades of grass, lower where they can hardly be told apart."""
        leaf = site_materials.leaf()
        size = 2.0
        self.species("turf", lambda random: planting.turf(random, size=size, **blades), leaf, leaf, 4)
        for away in np.arange(-13.0, until, size):
            tall = lerp(1.0, 0.2, smoothstep(12.0, until, away))
            reach = (view.DISTANCE + away) * SEEN + size
            for across in np.arange(-reach, reach, size):
                shade = self.random.normal(size=3) * [1.0, 0.6, 1.0]
                self.plant("turf", ground_at(across, away), tall, 1.15 / tall, np.add(lab, shade))

    def house(self, seed, place, **changes):
        """A neighbour, drawn as the houses are, with some of its numbers changed."""
        contents = draw_picture(render.PARAMETERS, form.RANGES | render.COLOURS, seed)
        p, latent = contents["parameters"], contents["latent"]
        for name, value in changes.items():
            (p if name in p else latent)[name] = value
        corners, slots, tone, corner = house.build(p, latent)
        mesh = house_scene.new_mesh("Neighbour", house_scene.house_materials(p["wall_material"]))
        where = house_scene.places(corners, (*corner, p["plinth"]))
        house_scene.fill(mesh, corners, slots, tone=np.repeat(tone, 4), place=where.reshape(-1, 3))
        house_scene.set_colours(mesh.materials, p, latent)
        renderer.add_object(self.scene, "Neighbour", mesh).location = (*place, 0)

    def shoot(self, path, samples):
        renderer.shoot(self.scene, path, samples)
