package org.wetstack.app.facade;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.wetstack.emulator.rhx.signal.AcquisitionSpec;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.units.Current;

/** The controller that an RHX program would have for an array. */
public final class Setups {

  /** Chips have so many; those beyond the electrodes of an array show 0 V. */
  private static final int CHIP_CHANNELS = 16;

  private Setups() {}

  /**
   * The controller for {@code array}: one that stimulates if that does.
   *
   * @throws IllegalArgumentException if there is none for its rate, scale, channels or current step
   */
  static Setup of(ElectrodeArray array) {
    ArrayLayout layout = array.layout();
    boolean stimulates = array.stimulator().isPresent();
    Controller controller = stimulates ? Controller.STIM_RECORD : Controller.RECORD_USB3;
    require(
        layout.nanovoltsPerCount() == AcquisitionSpec.NANOVOLTS_PER_COUNT,
        "counts in " + layout.nanovoltsPerCount() + " nV",
        AcquisitionSpec.NANOVOLTS_PER_COUNT + " nV");
    int most = controller.ports() * controller.channelsPerPort();
    require(layout.channels() <= most, "has " + layout.channels() + " channels", "at most " + most);
    require(
        controller.sampleRates().contains(layout.samplesPerSecond()),
        "has " + layout.samplesPerSecond() + " samples per second",
        "one of " + controller.sampleRates());
    String step =
        array.stimulator().map(stimulator -> step(stimulator.limits().step())).orElse("Min");
    require(
        Setup.STIM_STEPS.contains(step),
        "drives currents in steps of " + step + " µA",
        "one of " + Setup.STIM_STEPS);
    return new Setup(
        controller,
        layout.samplesPerSecond(),
        step,
        ports(layout.channels(), controller.channelsPerPort()),
        true);
  }

  private static void require(boolean fulfilled, String array, String rhx) {
    if (!fulfilled) {
      throw new IllegalArgumentException(
          "this array " + array + ", and RHX tells of " + rhx + ": no RHX can stand for it");
    }
  }

  private static String step(Current step) {
    return BigDecimal.valueOf(step.nanoamps(), 3).stripTrailingZeros().toPlainString();
  }

  /** So many channels on ports from A on, whole chips each. */
  public static Map<Character, Integer> ports(int channels, int channelsPerPort) {
    Map<Character, Integer> ports = new TreeMap<>();
    for (int from = 0; from < channels; from += channelsPerPort) {
      char letter = (char) ('A' + from / channelsPerPort);
      int left = Math.min(channelsPerPort, channels - from);
      ports.put(letter, (left + CHIP_CHANNELS - 1) / CHIP_CHANNELS * CHIP_CHANNELS);
    }
    return ports;
  }
}
