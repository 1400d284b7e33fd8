package org.wetstack.emulator.cavro;

import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.cavro.Request.Protocol;
import org.wetstack.emulator.line.LineDevice.Voice;

/** One address on a line: finds the messages for it, answers them, and knows which it has had. */
final class Station {

  private final World world;
  private final int addressSwitch;
  private final CavroOptions options;
  private final Function<String, Answer> execute;
  private final BooleanSupplier ready;
  private Framing framing = new Framing();
  private Voice line = bytes -> {};
  private @Nullable Answer lastAnswer;
  private int lastSequence = -1;
  private int power;
  private boolean awake;

  /**
   * An address that is silent until it is woken.
   *
   * @param execute does what the data of a message say
   * @param ready whether nothing is under way
   */
  Station(
      World world,
      int addressSwitch,
      CavroOptions options,
      Function<String, Answer> execute,
      BooleanSupplier ready) {
    this.world = world;
    this.addressSwitch = addressSwitch;
    this.options = options;
    this.execute = execute;
    this.ready = ready;
  }

  void join(Voice voice) {
    line = voice;
  }

  /** Power is gone, and with it what was said and heard. */
  void fallSilent() {
    power++;
    awake = false;
    framing = new Framing();
    lastAnswer = null;
    lastSequence = -1;
  }

  void wake() {
    awake = true;
  }

  /** Runs {@code task} once a device is up again, unless power is gone before. */
  void onceUp(Runnable task) {
    int mine = power;
    world.afterHostTime(
        options.powerUp(),
        () -> {
          if (mine == power) {
            task.run();
          }
        });
  }

  void hear(byte[] bytes) {
    if (awake) {
      framing.hear(bytes).forEach(this::take);
    }
  }

  private void take(Request request) {
    if (!request.means(addressSwitch)) {
      return;
    }
    Answer answer = repeated(request) ? again() : execute.apply(request.data());
    lastAnswer = answer;
    if (request.protocol() == Protocol.OEM) {
      lastSequence = request.sequence();
    }
    if (request.meansOnly(addressSwitch)) {
      say(Framing.answer(request.protocol(), answer, options.linePrefix()));
    }
  }

  private boolean repeated(Request request) {
    return request.repeat() && request.sequence() == lastSequence;
  }

  private Answer again() {
    Answer before = lastAnswer;
    if (before != null && options.repeatedReports()) {
      return new Answer(before.fault(), ready.getAsBoolean(), before.data());
    }
    return new Answer(Fault.NONE, ready.getAsBoolean(), "");
  }

  private void say(byte[] bytes) {
    int mine = power;
    world.afterHostTime(
        options.answersAfter(),
        () -> {
          if (mine == power) {
            line.say(bytes);
          }
        });
  }
}
