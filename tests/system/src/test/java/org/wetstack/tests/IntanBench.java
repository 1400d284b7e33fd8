package org.wetstack.tests;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.wetstack.drivers.intanrhx.RhxDriver;
import org.wetstack.drivers.intanrhx.RhxInstrument;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.QuietTissue;
import org.wetstack.emulator.rhx.program.ControllerInstallation;
import org.wetstack.emulator.rhx.program.EmulatedRhx;
import org.wetstack.emulator.rhx.program.RhxBench;
import org.wetstack.emulator.rhx.program.RhxCables;
import org.wetstack.emulator.rhx.program.RhxSpec;
import org.wetstack.emulator.rhx.signal.AcquisitionSpec;
import org.wetstack.emulator.rhx.signal.ControllerBench;
import org.wetstack.emulator.rhx.signal.Pulse;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Current;

/** An emulated Intan RHX as unkind as the real one, in virtual time, and whoever stands at it. */
final class IntanBench implements AutoCloseable {

  /** What about the program is unusual. */
  record Oddities(
      Controller controller, CableFaults cable, Duration upload, boolean latePeriods, Path root) {

    static Oddities none() {
      return new Oddities(
          Controller.STIM_RECORD, CableFaults.none(), Duration.ZERO, false, Path.of("target"));
    }

    Oddities recordingOnly() {
      return new Oddities(Controller.RECORD_USB3, cable, upload, latePeriods, root);
    }

    Oddities on(CableFaults other) {
      return new Oddities(controller, other, upload, latePeriods, root);
    }

    Oddities uploading(Duration each) {
      return new Oddities(controller, cable, each, latePeriods, root);
    }

    Oddities withLatePeriods() {
      return new Oddities(controller, cable, upload, true, root);
    }

    Oddities withRoot(Path folder) {
      return new Oddities(controller, cable, upload, latePeriods, folder);
    }
  }

  final VirtualTimebase time = new VirtualTimebase();
  final List<Alarm> alarms = new ArrayList<>();
  private final RhxCables cables;
  private final EmulatedRhx program;
  private final ControllerInstallation installation;

  IntanBench() {
    this(Oddities.none(), 1);
  }

  IntanBench(Oddities odd, long seed) {
    var world = new World(time, seed, 1);
    cables = new RhxCables(time, seed, odd.cable());
    boolean stimulates = odd.controller() == Controller.STIM_RECORD;
    var setup =
        new Setup(
            odd.controller(),
            30_000,
            stimulates ? "0.5" : "Min",
            Map.of('A', stimulates ? 16 : 32),
            true);
    RhxSpec demo = RhxSpec.demo(odd.controller());
    var spec =
        new RhxSpec(setup, demo.host(), 5_000, 5_001, 5_002, false, true, true, odd.upload());
    installation =
        new ControllerInstallation(
            world,
            LocalDateTime.of(2026, 1, 2, 3, 4, 5),
            odd.root(),
            state -> {
              AcquisitionSpec usual =
                  AcquisitionSpec.observed(new QuietTissue(stimulates ? 16 : 32));
              return new AcquisitionSpec(
                  usual.preparation(),
                  usual.chips(),
                  false,
                  usual.firstStreamMultiple(),
                  odd.latePeriods(),
                  false);
            });
    try {
      program = EmulatedRhx.start(world, spec, cables, installation);
    } catch (IOException e) {
      throw new IllegalStateException("cannot start the emulated program", e);
    }
  }

  RhxInstrument open(String options) {
    var opened =
        (RhxInstrument)
            new RhxDriver()
                .open(
                    URI.create("cable:rhx" + (options.isEmpty() ? "" : "?" + options)),
                    cables,
                    time);
    Instrument.Subscription unused = opened.onAlarm(alarms::add);
    return opened;
  }

  RhxBench program() {
    return program.bench();
  }

  ControllerBench controller() {
    return installation.bench();
  }

  /** The cable of the command socket, or of another one by the end of its name. */
  Cable cable(String name) {
    return cables.cable(URI.create("cable:rhx" + name));
  }

  List<Pulse> pulses() {
    return controller().pulses();
  }

  List<String> alarmCodes() {
    return alarms.stream().map(Alarm::code).toList();
  }

  void passMillis(long millis) {
    time.advance(Duration.ofMillis(millis));
  }

  <T> T await(CompletionStage<T> stage) {
    try {
      return time.await(stage.toCompletableFuture(), Duration.ofSeconds(60));
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof DeviceException known) {
        throw known;
      }
      throw e;
    }
  }

  /** Why the session has ended, or ends soon. */
  DeviceException end(Instrument instrument) {
    return await(instrument.ended()).orElseThrow();
  }

  static ElectrodeArray array(Instrument instrument) {
    return (ElectrodeArray) instrument.devices().get(0);
  }

  static Stimulator stimulator(Instrument instrument) {
    return array(instrument).stimulator().orElseThrow();
  }

  /** 2 µA for 200 µs, cathodic first. */
  static Stimulus pulse(Integer... electrodes) {
    return Stimulus.biphasic(
        List.of(electrodes), Current.nanoamps(-2_000), Duration.ofNanos(200_000));
  }

  static Stimulus train(int pulses, int periodMillis, Integer... electrodes) {
    return pulse(electrodes).train(pulses, Duration.ofMillis(periodMillis));
  }

  @Override
  public void close() {
    program.close();
  }
}
