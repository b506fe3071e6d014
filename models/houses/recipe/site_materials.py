"""Shaders of the plates: grounds, leaves, bark."""

from materials import Surface


class Shade(Surface):
    """Adds noise, which the house's materials must not have."""

    def noise(self, vector, scale, detail=4.0, rough=0.6):
        return self.node("TexNoise", {"Vector": vector, "Scale": scale, "Detail": detail, "Roughness": rough}).outputs["Fac"]

    def where(self):
        return self.node("NewGeometry", {}).outputs["Position"]

    def stretched(self, x, y):
        return self.node("VectorMath", {0: self.where(), 1: (x, y, 1.0)}, operation="MULTIPLY").outputs[0]

    def spread(self, noise, gain):
        """Noise with more contrast, around 0.5."""
        return self.math("MULTIPLY_ADD", self.math("SUBTRACT", noise, 0.5), gain, 0.5)

    def bumped(self, colour, height, strength, distance):
        bump = self.node("Bump", {"Strength": strength, "Distance": distance, "Height": height}).outputs[0]
        return self.finish(self.node("BsdfDiffuse", {"Color": colour, "Normal": bump}).outputs[0])


def _fixed(tree, colour):
    node = tree.node("RGB", {})
    node.outputs[0].default_value = (*colour, 1)
    return node.outputs[0]


def patchy(name, first, second, patch=0.08, grain=3.0, contrast=0.5, bump=0.0):
    """Ground of two colours in patches `1 / patch` metres wide, with finer grain."""
    tree = Shade(name)
    patches = tree.spread(tree.noise(tree.where(), patch, 4.0), 2.2)
    fine = tree.noise(tree.where(), grain, 5.0, 0.7)
    colour = tree.mix(patches, _fixed(tree, first), _fixed(tree, second))
    colour = tree.shade(colour, tree.math("MULTIPLY_ADD", fine, contrast, 1 - contrast / 2))
    return tree.bumped(colour, fine, bump, 0.05) if bump else tree.matt(colour)


def snow(first, second):
    """Low drifts."""
    tree = Shade("Snow")
    drifts = tree.noise(tree.stretched(0.06, 0.11), 1.0, 3.0, 0.5)
    crust = tree.noise(tree.where(), 1.6, 5.0, 0.6)
    colour = tree.mix(tree.spread(drifts, 2.0), _fixed(tree, first), _fixed(tree, second))
    height = tree.math("MULTIPLY_ADD", drifts, 9.0, crust)
    return tree.bumped(colour, height, 0.5, 0.22)


def sand(first, second):
    """Wind ripples and footsteps' softness."""
    tree = Shade("Sand")
    swell = tree.noise(tree.where(), 0.12, 3.0)
    turned = tree.node("VectorMath", {0: tree.where(), 1: (0.35, 1.0, 0.0)}, operation="DOT_PRODUCT").outputs["Value"]
    warped = tree.math("MULTIPLY_ADD", tree.noise(tree.where(), 0.35, 3.0), 5.0, tree.math("MULTIPLY", turned, 2.6))
    ripples = tree.math("SINE", tree.math("MULTIPLY", warped, 6.2832))
    grain = tree.noise(tree.where(), 9.0, 4.0, 0.7)
    shade = tree.math("MULTIPLY_ADD", grain, 0.28, 0.86)
    colour = tree.shade(tree.mix(tree.spread(swell, 2.0), _fixed(tree, first), _fixed(tree, second)), shade)
    height = tree.math("MULTIPLY_ADD", swell, 6.0, tree.math("MULTIPLY", ripples, 0.10))
    return tree.bumped(colour, height, 0.6, 0.2)


def slabs(colour, width, length, joint=0.02, variety=0.16):
    """Paving in courses, each slab with a tone of its own."""
    tree = Shade("Slabs")
    low, high = 1 - variety, 1 + variety
    blocks = tree.node("TexBrick", {
        "Vector": tree.where(), "Color1": (low, low, low * 0.98, 1), "Color2": (high, high, high, 1),
        "Mortar": (0.5, 0.5, 0.5, 1), "Scale": 1.0, "Mortar Size": joint, "Mortar Smooth": 0.3, "Bias": 0.0,
        "Brick Width": length, "Row Height": width}, offset=0.5, squash=1.0).outputs["Color"]
    worn = tree.math("MULTIPLY_ADD", tree.noise(tree.where(), 0.3, 4.0), 0.3, 0.85)
    grain = tree.math("MULTIPLY_ADD", tree.noise(tree.where(), 14.0, 3.0, 0.7), 0.2, 0.9)
    return tree.matt(tree.shade(tree.shade(_fixed(tree, colour), blocks), tree.math("MULTIPLY", worn, grain)))


def rows(first, second, apart):
    """A field with rows along y, `apart` metres from each other."""
    tree = Shade("Rows")
    x = tree.node("SeparateXYZ", {0: tree.where()}).outputs[0]
    wobble = tree.noise(tree.where(), 0.5, 2.0)
    phase = tree.math("MULTIPLY_ADD", wobble, 0.35, tree.math("DIVIDE", x, apart))
    furrow = tree.soft_line(phase, 0.1, 0.4)
    fine = tree.noise(tree.stretched(5.0, 1.6), 1.0, 5.0, 0.75)
    patches = tree.spread(tree.noise(tree.where(), 0.06, 4.0), 1.6)
    share = tree.math("MULTIPLY_ADD", patches, 0.5, tree.math("MULTIPLY", furrow, 0.4))
    colour = tree.mix(share, _fixed(tree, first), _fixed(tree, second))
    return tree.matt(tree.shade(colour, tree.math("MULTIPLY_ADD", fine, 0.9, 0.55)))


def water(colour):
    """A mirror with waves over a dark body."""
    tree = Shade("Water")
    waves = tree.noise(tree.stretched(0.5, 0.9), 1.0, 5.0, 0.6)
    bump = tree.node("Bump", {"Strength": 0.35, "Distance": 0.35, "Height": waves}).outputs[0]
    mirror = tree.node("BsdfGlossy", {"Color": (0.9, 0.94, 0.97, 1), "Roughness": 0.12, "Normal": bump}).outputs[0]
    body = tree.node("BsdfDiffuse", {"Color": _fixed(tree, colour)}).outputs[0]
    return tree.finish(tree.node("MixShader", {0: 0.55, 1: body, 2: mirror}).outputs[0])


def leaf(snowy=0.0):
    """Leaves of the plant's own colour, lit on both sides; snow lies on what looks upwards."""
    tree = Shade("Leaf")
    tone = tree.math("MULTIPLY_ADD", tree.attribute("tone").outputs["Fac"], 0.24, 1.0)
    colour = tree.shade(tree.node("ObjectInfo", {}).outputs["Color"], tone)
    if snowy:
        normal = tree.node("NewGeometry", {}).outputs["True Normal"]
        up = tree.math("ABSOLUTE", tree.node("SeparateXYZ", {0: normal}).outputs[2])
        covered = tree.math("MULTIPLY", tree.ramp(tree.math("SUBTRACT", 1.0, up), 0.12, 0.4), snowy)
        colour = tree.mix(covered, colour, (0.82, 0.85, 0.88, 1))
    lit = tree.node("BsdfDiffuse", {"Color": colour}).outputs[0]
    through = tree.node("BsdfTranslucent", {"Color": colour}).outputs[0]
    return tree.finish(tree.node("MixShader", {0: 0.32, 1: lit, 2: through}).outputs[0])


def matt(name, colour):
    tree = Surface(name)
    return tree.matt(_fixed(tree, colour))
