package org.wetstack.lab.journal;

/**
 * What entries are about, and which facts they hold. Volumes are whole nanolitres, times whole
 * milliseconds since 1970, currents nanoamperes; operations are 16 hexadecimal digits.
 */
public final class Kinds {

  /** {@code rig, file} (SHA-256 of the rig file), {@code version}. */
  public static final String STARTED = "controller.started";

  /** {@code reason}. */
  public static final String STOPPED = "controller.stopped";

  /** {@code instrument, model, serial, boot}. */
  public static final String INSTRUMENT_READY = "instrument.ready";

  /** {@code instrument, reason}. */
  public static final String INSTRUMENT_LOST = "instrument.lost";

  /**
   * Before a dose is asked for: {@code operation, culture, reservoir, pump, nanoliters,
   * nanolitersPerMinute, nanomolar, lease}.
   */
  public static final String DOSE_INTENDED = "dose.intended";

  /** The pump has begun: {@code operation, nanoliters} as quantised. */
  public static final String DOSE_BEGUN = "dose.begun";

  /** Flow has ended: {@code operation, atLeast, atMost, end}. */
  public static final String DOSE_ENDED = "dose.ended";

  /** The pump refused, and nothing flowed: {@code operation, reason}. */
  public static final String DOSE_NOT_DONE = "dose.not-done";

  /**
   * It is not known whether it flowed: {@code operation, reason}. It counts as if all of it had,
   * until {@link #DOSE_ENDED} or {@link #DOSE_NOT_DONE} tells.
   */
  public static final String DOSE_UNKNOWN = "dose.unknown";

  /**
   * A stimulus was armed: {@code stimulus, culture, instrument, electrodes} (comma-separated),
   * {@code phases} (as in {@code -2000x6,2000x6}: nanoamperes by ticks), {@code interphaseTicks,
   * pulses, periodTicks, settleTicks, recoveryTicks, ticksPerSecond, lease}.
   */
  public static final String STIMULUS_LOADED = "stimulus.loaded";

  /** Disarmed, and what it was playing has ended: {@code stimulus}. */
  public static final String STIMULUS_UNLOADED = "stimulus.unloaded";

  /** Impedances were found as they should be: {@code instrument, electrodes} (comma-separated). */
  public static final String IMPEDANCES_CHECKED = "impedances.checked";

  /**
   * Before a train is fired: {@code operation, stimulus, lease, from} (when it is expected to
   * begin: now, or later if scheduled), and {@code sample} if scheduled.
   */
  public static final String TRAIN_INTENDED = "train.intended";

  /** {@code operation, sample}. */
  public static final String TRAIN_BEGUN = "train.begun";

  /** The device refused, and no current flowed: {@code operation, reason}. */
  public static final String TRAIN_NOT_DONE = "train.not-done";

  /** It is not known whether current flowed; it counts as if it had: {@code operation, reason}. */
  public static final String TRAIN_UNKNOWN = "train.unknown";

  /**
   * A limit was set: {@code culture, limit, value} (whole, in the unit of the limit), {@code by}
   * (who agreed, comma-separated).
   */
  public static final String LIMIT_SET = "limit.set";

  /** {@code lease, epoch, until, purpose}. */
  public static final String LEASE_GRANTED = "lease.granted";

  /** {@code lease, epoch, reason}. */
  public static final String LEASE_ENDED = "lease.ended";

  /** {@code booking, from, until, purpose}. */
  public static final String BOOKED = "booking.made";

  /** {@code booking}. */
  public static final String BOOKING_CANCELLED = "booking.cancelled";

  /** The emergency stop was pressed, and stays: {@code reason}. */
  public static final String STOP_LATCHED = "stop.latched";

  /** Two people released it: {@code by} (their names, comma-separated). */
  public static final String STOP_RELEASED = "stop.released";

  /** {@code interlock, reason}. */
  public static final String INTERLOCK_OPENED = "interlock.opened";

  /** {@code interlock, by}. */
  public static final String INTERLOCK_CLOSED = "interlock.closed";

  /** Somebody was refused: {@code verb, rule, limit, value}. */
  public static final String REFUSED = "refused";

  /** {@code alarm, code, detail}. */
  public static final String ALARM_RAISED = "alarm.raised";

  /** {@code alarm}. */
  public static final String ALARM_ACKNOWLEDGED = "alarm.acknowledged";

  private Kinds() {}
}
