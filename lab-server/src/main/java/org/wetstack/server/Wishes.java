package org.wetstack.server;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.wetstack.api.v1.TransactRequest;
import org.wetstack.hal.Dose;
import org.wetstack.hal.Flash;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Power;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.desk.Desk;
import org.wetstack.lab.desk.Request;

/** What clients want, as the desk takes it. */
final class Wishes {

  private static final long MOST_MICROSECONDS = 3_600_000_000L;

  private Wishes() {}

  /**
   * What the current caller wants with {@code ask}. The same wish may come again under another
   * epoch, so neither that nor the key is part of what it is about.
   */
  static Request request(Message ask) {
    Descriptor type = ask.getDescriptorForType();
    FieldDescriptor key = type.findFieldByName("key");
    @Nullable FieldDescriptor epoch = type.findFieldByName("epoch");
    Message.Builder content = ask.toBuilder().clearField(key);
    if (epoch != null) {
      content.clearField(epoch);
    }
    return new Request(
        Caller.current(),
        type.getName().replaceFirst("Request$", ""),
        epoch == null ? 0 : (long) ask.getField(epoch),
        (String) ask.getField(key),
        Base64.getEncoder().encodeToString(content.build().toByteArray()));
  }

  static List<Desk.Step> steps(TransactRequest ask) {
    return ask.getStepsList().stream().map(Wishes::step).toList();
  }

  private static Desk.Step step(TransactRequest.Step step) {
    return switch (step.getStepCase()) {
      case DOSE ->
          new Desk.Step.Give(
              step.getDose().getReservoir(),
              dose(step.getDose().getNanoliters(), step.getDose().getNanolitersPerMinute()));
      case TRIGGER ->
          new Desk.Step.Fire(
              step.getTrigger().getStimulus(),
              step.getTrigger().hasSample()
                  ? OptionalLong.of(step.getTrigger().getSample())
                  : OptionalLong.empty());
      case FLASH ->
          new Desk.Step.Shine(
              step.getFlash().getLight(),
              flash(step.getFlash().getMicrowatts(), step.getFlash().getMicroseconds()));
      case STEP_NOT_SET ->
          throw new IllegalArgumentException(
              "a step is a dose, a flash or a trigger; one is none of these");
    };
  }

  /** What an operation shall be called; empty if the controller may choose. */
  static Optional<OperationId> named(String operation) {
    return operation.isEmpty() ? Optional.empty() : Optional.of(Wire.operation(operation));
  }

  static Flash flash(long microwatts, long microseconds) {
    if (microseconds < 0 || microseconds > MOST_MICROSECONDS) {
      throw new IllegalArgumentException(
          "a flash of " + Long.toUnsignedString(microseconds) + " µs is longer than an hour");
    }
    if (microwatts < 0) {
      throw new IllegalArgumentException(
          "a power of " + Long.toUnsignedString(microwatts) + " µW is more than any light has");
    }
    return new Flash(Power.microwatts(microwatts), Duration.ofNanos(microseconds * 1_000));
  }

  static Dose dose(long nanoliters, long perMinute) {
    return new Dose(Volume.nanoliters(nanoliters), FlowRate.nanolitersPerMinute(perMinute));
  }
}
