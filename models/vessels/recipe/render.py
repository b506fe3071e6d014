"""Renders vessels: blender -b --factory-startup -t 1 -P render.py -- --out DIR --count N [options]"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "common")]

import picture
import studio
from png import write_whole
from sampling import draw_all, lerp, read_parameters

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


def draw_picture(parameters, seed):
    """The contents of picture number `seed`."""
    random = np.random.default_rng(seed)
    values = draw_all(parameters, random)
    latent = {name: round(float(lerp(low, high, random.uniform())), 6) for name, (low, high) in LATENT.items()}
    return {"seed": seed, "parameters": values, "latent": latent}


def make(scene, contents, stem, samples, scratch):
    """Renders one picture; the JSON file comes last and marks it finished."""
    scene.arrange(contents["parameters"], contents["latent"], contents["seed"])
    scene.shoot_backdrop(scratch, max(1, samples * 2 // 3))
    backdrop = picture.Frame(scratch)
    box = scene.shoot_vessel(scratch, samples)
    picture.develop(backdrop, picture.Frame(scratch), box, stem, (studio.NEAR, studio.FAR))
    write_whole(f"{stem}.json", (json.dumps(contents, indent=1) + "\n").encode())


def read_options():
    parser = argparse.ArgumentParser(prog="render.py")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, required=True, help="pictures in the whole set")
    parser.add_argument("--start", type=int, default=0, help="first picture")
    parser.add_argument("--step", type=int, default=1, help="render every step-th picture")
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--samples", type=int, default=6, help="for the vessel; the paper gets two thirds")
    arguments = sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else []
    return parser.parse_args(arguments)


def main():
    options = read_options()
    options.out.mkdir(parents=True, exist_ok=True)
    parameters = read_parameters(HERE / "parameters.json")
    scene = studio.Studio(options.size)
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        for seed in range(options.start, options.count, options.step):
            stem = options.out / f"{seed:06d}"
            if stem.with_suffix(".json").exists():
                continue
            begun = time.perf_counter()
            make(scene, draw_picture(parameters, seed), stem, options.samples, os.path.join(folder, "frame.exr"))
            print(f"picture {seed:06d} {time.perf_counter() - begun:.2f} s", flush=True)


if __name__ == "__main__":
    main()
