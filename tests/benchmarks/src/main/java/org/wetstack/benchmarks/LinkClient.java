package org.wetstack.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;

/**
 * Does through a link what {@code link client} of {@code link.c} does through a socket, and is told
 * to in the same words. A process of its own, so that it can be bound to a processor.
 */
final class LinkClient {

  private static final int WARM_UP = 50;
  private static final int MOST = 200_000;

  private final String options;

  private LinkClient(String options) {
    this.options = options;
  }

  /** {@code args} are the options of the link, such as {@code ?poll=spin}, or nothing. */
  public static void main(String[] args) throws Exception {
    var client = new LinkClient(args.length == 0 ? "" : args[0]);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      int port = Integer.parseInt(words[1]);
      int first = Integer.parseInt(words[2]);
      int second = Integer.parseInt(words[3]);
      System.out.println(
          words[0].equals("echo")
              ? client.echo(port, first, second, Long.parseLong(words[4]))
              : client.read(port, first, second));
    }
  }

  private String echo(int port, int request, int reply, long millis) throws Exception {
    var echo = new Echo(request, reply, millis);
    try (Link link = open(port, echo)) {
      link.send(wish(request, reply, 0, 0));
      echo.ask(link);
      return echo.done.get();
    }
  }

  private String read(int port, int block, int count) throws Exception {
    var sink = new Sink();
    try (Link link = open(port, sink)) {
      link.send(wish(0, 0, block, count));
      long nanos = sink.done.get();
      if (sink.total != (long) block * count) {
        throw new IOException("only " + sink.total + " bytes came");
      }
      return String.format("%.3f", sink.total * 1e3 / nanos);
    }
  }

  private Link open(int port, LinkHandler handler) {
    URI endpoint = URI.create("tcp://127.0.0.1:" + port + options);
    return Instruments.link(endpoint).open(endpoint, handler);
  }

  private static ByteBuffer wish(int request, int reply, int block, int count) {
    return ByteBuffer.allocate(16)
        .order(ByteOrder.nativeOrder())
        .putInt(request)
        .putInt(reply)
        .putInt(block)
        .putInt(count)
        .flip();
  }

  /** Asks anew from the thread that hears the answer, as a closed loop does. */
  private static final class Echo implements LinkHandler {

    private final ByteBuffer request;
    private final int reply;
    private final long nanos;
    private final long[] times = new long[MOST];
    private final CompletableFuture<String> done = new CompletableFuture<>();
    private int asked;
    private int came;
    private long sent;
    private long end;

    Echo(int request, int reply, long millis) {
      this.request = ByteBuffer.allocate(request);
      this.reply = reply;
      this.nanos = millis * 1_000_000;
    }

    void ask(Link link) {
      sent = Clock.nanos();
      if (asked == WARM_UP) {
        end = sent + nanos;
      }
      link.send(request.clear());
    }

    @Override
    public void onBytes(Link link, ByteBuffer bytes) {
      came += bytes.remaining();
      if (came < reply) {
        return;
      }
      long now = Clock.nanos();
      came = 0;
      int measured = asked - WARM_UP;
      if (measured >= 0) {
        times[measured] = now - sent;
      }
      asked++;
      if (measured >= 0 && (now > end || measured == MOST - 1)) {
        var all = new StringJoiner(" ");
        for (int i = 0; i <= measured; i++) {
          all.add(Long.toString(times[i]));
        }
        done.complete(all.toString());
      } else {
        ask(link);
      }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
      done.completeExceptionally(new IOException("the server has gone", cause));
    }
  }

  /** Looks at no byte. */
  private static final class Sink implements LinkHandler {

    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private long total;
    private long began;

    @Override
    public void onBytes(Link link, ByteBuffer bytes) {
      if (total == 0) {
        began = Clock.nanos();
      }
      total += bytes.remaining();
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
      done.complete(Clock.nanos() - began);
    }
  }
}
