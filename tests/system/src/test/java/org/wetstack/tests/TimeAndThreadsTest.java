package org.wetstack.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.VirtualTimebase;

/**
 * Blocking is injected: nothing but the classes named here reads a clock, waits for a while, or
 * starts a thread. A class that has stopped doing so must leave its list.
 */
class TimeAndThreadsTest {

  private static final String TIMEBASE = "org.wetstack.hal.spi.SystemTimebase";

  private static final Map<String, String> MAY_READ_CLOCKS =
      Map.of(
          TIMEBASE,
          "is real time",
          "org.wetstack.app.CheckCommand",
          "tells what has expired",
          "org.wetstack.app.DemoCommand",
          "dates a recording, and a folder for it",
          "org.wetstack.app.EmulateRhxCommand",
          "dates what the emulated program records");

  private static final Map<String, String> MAY_START_THREADS =
      Map.ofEntries(
          entry(TIMEBASE, "the one timer of a process"),
          entry(
              "org.wetstack.link.serial.SerialLink", "owns a port, and closes it with a deadline"),
          entry("org.wetstack.link.tcp.TcpLink", "reads its connection"),
          entry(
              "org.wetstack.link.tcp.TcpLinks",
              "shares event loops for TLS; name servers may not answer"),
          entry(
              "org.wetstack.link.mqtt.MqttLink",
              "owns a client, and calls the handler apart from it"),
          entry("org.wetstack.emulator.host.SerialHost", "reads a pseudo-terminal"),
          entry("org.wetstack.emulator.host.TcpHost", "listens, and reads each connection"),
          entry("org.wetstack.emulator.host.LonePort", "listens, and reads its one client"),
          entry("org.wetstack.emulator.host.MqttHost", "comes back when the broker was away"),
          entry("org.wetstack.emulator.host.Outgoing", "writes to hosts that may not read"),
          entry("org.wetstack.bridge.OwnThread", "waits for a pump or a broker, apart from links"),
          entry("org.wetstack.lab.recording.RecordWriter", "the disk may be slow"),
          entry("org.wetstack.exchange.replay.Replay", "reads a disk, and calls the handler"),
          entry("org.wetstack.app.ReplayCommand", "reads a disk ahead of an emulated program"),
          entry("org.wetstack.lab.desk.Halt", "stops instruments side by side"),
          entry(
              "org.wetstack.app.RhxCommand", "an array's answers and its clients take their time"),
          entry("org.wetstack.app.LslCommand", "LSL takes samples in its own time"),
          entry("org.wetstack.app.RunCommand", "gives what blocks a thread, and stops another"),
          entry("org.wetstack.app.Experiment", "doses take time, and stops go side by side"),
          entry("org.wetstack.app.study.Workers", "lets cultures of a study live side by side"));

  private static final Map<String, String> MAY_WAIT =
      Map.ofEntries(
          entry(TIMEBASE, "waiting is its business"),
          entry("org.wetstack.emulator.host.TcpHost", "frees its port before close returns"),
          entry("org.wetstack.emulator.host.Admission", "frees its port before it has ended"),
          entry("org.wetstack.link.serial.Outbox", "paces the thread that owns a port"),
          entry(
              "org.wetstack.link.mqtt.BrokerSession", "waits for a broker, on the owner's thread"),
          entry(
              "org.wetstack.lab.recording.RecordQueue",
              "has the writer look, and sync what is old"),
          entry("org.wetstack.lab.journal.Turns", "waits for the disk, real as it is"),
          entry("org.wetstack.server.LabServer", "waits for its port, real as it is"),
          entry("org.wetstack.app.RunCommand", "lets what runs come to its end"),
          entry("org.wetstack.app.RecordedTissue", "waits for the disk, real as it is"),
          entry("org.wetstack.lab.stream.Lane", "has a slow handler's thread look for blocks"),
          entry(
              "org.wetstack.lab.recording.Recorder", "waits for its writer, real as the disk is"));

  private static final Pattern READS_CLOCKS =
      Pattern.compile(
          "java\\.lang\\.System\\.(nanoTime|currentTimeMillis)"
              + "|java\\.time\\.\\w+\\.now"
              + "|java\\.time\\.Clock\\.(system|tick).*"
              + "|java\\.util\\.Date\\.<init>"
              + "|java\\.util\\.Calendar\\.getInstance");

  private static final Pattern STARTS_THREADS =
      Pattern.compile(
          "java\\.lang\\.Thread\\.(<init>|start|startVirtualThread|of\\w+)"
              + "|java\\.util\\.Timer\\.<init>|java\\.util\\.concurrent\\.Executors\\.new.*"
              + "|java\\.util\\.concurrent\\.\\w*(ThreadPoolExecutor|ForkJoinPool)\\.(<init>|common.*)"
              + "|java\\.util\\.concurrent\\.CompletableFuture\\.(\\w+Async|delayedExecutor)"
              + "|java\\.util\\.\\w+\\.parallelStream|io\\.netty\\..*EventLoopGroup\\.<init>");

  private static final Pattern WAITS =
      Pattern.compile(
          "java\\.lang\\.Thread\\.(sleep|join|yield|onSpinWait)"
              + "|java\\.lang\\.Object\\.wait"
              + "|java\\.lang\\.Process\\.waitFor"
              + "|java\\.util\\.concurrent\\.locks\\.LockSupport\\.park.*");

  @Test
  void onlyRealTimeReadsAClock() {
    check(MAY_READ_CLOCKS, "read a clock", target -> matches(READS_CLOCKS, target));
  }

  @Test
  void threadsAreStartedByThoseWhoOwnSomethingSlow() {
    check(MAY_START_THREADS, "start threads", target -> matches(STARTS_THREADS, target));
  }

  @Test
  void waitingForAWhileIsLeftToTheTimebase() {
    check(
        MAY_WAIT, "wait for a while", target -> matches(WAITS, target) || waitsWithALimit(target));
  }

  @Test
  void whatMayRunInVirtualTimeIsGivenItsTimebase() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.wetstack.drivers..",
            "org.wetstack.emulator..",
            "org.wetstack.bridge..",
            "org.wetstack.lab..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(SystemTimebase.class, VirtualTimebase.class)
        .because("a simulation of a whole rig runs on one thread, from one seed")
        .check(Production.CLASSES);
  }

  private static boolean matches(Pattern forbidden, CodeUnitAccessTarget target) {
    return forbidden.matcher(target.getOwner().getName() + "." + target.getName()).matches();
  }

  /** Future.get, Condition.await, Semaphore.tryAcquire, BlockingQueue.poll … with a time. */
  private static boolean waitsWithALimit(CodeUnitAccessTarget target) {
    String owner = target.getOwner().getPackageName();
    return owner.startsWith("java.util.concurrent")
        && !target.getName().matches("convert|to\\w+|schedule\\w*|<init>")
        && (target.getName().matches("awaitNanos|awaitUntil|orTimeout|completeOnTimeout")
            || target.getRawParameterTypes().stream()
                .anyMatch(type -> type.getName().equals("java.util.concurrent.TimeUnit")));
  }

  private static void check(
      Map<String, String> allowed, String what, Predicate<CodeUnitAccessTarget> forbidden) {
    Map<String, Set<String>> doers = new TreeMap<>();
    for (JavaClass type : Production.CLASSES) {
      // The suites are tests themselves.
      if (!type.getPackageName().equals("org.wetstack.conformance")) {
        type.getCodeUnitAccessesFromSelf().stream()
            .filter(access -> forbidden.test(access.getTarget()))
            .forEach(
                access ->
                    doers
                        .computeIfAbsent(Production.topLevel(type).getName(), n -> new TreeSet<>())
                        .add(access.getDescription()));
      }
    }
    assertEquals(
        new TreeSet<>(allowed.keySet()),
        doers.keySet(),
        () ->
            "those who may "
                + what
                + " are listed in this test with their reasons: "
                + allowed
                + "\nWho does it, and where:\n"
                + doers.entrySet().stream()
                    .map(doer -> doer.getKey() + "\n  " + String.join("\n  ", doer.getValue()))
                    .collect(Collectors.joining("\n")));
  }
}
