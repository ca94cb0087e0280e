package io.github.lmu4j.io;

import io.github.lmu4j.io.PickleValue.Dictionary;
import io.github.lmu4j.io.PickleValue.Global;
import io.github.lmu4j.io.PickleValue.None;
import io.github.lmu4j.io.PickleValue.Sequence;
import io.github.lmu4j.io.PickleValue.Storage;
import io.github.lmu4j.io.PickleValue.Tensor;
import io.github.lmu4j.io.PickleValue.Text;
import io.github.lmu4j.io.PickleValue.Tuple;
import io.github.lmu4j.io.PickleValue.Whole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names that PyTorch's files of tensors use, and no others: how tensors and parameters are put
 * together, {@code OrderedDict}, the storages, sizes and element types.
 */
final class TorchLibrary implements PickleMachine.Library {

  private static final String DICTIONARY = "collections.OrderedDict";
  private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
  private static final String OLD_TENSOR = "torch._utils._rebuild_tensor";
  private static final String PARAMETER = "torch._utils._rebuild_parameter";
  private static final String SIZE = "torch.Size";

  /** What is called with something. */
  private static final List<String> CALLS =
      List.of(DICTIONARY, TENSOR, OLD_TENSOR, PARAMETER, SIZE);

  private final Map<String, TorchStorage> storages = new LinkedHashMap<>();

  /** The storages that were asked for, by their names. */
  Map<String, TorchStorage> storages() {
    return storages;
  }

  @Override
  public boolean has(String global) {
    return CALLS.contains(global) || TorchType.ofGlobal(global).isPresent() || isType(global);
  }

  /** An element type by itself, which hyperparameters may hold. */
  private static boolean isType(String global) {
    return java.util.Arrays.stream(TorchType.values())
        .anyMatch(type -> global.equals("torch." + type.torchName()));
  }

  @Override
  public PickleValue call(String place, String global, List<PickleValue> arguments)
      throws ModelFormatException {
    return switch (global) {
      case DICTIONARY -> dictionary(place, arguments);
      case TENSOR, OLD_TENSOR -> tensor(place, arguments);
      case PARAMETER -> parameter(place, arguments);
      case SIZE -> new Tuple(List.copyOf(items(place, argument(place, arguments, 0))));
      default -> throw new ModelFormatException(place, "a call of one of " + CALLS, global);
    };
  }

  /** Items are put in afterwards. */
  private static Dictionary dictionary(String place, List<PickleValue> arguments)
      throws ModelFormatException {
    if (!arguments.isEmpty()) {
      throw new ModelFormatException(
          place, "an empty OrderedDict, filled afterwards", arguments.size() + " arguments");
    }
    return PickleMachine.dictionary();
  }

  private static Tensor tensor(String place, List<PickleValue> arguments)
      throws ModelFormatException {
    if (!(argument(place, arguments, 0) instanceof Storage storage)) {
      throw new ModelFormatException(
          place, "a storage to look at", PickleMachine.kind(arguments.get(0)));
    }
    return new Tensor(
        TorchTensor.of(
            place,
            storage.storage(),
            whole(place, argument(place, arguments, 1)),
            wholes(place, argument(place, arguments, 2)),
            wholes(place, argument(place, arguments, 3))));
  }

  private static Tensor parameter(String place, List<PickleValue> arguments)
      throws ModelFormatException {
    if (argument(place, arguments, 0) instanceof Tensor data) {
      return new Tensor(data.tensor().asParameter());
    }
    throw new ModelFormatException(place, "a tensor", PickleMachine.kind(arguments.get(0)));
  }

  /** {@code ("storage", torch.FloatStorage, key, device, elements)}; of old, one more for views. */
  @Override
  public PickleValue persistent(String place, PickleValue id) throws ModelFormatException {
    if (id instanceof Tuple tuple
        && (tuple.items().size() == 5 || isWhole(tuple.items()))
        && tuple.items().get(0) instanceof Text kind
        && kind.text().equals("storage")
        && tuple.items().get(1) instanceof Global global
        && tuple.items().get(2) instanceof Text key) {
      Optional<TorchType> type = TorchType.ofGlobal(global.name());
      if (type.isPresent()) {
        return new Storage(storage(place, type.get(), key.text(), tuple.items().get(4)));
      }
    }
    throw new ModelFormatException(
        place, "(\"storage\", type, key, device, size)", PickleMachine.kind(id));
  }

  /** Whether a storage of the old form is not a part of another. */
  private static boolean isWhole(List<PickleValue> id) {
    return id.size() == 6 && id.get(5) == None.NONE;
  }

  private TorchStorage storage(String place, TorchType type, String key, PickleValue elements)
      throws ModelFormatException {
    TorchStorage storage = new TorchStorage(type, key, whole(place, elements));
    TorchStorage known = storages.putIfAbsent(key, storage);
    if (known != null && !known.equals(storage)) {
      throw new ModelFormatException(
          place, "one type and size of storage " + key, known + " and " + storage);
    }
    if (storage.elements() < 0) {
      throw new ModelFormatException(place, "a size of at least 0", storage.elements() + "");
    }
    return storage;
  }

  private static PickleValue argument(String place, List<PickleValue> arguments, int index)
      throws ModelFormatException {
    if (index >= arguments.size()) {
      throw new ModelFormatException(
          place, "at least %d arguments".formatted(index + 1), arguments.size() + "");
    }
    return arguments.get(index);
  }

  private static long whole(String place, PickleValue value) throws ModelFormatException {
    if (value instanceof Whole whole) {
      return whole.clamped();
    }
    throw new ModelFormatException(place, "a whole number", PickleMachine.kind(value));
  }

  private static List<PickleValue> items(String place, PickleValue value)
      throws ModelFormatException {
    if (value instanceof Tuple tuple) {
      return tuple.items();
    }
    if (value instanceof Sequence list) {
      return list.items();
    }
    throw new ModelFormatException(place, "a tuple", PickleMachine.kind(value));
  }

  private static List<Long> wholes(String place, PickleValue value) throws ModelFormatException {
    List<Long> numbers = new ArrayList<>();
    for (PickleValue item : items(place, value)) {
      numbers.add(whole(place, item));
    }
    return List.copyOf(numbers);
  }
}
