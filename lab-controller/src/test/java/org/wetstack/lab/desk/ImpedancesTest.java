package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Impedance;
import org.wetstack.lab.desk.Impedances.State;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.safety.Refusal;

/** Impedances are measured once for a key, and kept. */
class ImpedancesTest {

  private static final List<Impedance> ALL =
      List.of(
          new Impedance(100, 1_000, 123_456.7, -70.25),
          new Impedance(101, 1_000, 98_000, -65),
          new Impedance(102, 1_000, 5, 0));

  @TempDir Path folder;
  private Bench bench;
  private Lease lease;
  private int measured;

  @BeforeEach
  void lease() {
    bench = new Bench(folder);
    bench.toy.meter =
        () -> {
          measured++;
          return ALL;
        };
    lease = bench.lease(Bench.ADA, "culture:a");
  }

  private Impedances.Measurement measure(String key) {
    return bench
        .desk()
        .measureImpedances(bench.request(Bench.ADA, "impedances", lease.epoch(), key, "x"), "a");
  }

  private Impedances.Measurement latest() {
    return bench.controller.impedances().latest("a").orElseThrow();
  }

  private String refused(String key) {
    return assertThrows(Refusal.class, () -> measure(key)).rule();
  }

  @Test
  void thoseOfTheCultureAreMeasuredOnceForAKeyAndKeptOverARestart() {
    assertEquals(Optional.empty(), bench.controller.impedances().latest("a"));
    assertEquals(State.RUNNING, measure("k").state());
    assertEquals("busy.impedance", refused("k2"));
    bench.pass(10);
    assertEquals(State.MEASURED, measure("k").state());
    assertEquals(1, measured);
    List<Impedance> right =
        List.of(new Impedance(100, 1_000, 123_457, -70.25), new Impedance(101, 1_000, 98_000, -65));
    assertEquals(right, latest().electrodes());
    bench.restart();
    assertEquals(right, latest().electrodes());
    assertEquals(Optional.empty(), bench.controller.impedances().latest("b"));
  }

  @Test
  void whatFailsIsToldWithItsReason() {
    bench.toy.meter =
        () -> {
          throw new DeviceException(
              DeviceException.Reason.REJECTED,
              DeviceException.Outcome.NOT_DONE,
              "a stimulus is under way");
        };
    measure("k");
    bench.pass(10);
    assertEquals(State.FAILED, latest().state());
    assertTrue(latest().reason().contains("a stimulus is under way"), () -> latest().reason());
    bench.toy.meter = List::of;
    measure("k2");
    bench.pass(10);
    assertEquals(State.FAILED, latest().state());
  }

  @Test
  void oneThatTheEndOfTheControllerCutShortHasFailed() {
    measure("k");
    bench.restart();
    assertEquals(State.FAILED, latest().state());
    assertEquals(0, measured);
  }

  @Test
  void aNeighbourOnTheSameArrayIsNotDisturbed() {
    Lease other = bench.lease(Bench.BEN, "culture:b");
    assertEquals("impedance.neighbour", refused("k"));
    assertEquals(0, bench.journal.of(Kinds.IMPEDANCES_BEGUN).size());
    bench.controller.leaseDesk().release(Bench.BEN, other.resource(), other.epoch());
    assertEquals(State.RUNNING, measure("k").state());
  }

  @Test
  void anArrayWithoutAMeterIsRefused() {
    bench.toy.meter = null;
    assertEquals("unknown.impedance", refused("k"));
  }
}
