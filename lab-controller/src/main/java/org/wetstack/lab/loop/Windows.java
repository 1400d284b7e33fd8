package org.wetstack.lab.loop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.SampleBlock;
import org.wetstack.lab.signal.Spikes;

/**
 * The rule that has a {@link Judge} look at window after window: a reward asks a {@link Doser} for
 * a dose, a correction triggers a loaded stimulus. A window with samples missing is not judged.
 */
public final class Windows implements Rule {

  private final Judge judge;
  private final LoadedStimulus correction;
  private final Doser reward;
  private final Window window;
  private final AtomicLong judged = new AtomicLong();
  private final AtomicLong unjudged = new AtomicLong();
  private final AtomicLong rewards = new AtomicLong();
  private final AtomicLong corrections = new AtomicLong();
  private boolean begun;

  /** Whether no sample of the window is missing so far. */
  private boolean whole;

  /** The first sample after the latest gap. */
  private long gapEnd = Long.MIN_VALUE;

  /**
   * Counts since the first window, at one moment.
   *
   * @param judged windows on which the judge had its say
   * @param unjudged windows with samples missing
   * @param rewards windows for which a dose was wanted; whether it was given is in {@link
   *     Doser#totals}
   * @param corrections windows for which a pulse was wanted
   */
  public record Counts(long judged, long unjudged, long rewards, long corrections) {}

  /**
   * Windows of {@code length}, 10 ms to 10 min, from the first block on that is looked at.
   *
   * @throws IllegalArgumentException if the length is out of range
   */
  public Windows(
      ArrayLayout layout, Duration length, Judge judge, LoadedStimulus correction, Doser reward) {
    if (length.compareTo(Duration.ofMillis(10)) < 0
        || length.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("a window is 10 ms to 10 min long, not " + length);
    }
    this.judge = judge;
    this.correction = correction;
    this.reward = reward;
    int samples = (int) (length.toMillis() * layout.samplesPerSecond() / 1_000);
    this.window = new Window(layout.channels(), samples);
  }

  @Override
  public void onBlock(Turn turn) {
    SampleBlock block = turn.block();
    if (!begun) {
      begun = true;
      open(block.firstSample());
    } else if (block.missedBefore() > 0) {
      whole = false;
      gapEnd = block.firstSample();
    }
    Spikes found = turn.spikes();
    for (int i = 0; i < found.count(); i++) {
      closeUntil(found.sample(i), turn);
      window.add(found.channel(i));
    }
    closeUntil(turn.end(), turn);
  }

  /** Judges the windows that end at or before {@code sample}. */
  private void closeUntil(long sample, Turn turn) {
    while (window.end() <= sample) {
      if (whole) {
        judged.incrementAndGet();
        act(judge.judge(window), turn);
        open(window.end());
      } else {
        // All that a long gap has swallowed at once.
        long swallowed = (sample - window.end()) / window.samples();
        unjudged.addAndGet(1 + swallowed);
        open(window.end() + swallowed * window.samples());
      }
    }
  }

  private void open(long first) {
    window.begin(first);
    whole = first >= gapEnd;
  }

  private void act(Decision decision, Turn turn) {
    switch (decision) {
      case REWARD -> {
        rewards.incrementAndGet();
        boolean unused = turn.dose(reward);
      }
      case CORRECT -> {
        corrections.incrementAndGet();
        boolean unused = turn.trigger(correction);
      }
      case NOTHING -> {}
    }
  }

  @Override
  public void onHalt() {
    reward.halt("the loop was halted");
  }

  public Counts counts() {
    return new Counts(judged.get(), unjudged.get(), rewards.get(), corrections.get());
  }
}
