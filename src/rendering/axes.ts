/**
 * Axes: where a column stands on the x or y axis, and how that axis looks. Each is the `x` or `y`
 * of an encoding of Vega-Lite; an axis spans exactly the domain that it is given, and several
 * panels with the same axis can be compared by eye.
 *
 * @module
 */

/** How an axis looks. */
export interface AxisOptions {
  /** First and last value shown. */
  readonly domain: readonly [number, number];
  /**
   * Where ticks stand; default for a logarithmic axis {@link logTicks}, for a linear one Vega's
   * own.
   */
  readonly values?: readonly number[];
  /** A format of d3, e.g. `d` for whole numbers. */
  readonly format?: string;
  /** An expression of Vega for the labels, in place of a format. */
  readonly labelExpr?: string;
  /** Default true. */
  readonly grid?: boolean;
  /** Default true. */
  readonly labels?: boolean;
}

/** The encoding of a position by a number. */
export interface NumberAxis {
  readonly field: string;
  readonly type: "quantitative";
  readonly title: string | null;
  readonly scale: {
    type?: "log";
    domain: number[];
    nice: false;
    reverse?: boolean;
  };
  readonly axis: {
    values?: number[];
    format?: string;
    labelExpr?: string;
    grid?: boolean;
    labels?: boolean;
  };
}

/** The encoding of a position by a category. */
export interface CategoryAxis {
  readonly field: string;
  readonly type: "ordinal";
  readonly title: string | null;
  readonly sort: (string | number)[];
  readonly axis: {
    labelAngle: number;
    grid: boolean;
    labels: boolean;
    format?: string;
  };
}

/**
 * A logarithmic axis.
 *
 * @param options its domain, above 0; `reverse` puts the largest value first
 * @throws {RangeError} where the domain reaches 0 or less
 */
export function logAxis(
  field: string,
  title: string | null,
  { domain, reverse, ...look }: AxisOptions & { readonly reverse?: boolean },
): NumberAxis {
  if (!(domain[0] > 0 && domain[1] > domain[0])) {
    throw new RangeError(
      `the logarithmic axis of ${field} has the domain [${
        domain.join(", ")
      }]: give it two ascending numbers above 0`,
    );
  }
  return {
    field,
    type: "quantitative",
    title,
    scale: {
      type: "log",
      domain: [...domain],
      nice: false,
      ...(reverse && { reverse }),
    },
    axis: {
      ...look,
      values: [...look.values ?? logTicks(domain)],
    },
  };
}

/** An axis on which equal distances are equal differences. */
export function linearAxis(
  field: string,
  title: string | null,
  { domain, values, ...look }: AxisOptions,
): NumberAxis {
  return {
    field,
    type: "quantitative",
    title,
    scale: { domain: [...domain], nice: false },
    axis: { ...look, ...(values && { values: [...values] }) },
  };
}

/**
 * An axis of categories, in the given order.
 *
 * @param options.grid default false
 * @param options.labels default true
 */
export function categoryAxis(
  field: string,
  title: string | null,
  sort: readonly (string | number)[],
  { grid = false, labels = true, format }: Omit<
    AxisOptions,
    "domain" | "values" | "labelExpr"
  > = {},
): CategoryAxis {
  return {
    field,
    type: "ordinal",
    title,
    sort: [...sort],
    axis: { labelAngle: 0, grid, labels, ...(format && { format }) },
  };
}

/** The same axis for another column. */
export function at<Axis extends NumberAxis | CategoryAxis>(
  axis: Axis,
  field: string,
): Axis {
  return { ...axis, field };
}

/** The same axis with its title only where `shown`: of several panels in a row, the first. */
export function titledIf<Axis extends NumberAxis | CategoryAxis>(
  shown: boolean,
  axis: Axis,
): Axis {
  return shown ? axis : { ...axis, title: null };
}

/**
 * Round numbers on a logarithmic axis.
 *
 * @param leading their leading digits, ascending from 1; 1 and 3 are almost evenly spaced, as are
 * 1, 2 and 5
 */
export function logTicks(
  [least, most]: readonly [number, number],
  leading: readonly number[] = [1, 3],
): number[] {
  const ticks: number[] = [];
  for (let exponent = -12; exponent <= 12; exponent++) {
    for (const digit of leading) {
      // Read from text, so that a tick is the number that its label says.
      const tick = Number(`${digit}e${exponent}`);
      if (least <= tick && tick <= most) ticks.push(tick);
    }
  }
  return ticks;
}
