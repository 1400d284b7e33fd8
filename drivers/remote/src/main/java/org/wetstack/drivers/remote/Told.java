package org.wetstack.drivers.remote;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Locale;
import java.util.Optional;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/** What a controller or its line says when something is not done, in the words of the HAL. */
final class Told {

  private static final String DEVICE = "device.";

  /** An operation of which the controller knows nothing. */
  static final String UNKNOWN_OPERATION = "unknown.operation";

  static final String UNKNOWN_STIMULUS = "unknown.stimulus";
  private static final String FULL = "busy.stimuli";

  private Told() {}

  /** The rule by which it was refused; empty if it was not refused. */
  static String rule(Throwable failure) {
    return info(failure).map(ErrorInfo::getReason).orElse("");
  }

  /**
   * {@code failure} as the HAL tells it.
   *
   * @param acts whether what was asked for does something, so that a lost answer leaves it open
   */
  static RuntimeException of(StatusRuntimeException failure, boolean acts) {
    String text = String.valueOf(failure.getStatus().getDescription());
    Optional<ErrorInfo> info = info(failure);
    if (info.isPresent()) {
      return refused(info.get(), text, failure);
    }
    Outcome open = acts ? Outcome.UNKNOWN : Outcome.NOT_DONE;
    return switch (failure.getStatus().getCode()) {
      case INVALID_ARGUMENT -> new IllegalArgumentException(text, failure);
      case UNAUTHENTICATED, PERMISSION_DENIED, RESOURCE_EXHAUSTED ->
          new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, text, failure);
      case DEADLINE_EXCEEDED ->
          new DeviceException(Reason.TIMEOUT, open, "the controller did not answer", failure);
      case UNIMPLEMENTED ->
          new DeviceException(
              Reason.PROTOCOL,
              Outcome.NOT_DONE,
              "the controller is of another version: " + text,
              failure);
      case INTERNAL, DATA_LOSS ->
          // With a cause it is ours: the line broke in the middle of an answer.
          failure.getStatus().getCause() == null
              ? new DeviceException(Reason.PROTOCOL, open, text, failure)
              : lost(open, failure);
      default -> lost(open, failure);
    };
  }

  private static DeviceException lost(Outcome open, StatusRuntimeException failure) {
    Status status = failure.getStatus();
    String why = status.getDescription();
    if (why == null) {
      why = status.getCause() == null ? status.getCode().name() : status.getCause().toString();
    }
    return new DeviceException(
        Reason.LINK_LOST, open, "no connection to the controller: " + why, failure);
  }

  private static RuntimeException refused(
      ErrorInfo info, String text, StatusRuntimeException failure) {
    String rule = info.getReason();
    if (rule.equals(FULL)) {
      return new IllegalStateException(text, failure);
    }
    if (rule.startsWith(DEVICE)) {
      return new DeviceException(
          Reason.valueOf(rule.substring(DEVICE.length()).toUpperCase(Locale.ROOT)),
          outcome(info),
          text,
          failure);
    }
    if (outcome(info) == Outcome.UNKNOWN) {
      return new DeviceException(Reason.TIMEOUT, Outcome.UNKNOWN, text, failure);
    }
    return new DeviceException(
        Reason.REJECTED, Outcome.NOT_DONE, text + " (" + rule + ")", failure);
  }

  /** Where nothing else is said, a refusal is one: nothing was done. */
  private static Outcome outcome(ErrorInfo info) {
    return info.getMetadataOrDefault("outcome", "").equals(Outcome.UNKNOWN.name())
        ? Outcome.UNKNOWN
        : Outcome.NOT_DONE;
  }

  private static Optional<ErrorInfo> info(Throwable failure) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
    if (status == null) {
      return Optional.empty();
    }
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          return Optional.of(detail.unpack(ErrorInfo.class));
        } catch (InvalidProtocolBufferException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
