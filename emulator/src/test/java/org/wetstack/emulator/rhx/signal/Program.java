package org.wetstack.emulator.rhx.signal;

import java.time.Duration;
import org.wetstack.emulator.World;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.culture.Culture;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.emulator.rhx.state.State;
import org.wetstack.hal.spi.VirtualTimebase;

/** A program with its clients, in virtual time. */
final class Program {
  final VirtualTimebase time = new VirtualTimebase();
  final World world;
  private static final long CULTURE = new World(new VirtualTimebase(), 7, 1).seedFor("dish");
  private static final Profile HEARD_EVERYWHERE =
      Profile.usual().with(Profile.usual().recording().withDeafShare(0));

  final Sink waveforms = new Sink();
  final Sink spikes = new Sink();
  final State state;
  final Acquisition acquisition;
  int selfStops;

  Program(Setup setup, boolean late) {
    this(setup, late, false);
  }

  Program(Setup setup, boolean late, boolean demonstratesInputs) {
    this(setup, late, demonstratesInputs, ChipParameters.flat(), 7);
  }

  private Program(
      Setup setup, boolean late, boolean demonstratesInputs, ChipParameters chips, long seed) {
    world = new World(time, seed, 1);
    state = new State(setup);
    var observed =
        AcquisitionSpec.observed(
            new Culture(CULTURE, HEARD_EVERYWHERE, AcquisitionSpec.dish(state, 100)));
    acquisition =
        new Acquisition(
            world,
            state,
            new AcquisitionSpec(
                observed.preparation(), chips, false, late ? 1_000 : 0, false, demonstratesInputs),
            waveforms,
            spikes,
            this::overrun);
  }

  private void overrun() {
    selfStops++;
    stop();
  }

  /** Behind amplifiers that filter. */
  static Program filtered() {
    return new Program(Setup.demo(Controller.STIM_RECORD), false, false, ChipParameters.usual(), 7);
  }

  /** With the same culture behind amplifiers whose noise follows from {@code seed}. */
  static Program noisy(long seed) {
    ChipParameters chips = ChipParameters.usual().with(0, 2_400);
    return new Program(Setup.demo(Controller.STIM_RECORD), false, false, chips, seed);
  }

  static Program stim() {
    return new Program(Setup.demo(Controller.STIM_RECORD), false);
  }

  void set(String channel, String parameter, Object value) {
    var item = state.channel(channel).orElseThrow().items().get(parameter);
    if (value instanceof Boolean truth) {
      item.force(truth);
    } else if (value instanceof Number number) {
      item.force(number.doubleValue());
    } else {
      item.force(value.toString());
    }
  }

  void blocksPerWrite(int blocks) {
    state.globals().get("TCPNumberDataBlocksPerWrite").force(blocks);
  }

  void run() {
    world.run(
        () -> {
          state.mode(RunMode.RUN);
          acquisition.begin();
        });
  }

  void stop() {
    world.run(
        () -> {
          state.mode(RunMode.STOP);
          acquisition.end();
        });
  }

  void pass(int millis) {
    time.advance(Duration.ofMillis(millis));
  }

  void output(String channel, String band) {
    set(channel, "TCPDataOutputEnabled" + band, true);
    world.run(acquisition::outputsChanged);
  }
}
