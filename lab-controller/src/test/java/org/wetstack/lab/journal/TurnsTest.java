package org.wetstack.lab.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many threads at one journal. */
@Timeout(120)
class TurnsTest {

  /** A disk whose first sync waits until it is released. */
  private static final class SlowDisk implements Disk {
    private final Disk host = Disk.host();
    private final AtomicInteger syncs = new AtomicInteger();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public Tail end(Path file) throws IOException {
      Tail tail = host.end(file);
      return new Tail() {
        @Override
        public void write(byte[] bytes, int count) throws IOException {
          tail.write(bytes, count);
        }

        @Override
        public void force() throws IOException {
          if (syncs.incrementAndGet() == 1) {
            held.countDown();
            boolean released = false;
            while (!released) {
              try {
                SlowDisk.this.released.await();
                released = true;
              } catch (InterruptedException e) {
                // A disk knows nothing of threads.
              }
            }
          }
          tail.force();
        }

        @Override
        public void close() throws IOException {
          tail.close();
        }
      };
    }

    @Override
    public void replace(Path file, byte[] bytes) throws IOException {
      host.replace(file, bytes);
    }

    @Override
    public void cut(Path file, long bytes) throws IOException {
      host.cut(file, bytes);
    }
  }

  @TempDir private Path temp;
  private final SlowDisk disk = new SlowDisk();
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Entry> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<Exception> refused = new ConcurrentLinkedQueue<>();

  @AfterEach
  void release() throws InterruptedException {
    disk.released.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private Thread start(Runnable what) {
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                what.run();
              } catch (IllegalArgumentException | JournalException e) {
                refused.add(e);
              }
            },
            "appender",
            128 << 10);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return thread;
  }

  /** That {@code count} threads append while the disk is held at the entry of the first of them. */
  private void appendAtOnce(FileJournal journal, int count) throws InterruptedException {
    start(() -> acknowledged.add(journal.append("first", "b", Map.of())));
    disk.held.await();
    for (int i = 1; i < count; i++) {
      String who = "t" + i;
      Thread thread = start(() -> acknowledged.add(journal.append(who, "b", Map.of())));
      awaitWaiting(thread);
    }
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING
        && thread.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
  }

  @Test
  void threadsThatAppendAtOnceShareASync() throws Exception {
    List<Entry> told = new ArrayList<>();
    try (FileJournal journal = Journals.open(temp, FileJournal.PAGE_BYTES, disk)) {
      journal.follow(told::add);
      appendAtOnce(journal, 30);
      assertEquals(0, acknowledged.size(), "before its sync nothing is acknowledged");
      assertEquals(List.of(), told);
      release();
      assertEquals(2, disk.syncs.get());
      assertEquals(30, acknowledged.size());
      assertEquals(told, Journals.entries(journal));
      for (int i = 0; i < told.size(); i++) {
        assertEquals(i + 1, told.get(i).number());
        assertEquals(i == 0 ? "first" : "t" + i, told.get(i).who(), "in the order of asking");
      }
    }
  }

  @Test
  void threadsThatAreInterruptedEndNothing() throws Exception {
    AtomicInteger stillInterrupted = new AtomicInteger();
    try (FileJournal journal = Journals.open(temp, 300, Disk.host())) {
      for (int i = 0; i < 4; i++) {
        start(
            () -> {
              for (int j = 0; j < 50; j++) {
                Thread.currentThread().interrupt();
                acknowledged.add(journal.append("a", "b", Map.of()));
                stillInterrupted.addAndGet(Thread.interrupted() ? 1 : 0);
              }
            });
      }
      release();
      assertEquals(List.of(), List.copyOf(refused));
      assertEquals(200, acknowledged.size());
      assertEquals(200, stillInterrupted.get());
      assertEquals(200, Journals.entries(journal).size());
    }
  }

  @Test
  void aWaitingThreadThatIsInterruptedStillLearnsWhatBecameOfIt() throws Exception {
    try (FileJournal journal = Journals.open(temp, FileJournal.PAGE_BYTES, disk)) {
      appendAtOnce(journal, 3);
      threads.forEach(Thread::interrupt);
      release();
      assertEquals(3, acknowledged.size());
      assertEquals(List.of(), List.copyOf(refused));
    }
  }

  @Test
  void noMoreThanABoundedNumberWaits() throws Exception {
    try (FileJournal journal = Journals.open(temp, FileJournal.PAGE_BYTES, disk)) {
      appendAtOnce(journal, 1 + Turns.MOST_WAITING);
      assertEquals(List.of(), List.copyOf(refused));
      var full = assertThrows(JournalException.class, () -> journal.append("a", "b", Map.of()));
      assertTrue(String.valueOf(full.getMessage()).contains("too slow"), full.getMessage());
      release();
      assertEquals(1 + Turns.MOST_WAITING, acknowledged.size());
      journal.append("a", "b", Map.of());
    }
  }

  @Test
  void whoWaitsForAClosedJournalIsRefusedAndNothingIsWritten() throws Exception {
    FileJournal journal = Journals.open(temp, FileJournal.PAGE_BYTES, disk);
    appendAtOnce(journal, 2);
    awaitWaiting(start(journal::close));
    release();
    assertEquals(1, acknowledged.size());
    assertEquals(1, refused.size());
    assertEquals(1, JournalCheck.verify(temp).entries());
  }

  @Test
  void aDiskThatHangsIsNotWaitedForForEver() throws Exception {
    Turns turns = new Turns(50_000_000L);
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = disk.released;
    Turns.Commit hang =
        batch -> {
          held.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          batch.forEach(each -> each.done(new Entry(1, Journals.AT, "a", "b", Map.of())));
        };
    start(() -> acknowledged.add(turns.commit(new Turns.Wanted("a", "b", Map.of()), hang)));
    held.await();
    Turns.Wanted second = new Turns.Wanted("a", "b", Map.of());
    var lost = assertThrows(JournalException.class, () -> turns.commit(second, hang));
    assertTrue(String.valueOf(lost.getMessage()).contains("has not answered"), lost.getMessage());
    assertTrue(turns.failure().isPresent());
    release();
    // It did come to an end, but others have gone by then.
    assertEquals(1, refused.size());
    assertThrows(JournalException.class, () -> turns.alone(() -> {}));
  }

  @Test
  void anErrorIsAFailureToo() {
    Turns turns = new Turns(Turns.WAIT_NANOS);
    assertThrows(
        JournalException.class,
        () ->
            turns.alone(
                () -> {
                  throw new OutOfMemoryError("for a test");
                }));
    assertThrows(JournalException.class, () -> turns.alone(() -> {}));
  }
}
