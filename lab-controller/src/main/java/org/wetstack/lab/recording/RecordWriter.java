package org.wetstack.lab.recording;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The recorder's own thread: from the queue to the disk, the only one that may wait for it. */
final class RecordWriter implements Runnable {

  private static final long SYNC_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** So often may the queue be found empty before what was written is made durable. */
  private static final long SYNC_AFTER_LOOKS = 1_000 / RecordQueue.LOOK_MILLIS;

  private final RecordQueue queue;
  private final Segments segments;
  private final Runnable putEnd;
  private final Consumer<IOException> onFailure;
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private boolean unsynced;
  private long syncedNanos;
  private int idleLooks;

  /**
   * @param putEnd puts the last records once the closed queue is empty
   * @param onFailure called once, on this thread, when the disk has failed
   */
  RecordWriter(
      RecordQueue queue, Segments segments, Runnable putEnd, Consumer<IOException> onFailure) {
    this.queue = queue;
    this.segments = segments;
    this.putEnd = putEnd;
    this.onFailure = onFailure;
  }

  /** Completes when everything is durable and the file closed, or with the {@link IOException}. */
  CompletableFuture<Void> finished() {
    return finished;
  }

  void start() {
    Thread thread = new Thread(this, "wetstack-recorder");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    try (segments) {
      segments.open();
      unsynced = true;
      while (!queue.finished()) {
        writeSome();
      }
      putEnd.run();
      while (!queue.finished()) {
        writeSome();
      }
      segments.force();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      fail(e instanceof IOException io ? io : new IOException("the recorder stopped: " + e, e));
      return;
    }
    finished.complete(null);
  }

  private void writeSome() throws IOException, InterruptedException {
    RecordQueue.Run run = queue.take();
    if (run.bytes().hasRemaining()) {
      segments.write(run.bytes());
      unsynced = true;
    } else {
      idleLooks++;
    }
    queue.taken(run);
    boolean due =
        run.urgent()
            || run.untilNanos() - syncedNanos >= SYNC_EVERY_NANOS
            || idleLooks >= SYNC_AFTER_LOOKS;
    if (unsynced && due) {
      segments.force();
      unsynced = false;
      syncedNanos = run.untilNanos();
      idleLooks = 0;
    }
  }

  private void fail(IOException reason) {
    try {
      onFailure.accept(reason);
    } finally {
      finished.completeExceptionally(reason);
    }
  }
}
