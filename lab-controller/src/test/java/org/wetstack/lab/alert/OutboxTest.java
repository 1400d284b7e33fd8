package org.wetstack.lab.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.lab.MemoryJournal;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.rig.RigSpec.Alert;
import org.wetstack.lab.rig.RigSpec.Severity;
import org.wetstack.lab.rig.Rigs;

class OutboxTest {

  private final VirtualTimebase time = new VirtualTimebase();
  private final MemoryJournal journal = new MemoryJournal(time::now);

  /** Writes down what it takes; fails as often as it is told to. */
  private static final class Ear implements Channel {
    private final List<String> heard = new ArrayList<>();
    private int failures;
    private int asked;

    @Override
    public void send(Message message) throws IOException {
      asked++;
      if (failures > 0) {
        failures--;
        throw new IOException("nobody there");
      }
      heard.add(message.alarm() + " " + message.detail());
    }
  }

  private final Ear all = new Ear();
  private final Ear disks = new Ear();

  @Test
  void eachAlarmIsToldOnceOnEachChannelThatWantsIt() {
    try (Outbox outbox = outbox()) {
      raise("a1", "disk", "full");
      raise("a2", "lost", "mea");
      time.advance(Duration.ofSeconds(10));
      assertEquals(List.of("a1 full", "a2 mea"), all.heard);
      assertEquals(List.of("a1 full"), disks.heard);
      assertEquals(0, outbox.waiting());
    }
  }

  @Test
  void whatFailsIsTriedAgainLessAndLessOften() {
    try (Outbox outbox = outbox()) {
      all.failures = Integer.MAX_VALUE;
      raise("a1", "lost", "mea");
      time.advance(Duration.ofMinutes(2));
      int soon = all.asked;
      time.advance(Duration.ofHours(10));
      // Every ten minutes by then.
      assertEquals(6, soon, 1, "tries within two minutes");
      assertEquals(63, all.asked - soon, 3, "tries within ten hours more");
      assertEquals(1, outbox.waiting());
      all.failures = 0;
      time.advance(Duration.ofMinutes(11));
      assertEquals(List.of("a1 mea"), all.heard);
    }
  }

  @Test
  void aDeadChannelHoldsUpNoOther() {
    try (Outbox outbox = outbox()) {
      all.failures = Integer.MAX_VALUE;
      raise("a1", "disk", "full");
      time.advance(Duration.ofSeconds(5));
      assertEquals(List.of("a1 full"), disks.heard);
      assertEquals(1, outbox.waiting());
    }
  }

  @Test
  void whatSomebodyKnowsAlreadyIsNotTold() {
    try (Outbox outbox = outbox()) {
      all.failures = 1;
      raise("a1", "lost", "mea");
      time.advance(Duration.ofSeconds(2));
      journal.append("anna", Kinds.ALARM_ACKNOWLEDGED, Map.of("alarm", "a1"));
      time.advance(Duration.ofHours(1));
      assertEquals(List.of(), all.heard);
      assertEquals(0, outbox.waiting());
    }
  }

  @Test
  void whatWaitsForAnAlertThatStaysIsToldByAnotherRigFile() {
    RigSpec two =
        spec("[{webhook: \"http://127.0.0.1:1/a\"}, {webhook: \"http://127.0.0.1:1/b\"}]");
    RigSpec one = spec("[{webhook: \"http://127.0.0.1:1/b\"}]");
    try (Outbox outbox = new Outbox(two, time, task -> {}, journal)) {
      raise("a1", "disk", "full");
      assertEquals(2, outbox.waiting());
      Runnable change = outbox.prepare(one);
      assertEquals(2, outbox.waiting(), "nothing has changed yet");
      change.run();
      assertEquals(1, outbox.waiting());
      raise("a2", "disk", "full again");
      assertEquals(2, outbox.waiting());
      journal.append("controller", Kinds.ALERT_TOLD, Map.of("alarm", "a1", "channel", "0"));
      assertEquals(1, outbox.waiting(), "its place is that in the new file");
    }
  }

  private static RigSpec spec(String alerts) {
    return Rigs.parse(
        "name: r\ninstruments: {m: {driver: firmware, endpoint: \"tcp://h:1\"}}\nalerts: "
            + alerts);
  }

  @Test
  void afterADayItIsOfNoUse() {
    try (Outbox outbox = outbox()) {
      all.failures = Integer.MAX_VALUE;
      raise("a1", "lost", "mea");
      time.advance(Duration.ofHours(25));
      assertEquals(0, outbox.waiting());
      assertEquals(1, kinds(Kinds.ALERT_DROPPED));
    }
  }

  @Test
  void aRestartForgetsNothingAndRepeatsNothing() {
    try (Outbox before = outbox()) {
      raise("a1", "lost", "mea");
      time.advance(Duration.ofSeconds(3));
      all.failures = Integer.MAX_VALUE;
      raise("a2", "lost", "pump");
      time.advance(Duration.ofSeconds(3));
      assertEquals(1, before.waiting());
    }
    all.failures = 0;
    journal.restart();
    try (Outbox after = outbox()) {
      time.advance(Duration.ofSeconds(3));
      assertEquals(List.of("a1 mea", "a2 pump"), all.heard);
      assertEquals(0, after.waiting());
    }
  }

  @Test
  void theQueueHasABound() {
    all.failures = Integer.MAX_VALUE;
    disks.failures = Integer.MAX_VALUE;
    try (Outbox outbox = outbox()) {
      for (int i = 0; i < Outbox.MOST; i++) {
        raise("a" + i, "disk", "full");
      }
      assertEquals(Outbox.MOST, outbox.waiting());
    }
  }

  private Outbox outbox() {
    var outbox =
        new Outbox(
            "rig",
            List.of(alert(List.of()), alert(List.of("disk"))),
            List.of(all, disks),
            time,
            Runnable::run,
            journal);
    outbox.start();
    return outbox;
  }

  private static Alert alert(List<String> codes) {
    return new Alert(
        new org.wetstack.lab.rig.RigSpec.Channel.Webhook("http://127.0.0.1:1"),
        codes,
        Severity.WARNING);
  }

  private long kinds(String kind) {
    return journal.entries().stream().filter(entry -> entry.what().equals(kind)).count();
  }

  private void raise(String alarm, String code, String detail) {
    journal.append(
        "controller", Kinds.ALARM_RAISED, Map.of("alarm", alarm, "code", code, "detail", detail));
  }
}
