package org.wetstack.lab.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The trials of one culture in one arm, a line each, on disk before their consequences are given.
 * What a killed process left half written at the end is cut off; it had no consequence.
 */
final class TrialJournal implements AutoCloseable {

  private static final long MOST_BYTES = 1L << 30;

  private final Path file;
  private final FileChannel channel;
  private final boolean begun;
  private final List<TrialLine> earlier;

  private TrialJournal(Path file, FileChannel channel, boolean begun, List<TrialLine> earlier) {
    this.file = file;
    this.channel = channel;
    this.begun = begun;
    this.earlier = earlier;
  }

  /**
   * Opens {@code file}, and makes it if it is not there.
   *
   * @param head its first line: which plan, culture and arm
   * @throws IllegalArgumentException if the file is of another plan, or not a journal
   */
  static TrialJournal open(Path file, String head) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      List<String> lines = whole(file, channel);
      if (lines.isEmpty()) {
        write(channel, head);
        return new TrialJournal(file, channel, false, List.of());
      }
      if (!lines.get(0).equals(head)) {
        throw new IllegalArgumentException(
            file + " belongs to another plan: name another folder with --out");
      }
      return new TrialJournal(file, channel, true, trials(file, lines));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** All whole lines; what follows the last of them is cut off. */
  private static List<String> whole(Path file, FileChannel channel) throws IOException {
    if (channel.size() > MOST_BYTES) {
      throw new IllegalArgumentException(file + " is too large to be a journal of trials");
    }
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end < bytes.length) {
      channel.truncate(end);
      channel.force(true);
    }
    channel.position(end);
    return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
  }

  private static List<TrialLine> trials(Path file, List<String> lines) {
    List<TrialLine> trials = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      try {
        TrialLine line = TrialLine.parse(lines.get(i));
        if (line.number() != i - 1) {
          throw new IllegalArgumentException("trial " + line.number() + " is not the next");
        }
        trials.add(line);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            "%s:%d is not the trial that belongs there (%s): name another folder with --out"
                .formatted(file, i + 1, e.getMessage()),
            e);
      }
    }
    return List.copyOf(trials);
  }

  /** Whether an earlier process opened it: all that comes before the first trial may be done. */
  boolean begun() {
    return begun;
  }

  /** The trials of earlier processes. */
  List<TrialLine> earlier() {
    return earlier;
  }

  /** Puts {@code line} on the disk; it is there when this returns. */
  void append(TrialLine line) {
    try {
      write(channel, line.json());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: the run ends here", e);
    }
  }

  private static void write(FileChannel channel, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
