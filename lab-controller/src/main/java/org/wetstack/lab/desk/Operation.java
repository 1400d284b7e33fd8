package org.wetstack.lab.desk;

import org.wetstack.hal.OperationId;

/**
 * One dose, train or flash, as far as the journal tells.
 *
 * @param culture it was meant for
 * @param device what does it: a pump, an array or a light, as {@code INSTRUMENT/DEVICE}; at another
 *     rig, as {@code RIG.INSTRUMENT/DEVICE}
 * @param begun whether the device has said that it began, whatever it said later
 * @param asked nanolitres of a dose, picojoules of a flash, as asked for, then as begun; 0 of a
 *     train
 * @param rate nanolitres per minute of a dose, microwatts of a flash; 0 of a train
 * @param atLeast nanolitres or picojoules that were delivered
 * @param atMost nanolitres or picojoules that may have been
 * @param sample in which a train began; -1 while that is not known
 * @param end why flow or light ended; empty before
 * @param reason why it was not done, or is not known; empty otherwise
 */
public record Operation(
    OperationId id,
    Kind kind,
    String culture,
    String device,
    Progress progress,
    boolean begun,
    long asked,
    long rate,
    long atLeast,
    long atMost,
    long sample,
    String end,
    String reason) {

  /** What it is. */
  public enum Kind {
    DOSE,
    TRAIN,
    FLASH
  }

  /** How far it is. */
  public enum Progress {
    /** Written down; the device has not answered yet. */
    INTENDED,
    BEGUN,
    ENDED,
    /** Certainly without effect. */
    NOT_DONE,
    /** Possibly with effect. */
    UNKNOWN
  }

  /** Whether something is still to be told of it: a train is over for us once it has begun. */
  public boolean unresolved() {
    return progress == Progress.INTENDED
        || progress == Progress.UNKNOWN
        || (kind != Kind.TRAIN && progress == Progress.BEGUN);
  }

  /** Whether something may still flow, or be found out, that a person should wait for. */
  public boolean pending() {
    return unresolved() && (kind == Kind.DOSE || progress != Progress.UNKNOWN);
  }

  /** The same, done where {@code rig} is. */
  Operation at(String rig) {
    return new Operation(
        id,
        kind,
        culture,
        rig + "." + device,
        progress,
        begun,
        asked,
        rate,
        atLeast,
        atMost,
        sample,
        end,
        reason);
  }

  Operation become(Progress next, String why) {
    return new Operation(
        id, kind, culture, device, next, begun, asked, rate, atLeast, atMost, sample, end, why);
  }

  Operation begun(long quantised) {
    return new Operation(
        id,
        kind,
        culture,
        device,
        Progress.BEGUN,
        true,
        quantised,
        rate,
        0,
        quantised,
        sample,
        end,
        "");
  }

  Operation flowed(long least, long most) {
    return new Operation(
        id, kind, culture, device, progress, begun, asked, rate, least, most, sample, end, reason);
  }

  Operation begunAt(long firstSample) {
    return new Operation(
        id,
        kind,
        culture,
        device,
        Progress.BEGUN,
        true,
        asked,
        rate,
        atLeast,
        atMost,
        firstSample,
        end,
        "");
  }

  Operation ended(long least, long most, String why) {
    return new Operation(
        id, kind, culture, device, Progress.ENDED, true, asked, rate, least, most, sample, why, "");
  }
}
