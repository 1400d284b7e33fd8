package org.wetstack.app;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.wetstack.hal.spi.SystemTimebase;

/**
 * Ctrl-C and a polite kill, as something a command can wait for. So a command ends in its own order
 * (pumps first) instead of in the arbitrary order of shutdown hooks, among which those of libraries
 * close ports under our feet. A second signal, a second later or more, ends the process at once.
 */
final class Signals {

  private static final int KILLED_BY_SIGNAL = 128;

  /** A program that ends this one may signal it and its group: that is one signal twice. */
  private static final long SAME_NANOS = 1_000_000_000;

  private Signals() {}

  /** Completes with the exit code that stands for the signal, when the first one comes. */
  static CompletableFuture<Integer> first() {
    var first = new CompletableFuture<Integer>();
    var firstNanos = new AtomicLong();
    for (String name : List.of("INT", "TERM", "HUP")) {
      handle(name, first, firstNanos);
    }
    return first;
  }

  /**
   * Has a hang-up do {@code work} from now on, unless a terminal is there to hang up: then it ends
   * the command as ever.
   */
  static void onHangup(Runnable work) {
    if (!Terminals.isStandardInput()) {
      handle("HUP", code -> work.run());
    }
  }

  private static void handle(String name, CompletableFuture<Integer> first, AtomicLong firstNanos) {
    handle(
        name,
        code -> {
          long now = SystemTimebase.shared().nanoTime();
          if (firstNanos.compareAndSet(0, now)) {
            first.complete(code);
          } else if (now - firstNanos.get() > SAME_NANOS) {
            Runtime.getRuntime().halt(code);
          }
        });
  }

  /** By reflection, since the compiler warns of sun.misc, and -Werror has no exception for it. */
  private static void handle(String name, IntConsumer work) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object wanted = signal.getConstructor(String.class).newInstance(name);
      int code = KILLED_BY_SIGNAL + (int) signal.getMethod("getNumber").invoke(wanted);
      InvocationHandler onSignal =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  work.accept(code);
                  yield null;
                }
                case "hashCode" -> System.identityHashCode(work);
                case "equals" -> proxy == arguments[0];
                default -> name;
              };
      Object ours =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handler}, onSignal);
      signal.getMethod("handle", signal, handler).invoke(null, wanted, ours);
    } catch (ReflectiveOperationException e) {
      // A Java or a system without this signal: then it ends the process as it always did, and
      // instruments stop by their leases.
    }
  }
}
