package org.wetstack.drivers.intanrhx;

import java.util.Arrays;
import java.util.Locale;

/** One of the three ways in which RHX filters an amplifier channel, in the order of its stream. */
enum Band {
  /** As the chip samples it, with the software's notch filter and reference applied. */
  WIDE("tcpdataoutputenabled"),
  /** Behind the software's low-pass filter. */
  LOW("tcpdataoutputenabledlow"),
  /** Behind the software's high-pass filter. */
  HIGH("tcpdataoutputenabledhigh");

  private final String output;

  Band(String output) {
    this.output = output;
  }

  /** The channel parameter that puts this band into the waveform stream. */
  String output() {
    return output;
  }

  /** The name of the device that carries this band. */
  String deviceName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Band named(String name) {
    return Arrays.stream(values())
        .filter(band -> band.deviceName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no band '" + name + "' in option bands; choose from wide, low and high"));
  }
}
