/**
 * Kinds of data by their names, and data that comes from outside.
 *
 * @module
 */
import { z } from "zod";
import { distributions, type FeatureDistribution } from "../mod.ts";

/** A kind with its parameter, as `--data` names it. */
export type DataKind = { readonly kind: string } & {
  readonly [parameter: string]: number | string;
};

/** How kinds are named: `correlated:group`. */
function kindNames(): string[] {
  return distributions.all().map(({ id, parameter }) =>
    parameter === null ? id : `${id}:${parameter.name}`
  );
}

/**
 * Reads `correlated:3`, or `correlated` for its default.
 *
 * @throws {RangeError} whose message is a remedy: it completes the sentence `data is "…": …`
 */
export function readKind(text: string): DataKind {
  const [kind, value, ...rest] = text.split(":");
  const of = distributions.all().find(({ id }) => id === kind);
  if (of === undefined || rest.length > 0) {
    throw new RangeError(`give one of ${kindNames().join(", ")}`);
  }
  const { parameter } = of;
  if (parameter === null) {
    if (value === undefined) return { kind };
    throw new RangeError(`${kind} takes no number, give ${kind}`);
  }
  if (value === undefined) return { kind, [parameter.name]: parameter.default };
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
  const parsed = parameter.schema.safeParse(number);
  if (parsed.success) return { kind, [parameter.name]: parsed.data };
  const [{ message }] = parsed.error.issues;
  throw new RangeError(
    `${message} as ${parameter.name}, e.g. ${kind}:${parameter.default}`,
  );
}

/** The name that {@link readKind} reads, e.g. `correlated:2`. */
export function kindName(data: FeatureDistribution): string {
  const { parameter } = distributions.get(data.kind);
  if (parameter === null) return data.kind;
  const value = Object.entries(data).find(([key]) => key === parameter.name);
  return `${data.kind}:${value?.[1]}`;
}

/** Parses data of any kind that comes from outside. */
export const featureDistribution: z.ZodType<FeatureDistribution> = z
  .looseObject({ kind: z.string() }).transform((data, context) => {
    const of = distributions.all().find(({ id }) => id === data.kind);
    const parsed = of?.schema.safeParse(data);
    if (parsed?.success) return parsed.data;
    const [issue] = parsed?.error.issues ?? [];
    context.addIssue({
      code: "custom",
      path: issue?.path ?? ["kind"],
      message: issue?.message ?? `use one of ${kindNames().join(", ")}`,
    });
    return z.NEVER;
  });
