"""Renders houses: blender -b --factory-startup -t 1 -P render.py -- --out DIR --count N [options]"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "common")]

import picture
import recipe
import site_scene
import tree_line

# Undeclared variety: name -> (lowest, highest), each drawn uniformly.
LATENT = {
    "roof_lightness": (30.0, 58.0),       # L* of the tiles; flat roofs are 16 lighter
    "roof_warmth": (-3.0, 26.0),          # b* of the tiles, with three quarters of it as a*
    "stone_lightness": (42.0, 64.0),      # L* of plinth, steps and chimney
    "frame_lightness": (18.0, 90.0),      # L* of window frames and railings
    "trim": (0.0, 1.0),                   # from grey to white sills, fascias and balcony slabs
    "door_hue": (0.0, 1.0),               # full turn in CIELAB
    "chimney": (-1.0, 1.0),               # above zero: a chimney on pitched roofs, and where
    "lawn_dryness": (0.0, 1.0),           # from fresh green to straw
    "paving_lightness": (60.0, 82.0),     # L* of path and apron
    "leaf_warmth": (0.0, 1.0),            # from blue-green to yellow-green
    "planting": (0.0, 1.0),               # from a bare to a full garden
    "sky_milkiness": (0.0, 1.0),          # from clear to hazy
    "clouds": (0.0, 0.9),                 # how much of the sky they hide
    "sun_softness": (0.6, 3.0),           # degrees the sun seems wide
}
SAMPLES = 6


def shoot(scene, contents, stem, samples, scratch):
    scene.arrange(contents["parameters"], contents["latent"], contents["seed"])
    scene.shoot(scratch, samples)
    picture.develop(scratch, scene.colours, contents["latent"], scene.backdrop, stem)


if __name__ == "__main__":
    recipe.run(HERE, LATENT, SAMPLES, site_scene.Site, shoot, tree_line.RANGES, tree_line.waves)
