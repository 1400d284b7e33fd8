package org.wetstack.app.study;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.rig.Layout;
import org.wetstack.emulator.rig.RigSpec;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.Light;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.recording.RecordingInfo;
import org.wetstack.lab.train.Arm;
import org.wetstack.lab.train.HalSubject;
import org.wetstack.lab.train.Plan;
import org.wetstack.lab.train.Reward;
import org.wetstack.lab.train.Training;

/** Where the cultures of a training come from: real instruments, emulated ones, or none at all. */
final class TrainPlaces implements Training.Places {

  private static final int MOST_RECORDINGS = 10_000;

  private final Plan plan;
  private final Path folder;
  private final Profile profile;

  /**
   * @param folder for recordings
   * @param profile of emulated cultures
   */
  TrainPlaces(Plan plan, Path folder, Profile profile) {
    this.plan = plan;
    this.folder = folder;
    this.profile = profile;
  }

  @Override
  public Training.Place open(long seed, Arm arm, boolean begun) throws IOException {
    if (plan.through() == Plan.Through.DIRECT) {
      var fluid = new Fluid(profile.chemistry().stockNanomolar(), 0, true);
      var subject = new DirectSubject(Cultures.culture(seed, profile), plan.procedure(), fluid);
      return new Training.Place(subject, true, Optional.empty(), cpuOfThread());
    }
    return plan.instruments().isPresent()
        ? real(plan.instruments().get(), seed, arm, begun)
        : emulated(seed, arm);
  }

  /**
   * Has a rig quantise and check the pulse and the dose of the plan, before anything is done.
   *
   * @throws IllegalArgumentException if they are out of range
   * @throws org.wetstack.hal.DeviceException if driver or device refuse them
   */
  void rehearse() {
    try (StudyRig rig = rig(plan.firstSeed());
        HalSubject subject = rig.subject(plan.procedure(), plan.prime(), Optional.empty())) {
      subject.reward();
      subject.pass(plan.course().period());
    }
  }

  private StudyRig rig(long seed) {
    RigSpec.Array array = StudyRig.array(Layout.ONE_BY_EIGHT, profile);
    return plan.procedure().reward() instanceof Reward.Lit
        ? StudyRig.start(seed, array, StudyRig.caged(), StudyRig.light())
        : StudyRig.start(seed, array, StudyRig.dopamine(OptionalDouble.empty()));
  }

  private Training.Place emulated(long seed, Arm arm) throws IOException {
    StudyRig rig = rig(seed);
    Opened opened = new Opened(rig);
    try {
      Instrument mea = rig.instrument(StudyRig.ARRAY);
      Optional<Recorder> recorder =
          recorder(opened, rig.time(), mea, seed, arm, OptionalLong.of(seed));
      HalSubject subject =
          rig.subject(
              mea.device(ElectrodeArray.class),
              plan.procedure(),
              plan.prime(),
              recorder.map(SampleHandler.class::cast),
              opened);
      return new Training.Place(subject, true, recorder.map(each -> each), cpuOfThread());
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private Training.Place real(Plan.Endpoints at, long seed, Arm arm, boolean begun)
      throws IOException {
    Timebase time = SystemTimebase.shared();
    var opened = new Opened(() -> {});
    try {
      Instrument mea = opened.add(open(at.array()));
      Map<Plan.Endpoint, Instrument> boards = new HashMap<>(Map.of(at.array(), mea));
      Function<Plan.Endpoint, Instrument> board =
          one -> boards.computeIfAbsent(one, other -> opened.add(open(other)));
      Optional<Recorder> recorder = recorder(opened, time, mea, seed, arm, OptionalLong.empty());
      var subject =
          new HalSubject(
              time,
              mea.device(ElectrodeArray.class),
              at.pump().map(board).map(one -> one.device(Pump.class)),
              at.light().map(board).map(one -> one.device(Light.class)),
              plan.procedure(),
              OperationId::random,
              recorder.map(each -> each),
              opened);
      if (!begun) {
        plan.prime().ifPresent(subject::prime);
      }
      return new Training.Place(
          subject, false, recorder.map(each -> each), TrainPlaces::cpuOfProcess);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static Instrument open(Plan.Endpoint at) {
    return Instruments.open(at.driver(), at.endpoint());
  }

  private Optional<Recorder> recorder(
      Opened opened, Timebase time, Instrument mea, long seed, Arm arm, OptionalLong emulated)
      throws IOException {
    if (!plan.recorded()) {
      return Optional.empty();
    }
    var trouble = new AtomicReference<IOException>();
    Recorder recorder =
        Recorder.create(
            free(seed, arm),
            new RecordingInfo(
                time.now(),
                mea.info(),
                mea.device(ElectrodeArray.class).layout(),
                emulated,
                "Training " + plan.name() + ", seed " + seed + ", arm " + arm),
            time,
            trouble::set);
    opened.add(recorder);
    return Optional.of(recorder);
  }

  /** A resumed run is a recording of its own. */
  private Path free(long seed, Arm arm) {
    for (int i = 1; i <= MOST_RECORDINGS; i++) {
      Path place = folder.resolve("recording-%d-%s-%d".formatted(seed, arm, i));
      if (!Files.exists(place)) {
        return place;
      }
    }
    throw new IllegalArgumentException(
        folder + " holds " + MOST_RECORDINGS + " recordings of one run: move some away");
  }

  /** CPU time of the calling thread: an emulated culture lives on one. */
  static LongSupplier cpuOfThread() {
    var threads = ManagementFactory.getThreadMXBean();
    return threads::getCurrentThreadCpuTime;
  }

  /** Links and detection have threads of their own. */
  private static long cpuOfProcess() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  /** What is closed when a run ends, the last first. */
  private static final class Opened implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    Opened(AutoCloseable first) {
      open.push(first);
    }

    <T extends AutoCloseable> T add(T opened) {
      open.push(opened);
      return opened;
    }

    @Override
    public void close() {
      for (AutoCloseable each = open.poll(); each != null; each = open.poll()) {
        try {
          each.close();
        } catch (Exception e) {
          throw new IllegalStateException("the rig could not be put away: " + e.getMessage(), e);
        }
      }
    }
  }
}
