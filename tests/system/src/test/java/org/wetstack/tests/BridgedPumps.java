package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.wetstack.bridge.Bridge;
import org.wetstack.bridge.Epochs;
import org.wetstack.bridge.PumpBridge;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.host.Host;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.VirtualTimebase;

/** Subjects made of an emulated pump of another maker behind a bridge. */
final class BridgedPumps {

  private static final AtomicInteger TOPICS = new AtomicInteger();
  private static final Duration BACK = Duration.ofSeconds(15);

  private BridgedPumps() {}

  /** A pump on a good line, and a bridge to it behind a cable of whole messages; virtual time. */
  static Rig onCable(LabPumps.Pump kind, CableFaults faults) {
    var time = new VirtualTimebase();
    LabPumps.OnLine pump = LabPumps.onLine(kind, time, 1, 1);
    var line = new Cable(time, 1, Link.Delivery.RAW_BYTES, CableFaults.none());
    var links = line.provider(pump.line()::plug);
    Path epochs = epochs();
    Executor soon =
        task -> {
          var unused = time.after(Duration.ZERO, task);
        };
    PumpBridge bridge =
        PumpBridge.open(
            new PumpBridge.Parts(
                () -> Instruments.driver(kind.driver()).open(pump.at("cable:pump"), links, time),
                time,
                soon,
                soon,
                new Random(1)::nextLong,
                read(epochs),
                news -> {}));
    var cable = new Cable(time, 1, Link.Delivery.MESSAGES, faults);
    var rig =
        new Rig(
            URI.create("cable:bridge"), Link.Delivery.MESSAGES, cable.provider(bridge::plug), time);
    return LabPumps.bench(rig, pump)
        .power(
            () -> {
              pump.cyclePower();
              time.advance(BACK);
            })
        .closing(() -> Files.deleteIfExists(epochs))
        .closing(bridge);
  }

  /**
   * A pump on a pseudo-terminal, and the bridge that the command line runs, at a broker; real time.
   *
   * @param broker the port of a broker on this computer
   */
  static Rig onBroker(LabPumps.Pump kind, int broker) {
    LabPumps.OnLine pump = LabPumps.onLine(kind, SystemTimebase.shared(), 1, kind.speed());
    Path epochs = epochs();
    try {
      Host host = SerialHost.open(pump.line().plug(), null);
      URI topic = URI.create("mqtt://127.0.0.1:" + broker + "/bridged-" + TOPICS.incrementAndGet());
      Bridge bridge =
          Bridge.open(
              kind.driver(),
              pump.at(host.endpoint().toString()),
              topic,
              epochs,
              SystemTimebase.shared(),
              news -> {});
      var rig =
          new Rig(topic, Link.Delivery.MESSAGES, Instruments.link(topic), SystemTimebase.shared());
      return LabPumps.bench(rig, pump)
          .closing(() -> Files.deleteIfExists(epochs))
          .closing(host)
          .closing(bridge);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot host the pump", e);
    }
  }

  private static Path epochs() {
    try {
      Path file = Files.createTempFile("wetstack-", ".epochs");
      Files.delete(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("no place for epochs", e);
    }
  }

  private static Epochs read(Path file) {
    try {
      return Epochs.in(file);
    } catch (IOException e) {
      throw new UncheckedIOException("no epochs", e);
    }
  }
}
