package org.wetstack.emulator.headstage;

/**
 * What the outputs of one RHS2116 are to do, and what it has been told of that. Whatever differs is
 * written: magnitudes whenever there is room, as they wait in buffers; switches all in one frame,
 * of which the last write makes them act at once.
 */
final class Outputs {

  /** Amplifiers first and currents last, which must not flow before the rest is written. */
  private static final int[] SWITCHES = {
    Rhs2116Commands.SETTLE, Rhs2116Commands.DISCHARGE, Rhs2116Commands.POSITIVE, Rhs2116Commands.ON
  };

  private static final int LAST = SWITCHES.length - 1;
  private static final int MAGNITUDES = 32;

  private final int[] wanted = new int[SWITCHES.length];
  private final int[] told = new int[SWITCHES.length];
  private final int[] wantedSteps = new int[MAGNITUDES];
  private final int[] toldSteps = new int[MAGNITUDES];
  private int differing;
  private boolean switching;
  private boolean latching;
  private boolean forget;

  /** The chip has been told that everything is off, and no current is set. */
  void reset() {
    for (int i = 0; i < SWITCHES.length; i++) {
      wanted[i] = 0;
      told[i] = 0;
    }
    for (int i = 0; i < MAGNITUDES; i++) {
      wantedSteps[i] = 0;
      toldSteps[i] = 0;
    }
    differing = 0;
    switching = false;
    latching = false;
    forget = false;
  }

  /** The current that {@code channel} is to have when it is switched on. */
  void magnitude(int channel, boolean anodic, int steps) {
    int at = at(channel, anodic);
    wantedSteps[at] = steps;
    if (steps == toldSteps[at]) {
      differing &= ~(1 << at);
    } else {
      differing |= 1 << at;
    }
  }

  /** Currents that wait for a write are not wanted any more. */
  void forgetMagnitudes() {
    for (; differing != 0; differing &= differing - 1) {
      int at = Integer.numberOfTrailingZeros(differing);
      wantedSteps[at] = toldSteps[at];
    }
  }

  /** Whether a write is needed before {@code channel} can have that current. */
  boolean differs(int channel, boolean anodic, int steps) {
    return toldSteps[at(channel, anodic)] != steps;
  }

  private static int at(int channel, boolean anodic) {
    return anodic ? 16 + channel : channel;
  }

  /** Current through {@code channel} from the next sample on: -1 cathodic, 1 anodic, 0 none. */
  void drive(int channel, int sign) {
    if (sign != 0) {
      // Perhaps only the magnitude is another: that too needs a write that makes it act.
      latching |= (told[LAST] >> channel & 1) != 0;
      switching |= latching;
      want(LAST - 1, channel, sign > 0);
    }
    want(LAST, channel, sign != 0);
  }

  void settle(int channel, boolean so) {
    want(0, channel, so);
  }

  void discharge(int channel, boolean so) {
    want(1, channel, so);
  }

  /** With the next switch the compliance monitor is cleared. */
  void forgetCompliance() {
    forget = true;
  }

  private void want(int which, int channel, boolean so) {
    wanted[which] = so ? wanted[which] | 1 << channel : wanted[which] & ~(1 << channel);
    switching |= wanted[which] != told[which];
  }

  /** Whether anything has to be written. */
  boolean waiting() {
    return switching || differing != 0;
  }

  /**
   * Puts into the free slots of {@code port}, which are all, what can be written in this frame. All
   * switches fit, and come after the magnitudes.
   */
  void write(Port port) {
    if (!waiting()) {
      return;
    }
    int changes = 0;
    for (int i = 0; i < SWITCHES.length; i++) {
      changes += wanted[i] != told[i] ? 1 : 0;
    }
    boolean again = latching && changes == 0;
    changes += again ? 1 : 0;
    int room = port.auxFree() - changes;
    for (; room > 0 && differing != 0; room--) {
      int at = Integer.numberOfTrailingZeros(differing);
      differing &= differing - 1;
      toldSteps[at] = wantedSteps[at];
      int first = at < 16 ? Rhs2116Commands.CATHODIC : Rhs2116Commands.ANODIC - 16;
      port.write(first + at, Rhs2116Commands.TRIM | wantedSteps[at], 0);
    }
    for (int i = 0; i < SWITCHES.length; i++) {
      if (wanted[i] != told[i] || (again && i == LAST)) {
        changes--;
        told[i] = wanted[i];
        port.write(SWITCHES[i], wanted[i], changes == 0 ? flags() : 0);
      }
    }
    switching = false;
    latching = false;
  }

  private int flags() {
    int flags = forget ? Rhs2116Commands.U | Rhs2116Commands.M : Rhs2116Commands.U;
    forget = false;
    return flags;
  }
}
