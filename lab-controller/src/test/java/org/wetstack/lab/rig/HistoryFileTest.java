package org.wetstack.lab.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryFileTest {

  private static RigSpec.Store store(String lines) {
    return Rigs.parse(Rigs.SHORTEST + lines).store();
  }

  @Test
  void withoutAWordItIsEmbedded() {
    assertEquals(
        new RigSpec.Store(
            "embedded",
            Optional.empty(),
            Duration.ofDays(14),
            Duration.ofDays(365),
            Optional.empty()),
        store(""));
    assertTrue(store("store: none\n").isNone());
  }

  @Test
  void everythingMayBeSaid() {
    assertEquals(
        new RigSpec.Store(
            "postgresql://wetstack@db.lab/rig_1",
            Optional.of("/etc/secret"),
            Duration.ofDays(2),
            Duration.ofDays(30),
            Optional.of(Duration.ofDays(3_650))),
        store(
            """
            store: postgresql://wetstack@db.lab/rig_1
            history: {full: 2d, minutes: 30d, hours: 3650d, password-file: /etc/secret}
            """));
    assertEquals(Optional.empty(), store("history: {hours: for ever}\n").hours());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "store: mysql://x@y/z | is no store",
        "store: postgresql://x:secret@y/z | password must not stand in the rig file",
        "store: postgresql://y/z | is no database",
        "store: postgresql://x@y | is no database",
        "store: postgresql://x@y/z?ssl=true | is no option",
        "history: {full: 30 min} | out of range",
        "history: {full: 400 d} | minutes are kept as long as full",
        "history: {hours: 100 d} | hours are kept as long as minutes",
        "history: {hours: always} | is not a time",
        "history: {password-file: x} | only a store at postgresql",
        "history: {seconds: 1 d} | seconds",
      })
  void aMistakeIsTold(String line, String words) {
    var wrong =
        assertThrows(
            InvalidRigException.class, () -> Rigs.parse(Rigs.SHORTEST + line.strip() + "\n"));
    assertTrue(wrong.toString().contains(words.strip()), wrong::toString);
  }

  @Test
  void anAddressSaysWhereAndNothingSecret() {
    assertEquals(
        new PostgresAddress("w", "db.lab", 5_433, "r", Map.of("sslmode", "require")),
        PostgresAddress.parse("postgresql://w@db.lab:5433/r?sslmode=require"));
    assertEquals(
        "jdbc:postgresql://db.lab:5432/r", PostgresAddress.parse("postgresql://w@db.lab/r").jdbc());
  }
}
