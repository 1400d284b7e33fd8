package org.wetstack.drivers.fluidics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.spi.VirtualTimebase;

/** The life of a session, whatever instrument it is with: a balance that says nothing. */
class LineInstrumentTest {

  private static final Alarm ALARM = new Alarm("balance", "draught", "a door is open", false);

  private final VirtualTimebase time = new VirtualTimebase();
  private final Balance balance = open();

  private static final class Balance extends LineInstrument {
    Runnable onAnswer = () -> {};
    CompletableFuture<Void> onFarewell = CompletableFuture.completedFuture(null);
    final List<DeviceException> ends = new ArrayList<>();
    int asked;

    Balance(Seat seat) {
      super(seat, "balance");
    }

    @Override
    protected CompletableFuture<Runnable> ask() {
      asked++;
      return CompletableFuture.completedFuture(() -> onAnswer.run());
    }

    @Override
    protected Duration interval() {
      return Duration.ofMillis(500);
    }

    @Override
    protected CompletableFuture<Void> farewell() {
      return onFarewell;
    }

    @Override
    protected void ending(DeviceException reason) {
      ends.add(reason);
    }

    Optional<DeviceException> reason() {
      return ended().toCompletableFuture().join();
    }

    @Override
    public DeviceInfo info() {
      return new DeviceInfo("balance", "1", "1", 0, false);
    }

    @Override
    public Set<Ability> abilities() {
      return Set.of();
    }

    @Override
    public List<Device> devices() {
      return List.of();
    }

    @Override
    public Optional<SafeState> safeState() {
      return Optional.empty();
    }

    @Override
    public void clearSafeState() {}
  }

  private Balance open() {
    var barrier = Question.safe(new byte[] {1}, frame -> true);
    URI endpoint = URI.create("test:balance");
    var opened = new Balance(Seat.take(endpoint, new Mute(), time, Mute::new, "one", barrier));
    opened.watch();
    return opened;
  }

  @AfterEach
  void leave() {
    balance.close();
  }

  private void pass(int millis) {
    time.advance(Duration.ofMillis(millis));
  }

  @Test
  void anAnswerThatMakesTroubleDoesNotEndTheWatch() {
    balance.onAnswer =
        () -> {
          throw new IllegalStateException("a listener is broken");
        };
    pass(2_000);
    assertEquals(4, balance.asked);
  }

  @Test
  void silenceEndsTheSessionOnceAndItIsAskedNoMore() {
    pass(10_000);
    assertEquals(6, balance.asked);
    DeviceException lost = balance.reason().orElseThrow();
    assertEquals(Reason.LINK_LOST, lost.reason());
    assertTrue(String.valueOf(lost.getMessage()).contains("nothing heard from the balance"));
    assertEquals(List.of(lost), balance.ends);
    assertFalse(balance.isOpen());
    balance.close();
    assertEquals(1, balance.ends.size());
  }

  @Test
  void aFarewellThatIsNotAnsweredDelaysTheEndForAMomentOnly() {
    balance.onFarewell = new CompletableFuture<>();
    long before = time.nanoTime();
    balance.close();
    assertTrue(time.nanoTime() - before < 2_000_000_000L, "Instrument.close returns within 2 s");
    assertEquals(Optional.empty(), balance.reason());
    assertThrows(DeviceException.class, balance::requireOpen);
  }

  @Test
  void aHandlerMayCloseButNotWait() {
    balance.onFarewell = new CompletableFuture<>();
    var seen = new ArrayList<String>();
    balance.onAlarm(
        alarm -> {
          seen.add(alarm.code());
          assertThrows(IllegalStateException.class, balance::requireOwnThread);
          balance.close();
        });
    balance.raise(ALARM);
    balance.requireOwnThread();
    assertEquals(List.of("draught"), seen);
    assertEquals(0, time.nanoTime(), "it did not wait");
    assertFalse(balance.isOver());
    balance.onFarewell.complete(null);
    assertEquals(Optional.empty(), balance.reason());
  }
}
