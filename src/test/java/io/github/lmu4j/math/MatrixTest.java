package io.github.lmu4j.math;

import static io.github.lmu4j.testing.Matrices.fromHipparchus;
import static io.github.lmu4j.testing.Matrices.random;
import static io.github.lmu4j.testing.Matrices.relativeDifference;
import static io.github.lmu4j.testing.Matrices.toHipparchus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.hipparchus.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixTest {

  private static final Matrix SMALL = Matrix.of(2, 3, 1, -2, 3, 4, 5, -6);

  /** Inner sizes around the four rows that the product takes at a time. */
  @ParameterizedTest
  @CsvSource({"1,1,1", "2,3,5", "5,4,1", "1,7,9", "6,8,3", "40,41,42"})
  void productMatchesHipparchus(int rows, int inner, int columns) {
    Matrix left = random(rows, inner, 1);
    Matrix right = random(inner, columns, 2);

    assertThat(
            relativeDifference(
                left.multiply(right),
                fromHipparchus(toHipparchus(left).multiply(toHipparchus(right)))))
        .isLessThan(1e-14);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 40})
  void solutionMatchesHipparchus(int size) {
    Matrix matrix = random(size, size, 3);
    Matrix right = random(size, 7, 4);

    assertThat(
            relativeDifference(
                matrix.solve(right),
                fromHipparchus(
                    new LUDecomposition(toHipparchus(matrix))
                        .getSolver()
                        .solve(toHipparchus(right)))))
        .isLessThan(1e-12);
  }

  @Test
  void solvesWhereTheFirstPivotIsZero() {
    Matrix swap = Matrix.of(2, 2, 0, 1, 1, 0);

    assertThat(swap.solve(Matrix.of(2, 1, 3, 4))).isEqualTo(Matrix.of(2, 1, 4, 3));
  }

  /** Without pivoting, 1e-20 as a pivot leaves nothing of the second row. */
  @Test
  void solvesAccuratelyWhereTheFirstPivotIsTiny() {
    Matrix matrix = Matrix.of(2, 2, 1e-20, 1, 1, 1);

    assertThat(relativeDifference(matrix.solve(Matrix.of(2, 1, 1, 2)), Matrix.of(2, 1, 1, 1)))
        .isLessThan(1e-15);
  }

  @Test
  void refusesToSolveSingularSystems() {
    Matrix right = Matrix.of(2, 1, 1, 1);

    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Matrix.of(2, 2, 1, 2, 2, 4).solve(right))
        .withMessage("the matrix must be regular (no pivot in column 1 of 2)");
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Matrix.of(2, 2, Double.NaN, 2, 2, 4).solve(right));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 13})
  void powerIsRepeatedProduct(int exponent) {
    Matrix matrix = random(5, 5, 5);
    Matrix product = Matrix.identity(5);
    for (int i = 0; i < exponent; i++) {
      product = product.multiply(matrix);
    }

    assertThat(relativeDifference(matrix.power(exponent), product)).isLessThan(1e-14);
  }

  @Test
  void sumsScalesAndTransposes() {
    assertThat(SMALL.add(SMALL)).isEqualTo(SMALL.scale(2));
    assertThat(SMALL.addScaled(-3, SMALL)).isEqualTo(SMALL.scale(-2));
    assertThat(SMALL.transpose()).isEqualTo(Matrix.of(3, 2, 1, 4, -2, 5, 3, -6));
  }

  @Test
  void norm1IsTheLargestColumnSum() {
    assertThat(SMALL.norm1()).isEqualTo(9);
    assertThat(Matrix.of(1, 2, Double.NaN, 1).norm1()).isNaN();
  }

  @Test
  void readsEntriesRowsColumnsAndBlocks() {
    assertThat(SMALL.get(1, 2)).isEqualTo(-6);
    assertThat(SMALL.row(1)).containsExactly(4, 5, -6);
    assertThat(SMALL.column(1)).containsExactly(-2, 5);
    assertThat(SMALL.block(0, 1, 2, 2)).isEqualTo(Matrix.of(2, 2, -2, 3, 5, -6));
  }

  @Test
  void refusesIndicesOutside() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> SMALL.get(0, 3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> SMALL.get(-1, 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> SMALL.row(2));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> SMALL.column(3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> SMALL.block(0, 1, 2, 3));
  }

  @Test
  void sharesNoArrayWithItsCallers() {
    double[] values = {1, 2};
    Matrix matrix = Matrix.of(1, 2, values);
    values[0] = 5;
    matrix.toArray()[0] = 5;
    matrix.row(0)[0] = 5;

    assertThat(matrix.toArray()).containsExactly(1, 2);
  }

  @Test
  void equalsByShapeAndEntries() {
    assertThat(SMALL).isEqualTo(Matrix.of(2, 3, SMALL.toArray())).hasSameHashCodeAs(SMALL.scale(1));
    assertThat(SMALL).isNotEqualTo(Matrix.of(3, 2, SMALL.toArray())).isNotEqualTo(SMALL.scale(2));
    assertThat(SMALL).hasToString("Matrix(2 x 3)");
  }

  @Test
  void refusesShapesThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALL.multiply(SMALL))
        .withMessage("the right factor must have 3 rows (got 2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALL.add(SMALL.transpose()))
        .withMessage("the other summand must be 2 x 3 (got 3 x 2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALL.power(2))
        .withMessage("the matrix must be square (got 2 x 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Matrix.identity(2).power(-1))
        .withMessage("exponent must be at least 0 (got -1)");
    assertThatIllegalArgumentException().isThrownBy(() -> SMALL.solve(SMALL));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Matrix.identity(3).solve(SMALL))
        .withMessage("the right-hand side must have 3 rows (got 2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Matrix.of(2, 2, 1, 2, 3))
        .withMessage("a matrix of 2 x 2 must have 4 values (got 3)");
  }

  @Test
  void refusesSizesThatNoArrayHolds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Matrix.identity(50_000))
        .withMessageContaining("(got 50000 x 50000)");
    assertThatIllegalArgumentException().isThrownBy(() -> Matrix.of(0, 1));
  }
}
