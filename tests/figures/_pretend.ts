/** Rows of a figure whose training is made up. */
import type { Job } from "../../src/jobs/mod.ts";
import type { Figure, FigureContext } from "../../src/protocol/figure.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { pretend } from "../protocol/_pretend.ts";

/**
 * The rows of the profile `smoke`, parsed.
 *
 * @param loss what a run loses
 * @param answer what other jobs give
 */
export async function pretendRows<Row>(
  figure: Figure<Row>,
  loss: (config: TrainingConfig, seed: number) => number,
  answer: (job: Job) => unknown = () => {
    throw new Error("no other job is expected");
  },
): Promise<Row[]> {
  const context: FigureContext = {
    profile: "smoke",
    ...pretend(loss).context,
    get: <Result>(job: Job<Result>) => Promise.resolve(answer(job) as Result),
  };
  const rows = await figure.rows(context);
  return rows.map((row) => figure.row.parse(row));
}
