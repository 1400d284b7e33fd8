package org.wetstack.server;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/** Gives the answer to a call, or says why there is none. */
final class Answers {

  private final BiConsumer<String, Throwable> log;

  /**
   * @param log is told what a call failed with, if its caller is not
   */
  Answers(BiConsumer<String, Throwable> log) {
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
    var problem = Problems.of(failure);
    if (problem.getStatus().getCode() == io.grpc.Status.Code.INTERNAL) {
      log.accept("a call failed", failure);
    }
    to.onError(problem);
  }
}
