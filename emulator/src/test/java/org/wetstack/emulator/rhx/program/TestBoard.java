package org.wetstack.emulator.rhx.program;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.World;
import org.wetstack.emulator.rhx.Board;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.emulator.rhx.state.State;

/** A controller that counts samples and notes what it is told. */
final class TestBoard implements Board {

  /** Armed, the demonstration finds its trigger within a second. */
  private static final Duration TRIGGER = Duration.ofSeconds(1);

  private final World world;
  private final State state;
  private final List<String> told = new ArrayList<>();
  private long begunNanos = -1;

  TestBoard(World world, State state) {
    this.world = world;
    this.state = state;
    uploadBandwidth();
    told.clear();
  }

  /** What it was told since this was last asked. */
  List<String> told() {
    List<String> all = List.copyOf(told);
    told.clear();
    return all;
  }

  @Override
  public void begin() {
    told.add("begin " + state.mode());
    begunNanos = world.nanos();
    if (state.mode() == RunMode.TRIGGER) {
      long run = begunNanos;
      world.after(TRIGGER, () -> state.writing(begunNanos == run));
    }
  }

  @Override
  public void end() {
    told.add("end");
    begunNanos = -1;
  }

  @Override
  public long timestamp() {
    if (begunNanos < 0) {
      return -1;
    }
    double samples = (world.nanos() - begunNanos) * 1e-9 * state.setup().sampleRate();
    long blocks = (long) (samples / 128);
    return blocks * 128 - 1;
  }

  @Override
  public void key(int key, boolean down) {
    told.add("key " + key + (down ? " down" : " up"));
  }

  @Override
  public void uploadStimulation(Channel channel) {
    told.add("stimulation " + channel.nativeName());
  }

  /** Knows the two settings that the transcripts use. */
  @Override
  public void uploadBandwidth() {
    told.add("bandwidth");
    Items globals = state.globals();
    boolean wide = globals.get("DesiredUpperBandwidthHertz").number() == 7500;
    globals.get("ActualUpperBandwidthHertz").force(wide ? 7603.77 : 4985.38);
    globals.get("ActualLowerBandwidthHertz").force(0.0945291);
  }

  @Override
  public void uploadAmpSettle() {
    told.add("amp settle");
  }

  @Override
  public void uploadChargeRecovery() {
    told.add("charge recovery");
  }

  @Override
  public void parameterChanged() {}

  @Override
  public void outputsChanged() {
    told.add("outputs");
  }

  @Override
  public double noiseMicrovolts(Channel channel) {
    return 10 + channel.index();
  }

  @Override
  public Duration measureImpedances() {
    told.add("impedances");
    return Duration.ofMillis(2_450);
  }
}
