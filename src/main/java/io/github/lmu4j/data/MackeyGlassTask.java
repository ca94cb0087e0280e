package io.github.lmu4j.data;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The prediction task of the Mackey-Glass series: what will its value be in 15 steps?
 *
 * <p>128 series of delay 17, each from its own random past, squashed by {@code tanh(x - 1)} as the
 * common benchmark does, then centred and scaled by mean and standard deviation of the training
 * series. Half of them are for training, a quarter to choose by, a quarter to report on. Each gives
 * 5,000 pairs of a value and the value 15 steps later.
 *
 * <pre>{@code
 * MackeyGlassTask task = MackeyGlassTask.standard();
 * float[] x = task.training().inputs(); // (64, 5000)
 * }</pre>
 *
 * @param training 64 sequences
 * @param validation 32 sequences
 * @param test 32 sequences
 * @see <a
 *     href="https://papers.nips.cc/paper/2019/hash/952285b9b7e7a1be5aa7849f32ffff05-Abstract.html">
 *     Voelker, Kajic, Eliasmith 2019, section 3.3</a>
 */
public record MackeyGlassTask(Forecasts training, Forecasts validation, Forecasts test) {

  /** Delay of the series. */
  private static final int TAU = 17;

  /** How many steps the targets are ahead. */
  public static final int AHEAD = 15;

  /**
   * The task at its full size, of seed 0.
   *
   * @return the sequences
   */
  public static MackeyGlassTask standard() {
    return of(0, 128, 5000);
  }

  /**
   * The task at another size.
   *
   * @param seed of the random pasts, of {@link NumpyRandomState}
   * @param series how many, at least 4
   * @param steps of each sequence, at least 1
   * @return the sequences
   * @throws IllegalArgumentException if a number is out of range
   */
  public static MackeyGlassTask of(long seed, int series, int steps) {
    if (series < 4 || steps < 1) {
      throw new IllegalArgumentException(
          "series and steps must be at least 4 and 1 (got %d and %d)".formatted(series, steps));
    }
    double[][] values = new MackeyGlass(TAU).series(seed, series, steps + AHEAD);
    Arrays.setAll(values, i -> MackeyGlass.squashed(values[i]));
    int trained = series / 2;
    int chosen = trained + series / 4;
    double mean = mean(values, trained, x -> x);
    double deviation = Math.sqrt(mean(values, trained, x -> (x - mean) * (x - mean)));
    for (double[] one : values) {
      Arrays.setAll(one, t -> (one[t] - mean) / deviation);
    }
    Forecasts all = Forecasts.of(values, AHEAD);
    return new MackeyGlassTask(
        all.part(0, trained), all.part(trained, chosen), all.part(chosen, series));
  }

  private static double mean(double[][] series, int count, DoubleUnaryOperator function) {
    return Arrays.stream(series, 0, count)
        .flatMapToDouble(Arrays::stream)
        .map(function)
        .average()
        .orElseThrow();
  }
}
