package org.wetstack.drivers.intanrhx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;

/** Keeps what a recording brings. */
final class Tape implements SampleHandler {

  record Piece(long first, long missed, int samples) {}

  record Mark(long operation, long sample) {}

  final List<Piece> pieces = new ArrayList<>();
  final List<Mark> marks = new ArrayList<>();
  final List<Short> firstChannel = new ArrayList<>();
  final List<Short> lastChannel = new ArrayList<>();
  final List<Optional<DeviceException>> ends = new ArrayList<>();

  @Override
  public void onBlock(SampleBlock block) {
    pieces.add(new Piece(block.firstSample(), block.missedBefore(), block.samples()));
    for (int i = 0; i < block.marks(); i++) {
      marks.add(new Mark(block.markOperation(i), block.firstSample() + block.markSample(i)));
    }
    for (int i = 0; i < block.samples(); i++) {
      firstChannel.add(block.raw(i, 0));
      lastChannel.add(block.raw(i, block.channels() - 1));
    }
  }

  @Override
  public void onEnd(Optional<DeviceException> reason) {
    ends.add(reason);
  }

  long end() {
    Piece last = pieces.get(pieces.size() - 1);
    return last.first() + last.samples();
  }

  long missed() {
    return pieces.stream().mapToLong(Piece::missed).sum();
  }

  /** Finds fault if samples are neither there nor announced as missing. */
  void checkCounter() {
    for (int i = 1; i < pieces.size(); i++) {
      Piece before = pieces.get(i - 1);
      Piece now = pieces.get(i);
      if (now.first() - before.first() - before.samples() != now.missed()) {
        throw new AssertionError("after " + before + " came " + now);
      }
    }
  }
}
