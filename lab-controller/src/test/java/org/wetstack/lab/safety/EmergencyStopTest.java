package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.lab.safety.Notebook.refuses;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wetstack.lab.journal.Kinds;

/** The stop holds until two people release it. */
class EmergencyStopTest {

  private final EmergencyStop stop = new EmergencyStop();
  private final Notebook book = new Notebook(stop);

  private static Approval one(String name, String... roles) {
    return new Approval(name, Set.of(roles));
  }

  @Test
  void itHoldsUntilTwoPeopleReleaseIt() {
    stop.requireReleased();
    book.write(Kinds.STOP_LATCHED, "reason", "smoke");
    book.passMillis(1);
    book.write(Kinds.STOP_LATCHED, "reason", "more smoke");
    refuses(
        "stop.latched",
        "",
        "the emergency stop was pressed by anna at 2026-01-01T00:00:00Z (smoke)",
        stop::requireReleased);
    book.write(Kinds.STOP_RELEASED, "by", "anna");
    book.write(Kinds.STOP_RELEASED, "by", "anna, Anna,");
    assertTrue(stop.pressed().isPresent());
    book.write(Kinds.STOP_RELEASED, "by", "anna,ben");
    stop.requireReleased();
    assertEquals(Optional.empty(), stop.pressed());
  }

  @Test
  void itHoldsOverARestart() {
    book.write(Kinds.STOP_LATCHED, "reason", "smoke");
    EmergencyStop after = new EmergencyStop();
    book.entries.forEach(after);
    assertThrows(Refusal.class, after::requireReleased);
  }

  @Test
  void twoPeopleWhoMay() {
    EmergencyStop.checkRelease(one("anna", "OPERATOR"), one("ben", "SAFETY_OFFICER"));
    EmergencyStop.checkRelease(one("anna", "OPERATOR"), one("ben", "OPERATOR", "ADMIN"));
    refuses(
        "stop.release",
        "2 people",
        "only anna",
        () -> EmergencyStop.checkRelease(one("anna", "OPERATOR"), one("Anna ", "SAFETY_OFFICER")));
    refuses(
        "stop.release",
        "operators and safety officers",
        "ben is [OBSERVER]",
        () -> EmergencyStop.checkRelease(one("anna", "OPERATOR"), one("ben", "OBSERVER")));
    refuses(
        "stop.release",
        "operators and safety officers",
        "ben is []",
        () -> EmergencyStop.checkRelease(one("ben"), one("anna", "OPERATOR")));
  }

  @Test
  void peopleHaveNames() {
    assertThrows(IllegalArgumentException.class, () -> one(" "));
    assertThrows(IllegalArgumentException.class, () -> one("a,b"));
  }
}
