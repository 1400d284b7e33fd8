package org.wetstack.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.journal.FileJournal;
import org.wetstack.lab.journal.JournalCheck;
import org.wetstack.lab.journal.Kinds;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the folder of a rig from a backup. Its journal is behind the instruments: what they did
 * after the backup is in no limit of it. So it goes on with the emergency stop pressed, which two
 * people release when they know what was given since, and no lease from before holds.
 */
final class Restore {

  /** Ours only, so that nothing lands outside of the folder. */
  private static final Pattern NAME =
      Pattern.compile(
          "rig\\.yaml|tokens|jwt-keys\\.json|(journal|recordings)(/[A-Za-z0-9][A-Za-z0-9._-]*)+");

  private static final int MOST_MANIFEST = 64 << 20;

  private Restore() {}

  /**
   * Makes {@code into} of the backup {@code from}.
   *
   * @throws IOException if the backup is not as it was written; nothing is left then
   */
  static Backup.Manifest read(Path from, Path into, InstantSource clock) throws IOException {
    requireEmpty(into);
    Path part = into.toAbsolutePath().resolveSibling(into.getFileName() + ".part");
    if (Files.exists(part)) {
      throw new IllegalArgumentException(part + " was left by another restore: delete it");
    }
    try (var zip = new ZipFile(from.toFile())) {
      Backup.Manifest manifest = manifest(zip, from);
      Files.createDirectories(part);
      extract(zip, manifest, from, part);
      requireJournal(manifest, from, part);
      mark(manifest, part.resolve("data").resolve(Backup.JOURNAL), clock);
      Files.deleteIfExists(into);
      Files.move(part, into);
      return manifest;
    } catch (ZipException e) {
      throw new IOException(from + " is no whole backup: " + e.getMessage(), e);
    } finally {
      Backup.delete(part);
    }
  }

  private static void requireEmpty(Path into) throws IOException {
    if (!Files.exists(into)) {
      return;
    }
    if (Files.isDirectory(into)) {
      try (Stream<Path> files = Files.list(into)) {
        if (files.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw new IllegalArgumentException(
        into + " is not empty, and nothing is overwritten: name a new folder");
  }

  private static Backup.Manifest manifest(ZipFile zip, Path from) throws IOException {
    ZipEntry entry = zip.getEntry(Backup.MANIFEST);
    if (entry == null) {
      throw new IOException(from + " is no backup of a rig: it has no " + Backup.MANIFEST);
    }
    Backup.Manifest manifest;
    try (InputStream in = zip.getInputStream(entry)) {
      manifest = JsonMapper.shared().readValue(in.readNBytes(MOST_MANIFEST), Backup.Manifest.class);
    } catch (JacksonException e) {
      throw new IOException(from + " is no whole backup: " + e.getOriginalMessage(), e);
    }
    if (manifest.version() != 1) {
      throw new IOException(
          from + " was made by a newer version of wetstack: restore it with that one");
    }
    return manifest;
  }

  private static void extract(ZipFile zip, Backup.Manifest manifest, Path from, Path into)
      throws IOException {
    Set<String> names = new HashSet<>();
    for (Backup.Part part : manifest.files()) {
      ZipEntry entry = zip.getEntry(part.path());
      if (entry == null || !NAME.matcher(part.path()).matches() || !names.add(part.path())) {
        throw new IOException(from + " is not as it was written: " + part.path() + " is missing");
      }
      Path to = into.resolve(place(part.path()));
      Files.createDirectories(to.resolveSibling(""));
      Files.createFile(
          to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      MessageDigest digest = Backup.sha256();
      try (InputStream in = new DigestInputStream(zip.getInputStream(entry), digest);
          var out = Files.newOutputStream(to)) {
        in.transferTo(out);
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(part.sha256())) {
        throw new IOException(from + " is not as it was written: " + part.path() + " was changed");
      }
    }
    if (zip.size() != names.size() + 1) {
      throw new IOException(from + " is not as it was written: it holds more than it should");
    }
  }

  /** The rig file stands beside its data. */
  private static String place(String path) {
    return path.equals(Backup.RIG) ? path : "data/" + path;
  }

  private static void requireJournal(Backup.Manifest manifest, Path from, Path into)
      throws IOException {
    JournalCheck.Verdict verdict =
        JournalCheck.verify(into.resolve("data").resolve(Backup.JOURNAL));
    if (verdict.wrong().isPresent()) {
      throw new IOException(from + " holds a journal that is not right: " + verdict.wrong().get());
    }
    if (verdict.entries() != manifest.entries() || !verdict.hash().equals(manifest.hash())) {
      throw new IOException(
          from + " holds another journal than it says: " + verdict.entries() + " entries");
    }
  }

  private static void mark(Backup.Manifest manifest, Path journal, InstantSource clock) {
    try (FileJournal opened = FileJournal.open(journal, clock, SystemTimebase.shared())) {
      opened.append(
          "controller",
          Kinds.RESTORED,
          Map.of(
              "backup", manifest.made().toString(),
              "entry", Long.toString(manifest.entries()),
              "hash", manifest.hash()));
      opened.append(
          "controller",
          Kinds.STOP_LATCHED,
          Map.of(
              "reason",
              "restored from a backup of "
                  + manifest.made()
                  + ": what was given since is in no limit. Look what the instruments did, wait"
                  + " until it counts no more, and release"));
    }
  }
}
