package org.wetstack.app.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.wetstack.emulator.board.LightSpec;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.rig.Filling;
import org.wetstack.emulator.rig.Layout;
import org.wetstack.emulator.rig.Living;
import org.wetstack.emulator.rig.Place;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.emulator.rig.RigSpec;
import org.wetstack.hal.Device;
import org.wetstack.hal.Dose;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.Light;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.lab.train.HalSubject;
import org.wetstack.lab.train.Procedure;

/**
 * An emulated rig in virtual time, opened through the driver as a real one would be: array and pump
 * on a board each, behind cables. Time goes on only while somebody waits.
 */
final class StudyRig implements AutoCloseable {

  static final String ARRAY = "mea";
  static final String PUMP = "dopamine";
  static final String LIGHT = "uncaging";
  private static final double CAGED_NANOMOLAR = 1e6;

  private final VirtualTimebase time = new VirtualTimebase();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final DriverProvider driver;
  private final Rig rig;

  private StudyRig(RigSpec spec) {
    driver = Instruments.driver("firmware").seeded(spec.seed());
    try {
      rig = Rig.start(spec, time, Instruments::link);
    } catch (IOException e) {
      throw new UncheckedIOException("the emulated rig does not start", e);
    }
    open.push(rig);
  }

  /** A rig of {@code parts}, a board called like its part for each. */
  static StudyRig start(long seed, RigSpec.Part... parts) {
    List<RigSpec.Board> boards =
        List.of(parts).stream()
            .map(part -> new RigSpec.Board(part.name(), Place.CABLE, List.of(part)))
            .toList();
    return new StudyRig(new RigSpec(seed, 1, boards));
  }

  /** A living array called mea. */
  static RigSpec.Array array(Layout layout, Profile profile) {
    return new RigSpec.Array(
        ARRAY,
        layout,
        30_000,
        true,
        RigSpec.Medium.CULTURE,
        new Living(profile, Optional.empty()),
        ChipParameters.Amplifier.BANDPASS);
  }

  /**
   * A pump that feeds it.
   *
   * @param nanomolar of dopamine in its reservoir; empty for as much as the profile says
   */
  static RigSpec.Pump dopamine(OptionalDouble nanomolar) {
    var filling = new Filling(Filling.Kind.DOPAMINE, nanomolar, 0, OptionalLong.empty());
    return new RigSpec.Pump(PumpSpec.defaults(PUMP), Optional.of(ARRAY), filling);
  }

  /**
   * The same, of dopamine that only light sets free: so much that 100 µL of it make the usual 2 mL
   * of medium 50 µM.
   */
  static RigSpec.Pump caged() {
    var filling =
        new Filling(
            Filling.Kind.CAGED, OptionalDouble.of(CAGED_NANOMOLAR), 0, OptionalLong.empty());
    return new RigSpec.Pump(PumpSpec.defaults(PUMP), Optional.of(ARRAY), filling);
  }

  /** A light that shines on it. */
  static RigSpec.Light light() {
    return new RigSpec.Light(LightSpec.defaults(LIGHT), Optional.of(ARRAY));
  }

  /**
   * The culture between array and pump; closing it closes this rig.
   *
   * @param prime what fills the tube of the pump, or the medium, first
   * @param samples also gets all samples
   */
  HalSubject subject(Procedure procedure, Optional<Dose> prime, Optional<SampleHandler> samples) {
    return subject(array(), procedure, prime, samples, this);
  }

  /** As above, for an array that is open already; closing it closes {@code all}. */
  HalSubject subject(
      ElectrodeArray array,
      Procedure procedure,
      Optional<Dose> prime,
      Optional<SampleHandler> samples,
      AutoCloseable all) {
    // Names by number: a seed gives the same run, and nothing here remembers an earlier one.
    var next = new AtomicLong();
    var subject =
        new HalSubject(
            time,
            array,
            device(PUMP, Pump.class),
            device(LIGHT, Light.class),
            procedure,
            () -> new OperationId(next.incrementAndGet()),
            samples,
            all);
    prime.ifPresent(subject::prime);
    return subject;
  }

  VirtualTimebase time() {
    return time;
  }

  Rig rig() {
    return rig;
  }

  ElectrodeArray array() {
    return instrument(ARRAY).device(ElectrodeArray.class);
  }

  /** On the board of that name; empty if the rig has none. */
  private <D extends Device> Optional<D> device(String board, Class<D> type) {
    return rig.endpoints().containsKey(board)
        ? Optional.of(instrument(board).device(type))
        : Optional.empty();
  }

  /** Opens the instrument on {@code board}; closed with this. */
  Instrument instrument(String board) {
    Instrument opened = driver.open(rig.endpoint(board), rig.cables(), time);
    open.push(opened);
    return opened;
  }

  /** Closes the instruments, then the rig. */
  @Override
  public void close() {
    for (AutoCloseable each = open.poll(); each != null; each = open.poll()) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException("the emulated rig could not be put away", e);
      }
    }
  }
}
