package org.wetstack.drivers.intanrhx;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.hal.spi.Telling;

/**
 * The latest frames without a gap between them, and the recordings that read them. Bounded: it
 * keeps what the slowest recording has not had, which is less than its largest block. Everything
 * but adding and removing recordings happens on the waveform link's thread, without allocation.
 */
final class FrameStore {

  /** The largest block a recording may ask for. */
  static final int MAX_SAMPLES = 1_024;

  private static final int CAPACITY = 2 * MAX_SAMPLES + FrameLayout.FRAMES;

  private final Telling telling;
  private final int frameBytes;
  private final PulseMarks marks = new PulseMarks(CAPACITY);
  private final byte[] frames;
  private volatile List<Recording> recordings = List.of();
  private long first;
  private long end = -1;

  FrameStore(Telling telling, int frameBytes) {
    this.telling = telling;
    this.frameBytes = frameBytes;
    this.frames = new byte[CAPACITY * frameBytes];
  }

  PulseMarks marks() {
    return marks;
  }

  /** The sample after the latest one; negative before the first. */
  long end() {
    return end;
  }

  /** Hands out samples to {@code recording} from the next frame on. */
  void add(Recording recording) {
    change(recording, true);
  }

  /** Hands out nothing more to {@code recording}; the caller ends it. */
  void remove(Recording recording) {
    change(recording, false);
  }

  private synchronized void change(Recording recording, boolean add) {
    var changed = new ArrayList<>(recordings);
    changed.remove(recording);
    if (add) {
      changed.add(recording);
    }
    recordings = List.copyOf(changed);
  }

  /** The first frame that comes is that of {@code sample}. */
  void begin(long sample) {
    first = sample;
    end = sample;
  }

  /** The next {@code lost} samples will not come. */
  void skip(long lost) {
    deliver(true);
    List<Recording> hearing = recordings;
    for (int i = 0; i < hearing.size(); i++) {
      hearing.get(i).gap(end, lost);
    }
    end += lost;
    first = end;
    marks.forgetBefore(end);
  }

  /** Takes {@code count} frames, at most a block, from byte {@code at} of {@code source} on. */
  void append(byte[] source, int at, int count) {
    makeRoom();
    List<Recording> hearing = recordings;
    for (int i = 0; i < hearing.size(); i++) {
      hearing.get(i).comes(end);
    }
    System.arraycopy(source, at, frames, (int) (end - first) * frameBytes, count * frameBytes);
    end += count;
  }

  /** Makes room for a block by forgetting what every recording has had. */
  private void makeRoom() {
    if (end - first + FrameLayout.FRAMES <= CAPACITY) {
      return;
    }
    long oldest = end;
    List<Recording> hearing = recordings;
    for (int i = 0; i < hearing.size(); i++) {
      long next = hearing.get(i).next();
      oldest = next < 0 ? oldest : Math.min(oldest, next);
    }
    int from = (int) (oldest - first) * frameBytes;
    System.arraycopy(frames, from, frames, 0, (int) (end - oldest) * frameBytes);
    first = oldest;
    marks.forgetBefore(oldest);
  }

  /**
   * Hands out whole blocks.
   *
   * @param rest also what does not fill one, because a gap follows
   */
  void deliver(boolean rest) {
    List<Recording> hearing = recordings;
    if (hearing.isEmpty()) {
      return;
    }
    boolean outer = telling.enter();
    try {
      for (int i = 0; i < hearing.size(); i++) {
        hearing.get(i).deliver(frames, frameBytes, first, end, rest);
      }
    } finally {
      telling.leave(outer);
    }
  }
}
