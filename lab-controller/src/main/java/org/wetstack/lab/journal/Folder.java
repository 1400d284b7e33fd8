package org.wetstack.lab.journal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in the folder of a journal. */
final class Folder {

  static final String HEAD = "head";
  static final String LOCK = "lock";
  private static final Pattern PAGE = Pattern.compile("([0-9]{18})\\.jsonl");

  private Folder() {}

  /** The file that begins with entry {@code first}. */
  static Path page(Path folder, long first) {
    return folder.resolve(String.format(Locale.ROOT, "%018d.jsonl", first));
  }

  /** The files with entries, by the number of the first one. */
  static SortedMap<Long, Path> pages(Path folder) throws IOException {
    SortedMap<Long, Path> pages = new TreeMap<>();
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = PAGE.matcher(file.getFileName().toString());
        if (name.matches()) {
          pages.put(Long.parseLong(name.group(1)), file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return pages;
  }
}
