package org.wetstack.lab.journal;

/**
 * What entries are about, and which facts they hold. Volumes are whole nanolitres, times whole
 * milliseconds since 1970, currents nanoamperes; operations are 16 hexadecimal digits.
 */
public final class Kinds {

  /** {@code rig, file} (SHA-256 of the rig file), {@code version}. */
  public static final String STARTED = "controller.started";

  /**
   * Another version of the rig file was taken over: {@code file} (its SHA-256), {@code changes} (in
   * words, for people).
   */
  public static final String RELOADED = "rig.reloaded";

  /**
   * The journal is that of a backup, and whatever came after it is not known: {@code backup} (when
   * it was made), {@code entry, hash} (the last entry of it). Epochs of leases go on far above.
   */
  public static final String RESTORED = "journal.restored";

  /** {@code reason}. */
  public static final String STOPPED = "controller.stopped";

  /** {@code instrument, model, serial, boot}. */
  public static final String INSTRUMENT_READY = "instrument.ready";

  /** {@code instrument, reason}. */
  public static final String INSTRUMENT_LOST = "instrument.lost";

  /** Somebody let it out of its safe state: {@code instrument}. */
  public static final String INSTRUMENT_CLEARED = "instrument.cleared";

  /**
   * Before a dose is asked for: {@code operation, culture, reservoir, pump, nanoliters,
   * nanolitersPerMinute, nanomolar, lease} (the epoch of the lease under which it was asked for, as
   * in everything that needs one). As in everything that somebody asked for by the API: {@code key,
   * request} (a hash of the wish) and {@code made} (the name of what became of it).
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
   * Before a light is lit: {@code operation, culture, light, microwatts, micros} (of duration),
   * {@code picojoules} (power times duration), {@code lease}.
   */
  public static final String FLASH_INTENDED = "flash.intended";

  /** The light is lit: {@code operation, picojoules} as quantised. */
  public static final String FLASH_BEGUN = "flash.begun";

  /** It is out: {@code operation, micros} (for which it was lit), {@code picojoules, end}. */
  public static final String FLASH_ENDED = "flash.ended";

  /** The light refused, and was not lit: {@code operation, reason}. */
  public static final String FLASH_NOT_DONE = "flash.not-done";

  /** It is not known whether it was lit; it counts as if it had: {@code operation, reason}. */
  public static final String FLASH_UNKNOWN = "flash.unknown";

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
   * Before a train is fired: {@code operation, stimulus, culture, instrument, lease, from} (when it
   * is expected to begin: now, or later if scheduled), and {@code sample} if scheduled.
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
   * (who agreed, comma-separated), {@code reason} (of all of them; may be empty).
   */
  public static final String LIMIT_SET = "limit.set";

  /** Before a run of the schedule: {@code task, due, tags}. */
  public static final String TASK_BEGUN = "task.begun";

  /** {@code task, due, result}. */
  public static final String TASK_ENDED = "task.ended";

  /** It was not run: {@code task, due, times} (how many runs in a row), {@code reason}. */
  public static final String TASK_MISSED = "task.missed";

  /** {@code task}; empty for all. */
  public static final String SCHEDULE_PAUSED = "schedule.paused";

  /** {@code task}; empty for all. */
  public static final String SCHEDULE_RESUMED = "schedule.resumed";

  /** {@code user, label}. */
  public static final String TOKEN_CREATED = "token.created";

  /** {@code token}. */
  public static final String TOKEN_REVOKED = "token.revoked";

  /** {@code recording, culture, title}. */
  public static final String RECORDING_STARTED = "recording.started";

  /**
   * {@code recording, missed}; {@code recording, reason} if a later controller wrote it, which does
   * not know what was missed.
   */
  public static final String RECORDING_ENDED = "recording.ended";

  /** Before test current flows: {@code measurement, culture, array}. */
  public static final String IMPEDANCES_BEGUN = "impedances.begun";

  /** {@code measurement, hertz, electrodes} (each {@code NUMBER:OHMS:DEGREES}, apart by spaces). */
  public static final String IMPEDANCES_MEASURED = "impedances.measured";

  /** Test current may have flowed: {@code measurement, reason}. */
  public static final String IMPEDANCES_FAILED = "impedances.failed";

  /**
   * A culture was listened to: {@code culture, seconds, electrodes, active, spikes, missed, pulses,
   * answers}, as in {@code Observation} of the package {@code culture}.
   */
  public static final String CULTURE_OBSERVED = "culture.observed";

  /**
   * It is to be handed to another controller; from here on nothing is admitted on it: {@code move}
   * (16 hexadecimal digits), {@code culture, to} (the other rig), {@code seal} (SHA-256 of what is
   * told only once it is gone).
   */
  public static final String CULTURE_LEAVING = "culture.leaving";

  /**
   * Nothing of it is under way any more; what goes along are the entries about it up to this one:
   * {@code move, culture, rig, array, sites} (comma-separated, ascending), {@code batch, kind,
   * plated, material, diameter, first} (of its electrodes), {@code reservoirs} (a line each, with
   * name, substance and nanomolar between tabs).
   */
  public static final String CULTURE_PACKED = "culture.packed";

  /** It was not handed over, and is here again: {@code move, culture, reason}. */
  public static final String CULTURE_STAYS = "culture.stays";

  /**
   * It belongs to the other controller from here on, whenever that one learns of it: {@code move,
   * culture, to, parcel} (the hash of what went along), {@code receipt, seal} (itself).
   */
  public static final String CULTURE_GONE = "culture.gone";

  /**
   * A part of what another controller knows of it; counts for nothing until it is here: {@code
   * move, culture, from, page} (from 0), {@code entries} (a line each, as in that journal, without
   * hashes).
   */
  public static final String CULTURE_CARRIED = "culture.carried";

  /**
   * All of it was carried, and it fits: {@code move, culture, from, pages, parcel, seal} (as in
   * {@link #CULTURE_LEAVING}), {@code lost} (a line for each thing that does not come along).
   */
  public static final String CULTURE_OFFERED = "culture.offered";

  /** It does not come after all: {@code move, culture, reason}. */
  public static final String CULTURE_DECLINED = "culture.declined";

  /**
   * It has come, with all that was carried: {@code move, culture, from, parcel, array, sites} (on
   * which it lies now), {@code lost}. What was known of it before is in there too.
   */
  public static final String CULTURE_HERE = "culture.here";

  /** What a program is about to do with it: {@code culture, experiment, plan} (its text). */
  public static final String EXPERIMENT_PLANNED = "experiment.planned";

  /**
   * One trial, before its consequence: {@code culture, experiment, trial} (from 0), {@code line}.
   */
  public static final String TRIAL_TOLD = "trial.told";

  /**
   * The medium of a culture was exchanged: {@code culture, nanoliters, by} ({@code hand} or {@code
   * pump}).
   */
  public static final String MEDIUM_EXCHANGED = "medium.exchanged";

  /**
   * To who did it: {@code lease} (a resource: {@code rig} or {@code culture:NAME}), {@code epoch,
   * until, purpose}, and {@code takeover} with the reason if it was taken from somebody.
   */
  public static final String LEASE_GRANTED = "lease.granted";

  /** {@code lease, epoch, reason}. */
  public static final String LEASE_ENDED = "lease.ended";

  /** By who did it: {@code booking, lease} (as above), {@code from, until, purpose}. */
  public static final String BOOKED = "booking.made";

  /** {@code booking}. */
  public static final String BOOKING_CANCELLED = "booking.cancelled";

  /**
   * Somebody stopped what ran on a culture, or tried to: {@code culture, what} ({@code all}, {@code
   * stimuli}, or {@code reservoir} and its name), {@code reason}.
   */
  public static final String CULTURE_STOPPED = "culture.stopped";

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

  /** Somebody was told of it: {@code alarm, channel} (its place in the rig file, from 0). */
  public static final String ALERT_TOLD = "alert.told";

  /** It could not be told for so long that it is of no use any more: {@code alarm, channel}. */
  public static final String ALERT_DROPPED = "alert.dropped";

  private Kinds() {}
}
