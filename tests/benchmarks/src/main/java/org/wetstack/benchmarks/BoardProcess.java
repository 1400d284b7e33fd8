package org.wetstack.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The board of {@code loop.c} on the first processor, and its clients on the second. */
final class BoardProcess implements AutoCloseable {

  private static final int BOARD = 0;
  private static final int CLIENTS = 1;

  private static final int BLOCKS_AT_ONCE = 100;

  /** As {@code rhx.h} has it: so long is a detector deaf after a pulse that it sees. */
  private static final int RHX_BLOCKS_PER_SPIKE = 5;

  private final Path program;
  private final Stream stream;
  private final boolean isRhx;
  private final Contender board;
  private final String port;
  private final int blockBytes;
  private final int triggerBytes;
  private final List<Contender> clients = new ArrayList<>();

  /** One client of a board. */
  record Client(int number, String name, Contender process) {

    /** The same program's device {@code i}. */
    Client device(int i) {
      return new Client(number + i, name, process);
    }
  }

  /** What became of the spikes of a slice. */
  static final class Slice {

    private final long unanswered;
    private final long unasked;
    private final long[] sentNanos;
    private final long[] intendedNanos;

    private Slice(long[] words) {
      unanswered = words[0];
      unasked = words[1];
      int answered = (words.length - 2) / 2;
      sentNanos = new long[answered];
      intendedNanos = new long[answered];
      for (int i = 0; i < answered; i++) {
        sentNanos[i] = words[2 + 2 * i];
        intendedNanos[i] = words[3 + 2 * i];
      }
    }

    long unanswered() {
      return unanswered;
    }

    /** Answers when there was no spike without one. */
    long unasked() {
      return unasked;
    }

    /** From the sending of each block to its answer. */
    long[] sentNanos() {
      return sentNanos;
    }

    /** From the time at which each was to be sent. */
    long[] intendedNanos() {
      return intendedNanos;
    }
  }

  /** A board that speaks the firmware protocol. */
  BoardProcess(Programs programs, Path loop, Stream stream) throws IOException {
    this(loop, stream, programs.file("table-" + stream.channels() + "-" + stream.samples()), false);
  }

  private BoardProcess(Path loop, Stream stream, Path table, boolean isRhx) throws IOException {
    program = loop;
    this.stream = stream;
    this.isRhx = isRhx;
    List<String> command = new ArrayList<>(List.of(loop.toString()));
    if (isRhx) {
      triggerBytes = RhxRehearsal.write(stream, table);
      command.addAll(List.of("rhx", "" + stream.channels()));
    } else {
      triggerBytes = Rehearsal.write(stream, table);
      command.addAll(List.of("board", "" + stream.channels(), "" + stream.samples()));
    }
    command.add(table.toString());
    board = Contender.start("board", BOARD, command);
    String[] words = board.hear().split(" ", -1);
    port = words[0];
    blockBytes = Integer.parseInt(words[1]);
  }

  /** A host that runs RHX and sends one of its blocks at a time. */
  static BoardProcess rhx(Programs programs, Path loop, Stream stream) throws IOException {
    return new BoardProcess(loop, stream, programs.file("table-rhx"), true);
  }

  /** A block on the wire. */
  int blockBytes() {
    return blockBytes;
  }

  /** How many blocks there are for each spike. */
  int blocksPerSpike() {
    return isRhx ? RHX_BLOCKS_PER_SPIKE : 1;
  }

  /** Blocking C that answers the block of each spike with as many bytes as a trigger has. */
  Client echo(String name) throws IOException {
    return raw(name, "echo", (long) blocksPerSpike() * blockBytes);
  }

  /** Blocking C that reads {@code blocks} blocks, looks at none, and then answers. */
  Client drain(String name, int blocks) throws IOException {
    return raw(name, "drain", (long) blocks * blockBytes);
  }

  private Client raw(String name, String way, long bytes) throws IOException {
    Contender process =
        start(name, List.of(program.toString(), way, port, "" + bytes, "" + triggerBytes));
    int number = Integer.parseInt(board.ask("accept bytes " + triggerBytes));
    return new Client(number, name, process);
  }

  /** The driver, which looks for spikes or takes checksums, on one device or more. */
  Client driver(String what, int devices) throws IOException {
    String driver = isRhx ? "intan-rhx" : "firmware";
    String options = isRhx ? "?waveform=" + port + RhxRehearsal.OPTIONS : "";
    return java(
        isRhx ? "intan-rhx driver" : "driver",
        devices,
        LoopDriver.class,
        driver,
        "tcp://127.0.0.1:" + port + options,
        stream.samples(),
        what,
        devices);
  }

  /** Where instruments are opened. */
  String endpoint() {
    return "tcp://127.0.0.1:" + port;
  }

  /** As {@link #driver}, and lets in another client that speaks the same, whenever it comes. */
  Client driverBefore(String what) throws IOException {
    return java(
        "driver", 1, 1, LoopDriver.class, "firmware", endpoint(), stream.samples(), what, 1);
  }

  /** The driver {@code remote} at a controller that has come after {@code before}. */
  Client remote(Client before, String endpoint, String what) throws IOException {
    Contender process =
        start(
            "remote driver",
            Programs.java(LoopDriver.class, "remote", endpoint, stream.samples(), what, 1));
    var client = new Client(before.number() + 1, "remote driver", process);
    while (!process.hasSaid()) {
      // It waits for samples before it says that it records.
      quiet(client, BLOCKS_AT_ONCE, stream.periodNanos());
    }
    process.hear();
    return client;
  }

  /** The naive twin of the driver. */
  Client naive() throws IOException {
    return java("naive Java", 1, NaiveDriver.class, port, stream.channels());
  }

  private Client java(String name, int devices, Class<?> main, Object... args) throws IOException {
    return java(name, devices, 0, main, args);
  }

  private Client java(String name, int devices, int others, Class<?> main, Object... args)
      throws IOException {
    Contender process = start(name, Programs.java(main, args));
    int number = Integer.parseInt(board.ask("accept frames " + (devices + others)));
    return new Client(number, name + process.hear(), process);
  }

  private Contender start(String name, List<String> command) throws IOException {
    Contender process = Contender.start(name, CLIENTS, command);
    clients.add(process);
    return process;
  }

  /** Sends blocks without spikes as fast as they are taken; returns how many commands came. */
  long quiet(Client client, long blocks) throws IOException {
    return board.askNumbers("quiet " + client.number() + " " + blocks)[1];
  }

  /** The same, one in each period. */
  long quiet(Client client, long blocks, long periodNanos) throws IOException {
    return board.askNumbers("quiet " + client.number() + " " + blocks + " " + periodNanos)[1];
  }

  /**
   * Sends blocks without spikes as fast as they are taken, then a spike; ns until its answer.
   *
   * @throws IOException if there was an answer without a spike, for which this would be too short
   */
  long flood(Client client, long blocks) throws IOException {
    long[] nanosAndUnasked = board.askNumbers("flood " + client.number() + " " + blocks);
    if (nanosAndUnasked[1] > 0) {
      throw new IOException(
          client.name() + " answered " + nanosAndUnasked[1] + " spikes that were not there");
    }
    return nanosAndUnasked[0];
  }

  /**
   * {@code spikes} spikes, each in the last of its blocks; a period of 0 waits for the answer and
   * sends the next.
   */
  Slice slice(Client client, long spikes, long periodNanos) throws IOException {
    long blocks = spikes * blocksPerSpike();
    return new Slice(
        board.askNumbers("slice " + client.number() + " " + blocks + " " + periodNanos));
  }

  /**
   * What a {@link LoopDriver} has counted.
   *
   * @param allocated bytes, by the thread that brings the samples
   * @param processorNanos of the same thread
   */
  record Counts(
      long blocks, long missed, long receipts, long refused, long allocated, long processorNanos) {

    /** What has come since {@code before}. */
    Counts since(Counts before) {
      return new Counts(
          blocks - before.blocks,
          missed - before.missed,
          receipts - before.receipts,
          refused - before.refused,
          allocated - before.allocated,
          processorNanos - before.processorNanos);
    }
  }

  /** Asks a {@link LoopDriver}. */
  Counts counts(Client driver) throws IOException {
    long[] each = driver.process().askNumbers("counts");
    return new Counts(each[0], each[1], each[2], each[3], each[4], each[5]);
  }

  @Override
  public void close() throws IOException {
    for (Contender client : clients) {
      client.close();
    }
    board.close();
  }
}
