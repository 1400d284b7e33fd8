package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Devices are kept alive only by what is alive. */
class DeadManTest {

  /** Nanoseconds run over while the test runs. */
  private static final long NOW = Long.parseLong("9223372036854775802");

  private final DeadMan deadMan = new DeadMan();

  @Test
  void nothingHasToLiveThatWasNotNamed() {
    assertEquals(List.of(), deadMan.unhealthy(NOW));
  }

  @Test
  void eachPartHasToSayThatItLives() {
    DeadMan.Part desk = deadMan.register("desk", Duration.ofNanos(10));
    DeadMan.Part disk = deadMan.register("disk", Duration.ofNanos(20));
    assertEquals(List.of("desk", "disk"), deadMan.unhealthy(NOW));
    desk.alive(NOW);
    assertEquals(List.of("disk"), deadMan.unhealthy(NOW));
    assertFalse(disk.isAlive(NOW));
    disk.alive(NOW);
    assertEquals(List.of(), deadMan.unhealthy(NOW + 10));
    assertTrue(desk.isAlive(NOW + 10));
    assertEquals(List.of("desk"), deadMan.unhealthy(NOW + 11));
    assertFalse(desk.isAlive(NOW + 11));
    assertTrue(disk.isAlive(NOW + 11));
    assertEquals(List.of("desk"), deadMan.unhealthy(NOW + 20));
    assertEquals(List.of("desk", "disk"), deadMan.unhealthy(NOW + 21));
    desk.alive(NOW + 21);
    disk.close();
    assertEquals(List.of(), deadMan.unhealthy(NOW + 21));
    disk.alive(NOW + 21);
    assertFalse(disk.isAlive(NOW + 21), "it no longer has to be");
  }

  @Test
  void anEarlierSignOfLifeMakesNothingOlder() {
    DeadMan.Part desk = deadMan.register("desk", Duration.ofNanos(10));
    desk.alive(NOW + 10);
    desk.alive(NOW);
    assertTrue(desk.isAlive(NOW + 20));
    assertTrue(desk.isAlive(NOW));
    assertFalse(desk.isAlive(NOW + 21));
  }

  @Test
  void partsHaveNamesOfTheirOwnAndABound() {
    DeadMan.Part desk = deadMan.register("desk", Duration.ofNanos(10));
    assertThrows(
        IllegalArgumentException.class, () -> deadMan.register("desk", Duration.ofNanos(10)));
    assertThrows(IllegalArgumentException.class, () -> deadMan.register("x", Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> deadMan.register("x", Duration.ofNanos(-1)));
    desk.close();
    DeadMan.Part again = deadMan.register("desk", Duration.ofNanos(10));
    desk.close();
    assertEquals(List.of("desk"), deadMan.unhealthy(0));
    for (int i = 1; i < 1_000; i++) {
      deadMan.register("part " + i, Duration.ofNanos(1));
    }
    assertThrows(IllegalArgumentException.class, () -> deadMan.register("x", Duration.ofNanos(1)));
    again.close();
    deadMan.register("x", Duration.ofNanos(1));
  }
}
