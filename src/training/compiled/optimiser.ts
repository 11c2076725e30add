/**
 * Lays out what the optimiser needs of a run in the kernel's memory.
 *
 * @module
 */
import type { Tagged } from "../../numerics/tagged.ts";
import { trainable } from "../check_config.ts";
import type { TrainingConfig } from "../config.ts";
import {
  type Matrix as Shape,
  trainedMatrices,
  unbiased,
} from "../matrices.ts";
import { isAdam } from "../optimisers/adam.ts";
import { isMuon } from "../optimisers/muon.ts";
import { optimisers } from "../optimisers/mod.ts";
import { isSoap } from "../optimisers/soap.ts";
import { ELEMENT, Matrix, OPTIMISERS, type Run, Span } from "./layout.ts";
import type { Elements, KernelMemory } from "./memory.ts";

/** Consecutive parameters that are marked: from the first to before the second index. */
function spansOf(marked: Uint8Array): [from: number, to: number][] {
  const spans: [number, number][] = [];
  marked.forEach((flag, i) => {
    if (flag === 0) return;
    const last = spans.at(-1);
    if (last?.[1] === i) last[1] = i + 1;
    else spans.push([i, i + 1]);
  });
  return spans;
}

/** Settings in the kernel's words; those that an optimiser has not are never read. */
function settingsOf(optimiser: Tagged) {
  const none = {
    ...{ weightDecay: 0, beta1: 0, beta2: 0, stabilizer: 0 },
    ...{ factorDecay: 0, refresh: 1, momentum: 0, singleRate: 1 },
  };
  if (!isAdam(optimiser) && !isSoap(optimiser) && !isMuon(optimiser)) {
    return none;
  }
  const { kind: _, ...settings } = optimiser;
  return { ...none, ...settings };
}

/**
 * The number by which the kernel knows an optimiser; any where the host takes the steps.
 *
 * @throws {RangeError} for a number that the kernel does not have
 */
function numberOf({ kind }: Tagged): number {
  const { kernel = 0 } = optimisers.get(kind);
  if (kernel < OPTIMISERS) return kernel;
  throw new RangeError(
    `optimiser "${kind}" says that it is number ${kernel} in the kernel, which has ${OPTIMISERS}: leave kernel out`,
  );
}

/** The matrices that an optimiser of the kernel works on as a whole. */
function matricesFor(config: TrainingConfig): Shape[] {
  if (isSoap(config.optimiser)) return trainedMatrices(config);
  return isMuon(config.optimiser) ? trainedMatrices(config).map(unbiased) : [];
}

/** Takes its memory; returns its part of the run's record. */
export function layOutOptimiser(
  memory: KernelMemory,
  config: TrainingConfig,
  parameters: Elements,
) {
  const { optimiser } = config;
  const matrices = matricesFor(config);
  const single = trainable(config.architecture, config.fixed);
  for (const { at, rows, columns } of matrices) {
    single.fill(0, at, at + rows * columns);
  }
  const spans = spansOf(single);
  const spanRecords = memory.take(spans.length * Span.bytes);
  spans.forEach(([from, to], i) =>
    memory.write(spanRecords + i * Span.bytes, Span, {
      from: parameters.at + from * ELEMENT,
      to: parameters.at + to * ELEMENT,
    })
  );
  const matrixRecords = memory.take(matrices.length * Matrix.bytes);
  const room = (count: number) => memory.takeElements(count).at;
  matrices.forEach(({ at, rows, columns }, i) =>
    memory.write(matrixRecords + i * Matrix.bytes, Matrix, {
      ...{ at: at * ELEMENT, rows, columns },
      ...{ rowFactor: room(rows ** 2), columnFactor: room(columns ** 2) },
      ...{ rowBasis: room(rows ** 2), columnBasis: room(columns ** 2) },
    })
  );
  const most = (size: (matrix: Shape) => number) =>
    Math.max(0, ...matrices.map(size));
  const size = most(({ rows, columns }) => rows * columns);
  const side = most(({ rows, columns }) => Math.max(rows, columns));
  const square = Math.max(4, side) * side;
  return {
    optimiser: numberOf(optimiser),
    ...{ ...settingsOf(optimiser), power1: 1, power2: 1 },
    ...{ spans: spanRecords, spanCount: spans.length },
    ...{ matrices: matrixRecords, matrixCount: matrices.length },
    ...{ rotated: room(size), turned: room(size) },
    ...{ square: room(square), spare: room(square) },
  } satisfies Partial<Record<keyof typeof Run.fields, number>>;
}
