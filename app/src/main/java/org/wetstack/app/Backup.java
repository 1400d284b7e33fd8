package org.wetstack.app;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.wetstack.lab.journal.JournalCheck;
import org.wetstack.lab.journal.JournalCopy;
import org.wetstack.lab.rig.RigFile;
import org.wetstack.lab.rig.RigSpec;
import tools.jackson.databind.json.JsonMapper;

/** Writes a backup of a rig: one zip file, whose last part says what is in it. */
final class Backup {

  static final String MANIFEST = "wetstack-backup.json";
  static final String RIG = "rig.yaml";
  static final String TOKENS = "tokens";
  static final String JWT_KEYS = "jwt-keys.json";
  static final String JOURNAL = "journal";
  static final String RECORDINGS = "recordings";

  /** One file of a backup. */
  record Part(String path, long bytes, String sha256) {}

  /**
   * What is in a backup.
   *
   * @param entries of the journal
   * @param hash of the last of them
   */
  record Manifest(
      int version, Instant made, String rig, long entries, String hash, List<Part> files) {}

  private final ZipOutputStream zip;
  private final List<Part> parts = new ArrayList<>();

  private Backup(ZipOutputStream zip) {
    this.zip = zip;
  }

  /**
   * Writes one into {@code to}, which only its owner can read. A controller may run meanwhile.
   *
   * @throws IOException if something cannot be read or the journal is not right; there is none then
   */
  static Manifest write(Path rigFile, Path to, boolean withRecordings, Instant now)
      throws IOException {
    if (Files.exists(to)) {
      throw new IllegalArgumentException(to + " is there already: name a new file");
    }
    RigSpec rig = RigFile.read(rigFile);
    Path data = Path.of(rig.data());
    Path part = to.resolveSibling(to.getFileName() + ".part");
    Path copy = to.resolveSibling(to.getFileName() + ".journal");
    requireNothing(part);
    requireNothing(copy);
    try {
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Manifest manifest;
      try (var zip = new ZipOutputStream(Files.newOutputStream(part), StandardCharsets.UTF_8)) {
        zip.setLevel(Deflater.BEST_SPEED);
        var backup = new Backup(zip);
        backup.add(RIG, rigFile);
        // Before the tokens: one that this journal knows as revoked is none of them any more.
        JournalCheck.Verdict journal = JournalCopy.copy(data.resolve(JOURNAL), copy);
        backup.addAll(JOURNAL, copy);
        backup.addUsers(rig, data);
        if (withRecordings && Files.isDirectory(data.resolve(RECORDINGS))) {
          backup.addAll(RECORDINGS, data.resolve(RECORDINGS));
        }
        manifest =
            new Manifest(
                1, now, rig.name(), journal.entries(), journal.hash(), List.copyOf(backup.parts));
        zip.putNextEntry(new ZipEntry(MANIFEST));
        zip.write(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        zip.closeEntry();
      }
      Files.move(part, to);
      return manifest;
    } catch (NoSuchFileException e) {
      throw new IOException(
          e.getMessage() + " is not there: has this rig been run from this folder?", e);
    } finally {
      delete(copy);
      Files.deleteIfExists(part);
    }
  }

  private static void requireNothing(Path path) {
    if (Files.exists(path)) {
      throw new IllegalArgumentException(
          path + " was left by another backup, or belongs to one that is being made: delete it");
    }
  }

  private void addUsers(RigSpec rig, Path data) throws IOException {
    Path tokens = RunCommand.tokenFile(rig, data);
    if (Files.exists(tokens)) {
      add(TOKENS, tokens);
    }
    var jwt = rig.users().flatMap(RigSpec.Users::jwt);
    if (jwt.isPresent()) {
      add(JWT_KEYS, Path.of(jwt.get().keys()));
    }
  }

  private void addAll(String name, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      add(name + "/" + folder.relativize(file).toString().replace('\\', '/'), file);
    }
  }

  private void add(String path, Path file) throws IOException {
    zip.putNextEntry(new ZipEntry(path));
    MessageDigest digest = sha256();
    long bytes;
    try (InputStream in =
        new DigestInputStream(
            new BufferedInputStream(new FileInputStream(file.toFile())), digest)) {
      bytes = in.transferTo(zip);
    }
    zip.closeEntry();
    parts.add(new Part(path, bytes, HexFormat.of().formatHex(digest.digest())));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Deletes {@code folder} with all that is in it. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes as) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path done, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            Files.delete(done);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** What restores need of files that are named in a rig file and hold secrets. */
  static Map<String, String> leftOut(RigSpec rig) {
    Map<String, String> left = new java.util.TreeMap<>();
    rig.tls()
        .ifPresent(
            tls -> {
              left.put(tls.certificate(), "the certificate");
              left.put(tls.key(), "its key");
              tls.clientCa().ifPresent(ca -> left.put(ca, "the certificates of clients"));
            });
    rig.store().passwordFile().ifPresent(file -> left.put(file, "the password of the history"));
    for (RigSpec.Alert alert : rig.alerts()) {
      if (alert.channel() instanceof RigSpec.Channel.Email email) {
        email.passwordFile().ifPresent(file -> left.put(file, "the password for e-mail"));
      }
    }
    return left;
  }
}
