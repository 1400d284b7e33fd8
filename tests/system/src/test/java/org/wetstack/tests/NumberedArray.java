package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.firmware.FirmwareDriver;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.ArraySpec;
import org.wetstack.emulator.board.BoardSpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.recording.RecordingInfo;

/** An emulated array in {@link NumberedTissue} behind a TCP port, and a host connected to it. */
final class NumberedArray implements AutoCloseable {

  /** Longer than a thread of a busy machine has to wait, and than a handler stands still here. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  private static final Duration WITHIN = Duration.ofSeconds(20);

  private final Timebase time = SystemTimebase.shared();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final NumberedTissue tissue;
  private final EmulatedBoard board;
  private final TcpHost host;
  private final Instrument instrument;
  private volatile @Nullable Throwable failure;

  /** With {@code 8 * rows} electrodes, {@code speed} times as fast as a real one. */
  NumberedArray(int rows, int speed) throws IOException {
    tissue = new NumberedTissue(8 * rows, this::tell);
    ArraySpec usual = ArraySpec.grid("mea", 8, rows, tissue);
    board =
        new EmulatedBoard(
            new World(time, 1, speed),
            BoardSpec.of(
                "board-1",
                new ArraySpec(
                    "mea",
                    usual.samplesPerSecond(),
                    usual.sites(),
                    true,
                    usual.stimulator(),
                    ChipParameters.flat(),
                    tissue)));
    host = TcpHost.open(board::plug, 0, time);
    URI endpoint = host.endpoint();
    instrument =
        new FirmwareDriver(new Random(1)::nextLong, 1, LEASE)
            .open(endpoint, Instruments.link(endpoint), time);
  }

  ElectrodeArray array() {
    return instrument.device(ElectrodeArray.class);
  }

  RecordingInfo info() {
    return new RecordingInfo(
        Instant.EPOCH, instrument.info(), array().layout(), OptionalLong.of(1), "");
  }

  /** The number of the next sample that the array makes. */
  long next() {
    return tissue.next();
  }

  /** How many blocks it has made for its stream, whoever took them. */
  long madeBlocks() {
    return board.array("mea").pacing().blocks();
  }

  /** Nothing is made any more. */
  void end() {
    board.world().end();
    board.array("mea").settle();
  }

  /** Something happened that somebody may {@link #await}. */
  void tell() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more can come, because of {@code reason}. */
  void fail(Throwable reason) {
    failure = reason;
    tell();
  }

  /** Waits for {@code what}; {@code done} must not ask the bench, whose lock may be held. */
  void await(String what, BooleanSupplier done) {
    lock.lock();
    try {
      long left = WITHIN.toNanos();
      while (!done.getAsBoolean()) {
        if (failure != null) {
          throw new AssertionError(what + " will not come", failure);
        }
        assertTrue(left > 0, () -> what + " did not come within " + WITHIN);
        left = news.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(what + " was interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    instrument.close();
    host.close();
    board.world().end();
  }
}
