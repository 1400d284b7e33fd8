package org.wetstack.emulator.rhx.signal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.emulator.rhx.state.SignalKind;

/** A real program keeps up with 256 channels at 30 kS/s; so must this one, on one core. */
class PaceTest {

  @ParameterizedTest
  @CsvSource({"64, wide", "128, wide", "256, wide", "64, high", "256, high"})
  void aSecondOfSamplesTakesLessThanASecond(int channels, String bands) {
    var setup =
        new Setup(
            Controller.RECORD_USB3,
            30_000,
            "Min",
            channels <= 128 ? Map.of('A', channels) : Map.of('A', 128, 'B', channels - 128),
            true);
    var program = new Program(setup, false);
    for (Channel channel : program.state.channels(SignalKind.AMPLIFIER)) {
      program.output(channel.nativeName(), "");
      if (bands.equals("high")) {
        program.output(channel.nativeName(), "Spike");
      }
    }
    program.run();
    program.pass(2_000);
    program.waveforms.bytes.reset();
    long start = System.nanoTime();
    program.pass(3_000);
    double share = (System.nanoTime() - start) / 3e9;
    assertTrue(share < 1, channels + " channels take " + share + " of a core");
  }

  @Test
  void norDoesItWhileAllStimulatorsWaitForTheirTrigger() {
    var controller = Controller.STIM_RECORD;
    var setup =
        new Setup(controller, 30_000, "1", Map.of('A', 32, 'B', 32, 'C', 32, 'D', 32), true);
    var program = new Program(setup, false);
    for (Channel channel : program.state.channels(SignalKind.AMPLIFIER)) {
      program.set(channel.nativeName(), "StimEnabled", true);
      program.output(channel.nativeName(), "Stim");
      program.world.run(() -> program.acquisition.uploadStimulation(channel));
    }
    program.run();
    program.pass(1_000);
    program.waveforms.bytes.reset();
    long start = System.nanoTime();
    program.pass(3_000);
    double share = (System.nanoTime() - start) / 3e9;
    assertTrue(share < 1, "takes " + share + " of a core");
  }
}
