package org.wetstack.emulator.harp;

import java.time.Duration;
import java.util.List;
import org.wetstack.emulator.World;

/**
 * What a Harp device does beyond what all of them do. Called under the world's lock. A device that
 * only has registers implements the first method.
 */
public interface HarpApplication {

  /** Its registers: addresses from 32 on, without gaps. */
  List<Register> registers();

  /** Puts the defaults into its registers. */
  default void reset() {}

  /** Has booted: the registers hold the defaults, or what was saved. */
  default void started(Core core) {}

  /** Has lost its power, or is about to boot anew. */
  default void stopped() {}

  /** A second of the device's clock begins. */
  default void newSecond() {}

  /** What the core does for an application. */
  interface Core {

    World world();

    /** Tells hosts of {@code register}, if the device is active. */
    default void event(Register register) {
      event(register, Duration.ZERO);
    }

    /** The same of something that happened {@code ago}, in the world's time. */
    void event(Register register, Duration ago);
  }
}
