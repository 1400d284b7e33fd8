package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.rig.RigFile;

/** What a server that ends leaves to those who wait for its answers. */
@Timeout(120)
class ServerEndTest {

  @TempDir private Path folder;

  /** Asks for something that is answered a moment after the server was told to end; its answer. */
  private static ServedRig.Answer askWhileItEnds(ServedRig rig) throws Exception {
    var ends = new CountDownLatch(1);
    var asked = new CountDownLatch(1);
    rig.controller
        .reload()
        .from(
            () -> {
              asked.countDown();
              awaitEnd(ends);
              return RigFile.version(rig.rigFile);
            });
    String secret = rig.secret(Role.ADMIN);
    var answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return rig.post("/v1/rig:reload", secret, "{\"key\":\"k\"}");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertTrue(asked.await(30, TimeUnit.SECONDS));
    ends.countDown();
    rig.server.close();
    return answer.get(30, TimeUnit.SECONDS);
  }

  private static void awaitEnd(CountDownLatch ends) {
    try {
      assertTrue(ends.await(30, TimeUnit.SECONDS));
      TimeUnit.MILLISECONDS.sleep(150);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anAnswerThatIsUnderWayComesBeforeItHasEnded() throws Exception {
    // It has half a second, which a busy machine may need for itself.
    for (int tries = 1; true; tries++) {
      try (var rig = new ServedRig(Files.createDirectory(folder.resolve("try-" + tries)))) {
        int status = askWhileItEnds(rig).status();
        if (status != 503 || tries == 5) {
          assertEquals(200, status);
          return;
        }
      } catch (ExecutionException e) {
        if (tries == 5) {
          throw e;
        }
      }
    }
  }
}
