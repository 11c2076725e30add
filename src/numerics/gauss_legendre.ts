/**
 * Gauss–Legendre quadrature, its nodes found by + − × ÷ alone.
 *
 * @module
 */

/** Nodes in (0, 1), increasing, and weights that sum to 1. */
export interface Quadrature {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** The Legendre polynomial of degree n and its derivative at |x| < 1. */
function legendre(n: number, x: number): [number, number] {
  let before = 1, value = x;
  for (let k = 2; k <= n; k++) {
    [before, value] = [
      value,
      ((2 * k - 1) * x * value - (k - 1) * before) / k,
    ];
  }
  return [value, n * (x * value - before) / (x * x - 1)];
}

/**
 * The rule of n nodes on [0, 1], exact for polynomials of degree 2n − 1. A root of degree n lies
 * between two neighbouring roots of degree n − 1 (or an end), where bisection finds it.
 *
 * @param n at least 1
 */
export function gaussLegendre(n: number): Quadrature {
  let roots: number[] = [];
  for (let degree = 1; degree <= n; degree++) {
    const ends = [-1, ...roots, 1];
    roots = ends.slice(1).map((end, i) => {
      let low = ends[i], high = end;
      // At the right end of its bracket the polynomial has the sign of (−1)^(roots still to the
      // right).
      const rising = (degree - 1 - i) % 2 === 0;
      for (let k = 0; k < 60; k++) {
        const middle = (low + high) / 2;
        if (legendre(degree, middle)[0] > 0 === rising) high = middle;
        else low = middle;
      }
      return (low + high) / 2;
    });
  }
  return {
    nodes: roots.map((x) => (1 + x) / 2),
    weights: roots.map((x) => {
      const [, derivative] = legendre(n, x);
      return 1 / ((1 - x * x) * derivative * derivative);
    }),
  };
}
