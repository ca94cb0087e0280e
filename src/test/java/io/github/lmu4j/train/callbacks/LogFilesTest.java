package io.github.lmu4j.train.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lmu4j.io.Npz;
import io.github.lmu4j.layers.Dense;
import io.github.lmu4j.model.Model;
import io.github.lmu4j.testing.Samples;
import io.github.lmu4j.testing.Sandbox;
import io.github.lmu4j.train.Callback;
import io.github.lmu4j.train.FitOptions;
import io.github.lmu4j.train.History;
import io.github.lmu4j.train.Trainer;
import io.github.lmu4j.train.objectives.Accuracy;
import io.github.lmu4j.train.objectives.SparseCategoricalCrossentropy;
import io.github.lmu4j.train.optimizers.OptimizerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

class LogFilesTest {

  private static final Model MODEL = Model.sequential(Shape.of(2)).add(Dense.of(2)).build();
  private static final int EPOCHS = 5;

  @TempDir private Path folder;

  private History fit(Callback... callbacks) {
    try (Trainer trainer =
        Trainer.builder(MODEL)
            .optimizer(OptimizerConfig.sgd(8))
            .loss(new SparseCategoricalCrossentropy(true), new Accuracy())
            .build()) {
      return trainer.fit(
          Samples.circle(50, 1),
          FitOptions.epochs(EPOCHS).withValidation(Samples.circle(20, 2)).withCallbacks(callbacks));
    }
  }

  @Test
  void tableHasARowAnEpoch() throws IOException {
    Path file = folder.resolve("history.csv");
    History history = fit(new CsvLogger(file));
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(EPOCHS + 1);
    assertThat(lines.get(0)).isEqualTo("epoch,loss,accuracy,val_loss,val_accuracy");
    assertThat(lines.get(3))
        .startsWith("2," + history.get("loss").get(2))
        .endsWith("," + history.get("val_accuracy").get(2));
  }

  @Test
  void modelsAreSavedWhereTheyAreBetter() throws IOException {
    History history =
        fit(
            ModelCheckpoint.every(folder.resolve("all-{epoch}.npz").toString()),
            ModelCheckpoint.best(folder.resolve("best.npz").toString(), Monitor.of("val_loss")),
            new EpochLog());
    List<Double> losses = history.get("val_loss");
    int best = losses.indexOf(Collections.min(losses));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(EPOCHS + 1);
    }
    assertThat(Npz.read(folder.resolve("best.npz")))
        .isEqualTo(Npz.read(folder.resolve("all-%d.npz".formatted(best + 1))));
  }

  @Test
  void tensorflowReadsTheEvents() throws IOException {
    History history = fit(new TensorBoard(folder, 2));
    List<Event> training = events(folder.resolve("train"));
    assertThat(training.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertScalars(training, "epoch_loss", history.get("loss"));
    assertScalars(training, "epoch_learning_rate", Collections.nCopies(EPOCHS, 8.0));
    assertScalars(
        events(folder.resolve("validation")), "epoch_accuracy", history.get("val_accuracy"));
    List<Summary.Value> histograms = values(training, "dense/kernel/histogram");
    assertThat(histograms).hasSize(3);
    assertThat(histograms.get(0).getHisto().getBucketList().stream().mapToDouble(n -> n).sum())
        .isEqualTo(histograms.get(0).getHisto().getNum())
        .isEqualTo(4);
  }

  private static void assertScalars(List<Event> events, String tag, List<Double> expected) {
    List<Summary.Value> values = values(events, tag);
    assertThat(values).hasSize(expected.size());
    for (int i = 0; i < values.size(); i++) {
      assertThat((double) values.get(i).getSimpleValue()).isCloseTo(expected.get(i), within(1e-6));
    }
  }

  private static List<Summary.Value> values(List<Event> events, String tag) {
    return events.stream()
        .flatMap(event -> event.getSummary().getValueList().stream())
        .filter(value -> value.getTag().equals(tag))
        .toList();
  }

  /** Read by TensorFlow's own reader, which checks the checksums. */
  private static List<Event> events(Path run) throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(run)) {
      file = files.findFirst().orElseThrow();
    }
    try (Sandbox sandbox = new Sandbox()) {
      Ops tf = sandbox.tf();
      List<Class<? extends TType>> types = List.of(TString.class);
      Operand<?> records =
          tf.data.tfRecordDataset(
              tf.array(file.toString()), tf.constant(""), tf.constant(0L), tf.array(0L));
      Operand<?> batch =
          tf.data.batchDataset(
              records, tf.constant(1000L), tf.constant(false), types, List.of(Shape.of(-1)));
      var all =
          tf.data.datasetToSingleElement(batch, types, List.of(Shape.of(-1))).components().get(0);
      List<Event> events = new ArrayList<>();
      try (var result = sandbox.session().runner().fetch(all).run()) {
        for (var message : ((TString) result.get(0)).asBytes().scalars()) {
          events.add(Event.parseFrom(message.getObject()));
        }
      }
      return events;
    }
  }
}
