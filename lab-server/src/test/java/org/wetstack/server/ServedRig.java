package org.wetstack.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.access.Authenticator;
import org.wetstack.lab.access.JwtTrust;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.access.Tokens;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.FileJournal;
import org.wetstack.lab.rig.RigFile;
import org.wetstack.lab.store.Database;
import org.wetstack.lab.store.HistoryStore;
import org.wetstack.lab.store.Retention;
import org.wetstack.lab.store.Rounds;
import org.wetstack.lab.supervise.Backoff;
import org.wetstack.lab.supervise.Condition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A rig with stub instruments, served on a port of its own, and one user for each role. */
final class ServedRig implements AutoCloseable {

  static final ArrayLayout LAYOUT =
      new ArrayLayout(
          30_000,
          195,
          300,
          List.of(
              new ArrayLayout.Site(0, 0, 0),
              new ArrayLayout.Site(1, 200, 0),
              new ArrayLayout.Site(2, 400, 0),
              new ArrayLayout.Site(3, 600, 0)));

  private static final String RIG =
      """
      name: served
      instruments:
        mea: {driver: stub, endpoint: "stub:mea"}
        pump: {driver: stub, endpoint: "stub:pump"}
      electrodes: {tin: {material: titanium-nitride, diameter: 30 um}}
      reservoirs:
        dopamine:
          pump: pump
          substance: dopamine
          concentration: 100 uM
          vehicle: medium
          content: 50 mL
          prepared: 2020-01-01
          expires: 2099-01-01
      cultures:
        organoids:
          cells: {batch: b1}
          medium: medium
          plated: 2025-12-18
          array: mea
          sites: 0-3
          electrodes: tin
          reservoirs: [dopamine]
          lights: pump/uv
      limits:
        dosing: {pause: 0 s}
        illumination: {power: 2 mW, flash: 1 mJ, hour: 5 mJ, day: 10 mJ}
      interlocks:
        lid: {reads: api, stop: 0-1, stale: 1 h}
      leases: {silence: SILENCE}
      """;

  private static final JsonMapper JSON = new JsonMapper();

  final StubInstrument mea = new StubInstrument("array", true);
  final StubInstrument pump = new StubInstrument("pump", false);
  final LabController controller;
  final Tokens tokens;
  final Optional<HistoryStore> store;
  final LabServer server;
  final List<Entry> journal = Collections.synchronizedList(new ArrayList<>());
  final Path rigFile;

  /** All that is told of the controller; {@code log} has only what failed. */
  final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Log told;
  private final FileJournal file;
  private final ExecutorService work = Executors.newCachedThreadPool(ServedRig::daemon);
  private final Map<Role, String> secrets = new EnumMap<>(Role.class);
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile boolean over;

  /** What a test may want otherwise. */
  record Wish(
      Bounds bounds,
      Optional<JwtTrust> trust,
      Optional<Listen.Tls> tls,
      Duration silence,
      boolean history) {
    static final Wish USUAL =
        new Wish(Bounds.USUAL, Optional.empty(), Optional.empty(), Duration.ofSeconds(10), false);

    Wish bounds(Bounds other) {
      return new Wish(other, trust, tls, silence, history);
    }

    Wish trust(JwtTrust other) {
      return new Wish(bounds, Optional.of(other), tls, silence, history);
    }

    Wish tls(Listen.Tls other) {
      return new Wish(bounds, trust, Optional.of(other), silence, history);
    }

    Wish silence(Duration other) {
      return new Wish(bounds, trust, tls, other, history);
    }

    Wish kept() {
      return new Wish(bounds, trust, tls, silence, true);
    }
  }

  ServedRig(Path folder) throws Exception {
    this(folder, Wish.USUAL);
  }

  ServedRig(Path folder, Wish wish) throws Exception {
    Timebase time = SystemTimebase.shared();
    file = FileJournal.open(folder.resolve("journal"), time::now, time);
    file.follow(journal::add);
    told = new Log(this::told, true, time::now, Runnable::run);
    told.follow(file);
    rigFile = folder.resolve("served.yaml");
    Files.writeString(rigFile, RIG.replace("SILENCE", wish.silence().toSeconds() + " s"));
    controller =
        new LabController(
            RigFile.read(rigFile),
            "test",
            new LabController.Ground(
                time,
                file,
                folder,
                spec -> spec.endpoint().equals("stub:mea") ? mea : pump,
                work,
                work,
                new SplittableRandom(1),
                Backoff.USUAL));
    controller.reload().from(() -> RigFile.version(rigFile));
    tokens = new Tokens(folder.resolve("tokens"), time::now);
    for (Role role : Role.values()) {
      secrets.put(role, token(user(role), Set.of(role), Duration.ofHours(1)));
    }
    store = wish.history() ? Optional.of(history(folder)) : Optional.empty();
    server =
        LabServer.start(
            controller,
            store,
            new Listen(
                new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0), wish.tls()),
            new Authenticator(tokens, wish.trust(), time),
            tokens,
            "test",
            told::failure,
            wish.bounds());
    // Before the watch looks for the first time: a lid of which nobody knows stops all.
    controller.consent().reading("lid", 0.5);
    controller.start();
    await(
        "instruments",
        () ->
            controller.stations().stream()
                .allMatch(station -> station.state().condition() == Condition.READY));
  }

  private HistoryStore history(Path folder) {
    var made =
        new HistoryStore(
            new HistoryStore.Ground(
                controller.rig().name(),
                Database.embedded(folder.resolve("history.sqlite")),
                Retention.USUAL,
                controller.time(),
                work,
                file::read,
                () -> true,
                text -> controller.raise("store", text)));
    file.follow(made);
    var rounds = new Rounds(controller, made, work);
    made.start();
    rounds.start();
    return made;
  }

  private void told(String line) {
    lines.add(line);
    if (line.contains("\"level\":\"error\"")) {
      log.add(line);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "served-rig");
    thread.setDaemon(true);
    return thread;
  }

  static String user(Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  String token(String user, Set<Role> roles, Duration life) throws IOException {
    return tokens.create(user, roles, Instant.now().plus(life), "of a test").text();
  }

  String secret(Role role) {
    return java.util.Objects.requireNonNull(secrets.get(role));
  }

  int port() {
    return server.address().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** An answer in JSON. */
  record Answer(int status, String body) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    /** The rule that refused it, or the code if no rule did. */
    String why() {
      JsonNode root = json();
      for (JsonNode detail : root.path("details")) {
        if (detail.has("reason")) {
          return detail.get("reason").asString();
        }
      }
      return root.path("grpc-code").asString();
    }
  }

  Answer post(String path, @Nullable String token, String body) throws Exception {
    HttpRequest.Builder ask =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(Duration.ofSeconds(20))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return send(token, ask);
  }

  Answer get(String path, @Nullable String token) throws Exception {
    return send(
        token,
        HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(20)).GET());
  }

  Answer send(@Nullable String token, HttpRequest.Builder ask) throws Exception {
    if (token != null) {
      ask.header("authorization", "Bearer " + token);
    }
    HttpResponse<String> answer = http.send(ask.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(answer.statusCode(), answer.body());
  }

  /** The epoch of a new lease of the culture. */
  long lease(String token, String key) throws Exception {
    Answer answer =
        post(
            "/v1/leases",
            token,
            "{\"resource\":\"culture:organoids\",\"purpose\":\"a test\",\"key\":\"" + key + "\"}");
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
    return answer.json().get("lease").get("epoch").asLong();
  }

  /** Renews a lease as its holder's program would, as long as it can be. */
  void keep(String holder, long epoch) {
    SystemTimebase.shared()
        .after(
            Duration.ofSeconds(1),
            () -> {
              if (!over) {
                controller.leases().renew("culture:organoids", holder, epoch);
                keep(holder, epoch);
              }
            });
  }

  Answer dose(String token, long epoch, String key, long nanoliters) throws Exception {
    return post("/v1/cultures/organoids/doses", token, doseBody(epoch, key, nanoliters));
  }

  static String doseBody(long epoch, String key, long nanoliters) {
    return "{\"reservoir\":\"dopamine\",\"nanoliters\":\""
        + nanoliters
        + "\",\"nanolitersPerMinute\":\"1000\",\"epoch\":\""
        + epoch
        + "\",\"key\":\""
        + key
        + "\"}";
  }

  List<Entry> entries(String kind) {
    synchronized (journal) {
      return journal.stream().filter(entry -> entry.what().equals(kind)).toList();
    }
  }

  /** Everything but refusals, in words. */
  List<String> effects() {
    synchronized (journal) {
      return journal.stream()
          .filter(entry -> !entry.what().equals("refused"))
          .map(entry -> entry.who() + " " + entry.what())
          .toList();
    }
  }

  List<String> outputs() {
    List<String> all = new ArrayList<>(mea.done);
    all.addAll(pump.done);
    return all;
  }

  /** Looks again and again until {@code done}, for ten seconds. */
  static void await(String what, BooleanSupplier done) throws InterruptedException {
    Timebase time = SystemTimebase.shared();
    long until = time.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!done.getAsBoolean()) {
      if (time.nanoTime() > until) {
        throw new AssertionError("waited in vain for " + what);
      }
      try {
        time.await(new CompletableFuture<Void>(), Duration.ofMillis(10));
      } catch (java.util.concurrent.TimeoutException e) {
        // Looked for that long.
      }
    }
  }

  @Override
  public void close() {
    over = true;
    // Its event loops take two seconds to end, for which nothing here needs to wait.
    daemon(server::close).start();
    store.ifPresent(HistoryStore::close);
    controller.close();
    file.close();
    work.shutdownNow();
  }
}
