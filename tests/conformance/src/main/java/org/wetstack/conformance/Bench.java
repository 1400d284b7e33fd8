package org.wetstack.conformance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.units.Volume;

/**
 * What a test can do to an instrument, and see of it, other than through its driver. Everything is
 * optional: a real instrument on a table may have none of it.
 */
public interface Bench {

  /** A bench with nothing on it. */
  Bench NOTHING = new Bench() {};

  default Optional<Power> power() {
    return Optional.empty();
  }

  default Optional<Wire> wire() {
    return Optional.empty();
  }

  /** Present where the link may lose what it carries: serial, MQTT. */
  default Optional<LossyWire> lossyWire() {
    return Optional.empty();
  }

  /** Present where the link may deliver twice: MQTT. */
  default Optional<RepeatingWire> repeatingWire() {
    return Optional.empty();
  }

  /** Present where a test can speak on the wire itself. */
  default Optional<StrayWire> strayWire() {
    return Optional.empty();
  }

  default Optional<Beaker> beaker() {
    return Optional.empty();
  }

  default Optional<Outlet> outlet() {
    return Optional.empty();
  }

  default Optional<Photodiode> photodiode() {
    return Optional.empty();
  }

  default Optional<Heater> heater() {
    return Optional.empty();
  }

  default Optional<Scope> scope() {
    return Optional.empty();
  }

  default Optional<Probe> probe() {
    return Optional.empty();
  }

  /** The instrument's mains plug. */
  interface Power {
    /** Off and on again. Returns when the instrument can be opened anew. */
    void cycle();
  }

  /** The cable between host and instrument. */
  interface Wire {
    /** Breaks the link so that the host notices at once. A link opened later works. */
    void cut();

    /** Lets nothing pass either way while the link looks healthy. A link opened later works. */
    void silence();

    /** Delays everything on its way to the host by {@code delay} from now on; zero ends it. */
    void lag(Duration delay);
  }

  /** A cable that loses what it carries. */
  interface LossyWire {
    /** Loses the next {@code pieces} pieces on their way to the host. */
    void loseToHost(int pieces);

    /** Loses the next {@code pieces} pieces on their way to the instrument. */
    void loseToDevice(int pieces);
  }

  /** A cable that delivers twice. */
  interface RepeatingWire {
    /** Whether everything is delivered twice, both ways, from now on. */
    void repeat(boolean on);
  }

  /** A cable onto which something else speaks, as a program that opens the wrong port does. */
  interface StrayWire {
    /** Puts {@code bytes} between those on their way to the host. */
    void strayToHost(byte[] bytes);

    /** Puts {@code bytes} between those on their way to the instrument. */
    void strayToDevice(byte[] bytes);
  }

  /** What stands under the pump's outlet. */
  interface Beaker {
    /** All that ever came out of this pump. */
    Volume volume();
  }

  /** The end of the pump's tube. */
  interface Outlet {
    /** Clamps the tube. */
    void occlude();

    /** Opens the clamp. */
    void free();
  }

  /** What is held before the light. */
  interface Photodiode {
    /** Every flash that shone since the subject was made, in order of time. */
    List<Shine> shines();
  }

  /**
   * One flash as it shone.
   *
   * @param operation if the bench can know it
   * @param lit for how long; empty while it shines
   */
  record Shine(
      Optional<OperationId> operation,
      org.wetstack.hal.units.Power power,
      Optional<Duration> lit) {}

  /** What makes the light find a fault in itself. */
  interface Heater {
    /** Makes it too hot to shine. */
    void overheat();

    /** Lets it cool down. */
    void cool();
  }

  /** An oscilloscope on the array's stimulation outputs. */
  interface Scope {
    /** Every pulse that was played since the subject was made, in order of time. */
    List<Pulse> pulses();
  }

  /**
   * One pulse as it was played.
   *
   * @param operation if the scope can know it: foreign instruments do not name what they play
   * @param sample of the instrument's counter, during which the first phase began
   */
  record Pulse(Optional<OperationId> operation, long sample) {}

  /** A signal source at the electrodes. */
  interface Probe {
    /** Puts a spike on {@code electrode} with its trough at {@code sample}, yet to come. */
    void spike(int electrode, long sample);
  }
}
