package io.github.lmu4j.cli;

import io.github.lmu4j.train.History;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws how one number changes from epoch to epoch. */
final class EpochChart {

  private EpochChart() {}

  /**
   * Draws the number, and that of the held-out data if there is one.
   *
   * @param logarithmic whether the number, which must be positive, is drawn on a logarithmic scale
   */
  static BufferedImage draw(
      String name, History history, boolean logarithmic, int width, int height) {
    XYChart chart =
        new XYChartBuilder().width(width).height(height).title(name).xAxisTitle("epoch").build();
    chart.getStyler().setYAxisLogarithmic(logarithmic);
    for (String series : List.of(name, "val_" + name)) {
      if (history.values().containsKey(series)) {
        double[] values = history.get(series).stream().mapToDouble(v -> v).toArray();
        double[] epochs = IntStream.rangeClosed(1, values.length).asDoubleStream().toArray();
        chart.addSeries(series, epochs, values).setMarker(SeriesMarkers.NONE);
      }
    }
    return BitmapEncoder.getBufferedImage(chart);
  }
}
