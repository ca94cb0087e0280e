package io.github.lmu4j.train;

import io.github.lmu4j.io.ModelFormatException;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.weights.Array;
import io.github.lmu4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;

/**
 * Everything that is needed to continue a run of {@code fit} as if it had not been stopped.
 *
 * <p>A file of it is an {@code .npz} of named arrays: {@code weights/<path>}, {@code
 * optimizer/<path>}, {@code states/<path>}, {@code history/<name>}, {@code callbacks/<i>/<name>},
 * {@code run/...}.
 *
 * @param seed seed of the trainer
 * @param weights weights of the model
 * @param optimizer slots, number of steps and a fixed learning rate
 * @param states what layers keep from run to run
 * @param history what was reported of the epochs done
 * @param epoch the epoch that is under way, counted from 0
 * @param batch steps done in it
 * @param totals losses and metrics of these steps, summed up
 * @param callbacks the state of each callback
 */
public record Checkpoint(
    long seed,
    Weights weights,
    Weights optimizer,
    Weights states,
    History history,
    int epoch,
    long batch,
    Array totals,
    List<Weights> callbacks) {

  private static final String PLACE = "run/place";
  private static final String TOTALS = "run/totals";

  /** Takes a copy of the list. */
  public Checkpoint {
    callbacks = List.copyOf(callbacks);
  }

  /**
   * Writes a file, which replaces an older one at once or not at all.
   *
   * @param file the file
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    Map<String, Array> arrays = new LinkedHashMap<>();
    arrays.put(PLACE, Array.of(Shape.of(4), seed, epoch, batch, (long) callbacks.size()));
    arrays.put(TOTALS, totals);
    put(arrays, "weights", weights);
    put(arrays, "optimizer", optimizer);
    put(arrays, "states", states);
    history
        .values()
        .forEach(
            (name, column) ->
                arrays.put(
                    "history/" + name,
                    Array.of(
                        Shape.of(column.size()),
                        column.stream().mapToDouble(Double::doubleValue).toArray())));
    for (int i = 0; i < callbacks.size(); i++) {
      put(arrays, "callbacks/" + i, callbacks.get(i));
    }
    Npz.write(file, arrays);
  }

  private static void put(Map<String, Array> arrays, String prefix, Weights values) {
    values.values().forEach((path, array) -> arrays.put(prefix + "/" + path, array));
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @return the checkpoint
   * @throws ModelFormatException if it is no checkpoint
   * @throws IOException if it cannot be read
   */
  public static Checkpoint read(Path file) throws IOException {
    Weights all = new Weights(Npz.read(file));
    if (!all.paths().containsAll(List.of(PLACE, TOTALS)) || all.get(PLACE).size() != 4) {
      throw new ModelFormatException(
          file.toString(),
          "a checkpoint, with " + PLACE + " and " + TOTALS,
          all.paths().toString());
    }
    Array place = all.get(PLACE);
    List<Weights> callbacks = new ArrayList<>();
    for (int i = 0; i < place.longAt(3); i++) {
      callbacks.add(all.under("callbacks/" + i));
    }
    return new Checkpoint(
        place.longAt(0),
        all.under("weights"),
        all.under("optimizer"),
        all.under("states"),
        history(all.under("history")),
        Math.toIntExact(place.longAt(1)),
        place.longAt(2),
        all.get(TOTALS),
        callbacks);
  }

  private static History history(Weights columns) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    columns
        .values()
        .forEach(
            (name, column) ->
                values.put(
                    name, Arrays.stream(column.toDoubles()).boxed().collect(Collectors.toList())));
    return new History(values);
  }
}
