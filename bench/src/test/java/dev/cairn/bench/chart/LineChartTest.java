package dev.cairn.bench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.bench.chart.LineChart.Point;
import dev.cairn.bench.chart.LineChart.Series;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class LineChartTest {
  private static final LineChart CHART =
      new LineChart(
          "A <title> & more",
          "What it \"shows\"",
          Axis.log("entries"),
          Axis.linear("per s"),
          List.of(
              new Series("one", List.of(new Point(1_000, 0), new Point(1_000_000, 250_000))),
              new Series("two", List.of(new Point(31_623, 125_000)))));

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  @Test
  void saysWhatItShows() throws Exception {
    Document document = parse(CHART.svg());

    assertEquals("A <title> & more", elements(document, "title").getFirst().getTextContent());
    assertEquals("What it \"shows\"", elements(document, "desc").getFirst().getTextContent());
    List<String> texts = elements(document, "text").stream().map(Element::getTextContent).toList();
    assertTrue(texts.containsAll(List.of("one", "two", "entries", "per s")), texts.toString());
    assertTrue(
        texts.containsAll(List.of("1k", "10k", "100k", "1M", "0", "50k", "250k")),
        texts.toString());
  }

  @Test
  void pointsAreWhereTheAxesSay() throws Exception {
    List<Element> dots = elements(parse(CHART.svg()), "circle");

    assertEquals(
        List.of("70.0", "696.0", "383.0"), dots.stream().map(d -> d.getAttribute("cx")).toList());
    assertEquals(
        List.of("348.0", "80.0", "214.0"), dots.stream().map(d -> d.getAttribute("cy")).toList());
  }

  @Test
  void goalsThatAreMetReachTheLine() throws Exception {
    GoalChart chart =
        new GoalChart(
            "goals",
            "bars",
            List.of(
                new GoalChart.Bar("met", 1, "1"),
                new GoalChart.Bar("missed", 0.5, "0.5"),
                new GoalChart.Bar("far beyond", 1e300, "0")));

    List<Element> bars = elements(parse(chart.svg()), "rect");

    assertEquals(
        List.of("met", "missed", "met"), bars.stream().map(b -> b.getAttribute("class")).toList());
    assertTrue(
        Double.parseDouble(bars.get(0).getAttribute("width"))
            > Double.parseDouble(bars.get(1).getAttribute("width")));
  }

  @Test
  void numbersAreBrief() {
    assertEquals("0", Axis.brief(0));
    assertEquals("0.25", Axis.brief(0.25));
    assertEquals("2.5M", Axis.brief(2_500_000));
    assertEquals("100M", Axis.brief(100_000_000));
    assertEquals("512", Axis.brief(512));
  }
}
