/**
 * `deno task kernel`: compiles the AssemblyScript kernels to the `.wasm` files that are committed
 * beside them, and writes down where the training kernel expects what.
 *
 * @module
 */
import asc from "assemblyscript/asc";
import { type Command, parseFlags } from "./_flags.ts";
import { runProcess, type Terminal } from "./_task.ts";

/** What the command takes. */
export const command: Command<Record<string, never>> = {
  name: "kernel",
  summary: "Rebuilds the committed kernel from its source.",
  flags: {},
};

const FOLDER = new URL("../src/training/kernel/", import.meta.url);
/** What the compiled engine reads of the kernel's source. */
export const LAYOUT: URL = new URL(
  "../src/training/compiled/layout.ts",
  import.meta.url,
);
/** The modules that are compiled, by name. */
export const KERNELS = ["kernel", "peak"];

const readSource = (file: string): string | null => {
  try {
    return Deno.readTextFileSync(new URL(file, FOLDER));
  } catch {
    return null;
  }
};

/**
 * Compiles `name.ts`; the result depends on the source and the compiler's pinned version alone.
 *
 * A memory that may have no page at all costs V8 two comparisons at every load and store instead of
 * one, a tenth of the training time: so it has one page from the beginning.
 */
async function compile(
  name: string,
  source: (file: string) => string | null,
): Promise<Uint8Array<ArrayBuffer>> {
  let binary: Uint8Array<ArrayBuffer> | undefined;
  const { error, stderr } = await asc.main([
    ...[`${name}.ts`, "--outFile", `${name}.wasm`],
    ...["--optimizeLevel", "3", "--shrinkLevel", "0", "--converge"],
    ...["--noAssert", "--runtime", "stub", "--enable", "simd"],
    ...["--initialMemory", "1"],
  ], {
    readFile: source,
    writeFile: (_file, contents) => {
      if (contents instanceof Uint8Array) binary = new Uint8Array(contents);
    },
    listFiles: () => [],
  });
  if (error || !binary) {
    throw new Error(`cannot compile ${name}.ts: ${stderr.toString()}`);
  }
  return binary;
}

/** Compiles one of the modules. */
export function compileKernel(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return compile(name, readSource);
}

/** Constants that the caller needs too, and where they stand. */
const CONSTANTS: Readonly<Record<string, string>> = {
  BLOCK: "block",
  ELEMENT: "block",
  ACTIVATIONS: "activation",
  OPTIMISERS: "optimiser",
};

/** The comment on one of them. */
function docOf(name: string, file: string): string {
  const pattern = new RegExp(
    `(/\\*\\*(?:(?!\\*/)[^])*\\*/)\nexport const ${name}:`,
  );
  return readSource(`${file}.ts`)?.match(pattern)?.[1] ?? "";
}

/**
 * The text of `layout.ts`. Names and types are read off `records.ts`; offsets and sizes are asked
 * of the compiler, by a module that exports nothing else.
 */
export async function kernelLayout(): Promise<string> {
  const records = [...(readSource("records.ts") ?? "").matchAll(
    /^(\/\*\*(?:(?!\*\/)[^])*\*\/)\n(?:.+\n){2}export class (\w+) \{\n([^}]*)^\}$/gm,
  )].map(([, doc, name, body]) => ({
    ...{ doc, name },
    fields: [...body.matchAll(/^ {2}(\w+): (\w+);$/gm)]
      .map(([, field, type]) => ({ field, type })),
  }));
  const names = records.map(({ name }) => name);
  const questions = [
    ...Object.entries(CONSTANTS).map(([name, file]) =>
      `export { ${name} } from "./${file}";`
    ),
    `import { ${names.join(", ")} } from "./records";`,
    ...records.flatMap(({ name, fields }) => [
      `export const ${name}_: usize = offsetof<${name}>();`,
      ...fields.map(({ field }) =>
        `export const ${name}_${field}: usize = offsetof<${name}>("${field}");`
      ),
    ]),
  ].join("\n");
  const binary = await compile(
    "questions",
    (file) => file === "questions.ts" ? questions : readSource(file),
  );
  const { instance } = await WebAssembly.instantiate(binary, {
    host: { activate() {}, differentiate() {} },
  });
  const answer = (name: string): number =>
    (instance.exports[name] as WebAssembly.Global).value;
  return [
    "/**",
    " * Where the kernel expects what, in bytes from the beginning of a record. `deno task kernel` writes",
    " * this file from `src/training/kernel/`; it is not to be edited.",
    " *",
    " * @module",
    " */",
    ...Object.entries(CONSTANTS).flatMap(([name, file]) => [
      docOf(name, file),
      `export const ${name} = ${answer(name)};`,
    ]),
    ...records.flatMap(({ doc, name, fields }) => [
      doc,
      `export const ${name} = {`,
      `  bytes: ${answer(`${name}_`)},`,
      "  fields: {",
      ...fields.map(({ field, type }) =>
        `    ${field}: { at: ${answer(`${name}_${field}`)}, type: "${type}" },`
      ),
      "  },",
      "} as const;",
    ]),
    "",
  ].join("\n");
}

/** Runs the command; returns the exit code. */
export async function kernel(
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const parsed = parseFlags(command, args);
  if (parsed.help !== null) {
    terminal.print(parsed.help);
    return 0;
  }
  for (const name of KERNELS) {
    const binary = await compileKernel(name);
    await Deno.writeFile(new URL(`${name}.wasm`, FOLDER), binary);
    terminal.print(`${name}.wasm: ${binary.length} bytes`);
  }
  await Deno.writeTextFile(LAYOUT, await kernelLayout());
  return 0;
}

if (import.meta.main) await runProcess(kernel);
