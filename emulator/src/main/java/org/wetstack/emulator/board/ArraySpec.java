package org.wetstack.emulator.board;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.headstage.Headstages;
import org.wetstack.emulator.tissue.Preparation;

/**
 * An electrode array and what it is in. The stimulator's tick is one sample. Behind its electrodes
 * are RHS2116 chips if it stimulates, else RHD2132.
 *
 * @param samplesPerSecond 1000 to 30000
 * @param sites positions in channel order, 1 to 1024
 * @param stimulates whether it can stimulate
 * @param chips what differs from chip to chip, and whether amplifiers filter; {@link
 *     ChipParameters#flat} shows saline as it is
 * @param preparation with as many electrodes
 */
public record ArraySpec(
    String name,
    int samplesPerSecond,
    List<Position> sites,
    boolean stimulates,
    StimulatorSpec stimulator,
    ChipParameters chips,
    Preparation preparation)
    implements DeviceSpec {

  private static final int MAX_DATA_BYTES = 61_440;
  private static final int MAX_MARKS = 16;

  /** Where an electrode is. */
  public record Position(int xMicrometers, int yMicrometers) {}

  /**
   * Limits of a stimulator; see StimulatorDescription in firmware.proto.
   *
   * @param maxAmplitudeNanoamps at most 255 steps: a magnitude has 8 bits
   * @param stepNanoamps 10, 20, 50, 100, 200, 500, 1000, 2000, 5000 or 10000, of the chips
   */
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
      if (!Headstages.stepsNanoamps().contains(stepNanoamps)) {
        throw new IllegalArgumentException(
            "no chip has steps of "
                + stepNanoamps
                + " nA: choose one of "
                + Headstages.stepsNanoamps());
      }
      if (maxAmplitudeNanoamps > Headstages.MAX_STEPS * stepNanoamps) {
        throw new IllegalArgumentException(
            maxAmplitudeNanoamps
                + " nA are more than the "
                + Headstages.MAX_STEPS
                + " steps that chips have, of "
                + stepNanoamps
                + " nA: choose larger steps");
      }
    }

    /** 5 µA in steps of 20 nA, 4 nC a phase, 200 Hz, trains of 256, 16 slots, 10 s ahead. */
    public static StimulatorSpec defaults() {
      return new StimulatorSpec(32, 5_000, 20, 4_000, 200, 256, 16, 300_000);
    }
  }

  public ArraySpec {
    DeviceSpec.checkName(name);
    sites = List.copyOf(sites);
    if (samplesPerSecond < 1_000 || samplesPerSecond > Headstages.MAX_SAMPLES_PER_SECOND) {
      throw new IllegalArgumentException(
          "array '"
              + name
              + "' samples at "
              + samplesPerSecond
              + " Hz; 1000 to 30000 are possible");
    }
    if (sites.isEmpty() || sites.size() > 1_024) {
      throw new IllegalArgumentException(
          "array '" + name + "' has " + sites.size() + " electrodes; 1 to 1024 are possible");
    }
    if (preparation.electrodes() != sites.size()) {
      throw new IllegalArgumentException(
          "array '"
              + name
              + "' has "
              + sites.size()
              + " electrodes, and what it is in has "
              + preparation.electrodes()
              + ": give both the same");
    }
  }

  /** Four sites of eight electrodes, each around its own organoid: 30 kHz, 0.195 µV a count. */
  public static ArraySpec fourByEight(String name, Preparation preparation) {
    return organoids(name, 4, preparation);
  }

  /** So many sites of eight electrodes, each around its own organoid, 4 mm apart. */
  public static ArraySpec organoids(String name, int count, Preparation preparation) {
    List<Position> sites = new ArrayList<>();
    for (int site = 0; site < count; site++) {
      for (int electrode = 0; electrode < 8; electrode++) {
        sites.add(new Position(site * 4_000 + electrode % 4 * 200, electrode / 4 * 400));
      }
    }
    return of(name, sites, preparation);
  }

  /** A grid of {@code columns} × {@code rows} electrodes, 200 µm apart. */
  public static ArraySpec grid(String name, int columns, int rows, Preparation preparation) {
    List<Position> sites = new ArrayList<>();
    for (int i = 0; i < columns * rows; i++) {
      sites.add(new Position(i % columns * 200, i / columns * 200));
    }
    return of(name, sites, preparation);
  }

  /** Flat amplifiers where there is nothing to filter. */
  private static ArraySpec of(String name, List<Position> sites, Preparation preparation) {
    return new ArraySpec(
        name,
        30_000,
        sites,
        true,
        StimulatorSpec.defaults(),
        preparation instanceof QuietTissue ? ChipParameters.flat() : ChipParameters.usual(),
        preparation);
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
