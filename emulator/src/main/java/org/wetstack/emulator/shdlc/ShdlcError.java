package org.wetstack.emulator.shdlc;

/** Why a request is refused, as the state byte of its reply tells. */
enum ShdlcError {
  DATA_SIZE(0x01),
  UNKNOWN_COMMAND(0x02),
  PARAMETER(0x04),
  CHECKSUM(0x05),
  SENSOR_BUSY(0x20),
  NO_ACKNOWLEDGE(0x21),
  SENSOR_CRC(0x22),
  SENSOR_TIMEOUT(0x23),
  NO_MEASUREMENT_STARTED(0x24),
  UNKNOWN_MEASUREMENT(0x26);

  private final int code;

  ShdlcError(int code) {
    this.code = code;
  }

  /** 1 to 127. */
  int code() {
    return code;
  }

  RefusedException refused() {
    return new RefusedException(this);
  }

  /** A request that is answered by an error. */
  static final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ShdlcError error;

    RefusedException(ShdlcError error) {
      super(error.name(), null, false, false);
      this.error = error;
    }

    ShdlcError error() {
      return error;
    }
  }
}
