"""Filters and finds spikes with scipy, for comparison: written from the description, not from the code.

find_spikes.py SAMPLES CHANNELS RATE ORDER LOW HIGH SIGMAS DEAD HELD SETTLING WARM_UP MEMORY FILTERED SPIKES

Lengths are in samples. SAMPLES is int16, FILTERED becomes float64, both frames x channels;
SPIKES becomes lines of sample and channel.
"""

import sys

import numpy
from scipy import signal

VALUES = 1024


def filtered(samples, rate, order, low, high, held):
    sections = signal.butter(order, [low, high], "bandpass", fs=rate, output="sos")
    rest = signal.sosfilt_zi(sections)[:, :, None] * samples[held - 1]
    out = numpy.full(samples.shape, numpy.nan)
    out[held:], _ = signal.sosfilt(sections, samples[held:], axis=0, zi=rest)
    return out


def found(band, sigmas, dead, settled, warm_up, memory):
    channels = band.shape[1]
    stride = max(1, warm_up // VALUES)
    begin = settled + VALUES * stride
    median = numpy.median(numpy.abs(band[settled:begin:stride]), axis=0)
    least = numpy.float32(0.6745)
    median = numpy.maximum(median, least).astype(numpy.float32)
    step = 8 / (0.857 * memory) if memory else 0
    below = numpy.zeros(channels, bool)
    free = numpy.zeros(channels, int)
    spikes = []
    for sample in range(begin + channels, len(band)):
        now = band[sample] < -sigmas / 0.6745 * median
        for channel in numpy.flatnonzero(now & ~below & (free <= sample)):
            spikes.append((sample, channel))
            free[channel] = sample + dead
        below = now
        if step and sample % 8 == 0:
            larger = numpy.abs(band[sample]) > median
            median = median * numpy.where(larger, 1 + step, 1 - step).astype(numpy.float32)
            median = numpy.maximum(median, least)
    return spikes


def main(name, *rest):
    numbers = [float(each) for each in rest[:-2]]
    channels, rate, order = (int(each) for each in numbers[:3])
    low, high, sigmas = numbers[3:6]
    dead, held, settling, warm_up, memory = (int(each) for each in numbers[6:])
    samples = numpy.fromfile(name, "<i2").reshape(-1, channels).astype(float)
    band = filtered(samples, rate, order, low, high, held)
    band.astype("<f8").tofile(rest[-2])
    with open(rest[-1], "w") as out:
        for sample, channel in found(band, sigmas, dead, held + settling, warm_up, memory):
            out.write(f"{sample} {channel}\n")


main(*sys.argv[1:])
