package io.github.lmu4j.cli;

import io.github.lmu4j.math.DelayDecoder;
import io.github.lmu4j.spiking.DelayNetwork;
import io.github.lmu4j.spiking.DelayRun;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the end of a run of the delay network. */
final class DelayPlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 300;

  /** Seconds that are drawn, the last ones. */
  private static final double SHOWN = 5;

  /** Points of the window that are read from the memory. */
  private static final int POINTS = 101;

  private final DelayNetwork network;
  private final DelayRun run;
  private final int from;
  private final int to;

  private DelayPlot(DelayNetwork network, DelayRun run) {
    this.network = network;
    this.run = run;
    to = run.u().size();
    from = Math.max(0, to - (int) Math.rint(SHOWN / network.dt()));
  }

  /** Writes a PNG: input, ideal and decoded delay, memory, and the window that it holds. */
  static void write(Path file, DelayNetwork network, DelayRun run) throws IOException {
    DelayPlot plot = new DelayPlot(network, run);
    List<XYChart> charts = List.of(plot.input(), plot.delay(), plot.memory(), plot.window());
    BufferedImage image =
        new BufferedImage(WIDTH, charts.size() * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < charts.size(); i++) {
      graphics.drawImage(BitmapEncoder.getBufferedImage(charts.get(i)), 0, i * HEIGHT, null);
    }
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private XYChart input() {
    XYChart chart = chart("input", "s");
    add(chart, "u", times(), values(run.u().toDoubles()));
    return chart;
  }

  private XYChart delay() {
    XYChart chart = chart("the input %s s ago".formatted(network.delay()), "s");
    add(chart, "ideal", times(), values(run.target().toDoubles()));
    add(chart, "decoded", times(), values(run.decoded().toDoubles()));
    return chart;
  }

  private XYChart memory() {
    XYChart chart = chart("memory", "s");
    double[] memory = run.memory().toDoubles();
    for (int i = 0; i < network.order(); i++) {
      int dimension = i;
      double[] values =
          IntStream.range(from, to)
              .mapToDouble(k -> memory[k * network.order() + dimension])
              .toArray();
      add(chart, "m" + i, times(), values);
    }
    return chart;
  }

  /** What the memory after the last step says of the whole window, beside what it was. */
  private XYChart window() {
    XYChart chart = chart("the window at the end: what came, and what the memory says", "s ago");
    double window = network.theta() / network.dt();
    double[] last = run.memory().rows(to - 1).toDoubles();
    DelayDecoder decoder = new DelayDecoder(network.order(), window);
    double[] ago = new double[POINTS];
    double[] read = new double[POINTS];
    double[] came = new double[POINTS];
    for (int p = 0; p < POINTS; p++) {
      double steps = window * p / (POINTS - 1);
      ago[p] = steps * network.dt();
      double[] weights = decoder.decoder(steps);
      read[p] = IntStream.range(0, weights.length).mapToDouble(i -> weights[i] * last[i]).sum();
      int then = to - 1 - (int) Math.rint(steps);
      came[p] = then < 0 ? 0 : run.u().doubleAt(then);
    }
    add(chart, "input", ago, came);
    add(chart, "Legendre read-out", ago, read);
    return chart;
  }

  private double[] times() {
    return IntStream.range(from, to).mapToDouble(k -> k * network.dt()).toArray();
  }

  private double[] values(double[] all) {
    return Arrays.copyOfRange(all, from, to);
  }

  private static void add(XYChart chart, String name, double[] x, double[] y) {
    chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE).setLineWidth(1.5f);
  }

  private static XYChart chart(String title, String axis) {
    return new XYChartBuilder()
        .width(WIDTH)
        .height(HEIGHT)
        .title(title)
        .xAxisTitle(axis)
        .yAxisTitle("value")
        .build();
  }
}
