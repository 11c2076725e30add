/**
 * Who runs in the benchmark: loops that train a shape, each as its own library would have it
 * written.
 *
 * @module
 */
import type { fused, Scalar, Tensor2D } from "@tensorflow/tfjs";
import { z } from "zod";
import { LANES } from "../src/training/compiled/memory.ts";
import type { TrainingConfig } from "../src/training/config.ts";
import { parameterOffsets } from "../src/networks/network.ts";
import { initialParameters } from "../src/training/initial.ts";
import { loadTfjs } from "../src/training/tfjs.ts";
import { startTraining } from "./_bench_run.ts";
import { processorTime } from "./_measure.ts";

/** One way to train a shape: sampling, forward, backward, Adam. */
export interface Loop {
  readonly variant: string;
  /** Does some steps; returns the seconds of the processor that one step of one seed takes. */
  time(steps: number): Promise<number>;
}

/** A library. Where it has several loops for a shape, the fastest one counts. */
export interface Contestant {
  readonly name: string;
  loops(config: TrainingConfig): Loop[];
  /** Ends what it started. */
  close(): Promise<void>;
}

/** Seconds of the processor that some work takes, shared among `parts`. */
function clock(parts: number, work: () => void): Promise<number> {
  const start = processorTime();
  work();
  return Promise.resolve((processorTime() - start) / parts);
}

/** The compiled kernel, four seeds in its four lanes. */
export const compiled: Contestant = {
  name: "compiled",
  loops(config) {
    return [{
      variant: `${LANES} seeds by lanes`,
      time(steps) {
        const run = startTraining(config);
        return clock(steps * LANES, () => run.train(steps));
      },
    }];
  },
  close: () => Promise.resolve(),
};

type FusedOptions = Parameters<typeof fused.matMul>[0];

/** TensorFlow.js on one of its backends, in one thread, with its own Adam. */
export async function tfjs(backend: "cpu" | "wasm"): Promise<Contestant> {
  if (backend === "wasm") {
    const { setThreadsCount } = await import("@tensorflow/tfjs-backend-wasm");
    setThreadsCount(1);
  }
  const tf = await loadTfjs(backend);
  return {
    name: `tfjs ${backend}`,
    loops: (config) => {
      const { architecture: { layers }, data, schedule } = config;
      const offsets = parameterOffsets(config.architecture).layers;
      return [false, true].map((fused) => {
        // One variable for everything: with one per layer, the overhead of Adam's operations makes
        // the step a fifth slower.
        const all = tf.variable(
          tf.tensor1d(initialParameters(config, 0, null)),
        );
        const reconstruct = (x: Tensor2D) =>
          layers.reduce((a, { inputs, outputs, activation, tiedTo }, l) => {
            const { weights, bias: at } = offsets[l];
            const transposeB = tiedTo !== null;
            const b = all.slice(weights, inputs * outputs).reshape<Tensor2D>(
              transposeB ? [outputs, inputs] : [inputs, outputs],
            );
            const bias = at === null ? undefined : all.slice(at, outputs);
            const kind = activation === "identity" ? "linear" : activation;
            if (kind !== "linear" && kind !== "relu") {
              throw new RangeError(
                `activation is ${activation}: this contest is for relu and identity`,
              );
            }
            if (fused) {
              const options = { a, b, transposeB, bias, activation: kind };
              return tf.fused.matMul(options as FusedOptions) as Tensor2D;
            }
            const product: Tensor2D = tf.matMul(a, b, false, transposeB);
            const sum: Tensor2D = bias === undefined
              ? product
              : product.add<Tensor2D>(bias);
            return kind === "relu" ? sum.relu() : sum;
          }, x);
        const adam = tf.train.adam(schedule.learningRate);
        const step = () => {
          const x: Tensor2D = tf.randomUniform([schedule.batch, data.features]);
          adam.minimize(() =>
            tf.losses.meanSquaredError(x, reconstruct(x)) as Scalar
          );
        };
        return {
          variant: fused ? "fused" : "plain",
          async time(steps) {
            await tf.setBackend(backend);
            return clock(steps, () => {
              for (let i = 0; i < steps; i++) tf.tidy(step);
            });
          },
        };
      });
    },
    close: () => Promise.resolve(),
  };
}

const greeting = z.object({
  version: z.string(),
  variants: z.array(z.string()),
});
const answer = z.object({ seconds: z.number() });

/** PyTorch in a process of its own, in one thread, or null where no interpreter has it. */
export async function pytorch(): Promise<Contestant | null> {
  for (const python of ["python3", "/usr/bin/python3"]) {
    const contestant = await startPytorch(python);
    if (contestant !== null) return contestant;
  }
  return null;
}

async function startPytorch(python: string): Promise<Contestant | null> {
  let process: Deno.ChildProcess;
  try {
    process = new Deno.Command(python, {
      args: [new URL("bench_torch.py", import.meta.url).pathname],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  const input = process.stdin.getWriter();
  const output = process.stdout.pipeThrough(new TextDecoderStream())
    .getReader();
  const encoder = new TextEncoder();
  let rest = "";
  /** The next line; null at the end of the output. */
  const line = async (): Promise<string | null> => {
    while (!rest.includes("\n")) {
      const { value, done } = await output.read();
      if (done) return null;
      rest += value;
    }
    const end = rest.indexOf("\n");
    const first = rest.slice(0, end);
    rest = rest.slice(end + 1);
    return first;
  };
  const close = async () => {
    await input.close().catch(() => {});
    await output.cancel();
    await process.status;
  };
  const hello = await line();
  if (hello === null) {
    await close();
    return null;
  }
  const { version, variants } = greeting.parse(JSON.parse(hello));
  return {
    name: `PyTorch ${version}`,
    loops: ({ architecture: { layers }, schedule: { batch } }) =>
      variants.map((name, variant) => ({
        variant: name,
        async time(steps) {
          const request = JSON.stringify({ layers, batch, variant, steps });
          await input.write(encoder.encode(`${request}\n`));
          const reply = await line();
          if (reply === null) throw new Error("PyTorch's process ended early");
          return answer.parse(JSON.parse(reply)).seconds;
        },
      })),
    close,
  };
}
