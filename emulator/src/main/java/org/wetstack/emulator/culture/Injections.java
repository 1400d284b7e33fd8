package org.wetstack.emulator.culture;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.wetstack.emulator.tissue.Stateful;

/** Spikes that the bench asked for and that have not begun: at most 4096, in the order asked. */
final class Injections implements Stateful {

  static final int MOST = 4_096;

  /** Told of what begins. */
  @FunctionalInterface
  interface Listener {

    void onInjected(int channel, long trough);
  }

  private final int[] channels = new int[MOST];
  private final long[] troughs = new long[MOST];
  private int count;

  void add(int channel, long trough) {
    if (count >= MOST) {
      throw new IllegalStateException(MOST + " injected spikes are planned already");
    }
    channels[count] = channel;
    troughs[count++] = trough;
  }

  /** Takes out all with a trough before {@code sample}. */
  void take(long sample, Listener listener) {
    int left = 0;
    for (int i = 0; i < count; i++) {
      if (troughs[i] < sample) {
        listener.onInjected(channels[i], troughs[i]);
      } else {
        channels[left] = channels[i];
        troughs[left++] = troughs[i];
      }
    }
    count = left;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(count);
    for (int i = 0; i < count; i++) {
      out.writeInt(channels[i]);
      out.writeLong(troughs[i]);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    count = in.readInt();
    if (count < 0 || count > MOST) {
      throw new IOException(
          count + " injected spikes are said to be planned; there are at most " + MOST);
    }
    for (int i = 0; i < count; i++) {
      channels[i] = in.readInt();
      troughs[i] = in.readLong();
    }
  }
}
