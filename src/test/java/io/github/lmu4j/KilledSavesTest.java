package io.github.lmu4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lmu4j.io.AtomicFolder;
import io.github.lmu4j.io.LoadedModel;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.ModelFormat;
import io.github.lmu4j.testing.SaveLoop;
import io.github.lmu4j.weights.Array;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed in the middle of its saves, of every form at once, leaves the old or the
 * new file, never neither. {@code -Dlmu4j.kills=200} kills more often than the build does.
 */
class KilledSavesTest {

  private static final int KILLS = Integer.getInteger("lmu4j.kills", 3);
  private static final int LONGEST_WAIT_MILLIS = 400;

  @TempDir Path folder;

  @Test
  void oldOrNewFileLoadsAfterEveryKill() throws IOException, InterruptedException {
    LoadedModel first = SaveLoop.model(1);
    for (ModelFormat format : SaveLoop.FORMATS) {
      ModelFile.write(SaveLoop.target(folder, format), first, format, false);
    }
    TreeMap<String, Integer> found = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(0);
    for (int kill = 0; kill < KILLS; kill++) {
      killDuringSaves(random.nextInt(LONGEST_WAIT_MILLIS));
      for (ModelFormat format : SaveLoop.FORMATS) {
        found.merge(format.key() + " " + loaded(first, format), 1, Integer::sum);
      }
    }
    assertThat(found.values().stream().mapToInt(count -> count).sum())
        .isEqualTo(KILLS * SaveLoop.FORMATS.size());
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/kills.txt"), KILLS + " kills: " + found + "\n");
  }

  private void killDuringSaves(int millis) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SaveLoop.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("saving");
      Thread.sleep(millis);
      // SIGKILL. By its handle: the process itself would close the stream that is read on.
      process.toHandle().destroyForcibly();
      assertThat(out.readLine()).as("an error of the saving process").isNull();
    }
    process.waitFor();
  }

  /** The one value of all weights. */
  private double loaded(LoadedModel first, ModelFormat format) throws IOException {
    Path target = SaveLoop.target(folder, format);
    LoadedModel read =
        switch (format) {
          case KERAS, KERAS3_H5, SAVED_MODEL -> ModelFile.read(target);
          default -> ModelFile.read(target, first.config());
        };
    double value = read.weights().get("a/kernel").doubleAt(0);
    assertThat(value).isIn(1.0, 2.0);
    for (Array array : read.weights().arrays()) {
      assertThat(array.toDoubles()).containsOnly(value);
    }
    return value;
  }

  /** The one moment at which neither folder is at its place. */
  @Test
  void folderThatWasBeingReplacedIsPutInItsPlace() throws IOException {
    Path place = folder.resolve("model");
    ModelFile.write(place, SaveLoop.model(1), ModelFormat.SAVED_MODEL, false);
    Files.move(place, AtomicFolder.complete(place));
    assertThat(ModelFile.isTrainable(place)).isTrue();
    assertThat(ModelFile.read(place).weights().get("b/bias").doubleAt(0)).isEqualTo(1);
    assertThat(folder.toFile().list()).containsExactly("model");
    Files.move(place, AtomicFolder.complete(place));
    ModelFile.write(place, SaveLoop.model(2), ModelFormat.SAVED_MODEL, false);
    assertThat(ModelFile.read(place).weights().get("b/bias").doubleAt(0)).isEqualTo(2);
    assertThat(folder.toFile().list()).containsExactly("model");
  }
}
