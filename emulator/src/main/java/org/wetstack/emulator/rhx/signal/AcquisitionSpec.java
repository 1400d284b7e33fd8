package org.wetstack.emulator.rhx.signal;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Preparation;

/**
 * What is at the far end of the controller's cables, and how the program behaves that reads it.
 *
 * @param preparation with one electrode for each amplifier channel, or one if there are none, at
 *     the controller's sampling rate
 * @param chips what its amplifiers do, and how far its stimulators reach
 * @param measuresImpedances whether impedances are those of the preparation's electrodes; otherwise
 *     they are what a demonstration shows
 * @param firstStreamMultiple the first stream of a program begins at a multiple of so many samples;
 *     0 if it begins with the run as all others do
 * @param lateRepeats whether the period of a pulse train is one sample longer than was set, as the
 *     published logic of a controller suggests and nobody has measured
 * @param demonstratesInputs whether the first two digital and analog inputs show what they show in
 *     the program's demonstration, where nothing is connected: squares of 1 and 0.1 Hz, and sines
 *     of 10 and 100 Hz. They are seen in the data and by recordings that wait for a trigger, but
 *     start no stimulation
 */
public record AcquisitionSpec(
    Preparation preparation,
    ChipParameters chips,
    boolean measuresImpedances,
    int firstStreamMultiple,
    boolean lateRepeats,
    boolean demonstratesInputs) {

  /** Of all Intan amplifiers. */
  public static final int NANOVOLTS_PER_COUNT = 195;

  private static final int OBSERVED_MULTIPLE = 1_000;
  private static final int COLUMNS = 16;

  public AcquisitionSpec {
    if (firstStreamMultiple < 0 || firstStreamMultiple > 100_000) {
      throw new IllegalArgumentException(
          "the first stream begins at a multiple of 0 to 100000 samples, not "
              + firstStreamMultiple);
    }
  }

  /** As the program was observed, with {@code preparation}, behind flat amplifiers. */
  public static AcquisitionSpec observed(Preparation preparation) {
    return new AcquisitionSpec(
        preparation, ChipParameters.flat(), false, OBSERVED_MULTIPLE, false, false);
  }

  /** The same, whose impedances are those of the preparation's electrodes if {@code so}. */
  public AcquisitionSpec measuring(boolean so) {
    return new AcquisitionSpec(
        preparation, chips, so, firstStreamMultiple, lateRepeats, demonstratesInputs);
  }

  /** The same, whose inputs are those of the program's demonstration if {@code so}. */
  public AcquisitionSpec demonstratingInputs(boolean so) {
    return new AcquisitionSpec(
        preparation, chips, measuresImpedances, firstStreamMultiple, lateRepeats, so);
  }

  /** The same behind the amplifiers of the chips. */
  public AcquisitionSpec filtered() {
    return new AcquisitionSpec(
        preparation,
        ChipParameters.usual(),
        measuresImpedances,
        firstStreamMultiple,
        lateRepeats,
        demonstratesInputs);
  }

  /**
   * Electrodes for all amplifier channels of {@code state}, or one if there are none, on a grid 16
   * electrodes wide.
   *
   * @param pitchMicrometers from one electrode to the next
   */
  public static Dish dish(State state, int pitchMicrometers) {
    int channels = state.channels(SignalKind.AMPLIFIER).size();
    List<Dish.Place> places = new ArrayList<>();
    for (int i = 0; i < Math.max(1, channels); i++) {
      places.add(new Dish.Place(i % COLUMNS * pitchMicrometers, i / COLUMNS * pitchMicrometers));
    }
    return new Dish((int) state.setup().sampleRate(), NANOVOLTS_PER_COUNT, places);
  }
}
