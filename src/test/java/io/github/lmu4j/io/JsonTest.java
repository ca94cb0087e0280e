package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static Json read(String text) throws ModelFormatException {
    return JsonReader.read("config.json", text);
  }

  @Test
  void everyKindOfElementIsRead() throws ModelFormatException {
    Json json = read("{\"a\": [1, 2.5, \"x\\u00e9\", true, null], \"b\": {}}");
    assertThat(json.members().keySet()).containsExactly("a", "b");
    assertThat(json.at("a").list().get(0).integer()).isEqualTo(1);
    assertThat(json.at("a").list().get(1).number()).isEqualTo(2.5);
    assertThat(json.at("a").list().get(2).text()).isEqualTo("xé");
    assertThat(json.at("a").list().get(3).truth()).isTrue();
    assertThat(json.at("a").list().get(4).isNull()).isTrue();
    assertThat(json.at("b").find("c")).isEmpty();
  }

  @Test
  void errorsNameTheElement() throws ModelFormatException {
    Json units = read("{\"layers\": [{}, {\"units\": \"many\"}]}").at("layers").list().get(1);
    assertThatThrownBy(() -> units.at("units").integer())
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("config.json: layers[1].units: expected a whole number, found \"many\"");
    assertThatThrownBy(() -> units.at("rate"))
        .hasMessage(
            "config.json: layers[1]: expected an object with rate, found an object with [units]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e300", "true", "\"1\"", "null", "2147483648"})
  void onlyWholeNumbersAreWhole(String text) throws ModelFormatException {
    Json json = read(text);
    assertThatThrownBy(json::integer).isInstanceOf(ModelFormatException.class);
  }

  @Test
  void pythonsWholeFloatsAreWhole() throws ModelFormatException {
    assertThat(read("3.0").integer()).isEqualTo(3);
    assertThat(read("-7").longInteger()).isEqualTo(-7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "{", "[1,]", "{\"a\":1,\"a\":2}", "[1] []", "{a:1}", "['a']", "[NaN]", "[Infinity]",
        "// x\n1", "[01]", "nul", "\"\\q\"", "{\"a\"=1}", "[1;2]", ")]}'\n[]", "\"a\nb\"", "TRUE"
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("config.json");
  }

  @Test
  void malformedUtf8IsRefused() {
    byte[] latin1 = "\"é\"".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> JsonReader.read("config.json", latin1))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void depthIsLimited() {
    for (int depth : new int[] {201, 100_000}) {
      String text = "[".repeat(depth) + "]".repeat(depth);
      assertThatThrownBy(() -> read(text)).isInstanceOf(ModelFormatException.class);
    }
  }

  @Test
  void sizeAndCountAreLimited() {
    String many = "[" + "1,".repeat(500_000) + "1]";
    assertThatThrownBy(() -> read(many)).hasMessageContaining("at most 500000 elements");
    String large = " ".repeat((32 << 20) + 1);
    assertThatThrownBy(() -> read(large)).hasMessageContaining("at most 33554432 bytes");
  }
}
