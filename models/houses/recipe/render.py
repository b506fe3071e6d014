"""Renders houses: blender -b --factory-startup -t 1 -P render.py -- --out DIR --count N [options]"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "common")]

import form
import house_scene
import picture
import recipe
from sampling import read_parameters

# Undeclared variety beside that of form: name -> (lowest, highest), each drawn uniformly.
COLOURS = {
    "roof_lightness": (30.0, 58.0),       # L* of the tiles; flat roofs are 16 lighter
    "roof_warmth": (-3.0, 26.0),          # b* of the tiles, with three quarters of it as a*
    "stone_lightness": (42.0, 68.0),      # L* of plinth, steps, base course and chimney
    "frame_lightness": (18.0, 90.0),      # L* of window frames, posts and railings
    "trim": (0.0, 1.0),                   # from grey to white sills, surrounds, bands, fascias and balcony slabs
    "door_hue": (0.0, 1.0),               # of door and shutters, a full turn in CIELAB
    "sun_softness": (0.6, 6.0),           # degrees the sun seems wide
}
SAMPLES = 12
PARAMETERS = read_parameters(HERE / "parameters.json")
SHADOW_SAMPLES = 1.0   # of the house's


def shoot(scene, contents, stem, samples, scratch):
    scene.arrange(contents["parameters"], contents["latent"], contents["seed"])
    house_box = scene.shoot_house(scratch, samples)
    shadow_exr = scratch.replace(".exr", "-shadow.exr")
    shadow_box = scene.shoot_shadow(shadow_exr, max(1, round(samples * SHADOW_SAMPLES)))
    size = scene.scene.render.resolution_x
    picture.develop(scratch, house_box, shadow_exr, shadow_box, scene.open_light, size, stem)


if __name__ == "__main__":
    recipe.run(HERE, form.RANGES | COLOURS, SAMPLES, house_scene.Scene, shoot)
