package org.wetstack.emulator.rhx.state;

/**
 * One channel. Its parameters say whether it is enabled, sent and stimulated.
 *
 * @param nativeName such as {@code A-010} or {@code DIGITAL-IN-03}
 * @param index among all channels of its kind in the program, from 0, in the order of the groups
 * @param nativeOrder within its group, from 0
 * @param stream of the board; 0 for lines of the controller itself
 * @param chipChannel on its chip
 */
public record Channel(
    String nativeName,
    SignalKind kind,
    int index,
    int nativeOrder,
    int stream,
    int chipChannel,
    Items items) {

  /** Whether it is saved to disk. */
  public boolean enabled() {
    return items.get("Enabled").isTrue();
  }

  /** Whether {@code band} of it is sent on the waveform socket. */
  public boolean sends(Band band) {
    return items.find(band.parameter()).map(Item::isTrue).orElse(false);
  }

  /** What of a channel can be sent; all but {@link #WIDE} only of amplifier channels. */
  public enum Band {
    WIDE(""),
    LOW("Low"),
    HIGH("High"),
    SPIKE("Spike"),
    DC("DC"),
    STIM("Stim");

    private final String suffix;

    Band(String suffix) {
      this.suffix = suffix;
    }

    /** Name of the parameter that switches it. */
    public String parameter() {
      return "TCPDataOutputEnabled" + suffix;
    }
  }
}
