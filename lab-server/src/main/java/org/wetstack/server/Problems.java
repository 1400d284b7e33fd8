package org.wetstack.server;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.wetstack.hal.DeviceException;
import org.wetstack.lab.desk.Operation;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.safety.Refusal;

/**
 * What clients are told when something is not done. A refusal carries the rule, the limit and the
 * value for programs; a failing device, its reason and whether it may have acted.
 */
final class Problems {

  static final String DOMAIN = "wetstack";

  /** Errors travel in headers, for which clients have some kilobytes. */
  private static final int MOST_MESSAGE = 1_000;

  private static final int MOST_VALUE = 200;

  private Problems() {}

  static StatusRuntimeException of(Throwable failure) {
    if (failure instanceof StatusRuntimeException known) {
      return known;
    }
    if (failure instanceof Refusal refusal) {
      return refused(refusal);
    }
    if (failure instanceof DeviceException device) {
      return with(
          device.outcome() == DeviceException.Outcome.NOT_DONE ? Code.UNAVAILABLE : Code.UNKNOWN,
          String.valueOf(device.getMessage()),
          ErrorInfo.newBuilder()
              .setDomain(DOMAIN)
              .setReason("device." + device.reason().name().toLowerCase(java.util.Locale.ROOT))
              .putMetadata("outcome", device.outcome().name())
              .build());
    }
    if (failure instanceof JournalException) {
      return Status.UNAVAILABLE
          .withDescription(
              "the journal cannot be written, so nothing may be done: " + failure.getMessage())
          .asRuntimeException();
    }
    if (failure instanceof IllegalArgumentException) {
      return Status.INVALID_ARGUMENT
          .withDescription(shortened(String.valueOf(failure.getMessage())))
          .asRuntimeException();
    }
    // What it was stands in the log: its text may hold what the caller should not see.
    return Status.INTERNAL
        .withDescription("the controller failed at this; its log says why")
        .asRuntimeException();
  }

  /** That an operation was not done, or that nobody knows. */
  static StatusRuntimeException failed(Operation operation) {
    boolean unknown = operation.progress() == Operation.Progress.UNKNOWN;
    return with(
        unknown ? Code.UNKNOWN : Code.ABORTED,
        (unknown ? "it is not known whether this was done: " : "this was not done: ")
            + operation.reason(),
        ErrorInfo.newBuilder()
            .setDomain(DOMAIN)
            .setReason("operation")
            .putMetadata("operation", operation.id().toString())
            .putMetadata("outcome", operation.progress().name())
            .build());
  }

  private static StatusRuntimeException refused(Refusal refusal) {
    return with(
        code(refusal.rule()),
        String.valueOf(refusal.getMessage()),
        ErrorInfo.newBuilder()
            .setDomain(DOMAIN)
            .setReason(refusal.rule())
            .putMetadata("limit", shortened(refusal.limit(), MOST_VALUE))
            .putMetadata("value", shortened(refusal.value(), MOST_VALUE))
            .build());
  }

  private static Code code(String rule) {
    String family = rule.indexOf('.') < 0 ? rule : rule.substring(0, rule.indexOf('.'));
    return switch (family) {
      case "role" -> Code.PERMISSION_DENIED;
      case "caller" -> Code.UNAUTHENTICATED;
      case "unknown" -> Code.NOT_FOUND;
      case "key" -> Code.ALREADY_EXISTS;
      case "busy" -> Code.RESOURCE_EXHAUSTED;
      default -> Code.FAILED_PRECONDITION;
    };
  }

  private static StatusRuntimeException with(Code code, String message, ErrorInfo info) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(shortened(message))
            .addDetails(Any.pack(info))
            .build());
  }

  static String shortened(String message) {
    return shortened(message, MOST_MESSAGE);
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
