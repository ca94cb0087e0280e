package io.github.lmu4j.data;

/**
 * The random numbers of NumPy's {@code RandomState}: the Mersenne Twister MT19937 and, number for
 * number, the draws NumPy makes from it, so that data drawn here is the data of the Python peers.
 *
 * <pre>{@code
 * new NumpyRandomState(0).permutation(784); // 693, 85, 647, 392, ...
 * }</pre>
 *
 * <p>Integers and uniform draws are NumPy's to the bit; normal draws to the last places of the
 * platform's logarithm. Not safe for use by several threads.
 *
 * @see <a href="https://doi.org/10.1145/272991.272995">Matsumoto, Nishimura 1998, "Mersenne
 *     Twister"</a>
 */
public final class NumpyRandomState {

  private static final int WORDS = 624;
  private static final int SHIFT = 397;
  private static final int UPPER = 0x80000000;
  private static final int LOWER = 0x7fffffff;
  private static final int TWIST = 0x9908b0df;
  private static final long MAX_SEED = 0xffffffffL;

  private final int[] words = new int[WORDS];
  private int used = WORDS;

  /** The second of the last pair of normal draws, if it is still to be given out. */
  private double spareNormal;

  private boolean hasSpareNormal;

  /**
   * The state after {@code RandomState(seed)}.
   *
   * @param seed 0 to 2^32 - 1
   * @throws IllegalArgumentException if the seed is out of range
   */
  public NumpyRandomState(long seed) {
    if (seed < 0 || seed > MAX_SEED) {
      throw new IllegalArgumentException("seed must be 0 to 2^32 - 1 (got " + seed + ")");
    }
    words[0] = (int) seed;
    for (int i = 1; i < WORDS; i++) {
      words[i] = 1812433253 * (words[i - 1] ^ (words[i - 1] >>> 30)) + i;
    }
  }

  /**
   * A uniformly random order of 0 to n - 1, as {@code permutation(n)} gives it.
   *
   * @param n how many numbers, at least 0
   * @return a new array
   * @throws IllegalArgumentException if n is negative
   */
  public int[] permutation(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("n must be at least 0 (got " + n + ")");
    }
    int[] numbers = new int[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = i;
    }
    shuffle(numbers);
    return numbers;
  }

  /**
   * Brings the array into a uniformly random order, as {@code shuffle(array)} does.
   *
   * @param array changed in place
   */
  public void shuffle(int[] array) {
    for (int i = array.length - 1; i > 0; i--) {
      int j = atMost(i);
      int swapped = array[i];
      array[i] = array[j];
      array[j] = swapped;
    }
  }

  /**
   * A uniform draw of 53 bits, as {@code random_sample()} gives it.
   *
   * @return at least 0, less than 1
   */
  public double randomSample() {
    int high = nextWord() >>> 5;
    int low = nextWord() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  /**
   * A draw from the normal distribution of mean 0 and variance 1, as {@code standard_normal()}
   * gives it: by Marsaglia's polar method, in pairs.
   *
   * @return the draw
   */
  public double standardNormal() {
    if (hasSpareNormal) {
      hasSpareNormal = false;
      return spareNormal;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * randomSample() - 1;
      y = 2 * randomSample() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double factor = Math.sqrt(-2 * Math.log(square) / square);
    spareNormal = factor * x;
    hasSpareNormal = true;
    return factor * y;
  }

  /** A uniform draw of 0 to max: words under the smallest sufficient mask, until one fits. */
  private int atMost(int max) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(max);
    int value;
    do {
      value = nextWord() & mask;
    } while (value > max);
    return value;
  }

  private int nextWord() {
    if (used == WORDS) {
      twist();
      used = 0;
    }
    int word = words[used++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return word ^ (word >>> 18);
  }

  private void twist() {
    for (int i = 0; i < WORDS; i++) {
      int joined = (words[i] & UPPER) | (words[(i + 1) % WORDS] & LOWER);
      words[i] = words[(i + SHIFT) % WORDS] ^ (joined >>> 1) ^ ((joined & 1) == 0 ? 0 : TWIST);
    }
  }
}
