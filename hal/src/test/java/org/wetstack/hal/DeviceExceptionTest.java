package org.wetstack.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

class DeviceExceptionTest {

  @Test
  void theMessageAloneSaysWhyAndWhatMayBeAssumed() {
    for (Reason reason : Reason.values()) {
      for (Outcome outcome : Outcome.values()) {
        var failure = new DeviceException(reason, outcome, "pump 'a' is occluded");
        assertEquals(
            "pump 'a' is occluded [" + reason + ", outcome " + outcome + "]", failure.getMessage());
        assertEquals(reason, failure.reason());
        assertEquals(outcome, failure.outcome());
        assertNull(failure.getCause());
      }
    }
  }

  @Test
  void theCauseIsKept() {
    var cause = new IllegalStateException("below");
    var failure = new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, "lost", cause);
    assertSame(cause, failure.getCause());
    assertEquals("lost [LINK_LOST, outcome UNKNOWN]", failure.getMessage());
  }
}
