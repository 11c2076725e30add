/**
 * A worker: does the jobs that it is sent, one after the other, and answers each.
 *
 * @module
 */
import { compiledEngine } from "../training/compiled.ts";
import { loadCatalogue } from "./catalogue.ts";
import { localExecutor } from "./execute.ts";
import { serve } from "./worker_executor.ts";

serve(localExecutor(compiledEngine), loadCatalogue());
