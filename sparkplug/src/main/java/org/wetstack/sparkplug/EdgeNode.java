package org.wetstack.sparkplug;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.sparkplug.payload.Payload;

/**
 * An edge node of Sparkplug B that is told how everything is, and tells the broker what of it has
 * changed. It takes no command but to be born again: others are counted and have no effect. For one
 * thread, which waits for the broker at most some seconds.
 */
public final class EdgeNode implements Closeable {

  private static final int SESSIONS = 256;
  private static final int MOST_HEARD = 64;
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private record Heard(String topic, ByteString payload) {}

  private final Place place;
  private final Timebase time;
  private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(MOST_HEARD);
  private final HostState host = new HostState();
  private volatile CompletableFuture<Boolean> came = new CompletableFuture<>();
  private @Nullable Session session;
  private @Nullable Telling telling;
  private int current;
  private int next;
  private boolean born;
  private long notBefore = Long.MIN_VALUE;
  private long refused;

  public EdgeNode(Place place, Timebase time) {
    this.place = place;
    this.time = time;
  }

  /** Commands that came and had no effect. */
  public long refused() {
    return refused;
  }

  /** Whether everything was told in this session. */
  public boolean isBorn() {
    return born;
  }

  /**
   * Tells what has changed since it was called last; connects if need be.
   *
   * @throws IOException if the broker is not there; call it again, it waits 5 s before it tries
   */
  public void tell(Picture now) throws IOException {
    Session open = session;
    if (open == null || open.isLost()) {
      drop(false);
      if (time.nanoTime() < notBefore) {
        return;
      }
      notBefore = time.nanoTime() + PAUSE.toNanos();
      connect();
    }
    hear();
    if (place.host().isPresent() && !host.isOnline()) {
      // Nobody of whom we know listens; a session that was told of ends where they can see it.
      if (born) {
        drop(true);
      }
      return;
    }
    Telling words = telling;
    if (words == null) {
      return;
    }
    try {
      if (!born || words.change(now, millis())) {
        words.birth(now, current, millis());
        born = true;
      }
    } catch (IOException e) {
      drop(false);
      throw e;
    }
  }

  private void connect() throws IOException {
    heard.clear();
    host.forget();
    current = next;
    next = (next + 1) % SESSIONS;
    var fresh =
        Session.open(
            place,
            current,
            millis(),
            (topic, payload) -> {
              // Who floods loses the rest; a host that wants a birth asks again.
              var unused = heard.offer(new Heard(topic, ByteString.copyFrom(payload)));
              came.complete(true);
            });
    session = fresh;
    telling = new Telling(place, fresh::send);
    born = false;
  }

  /** Waits until something has come or {@code most} has passed, and takes note of it. */
  public void await(Duration most) throws InterruptedException {
    try {
      time.await(came, most);
      came = new CompletableFuture<>();
    } catch (TimeoutException e) {
      // Nothing came.
    }
    hear();
  }

  private void hear() {
    for (Heard one = heard.poll(); one != null; one = heard.poll()) {
      hear(one);
    }
  }

  private void hear(Heard one) {
    if (place.host().filter(name -> one.topic().equals(Place.state(name))).isPresent()) {
      host.hear(one.payload());
      return;
    }
    try {
      if (Telling.isRebirth(Payload.parseFrom(one.payload()))) {
        born = false;
        return;
      }
    } catch (InvalidProtocolBufferException e) {
      // It is no command at all.
    }
    refused++;
  }

  private void drop(boolean inOrder) {
    Session open = session;
    session = null;
    telling = null;
    born = false;
    if (open != null) {
      open.close(inOrder);
    }
  }

  /** What is told is not current any more: so the node dies, in order. */
  public void fallSilent() {
    drop(true);
  }

  @Override
  public void close() {
    drop(true);
  }

  private long millis() {
    return time.now().toEpochMilli();
  }
}
