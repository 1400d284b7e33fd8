package org.wetstack.drivers.intanrhx;

import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Receipt;

/**
 * Finds in the STIM words when pulses began. Of a word, bits 0 to 7 tell the magnitude while
 * current flows, and bit 15 that the output could not deliver it; the others differ between idle
 * instruments. One sample of the stream is one tick of the stimulator. Lives on the waveform link's
 * thread, but for {@link #expect}.
 */
final class PulseWatch {

  private static final int MAGNITUDE = 0x00ff;
  private static final int COMPLIANCE = 0x8000;
  // No train of RHX pauses for longer: its registers count to this.
  private static final int LONGEST_PERIOD_TICKS = 65_535;

  private final Session session;
  private final FrameLayout layout;
  private final String device;
  private final PulseMarks marks;
  private final long calmNanos;
  private volatile @Nullable Flight expected;
  private @Nullable Flight unreported;
  private long quietComplianceUntil;
  private long quietForeignUntil;
  private volatile boolean foreign;
  private volatile long foreignNanos;

  PulseWatch(Session session, FrameLayout layout, String device, PulseMarks marks) {
    this.session = session;
    this.layout = layout;
    this.device = device;
    this.marks = marks;
    this.calmNanos = LONGEST_PERIOD_TICKS * 1_000_000_000L / layout.samplesPerSecond();
  }

  /** Whether a train that this session did not ask for may be playing. */
  boolean foreign() {
    return foreign && session.time().nanoTime() - foreignNanos < calmNanos;
  }

  /** A new run: whatever played has ended with the one before. */
  void calm() {
    foreign = false;
  }

  /** Whose pulses are to be seen from now on; null for nobody's. */
  void expect(@Nullable Flight flight) {
    expected = flight;
  }

  /** Looks at the frame of {@code sample}, which begins at byte {@code at} of {@code frames}. */
  void look(byte[] frames, int at, long sample) {
    int any = 0;
    for (int offset : layout.stimulusOffsets()) {
      any |= word(frames, at + offset);
    }
    if ((any & MAGNITUDE) != 0) {
      current(frames, at, sample);
    }
    if ((any & COMPLIANCE) != 0 && sample >= quietComplianceUntil) {
      quietComplianceUntil = sample + layout.samplesPerSecond();
      session
          .callbacks()
          .alarm(
              device,
              "compliance",
              "the stimulator could not deliver its current on "
                  + names(frames, at, COMPLIANCE)
                  + " at sample "
                  + sample
                  + ": the electrode's impedance is too high, and the charge may not be balanced");
    }
  }

  private void current(byte[] frames, int at, long sample) {
    Flight flight = expected;
    if (flight != null && !flight.begun() && drivesAny(flight, frames, at)) {
      flight.begin(sample);
      unreported = flight;
    }
    if (flight != null && flight.begun() && flight.drives(sample)) {
      if (flight.pulseAt(sample)) {
        marks.add(sample, flight.operation.value());
      }
      return;
    }
    foreignNanos = session.time().nanoTime();
    foreign = true;
    if (sample >= quietForeignUntil) {
      quietForeignUntil = sample + layout.samplesPerSecond();
      session
          .callbacks()
          .alarm(
              device,
              "foreign-stimulus",
              "current on "
                  + names(frames, at, MAGNITUDE)
                  + " at sample "
                  + sample
                  + " that this session did not ask for: does somebody press keys in RHX?");
    }
  }

  private static boolean drivesAny(Flight flight, byte[] frames, int at) {
    int any = 0;
    for (int offset : flight.offsets()) {
      any |= word(frames, at + offset);
    }
    return (any & MAGNITUDE) != 0;
  }

  private String names(byte[] frames, int at, int bits) {
    var names = new StringBuilder();
    for (int i = 0; i < layout.stimulated().size(); i++) {
      if ((word(frames, at + layout.stimulusOffsets()[i]) & bits) != 0) {
        names.append(names.isEmpty() ? "" : ", ").append(layout.stimulated().get(i));
      }
    }
    return names.toString();
  }

  private static int word(byte[] frames, int at) {
    return (frames[at] & 0xff) | ((frames[at + 1] & 0xff) << 8);
  }

  /** Samples are lost here. */
  void gap() {
    Flight flight = expected;
    if (flight != null && !flight.begun()) {
      flight.blur();
    }
  }

  /** Whether what is expected has been seen to its end before {@code end}; then nothing is. */
  boolean over(long end) {
    Flight flight = expected;
    boolean over = flight != null && flight.begun() && flight.overBefore(end);
    if (over) {
      expected = null;
    }
    return over;
  }

  /** Completes the receipt of a pulse that has been seen to begin. */
  void report() {
    Flight flight = unreported;
    if (flight == null) {
      return;
    }
    unreported = null;
    session
        .callbacks()
        .telling()
        .tell(
            () -> {
              if (flight.blurred()) {
                flight.receipt.completeExceptionally(
                    new DeviceException(
                        Reason.TIMEOUT,
                        Outcome.UNKNOWN,
                        "samples were lost before a pulse of " + flight.operation + " was seen"));
              } else {
                flight.receipt.complete(new Receipt(flight.operation, flight.firstSample()));
              }
            });
  }
}
