"""Reads an NWB file with h5py and validates it with hdmf; writes what it read for a test to compare.

Usage: check_nwb.py FILE OUTPUT. OUTPUT gets data (16-bit numbers, sample by sample), timestamps if there are any, and
read.json. The types of hdmf-common are validated against its own schema, the others against nwb_core.yaml.
"""

import json
import os
import sys

import h5py
import hdmf
import hdmf.common
import numpy as np
from hdmf.backends.hdf5 import HDF5IO
from hdmf.build import BuildManager, TypeMap
from hdmf.spec import NamespaceCatalog
from hdmf.validate import ValidatorMap


def validated(path):
    """What hdmf has against the file, as texts."""
    common = os.path.join(os.path.dirname(hdmf.common.__file__), "hdmf-common-schema", "common", "namespace.yaml")
    here = os.path.dirname(os.path.abspath(__file__))
    catalog = NamespaceCatalog()
    catalog.load_namespaces(common)
    catalog.load_namespaces(os.path.join(here, "nwb_core.namespace.yaml"))
    types = TypeMap(catalog)
    with HDF5IO(path, manager=BuildManager(types), mode="r") as io:
        root = io.read_builder()
        everything = typed(root, {})
        validators = ValidatorMap(catalog.get_namespace("core"))
        # The validator looks at a child only as at the type that its parent asks for: so each is asked by itself too.
        found = validators.validate(root)
        for each in everything.values():
            if "data_type" in each.attributes:
                found += validators.get_validator(each.attributes["data_type"]).validate(each)
        return sorted({str(each) for each in found})


def typed(builder, seen):
    """All that have a type, by identity. hdmf says data_type where NWB says neurodata_type."""
    if id(builder) in seen or not hasattr(builder, "attributes"):
        return seen
    seen[id(builder)] = builder
    if "neurodata_type" in builder.attributes:
        builder.attributes["data_type"] = builder.attributes["neurodata_type"]
        dict.pop(builder.attributes, "neurodata_type")
    for kind in ("groups", "datasets", "links"):
        for child in getattr(builder, kind, {}).values():
            typed(getattr(child, "builder", child), seen)
    return seen


def plain(value):
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and value != value:
        return "NaN"
    if isinstance(value, np.ndarray):
        return [plain(each) for each in value]
    return value


def table(file, path):
    group = file[path]
    names = [plain(each) for each in group.attrs["colnames"]]
    for name in names:
        assert name in group, f"{path}: no column {name}"
    rows = len(group["id"])
    for name in names:
        index = name + "_index"
        if index in group:
            assert group[index].attrs["target"] and file[group[index].attrs["target"]] == group[name]
            assert len(group[index]) == rows, f"{path}/{index}"
        else:
            assert len(group[name]) == rows, f"{path}/{name}"
    return {name: [file[each].name if isinstance(each, h5py.Reference) else plain(each) for each in group[name][()]]
            for name in names}


def series(file, path):
    group = file[path]
    found = {"data": plain(group["data"][()]), "unit": plain(group["data"].attrs["unit"]),
             "description": plain(group.attrs["description"])}
    if "timestamps" in group:
        found["timestamps"] = plain(group["timestamps"][()])
        assert len(found["timestamps"]) == len(found["data"])
    else:
        found["rate"] = plain(group["starting_time"].attrs["rate"])
    return found


def main():
    path, output = sys.argv[1], sys.argv[2]
    problems = validated(path)
    with h5py.File(path, "r") as file:
        assert plain(file.attrs["neurodata_type"]) == "NWBFile"
        electrical = file["/acquisition/ElectricalSeries"]
        data = electrical["data"]
        assert data.dtype == np.dtype("<i2"), data.dtype
        data[()].tofile(os.path.join(output, "data"))
        timed = "timestamps" in electrical
        if timed:
            electrical["timestamps"][()].astype("<f8").tofile(os.path.join(output, "timestamps"))
        electrodes = electrical["electrodes"]
        assert file[electrodes.attrs["table"]].name == "/general/extracellular_ephys/electrodes"
        ends = file["/units/spike_times_index"][()]
        times = file["/units/spike_times"][()]
        read = {
            "problems": problems,
            "chunks": data.chunks,
            "compression": data.compression,
            "shape": data.shape,
            "conversion": plain(data.attrs["conversion"]),
            "rate": None if timed else plain(electrical["starting_time"].attrs["rate"]),
            "rows": plain(electrodes[()]),
            "electrodes": table(file, "/general/extracellular_ephys/electrodes"),
            "intervals": {name: table(file, "/intervals/" + name) for name in file["/intervals"]},
            "units": [plain(part) for part in np.split(times, ends[:-1])],
            "series": {path: series(file, path) for path in
                       ["/acquisition/" + name for name in file["/acquisition"] if name != "ElectricalSeries"]
                       + ["/stimulus/presentation/" + name for name in file["/stimulus/presentation"]]
                       + ["/stimulus/templates/" + name for name in file["/stimulus/templates"]]},
            "texts": {name: plain(file[name][()]) for name in
                      ("session_start_time", "session_description", "general/data_collection")},
            "protocol": plain(file["general/protocol"][()]) if "protocol" in file["general"] else None,
            "device": file["/general/extracellular_ephys/array"].get("device", getlink=True).path,
        }
    with open(os.path.join(output, "read.json"), "w", encoding="utf-8") as out:
        json.dump(read, out)


main()
