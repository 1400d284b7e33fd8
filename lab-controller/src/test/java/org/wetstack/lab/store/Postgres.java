package org.wetstack.lab.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server of PostgreSQL for tests only, with its cluster in a folder of its own. */
final class Postgres implements AutoCloseable {

  static final String PASSWORD = "not a secret";
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

  private final Path bin;
  private final Path folder;
  private int port;
  private final boolean root;
  private @Nullable Process server;

  private Postgres(Path bin, Path folder, boolean root) {
    this.bin = bin;
    this.folder = folder;
    this.root = root;
  }

  /** Where the programs of the newest version that is installed are. */
  static Optional<Path> installed() throws IOException {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(INSTALLED)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(programs -> Files.isExecutable(programs.resolve("initdb")))
          .max(Comparator.naturalOrder());
    }
  }

  static Postgres start(Path bin) throws Exception {
    Path folder = Files.createTempDirectory("wetstack-postgres");
    boolean root = "root".equals(System.getProperty("user.name"));
    var postgres = new Postgres(bin, folder, root);
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    if (root) {
      // It refuses to run as root.
      run(List.of("chown", "-R", "nobody:nogroup", folder.toString()));
    }
    run(
        postgres.as(
            "initdb",
            "-D",
            folder.resolve("data").toString(),
            "-U",
            "wetstack",
            "-A",
            "scram-sha-256",
            "--pwfile=" + password,
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync"));
    // Below those that systems give away by themselves: it has to have the same one again.
    var random = new Random();
    for (int tries = 9; ; tries--) {
      postgres.port = 20_000 + random.nextInt(10_000);
      try {
        postgres.serve();
        return postgres;
      } catch (IOException e) {
        if (tries == 0) {
          throw e;
        }
      }
    }
  }

  private List<String> as(String program, String... arguments) {
    List<String> words = new ArrayList<>();
    if (root) {
      words.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
    }
    words.add(bin.resolve(program).toString());
    words.addAll(List.of(arguments));
    return words;
  }

  private static void run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(command + " failed: " + said);
    }
  }

  /** Begins to serve, where it did before; returns once it can be asked. */
  void serve() throws Exception {
    Process process =
        new ProcessBuilder(
                as(
                    "postgres",
                    "-D",
                    folder.resolve("data").toString(),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=" + folder,
                    "-c",
                    "fsync=off",
                    "-c",
                    "autovacuum=off",
                    "-c",
                    "shared_buffers=16MB"))
            .redirectErrorStream(true)
            .start();
    server = process;
    var lines = new StringBuilder();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.append(line).append('\n');
      if (line.contains("ready to accept connections")) {
        // Whoever does not read would in the end hold it up.
        Thread drain = new Thread(() -> drain(reader), "postgres-log");
        drain.setDaemon(true);
        drain.start();
        return;
      }
    }
    throw new IOException("postgres did not start: " + lines);
  }

  private static void drain(BufferedReader reader) {
    try {
      while (reader.readLine() != null) {
        // Nobody wants to know.
      }
    } catch (IOException | UncheckedIOException e) {
      // It has ended.
    }
  }

  /** Ends it as a loss of power does. */
  void kill() throws Exception {
    Process process = server;
    if (process != null) {
      run(as("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "stop"));
      process.waitFor(30, TimeUnit.SECONDS);
      server = null;
    }
  }

  String address(String database) {
    return "postgresql://wetstack@127.0.0.1:" + port + "/" + database;
  }

  @Override
  public void close() throws Exception {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
