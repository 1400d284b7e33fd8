package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wetstack.hal.DeviceException;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.safety.Refusal;

/** Each failure becomes one code, with what programs need to go on. */
class ProblemsTest {

  private static ErrorInfo info(StatusRuntimeException problem)
      throws InvalidProtocolBufferException {
    return StatusProto.fromThrowable(problem).getDetails(0).unpack(ErrorInfo.class);
  }

  @ParameterizedTest
  @CsvSource({
    "dose.hour,            FAILED_PRECONDITION",
    "stop.latched,         FAILED_PRECONDITION",
    "interlock,            FAILED_PRECONDITION",
    "lease.stale,          FAILED_PRECONDITION",
    "instrument.not-ready, FAILED_PRECONDITION",
    "role,                 PERMISSION_DENIED",
    "caller,               UNAUTHENTICATED",
    "unknown.culture,      NOT_FOUND",
    "key.used,             ALREADY_EXISTS",
    "busy.recordings,      RESOURCE_EXHAUSTED",
  })
  void aRefusalTellsItsRuleLimitAndValue(String rule, Status.Code code) throws Exception {
    var problem = Problems.of(new Refusal(rule, "20 nL", "30 nL", "too much: give less"));
    assertEquals(code, problem.getStatus().getCode());
    assertEquals("too much: give less", problem.getStatus().getDescription());
    ErrorInfo info = info(problem);
    assertEquals(rule, info.getReason());
    assertEquals("wetstack", info.getDomain());
    assertEquals("20 nL", info.getMetadataOrThrow("limit"));
    assertEquals("30 nL", info.getMetadataOrThrow("value"));
  }

  @ParameterizedTest
  @EnumSource(DeviceException.Outcome.class)
  void aDeviceTellsWhetherItMayHaveActed(DeviceException.Outcome outcome) throws Exception {
    var problem =
        Problems.of(new DeviceException(DeviceException.Reason.TIMEOUT, outcome, "silent"));
    assertEquals(
        outcome == DeviceException.Outcome.NOT_DONE ? Status.Code.UNAVAILABLE : Status.Code.UNKNOWN,
        problem.getStatus().getCode());
    assertEquals("device.timeout", info(problem).getReason());
    assertEquals(outcome.name(), info(problem).getMetadataOrThrow("outcome"));
  }

  @Test
  void whatNobodyForesawTellsNothingOfItself() {
    var problem = Problems.of(new IllegalStateException("secret /etc/wetstack/tokens"));
    assertEquals(Status.Code.INTERNAL, problem.getStatus().getCode());
    assertFalse(String.valueOf(problem.getStatus().getDescription()).contains("secret"));
  }

  @Test
  void aJournalThatCannotBeWrittenIsNotTheCallersFault() {
    assertEquals(
        Status.Code.UNAVAILABLE,
        Problems.of(new JournalException("full", null)).getStatus().getCode());
  }

  @Test
  void aMistakeOfTheCallerIsCalledOne() {
    var problem = Problems.of(new IllegalArgumentException("a dose of -1 nL"));
    assertEquals(Status.Code.INVALID_ARGUMENT, problem.getStatus().getCode());
    assertEquals("a dose of -1 nL", problem.getStatus().getDescription());
  }

  @Test
  void whatIsAStatusStaysOne() {
    var known = Status.CANCELLED.asRuntimeException();
    assertSame(known, Problems.of(known));
  }

  @Test
  void longTextsAreCutSinceTheyTravelInHeaders() throws Exception {
    String text = "x".repeat(1_000_000);
    var problem = Problems.of(new Refusal("unknown.culture", text, text, text));
    assertTrue(String.valueOf(problem.getStatus().getDescription()).length() < 1_100);
    assertTrue(info(problem).getSerializedSize() < 1_000);
    assertTrue(
        String.valueOf(Problems.of(new IllegalArgumentException(text)).getStatus().getDescription())
                .length()
            < 1_100);
  }
}
