"""What the plates in sites/ show: surfaces and what stands behind them. Lengths in metres; the vessel stands at the origin."""

import bpy
import numpy as np

import renderer
from colour import lab_to_linear
from nodes import Nodes


def _material(name, colour, roughness=0.6, specular=0.3, bump=None, bump_height=0.001):
    """colour, bump: made from the material's nodes by functions of `Nodes`."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    n = Nodes(material.node_tree)
    surface = material.node_tree.nodes["Principled BSDF"].inputs
    n.feed(surface["Base Color"], colour(n))
    n.feed(surface["Roughness"], roughness)
    n.feed(surface["Specular"], specular)
    if bump:
        n.feed(surface["Normal"], n.new("Bump", Strength=1.0, Distance=bump_height, Height=bump(n)))
    return material


def _lab(*lab):
    return (*lab_to_linear(*lab), 1.0)


def plain(lab, **options):
    return _material("Plain", lambda n: _constant(n, lab), **options)


def _constant(n, lab):
    output = n.new("RGB")
    output.default_value = _lab(*lab)
    return output


def plaster(light, dark, grain=1.0):
    """Trowelled plaster: soft clouds, and a fine uneven face."""
    def colour(n):
        clouds = n.noise(n.place(), 3.2 * grain, 5.0)
        fine = n.noise(n.place(), 42.0 * grain, 3.0)
        share = n.math("ADD", n.math("MULTIPLY", clouds, 0.7), n.math("MULTIPLY", fine, 0.3))
        return n.mix(n.step(share, 0.36, 0.64), _lab(*dark), _lab(*light))
    return _material("Plaster", colour, 0.85, 0.15, lambda n: n.noise(n.place(), 55.0 * grain, 6.0), 0.004)


def wood(light, dark, plank=0.145, gloss=0.42):
    """Planks along x, with rings, fibres and pores."""
    def colour(n):
        _, y, _ = n.parts(n.place())
        board = n.math("FLOOR", n.math("DIVIDE", n.math("ADD", y, 0.35 * plank), plank))
        luck = n.new("TexWhiteNoise", "Value", W=board)
        luck.node.noise_dimensions = "1D"
        moved = n.new("VectorMath", _0=n.place(1.0, 9.0, 9.0), _1=n.new("CombineXYZ", X=n.math("MULTIPLY", luck, 9.0), Y=n.math("MULTIPLY", board, 3.1)))
        moved.node.operation = "ADD"
        rings = n.noise(moved, 2.1, 2.0)
        rings = n.math("FRACT", n.math("MULTIPLY", rings, 9.0))
        rings = n.math("MULTIPLY", n.step(rings, 0.0, 0.75), n.step(rings, 1.0, 0.82))
        fibre = n.noise(n.place(7.0, 260.0, 60.0), 1.0, 3.0)
        pores = n.step(n.noise(n.place(26.0, 700.0, 60.0), 1.0, 1.0), 0.62, 0.72)
        share = n.math("ADD", n.math("MULTIPLY", rings, 0.42), n.math("MULTIPLY", n.step(fibre, 0.3, 0.7), 0.3))
        share = n.math("ADD", share, n.math("MULTIPLY", n.math("SUBTRACT", luck, 0.5), 0.34))
        wood_colour = n.mix(share, _lab(*light), _lab(*dark))
        wood_colour = n.mix(n.math("MULTIPLY", pores, 0.4), wood_colour, _lab(dark[0] * 0.6, dark[1], dark[2]))
        edge = n.math("ABSOLUTE", n.math("SUBTRACT", n.math("FRACT", n.math("DIVIDE", n.math("ADD", y, 0.35 * plank), plank)), 0.5))
        seam = n.step(edge, 0.5 - 0.0009 / plank, 0.5 - 0.0002 / plank)
        return n.mix(n.math("MULTIPLY", seam, 0.85), wood_colour, _lab(12, 4, 6))
    return _material("Wood", colour, gloss, 0.35, lambda n: n.noise(n.place(9.0, 300.0, 60.0), 1.0, 2.0), 0.0004)


def linen(light, dark, thread=0.00125):
    """Plain weave with slubs, lying in soft folds."""
    def weave(n):
        wobble = n.math("MULTIPLY", n.math("SUBTRACT", n.noise(n.place(), 60.0, 2.0), 0.5), 0.9)
        x, y, _ = n.parts(n.place(np.pi / thread, np.pi / thread, 1.0))
        across, along = (n.math("SINE", n.math("ADD", value, wobble)) for value in (x, y))
        return n.math("MULTIPLY_ADD", n.math("MULTIPLY", across, along), 0.5, 0.5)
    def colour(n):
        slub = n.math("MAXIMUM", n.noise(n.place(12.0, 800.0, 1.0), 1.0, 2.0), n.noise(n.place(800.0, 12.0, 1.0), 1.0, 2.0))
        share = n.math("ADD", n.math("MULTIPLY", n.step(slub, 0.42, 0.7), 0.55), n.math("MULTIPLY", weave(n), 0.45))
        return n.mix(share, _lab(*dark), _lab(*light))
    return _material("Linen", colour, 0.9, 0.1, weave, 0.0004)


def stone(light, dark, vein=0.0, scale=1.0, gloss=0.55):
    def colour(n):
        clouds = n.noise(n.place(), 11.0 * scale, 9.0, 0.7)
        grains = n.noise(n.place(), 420.0 * scale, 2.0)
        share = n.math("ADD", n.math("MULTIPLY", clouds, 0.72), n.math("MULTIPLY", grains, 0.28))
        base = n.mix(n.step(share, 0.28, 0.72), _lab(*dark), _lab(*light))
        bent = n.noise(n.place(1.0, 0.55, 1.0), 4.2 * scale, 6.0, 0.6)
        line = n.step(n.math("ABSOLUTE", n.math("SUBTRACT", bent, 0.5)), 0.013, 0.0)
        return n.mix(n.math("MULTIPLY", line, vein), base, _lab(dark[0] * 0.75, dark[1], dark[2]))
    return _material("Stone", colour, gloss, 0.35, lambda n: n.noise(n.place(), 160.0 * scale, 6.0), 0.0012)


def glow(colour, strength):
    """colour: a function of `Nodes`."""
    material = bpy.data.materials.new("Glow")
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    n = Nodes(tree)
    shine = n.new("Emission", Color=colour(n), Strength=strength)
    tree.links.new(shine, tree.nodes.new("ShaderNodeOutputMaterial").inputs["Surface"])
    return material


def slab(scene, material, low, high):
    """A box between two corners."""
    x, y, z = zip(low, high)
    points = [(x[i & 1], y[i >> 1 & 1], z[i >> 2]) for i in range(8)]
    quads = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
    return _add(scene, material, points, quads, False)


def sheet(scene, material, height, steps=160, reach=(-1.6, 1.6, -0.9, 1.9)):
    """A cloth whose height is a function of x and y."""
    x, y = np.meshgrid(np.linspace(*reach[:2], steps), np.linspace(*reach[2:], steps))
    points = np.stack([x, y, height(x, y)], axis=-1).reshape(-1, 3)
    a = (np.arange(steps - 1)[:, None] * steps + np.arange(steps - 1)[None]).ravel()
    quads = np.stack([a, a + 1, a + steps + 1, a + steps], axis=-1)
    return _add(scene, material, points.tolist(), quads.tolist(), True)


def sweep(scene, material, far, radius):
    """Paper that runs from the ground up a quarter round into a wall."""
    turn = np.linspace(0, np.pi / 2, 48)
    y = np.concatenate([[-3.0, -1.0], far + radius * np.sin(turn), [far + radius]])
    z = np.concatenate([[0.0, 0.0], radius - radius * np.cos(turn), [6.0]])
    points = [(x, y[i], z[i]) for i in range(len(y)) for x in (-6.0, 6.0)]
    quads = [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(y) - 1)]
    return _add(scene, material, points, quads, True)


def _add(scene, material, points, quads, smooth):
    mesh = bpy.data.meshes.new("Set")
    mesh.from_pydata(points, [], quads)
    mesh.polygons.foreach_set("use_smooth", [smooth] * len(quads))
    mesh.materials.append(material)
    return renderer.add_object(scene, "Set", mesh)


def ground(scene, material, far=3.0):
    return slab(scene, material, (-3, -2, -0.04), (3, far, 0))


def wall(scene, material, y):
    return slab(scene, material, (-5, y, -1), (5, y + 0.1, 5))


def ball(scene, material, place, radius, stretch=1.0, steps=48):
    turn, rise = np.meshgrid(np.linspace(0, 2 * np.pi, steps), np.linspace(0, np.pi, steps))
    points = np.stack([np.sin(rise) * np.cos(turn), np.sin(rise) * np.sin(turn), -stretch * np.cos(rise)], axis=-1) * radius + place
    a = (np.arange(steps - 1)[:, None] * steps + np.arange(steps - 1)[None]).ravel()
    quads = np.stack([a, a + 1, a + steps + 1, a + steps], axis=-1)
    return _add(scene, material, points.reshape(-1, 3).tolist(), quads.tolist(), True)


def paper(scene):
    sweep(scene, plain((83, 0.6, 3.5), roughness=0.9, specular=0.1), 0.55, 0.9)


def oak(scene):
    ground(scene, wood((70, 8, 26), (50, 11, 26)), 0.78)
    wall(scene, plaster((84, 0.5, 5), (79, 1, 6)), 1.35)


def cloth(scene):
    def folds(x, y):
        far = np.clip((y - 0.22) / 0.5, 0, 1) ** 2
        return far * (0.016 * np.sin(5.2 * x + 3.1 * y) + 0.010 * np.sin(11 * x - 7 * y + 1.0) + 0.006 * np.sin(19 * x + 4 * y))
    sheet(scene, linen((84, 1, 9), (68, 2, 12)), folds, reach=(-1.6, 1.6, -0.9, 1.05))
    wall(scene, plaster((74, 1, 7), (69, 1.5, 8)), 1.45)


def limestone(scene):
    ground(scene, stone((67, 0.5, 5), (54, 1, 6), vein=0.12, scale=1.3), 0.7)
    wall(scene, plaster((46, 0, 1), (41, 0, 0.5)), 1.3)


def book(scene, lab, left, width, height):
    """Upright, its spine to the front; the pages lie a little lower than the cover."""
    cover, right = plain(lab, roughness=0.6), left + width - 0.0015
    front, back, board = 0.40, 0.56, 0.0025
    slab(scene, cover, (left, front, 0), (right, front + board, height))
    for side in (left, right - board):
        slab(scene, cover, (side, front, 0), (side + board, back, height))
    slab(scene, plain((86, 1, 10), roughness=0.9), (left + 0.001, front + 0.001, 0.003), (right - 0.001, back - 0.004, height - 0.004))


def shelf(scene):
    ground(scene, wood((87, 1, 9), (80, 2, 12), plank=0.3, gloss=0.5), 0.62)
    wall(scene, plaster((70, -4, 1), (67, -4, 1)), 0.62)
    for left, width, height, lab in ((-0.31, 0.034, 0.225, (34, 14, 12)), (-0.276, 0.024, 0.195, (72, 3, 18)),
                                     (-0.252, 0.038, 0.235, (40, -6, -12)), (-0.214, 0.022, 0.205, (80, 1, 8))):
        book(scene, lab, left, width, height)
    ball(scene, plain((60, 9, 20), roughness=0.7), (0.235, 0.49, 0.050), 0.054, 0.93)


def dusk(scene):
    ground(scene, stone((80, 0, 2), (73, 0, 3), vein=0.10, scale=0.9, gloss=0.3), 0.42)
    frame = plain((70, 0, 3), roughness=0.5)
    slab(scene, frame, (-3, 0.42, -0.04), (3, 0.47, 0.022))
    for x in (-0.215, 0.62):
        slab(scene, frame, (x - 0.02, 0.43, 0), (x + 0.02, 0.47, 3))

    def sky(n):
        x, _, z = n.parts(n.place())
        low = n.mix(n.step(z, -2.6, -1.0), _lab(62, 15, 24), _lab(56, 9, 2))
        high = n.mix(n.step(z, -1.9, -0.3), low, _lab(41, 0, -17))
        far = n.math("ADD", n.math("MULTIPLY", n.noise(n.new("CombineXYZ", X=x), 0.5, 3.0), 0.9), -2.50)
        near = n.math("ADD", n.math("MULTIPLY", n.noise(n.new("CombineXYZ", X=x, Y=7.0), 0.9, 4.0), 0.8), -2.66)
        high = n.mix(n.step(n.math("SUBTRACT", far, z), -0.02, 0.02), high, _lab(40, 9, -8))
        return n.mix(n.step(n.math("SUBTRACT", near, z), -0.02, 0.02), high, _lab(20, 1, -9))
    slab(scene, glow(sky, 1.5), (-9, 9.0, -6), (9, 9.1, 6))
    lamp = glow(lambda n: _constant(n, (80, 10, 40)), 7.0)
    for x, z in ((-1.05, -2.40), (-0.80, -2.46), (0.30, -2.43), (0.62, -2.39), (1.12, -2.45), (-0.26, -2.47), (0.9, -2.49)):
        ball(scene, lamp, (x, 8.5, z), 0.014, steps=12)


def walnut(scene):
    ground(scene, wood((37, 10, 17), (24, 8, 12), plank=0.19, gloss=0.36), 0.8)
    wall(scene, plaster((33, -9, 3), (29, -8, 3)), 1.4)


def terracotta(scene):
    ground(scene, plaster((71, 11, 16), (65, 13, 18), 2.0), 0.75)
    wall(scene, plaster((68, 15, 18), (62, 17, 20)), 1.1)


# name -> (what it shows, colour of the main light, its watts, side it comes from in degrees, strength of the dome)
SITES = {
    "paper": (paper, (1.0, 0.985, 0.96), 60, -25, 0.30),
    "shelf": (shelf, (1.0, 0.97, 0.93), 56, 20, 0.30),
    "oak": (oak, (1.0, 0.975, 0.94), 62, -40, 0.28),
    "linen": (cloth, (1.0, 0.98, 0.95), 58, -55, 0.26),
    "stone": (limestone, (0.97, 0.985, 1.0), 58, -35, 0.24),
    "dusk": (dusk, (1.0, 0.92, 0.84), 38, -30, 0.14),
    "walnut": (walnut, (1.0, 0.95, 0.88), 66, 35, 0.22),
    "terracotta": (terracotta, (1.0, 0.96, 0.91), 60, -50, 0.26),
}
