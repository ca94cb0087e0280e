package io.github.lmu4j.cli;

import io.github.lmu4j.io.ModelFormat;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a form of model files. */
final class FormatConverter implements ITypeConverter<ModelFormat> {

  /** All names, for help and completion. */
  static final class Names implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(ModelFormat.values()).map(ModelFormat::key).iterator();
    }
  }

  @Override
  public ModelFormat convert(String value) {
    try {
      return ModelFormat.named(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
