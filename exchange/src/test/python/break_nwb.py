"""Takes from an NWB file what its schema requires, so that a test sees the validator miss it. Usage: break_nwb.py FILE"""

import sys

import h5py

with h5py.File(sys.argv[1], "r+") as file:
    del file["/acquisition/ElectricalSeries/data"].attrs["unit"]
    del file["/general/extracellular_ephys/array"].attrs["location"]
