package org.wetstack.lab.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.wetstack.hal.spi.SystemTimebase;

/** Journals for tests. */
final class Journals {

  static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");

  private Journals() {}

  static FileJournal open(Path folder) {
    return open(folder, FileJournal.PAGE_BYTES, Disk.host());
  }

  static FileJournal open(Path folder, long pageBytes, Disk disk) {
    return FileJournal.open(
        folder, InstantSource.fixed(AT), SystemTimebase.shared(), pageBytes, disk);
  }

  static List<Entry> entries(FileJournal journal) {
    List<Entry> entries = new ArrayList<>();
    journal.follow(entries::add);
    return entries;
  }

  /** A journal of {@code entries} in three files, whose head knows all but {@code unknown}. */
  static void small(Path folder, int entries, int unknown) throws IOException {
    byte[] head = new byte[0];
    try (FileJournal journal = open(folder, 450, Disk.host())) {
      for (int i = 0; i < entries; i++) {
        if (i == entries - unknown) {
          journal.checkpoint();
          head = Files.readAllBytes(folder.resolve("head"));
        }
        journal.append("ada", "test", Map.of("i", "" + i, "says", "\"µ\"\n\\"));
      }
    }
    if (unknown > 0) {
      // As if the power had gone.
      Files.write(folder.resolve("head"), head);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
  }

  /** Up to {@code most} characters of every kind, broken pairs among them. */
  static String text(Random random, int most) {
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(most);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(4)) {
        case 0 -> text.append((char) random.nextInt(0x20));
        case 1 -> text.append((char) (' ' + random.nextInt(96)));
        case 2 -> text.append((char) random.nextInt(0x10000));
        default -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
      }
    }
    return text.toString();
  }
}
