package org.wetstack.lab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ChartTest {

  private static final Chart.Scale ACROSS = new Chart.Scale("time, s", 0, 10);
  private static final Chart.Scale UP = new Chart.Scale("rate, Hz", 0, 100);

  private static Chart chart() {
    return new Chart("<rates> & \"more\"", ACROSS, UP, 460, 260);
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void valuesStandWhereTheAxesSay() throws Exception {
    Document svg =
        parsed(chart().dots(1, new double[] {0, 5, 10}, new double[] {0, 50, 100}).svg());
    Element first = (Element) svg.getElementsByTagName("circle").item(0);
    Element middle = (Element) svg.getElementsByTagName("circle").item(1);
    Element last = (Element) svg.getElementsByTagName("circle").item(2);
    assertEquals(2 * number(middle, "cx"), number(first, "cx") + number(last, "cx"), 0.2);
    assertEquals(2 * number(middle, "cy"), number(first, "cy") + number(last, "cy"), 0.2);
    assertTrue(number(last, "cy") < number(first, "cy"), "more is higher");
  }

  @Test
  void whatIsNoNumberIsLeftOut() throws Exception {
    double[] ys = {1, Double.NaN, 3, 4};
    String svg = chart().curve(0, new double[] {1, 2, 3, 4}, ys).svg();
    assertFalse(svg.contains("NaN"), svg);
    Element path = (Element) parsed(svg).getElementsByTagName("path").item(0);
    assertEquals(2, path.getAttribute("d").chars().filter(c -> c == 'M').count(), "lifts the pen");
  }

  @Test
  void wordsCannotBreakThePage() throws Exception {
    String page =
        new Page("<script>")
            .words("a < b")
            .facts(List.of("<i>", "&"))
            .table(
                List.of("<th>"),
                List.of(List.of("<b>"), List.of(Page.OK), List.of(Page.OUT_OF_RANGE)))
            .markup(chart().legend("<key>").svg())
            .html();
    assertFalse(page.contains("<script>") || page.contains("<key>") || page.contains("<i>"), page);
    assertTrue(page.contains("<td>&lt;b&gt;</td>"), page);
    assertTrue(page.contains("<td class=\"good\">ok</td>"), page);
    assertTrue(page.contains("<td class=\"bad\">out of range</td>"), page);
  }

  @Test
  void anAxisOfNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Chart.Scale("x", 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Chart.Scale("x", 0, Double.NaN));
    assertEquals(20, Chart.Scale.upTo("x", 15.7).to());
    assertEquals(1, Chart.Scale.upTo("x", 0).to());
  }
}
