package org.wetstack.app;

import java.util.Set;
import java.util.UUID;
import org.wetstack.hal.DeviceException;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.desk.Reload;
import org.wetstack.lab.desk.Request;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.server.Log;

/** Reloads that the system asks for, by a signal: whoever may send it may start the controller. */
final class Reloads {

  private static final Principal SYSTEM =
      new Principal("system", Set.of(Role.ADMIN), "signal", java.time.Instant.MAX);

  private final Reload reload;
  private final Log log;

  Reloads(Reload reload, Log log) {
    this.reload = reload;
    this.log = log;
  }

  /** Reloads, and logs what came of it. */
  void reload() {
    try {
      var wish = new Request(SYSTEM, "ReloadRig", 0, UUID.randomUUID().toString(), "");
      Reload.Outcome outcome = reload.reload(wish);
      if (outcome.applied()) {
        log.info("reloaded: " + outcome.differences().size() + " differences hold now");
      } else {
        for (Reload.Placed one : outcome.refused()) {
          log.failure("not reloaded: " + words(one), null);
        }
      }
    } catch (IllegalArgumentException | Refusal | JournalException | DeviceException e) {
      log.failure("not reloaded: " + e.getMessage(), null);
    }
  }

  private static String words(Reload.Placed one) {
    return "line "
        + one.line()
        + ": "
        + one.difference().path()
        + ": "
        + one.difference().what()
        + ": "
        + one.difference().needsRestart();
  }
}
