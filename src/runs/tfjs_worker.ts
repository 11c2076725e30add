/**
 * A worker for the oracle: as `worker.ts`, with TensorFlow.js in the place of the kernel.
 *
 * @module
 */
import { tfjsEngine } from "../training/tfjs.ts";
import { localExecutor } from "./execute.ts";
import { serve } from "./worker_executor.ts";

serve(localExecutor(tfjsEngine));
