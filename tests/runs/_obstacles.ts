/** What a hostile hand puts where a file belongs. */

/** What must not stand in place of a file, and what is said about it. */
export const obstacles: [
  kind: string,
  put: (path: string) => void,
  message: RegExp,
][] = [
  ["a folder", (path) => Deno.mkdirSync(path), /" is a folder: put the file/],
  [
    "a link in a circle",
    (path) => Deno.symlinkSync(path, path),
    /" is a symbolic link: put the file/,
  ],
  [
    "a link to nothing",
    (path) => Deno.symlinkSync("nothing", path),
    /" is a symbolic link: put the file/,
  ],
  [
    "a link to a file",
    (path) => {
      Deno.writeTextFileSync(`${path}-elsewhere`, "text");
      Deno.symlinkSync(`${path}-elsewhere`, path);
    },
    /" is a symbolic link: put the file/,
  ],
  [
    "bytes that are not UTF-8",
    (path) => Deno.writeFileSync(path, new Uint8Array([0x61, 0xff])),
    /" is not UTF-8: /,
  ],
  [
    "a byte-order mark",
    (path) => Deno.writeTextFileSync(path, "\uFEFFtext"),
    /" begins with a byte-order mark: save it as UTF-8 without one$/,
  ],
];
