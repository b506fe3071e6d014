"""Lists the finished pictures of a set in SET/parameters.csv, and what its columns are in SET/parameters.json:
collect.py PARAMETERS.json SET

The columns are the recipe's parameters and those undeclared numbers that its training.json names in latent_parameters; labels, groups,
units and tooltips of these are in its latent-parameters.json. Safe to run while the set is still being rendered.
"""

import csv
import io
import json
import sys
from pathlib import Path

from files import write_whole


def undeclared(recipe, folder):
    """Definitions of the undeclared numbers that the recipe's networks know, in words for people where latent-parameters.json has some."""
    names = json.loads((recipe / "training.json").read_text()).get("latent_parameters", [])
    ranges = json.loads((folder / "latent.json").read_text()) if names else {}
    words = _words(recipe / "latent-parameters.json")
    return [
        words.get(name, words.get(_series(name), {}))
        | {"name": name, "kind": "number", "minimum": low, "maximum": high, "default": (low + high) / 2}
        for name, (low, high) in ((name, ranges[name]) for name in names)
    ]


def _words(path):
    return {entry["name"]: entry for entry in json.loads(path.read_text(encoding="utf-8"))} if path.exists() else {}


def _series(name):
    """What "tree_line_0" and "tree_line_1" are parts of: they share one entry, and so become one arrangement in the card."""
    return name.rstrip("0123456789").rstrip("_")


def rows(names, folder):
    """One row a finished picture: its file, its depth and coverage file, its numbers."""
    for path in sorted(folder.glob("[0-9]*.json")):
        contents = json.loads(path.read_text())
        values = contents["parameters"] | contents["latent"]
        yield [f"{path.stem}.png", f"{path.stem}.aux.png", *(_cell(values[name]) for name in names)]


def _cell(value):
    return ("on" if value else "off") if isinstance(value, bool) else value


def main():
    parameters, folder = Path(sys.argv[1]), Path(sys.argv[2])
    definitions = json.loads(parameters.read_text(encoding="utf-8")) + undeclared(parameters.parent, folder)
    names = [definition["name"] for definition in definitions]
    table = list(rows(names, folder))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["file", "aux", *names])
    writer.writerows(table)
    write_whole(folder / "parameters.csv", text.getvalue().encode())
    write_whole(folder / "parameters.json", (json.dumps(definitions, indent=1, ensure_ascii=False) + "\n").encode())
    print(f"{len(table)} pictures in {folder / 'parameters.csv'}")


if __name__ == "__main__":
    main()
