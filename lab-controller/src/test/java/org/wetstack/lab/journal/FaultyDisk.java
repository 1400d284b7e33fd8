package org.wetstack.lab.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A disk whose operation number {@code fails} fails, half done, and which is well again then. */
final class FaultyDisk implements Disk {

  private final Disk host = Disk.host();
  private final int fails;
  private int operations;

  FaultyDisk(int fails) {
    this.fails = fails;
  }

  /** Whether the fault has come. */
  boolean failed() {
    return operations >= fails;
  }

  private interface Operation {
    void run() throws IOException;
  }

  private void run(Operation whole, Operation half) throws IOException {
    operations++;
    if (operations == fails) {
      half.run();
      throw new IOException("No space left on device (operation " + operations + ")");
    }
    whole.run();
  }

  @Override
  public Tail end(Path file) throws IOException {
    Tail[] opened = new Tail[1];
    Operation open = () -> opened[0] = host.end(file);
    // The file may be there even though its name could not be made durable.
    run(open, () -> host.end(file).close());
    Tail tail = opened[0];
    return new Tail() {
      @Override
      public void write(byte[] bytes, int count) throws IOException {
        run(() -> tail.write(bytes, count), () -> tail.write(bytes, count / 2));
      }

      @Override
      public void force() throws IOException {
        run(tail::force, () -> {});
      }

      @Override
      public void close() throws IOException {
        run(tail::close, tail::close);
      }
    };
  }

  @Override
  public void replace(Path file, byte[] bytes) throws IOException {
    run(() -> host.replace(file, bytes), () -> {});
  }

  @Override
  public void cut(Path file, long bytes) throws IOException {
    run(() -> host.cut(file, bytes), () -> {});
  }
}
