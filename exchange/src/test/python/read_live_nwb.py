"""Reads what a live NWB file holds by now, while it is written or after: read_live_nwb.py FILE FOLDER"""

import json
import pathlib
import sys

import h5py

path, folder = sys.argv[1], pathlib.Path(sys.argv[2])
with h5py.File(path, "r", libver="latest", swmr=True) as file:
    series = file["/acquisition/ElectricalSeries"]
    data, times = series["data"], series["timestamps"]
    rows = min(len(times), len(data))
    data[:rows].astype("<i2").tofile(folder / "data")
    times[:rows].astype("<f8").tofile(folder / "timestamps")
    told = {
        "rows": rows,
        "unit": data.attrs["unit"],
        "conversion": float(data.attrs["conversion"]),
        "type": series.attrs["neurodata_type"],
        "version": file.attrs["nwb_version"],
        "electrodes": len(file["/general/extracellular_ephys/electrodes/id"]),
        "swmr": bool(file.swmr_mode),
    }
(folder / "read.json").write_text(json.dumps(told))
