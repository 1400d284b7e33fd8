package org.wetstack.emulator.newera;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.hal.spi.Timebase;

/** The buzzer, which can be asked whether it sounds. */
final class Buzzer {

  private static final Duration BEEP = Duration.ofMillis(500);

  private final World world;
  private boolean sounding;
  private Timebase.@Nullable Timer timer;

  Buzzer(World world) {
    this.world = world;
  }

  boolean sounding() {
    return sounding;
  }

  /** Sounds until it is silenced. */
  void sound() {
    silence();
    sounding = true;
  }

  /** Beeps so many times; until it is silenced with 0. */
  void beep(int times) {
    sound();
    if (times > 0) {
      timer = world.after(BEEP.multipliedBy(times), this::silence);
    }
  }

  void silence() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    sounding = false;
  }
}
