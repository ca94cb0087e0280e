package io.github.lmu4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  /** Of a process that is no more. */
  private static final String SAVE = "0123abcd.88d760bd-1b10-427c-ab39-8673444b1411";

  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    AtomicFile.write(folder.resolve(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void nextWriterRemovesWhatAKilledOneLeft() throws IOException {
    Files.writeString(folder.resolve(".a.npz." + SAVE + ".lock"), "");
    Files.writeString(folder.resolve(".a.npz." + SAVE + ".tmp"), "half");
    write("a.npz", "new");
    assertThat(folder.toFile().list()).containsExactly("a.npz");
  }

  @Test
  void nextWriterOfAFolderRemovesWhatAKilledOneLeft() throws IOException {
    Files.writeString(folder.resolve(".model." + SAVE + ".lock"), "");
    for (String ending : new String[] {".tmp", ".old"}) {
      Path left = Files.createDirectories(folder.resolve(".model." + SAVE + ending + "/variables"));
      Files.writeString(left.resolve("variables.index"), "half");
    }
    AtomicFolder.write(
        folder.resolve("model"), fresh -> Files.writeString(fresh.resolve("a"), "new"));
    assertThat(folder.toFile().list()).containsExactly("model");
  }

  @Test
  void whatIsOfOthersStays() throws IOException {
    String[] others = {
      ".b.npz." + SAVE + ".lock",
      ".b.npz." + SAVE + ".tmp",
      ".a.npz." + SAVE + ".tmp.bak",
      ".a.npz.mine.lock",
      ".a.npz.tmp",
      ".xa.npz." + SAVE + ".lock"
    };
    for (String other : others) {
      Files.writeString(folder.resolve(other), "");
    }
    write("a.npz", "new");
    assertThat(folder.toFile().list()).contains(others).contains("a.npz").hasSize(7);
  }

  /** The inner writer finishes first, and leaves the outer one what is its own. */
  @Test
  void writerThatIsStillAtWorkKeepsItsFile() throws IOException {
    Path target = folder.resolve("a");
    AtomicFile.replace(
        target,
        beside -> {
          Files.writeString(beside, "outer");
          write("a", "inner");
          assertThat(beside).hasContent("outer");
          assertThat(target).hasContent("inner");
        });
    assertThat(target).hasContent("outer");
    assertThat(folder.toFile().list()).containsExactly("a");
  }

  @Test
  void failedWriterLeavesTheOldFileAlone() throws IOException {
    write("a", "old");
    assertThatThrownBy(
            () ->
                AtomicFile.replace(
                    folder.resolve("a"),
                    beside -> {
                      Files.writeString(beside, "half");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(folder.resolve("a")).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("a");
  }
}
