package io.github.lmu4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import io.github.lmu4j.io.ModelFormatException;
import io.github.lmu4j.testing.Damage;
import io.github.lmu4j.testing.HostileArrays;
import io.github.lmu4j.testing.HostileCheckpoints;
import io.github.lmu4j.testing.HostileConfigs;
import io.github.lmu4j.testing.HostileFile;
import io.github.lmu4j.testing.HostileFile.Door;
import io.github.lmu4j.testing.HostileGraphs;
import io.github.lmu4j.testing.HostileHdf5;
import io.github.lmu4j.testing.HostilePickles;
import io.github.lmu4j.testing.HostileTensors;
import io.github.lmu4j.testing.HostileZips;
import io.github.lmu4j.testing.IdxBytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files that mean harm, or are damaged: reading each one ends in an error that names it, within
 * bounds of time and memory, and touches no other file.
 */
class HostileFilesTest {

  private static final String KERAS3 = "keras3/feedforward-everything/";
  private static final String KERAS2 = "keras2/feedforward-everything/";
  private static final String PYTORCH_LMU = "pytorch/lmu-classifier/";
  private static final long MAX_BYTES = 256L << 20;
  private static final long MAX_CPU_NANOS = 2_000_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** One above where files are written, so that climbing out of there is seen. */
  @TempDir Path above;

  enum Family {
    ZIP {
      @Override
      List<HostileFile> files() {
        byte[] good = Damage.fixture(KERAS3 + "model.keras");
        return join(
            HostileZips.of(good),
            Damage.truncations(".keras", Door.MODEL, good, 12),
            Damage.flips(".keras", Door.MODEL, good, 40));
      }
    },
    JSON {
      @Override
      List<HostileFile> files() {
        byte[] good = Damage.fixture(KERAS3 + "config.json");
        return join(
            HostileConfigs.of(good),
            Damage.truncations("config.json", Door.CONFIGURATION, good, 8),
            Damage.flips("config.json", Door.CONFIGURATION, good, 40));
      }
    },
    HDF5 {
      @Override
      List<HostileFile> files() {
        byte[] model = Damage.fixture(KERAS3 + "model.h5");
        byte[] weights = Damage.fixture(KERAS3 + "model.weights.h5");
        byte[] config = Damage.fixture(KERAS3 + "config.json");
        return join(
            HostileHdf5.all(),
            Damage.truncations(".h5", Door.MODEL, model, 12),
            Damage.flips(".h5", Door.MODEL, model, 80),
            Damage.besideConfig(
                config,
                join(
                    Damage.truncations(".weights.h5", Door.WEIGHTS, weights, 12),
                    Damage.flips(".weights.h5", Door.WEIGHTS, weights, 80))));
      }
    },
    CHECKPOINT {
      @Override
      List<HostileFile> files() {
        Map<String, byte[]> good = new TreeMap<>();
        for (String file : List.of("model.index", "model.data-00000-of-00001")) {
          good.put(file, Damage.fixture(KERAS2 + "checkpoint/" + file));
        }
        good.put(HostileFile.CONFIG, Damage.fixture(KERAS2 + "config.json"));
        return join(
            HostileCheckpoints.all(),
            Damage.within(good, "model.index", Door.WEIGHTS, 10, 30),
            Damage.within(good, "model.data-00000-of-00001", Door.WEIGHTS, 10, 30));
      }
    },
    SAVED_MODEL {
      @Override
      List<HostileFile> files() {
        Map<String, byte[]> rebuilt = Damage.fixtureFolder(KERAS2 + "saved_model");
        Map<String, byte[]> run = Damage.fixtureFolder(KERAS3 + "export");
        return join(
            HostileGraphs.of(run),
            damaged(rebuilt, "keras_metadata.pb", Door.MODEL, 40),
            damaged(run, "saved_model.pb", Door.GRAPH, 30),
            damaged(run, "variables/variables.index", Door.GRAPH, 10),
            damaged(run, "variables/variables.data-00000-of-00001", Door.GRAPH, 10));
      }
    },
    NUMPY {
      @Override
      List<HostileFile> files() {
        byte[] good = Damage.fixture(KERAS3 + "data.npz");
        byte[] npy = HostileZips.unpack(good).values().iterator().next();
        return join(
            HostileArrays.all(),
            Damage.truncations(".npz", Door.NPZ, good, 8),
            Damage.flips(".npz", Door.NPZ, good, 40),
            Damage.truncations(".npy", Door.NPY, npy, 8),
            Damage.flips(".npy", Door.NPY, npy, 40));
      }
    },
    PYTORCH {
      @Override
      List<HostileFile> files() {
        byte[] zip = Damage.fixture(PYTORCH_LMU + "model.pt");
        byte[] legacy = Damage.fixture(PYTORCH_LMU + "legacy.pt");
        byte[] checkpoint = Damage.fixture(PYTORCH_LMU + "checkpoint.pth");
        return join(
            HostilePickles.all(),
            HostileTensors.networks(),
            Damage.truncations(".pt", Door.MODEL, zip, 8),
            Damage.flips(".pt", Door.MODEL, zip, 20),
            Damage.truncations(".pt before 1.6", Door.MODEL, legacy, 12),
            Damage.flips(".pt before 1.6", Door.MODEL, legacy, 80),
            Damage.flips(".pth", Door.MODEL, checkpoint, 20));
      }
    },
    SAFETENSORS {
      @Override
      List<HostileFile> files() {
        byte[] good = Damage.fixture(PYTORCH_LMU + "model.safetensors");
        return join(
            HostileTensors.safetensors(),
            Damage.truncations(".safetensors", Door.MODEL, good, 12),
            Damage.flips(".safetensors", Door.MODEL, good, 60));
      }
    },
    IDX {
      @Override
      List<HostileFile> files() {
        byte[] good = IdxBytes.images(3);
        return join(
            HostileArrays.idx(),
            Damage.truncations("idx", Door.IDX, good, 6),
            Damage.truncations("idx.gz", Door.IDX, IdxBytes.gzip(good), 6),
            Damage.flips("idx.gz", Door.IDX, IdxBytes.gzip(good), 20));
      }
    };

    abstract List<HostileFile> files();
  }

  private static List<HostileFile> damaged(
      Map<String, byte[]> folder, String file, Door door, int flips) {
    return Damage.within(folder, HostileFile.MAIN + "/" + file, door, 8, flips);
  }

  @SafeVarargs
  private static List<HostileFile> join(List<HostileFile>... lists) {
    List<HostileFile> all = new ArrayList<>();
    for (List<HostileFile> list : lists) {
      all.addAll(list);
    }
    return all;
  }

  @Test
  void corpusIsLarge() {
    long refused =
        Stream.of(Family.values())
            .flatMap(family -> family.files().stream())
            .filter(file -> !file.mayLoad())
            .count();
    assertThat(refused).isGreaterThanOrEqualTo(150);
  }

  @Test
  void theSameFilesWithoutFaultAreRead() throws IOException {
    for (HostileFile good : List.of(HostileHdf5.good(), HostileCheckpoints.good())) {
      Path folder = Files.createDirectory(above.resolve(good.name().replace(' ', '-')));
      good.write(folder);
      assertThatCode(() -> good.read(folder)).as(good.name()).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFileIsRefusedInTimeAndSpace(Family family) throws IOException {
    List<String> wrong = new ArrayList<>();
    Path folder = Files.createDirectories(above.resolve("a/b"));
    int number = 0;
    for (HostileFile file : family.files()) {
      Path place = Files.createDirectory(folder.resolve("" + number++));
      file.write(place);
      Map<Path, Long> before = content(above);
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      long nanos = THREADS.getCurrentThreadCpuTime();
      String outcome = outcome(file, place);
      nanos = THREADS.getCurrentThreadCpuTime() - nanos;
      bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
      if (!outcome.isEmpty()) {
        wrong.add(file + ": " + outcome);
      }
      if (bytes > MAX_BYTES || nanos > MAX_CPU_NANOS) {
        wrong.add("%s: %d bytes, %d ns".formatted(file, bytes, nanos));
      }
      if (!content(above).equals(before)) {
        wrong.add(file + ": files were touched");
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Nothing where all is well. */
  private static String outcome(HostileFile file, Path place) {
    try {
      file.read(place);
      return file.mayLoad() ? "" : "was read";
    } catch (ModelFormatException e) {
      return names(e, place);
    } catch (IOException e) {
      return file.door() == Door.IDX ? names(e, place) : "ended in " + e;
    } catch (RuntimeException | Error e) {
      return "ended in " + e;
    }
  }

  private static String names(IOException e, Path place) {
    String message = String.valueOf(e.getMessage());
    return message.contains(place.toString()) && message.contains("expected ")
        ? ""
        : "names no file: " + message;
  }

  /** The time and size of every file, in one number. */
  private static Map<Path, Long> content(Path folder) throws IOException {
    Map<Path, Long> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        content.put(path, Files.getLastModifiedTime(path).toMillis() * 31 + Files.size(path));
      }
    }
    return content;
  }
}
