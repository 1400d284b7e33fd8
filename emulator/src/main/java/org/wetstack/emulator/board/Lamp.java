package org.wetstack.emulator.board;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** What really shines, whatever the firmware makes of it: the bench's side of a light. */
final class Lamp {

  private final List<LightBench.Shine> shines = new ArrayList<>();
  private LongConsumer onPower = microwatts -> {};
  private int microwatts;
  private boolean hot;

  /** Shines for {@code operation} from now on. */
  void on(long operation, int power, long nowNanos) {
    microwatts = power;
    if (shines.size() < LightBench.MAX_SHINES) {
      shines.add(new LightBench.Shine(operation, power, nowNanos, -1));
    }
    onPower.accept(power);
  }

  void off(long nowNanos) {
    if (microwatts == 0) {
      return;
    }
    microwatts = 0;
    LightBench.Shine last = shines.get(shines.size() - 1);
    if (last.endedNanos() < 0) {
      shines.set(
          shines.size() - 1,
          new LightBench.Shine(last.operation(), last.microwatts(), last.beganNanos(), nowNanos));
    }
    onPower.accept(0);
  }

  int microwatts() {
    return microwatts;
  }

  void heat(boolean tooHot) {
    hot = tooHot;
  }

  boolean hot() {
    return hot;
  }

  void onPower(LongConsumer consumer) {
    onPower = consumer;
  }

  List<LightBench.Shine> shines() {
    return List.copyOf(shines);
  }
}
