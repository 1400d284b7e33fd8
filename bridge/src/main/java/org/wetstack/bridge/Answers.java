package org.wetstack.bridge;

import java.nio.charset.StandardCharsets;
import org.wetstack.hal.DeviceException;
import org.wetstack.protocol.v1.Alarm;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Done;
import org.wetstack.protocol.v1.Refused;
import org.wetstack.protocol.v1.SafeState;

/** What a device says, within the bounds of its messages. */
final class Answers {

  /** Most bytes of a detail, and of a name. */
  private static final int DETAIL = 80;

  private static final int NAME = 32;
  private static final String CUT = "…";

  private Answers() {}

  static DeviceMessage.Builder done() {
    return DeviceMessage.newBuilder().setDone(Done.getDefaultInstance());
  }

  static DeviceMessage.Builder refused(RefusedException e) {
    return refused(e.reason(), String.valueOf(e.getMessage()));
  }

  /** The pump has not done it: it cannot now, or something is wrong with it. */
  static DeviceMessage.Builder refused(DeviceException e) {
    Refused.Reason reason =
        e.reason() == DeviceException.Reason.REJECTED
            ? Refused.Reason.REASON_BUSY
            : Refused.Reason.REASON_FAULT;
    return refused(reason, String.valueOf(e.getMessage()));
  }

  static DeviceMessage.Builder refused(Refused.Reason reason, String detail) {
    return DeviceMessage.newBuilder()
        .setRefused(Refused.newBuilder().setReason(reason).setDetail(detail(detail)));
  }

  static DeviceMessage.Builder alarm(String code, String detail, SafeState safe) {
    return DeviceMessage.newBuilder()
        .setAlarm(
            Alarm.newBuilder().setCode(name(code)).setDetail(detail(detail)).setSafeState(safe));
  }

  /** {@code text} for a person; if it is too long for a message, what was cut off is marked. */
  static String detail(String text) {
    return fit(text, DETAIL);
  }

  /** As {@link #detail}, in the length of a model or a serial number. */
  static String name(String text) {
    return fit(text, NAME);
  }

  private static String fit(String text, int bytes) {
    if (size(text) <= bytes) {
      return text;
    }
    String kept = text;
    while (size(kept + CUT) > bytes) {
      int end = kept.offsetByCodePoints(kept.length(), -1);
      kept = kept.substring(0, end);
    }
    return kept + CUT;
  }

  static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
