"""Lists the finished pictures of a set in SET/parameters.csv: collect.py PARAMETERS.json SET

Safe to run while the set is still being rendered.
"""

import csv
import io
import json
import os
import sys
from pathlib import Path


def rows(names, folder):
    """One row a finished picture: its file, its depth and coverage file, its parameters."""
    for path in sorted(folder.glob("[0-9]*.json")):
        values = json.loads(path.read_text())["parameters"]
        yield [f"{path.stem}.png", f"{path.stem}.aux.png", *(_cell(values[name]) for name in names)]


def _cell(value):
    return ("on" if value else "off") if isinstance(value, bool) else value


def main():
    parameters, folder = Path(sys.argv[1]), Path(sys.argv[2])
    names = [parameter["name"] for parameter in json.loads(parameters.read_text(encoding="utf-8"))]
    table = list(rows(names, folder))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["file", "aux", *names])
    writer.writerows(table)
    temporary = folder / "parameters.csv.part"
    temporary.write_text(text.getvalue())
    os.replace(temporary, folder / "parameters.csv")
    print(f"{len(table)} pictures in {folder / 'parameters.csv'}")


if __name__ == "__main__":
    main()
