"""What every recipe's render.py does: draws the contents of each picture, renders those that are missing, in order."""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from files import write_whole
from sampling import draw_all, lerp, read_parameters


def draw_picture(parameters, latent, seed):
    """The contents of picture number `seed`. latent: name -> (lowest, highest), each drawn uniformly."""
    random = np.random.default_rng(seed)
    values = draw_all(parameters, random)
    undeclared = {name: round(float(lerp(low, high, random.uniform())), 6) for name, (low, high) in latent.items()}
    return {"seed": seed, "parameters": values, "latent": undeclared}


def run(folder, latent, samples, build, shoot, derived_ranges={}, derived=None):
    """Renders the pictures that the command line asks for.

    folder: holds parameters.json. build(size) makes the scene; shoot(scene, contents, stem, samples, scratch) writes
    STEM.png and STEM.aux.png. The JSON file comes last and marks a picture as finished. latent.json keeps the ranges of `latent`.
    derived(parameters, latent, seed): {name: number} of what follows from these and is worth knowing, too, within `derived_ranges`.
    """
    options = _read_options(samples)
    options.out.mkdir(parents=True, exist_ok=True)
    parameters = read_parameters(folder / "parameters.json")
    if options.start == 0:  # one worker for all
        write_whole(str(options.out / "latent.json"), (json.dumps(latent | derived_ranges, indent=1) + "\n").encode())
    scene = build(options.size)
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory) as scratch:
        for seed in range(options.start, options.count, options.step):
            stem = options.out / f"{seed:06d}"
            if stem.with_suffix(".json").exists():
                continue
            begun = time.process_time()  # of all threads; other programs do not count
            contents = draw_picture(parameters, latent, seed)
            shoot(scene, contents, stem, options.samples, os.path.join(scratch, "frame.exr"))
            if derived:
                contents["latent"] |= derived(contents["parameters"], contents["latent"], seed)
            write_whole(f"{stem}.json", (json.dumps(contents, indent=1) + "\n").encode())
            print(f"picture {seed:06d} {time.process_time() - begun:.2f} s of one core", flush=True)


def _read_options(samples):
    parser = argparse.ArgumentParser(prog="render.py")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, required=True, help="pictures in the whole set")
    parser.add_argument("--start", type=int, default=0, help="first picture")
    parser.add_argument("--step", type=int, default=1, help="render every step-th picture")
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--samples", type=int, default=samples, help="per pixel, where the picture needs most")
    arguments = sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else []
    return parser.parse_args(arguments)
