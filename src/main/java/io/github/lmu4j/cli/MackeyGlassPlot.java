package io.github.lmu4j.cli;

import io.github.lmu4j.data.Forecasts;
import io.github.lmu4j.data.MackeyGlassTask;
import io.github.lmu4j.train.History;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the course of a training run, and forecasts of a series beside what came. */
final class MackeyGlassPlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 360;

  /** Steps of the first series that are drawn. */
  private static final int SHOWN = 500;

  private MackeyGlassPlot() {}

  /**
   * Writes a PNG.
   *
   * @param forecasts of all held-out series, (count, steps)
   */
  static void write(Path file, History history, Forecasts held, float[] forecasts)
      throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, 3 * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.drawImage(EpochChart.draw("loss", history, true, WIDTH, HEIGHT), 0, 0, null);
    int shown = Math.min(SHOWN, held.steps());
    double[] steps =
        IntStream.range(0, shown).mapToDouble(t -> t + MackeyGlassTask.AHEAD).toArray();
    double[] actual = first(held.targets(), shown);
    double[] forecast = first(forecasts, shown);
    XYChart both = chart("a held-out series, and what was foretold %d steps before", "value");
    both.addSeries("series", steps, actual).setMarker(SeriesMarkers.NONE);
    both.addSeries("forecast", steps, forecast).setMarker(SeriesMarkers.NONE);
    graphics.drawImage(BitmapEncoder.getBufferedImage(both), 0, HEIGHT, null);
    double[] errors = new double[shown];
    Arrays.setAll(errors, t -> forecast[t] - actual[t]);
    XYChart difference = chart("error of the forecast %d steps before", "forecast - series");
    difference.addSeries("error", steps, errors).setMarker(SeriesMarkers.NONE);
    graphics.drawImage(BitmapEncoder.getBufferedImage(difference), 0, 2 * HEIGHT, null);
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private static XYChart chart(String title, String axis) {
    return new XYChartBuilder()
        .width(WIDTH)
        .height(HEIGHT)
        .title(title.formatted(MackeyGlassTask.AHEAD))
        .xAxisTitle("step")
        .yAxisTitle(axis + ", in standard deviations")
        .build();
  }

  private static double[] first(float[] values, int count) {
    return IntStream.range(0, count).mapToDouble(t -> values[t]).toArray();
  }
}
