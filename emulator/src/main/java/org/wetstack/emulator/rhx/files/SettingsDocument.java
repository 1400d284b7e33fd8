package org.wetstack.emulator.rhx.files;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The elements of an XML file in their order. Declarations of types and entities are not followed.
 *
 * @param elements at least the root
 * @param beginsWithRoot whether nothing but the XML declaration comes before it
 */
record SettingsDocument(List<Element> elements, boolean beginsWithRoot) {

  /**
   * One element.
   *
   * @param depth 0 for the root
   * @param text between its tags, if it has no elements of its own
   */
  record Element(String name, int depth, Map<String, String> attributes, String text) {

    /** The value of an attribute, whatever the capitals of its name; empty if there is none. */
    String attribute(String name) {
      for (Map.Entry<String, String> each : attributes.entrySet()) {
        if (each.getKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
          return each.getValue();
        }
      }
      return "";
    }
  }

  /**
   * Reads a whole file.
   *
   * @throws XMLStreamException if it is not well-formed
   */
  static SettingsDocument parse(byte[] file) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(file));
    List<Element> elements = new ArrayList<>();
    boolean first = true;
    int depth = 0;
    boolean beginsWithRoot = false;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        beginsWithRoot = beginsWithRoot || first;
        elements.add(new Element(reader.getLocalName(), depth++, attributes(reader), ""));
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (event == XMLStreamConstants.CHARACTERS && depth > 0) {
        int last = elements.size() - 1;
        Element open = elements.get(last);
        if (open.depth() == depth - 1 && open.text().isEmpty()) {
          elements.set(
              last,
              new Element(open.name(), open.depth(), open.attributes(), reader.getText().strip()));
        }
      }
      first = false;
    }
    reader.close();
    return new SettingsDocument(List.copyOf(elements), beginsWithRoot);
  }

  private static Map<String, String> attributes(XMLStreamReader reader) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return attributes;
  }

  Element root() {
    return elements.get(0);
  }

  /** All elements called {@code name}, at whatever depth. */
  List<Element> all(String name) {
    return elements.stream().filter(each -> each.name().equals(name)).toList();
  }
}
