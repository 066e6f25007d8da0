/**
 * The parts of the executable's main file around the runtime's entry point. Node.js reads all of that file at every
 * start, so it holds the entry point only; what the runtime imports on demand travels as assets that are compiled
 * when they are first imported.
 */

/** Name that stands for `import.meta.url`: it does not exist in a CommonJS script. */
export const MODULE_URL = '__moduleUrl';

/** Parameters of the function around every script: those of a CommonJS module, and {@link MODULE_URL}. */
const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname', MODULE_URL];

/** Prefixes of the assets that hold scripts: parts of the runtime, and libraries. */
export const PART_PREFIX = 'app/';

/**
 * Reports an error that nothing caught in one line and ends with exit code 3, the runtime's code for an internal
 * error. Without a listener Node.js prints the line of source the error came from, which is minified code here.
 * It stands aside as soon as the runtime has a listener of its own.
 */
const UNCAUGHT = `process.on("uncaughtException", (error) => {
  if (process.listenerCount("uncaughtException") > 1) return;
  const [line] = String((error && error.message) || error).split("\\n");
  process.stderr.write("cannectors: internal error: " + line + "\\n", () => process.exit(3));
});`;

const LOADER = `const ${MODULE_URL} = require("node:url").pathToFileURL(__filename).href;
const loaded = new Map();
function load(name) {
  const asset = name.startsWith("./") ? "${PART_PREFIX}" + name.slice(2) : name.startsWith("lib/") ? name : undefined;
  if (asset === undefined) return require(name);
  let script = loaded.get(asset);
  if (script === undefined) {
    script = { exports: {} };
    loaded.set(asset, script);
    const text = require("node:sea").getAsset(asset, "utf8");
    const run = require("node:vm").compileFunction(text, ${JSON.stringify(PARAMETERS)}, { filename: asset });
    run.call(script.exports, script.exports, load, script, __filename, __dirname, ${MODULE_URL});
  }
  return script.exports;
}`;

/**
 * The main file: the guard against uncaught errors, the loader of assets, the entry point.
 * @param entry a CommonJS script; it may require `./<part>`, `lib/<package>.js` and modules of Node.js
 */
export function mainScript(entry: string): string {
  return `${UNCAUGHT}\n${LOADER}\n(function (require) {\n${entry}\n})(load);\n`;
}
