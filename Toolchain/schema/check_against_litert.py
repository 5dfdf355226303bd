#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares lite.fbs with the schema inside the ai-edge-litert package, fact by fact.

Every table's number of slots, every field's slot, type and default, every vector's element size
and every enumeration's numbers must be the same on both sides. What LiteRT's schema says is
recorded as Tests/Fixtures/schema/slots.json, which a test holds against the binary schema.

Needs flatc on the path, and a Python with ai-edge-litert and flatbuffers.
"""

import importlib.util
import json
import pathlib
import re
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent
FIXTURE = FOLDER.parent.parent / "Tests" / "Fixtures" / "schema" / "slots.json"


class Recorder:
  """Stands in for a FlatBuffers builder and keeps what generated code asks of it."""

  def __init__(self):
    self.call = None

  def __getattr__(self, name):
    def record(*arguments):
      self.call = (name, arguments)

    return record


def calls(function, argument_count):
  """What `function` asks of a builder when it is called with zeros."""
  recorder = Recorder()
  function(recorder, *[0] * (argument_count - 1))
  return recorder.call


def facts(module):
  """Tables and enumerations of a module that flatc generated with `--gen-object-api`."""
  tables, enumerations = {}, {}
  functions = {n: f for n, f in vars(module).items() if callable(f) and not isinstance(f, type)}
  for name, kind in vars(module).items():
    if not isinstance(kind, type) or name.endswith("T") and name[:-1] in vars(module):
      continue
    if name + "Start" in functions:
      start = calls(functions[name + "Start"], 1)
      tables[name] = {"slots": start[1][0], "fields": {}, "vectors": {}}
    else:
      numbers = {n: v for n, v in vars(kind).items() if isinstance(v, int)}
      if numbers:
        enumerations[name] = numbers
  for name, function in functions.items():
    # The longest table name that fits, since one name may begin another.
    match = max(
      (t for t in tables if re.match(t + "(Add|Start)[A-Z]", name)), key=len, default=None
    )
    if match is None:
      continue
    if name.startswith(match + "Add"):
      operation, (slot, _, default) = calls(function, 2)
      kind = re.fullmatch("Prepend(.*)Slot", operation).group(1)
      default = int(default) if isinstance(default, bool) else default
      tables[match]["fields"][name[len(match) + 3 :]] = [slot, kind, default]
    elif name.endswith("Vector"):
      _, (size, _, _) = calls(function, 2)
      tables[match]["vectors"][name[len(match) + 5 : -6]] = size
  return {"tables": tables, "enumerations": enumerations}


def ours():
  """The facts of lite.fbs."""
  with tempfile.TemporaryDirectory() as folder:
    subprocess.run(
      ["flatc", "--python", "--gen-object-api", "--gen-onefile", "-o", folder,
       str(FOLDER / "lite.fbs")],
      check=True,
    )
    (file,) = pathlib.Path(folder).rglob("lite_generated.py")
    spec = importlib.util.spec_from_file_location("lite_generated", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return facts(module)


def differences(a, b, path=""):
  """Paths at which two nested dictionaries differ."""
  if not (isinstance(a, dict) and isinstance(b, dict)):
    return [] if a == b else [f"{path}: ours {a}, LiteRT's {b}"]
  result = []
  for key in sorted(set(a) | set(b)):
    result += differences(a.get(key), b.get(key), f"{path}/{key}")
  return result


def main():
  from ai_edge_litert import schema_py_generated

  theirs = facts(schema_py_generated)
  found = differences(ours(), theirs)
  for line in found:
    print(line)
  tables, enumerations = theirs["tables"], theirs["enumerations"]
  fields = sum(len(table["fields"]) for table in tables.values())
  values = sum(len(numbers) for numbers in enumerations.values())
  print(
    f"{len(tables)} tables, {fields} fields, {len(enumerations)} enumerations, {values} values: "
    f"{len(found)} differ"
  )
  if found:
    sys.exit(1)
  FIXTURE.parent.mkdir(parents=True, exist_ok=True)
  FIXTURE.write_text(json.dumps(theirs, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
  main()
