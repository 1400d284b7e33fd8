package org.wetstack.link.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what Netty's leak detector says. The build sets it to paranoid. */
final class LeakWatch extends Handler {

  // Held, because loggers are otherwise collected together with their handlers.
  private final Logger logger = Logger.getLogger(ResourceLeakDetector.class.getName());
  private final List<String> leaks = new CopyOnWriteArrayList<>();

  LeakWatch() {
    assertEquals(ResourceLeakDetector.Level.PARANOID, ResourceLeakDetector.getLevel());
    logger.addHandler(this);
  }

  void assertNone() {
    System.gc();
    // Leaks are reported when the next buffers are made.
    for (int i = 0; i < 100; i++) {
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
    }
    assertEquals(List.of(), leaks);
  }

  @Override
  public void publish(LogRecord entry) {
    leaks.add(String.valueOf(entry.getMessage()));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
