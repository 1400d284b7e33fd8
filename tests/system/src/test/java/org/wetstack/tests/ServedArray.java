package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.wetstack.app.facade.RhxFacade;
import org.wetstack.emulator.rhx.program.EmulatedRhx;
import org.wetstack.emulator.rhx.program.RhxSpec;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.SystemTimebase;

/** The array of some instrument, served as an RHX program on free ports. */
final class ServedArray implements AutoCloseable {

  private final Instrument instrument;
  private final ExecutorService reading = Executors.newSingleThreadExecutor();
  private final ExecutorService work = Executors.newSingleThreadExecutor();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final RhxFacade facade;

  /**
   * @param instrument is closed with this
   */
  ServedArray(Instrument instrument) {
    this.instrument = instrument;
    var ground = new RhxFacade.Ground(SystemTimebase.shared(), reading, work, told::add);
    try {
      facade =
          RhxFacade.start(
              instrument.device(ElectrodeArray.class),
              RhxSpec.demo(Controller.STIM_RECORD).onFreePorts(),
              Path.of("target"),
              ground);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot serve the array", e);
    }
  }

  RhxFacade facade() {
    return facade;
  }

  /** What was refused or went wrong. */
  List<String> told() {
    return new ArrayList<>(told);
  }

  /** What our driver for RHX opens. */
  URI endpoint(String options) {
    URI command = Objects.requireNonNull(facade.endpoints().get(EmulatedRhx.COMMAND));
    return URI.create(command + "?waveform=" + port(EmulatedRhx.WAVEFORM) + "&" + options);
  }

  int port(String socket) {
    return Objects.requireNonNull(facade.endpoints().get(socket)).getPort();
  }

  @Override
  public void close() {
    facade.close();
    instrument.close();
    reading.shutdown();
    work.shutdown();
  }
}
