package io.github.lmu4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.io.AtomicFolder;
import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.ModelFormat;
import io.github.lmu4j.testing.ChildJvm;
import io.github.lmu4j.testing.SaveLoop;
import io.github.lmu4j.weights.Weights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed in the middle of its saves, of every form at once, leaves the old or the
 * new file, never neither. {@code -Dlmu4j.kills=200} kills more often than the build does, and
 * counts what it left in {@code target/kills.md}.
 */
class KilledSavesTest {

  private static final int KILLS = Integer.getInteger("lmu4j.kills", 3);

  /** How long saves take depends on what else the machine does. */
  private static final int BETWEEN_MEASURES = 20;

  @TempDir Path folder;

  /** What the kills left of one form. */
  private static final class Tally {
    final LoadedModel model;
    final Weights weights;
    final Weights doubled;
    boolean isDoubled;
    int old;
    int replaced;
    int within;
    int between;

    Tally(LoadedModel model) {
      this.model = model;
      weights = model.weights().cast(model.type());
      doubled = SaveLoop.doubled(model).weights();
    }
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void oldOrNewFileLoadsAfterEveryKill() throws IOException, InterruptedException {
    Path saved = Files.createDirectories(folder.resolve("saved"));
    Map<ModelFormat, Tally> tallies = new EnumMap<>(ModelFormat.class);
    for (ModelFormat format : ModelFormat.values()) {
      Tally tally = new Tally(SaveLoop.model(format));
      tallies.put(format, tally);
      ModelFile.write(SaveLoop.target(saved, format), tally.model, format, false);
    }
    SplittableRandom random = new SplittableRandom(0);
    Set<String> seen = new HashSet<>();
    long duration = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      if (kill % BETWEEN_MEASURES == 0) {
        duration = measure();
      }
      killDuringSaves(saved, random.nextLong(2 * duration));
      Set<String> hidden = hidden(saved);
      hidden.removeAll(seen);
      seen.addAll(hidden);
      for (Map.Entry<ModelFormat, Tally> entry : tallies.entrySet()) {
        String begin = "." + entry.getKey().key() + ".";
        Tally tally = entry.getValue();
        tally.within += hidden.stream().anyMatch(name -> name.startsWith(begin)) ? 1 : 0;
        String ending = entry.getKey() == ModelFormat.CHECKPOINT ? ".index" : "";
        tally.between += Files.exists(saved.resolve(entry.getKey().key() + ending)) ? 0 : 1;
        look(saved, entry.getKey(), tally);
      }
      report(kill + 1, tallies);
    }
    for (Tally tally : tallies.values()) {
      assertThat(tally.old + tally.replaced).isEqualTo(KILLS);
    }
    for (ModelFormat format : ModelFormat.values()) {
      for (int i = 0; i < 2; i++) {
        Path target = SaveLoop.target(saved, format);
        ModelFile.write(target, SaveLoop.model(format), format, false);
      }
    }
    assertThat(hidden(saved)).as("what killed writers have left").isEmpty();
  }

  private static Set<String> hidden(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith("."))
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  private static Process start(Path saved) throws IOException {
    return ChildJvm.of(
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
            SaveLoop.class,
            List.of(saved.toString()))
        .start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** How many nanoseconds such a process takes to save once in every form. */
  private long measure() throws IOException, InterruptedException {
    Process process = start(Files.createDirectories(folder.resolve("measured")));
    try (BufferedReader out = output(process)) {
      assertThat(out.readLine()).isEqualTo(SaveLoop.BEGUN);
      long start = System.nanoTime();
      assertThat(out.readLine()).isEqualTo(SaveLoop.SAVED);
      return System.nanoTime() - start;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Kills in the first or second save of the slowest form, or in between. */
  private static void killDuringSaves(Path saved, long nanos)
      throws IOException, InterruptedException {
    Process process = start(saved);
    try (BufferedReader out = output(process)) {
      assertThat(out.readLine()).isEqualTo(SaveLoop.BEGUN);
      TimeUnit.NANOSECONDS.sleep(nanos);
      // SIGKILL. By its handle: the process itself would close the stream that is read on.
      process.toHandle().destroyForcibly();
      assertThat(out.lines()).as("errors of the saving process").isSubsetOf(SaveLoop.SAVED);
    }
    process.waitFor();
  }

  /** Reads what is there: it must be wholly of one save. */
  private static void look(Path saved, ModelFormat format, Tally tally) throws IOException {
    Path target = SaveLoop.target(saved, format);
    LoadedModel read =
        switch (format) {
          case KERAS3_WEIGHTS, KERAS2_WEIGHTS, LEGACY_WEIGHTS, CHECKPOINT, NPZ ->
              ModelFile.read(target, tally.model.config());
          default -> ModelFile.read(target);
        };
    assertThat(read.weights().values()).isIn(tally.weights.values(), tally.doubled.values());
    boolean isDoubled = read.weights().values().equals(tally.doubled.values());
    if (isDoubled == tally.isDoubled) {
      tally.old++;
    } else {
      tally.replaced++;
    }
    tally.isDoubled = isDoubled;
  }

  private static void report(int kills, Map<ModelFormat, Tally> tallies) throws IOException {
    StringBuilder table =
        new StringBuilder(
            """
            | form | kills | weights of before | the others | in the middle of a save | neither in place |
            |---|---|---|---|---|---|
            """);
    tallies.forEach(
        (format, tally) ->
            table.append(
                "| %s | %d | %d | %d | %d | %d |%n"
                    .formatted(
                        format.key(),
                        kills,
                        tally.old,
                        tally.replaced,
                        tally.within,
                        tally.between)));
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/kills.md"), table);
  }

  /** The lock of a process that lives is not to be had, and its file stays. */
  @Test
  void writersOfTwoProcessesLeaveEachOtherAlone() throws IOException, InterruptedException {
    LoadedModel model = SaveLoop.model(ModelFormat.NPZ);
    Path target = SaveLoop.target(folder, ModelFormat.NPZ);
    Process process = start(folder);
    try (BufferedReader out = output(process)) {
      assertThat(out.readLine()).isEqualTo(SaveLoop.BEGUN);
      assertThat(out.readLine()).isEqualTo(SaveLoop.SAVED);
      for (int i = 0; i < 100; i++) {
        ModelFile.write(target, model, ModelFormat.NPZ, false);
      }
      process.toHandle().destroyForcibly();
      assertThat(out.lines()).as("errors of the other process").isEmpty();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** The one moment at which neither folder is at its place. */
  @Test
  void folderThatWasBeingReplacedIsPutInItsPlace() throws IOException {
    LoadedModel model = SaveLoop.model(ModelFormat.SAVED_MODEL);
    LoadedModel doubled = SaveLoop.doubled(model);
    Path place = folder.resolve("model");
    ModelFile.write(place, model, ModelFormat.SAVED_MODEL, false);
    Files.move(place, AtomicFolder.complete(place));
    assertThat(ModelFile.isTrainable(place)).isTrue();
    assertThat(ModelFile.read(place).weights()).isEqualTo(model.weights().cast(model.type()));
    assertThat(folder.toFile().list()).containsExactly("model");
    Files.move(place, AtomicFolder.complete(place));
    ModelFile.write(place, doubled, ModelFormat.SAVED_MODEL, false);
    assertThat(ModelFile.read(place).weights()).isEqualTo(doubled.weights());
    assertThat(folder.toFile().list()).containsExactly("model");
  }
}
