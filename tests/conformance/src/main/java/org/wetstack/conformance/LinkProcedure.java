package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;

/** How a rule for links is put to the test: a far end, links to it, and patience with both. */
@Timeout(120)
abstract class LinkProcedure {

  // The contract says 2 s. A machine that is busy elsewhere may stretch that; a hang never ends.
  static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);
  static final int LARGEST_PIECE = 16 * 1024;

  private final List<HeardBytes> handlers = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private ExecutorService others = Executors.newCachedThreadPool();
  Random random = new Random();

  /** The provider under test. */
  protected abstract LinkProvider provider();

  /** A new far end, ready to be opened. */
  protected abstract FarEnd farEnd() throws Exception;

  @BeforeEach
  final void plantSeed(TestInfo test) {
    long seed = Long.getLong("wetstack.seed", new Random().nextLong());
    System.out.println(test.getDisplayName() + ": -Dwetstack.seed=" + seed);
    random = new Random(seed);
    others = Executors.newCachedThreadPool();
  }

  @AfterEach
  final void everyHandlerWasCalledByTheRules() throws Exception {
    links.forEach(Link::close);
    for (HeardBytes handler : handlers) {
      handler.awaitEnd();
      handler.assertWellCalled();
    }
    others.shutdownNow();
  }

  /** Opens a link to {@code far}; its handler is checked when the test is over. */
  Link open(FarEnd far, LinkHandler handler) {
    Link link = provider().open(far.endpoint(), handler);
    links.add(link);
    if (handler instanceof HeardBytes heard) {
      handlers.add(heard);
    }
    return link;
  }

  /** {@code count} bytes that nobody could guess. */
  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  static void closeInTime(Link link) {
    assertTimeoutPreemptively(CLOSE_LIMIT, link::close);
  }

  /** What may fail in any way. */
  interface Task {
    void run() throws Exception;
  }

  Future<?> inBackground(Task task) {
    Callable<Boolean> call =
        () -> {
          task.run();
          return true;
        };
    return others.submit(call);
  }

  /** The next {@code count} bytes at the far end, which must not hear more. */
  static byte[] receive(FarEnd far, int count) throws IOException {
    byte[] all = new byte[count];
    byte[] some = new byte[2 * LARGEST_PIECE];
    int have = 0;
    while (have < count) {
      int got = receiveSome(far, some);
      assertTrue(have + got <= count, "more came than was sent");
      System.arraycopy(some, 0, all, have, got);
      have += got;
    }
    return all;
  }

  Future<byte[]> receiveInBackground(FarEnd far, int count) {
    return others.submit(() -> receive(far, count));
  }

  /** Waits for bytes at the far end; how many came. */
  static int receiveSome(FarEnd far, byte[] into) throws IOException {
    int got = 0;
    for (int attempt = 0; attempt < 300 && got == 0; attempt++) {
      got = far.receive(into);
    }
    assertTrue(got > 0, "nothing came, or the link ended: " + got);
    return got;
  }
}
