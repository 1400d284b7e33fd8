package org.wetstack.exchange;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * An export that is being made, as {@code NAME.partial} until {@link #finish} gives it its name: a
 * process that is killed leaves nothing that looks whole. What it left is replaced by the next
 * export to the same name; while another one is writing it, that is refused.
 */
final class Partial implements Closeable {

  private static final String LOCK_FILE = "export.lock";

  private final Path target;
  private final Path partial;
  private final Path path;
  private final Path lockFile;
  private final FileChannel lock;
  private boolean finished;

  private Partial(Path target, Path partial, Path path, Path lockFile, FileChannel lock) {
    this.target = target;
    this.partial = partial;
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Begins a file.
   *
   * @throws IllegalArgumentException if {@code target} is there already
   * @throws IOException if it cannot be made, or another export is making it
   */
  static Partial file(Path target) throws IOException {
    // In a folder too: a lock on the file itself would end when whoever writes it closes it once.
    return begin(target, true);
  }

  /** The same with a folder. */
  static Partial folder(Path target) throws IOException {
    return begin(target, false);
  }

  private static Partial begin(Path target, boolean file) throws IOException {
    Path partial = partialOf(target);
    if (Files.isRegularFile(partial)) {
      // What a killed export of an earlier version left.
      Files.delete(partial);
    }
    Files.createDirectories(partial);
    Path lockFile = partial.resolve(LOCK_FILE);
    FileChannel lock = lock(lockFile);
    try {
      try (var left = Files.newDirectoryStream(partial)) {
        for (Path each : left) {
          if (!each.equals(lockFile)) {
            Files.delete(each);
          }
        }
      }
      Path path = file ? partial.resolve("export") : partial;
      return new Partial(target, partial, path, lockFile, lock);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  private static Path partialOf(Path target) throws IOException {
    Path whole = target.toAbsolutePath().normalize();
    requireAbsent(whole);
    Path name = whole.getFileName();
    Path parent = whole.getParent();
    if (name == null || parent == null) {
      throw new IllegalArgumentException("'" + target + "' is no name for an export: give a file");
    }
    Files.createDirectories(parent);
    return parent.resolve(name + ".partial");
  }

  private static void requireAbsent(Path target) {
    if (Files.exists(target)) {
      throw new IllegalArgumentException(
          target + " is there already: name another one with --output, or move it away");
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock held = null;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // By this very process.
    } finally {
      if (held == null) {
        channel.close();
      }
    }
    if (held == null) {
      throw new IOException(file + " is being written by another export: wait, or name another");
    }
    return channel;
  }

  /** Where to write: a file, or a folder for files. */
  Path path() {
    return path;
  }

  /** Makes it durable and gives it its name. Everything written must have been closed. */
  void finish() throws IOException {
    if (path.equals(partial)) {
      try (var files = Files.newDirectoryStream(partial)) {
        for (Path file : files) {
          force(file, StandardOpenOption.WRITE);
        }
      }
      lock.close();
      Files.delete(lockFile);
      force(partial, StandardOpenOption.READ);
    } else {
      force(path, StandardOpenOption.WRITE);
    }
    requireAbsent(target);
    Files.move(path, target.toAbsolutePath().normalize());
    finished = true;
    Path parent = target.toAbsolutePath().normalize().getParent();
    if (parent != null) {
      force(parent, StandardOpenOption.READ);
    }
  }

  private static void force(Path file, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(file, how)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows keeps the names of files durable by itself, and refuses to open a directory.
      if (!Files.isDirectory(file)) {
        throw e;
      }
    }
  }

  /** Takes away what was not finished, and the folder around what was. */
  @Override
  public void close() throws IOException {
    lock.close();
    boolean moved = finished && path.equals(partial);
    if (!moved && Files.exists(partial)) {
      Files.walkFileTree(
          partial,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                throws IOException {
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }
}
