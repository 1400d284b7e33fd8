package org.wetstack.emulator.board;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** What really leaves a pump, whatever its firmware makes of it: the bench's side. */
final class Outflow {

  private final List<PumpBench.Pour> pours = new ArrayList<>();
  private LongConsumer onDelivered = nanoliters -> {};
  private long pumpedNanoliters;
  private long reservoirNanoliters;
  private boolean occluded;

  Outflow(long reservoirNanoliters) {
    this.reservoirNanoliters = reservoirNanoliters;
  }

  /** The motor begins to turn for {@code operation}. */
  void begin(long operation, long nowNanos) {
    if (pours.size() < PumpBench.MAX_POURS) {
      pours.add(new PumpBench.Pour(operation, 0, nowNanos, nowNanos));
    }
  }

  /** The motor has pushed {@code nanoliters} more, all of which the reservoir has. */
  void push(int nanoliters, long nowNanos) {
    pumpedNanoliters += nanoliters;
    reservoirNanoliters -= nanoliters;
    PumpBench.Pour pour = pours.get(pours.size() - 1);
    if (pours.size() < PumpBench.MAX_POURS) {
      pours.set(
          pours.size() - 1,
          new PumpBench.Pour(
              pour.operation(), pour.nanoliters() + nanoliters, pour.beganNanos(), nowNanos));
    }
    onDelivered.accept(nanoliters);
  }

  void occlude(boolean closed) {
    occluded = closed;
  }

  boolean occluded() {
    return occluded;
  }

  void fill(long nanoliters) {
    reservoirNanoliters = nanoliters;
  }

  long reservoirNanoliters() {
    return reservoirNanoliters;
  }

  long pumpedNanoliters() {
    return pumpedNanoliters;
  }

  void onDelivered(LongConsumer consumer) {
    onDelivered = consumer;
  }

  List<PumpBench.Pour> pours() {
    return List.copyOf(pours);
  }
}
