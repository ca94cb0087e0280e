package io.github.lmu4j.testing;

import io.github.lmu4j.testing.HostileFile.Door;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * HDF5 files that no reader should believe, which {@code python-interop/generate_hostile.py} makes:
 * weights of one Dense, with one thing wrong.
 */
public final class HostileHdf5 {

  private static final List<String> NAMES =
      List.of(
          "array_instead_of_group",
          "chunked",
          "compound_elements",
          "compressed",
          "compression_bomb",
          "dangling_soft_link",
          "deep_groups",
          "external_link",
          "external_link_to_absolute_path",
          "external_storage",
          "external_storage_of_absolute_path",
          "group_instead_of_array",
          "hard_link_cycle",
          "huge_chunked_shape",
          "huge_contiguous_shape",
          "many_groups",
          "no_elements",
          "opaque_elements",
          "references",
          "soft_link_to_itself",
          "soft_link_to_kernel",
          "soft_links_in_a_circle",
          "text_instead_of_numbers",
          "texts_of_any_length",
          "too_many_axes",
          "type_in_place_of_array",
          "virtual_dataset",
          "wrong_shape",
          "zero_sized");

  private static final byte[] CONFIG =
      """
      {"class_name": "Sequential", "config": {"name": "sequential", "layers": [
        {"class_name": "InputLayer", "config": {"name": "x", "batch_shape": [null, 3]}},
        {"class_name": "Dense", "config": {"name": "dense", "units": 2}}]}}
      """
          .getBytes(StandardCharsets.UTF_8);

  private HostileHdf5() {}

  /** All of them. */
  public static List<HostileFile> all() {
    return NAMES.stream().map(HostileHdf5::file).toList();
  }

  /** The file whose one thing is right. */
  public static HostileFile good() {
    return file("good");
  }

  private static HostileFile file(String name) {
    try (InputStream in = HostileHdf5.class.getResourceAsStream("hostile/" + name + ".h5")) {
      byte[] content = Objects.requireNonNull(in, name).readAllBytes();
      return HostileFile.of("HDF5 with " + name.replace('_', ' '), Door.WEIGHTS, content)
          .with(HostileFile.CONFIG, CONFIG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
