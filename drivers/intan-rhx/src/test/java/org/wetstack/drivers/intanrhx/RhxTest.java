package org.wetstack.drivers.intanrhx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.function.Executable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Current;

/** A fake RHX, and what tests do with it. */
abstract class RhxTest {

  final VirtualTimebase time = new VirtualTimebase();
  final FakeRhx rhx = new FakeRhx(time);

  RhxInstrument open(String options) {
    return (RhxInstrument) new RhxDriver().open(URI.create("cable:rhx" + options), rhx, rhx.time);
  }

  @AfterEach
  void rhxWasNeverCrashed() {
    assertEquals(0, rhx.crashes, "a bare set ends the program");
    for (String message : rhx.messages) {
      assertEquals(';', message.charAt(message.length() - 1), message);
      assertTrue(message.length() <= Message.MAX_BYTES, message);
    }
  }

  void pass(Duration span) {
    time.advance(span);
  }

  void passMillis(int millis) {
    pass(Duration.ofMillis(millis));
  }

  static ElectrodeArray array(RhxInstrument instrument) {
    return (ElectrodeArray) instrument.devices().get(0);
  }

  static Stimulator stimulator(RhxInstrument instrument) {
    return array(instrument).stimulator().orElseThrow();
  }

  /** 2 µA for 200 µs, cathodic first. */
  static Stimulus pulse(Integer... electrodes) {
    return Stimulus.biphasic(
        List.of(electrodes), Current.nanoamps(-2_000), Duration.ofNanos(200_000));
  }

  <T> T await(CompletionStage<T> stage) {
    try {
      return time.await(stage.toCompletableFuture(), Duration.ofSeconds(30));
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof DeviceException known) {
        throw known;
      }
      throw e;
    }
  }

  static DeviceException fails(Reason reason, Outcome outcome, Executable call) {
    DeviceException failure = assertThrows(DeviceException.class, call);
    assertEquals(reason, failure.reason(), failure::getMessage);
    assertEquals(outcome, failure.outcome(), failure::getMessage);
    return failure;
  }

  /** That a person is told of {@code what}. */
  static void tells(DeviceException failure, String what) {
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains(what), message);
  }

  static DeviceException refused(Executable call) {
    return fails(Reason.REJECTED, Outcome.NOT_DONE, call);
  }
}
