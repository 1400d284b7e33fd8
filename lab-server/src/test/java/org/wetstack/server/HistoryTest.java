package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.lab.journal.Entry;

class HistoryTest {

  private final History history = new History();

  private void write(int from, int to) {
    for (int n = from; n <= to; n++) {
      history.accept(new Entry(n, Instant.EPOCH, "ada", n % 3 == 0 ? "third" : "other", Map.of()));
    }
  }

  private static List<Long> numbers(History.Page page) {
    return page.entries().stream().map(Entry::number).toList();
  }

  @Test
  void nothingHasHappenedYet() {
    assertEquals(0, history.latest());
    assertEquals(new History.Page(List.of(), 0), history.page(0, 10, Set.of()));
  }

  @Test
  void pagesFollowOneAnotherWithoutAGap() {
    write(1, 250);
    List<Long> all = new ArrayList<>();
    long from = 0;
    do {
      History.Page page = history.page(from, 0, Set.of());
      all.addAll(numbers(page));
      from = page.next();
    } while (from != 0);
    assertEquals(java.util.stream.LongStream.rangeClosed(1, 250).boxed().toList(), all);
  }

  @Test
  void kindsAreChosen() {
    write(1, 10);
    History.Page page = history.page(4, 2, Set.of("third"));
    assertEquals(List.of(6L, 9L), numbers(page));
    assertEquals(0, page.next());
    page = history.page(1, 2, Set.of("third"));
    assertEquals(List.of(3L, 6L), numbers(page));
    assertEquals(9, page.next());
  }

  @Test
  void theOldestAreForgotten() {
    write(1, History.KEPT + 5);
    assertEquals(6, history.page(0, 1, Set.of()).entries().get(0).number());
    assertEquals(History.KEPT + 5, history.latest());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, History.MOST + 1})
  void aPageHasALimit(int limit) {
    assertThrows(IllegalArgumentException.class, () -> history.page(0, limit, Set.of()));
  }
}
