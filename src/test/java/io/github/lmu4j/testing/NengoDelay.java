package io.github.lmu4j.testing;

import io.github.lmu4j.io.Npz;
import io.github.lmu4j.spiking.Ensemble;
import io.github.lmu4j.weights.Array;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What Nengo made of the delay network in 100 s: a folder below {@code models/fixtures/nengo}.
 *
 * @param data what {@code data.npz} holds; see python-interop/README.md
 */
public record NengoDelay(Map<String, Array> data) {

  /** Steps of the run. */
  public static final int STEPS = 100_000;

  /**
   * Reads a fixture.
   *
   * @param seed of the run
   * @return the fixture
   * @throws IOException if it cannot be read
   */
  public static NengoDelay read(int seed) throws IOException {
    return new NengoDelay(Npz.read(file(seed)));
  }

  /**
   * Where a fixture is.
   *
   * @param seed of the run
   * @return the file of its numbers
   */
  public static Path file(int seed) {
    return Path.of("models", "fixtures", "nengo", "delay-" + seed, "data.npz");
  }

  /**
   * One array.
   *
   * @param key its name
   * @return the array
   */
  public Array get(String key) {
    return Objects.requireNonNull(data.get(key), key);
  }

  /**
   * Nengo's neurons.
   *
   * @return the population
   */
  public Ensemble ensemble() {
    return new Ensemble(get("encoders"), get("gain"), get("bias"), get("v0"));
  }

  /**
   * The whole input, of which the file holds the spectrum.
   *
   * @return shape (100,000)
   */
  public double[] input() {
    double[] spectrum = get("spectrum").toDoubles();
    int frequencies = spectrum.length / 2;
    double[] cosine = new double[STEPS];
    double[] sine = new double[STEPS];
    for (int k = 0; k < STEPS; k++) {
      cosine[k] = Math.cos(2 * Math.PI * k / STEPS);
      sine[k] = Math.sin(2 * Math.PI * k / STEPS);
    }
    double[] u = new double[STEPS];
    for (int f = 1; f <= frequencies; f++) {
      double a = spectrum[f - 1];
      double b = spectrum[frequencies + f - 1];
      for (int k = 0, phase = 0; k < STEPS; k++, phase = (phase + f) % STEPS) {
        u[k] += a * cosine[phase] + b * sine[phase];
      }
    }
    return u;
  }
}
