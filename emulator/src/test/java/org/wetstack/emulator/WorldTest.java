package org.wetstack.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.hal.spi.VirtualTimebase;

class WorldTest {

  private final VirtualTimebase time = new VirtualTimebase();

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 10, 999, 1_000})
  void aTimerIsNeverEarlyInTheWorldHoweverFastItGoes(int speed) {
    var world = new World(time, 1, speed);
    List<Long> at = new ArrayList<>();
    for (long delay : new long[] {0, 1, speed - 1L, speed, speed + 1L, 33_334}) {
      world.after(Duration.ofNanos(delay), () -> at.add(world.nanos() - delay));
    }
    time.advance(Duration.ofMillis(1));
    assertEquals(6, at.size());
    assertTrue(at.stream().allMatch(late -> late >= 0 && late < speed), at::toString);
  }

  @Test
  void theWorldGoesFasterThanItsHostsDo() {
    var world = new World(time, 1, 10);
    List<String> order = new ArrayList<>();
    world.after(Duration.ofSeconds(1), () -> order.add("world"));
    world.afterHostTime(Duration.ofMillis(200), () -> order.add("host"));
    time.advance(Duration.ofMillis(250));
    assertEquals(List.of("world", "host"), order);
    assertEquals(2_500_000_000L, world.nanos());
    assertEquals(250_000_000L, world.hostNanos());
  }

  @Test
  void nothingHappensInAWorldThatHasEnded() {
    var world = new World(time, 1, 2);
    List<String> happened = new ArrayList<>();
    world.after(Duration.ofMillis(1), () -> happened.add("before"));
    world.after(Duration.ofMillis(9), () -> happened.add("after"));
    time.advance(Duration.ofMillis(2));
    world.end();
    world.after(Duration.ZERO, () -> happened.add("later")).cancel();
    time.advance(Duration.ofSeconds(1));
    assertEquals(List.of("before"), happened);
    assertEquals(4_000_000, world.nanos(), "its clock stands");
    world.end();
    assertEquals(4_000_000, world.ask(world::nanos));
  }

  @Test
  void aSpeedOutOfRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new World(time, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new World(time, 1, 1_001));
  }

  @Test
  void partsGetDifferentSeedsAndTheSameOnesEveryTime() {
    var world = new World(time, 1, 1);
    assertEquals(world.seedFor("cable mea"), new World(time, 1, 5).seedFor("cable mea"));
    assertTrue(world.seedFor("cable mea") != world.seedFor("cable pump"));
    assertTrue(world.seedFor("cable mea") != new World(time, 2, 1).seedFor("cable mea"));
  }
}
