/** Loaded before every test file: fills the tables of the core, as every task does. */
import { loadCatalogue } from "../src/runs/catalogue.ts";

await loadCatalogue();
