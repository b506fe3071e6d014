"""Renders vessels: blender -b --factory-startup -t 1 -P render.py -- --out DIR --count N [options]"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "common")]

import glaze_edge
import picture
import recipe
import studio

# Undeclared variety: name -> (lowest, highest), each drawn uniformly.
LATENT = {
    "backdrop_tone": (66.0, 88.0),        # L* of the paper
    "backdrop_warmth": (-3.0, 7.0),       # b* of the paper, with a quarter of it as a*
    "light_softness": (0.5, 1.1),         # metres, width of the key light
    "lean": (-0.018, 0.018),              # sideways per unit of height
    "throwing_rings": (0.0, 0.0003),      # metres, height of the rings
    "edge_waviness": (0.0, 0.007),        # metres, amplitude of the glaze edge
    "edge_phase": (0.0, 6.2832),          # radians
    "pooling": (-0.14, 0.14),             # darker foot (above zero) or darker lip (below zero)
}
SAMPLES = 6


def shoot(scene, contents, stem, samples, scratch):
    """The paper is rendered with two thirds of the samples."""
    scene.arrange(contents["parameters"], contents["latent"], contents["seed"])
    size = scene.scene.render.resolution_x
    scene.shoot_backdrop(scratch, max(1, samples * 2 // 3))
    backdrop = picture.Frame(scratch, size)
    box = scene.shoot_vessel(scratch, samples)
    picture.develop(backdrop, picture.Frame(scratch, size), box, stem, (studio.NEAR, studio.FAR))


if __name__ == "__main__":
    recipe.run(HERE, LATENT, SAMPLES, studio.Studio, shoot, glaze_edge.RANGES, glaze_edge.waves)
