package org.wetstack.server;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.wetstack.api.v1.Access;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.desk.Refusals;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.safety.Refusal;

/** Gives the answer to a call, or says why there is none. */
final class Answers {

  private final Refusals refusals;
  private final BiConsumer<String, Throwable> log;

  /**
   * @param log is told what a call failed with, if its caller is not
   */
  Answers(Refusals refusals, BiConsumer<String, Throwable> log) {
    this.refusals = refusals;
    this.log = log;
  }

  <T> void give(StreamObserver<T> to, Callable<T> work) {
    T answer;
    try {
      answer = work.call();
    } catch (Exception e) {
      fail(to, e);
      return;
    }
    to.onNext(answer);
    to.onCompleted();
  }

  void fail(StreamObserver<?> to, Throwable failure) {
    note(failure);
    var problem = Problems.of(failure);
    if (problem.getStatus().getCode() == io.grpc.Status.Code.INTERNAL) {
      log.accept("a call failed", failure);
    }
    to.onError(problem);
  }

  /** Whoever wanted to do something and was refused it is in the journal. */
  private void note(Throwable failure) {
    ServiceRequestContext context = ServiceRequestContext.currentOrNull();
    String verb = context == null ? null : context.attr(Caller.VERB);
    Principal who = context == null ? null : Caller.find(context);
    if (verb == null || who == null) {
      return;
    }
    boolean acts = Verbs.access(verb).map(Access::getActs).orElse(false);
    boolean fenced = failure instanceof Refusal refusal && refusal.rule().startsWith("lease.");
    if ((acts || fenced)
        && failure instanceof RuntimeException why
        && (why instanceof Refusal || why instanceof IllegalArgumentException)) {
      try {
        refusals.note(who.name(), verb, "", why);
      } catch (JournalException e) {
        log.accept("a refusal could not be written down", e);
      }
    }
  }
}
