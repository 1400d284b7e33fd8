package org.wetstack.lab.recording;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The folder of a new recording. */
final class SegmentFiles implements Segments.Maker {

  private final Path directory;
  private final Disk first;

  private SegmentFiles(Path directory, Disk first) {
    this.directory = directory;
    this.first = first;
  }

  /**
   * Begins a new recording in {@code directory}, which is made if it is not there. Its description
   * comes last and whole, so that whoever finds one finds a recording that can be read, whenever
   * this is killed.
   *
   * @throws IllegalArgumentException if segments of {@code segmentBytes} are too small
   */
  static SegmentFiles create(Path directory, RecordingInfo info, long segmentBytes)
      throws IOException {
    long least = 2L * (RecordFormat.maxPayloadBytes(info.layout()) + RecordFormat.FRAME_BYTES);
    if (segmentBytes < least) {
      throw new IllegalArgumentException(
          "a segment of "
              + segmentBytes
              + " bytes has no room for two of the largest blocks: give it at least "
              + least);
    }
    try {
      Files.createDirectories(directory);
      Path description = directory.resolve(RecordFormat.INFO_FILE);
      if (Files.exists(description) || !in(directory).isEmpty()) {
        throw new IOException(directory + " holds a recording already: choose another folder");
      }
      Disk first = Disk.create(directory.resolve(RecordFormat.segmentFile(0)));
      try {
        InfoFile.write(description, info);
      } catch (IOException e) {
        first.close();
        throw e;
      }
      return new SegmentFiles(directory, first);
    } catch (FileSystemException e) {
      throw new IOException(
          "cannot begin a recording in " + directory + ": " + why(e) + "; choose another folder",
          e);
    }
  }

  /** Most of these exceptions say no more than which file. */
  private static String why(FileSystemException e) {
    String reason = e.getReason();
    if (reason == null) {
      reason =
          e instanceof AccessDeniedException
              ? "permission denied"
              : e instanceof FileAlreadyExistsException
                  ? "it is there already"
                  : e instanceof NoSuchFileException
                      ? "it cannot be made"
                      : e.getClass().getSimpleName();
    }
    return e.getFile() + ": " + reason;
  }

  /** Where the first segment goes; it is empty. */
  Disk first() {
    return first;
  }

  @Override
  public Disk make(int segment) throws IOException {
    return Disk.create(directory.resolve(RecordFormat.segmentFile(segment)));
  }

  /** The segments that are in {@code directory}, by their numbers. */
  static SortedMap<Integer, Path> in(Path directory) throws IOException {
    SortedMap<Integer, Path> segments = new TreeMap<>();
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        RecordFormat.segmentOf(file.getFileName().toString())
            .ifPresent(segment -> segments.put(segment, file));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return segments;
  }
}
