package org.wetstack.drivers.intanrhx;

/**
 * The pulses that began among the samples at hand, in order. Bounded; kept by the waveform link's
 * thread.
 */
final class PulseMarks {

  private final long[] samples;
  private final long[] operations;
  private int count;

  PulseMarks(int capacity) {
    samples = new long[capacity];
    operations = new long[capacity];
  }

  /** Adds a pulse that began at {@code sample}, after all before it. */
  void add(long sample, long operation) {
    if (count == samples.length) {
      forget(1);
    }
    samples[count] = sample;
    operations[count] = operation;
    count++;
  }

  /** Forgets what began before {@code sample}. */
  void forgetBefore(long sample) {
    if (count > 0 && samples[0] < sample) {
      forget(indexAtOrAfter(sample));
    }
  }

  private void forget(int first) {
    System.arraycopy(samples, first, samples, 0, count - first);
    System.arraycopy(operations, first, operations, 0, count - first);
    count -= first;
  }

  /** The first mark at {@code sample} or after it; their number if there is none. */
  int indexAtOrAfter(long sample) {
    int index = 0;
    while (index < count && samples[index] < sample) {
      index++;
    }
    return index;
  }

  long sample(int index) {
    return samples[index];
  }

  long operation(int index) {
    return operations[index];
  }
}
