package io.github.lmu4j.train;

import io.github.lmu4j.model.Model;
import io.github.lmu4j.ops.LoopSession;
import io.github.lmu4j.train.objectives.Loss;
import io.github.lmu4j.train.objectives.Metric;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import io.github.lmu4j.weights.DType;
import io.github.lmu4j.weights.Weights;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Configures a {@link Trainer}, as Keras' {@code compile} does. */
public final class TrainerBuilder {

  final Model model;
  DType type = DType.FLOAT32;
  long seed;
  OptimizerConfig optimizer = OptimizerConfig.named("rmsprop");
  List<Objective> objectives = List.of();
  Optional<Weights> weights = Optional.empty();
  Optional<ConfigProto> session = Optional.empty();
  Weights optimizerState = Weights.EMPTY;

  TrainerBuilder(Model model) {
    this.model = model;
  }

  /**
   * Sets the dtype of weights, inputs and outputs; float32 if not set.
   *
   * @param value float32 or float64
   * @return this builder
   */
  public TrainerBuilder type(DType value) {
    type = value;
    return this;
  }

  /**
   * Sets what decides first weights, dropout and the order of samples; 0 if not set.
   *
   * @param value the seed
   * @return this builder
   */
  public TrainerBuilder seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Sets the optimizer; Keras' RMSprop if not set.
   *
   * @param value its settings
   * @return this builder
   */
  public TrainerBuilder optimizer(OptimizerConfig value) {
    optimizer = value;
    return this;
  }

  /**
   * Sets loss and metrics of a model with one output.
   *
   * @param value what is made small
   * @param metrics what is reported
   * @return this builder
   */
  public TrainerBuilder loss(Loss value, Metric... metrics) {
    return objectives(Objective.of(value, metrics));
  }

  /**
   * Sets what each output is trained for.
   *
   * @param values one objective an output
   * @return this builder
   */
  public TrainerBuilder objectives(Objective... values) {
    objectives = List.of(values);
    return this;
  }

  /**
   * Sets the first weights; the model's initializers make them if not set.
   *
   * @param value weights of the model
   * @return this builder
   */
  public TrainerBuilder weights(Weights value) {
    weights = Optional.of(value);
    return this;
  }

  /**
   * Sets the state that the optimizer goes on from, such as that of a Keras model file; it begins
   * anew if not set.
   *
   * @param value {@code iterations}, {@code learning_rate}, {@code <path of a weight>/<slot>};
   *     nothing for a new beginning
   * @return this builder
   */
  public TrainerBuilder optimizerState(Weights value) {
    optimizerState = value;
    return this;
  }

  /**
   * Sets TensorFlow's session options, such as the number of threads; by default those with which
   * the model's loops run best.
   *
   * @param value the options
   * @return this builder
   */
  public TrainerBuilder session(ConfigProto value) {
    session = Optional.of(value);
    return this;
  }

  /**
   * Makes the trainer.
   *
   * @return a trainer, which the caller closes
   * @throws IllegalArgumentException if the number of objectives is not that of the outputs, or the
   *     weights do not fit the model
   */
  public Trainer build() {
    if (objectives.size() != model.outputs().size()) {
      throw new IllegalArgumentException(
          "a model with %d outputs needs as many objectives (got %d)"
              .formatted(model.outputs().size(), objectives.size()));
    }
    return type == DType.FLOAT64 ? open(TFloat64.class) : open(TFloat32.class);
  }

  private <T extends TFloating> Trainer open(Class<T> elements) {
    Graph graph = new Graph();
    try {
      TrainingGraph<T> built = TrainingGraph.build(this, graph, elements);
      Session opened = new Session(graph, session.orElseGet(() -> LoopSession.of(graph)));
      try {
        return new Trainer(this, opened, built);
      } catch (RuntimeException e) {
        opened.close();
        throw e;
      }
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }
}
