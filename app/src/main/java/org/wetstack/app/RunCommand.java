package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.wetstack.exchange.LiveNwb;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.access.Authenticator;
import org.wetstack.lab.access.JwtSettings;
import org.wetstack.lab.access.JwtTrust;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.access.Tokens;
import org.wetstack.lab.alert.Outbox;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.journal.FileJournal;
import org.wetstack.lab.rig.RigFile;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.Interlocks;
import org.wetstack.lab.schedule.Schedule;
import org.wetstack.lab.supervise.Backoff;
import org.wetstack.lab.supervise.Condition;
import org.wetstack.lab.supervise.Station;
import org.wetstack.server.LabServer;
import org.wetstack.server.Listen;
import org.wetstack.server.Log;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack run}: keeps a rig, day and night, and serves it. */
@Command(
    name = "run",
    description = {
      "Opens the instruments of a rig, keeps it safe, and serves it to programs, until Ctrl-C.",
      "Prints where it can be reached. See docs/how-to/run-a-rig.md."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  private static final Duration FOR_EVER = Duration.ofDays(36_500);
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(50);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "a rig in YAML; see 'wetstack check'")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    RigSpec rig = RigFile.read(file);
    Listen listen = listen(rig);
    Path data = Path.of(rig.data());
    Timebase time = SystemTimebase.shared();
    InstantSource clock = time::now;
    CompletableFuture<Integer> signal = Signals.first();
    // From now on, so that one that comes early does not end it.
    var hangup = new AtomicReference<Runnable>(() -> {});
    Signals.onHangup(() -> Objects.requireNonNull(hangup.get()).run());
    ExecutorService work = Executors.newCachedThreadPool(daemon("wetstack-work"));
    ExecutorService stopping = Executors.newCachedThreadPool(daemon("wetstack-stop"));
    ExecutorService database = Executors.newSingleThreadExecutor(daemon("wetstack-store"));
    PrintWriter err = spec.commandLine().getErr();
    var log = new Log(line -> print(err, line), !Terminals.isStandardError(), clock, work);
    try (FileJournal journal = FileJournal.open(data.resolve("journal"), clock, time)) {
      var ground =
          new LabController.Ground(
              time,
              journal,
              data,
              instrument -> Instruments.open(instrument.driver(), instrument.endpoint()),
              work,
              stopping,
              new SplittableRandom(),
              Backoff.USUAL);
      var tokens = new Tokens(tokenFile(rig, data), clock);
      var authenticator = new Authenticator(tokens, trust(rig, clock), time);
      log.follow(journal);
      try (var controller = new LabController(rig, Version.text(), ground);
          var history = KeptHistory.of(controller, journal, data, database, work, System.getenv());
          var server =
              LabServer.start(
                  controller,
                  history.store(),
                  listen,
                  authenticator,
                  tokens,
                  Version.text(),
                  log::failure);
          var schedule = new Schedule(controller, work);
          var outbox = new Outbox(rig, time, work, journal)) {
        if (rig.recordedAlso().isPresent()) {
          controller.archive().also(new LiveNwb());
        }
        controller.reload().from(() -> RigFile.version(file));
        controller.reload().follow(next -> users(next, data, clock, tokens, authenticator));
        controller.reload().follow(outbox::prepare);
        var reloads = new Reloads(controller.reload(), log);
        hangup.set(() -> work.execute(reloads::reload));
        try {
          controller.start();
          schedule.start();
          outbox.start();
          history.start();
          settle(controller, signal, time);
          tell(rig, server, controller, firstToken(tokens, data, clock));
          return time.await(signal, FOR_EVER);
        } finally {
          // Before anything is closed, which takes its time.
          controller.standDown();
        }
      } catch (TimeoutException e) {
        return ExitCode.OK;
      }
    } finally {
      work.shutdown();
      stopping.shutdown();
      database.shutdown();
      work.awaitTermination(2, TimeUnit.SECONDS);
    }
  }

  /** Gives the instruments a moment, so that what is printed is how it is. */
  private static void settle(
      LabController controller, CompletableFuture<Integer> signal, Timebase time)
      throws InterruptedException {
    long until = time.nanoTime() + SETTLE.toNanos();
    while (!signal.isDone()
        && time.nanoTime() < until
        && !(isReady(controller) && areRead(controller, time.nanoTime()))) {
      try {
        time.await(signal, LOOK);
      } catch (TimeoutException e) {
        // Looked for that long.
      }
    }
  }

  private static boolean isReady(LabController controller) {
    return controller.stations().stream()
        .allMatch(station -> station.state().condition() == Condition.READY);
  }

  /** Whether every interlock that an instrument reads has been read. */
  private static boolean areRead(LabController controller, long now) {
    return controller.rig().interlocks().values().stream()
        .filter(interlock -> interlock.reads().isPresent())
        .noneMatch(
            interlock ->
                controller.interlocks().state(interlock.name(), now) == Interlocks.State.STALE);
  }

  private void tell(RigSpec rig, LabServer server, LabController controller, Optional<Path> token) {
    PrintWriter out = spec.commandLine().getOut();
    InetSocketAddress at = server.address();
    String host = at.getAddress().getHostAddress();
    out.println(
        "rig "
            + rig.name()
            + " at "
            + (rig.tls().isPresent() ? "https" : "http")
            + "://"
            + (host.indexOf(':') < 0 ? host : "[" + host + "]")
            + ":"
            + at.getPort());
    for (Station station : controller.stations()) {
      Station.State state = station.state();
      out.println(
          "  "
              + station.name()
              + ": "
              + state.condition().name().toLowerCase(Locale.ROOT)
              + (state.reason().isEmpty() ? "" : ", " + state.reason()));
    }
    token.ifPresent(path -> out.println("  a first token, for you: " + path));
    out.flush();
  }

  /** Makes ready for those who may come in by another version of the rig file. */
  private static Runnable users(
      RigSpec next, Path data, InstantSource clock, Tokens tokens, Authenticator authenticator)
      throws IOException {
    Runnable move = tokens.moveTo(tokenFile(next, data));
    Optional<JwtTrust> trust = trust(next, clock);
    return () -> {
      move.run();
      authenticator.trust(trust);
    };
  }

  static Path tokenFile(RigSpec rig, Path data) {
    return rig.users().flatMap(RigSpec.Users::tokens).map(Path::of).orElse(data.resolve("tokens"));
  }

  private static Optional<JwtTrust> trust(RigSpec rig, InstantSource clock) throws IOException {
    Optional<RigSpec.Jwt> jwt = rig.users().flatMap(RigSpec.Users::jwt);
    if (jwt.isEmpty()) {
      return Optional.empty();
    }
    RigSpec.Jwt one = jwt.get();
    Map<String, Role> roles =
        one.roles().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        Role.valueOf(entry.getValue().toUpperCase(Locale.ROOT).replace('-', '_'))));
    return Optional.of(
        new JwtTrust(
            new JwtSettings(
                one.issuer(),
                one.audience(),
                Path.of(one.keys()),
                "at+jwt",
                "sub",
                List.of(one.rolesClaim()),
                roles,
                Duration.ofHours(24)),
            clock));
  }

  /**
   * A token for whoever starts a rig that nobody can use yet; in a file that only they can read.
   */
  private static Optional<Path> firstToken(Tokens tokens, Path data, InstantSource clock)
      throws IOException {
    Path file = data.resolve("first-token");
    if (!tokens.list().isEmpty()) {
      return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }
    String user = System.getProperty("user.name", "owner").replaceAll("[^A-Za-z0-9.]", "");
    Tokens.Created created =
        tokens.create(
            user.isEmpty() ? "owner" : user,
            java.util.Set.of(Role.values()),
            clock.instant().plus(Duration.ofDays(30)),
            "made when the rig was first run");
    Files.deleteIfExists(file);
    Files.createFile(
        file,
        java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
            java.nio.file.attribute.PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, created.text() + "\n");
    return Optional.of(file);
  }

  private static Listen listen(RigSpec rig) {
    InetAddress host;
    try {
      host = InetAddress.getByName(rig.listen().host());
    } catch (java.net.UnknownHostException e) {
      throw new IllegalArgumentException(
          "'listen' names '" + rig.listen().host() + "', which is no address of this computer", e);
    }
    return new Listen(
        new InetSocketAddress(host, rig.listen().port()),
        rig.tls()
            .map(
                tls ->
                    new Listen.Tls(
                        Path.of(tls.certificate()),
                        Path.of(tls.key()),
                        tls.clientCa().map(Path::of))),
        rig.users().isPresent());
  }

  private static void print(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }

  /** Makes threads that keep no process alive. */
  static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
