package io.github.lmu4j.train.objectives;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Losses by Keras name, as Keras makes them from the name alone. */
final class LossNames {

  private static final Map<String, Loss> BY_NAME = byName();

  private LossNames() {}

  private static Map<String, Loss> byName() {
    Map<String, Loss> byName = new TreeMap<>();
    for (Loss loss : StandardLoss.values()) {
      byName.put(loss.kerasName(), loss);
    }
    Loss binary = new BinaryCrossentropy(false, 0);
    Loss categorical = new CategoricalCrossentropy(false, 0);
    Loss sparse = new SparseCategoricalCrossentropy(false);
    Loss huber = new Huber(1);
    for (Loss loss : new Loss[] {binary, categorical, sparse, huber}) {
      byName.put(loss.kerasName(), loss);
    }
    byName.put("bce", binary);
    byName.put("mse", StandardLoss.MEAN_SQUARED_ERROR);
    byName.put("mae", StandardLoss.MEAN_ABSOLUTE_ERROR);
    byName.put("mape", StandardLoss.MEAN_ABSOLUTE_PERCENTAGE_ERROR);
    byName.put("msle", StandardLoss.MEAN_SQUARED_LOGARITHMIC_ERROR);
    byName.put("kld", StandardLoss.KL_DIVERGENCE);
    return Collections.unmodifiableMap(byName);
  }

  static Map<String, Loss> all() {
    return BY_NAME;
  }

  static Loss find(String name) {
    Loss found = BY_NAME.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "loss must be one of %s (got %s)".formatted(BY_NAME.keySet(), name));
    }
    return found;
  }
}
