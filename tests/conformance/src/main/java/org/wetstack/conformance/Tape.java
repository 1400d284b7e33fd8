package org.wetstack.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;

/** Keeps what a stream brings, up to a bound, and finds fault with its bookkeeping. */
final class Tape implements SampleHandler {

  /** One block as it came. */
  record Piece(long firstSample, long missedBefore, int samples, int channels) {
    long end() {
      return firstSample + samples;
    }
  }

  /** One pulse as marked in the samples. */
  record Mark(long operation, long sample) {}

  private static final int MAX_PIECES = 200_000;

  private final List<Piece> pieces = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final List<Optional<DeviceException>> ends = new ArrayList<>();
  private Consumer<SampleBlock> watcher = block -> {};
  private int piecesAfterEnd;

  /** Calls {@code watcher} with each block, before it is kept. */
  Tape watchedBy(Consumer<SampleBlock> watcher) {
    this.watcher = watcher;
    return this;
  }

  @Override
  public void onBlock(SampleBlock block) {
    watcher.accept(block);
    synchronized (this) {
      if (pieces.size() == MAX_PIECES) {
        throw new IllegalStateException("the tape is full");
      }
      pieces.add(
          new Piece(block.firstSample(), block.missedBefore(), block.samples(), block.channels()));
      for (int i = 0; i < block.marks(); i++) {
        marks.add(new Mark(block.markOperation(i), block.firstSample() + block.markSample(i)));
      }
      piecesAfterEnd += ends.isEmpty() ? 0 : 1;
    }
  }

  @Override
  public synchronized void onEnd(Optional<DeviceException> reason) {
    ends.add(reason);
  }

  synchronized List<Piece> pieces() {
    return List.copyOf(pieces);
  }

  synchronized int count() {
    return pieces.size();
  }

  synchronized List<Mark> marks() {
    return List.copyOf(marks);
  }

  /** Whether all samples from {@code first} to {@code last} have come. */
  synchronized boolean has(long first, long last) {
    long there =
        pieces.stream()
            .mapToLong(
                piece -> Math.min(last + 1, piece.end()) - Math.max(first, piece.firstSample()))
            .filter(overlap -> overlap > 0)
            .sum();
    return there == last + 1 - first;
  }

  /**
   * Checks that what is marked is exactly what was {@code played}, but for pulses whose blocks have
   * not come.
   */
  void checkMarks(List<Mark> played) {
    List<Mark> visible = played.stream().filter(mark -> has(mark.sample(), mark.sample())).toList();
    if (!visible.equals(marks())) {
      throw new AssertionError(
          "played were " + played + ", of which " + visible + " could be seen, but " + marks());
    }
  }

  /** The marks of one operation. */
  List<Mark> marks(long operation) {
    return marks().stream().filter(mark -> mark.operation() == operation).toList();
  }

  synchronized List<Optional<DeviceException>> ends() {
    return List.copyOf(ends);
  }

  synchronized int piecesAfterEnd() {
    return piecesAfterEnd;
  }

  /** The sample after the last one that came; 0 before the first. */
  synchronized long end() {
    return pieces.isEmpty() ? 0 : pieces.get(pieces.size() - 1).end();
  }

  /** All that was announced as missing between the first and the last block. */
  synchronized long missed() {
    return pieces.stream().skip(1).mapToLong(Piece::missedBefore).sum();
  }

  /**
   * Checks that every sample between the first and the last is either here or announced as missing.
   */
  void checkCounter() {
    List<Piece> all = pieces();
    for (int i = 1; i < all.size(); i++) {
      Piece before = all.get(i - 1);
      Piece now = all.get(i);
      long gap = now.firstSample() - before.end();
      if (gap != now.missedBefore()) {
        throw new AssertionError(
            "after " + before + " came " + now + ": a gap of " + gap + " samples");
      }
    }
  }
}
