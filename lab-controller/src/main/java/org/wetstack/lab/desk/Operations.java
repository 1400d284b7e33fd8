package org.wetstack.lab.desk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.desk.Operation.Kind;
import org.wetstack.lab.desk.Operation.Progress;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Heir;
import org.wetstack.lab.parcel.Inheritance;
import org.wetstack.lab.safety.Refusal;

/**
 * What became of every dose, train and flash, and which key asked for which: what the journal tells
 * of them, nothing else. It keeps the latest {@value #KEPT} and all that are unresolved.
 * Thread-safe.
 */
final class Operations implements Heir {

  static final int KEPT = 100_000;

  /** What a key was used for; {@code request} tells two requests apart. */
  private record Used(String request, List<String> made) {}

  private final Map<OperationId, Operation> operations = new LinkedHashMap<>();
  private final Deque<OperationId> resolved = new ArrayDeque<>();
  private final Map<String, Used> keys = new HashMap<>();
  private final Deque<String> keysInOrder = new ArrayDeque<>();
  private final Map<String, String> loaded = new LinkedHashMap<>();
  private final Map<OperationId, List<CompletableFuture<Void>>> waiting = new HashMap<>();
  private boolean complete = true;

  /** Tells this journal from all others, but for its own backups. */
  private String birth = "";

  @Override
  public synchronized void accept(Entry entry) {
    if (entry.number() == 1) {
      birth = entry.at() + " " + entry.facts();
    }
    remember(entry);
    switch (entry.what()) {
      case Kinds.STIMULUS_LOADED -> loaded.put(entry.fact("stimulus"), entry.fact("culture"));
      case Kinds.STIMULUS_UNLOADED -> loaded.remove(entry.fact("stimulus"));
      default -> tell(entry);
    }
  }

  /**
   * What was done with a key elsewhere is not done with it again here. What this journal knows
   * already it knows better.
   */
  @Override
  public synchronized void inherit(Inheritance inheritance) {
    Set<OperationId> known = Set.copyOf(operations.keySet());
    for (Inheritance.Stay stay : inheritance.stays()) {
      String rig = stay.packed().fact("rig");
      for (Entry entry : stay.entries()) {
        String made = entry.facts().get("made");
        Used used = keys.get(name(entry.who(), entry.facts().getOrDefault("key", "")));
        if (made != null && (used == null || !used.made().contains(made))) {
          remember(entry);
        }
        String operation = entry.facts().get("operation");
        if (operation != null && !known.contains(id(operation))) {
          tell(entry);
          if (entry.what().endsWith(".intended")) {
            // No instrument here knows of it, whatever it is called.
            operations.computeIfPresent(id(operation), (id, one) -> one.at(rig));
          }
        }
      }
    }
  }

  private void tell(Entry entry) {
    switch (entry.what()) {
      case Kinds.DOSE_INTENDED -> intended(entry, Kind.DOSE, entry.fact("pump"));
      case Kinds.TRAIN_INTENDED -> intended(entry, Kind.TRAIN, entry.fact("instrument"));
      case Kinds.FLASH_INTENDED -> intended(entry, Kind.FLASH, entry.fact("light"));
      case Kinds.FLASH_BEGUN -> change(entry, now -> now.begun(entry.whole("picojoules")));
      case Kinds.FLASH_ENDED ->
          change(
              entry,
              now ->
                  now.ended(
                      entry.whole("picojoules"), entry.whole("picojoules"), entry.fact("end")));
      case Kinds.DOSE_BEGUN -> change(entry, now -> now.begun(entry.whole("nanoliters")));
      case Kinds.DOSE_ENDED ->
          change(
              entry,
              now -> now.ended(entry.whole("atLeast"), entry.whole("atMost"), entry.fact("end")));
      case Kinds.TRAIN_BEGUN -> change(entry, now -> now.begunAt(entry.whole("sample")));
      case Kinds.DOSE_NOT_DONE, Kinds.TRAIN_NOT_DONE, Kinds.FLASH_NOT_DONE ->
          change(entry, now -> now.become(Progress.NOT_DONE, entry.fact("reason")));
      case Kinds.DOSE_UNKNOWN, Kinds.TRAIN_UNKNOWN, Kinds.FLASH_UNKNOWN ->
          change(entry, now -> now.become(Progress.UNKNOWN, entry.fact("reason")));
      default -> {}
    }
  }

  private void remember(Entry entry) {
    String key = entry.facts().get("key");
    if (key == null) {
      return;
    }
    String name = name(entry.who(), key);
    Used used = keys.get(name);
    if (used == null) {
      used = new Used(entry.fact("request"), new ArrayList<>());
      keys.put(name, used);
      keysInOrder.add(name);
      if (keysInOrder.size() > KEPT) {
        keys.remove(keysInOrder.remove());
      }
    }
    used.made().add(entry.fact("made"));
  }

  private void intended(Entry entry, Kind kind, String device) {
    OperationId id = id(entry.fact("operation"));
    long asked =
        switch (kind) {
          case DOSE -> entry.whole("nanoliters");
          case FLASH -> entry.whole("picojoules");
          case TRAIN -> 0;
        };
    long rate =
        switch (kind) {
          case DOSE -> entry.whole("nanolitersPerMinute");
          case FLASH -> entry.whole("microwatts");
          case TRAIN -> 0;
        };
    operations.put(
        id,
        new Operation(
            id,
            kind,
            entry.fact("culture"),
            device,
            Progress.INTENDED,
            false,
            asked,
            rate,
            0,
            asked,
            -1,
            "",
            ""));
  }

  private void change(Entry entry, UnaryOperator<Operation> how) {
    OperationId id = id(entry.fact("operation"));
    Operation now = operations.get(id);
    if (now == null) {
      // Dropped long ago, and told of again.
      return;
    }
    Operation next = how.apply(now);
    operations.put(id, next);
    if (now.unresolved() && !next.unresolved()) {
      resolved.add(id);
      waiting.getOrDefault(id, List.of()).forEach(over -> over.complete(null));
      if (resolved.size() > KEPT) {
        operations.remove(resolved.remove());
        complete = false;
      }
    }
  }

  /** Whether nothing was dropped: what is not known then has never been. */
  synchronized boolean complete() {
    return complete;
  }

  /**
   * A name for a new operation: {@code wanted}, or one of {@code others}.
   *
   * @throws Refusal {@code operation.used} if there is one of that name
   */
  synchronized OperationId fresh(Optional<OperationId> wanted, Supplier<OperationId> others) {
    OperationId id = wanted.orElseGet(others);
    if (operations.containsKey(id)) {
      throw new Refusal(
          "operation.used",
          "",
          id.toString(),
          "there is an operation " + id + " already: give each a name of its own");
    }
    return id;
  }

  /**
   * Words that tell {@code request} from every other wish to this journal, and what it makes next
   * from what it has made. The same wish gets the same words from a journal that was restored from
   * a backup made before: the instrument then knows the operation, and does nothing twice.
   */
  synchronized String wish(Request request) {
    Used used = keys.get(name(request.who().name(), request.key()));
    return String.join(
        "\n",
        birth,
        name(request.who().name(), request.key()),
        request.fingerprint(),
        Integer.toString(used == null ? 0 : used.made().size()));
  }

  /** A name made of {@code words}. */
  static OperationId named(String words) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
      long value = ByteBuffer.wrap(hash).getLong();
      return new OperationId(value == 0 ? 1 : value);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** What is known of {@code id}. */
  synchronized Optional<Operation> find(OperationId id) {
    return Optional.ofNullable(operations.get(id));
  }

  /**
   * What is known of {@code id} once nothing more is to come, or after {@code most}; empty if
   * nothing is known of it.
   */
  Optional<Operation> await(OperationId id, Duration most, Timebase time) {
    var over = new CompletableFuture<Void>();
    synchronized (this) {
      Operation now = operations.get(id);
      if (now == null || !now.unresolved() || most.isZero()) {
        return Optional.ofNullable(now);
      }
      waiting.computeIfAbsent(id, i -> new ArrayList<>()).add(over);
    }
    try {
      time.await(over, most);
    } catch (TimeoutException e) {
      // It is not over.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      forget(id, over);
    }
    return find(id);
  }

  private synchronized void forget(OperationId id, CompletableFuture<Void> over) {
    List<CompletableFuture<Void>> some = waiting.get(id);
    if (some != null && some.removeIf(one -> one == over) && some.isEmpty()) {
      waiting.remove(id);
    }
  }

  /** The stimuli that are in force, each with its culture. */
  synchronized Map<String, String> loaded() {
    return Map.copyOf(loaded);
  }

  /** Operations of the instrument called {@code station} that somebody must ask about. */
  synchronized List<Operation> unresolved(String station) {
    return operations.values().stream()
        .filter(Operation::unresolved)
        .filter(each -> each.device().equals(station) || each.device().startsWith(station + "/"))
        .toList();
  }

  /** Operations on {@code culture} of which something is still to be told. */
  synchronized List<Operation> unresolvedOf(String culture) {
    return operations.values().stream()
        .filter(Operation::unresolved)
        .filter(each -> each.culture().equals(culture))
        .toList();
  }

  /**
   * What {@code who} has made with {@code key}: names of operations or stimuli, in order; empty if
   * the key is new.
   *
   * @throws Refusal {@code key.used} if it was for another request
   */
  synchronized List<String> made(String who, String key, String request) {
    @Nullable Used used = keys.get(name(who, key));
    if (used == null) {
      return List.of();
    }
    if (!used.request().equals(request)) {
      throw keyUsed(key);
    }
    return List.copyOf(used.made());
  }

  static Refusal keyUsed(String key) {
    return new Refusal(
        "key.used",
        "",
        key,
        "the key '" + key + "' was used for another request: take a new one for each request");
  }

  static OperationId id(String digits) {
    try {
      return new OperationId(Long.parseUnsignedLong(digits, 16));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + digits + "' names no operation: it is 16 hexadecimal digits", e);
    }
  }

  private static String name(String who, String key) {
    return who + "\n" + key;
  }
}
