package org.wetstack.emulator.board;

import java.util.function.Supplier;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Done;
import org.wetstack.protocol.v1.Refused;

/** The answers that any request may get: done, and refused. */
final class Answers {

  private Answers() {}

  static DeviceMessage.Builder done() {
    return DeviceMessage.newBuilder().setDone(Done.getDefaultInstance());
  }

  static DeviceMessage.Builder refused(Refused.Reason reason, String detail) {
    return refused(new RefusedException(reason, detail));
  }

  private static DeviceMessage.Builder refused(RefusedException refusal) {
    return DeviceMessage.newBuilder().setRefused(refusal.refused());
  }

  /** What {@code work} answers, or its refusal. */
  static DeviceMessage.Builder of(Supplier<DeviceMessage.Builder> work) {
    try {
      return work.get();
    } catch (RefusedException e) {
      return refused(e);
    }
  }
}
