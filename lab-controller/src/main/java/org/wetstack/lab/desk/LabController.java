package org.wetstack.lab.desk;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.culture.Exchanges;
import org.wetstack.lab.culture.Experiments;
import org.wetstack.lab.culture.Lives;
import org.wetstack.lab.journal.Journal;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Leases;
import org.wetstack.lab.parcel.Custody;
import org.wetstack.lab.parcel.Heir;
import org.wetstack.lab.parcel.Heritage;
import org.wetstack.lab.rig.DeviceName;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.CultureLimits;
import org.wetstack.lab.safety.DeadMan;
import org.wetstack.lab.safety.DosingEnvelope;
import org.wetstack.lab.safety.ElectrodeProfile;
import org.wetstack.lab.safety.EmergencyStop;
import org.wetstack.lab.safety.IlluminationEnvelope;
import org.wetstack.lab.safety.Interlocks;
import org.wetstack.lab.safety.LimitBook;
import org.wetstack.lab.safety.Reservoir;
import org.wetstack.lab.safety.StimulationEnvelope;
import org.wetstack.lab.supervise.Backoff;
import org.wetstack.lab.supervise.Station;

/** One rig, kept as its file says and as its journal remembers. */
public final class LabController implements AutoCloseable {

  /**
   * What a controller runs on.
   *
   * @param opener blocks until an instrument has answered
   * @param executor where tasks may block, as many at once as come
   * @param stopping where instruments are stopped, with nothing else in the way
   * @param streams where each listener of a stream has a thread of its own
   * @param names of operations, each made of the words of a wish
   * @param random for waiting times
   * @param free how many bytes may still be written where {@code data} is
   */
  public record Ground(
      Timebase time,
      Journal journal,
      Path data,
      Function<RigSpec.InstrumentSpec, Instrument> opener,
      Executor executor,
      Executor stopping,
      Executor streams,
      Function<String, OperationId> names,
      RandomGenerator random,
      Backoff backoff,
      LongSupplier free) {

    /** With streams where everything else is. */
    public Ground(
        Timebase time,
        Journal journal,
        Path data,
        Function<RigSpec.InstrumentSpec, Instrument> opener,
        Executor executor,
        Executor stopping,
        RandomGenerator random,
        Backoff backoff) {
      this(
          time,
          journal,
          data,
          opener,
          executor,
          stopping,
          executor,
          Operations::named,
          random,
          backoff,
          Space.at(data));
    }
  }

  private static final Duration REMEMBERED = Duration.ofSeconds(5);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private volatile RigSpec rig;
  private final Ground ground;
  private final Parts parts;
  private final LimitBook limits;
  private final Map<String, Subject> subjects = new LinkedHashMap<>();
  private final Taps taps;
  private final Alarms alarms = new Alarms();
  private final Desk desk;
  private final LeaseDesk leaseDesk;
  private final Archive archive;
  private final Impedances impedances;
  private final Consent consent;
  private final Vigil vigil;
  private final Watch watch;
  private final Refusals refusals;
  private final Audit audit;
  private final Reload reload;
  private final LifeDesk lives;
  private final ExperimentDesk experiments;
  private final MoveDesk moves;
  private final MediumDesk medium;
  private final AtomicBoolean stoodDown = new AtomicBoolean();
  private final List<Reading> readings = new CopyOnWriteArrayList<>();

  /** Is told of each reading of an interlock. */
  public interface Reading {

    /** Must return quickly; {@code unit} is that of the rig file, and may be empty. */
    void of(String interlock, String unit, double value);
  }

  /** Reads the journal, and opens nothing yet. */
  public LabController(RigSpec rig, String version, Ground ground) {
    this.rig = rig;
    this.ground = ground;
    Journal journal = ground.journal();
    var operations = new Operations();
    var stop = new EmergencyStop();
    var interlocks = new Interlocks(OfTheFile.conditions(rig));
    var leases = new Leases(OfTheFile.leaseSettings(rig), ground.time()::now, ground.time());
    Map<String, CultureLimits> hard = OfTheFile.hardLimits(rig);
    limits = new LimitBook(hard);
    audit = new Audit(rig, hard);
    var stations = new LinkedHashMap<String, Station>();
    parts =
        new Parts(
            ground.time(),
            ground.executor(),
            journal,
            operations,
            new Outcomes(journal, operations),
            leases,
            interlocks,
            new Latch(stop),
            new Stops(),
            new DeadMan(),
            new Custody(OfTheFile.awaited(rig)),
            ground.names(),
            stations);
    taps = new Taps(REMEMBERED, ground.time(), ground.streams());
    var doses = new Doses(parts);
    var flashes = new Flashes(parts);
    var stimuli = new Stimuli(parts);
    var trains = new Trains(parts);
    Function<String, Optional<String>> arrayOf =
        culture ->
            Optional.ofNullable(subjects.get(culture))
                .flatMap(Subject::array)
                .map(Subject.Spot::name);
    var chronicle = new Chronicle(taps, arrayOf);
    archive =
        new Archive(
            parts,
            ground.data().resolve("recordings"),
            alarms,
            () -> new Space(ground.free().getAsLong(), this.rig.disk().keepFree()),
            (culture, recorder) ->
                arrayOf.apply(culture).ifPresent(array -> chronicle.introduce(array, recorder)));
    var settle =
        new Settle(
            parts, subjects.values(), doses, flashes, stimuli, trains, taps, archive, alarms);
    rig.instruments().forEach((name, spec) -> stations.put(name, station(name, spec, settle)));
    rig.cultures().forEach((name, culture) -> subjects.put(name, subject(culture)));
    impedances = new Impedances(parts);
    var admission = new Admission(parts);
    lives = new LifeDesk(parts, admission, name -> desk().subject(name), () -> this.rig, alarms);
    medium = new MediumDesk(parts, admission, name -> desk().subject(name), () -> this.rig);
    var told = new Experiments();
    List<Heir> heirs =
        new ArrayList<>(List.of(leases, limits, audit, lives.lives(), medium.exchanges(), told));
    subjects.values().forEach(subject -> heirs.addAll(subject.envelopes()));
    // The last, as it wakes who waits for the end of a dose: by then the limits know of it too.
    heirs.add(operations);
    List.of(stop, interlocks, alarms, impedances, archive.earlier(), chronicle)
        .forEach(journal::follow);
    journal.follow(new Heritage(parts.custody(), heirs));
    var halt = new Halt(ground.time(), ground.stopping(), parts.stops());
    refusals = admission.refusals();
    reload = new Reload(parts, admission, rig, this::adopt);
    desk =
        new Desk(
            parts,
            subjects,
            admission,
            doses,
            flashes,
            stimuli,
            trains,
            halt,
            taps,
            archive,
            impedances,
            alarms);
    leaseDesk = new LeaseDesk(parts, desk, admission);
    consent = new Consent(parts, limits, name -> OfTheFile.isTold(rig, name), this::record);
    vigil = new Vigil(parts, desk, alarms, ground.stopping());
    var gauges = new Gauges(parts, () -> this.rig.interlocks(), alarms, this::record);
    experiments = new ExperimentDesk(parts, desk, admission, told);
    moves = moves(admission);
    watch = new Watch(parts, desk, leaseDesk, alarms, audit, vigil, gauges, archive, moves);
    leases.resume();
    stimuli.forgetBefore(operations.loaded());
    archive.resume();
    journal.append(
        "controller",
        Kinds.STARTED,
        Map.of("rig", rig.name(), "file", rig.sha256(), "version", version));
  }

  private MoveDesk moves(Admission admission) {
    Supplier<RigSpec> file = () -> rig;
    var departures =
        new Departures(
            parts,
            file,
            admission,
            desk,
            leaseDesk,
            archive,
            impedances,
            new Seals(ground.data().resolve("moves")));
    return new MoveDesk(
        parts,
        file,
        alarms,
        departures,
        new Arrivals(parts, file, admission, desk, this::rehearsal));
  }

  /** Those that a culture's coming makes a difference to, as of now, and asked by nobody. */
  private List<Heir> rehearsal() {
    Map<String, CultureLimits> hard = OfTheFile.hardLimits(rig);
    List<Heir> heirs =
        new ArrayList<>(
            List.of(
                new Operations(),
                new LimitBook(hard),
                new Audit(rig, hard),
                new Lives(),
                new Exchanges(),
                new Experiments()));
    rig.cultures().values().forEach(culture -> heirs.addAll(subject(culture).envelopes()));
    return heirs;
  }

  /** Another version of the rig file holds: what it changes is stricter, or does no harm. */
  private void adopt(RigSpec next) {
    Map<String, CultureLimits> hard = OfTheFile.hardLimits(next);
    limits.tighten(hard);
    audit.judgeBy(next, hard);
    parts.interlocks().narrow(OfTheFile.conditions(next));
    for (Reservoir reservoir : next.reservoirs().values()) {
      subjects.values().forEach(subject -> subject.refill(reservoir));
    }
    rig = next;
  }

  /** Tells {@code listener} of each reading from now on. */
  public void followReadings(Reading listener) {
    readings.add(listener);
  }

  /** What {@code reservoir} still holds at least, in nanolitres. */
  public long leftAtLeast(Reservoir reservoir) {
    // Each culture's envelope counts what all of them drew: any of them knows.
    long drawn =
        rig.cultures().keySet().stream()
            .mapToLong(culture -> dosing(culture).drawn(reservoir.name()))
            .max()
            .orElse(0);
    return Math.max(0, reservoir.content().nanoliters() - drawn);
  }

  /** Puts a reading of an interlock into all recordings. */
  private void record(String interlock, double value) {
    RigSpec.Interlock spec = rig.interlocks().get(interlock);
    String unit = spec == null ? "" : spec.unit();
    taps.tellAll(sink -> sink.reading(interlock, unit, value));
    readings.forEach(listener -> listener.of(interlock, unit, value));
  }

  private Station station(String name, RigSpec.InstrumentSpec spec, Settle settle) {
    return new Station(
        name,
        () -> open(spec),
        ground.time(),
        ground.executor(),
        ground.backoff(),
        // One each: it is not for several threads.
        new SplittableRandom(ground.random().nextLong()),
        ground.journal(),
        settle);
  }

  private Instrument open(RigSpec.InstrumentSpec spec) {
    Instrument session = ground.opener().apply(spec);
    // What cannot do this is stopped by the vigil.
    session.renewWhile(() -> vigil.vouches());
    return session;
  }

  private Subject subject(RigSpec.Culture culture) {
    Map<String, Subject.Source> sources = Collections.synchronizedMap(new LinkedHashMap<>());
    for (String name : culture.reservoirs()) {
      Reservoir reservoir = Objects.requireNonNull(rig.reservoirs().get(name), name);
      sources.put(name, new Subject.Source(reservoir, spot(DeviceName.parse(reservoir.pump()))));
    }
    Subject.Spot array = spot(culture.array());
    ElectrodeProfile profile =
        Objects.requireNonNull(rig.electrodes().get(culture.profile()), culture.profile());
    Map<Integer, ElectrodeProfile> profiles = new HashMap<>();
    culture.sites().forEach(site -> profiles.put(site, profile));
    return new Subject(
        culture.name(),
        Optional.of(array),
        new LinkedHashSet<>(culture.sites()),
        sources,
        culture.lights().stream().map(this::spot).toList(),
        Optional.of(
            new StimulationEnvelope(
                culture.name(), array.name(), profiles, () -> limits.stimulation(culture.name()))),
        new DosingEnvelope(
            culture.name(), rig.reservoirs().values(), () -> limits.dosing(culture.name())),
        new IlluminationEnvelope(culture.name(), () -> limits.illumination(culture.name())),
        taps::find);
  }

  private Subject.Spot spot(DeviceName name) {
    return new Subject.Spot(
        Objects.requireNonNull(parts.stations().get(name.instrument())), name.device().orElse(""));
  }

  /** Opens all instruments, and begins to watch. Does not wait. */
  public void start() {
    // First: instruments hear from us only while we are watched.
    watch.start();
    parts.stations().values().forEach(Station::open);
  }

  public RigSpec rig() {
    return rig;
  }

  public Desk desk() {
    return desk;
  }

  public Consent consent() {
    return consent;
  }

  public Archive archive() {
    return archive;
  }

  public Impedances impedances() {
    return impedances;
  }

  public Alarms alarms() {
    return alarms;
  }

  /** Parts of the controller that give no sign of life: nothing is admitted meanwhile. */
  public List<String> unhealthy() {
    return parts.unhealthy();
  }

  /** Tells people of something, unless they know it already. */
  public void raise(String code, String detail) {
    alarms.raise(parts.journal(), code, detail);
  }

  /** What became of the cultures, and what is heard of them. */
  public LifeDesk lives() {
    return lives;
  }

  /** What programs want remembered of their experiments. */
  public ExperimentDesk experiments() {
    return experiments;
  }

  /** Where cultures are, and how they go elsewhere. */
  public MoveDesk moves() {
    return moves;
  }

  /** When medium was exchanged, and is to be. */
  public MediumDesk medium() {
    return medium;
  }

  /** Who has, waits for and has booked what. */
  public Leases leases() {
    return parts.leases();
  }

  public LeaseDesk leaseDesk() {
    return leaseDesk;
  }

  public Interlocks interlocks() {
    return parts.interlocks();
  }

  public LimitBook limits() {
    return limits;
  }

  /** Takes over another version of the rig file. */
  public Reload reload() {
    return reload;
  }

  /** Notes whoever is turned away before they reach the desk. */
  public Refusals refusals() {
    return refusals;
  }

  public Journal journal() {
    return parts.journal();
  }

  /**
   * What {@code request} has made before; empty if it is new.
   *
   * @throws org.wetstack.lab.safety.Refusal {@code key.used} if its key was for another request
   */
  public List<String> made(Request request) {
    return parts.made(request);
  }

  /** Where emergency stops run, with nothing else in the way. */
  public Executor stopping() {
    return ground.stopping();
  }

  public Timebase time() {
    return parts.time();
  }

  public Collection<Station> stations() {
    return parts.stations().values();
  }

  /** What {@code culture} was given, as far as limits count it. */
  public DosingEnvelope dosing(String culture) {
    return desk.subject(culture).dosing();
  }

  /** The light that {@code culture} was given, as far as limits count it. */
  public IlluminationEnvelope illumination(String culture) {
    return desk.subject(culture).illumination();
  }

  /**
   * The first step of the end: from now on nothing can be begun, then everything is off. Whoever
   * asks is told so, for as long as there is a server.
   */
  public void standDown() {
    parts.stop().retire();
    desk.standStill();
    if (!stoodDown.getAndSet(true)) {
      awaitEnds();
    }
  }

  /** What was stopped is told of a moment later; whoever watches should hear it yet. */
  private void awaitEnds() {
    long until = parts.time().nanoTime() + LAST_WORDS.toNanos();
    for (Station station : parts.stations().values()) {
      if (station.state().condition() == org.wetstack.lab.supervise.Condition.READY) {
        for (Operation one : parts.operations().unresolved(station.name())) {
          Duration left = Duration.ofNanos(Math.max(0, until - parts.time().nanoTime()));
          parts.operations().await(one.id(), left, parts.time());
        }
      }
    }
  }

  /** Everything off, every session ended, and that written down. */
  @Override
  public void close() {
    watch.close();
    try {
      standDown();
    } finally {
      try {
        archive.close();
      } finally {
        parts.stations().values().forEach(Station::close);
        vigil.close();
      }
    }
    parts.journal().append("controller", Kinds.STOPPED, Map.of("reason", "asked to stop"));
  }

  /** When this was asked. */
  Instant now() {
    return parts.time().now();
  }
}
