package io.github.lmu4j.testing;

import io.github.lmu4j.data.IdxFile;
import io.github.lmu4j.io.KerasConfig;
import io.github.lmu4j.io.ModelFile;
import io.github.lmu4j.io.Npy;
import io.github.lmu4j.io.Npz;
import io.github.lmu4j.io.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file that is not what it should be, or a folder of files.
 *
 * @param name what is wrong with it
 * @param door where it comes in
 * @param files content by path; the path {@link #MAIN} is what is read
 * @param mayLoad whether it may be a sound file still
 */
public record HostileFile(String name, Door door, Map<String, byte[]> files, boolean mayLoad) {

  /** The file, folder or prefix that is read. */
  public static final String MAIN = "model";

  /** The configuration beside weights. */
  public static final String CONFIG = "config.json";

  /** A way to read files. */
  public enum Door {
    /** A whole model. */
    MODEL {
      @Override
      void read(Path folder) throws IOException {
        ModelFile.read(folder.resolve(MAIN));
      }
    },
    /** Weights alone. */
    WEIGHTS {
      @Override
      void read(Path folder) throws IOException {
        ModelFile.read(folder.resolve(MAIN), KerasConfig.read(folder.resolve(CONFIG)));
      }
    },
    /** A configuration. */
    CONFIGURATION {
      @Override
      void read(Path folder) throws IOException {
        KerasConfig.read(folder.resolve(MAIN));
      }
    },
    /** A SavedModel that runs as it is. */
    GRAPH {
      @Override
      void read(Path folder) throws IOException {
        SavedModel.open(folder.resolve(MAIN)).close();
      }
    },
    /** Arrays of NumPy. */
    NPZ {
      @Override
      void read(Path folder) throws IOException {
        Npz.read(folder.resolve(MAIN));
      }
    },
    /** An array of NumPy. */
    NPY {
      @Override
      void read(Path folder) throws IOException {
        Npy.read(folder.resolve(MAIN));
      }
    },
    /** Images of 28 by 28. */
    IDX {
      @Override
      void read(Path folder) throws IOException {
        IdxFile.read(folder.resolve(MAIN), 28, 28);
      }
    };

    abstract void read(Path folder) throws IOException;
  }

  /** A file that must be refused. */
  public static HostileFile of(String name, Door door, byte[] content) {
    return new HostileFile(name, door, Map.of(MAIN, content), false);
  }

  /** A folder that must be refused. */
  public static HostileFile of(String name, Door door, Map<String, byte[]> files) {
    return new HostileFile(name, door, files, false);
  }

  /** The same with another file beside it. */
  public HostileFile with(String path, byte[] content) {
    Map<String, byte[]> more = new TreeMap<>(files);
    more.put(path, content);
    return new HostileFile(name, door, more, mayLoad);
  }

  /** Writes the files into a folder. */
  public void write(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  /** Reads what {@link #write} wrote. */
  public void read(Path folder) throws IOException {
    door.read(folder);
  }

  @Override
  public String toString() {
    return door + " " + name;
  }
}
