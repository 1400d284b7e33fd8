package org.wetstack.lab.train;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.FlashRun;
import org.wetstack.hal.Light;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;

/** Gives one reward after the other, and never one on top of what nobody knows. For one thread. */
interface Rewarder {

  /** The next begins; the last must be over. */
  void begin();

  /** Waits until the last is over, which must have been whole. */
  void finish();

  /** Light that was given so far. */
  default long picojoules() {
    return 0;
  }

  /** A pump that doses. */
  final class ByPump implements Rewarder {
    private final Pump pump;
    private final Dose dose;
    private final Supplier<OperationId> names;
    private @Nullable DoseRun last;

    ByPump(Pump pump, Dose dose, Supplier<OperationId> names) {
      this.pump = pump;
      this.dose = dose;
      this.names = names;
    }

    @Override
    public void begin() {
      last = pump.dispense(names.get(), dose);
    }

    @Override
    public void finish() {
      DoseRun run = last;
      if (run != null) {
        last = null;
        require(run.await());
      }
    }

    static void require(DoseReport report) {
      if (report.end() != DoseReport.End.COMPLETE) {
        throw new IllegalStateException(
            "dose %s of %s ended as %s after %s: look at the pump before going on"
                .formatted(report.operation(), report.applied(), report.end(), report.delivered()));
      }
    }
  }

  /** A light that flashes. */
  final class ByLight implements Rewarder {
    private final Light light;
    private final Flash flash;
    private final Supplier<OperationId> names;
    private @Nullable FlashRun last;
    private long picojoules;

    ByLight(Light light, Flash flash, Supplier<OperationId> names) {
      this.light = light;
      this.flash = flash;
      this.names = names;
    }

    @Override
    public void begin() {
      FlashRun run = light.flash(names.get(), flash);
      last = run;
      picojoules += run.applied().energy().picojoules();
    }

    @Override
    public void finish() {
      FlashRun run = last;
      if (run != null) {
        last = null;
        FlashReport report = run.await();
        if (report.end() != FlashReport.End.COMPLETE) {
          throw new IllegalStateException(
              "flash %s of %s ended as %s after %s: look at the light before going on"
                  .formatted(report.operation(), report.applied(), report.end(), report.lit()));
        }
      }
    }

    @Override
    public long picojoules() {
      return picojoules;
    }
  }
}
