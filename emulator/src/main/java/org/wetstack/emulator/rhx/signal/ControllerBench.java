package org.wetstack.emulator.rhx.signal;

import java.util.List;
import org.wetstack.emulator.World;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/** What can be done to an emulated Intan controller, and seen of it, on the bench. Thread-safe. */
public final class ControllerBench {

  private static final int MAX_LOST = 10_000_000;
  private static final double VOLTS_PER_CODE = 312.5e-6;
  private static final double VOLTS_PER_USB2_CODE = 50.354e-6;
  private static final int MID = 32_768;

  private final World world;
  private final State state;
  private final Acquisition acquisition;
  private final AmplifiedTissue tissue;

  ControllerBench(World world, State state, Acquisition acquisition, AmplifiedTissue tissue) {
    this.world = world;
    this.state = state;
    this.acquisition = acquisition;
    this.tissue = tissue;
  }

  /** What an analog input of {@code state}'s controller reads at {@code volts}. */
  static int analogCode(State state, double volts) {
    boolean unsigned = state.controller() == Controller.RECORD_USB2;
    long code =
        unsigned
            ? Math.round(volts / VOLTS_PER_USB2_CODE)
            : Math.round(volts / VOLTS_PER_CODE) + MID;
    return (int) Math.max(0, Math.min(0xFFFF, code));
  }

  /**
   * Loses {@code frames} on the way from the controller: the data goes on behind a gap in its
   * timestamps.
   */
  public void loseUsb(int frames) {
    if (frames < 0 || frames > MAX_LOST) {
      throw new IllegalArgumentException(
          "0 to " + MAX_LOST + " frames can be lost at once, not " + frames);
    }
    world.run(() -> acquisition.lose(frames));
  }

  /** Fills the controller's buffer, so that the program ends acquisition by itself. */
  public void overrun() {
    world.run(acquisition::overrun);
  }

  /** Pulls the headstage off {@code port}: its words become all ones, as of an open input. */
  public void unplug(char port) {
    world.run(() -> acquisition.chips().plug(checked(port), false));
  }

  /** Plugs the headstage in again. */
  public void plugIn(char port) {
    world.run(() -> acquisition.chips().plug(checked(port), true));
  }

  private char checked(char port) {
    if (state.port(String.valueOf(port)).isEmpty()) {
      throw new IllegalArgumentException(
          state.controller().type() + " has no port " + port + "; ports are letters from A");
    }
    return Character.toUpperCase(port);
  }

  /** Sets digital input {@code line}, counted from 0, from this moment on. */
  public void digitalInput(int line, boolean high) {
    world.run(() -> acquisition.inputs().digital(acquisition.frameNow(), line, high));
  }

  /** Sets analog input {@code line}, counted from 0, from this moment on. */
  public void analogInput(int line, double volts) {
    world.run(
        () -> acquisition.inputs().analog(acquisition.frameNow(), line, analogCode(state, volts)));
  }

  /**
   * A spike on {@code channel}, with its trough at {@code timestamp} of this run, which the program
   * must not have read yet.
   */
  public void injectSpike(String channel, long timestamp) {
    Channel named =
        state
            .channel(channel)
            .filter(each -> each.kind() == SignalKind.AMPLIFIER)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'" + channel + "' is no amplifier channel; one is called A-000"));
    world.run(() -> tissue.injectSpike(named.index(), acquisition.tissueSample(timestamp)));
  }

  /** The latest 10,000 pulses that have ended, oldest first. */
  public List<Pulse> pulses() {
    return world.ask(
        () -> {
          Stimulators all = acquisition.stimulators();
          return all == null ? List.of() : all.history().kept();
        });
  }

  /** How many pulses have ever ended. */
  public long totalPulses() {
    return world.ask(
        () -> {
          Stimulators all = acquisition.stimulators();
          return all == null ? 0L : all.history().total();
        });
  }

  /** The newest sample that the program has read; -1 while nothing runs. */
  public long timestamp() {
    return world.ask(acquisition::timestamp);
  }
}
