package org.wetstack.lab.recording;

import org.wetstack.hal.DoseReport;

/** How a dose stood when its record was written. */
public enum DoseOutcome {
  /** It had begun. */
  NOT_YET(0),
  COMPLETE(1),
  STOPPED(2),
  FAULT(3),
  HOST_SILENT(4),
  POWER_LOST(5),
  /** Nobody knows more than the two bounds: a person must find out. */
  UNKNOWN(6);

  private final int code;

  DoseOutcome(int code) {
    this.code = code;
  }

  /** The byte in the file. */
  int code() {
    return code;
  }

  static DoseOutcome of(DoseReport.End end) {
    return switch (end) {
      case NOT_YET -> NOT_YET;
      case COMPLETE -> COMPLETE;
      case STOPPED -> STOPPED;
      case FAULT -> FAULT;
      case HOST_SILENT -> HOST_SILENT;
      case POWER_LOST -> POWER_LOST;
    };
  }

  /** The outcome with {@code code}; a code from the future is unknown, which is what it is. */
  static DoseOutcome ofCode(int code) {
    for (DoseOutcome outcome : values()) {
      if (outcome.code == code) {
        return outcome;
      }
    }
    return UNKNOWN;
  }
}
