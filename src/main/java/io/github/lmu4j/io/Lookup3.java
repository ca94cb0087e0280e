package io.github.lmu4j.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bob Jenkins' checksum, which HDF5 puts behind its headers.
 *
 * @see <a href="https://burtleburtle.net/bob/c/lookup3.c">lookup3, hashlittle</a>
 */
final class Lookup3 {

  private static final int BLOCK = 12;

  private int a;
  private int b;
  private int c;

  private Lookup3(int length) {
    a = 0xdeadbeef + length;
    b = a;
    c = a;
  }

  static int of(byte[] bytes, int start, int end) {
    int length = end - start;
    Lookup3 hash = new Lookup3(length);
    if (length == 0) {
      return hash.c;
    }
    int at = start;
    for (; end - at > BLOCK; at += BLOCK) {
      hash.add(ByteBuffer.wrap(bytes, at, BLOCK));
      hash.mix();
    }
    byte[] last = new byte[BLOCK];
    System.arraycopy(bytes, at, last, 0, end - at);
    hash.add(ByteBuffer.wrap(last));
    hash.mixLast();
    return hash.c;
  }

  private void add(ByteBuffer block) {
    block.order(ByteOrder.LITTLE_ENDIAN);
    a += block.getInt();
    b += block.getInt();
    c += block.getInt();
  }

  private void mix() {
    a = a - c ^ Integer.rotateLeft(c, 4);
    c += b;
    b = b - a ^ Integer.rotateLeft(a, 6);
    a += c;
    c = c - b ^ Integer.rotateLeft(b, 8);
    b += a;
    a = a - c ^ Integer.rotateLeft(c, 16);
    c += b;
    b = b - a ^ Integer.rotateLeft(a, 19);
    a += c;
    c = c - b ^ Integer.rotateLeft(b, 4);
    b += a;
  }

  private void mixLast() {
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
  }
}
