package org.wetstack.drivers.firmware;

import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.protocol.v1.Refused;

/** The device's refusals in the words of the HAL. */
final class Refusal {

  private Refusal() {}

  /**
   * The exception for {@code refused}. A refusal speaks for one copy of a request: if several were
   * sent, an earlier one may have been obeyed (SPEC.md, 4.9).
   */
  static DeviceException of(Request request, Refused refused) {
    Outcome outcome = request.copies > 1 ? Outcome.UNKNOWN : Outcome.NOT_DONE;
    return switch (refused.getReason()) {
      case REASON_FAULT -> new DeviceException(Reason.FAULT, outcome, text(request, refused));
      case REASON_OPERATION_TOO_OLD ->
          new DeviceException(Reason.REJECTED, Outcome.UNKNOWN, text(request, refused));
      case REASON_UNSUPPORTED_VERSION, REASON_MALFORMED, REASON_UNSUPPORTED ->
          new DeviceException(Reason.PROTOCOL, outcome, text(request, refused));
      default -> new DeviceException(Reason.REJECTED, outcome, text(request, refused));
    };
  }

  /** What {@code e} says, without the reason and the outcome that it appends. */
  static String plain(DeviceException e) {
    return String.valueOf(e.getMessage()).replaceFirst(" \\[[A-Z_]+, outcome [A-Z_]+]$", "");
  }

  private static String text(Request request, Refused refused) {
    String reason =
        refused.getReason().name().replaceFirst("^REASON_", "").toLowerCase(java.util.Locale.ROOT);
    String detail = refused.getDetail();
    return "the device refused "
        + request.name()
        + ": "
        + reason.replace('_', ' ')
        + (detail.isEmpty() ? "" : " (" + detail + ")")
        + remedy(refused);
  }

  private static String remedy(Refused refused) {
    return switch (refused.getReason()) {
      case REASON_SAFE_STATE ->
          "; find out why, then let it out: clearSafeState(), or 'wetstack clear' at a rig";
      case REASON_LEASE_HELD -> "; another host is using this instrument: close it there first";
      case REASON_NOT_ARMED -> "; call arm() on the loaded stimulus";
      case REASON_HOURLY_LIMIT -> "; wait, or give less";
      default -> "";
    };
  }
}
