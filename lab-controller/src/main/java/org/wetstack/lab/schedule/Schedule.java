package org.wetstack.lab.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Custody;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.rig.RigSpec.Task;
import org.wetstack.lab.safety.Refusal;

/**
 * Runs the tasks of a rig when they are due, each run once, whatever is restarted in between. A run
 * that could not begin within a minute of its time is missed: it is told of, and not made up for,
 * since doses that come together are not the doses that were planned. Thread-safe.
 */
public final class Schedule implements Consumer<Entry>, AutoCloseable {

  static final Duration TOLERANCE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Who paused what; {@code task} is empty for all. */
  public record Pause(String task, String by, Instant at) {}

  private final LabController controller;
  private volatile List<Task> tasks;
  private final Executor executor;
  private final Timebase time;
  private final Clerk clerk;
  private final MediumWatch medium;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Instant started;
  private final Map<String, Instant> dealtWith = new HashMap<>();
  private final Map<String, Pause> pauses = new HashMap<>();

  /** From when on the tasks are what they are. */
  private final Map<String, Instant> since = new HashMap<>();

  private final Set<String> running = new HashSet<>();

  /** Held while it is decided on pauses; never by what the journal calls. */
  private final ReentrantLock deciding = new ReentrantLock();

  private volatile Timebase.Timer next = () -> {};
  private volatile boolean closed;

  /**
   * @param executor gives each run a thread for as long as it takes
   */
  public Schedule(LabController controller, Executor executor) {
    this.controller = controller;
    this.tasks = controller.rig().schedule();
    this.executor = executor;
    this.time = controller.time();
    this.clerk = new Clerk(controller);
    this.medium = new MediumWatch(controller);
    tasks.forEach(task -> since.put(task.name(), Instant.MIN));
    this.started = time.now();
    controller.journal().follow(this);
    controller.reload().follow(this::prepare);
  }

  @Override
  public synchronized void accept(Entry entry) {
    switch (entry.what()) {
      case Kinds.TASK_BEGUN, Kinds.TASK_MISSED ->
          dealtWith.merge(
              entry.fact("task"),
              Instant.ofEpochMilli(entry.whole("due")),
              (a, b) -> a.isAfter(b) ? a : b);
      case Kinds.SCHEDULE_PAUSED ->
          pauses.put(entry.fact("task"), new Pause(entry.fact("task"), entry.who(), entry.at()));
      case Kinds.SCHEDULE_RESUMED -> pauses.remove(entry.fact("task"));
      default -> {}
    }
  }

  /** Another rig file is about to hold. What runs goes on; what is new is due from now on. */
  private Runnable prepare(RigSpec next) {
    return () -> change(next, controller.rig());
  }

  private synchronized void change(RigSpec next, RigSpec before) {
    Instant now = time.now();
    Map<String, Instant> kept = new HashMap<>();
    for (Task task : next.schedule()) {
      boolean same =
          next.zone().equals(before.zone())
              && tasks.stream()
                  .anyMatch(
                      old -> old.name().equals(task.name()) && old.when().equals(task.when()));
      kept.put(task.name(), same ? since.getOrDefault(task.name(), now) : now);
    }
    since.clear();
    since.putAll(kept);
    tasks = next.schedule();
  }

  public void start() {
    if (!closed) {
      next = time.after(LOOK, this::due);
    }
  }

  /** What is paused, and by whom. */
  public synchronized List<Pause> pauses() {
    return List.copyOf(pauses.values());
  }

  /**
   * Pauses a task, or all with an empty name: its runs are skipped until the same person resumes
   * it.
   *
   * @throws Refusal {@code schedule.paused} if somebody else has paused it
   */
  public void pause(Principal who, String task) {
    requireKnown(task);
    deciding.lock();
    try {
      Pause there = find(task);
      if (there != null) {
        throw new Refusal(
            "schedule.paused", there.by(), who.name(), there.by() + " has paused it already");
      }
      controller.journal().append(who.name(), Kinds.SCHEDULE_PAUSED, Map.of("task", task));
    } finally {
      deciding.unlock();
    }
  }

  private synchronized @Nullable Pause find(String task) {
    return pauses.get(task);
  }

  /**
   * Lets a task run again.
   *
   * @throws Refusal {@code schedule.paused} unless by who paused it, or by an administrator
   */
  public void resume(Principal who, String task) {
    requireKnown(task);
    deciding.lock();
    try {
      Pause there = find(task);
      if (there == null) {
        throw new Refusal("schedule.paused", "", task, "it is not paused");
      }
      if (!there.by().equals(who.name()) && !who.has(Role.ADMIN)) {
        throw new Refusal(
            "schedule.paused", there.by(), who.name(), "only " + there.by() + " lifts this pause");
      }
      controller.journal().append(who.name(), Kinds.SCHEDULE_RESUMED, Map.of("task", task));
    } finally {
      deciding.unlock();
    }
  }

  private void requireKnown(String name) {
    if (!name.isEmpty() && tasks.stream().noneMatch(task -> task.name().equals(name))) {
      throw new Refusal(
          "unknown.task",
          "",
          name,
          "the schedule has no task '"
              + name
              + "'; it has "
              + tasks.stream().map(Task::name).toList());
    }
  }

  private void due() {
    try {
      tasks.forEach(this::look);
      lookAtMedium();
    } finally {
      start();
    }
  }

  private void lookAtMedium() {
    if (looking.compareAndSet(false, true)) {
      try {
        executor.execute(
            () -> {
              try {
                medium.look();
              } catch (JournalException e) {
                // Nothing may be done; the desk refuses everything by itself.
              } finally {
                looking.set(false);
              }
            });
      } catch (RejectedExecutionException e) {
        looking.set(false);
      }
    }
  }

  private void look(Task task) {
    Instant now = time.now();
    Optional<Instant> due = Due.latest(task.when(), now, controller.rig().zone());
    if (due.isEmpty()) {
      return;
    }
    synchronized (this) {
      Instant last = dealtWithUntil(task);
      if (!due.get().isAfter(last) || !running.add(task.name())) {
        return;
      }
    }
    try {
      executor.execute(() -> deal(task, due.get(), now));
    } catch (RejectedExecutionException e) {
      over(task);
    }
  }

  /**
   * Until when nothing of {@code task} is to be done any more. What was due before the task was
   * heard of is not missed, but for what is due only once.
   */
  private Instant dealtWithUntil(Task task) {
    boolean once = task.when() instanceof RigSpec.When.Once;
    Instant beginning = once ? Instant.MIN : started.minusMillis(1);
    Instant last = dealtWith.getOrDefault(task.name(), beginning);
    Instant from = once ? Instant.MIN : since.getOrDefault(task.name(), Instant.MIN);
    return from.isAfter(last) ? from : last;
  }

  private void deal(Task task, Instant due, Instant now) {
    try {
      Optional<String> paused = paused(task);
      if (controller.moves().of(task.action().culture()).place() != Custody.Place.HERE) {
        leftOut(task, due);
      } else if (paused.isPresent()) {
        missed(task, due, paused.get());
      } else if (Duration.between(due, now).compareTo(TOLERANCE) > 0) {
        missed(task, due, "the controller did not run, or was busy");
      } else {
        run(task, due);
      }
    } catch (JournalException e) {
      // Nothing may be done; the desk refuses everything by itself.
    } finally {
      over(task);
    }
  }

  private synchronized Optional<String> paused(Task task) {
    return Optional.ofNullable(pauses.getOrDefault(task.name(), pauses.get("")))
        .map(pause -> "paused by " + pause.by());
  }

  private synchronized void over(Task task) {
    running.remove(task.name());
  }

  private void run(Task task, Instant due) {
    // Before it is tried: a run of which nobody knows the end is not tried again.
    tell(Kinds.TASK_BEGUN, task, due, Map.of("tags", String.join(",", task.tags())));
    String result;
    try {
      result = clerk.run(task, due);
      tell(Kinds.TASK_ENDED, task, due, Map.of("result", result));
    } catch (Refusal | DeviceException | IllegalArgumentException e) {
      failed(task, due, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed(task, due, "the controller was stopped");
    }
  }

  private void failed(Task task, Instant due, String why) {
    tell(Kinds.TASK_ENDED, task, due, Map.of("result", "failed: " + why));
    controller.raise("schedule", "task " + task.name() + ", due " + due + ", failed: " + why);
  }

  /** Its culture is at another rig, as people wanted it to be: nobody is told. */
  private void leftOut(Task task, Instant due) {
    tell(Kinds.TASK_MISSED, task, due, Map.of("times", "1", "reason", "its culture is not here"));
  }

  private void missed(Task task, Instant due, String why) {
    Instant last;
    synchronized (this) {
      last = dealtWithUntil(task);
    }
    long times = Due.times(task.when(), last, due, controller.rig().zone());
    tell(Kinds.TASK_MISSED, task, due, Map.of("times", Long.toString(times), "reason", why));
    controller.raise("schedule", "task " + task.name() + ", due " + due + ", was missed: " + why);
  }

  private void tell(String kind, Task task, Instant due, Map<String, String> more) {
    Map<String, String> facts = new HashMap<>(more);
    facts.put("task", task.name());
    facts.put("due", Long.toString(due.toEpochMilli()));
    controller.journal().append(Clerk.SCHEDULE.name(), kind, facts);
  }

  @Override
  public void close() {
    closed = true;
    next.cancel();
  }
}
