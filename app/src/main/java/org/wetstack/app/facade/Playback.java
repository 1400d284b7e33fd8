package org.wetstack.app.facade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which pulses are in the samples just now, by the marks that the device puts there. Used under the
 * world's lock.
 */
final class Playback {

  /** Trains remembered; older ones have long been played or lost. */
  private static final int MAX_EXPECTED = 1_024;

  /** A train that was triggered. */
  @SuppressWarnings("ArrayRecordComponent") // Shared by all trains of a stimulus, never written.
  private record Train(List<Integer> channels, char[] words) {}

  private final Map<Long, Train> expected =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Train> eldest) {
          return size() > MAX_EXPECTED;
        }
      };

  private final List<Train> playing = new ArrayList<>();
  private final List<Long> since = new ArrayList<>();
  private final char[] row;

  Playback(int channels) {
    row = PulseWords.idle(channels);
  }

  /**
   * Its marks will come, perhaps.
   *
   * @param channels of the stream, that its current flows through
   * @param words of each of its pulses
   */
  void expect(long operation, List<Integer> channels, char[] words) {
    expected.put(operation, new Train(channels, words));
  }

  /** It was not fired. */
  void forget(long operation) {
    expected.remove(operation);
  }

  /** A pulse of {@code operation} begins in {@code sample}; one of others is not ours to tell. */
  void begin(long operation, long sample) {
    Train train = expected.get(operation);
    if (train == null) {
      return;
    }
    int before = playing.indexOf(train);
    if (before >= 0) {
      since.set(before, sample);
    } else {
      playing.add(train);
      since.add(sample);
    }
  }

  /** The words of all channels in {@code sample}, borrowed; null if all are idle. */
  char @Nullable [] row(long sample) {
    if (playing.isEmpty()) {
      return null;
    }
    Arrays.fill(row, PulseWords.IDLE);
    for (int i = playing.size() - 1; i >= 0; i--) {
      Train train = playing.get(i);
      long at = sample - since.get(i);
      if (at >= train.words().length) {
        playing.remove(i);
        since.remove(i);
      } else if (at >= 0) {
        train.channels().forEach(channel -> row[channel] = train.words()[(int) at]);
      }
    }
    return row;
  }
}
