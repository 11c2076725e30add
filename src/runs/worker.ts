/**
 * A worker: does the jobs that it is sent, one after the other, and answers each.
 *
 * @module
 */
import { localExecutor } from "./execute.ts";
import { loadEngine } from "./kernel.ts";
import { serve } from "./worker_executor.ts";

serve(localExecutor(loadEngine()));
