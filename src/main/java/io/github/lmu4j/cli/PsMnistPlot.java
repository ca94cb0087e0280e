package io.github.lmu4j.cli;

import io.github.lmu4j.data.LabelledSequences;
import io.github.lmu4j.train.History;
import io.github.lmu4j.weights.Array;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Draws the course of a training run and what the network makes of some images. */
final class PsMnistPlot {

  private static final int WIDTH = 900;
  private static final int CHART_HEIGHT = 360;
  private static final int SIDE = 28;
  private static final int SCALE = 3;
  private static final int CELL_WIDTH = 90;
  private static final int CELL_HEIGHT = SIDE * SCALE + 30;
  private static final int ROWS = 2;
  private static final int COLUMNS = WIDTH / CELL_WIDTH;

  private PsMnistPlot() {}

  /**
   * Writes a PNG.
   *
   * @param permutation position in the image of each time step
   * @param logits (count, classes), of all images that are held
   */
  static void write(
      Path file, History history, LabelledSequences held, int[] permutation, Array logits)
      throws IOException {
    BufferedImage image =
        new BufferedImage(
            WIDTH, 2 * CHART_HEIGHT + ROWS * CELL_HEIGHT + 10, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.drawImage(EpochChart.draw("loss", history, false, WIDTH, CHART_HEIGHT), 0, 0, null);
    graphics.drawImage(
        EpochChart.draw("accuracy", history, false, WIDTH, CHART_HEIGHT), 0, CHART_HEIGHT, null);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    for (int i = 0; i < Math.min(ROWS * COLUMNS, held.count()); i++) {
      int left = i % COLUMNS * CELL_WIDTH;
      int top = 2 * CHART_HEIGHT + i / COLUMNS * CELL_HEIGHT;
      graphics.drawImage(digit(held, permutation, i), left, top, SIDE * SCALE, SIDE * SCALE, null);
      int predicted = Accuracy.argMax(logits, i);
      boolean right = predicted == held.labels()[i];
      graphics.setColor(right ? Color.DARK_GRAY : Color.RED);
      graphics.drawString(
          right ? "is " + predicted : "is " + held.labels()[i] + ", not " + predicted,
          left,
          top + SIDE * SCALE + 18);
    }
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private static BufferedImage digit(LabelledSequences held, int[] permutation, int index) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    float[] values = held.values();
    for (int step = 0; step < permutation.length; step++) {
      int pixel = permutation[step];
      int ink = Math.round(255 * values[index * permutation.length + step]);
      image.getRaster().setSample(pixel % SIDE, pixel / SIDE, 0, 255 - ink);
    }
    return image;
  }
}
