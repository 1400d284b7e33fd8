package org.wetstack.emulator.board;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.tissue.Tissue;

/**
 * An electrode array and what it is in. The stimulator's tick is one sample.
 *
 * @param sites positions in channel order
 * @param stimulates whether it can stimulate
 */
public record ArraySpec(
    String name,
    int samplesPerSecond,
    int nanovoltsPerCount,
    List<Position> sites,
    boolean stimulates,
    StimulatorSpec stimulator,
    Tissue tissue)
    implements DeviceSpec {

  private static final int MAX_DATA_BYTES = 16_384;
  private static final int MAX_MARKS = 16;

  /** Where an electrode is. */
  public record Position(int xMicrometers, int yMicrometers) {}

  /** Limits of a stimulator; see StimulatorDescription in firmware.proto. */
  public record StimulatorSpec(
      int maxElectrodes,
      int maxAmplitudeNanoamps,
      int stepNanoamps,
      int maxPhasePicocoulombs,
      int maxPulsesPerSecond,
      int maxPulses,
      int slots,
      int maxScheduleSamples) {

    public StimulatorSpec {
      if (maxElectrodes < 1
          || stepNanoamps < 1
          || maxAmplitudeNanoamps < stepNanoamps
          || maxPhasePicocoulombs < 1
          || maxPulsesPerSecond < 1
          || maxPulses < 1
          || slots < 1
          || maxScheduleSamples < 1) {
        throw new IllegalArgumentException(
            "every limit of a stimulator is at least 1, and its amplitude at least one step");
      }
    }

    /** 5 µA in steps of 10 nA, 4 nC a phase, 200 Hz, trains of 256, 16 slots, 10 s ahead. */
    public static StimulatorSpec defaults() {
      return new StimulatorSpec(32, 5_000, 10, 4_000, 200, 256, 16, 300_000);
    }
  }

  public ArraySpec {
    DeviceSpec.checkName(name);
    sites = List.copyOf(sites);
    if (samplesPerSecond < 1_000 || samplesPerSecond > 100_000) {
      throw new IllegalArgumentException(
          "array '"
              + name
              + "' samples at "
              + samplesPerSecond
              + " Hz; 1000 to 100000 are possible");
    }
    if (sites.isEmpty() || sites.size() > 1_024) {
      throw new IllegalArgumentException(
          "array '" + name + "' has " + sites.size() + " electrodes; 1 to 1024 are possible");
    }
  }

  /** Four sites of eight electrodes, each around its own organoid: 30 kHz, 0.195 µV a count. */
  public static ArraySpec fourByEight(String name, Tissue tissue) {
    List<Position> sites = new ArrayList<>();
    for (int site = 0; site < 4; site++) {
      for (int electrode = 0; electrode < 8; electrode++) {
        sites.add(new Position(site * 4_000 + electrode % 4 * 200, electrode / 4 * 400));
      }
    }
    return of(name, sites, tissue);
  }

  /** A grid of {@code columns} × {@code rows} electrodes, 200 µm apart. */
  public static ArraySpec grid(String name, int columns, int rows, Tissue tissue) {
    List<Position> sites = new ArrayList<>();
    for (int i = 0; i < columns * rows; i++) {
      sites.add(new Position(i % columns * 200, i / columns * 200));
    }
    return of(name, sites, tissue);
  }

  private static ArraySpec of(String name, List<Position> sites, Tissue tissue) {
    return new ArraySpec(name, 30_000, 195, sites, true, StimulatorSpec.defaults(), tissue);
  }

  int channels() {
    return sites.size();
  }

  /** At most 512, and no more than {@value #MAX_MARKS} pulses can begin in. */
  int maxSamplesPerBlock() {
    int marked = MAX_MARKS * samplesPerSecond / stimulator.maxPulsesPerSecond();
    return Math.min(Math.min(512, marked), MAX_DATA_BYTES / (2 * channels()));
  }
}
